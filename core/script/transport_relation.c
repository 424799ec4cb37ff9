/* Relations on their way in: sets of what the roster has, and the same candidate pairs as the child's. */
#include <string.h>
#include <talloc.h>

#include "script/transport_parts.h"

int transport_ends(const struct relation *relation, enum pair_end end, const struct roster *roster)
{
    if (end == END_SOURCE || relation->target_kind == TARGET_MEMBER)
        return roster->members;
    return relation->target_kind == TARGET_WINDOW ? roster->windows : relation->groups;
}

/* A list of texts; bytewise ascending where `sorted`. */
static const char **get_texts(struct scheme_reading *reading, enum stream_text kind, bool sorted, int *count)
{
    struct stream_reader *in = reading->in;
    const char **texts = NULL;
    *count = 0;
    int wanted = (int)stream_get(in, 0, LISTED_MOST);
    for (int i = 0; i < wanted; i++) {
        const char **grown = stream_room(in, reading->scheme, texts, i, wanted, sizeof *texts);
        if (!grown)
            return NULL;
        texts = grown;
        texts[i] = stream_get_text(in, reading->scheme, kind);
        if (sorted && i > 0 && strcmp(texts[i - 1], texts[i]) >= 0)
            stream_refuse(in);
    }
    *count = in->trouble == STREAM_FINE ? wanted : 0;
    return texts;
}

static void get_ends(struct scheme_reading *reading, struct relation *relation)
{
    struct stream_reader *in = reading->in;
    const struct roster *roster = reading->roster;
    relation->sources = (int)stream_get(in, 0, roster->members);
    relation->source = stream_get_ascending(in, reading->scheme, relation->sources, roster->members);
    relation->target_kind = (enum target_kind)stream_get(in, TARGET_MEMBER, TARGET_GROUP);
    relation->group_column = -1;
    if (relation->target_kind == TARGET_GROUP) {
        relation->group_column = (int)stream_get(in, 0, roster->columns - 1);
        relation->group = get_texts(reading, STREAM_CELL, true, &relation->groups);
    }
    int ends = transport_ends(relation, END_TARGET, roster);
    relation->targets = (int)stream_get(in, 0, ends);
    relation->target = stream_get_ascending(in, reading->scheme, relation->targets, ends);
    relation->within_count = (int)stream_get(in, 0, DECLARED_MOST);
    relation->within =
        stream_get_numbers(in, reading->scheme, relation->within_count, 0, roster->columns - 1);
}

static const struct range *get_ranges(struct scheme_reading *reading, int count)
{
    struct range *ranges = talloc_zero_array(reading->scheme, struct range, (unsigned)count);
    if (!ranges)
        stream_no_memory(reading->in);
    for (int i = 0; i < count && reading->in->trouble == STREAM_FINE; i++)
        transport_get_range(reading, &ranges[i]);
    return ranges;
}

static void get_share(struct scheme_reading *reading, struct relation *relation)
{
    struct stream_reader *in = reading->in;
    int32_t scale = reading->scheme->share_scale;
    if (!stream_get_flag(in))
        return;
    if (relation->balance[END_SOURCE] == relation->balance[END_TARGET]) {
        stream_refuse(in);
        return;
    }
    int count = relation->balance[END_SOURCE] ? relation->sources : relation->targets;
    relation->share = stream_get_numbers(in, reading->scheme, count, 1, scale);
    for (int i = 0; relation->share && i < count; i++)
        if (scale % relation->share[i] != 0)
            stream_refuse(in);
}

static void get_pairs(struct scheme_reading *reading, struct relation *relation)
{
    struct stream_reader *in = reading->in;
    int pairs = (int)stream_get(in, 0, PAIRS_MOST_IN_ALL - reading->pairs);
    uint64_t sum = 0;
    stream_get_block(in, &sum, sizeof sum);
    if (in->trouble != STREAM_FINE)
        return;
    bool whole = relation_enumerate(reading->scheme, relation, reading->roster, pairs) == ENUMERATED;
    if (!whole || relation->pairs != pairs || transport_pair_sum(relation) != sum)
        stream_refuse(in);
    else
        reading->pairs += pairs;
}

void transport_get_relation(struct scheme_reading *reading, struct relation *relation)
{
    struct stream_reader *in = reading->in;
    transport_get_origin(reading, &relation->origin);
    relation->also = get_texts(reading, STREAM_SHOWN, false, &relation->also_count);
    relation->was = get_texts(reading, STREAM_SHOWN, false, &relation->was_count);
    get_ends(reading, relation);
    if (in->trouble != STREAM_FINE)
        return;
    relation->load = get_ranges(reading, relation->sources);
    relation->cover = get_ranges(reading, relation->targets);
    for (int end = 0; end < PAIR_ENDS; end++)
        relation->balance[end] = stream_get_flag(in);
    get_share(reading, relation);
    relation->contacts_per_year = (int)stream_get(in, 0, INT32_MAX);
    relation->relax = (int)stream_get(in, 0, RELAX_ALL);
    get_pairs(reading, relation);
}
