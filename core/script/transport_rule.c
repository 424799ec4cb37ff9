/* Rules on their way in: a value for each candidate pair, rows of limits, sets of ends. */
#include <string.h>
#include <talloc.h>

#include "script/transport_parts.h"
#include "script/words.h"

static const struct relation *relation_of(const struct scheme_reading *reading, const struct rule *rule,
                                          int slot)
{
    return &reading->scheme->relation[rule->relation[slot]];
}

static void get_values(struct scheme_reading *reading, struct rule *rule)
{
    struct stream_reader *in = reading->in;
    bool yes_or_no = rule->kind == RULE_FORBID || rule->kind == RULE_REQUIRE || rule->kind == RULE_MUST;
    bool wanted = yes_or_no || rule->kind == RULE_PRINCIPLE || rule->kind == RULE_PREFER;
    if (stream_get_flag(in) != wanted) {
        stream_refuse(in);
        return;
    }
    if (!wanted)
        return;
    int32_t **values = talloc_zero_array(reading->scheme, int32_t *, (unsigned)rule->relations);
    if (!values)
        stream_no_memory(in);
    for (int r = 0; values && r < rule->relations && in->trouble == STREAM_FINE; r++)
        values[r] = stream_get_numbers(in, reading->scheme, relation_of(reading, rule, r)->pairs,
                                       yes_or_no ? 0 : -POINTS_MOST, yes_or_no ? 1 : POINTS_MOST);
    rule->value = (const int32_t *const *)values;
}

/* How many ends the rows or sets may name, all relations of the rule being of one kind there. */
static int ends_of(struct scheme_reading *reading, const struct rule *rule)
{
    if (rule->relations == 0)
        return 0;
    return transport_ends(relation_of(reading, rule, 0), rule->end, reading->roster);
}

/* Each counted pair must be a candidate, and once in its row: `seen` holds for each candidate of all the
 * rule's relations the last row that counted it. */
static void check_counted(struct scheme_reading *reading, const struct rule *rule, int number,
                          const struct limit_row *row, int *const *seen)
{
    for (int i = 0; i < row->pairs; i++) {
        const struct counted_pair *counted = &row->pair[i];
        if (counted->slot < 0 || counted->slot >= rule->relations || counted->candidate < 0 ||
            counted->candidate >= relation_of(reading, rule, counted->slot)->pairs || counted->weight < 0 ||
            seen[counted->slot][counted->candidate] == number + 1) {
            stream_refuse(reading->in);
            return;
        }
        seen[counted->slot][counted->candidate] = number + 1;
    }
}

static void get_row(struct scheme_reading *reading, const struct rule *rule, struct limit_row *row)
{
    struct stream_reader *in = reading->in;
    row->per = (enum limit_per)stream_get(in, LIMIT_END, LIMIT_ALL);
    int ends = ends_of(reading, rule);
    row->end = (int)stream_get(in, 0, row->per == LIMIT_END && ends > 0 ? ends - 1 : 0);
    if (row->per == LIMIT_END && ends == 0)
        stream_refuse(in);
    row->team = stream_get_text(in, reading->scheme, STREAM_CELL);
    row->part = stream_get_text(in, reading->scheme, STREAM_CELL);
    transport_get_range(reading, &row->range);
    int most = 0;
    for (int r = 0; r < rule->relations; r++)
        most += relation_of(reading, rule, r)->pairs;
    row->pairs = (int)stream_get(in, 0, most);
    if (in->trouble != STREAM_FINE)
        return;
    struct counted_pair *pairs = talloc_array(reading->scheme, struct counted_pair, (unsigned)row->pairs);
    if (!pairs)
        stream_no_memory(in);
    else
        stream_get_block(in, pairs, (size_t)row->pairs * sizeof *pairs);
    row->pair = pairs;
}

static int **make_seen(struct scheme_reading *reading, const struct rule *rule)
{
    int **seen = talloc_array(NULL, int *, (unsigned)rule->relations);
    for (int r = 0; seen && r < rule->relations; r++) {
        seen[r] = talloc_zero_array(seen, int, (unsigned)relation_of(reading, rule, r)->pairs);
        if (!seen[r])
            TALLOC_FREE(seen);
    }
    if (!seen)
        stream_no_memory(reading->in);
    return seen;
}

static void get_rows(struct scheme_reading *reading, struct rule *rule)
{
    struct stream_reader *in = reading->in;
    int rows = (int)stream_get(in, 0, rule->kind == RULE_LIMIT ? LISTED_MOST : 0);
    if (rows == 0)
        return;
    int **seen = make_seen(reading, rule);
    struct limit_row *row = NULL;
    for (int i = 0; i < rows && in->trouble == STREAM_FINE; i++) {
        struct limit_row *grown = stream_room(in, reading->scheme, row, i, rows, sizeof *row);
        if (!grown)
            break;
        row = grown;
        get_row(reading, rule, &row[i]);
        if (in->trouble == STREAM_FINE)
            check_counted(reading, rule, i, &row[i], seen);
    }
    talloc_free(seen);
    rule->rows = in->trouble == STREAM_FINE ? rows : 0;
    rule->row = row;
}

static void get_sets(struct scheme_reading *reading, struct rule *rule)
{
    struct stream_reader *in = reading->in;
    bool allowed = rule->kind == RULE_TOGETHER || rule->kind == RULE_APART;
    int sets = (int)stream_get(in, 0, allowed ? LISTED_MOST : 0), ends = ends_of(reading, rule);
    struct end_set *set = NULL;
    for (int i = 0; i < sets && in->trouble == STREAM_FINE; i++) {
        struct end_set *grown = stream_room(in, reading->scheme, set, i, sets, sizeof *set);
        if (!grown)
            break;
        set = grown;
        set[i].count = (int)stream_get(in, 0, ends);
        set[i].end = stream_get_ascending(in, reading->scheme, set[i].count, ends);
    }
    rule->sets = in->trouble == STREAM_FINE ? sets : 0;
    rule->set = set;
}

void transport_get_rule(struct scheme_reading *reading, struct rule *rule)
{
    struct stream_reader *in = reading->in;
    const struct scheme *scheme = reading->scheme;
    rule->kind = (enum rule_kind)stream_get(in, 0, RULE_KINDS - 1);
    transport_get_origin(reading, &rule->origin);
    rule->relations = (int)stream_get(in, 0, scheme->relations);
    rule->relation = stream_get_ascending(in, scheme, rule->relations, scheme->relations);
    rule->stage = (int)stream_get(in, -1, scheme->stages - 1);
    rule->points = (int32_t)stream_get(in, -POINTS_MOST, POINTS_MOST);
    rule->relax = (int)stream_get(in, 0, RELAX_ALL);
    rule->to = (int)stream_get(in, -1, scheme->relations - 1);
    rule->end = (enum pair_end)stream_get(in, END_SOURCE, END_TARGET);
    if ((rule->kind == RULE_LINK) != (rule->to >= 0))
        stream_refuse(in);
    if (in->trouble != STREAM_FINE)
        return;
    get_values(reading, rule);
    if (in->trouble == STREAM_FINE)
        get_rows(reading, rule);
    if (in->trouble == STREAM_FINE)
        get_sets(reading, rule);
}
