/* What travels between the child and its parent: it comes whole, and what is unsound is refused. Streams are
 * damaged by chance, from a seed, so that every run damages them alike; the sanitizers of the dev build
 * watch. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those before it */
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/text.h"
#include "dump.h"
#include "roster/roster_read.h"
#include "script/transport.h"

#define HERE TREE "/tests/script/"
enum { DAMAGES = 30000 };

static struct roster *roster;

static int read_roster(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    struct tidied_list *tidied;
    enum status status = roster_read(NULL, HERE "roster.csv", HERE "windows.csv", &roster, &tidied, error);
    if (status == STATUS_OK)
        talloc_free(tidied);
    talloc_free(error);
    return status;
}

static int free_roster(void **state)
{
    (void)state;
    talloc_free(roster);
    return 0;
}

/* ---- streams in memory ---- */

struct bytes {
    char *byte;
    size_t size, at;
};

static bool keep(void *target, const char *bytes, size_t size)
{
    struct bytes *kept = target;
    kept->byte = realloc(kept->byte, kept->size + size + 1);
    memcpy(kept->byte + kept->size, bytes, size);
    kept->size += size;
    return true;
}

static ptrdiff_t hand_out(void *source, char *bytes, size_t room)
{
    struct bytes *kept = source;
    size_t size = kept->size - kept->at < room ? kept->size - kept->at : room;
    memcpy(bytes, kept->byte + kept->at, size);
    kept->at += size;
    return (ptrdiff_t)size;
}

static struct stream_writer *new_writer(const void *owner, struct bytes *bytes)
{
    struct stream_writer *writer = talloc_zero(owner, struct stream_writer);
    writer->put = keep;
    writer->target = bytes;
    return writer;
}

static struct stream_reader *new_reader(const void *owner, struct bytes *bytes)
{
    struct stream_reader *reader = talloc_zero(owner, struct stream_reader);
    reader->fill = hand_out;
    reader->source = bytes;
    bytes->at = 0;
    return reader;
}

static struct bytes write_scheme(const struct scheme *scheme)
{
    struct bytes bytes = {0};
    struct stream_writer *writer = new_writer(NULL, &bytes);
    transport_put_scheme(writer, scheme);
    stream_flush(writer);
    talloc_free(writer);
    return bytes;
}

static struct scheme *read_scheme(const void *owner, struct bytes *bytes, enum stream_trouble *trouble)
{
    static const struct transport_adopter nothing;
    struct stream_reader *reader = new_reader(owner, bytes);
    struct scheme *scheme = transport_get_scheme(reader, owner, roster, &nothing, error_new(owner));
    *trouble = reader->trouble;
    assert_true((scheme != NULL) == (reader->trouble == STREAM_FINE));
    talloc_free(reader);
    return scheme;
}

/* ---- a scheme with everything in it ---- */

static struct origin origin_of(const char *name, int line)
{
    return (struct origin){name, "标题", "一（二）1", "full.lua", line};
}

static int *everybody(const void *owner, int count)
{
    int *list = talloc_array(owner, int, (unsigned)count);
    for (int i = 0; i < count; i++)
        list[i] = i;
    return list;
}

static const struct range *ranges_of(const void *owner, int count)
{
    struct range *ranges = talloc_array(owner, struct range, (unsigned)count);
    for (int i = 0; i < count; i++)
        ranges[i] = (struct range){i % 3, i % 2 ? UNLIMITED : i + 3, i % 4};
    return ranges;
}

static void fill_relation(struct scheme *scheme, struct relation *relation, enum target_kind kind)
{
    static const char *also[] = {"旧名"};
    static const char *const groups[] = {"东", "西"};
    static const int within[] = {ATTRIBUTE_WINDOW, ATTRIBUTE_COUNTY};
    static const char *const names[] = {"members", "windows", "groups"};
    *relation = (struct relation){.origin = origin_of(names[kind], 3 + (int)kind), .target_kind = kind};
    relation->also = also;
    relation->also_count = kind == TARGET_MEMBER;
    relation->was = also;
    relation->was_count = kind != TARGET_MEMBER;
    relation->sources = roster->members;
    relation->source = everybody(scheme, roster->members);
    relation->group_column = -1;
    if (kind == TARGET_GROUP) {
        relation->group_column = ATTRIBUTE_SECTOR;
        relation->groups = 2;
        relation->group = groups;
    }
    relation->targets = kind == TARGET_MEMBER ? roster->members : kind == TARGET_WINDOW ? roster->windows : 2;
    relation->target = everybody(scheme, relation->targets);
    relation->within = within;
    relation->within_count = kind == TARGET_MEMBER ? 2 : 0;
    relation->load = ranges_of(scheme, relation->sources);
    relation->cover = ranges_of(scheme, relation->targets);
    relation->balance[kind == TARGET_WINDOW ? END_TARGET : END_SOURCE] = true;
    int shares = kind == TARGET_WINDOW ? relation->targets : relation->sources;
    int32_t *share = talloc_array(scheme, int32_t, (unsigned)shares);
    for (int i = 0; i < shares; i++)
        share[i] = 1 + i % 3;
    relation->share = kind == TARGET_MEMBER ? NULL : share;
    relation->contacts_per_year = 2;
    relation->relax = RELAX_LOAD | RELAX_COVER;
    assert_int_equal(relation_enumerate(scheme, relation, roster, 1000000), ENUMERATED);
    assert_true(relation->pairs > 0);
}

static void fill_values(struct scheme *scheme, struct rule *rule, int32_t most)
{
    int32_t **values = talloc_array(scheme, int32_t *, (unsigned)rule->relations);
    for (int r = 0; r < rule->relations; r++) {
        int pairs = scheme->relation[rule->relation[r]].pairs;
        values[r] = talloc_array(scheme, int32_t, (unsigned)pairs);
        for (int p = 0; p < pairs; p++)
            values[r][p] = p % (most + 1);
    }
    rule->value = (const int32_t *const *)values;
}

static void fill_limit(struct rule *rule)
{
    static const struct counted_pair counted[] = {{0, 0, 1}, {0, 2, 5}, {1, 1, 1}};
    static const struct limit_row rows[] = {
        {LIMIT_END, 1, "", "企业", {0, 2, 0}, 3, counted},
        {LIMIT_TEAM, 0, "一组", "", {1, UNLIMITED, 0}, 1, counted},
        {LIMIT_ALL, 0, "", "", {2, 2, 0}, 0, NULL},
    };
    rule->rows = 3;
    rule->row = rows;
    rule->points = 4;
}

static void fill_rules(struct scheme *scheme)
{
    static const int both[] = {0, 2}, one[] = {0}, ends[] = {0, 2, 3}, more[] = {1, 4};
    static const struct end_set sets[] = {{3, ends}, {2, more}};
    for (int kind = 0; kind < RULE_KINDS; kind++) {
        struct rule *rule = &scheme->rule[kind];
        *rule = (struct rule){.kind = (enum rule_kind)kind, .stage = kind % 3 - 1, .points = 1, .to = -1};
        rule->origin = origin_of(talloc_asprintf(scheme, "rule-%d", kind), 10 + kind);
        rule->relations = kind == RULE_LIMIT ? 2 : 1;
        rule->relation = kind == RULE_LIMIT ? both : one;
        if (kind <= RULE_PREFER)
            fill_values(scheme, rule, kind <= RULE_MUST ? 1 : 7);
        if (kind == RULE_LINK)
            rule->to = 1;
        if (kind == RULE_LIMIT)
            fill_limit(rule);
        if (kind == RULE_TOGETHER || kind == RULE_APART) {
            rule->end = END_TARGET;
            rule->sets = 2;
            rule->set = sets;
        }
    }
}

static struct scheme *full_scheme(const void *owner)
{
    static struct scheme_stage stages[] = {{"principle", false}, {"preference", true}};
    static struct need needs[] = {{"street", "街道", ATTRIBUTE_COUNTY, VALUE_TEXT}};
    static const char *const choices[] = {"甲", "乙"};
    static struct parameter parameters[] = {
        {"max_load", "每人至多联系", PARAMETER_INTEGER, 1, 6, 0, NULL, "2", "3", "full.lua", 2},
        {"mode", "方式", PARAMETER_TEXT, 0, 0, 2, choices, "甲", "乙", "full.lua", 2},
    };
    struct scheme *scheme = talloc_zero(owner, struct scheme);
    scheme->name = "full";
    scheme->title = "全部";
    scheme->source = "〔2022〕8号";
    scheme->file = "full.lua";
    scheme->share_scale = 6;
    scheme->stages = 2;
    scheme->stage = stages;
    scheme->needs = 1;
    scheme->need = needs;
    scheme->parameters = 2;
    scheme->parameter = parameters;
    scheme->relations = 3;
    scheme->relation = talloc_zero_array(scheme, struct relation, 3);
    for (int kind = 0; kind < 3; kind++)
        fill_relation(scheme, &scheme->relation[kind], (enum target_kind)kind);
    scheme->covers = 1;
    scheme->cover = talloc_zero(scheme, struct cover);
    *scheme->cover = (struct cover){.origin = origin_of("everyone", 9), .targets = roster->members};
    scheme->cover->target = everybody(scheme, roster->members);
    scheme->cover->relations = 1;
    scheme->cover->relation = everybody(scheme, 1);
    scheme->cover->times = ranges_of(scheme, roster->members);
    scheme->cover->shortfall = 2;
    scheme->rules = RULE_KINDS;
    scheme->rule = talloc_zero_array(scheme, struct rule, RULE_KINDS);
    fill_rules(scheme);
    scheme->traces = 1;
    scheme->trace = talloc_zero(scheme, struct traced);
    *scheme->trace = (struct traced){origin_of("rule-3", 13), "expect", "a.unit, b.unit", 1000000, 800, 800};
    return scheme;
}

/* ---- the invariants of model/scheme.h, worked out anew ---- */

static void assert_text(const char *text)
{
    assert_non_null(text);
    assert_true(text_valid_until(text, strlen(text)) == strlen(text));
}

static void assert_shown(const char *text)
{
    assert_text(text);
    assert_true(document_text(text, strlen(text)) == strlen(text));
}

static void assert_origin(const struct origin *origin)
{
    assert_shown(origin->name);
    assert_shown(origin->title);
    assert_shown(origin->clause);
    assert_text(origin->file);
    assert_true(origin->line >= 0);
}

static void assert_ascending(const int *list, int count, int limit)
{
    for (int i = 0; i < count; i++)
        assert_true(list[i] >= 0 && list[i] < limit && (i == 0 || list[i] > list[i - 1]));
}

static void assert_ranges(const struct range *range, int count)
{
    for (int i = 0; i < count; i++)
        assert_true(range[i].lo >= 0 && range[i].lo <= range[i].hi && range[i].points >= 0);
}

static int ends_of(const struct relation *relation, enum pair_end end)
{
    if (end == END_SOURCE || relation->target_kind == TARGET_MEMBER)
        return roster->members;
    return relation->target_kind == TARGET_WINDOW ? roster->windows : relation->groups;
}

static void assert_relation(const struct relation *relation, int32_t scale)
{
    assert_origin(&relation->origin);
    for (int i = 0; i < relation->also_count; i++)
        assert_shown(relation->also[i]);
    for (int i = 0; i < relation->was_count; i++)
        assert_shown(relation->was[i]);
    for (int i = 0; i < relation->groups; i++) {
        assert_text(relation->group[i]);
        assert_true(i == 0 || strcmp(relation->group[i - 1], relation->group[i]) < 0);
    }
    assert_true((relation->target_kind == TARGET_GROUP) == (relation->group_column >= 0));
    assert_true(relation->group_column < roster->columns);
    assert_ascending(relation->source, relation->sources, roster->members);
    assert_ascending(relation->target, relation->targets, ends_of(relation, END_TARGET));
    for (int i = 0; i < relation->within_count; i++)
        assert_true(relation->within[i] >= 0 && relation->within[i] < roster->columns);
    assert_ranges(relation->load, relation->sources);
    assert_ranges(relation->cover, relation->targets);
    int shares = relation->balance[END_SOURCE] ? relation->sources : relation->targets;
    assert_true(!relation->share || relation->balance[END_SOURCE] != relation->balance[END_TARGET]);
    for (int i = 0; relation->share && i < shares; i++)
        assert_true(relation->share[i] >= 1 && scale % relation->share[i] == 0);
    for (int p = 0; p < relation->pairs; p++)
        assert_true(relation_allows(relation, roster, relation->pair_source[p], relation->pair_target[p]));
}

static void assert_rule(const struct scheme *scheme, const struct rule *rule)
{
    assert_origin(&rule->origin);
    assert_ascending(rule->relation, rule->relations, scheme->relations);
    assert_true(rule->stage >= -1 && rule->stage < scheme->stages);
    assert_true(abs(rule->points) <= 1000000);
    assert_true(rule->kind == RULE_LINK ? rule->to >= 0 && rule->to < scheme->relations : rule->to == -1);
    assert_true((rule->value != NULL) == (rule->kind <= RULE_PREFER));
    for (int r = 0; rule->value && r < rule->relations; r++)
        for (int p = 0; p < scheme->relation[rule->relation[r]].pairs; p++)
            assert_true(rule->kind <= RULE_MUST ? (rule->value[r][p] | 1) == 1
                                                : abs(rule->value[r][p]) <= 1000000);
    assert_true(rule->kind == RULE_LIMIT || rule->rows == 0);
    assert_true(rule->kind == RULE_TOGETHER || rule->kind == RULE_APART || rule->sets == 0);
    int ends = rule->relations ? ends_of(&scheme->relation[rule->relation[0]], rule->end) : 0;
    for (int i = 0; i < rule->rows; i++) {
        const struct limit_row *row = &rule->row[i];
        assert_text(row->team);
        assert_text(row->part);
        assert_ranges(&row->range, 1);
        assert_true(row->per != LIMIT_END || (row->end >= 0 && row->end < ends));
        for (int p = 0; p < row->pairs; p++) {
            const struct counted_pair *pair = &row->pair[p];
            assert_true(pair->slot >= 0 && pair->slot < rule->relations && pair->weight >= 0);
            assert_true(pair->candidate >= 0 &&
                        pair->candidate < scheme->relation[rule->relation[pair->slot]].pairs);
            for (int k = 0; k < p; k++)
                assert_false(row->pair[k].slot == pair->slot && row->pair[k].candidate == pair->candidate);
        }
    }
    for (int i = 0; i < rule->sets; i++)
        assert_ascending(rule->set[i].end, rule->set[i].count, ends);
}

static void assert_sound(const struct scheme *scheme)
{
    assert_shown(scheme->name);
    assert_shown(scheme->title);
    assert_shown(scheme->source);
    assert_text(scheme->file);
    assert_true(scheme->share_scale >= 1 && scheme->share_scale <= 2520);
    for (int i = 0; i < scheme->stages; i++)
        assert_shown(scheme->stage[i].name);
    for (int i = 0; i < scheme->needs; i++) {
        assert_shown(scheme->need[i].name);
        assert_text(scheme->need[i].heading);
        assert_true(scheme->need[i].column >= 0 && scheme->need[i].column < roster->columns);
        assert_true(scheme->need[i].type <= VALUE_LIST);
    }
    for (int i = 0; i < scheme->parameters; i++) {
        const struct parameter *parameter = &scheme->parameter[i];
        assert_shown(parameter->name);
        assert_shown(parameter->usual);
        assert_shown(parameter->value);
        assert_true(parameter->lo <= parameter->hi && parameter->type <= PARAMETER_TEXT);
        for (int k = 0; k < parameter->choices; k++)
            assert_shown(parameter->choice[k]);
    }
    for (int i = 0; i < scheme->relations; i++)
        assert_relation(&scheme->relation[i], scheme->share_scale);
    for (int i = 0; i < scheme->covers; i++) {
        const struct cover *cover = &scheme->cover[i];
        assert_origin(&cover->origin);
        assert_ascending(cover->target, cover->targets, roster->members);
        assert_ascending(cover->relation, cover->relations, scheme->relations);
        assert_ranges(cover->times, cover->targets);
        assert_true(cover->shortfall >= 0);
    }
    for (int i = 0; i < scheme->rules; i++)
        assert_rule(scheme, &scheme->rule[i]);
    for (int i = 0; i < scheme->traces; i++) {
        assert_origin(&scheme->trace[i].origin);
        assert_true(scheme->trace[i].pairs >= 0 && scheme->trace[i].cases >= 0 &&
                    scheme->trace[i].calls >= 0);
    }
}

/* ---- damage ---- */

static uint64_t chance = 20220808; /* splitmix64 */

static size_t below(size_t limit)
{
    chance += 0x9E3779B97F4A7C15;
    uint64_t mixed = (chance ^ chance >> 30) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB;
    return (size_t)((mixed ^ mixed >> 31) % limit);
}

/* A copy with a few bytes changed, put in, taken out or doubled, or with its end cut off. */
static struct bytes damage(const struct bytes *whole)
{
    struct bytes copy = {.byte = malloc(whole->size + 16), .size = whole->size};
    memcpy(copy.byte, whole->byte, whole->size);
    for (size_t times = 1 + below(3); times > 0 && copy.size > 16; times--) {
        size_t at = below(copy.size), length = 1 + below(8);
        switch (below(6)) {
        case 0:
            copy.byte[at] ^= (char)(1 << below(8));
            break;
        case 1:
            copy.byte[at] = (char)below(256);
            break;
        case 2:
            copy.byte[at] = (char)(copy.byte[at] + 2); /* the next number */
            break;
        case 3:
            if (at + length > copy.size)
                break;
            memmove(copy.byte + at, copy.byte + at + length, copy.size - at - length);
            copy.size -= length;
            break;
        case 4:
            if (copy.size + length > whole->size + 16)
                break;
            memmove(copy.byte + at + length, copy.byte + at, copy.size - at);
            copy.size += length;
            break;
        default:
            copy.size = times == 1 ? at : copy.size;
        }
    }
    return copy;
}

/* ---- the tests ---- */

static void a_scheme_comes_whole(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct scheme *scheme = full_scheme(owner);
    struct bytes bytes = write_scheme(scheme);
    enum stream_trouble trouble;
    struct scheme *got = read_scheme(owner, &bytes, &trouble);
    assert_non_null(got);
    assert_sound(got);
    assert_string_equal(dump_scheme(owner, got, roster), dump_scheme(owner, scheme, roster));
    struct bytes again = write_scheme(got); /* what the dump leaves out */
    assert_int_equal(again.size, bytes.size);
    assert_memory_equal(again.byte, bytes.byte, bytes.size);
    free(bytes.byte);
    free(again.byte);
    talloc_free(owner);
}

static void a_damaged_scheme_is_refused_or_sound(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct bytes whole = write_scheme(full_scheme(owner));
    int taken = 0;
    for (int i = 0; i < DAMAGES; i++) {
        void *scratch = talloc_new(NULL);
        struct bytes bytes = damage(&whole);
        enum stream_trouble trouble;
        struct scheme *scheme = read_scheme(scratch, &bytes, &trouble);
        if (scheme)
            assert_sound(scheme);
        taken += scheme != NULL;
        free(bytes.byte);
        talloc_free(scratch);
    }
    /* Both happen: the damage is neither always harmless nor always noticed at the first byte. */
    assert_true(taken > DAMAGES / 100 && taken < DAMAGES * 9 / 10);
    free(whole.byte);
    talloc_free(owner);
}

static void a_scheme_that_is_cut_off_anywhere_is_refused(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct bytes whole = write_scheme(full_scheme(owner));
    for (size_t size = 0; size < whole.size; size += 1 + size / 200) {
        void *scratch = talloc_new(NULL);
        struct bytes bytes = {whole.byte, size, 0};
        enum stream_trouble trouble;
        assert_null(read_scheme(scratch, &bytes, &trouble));
        assert_int_equal(trouble, STREAM_SHORT);
        talloc_free(scratch);
    }
    free(whole.byte);
    talloc_free(owner);
}

/* Each changes one thing that no damage by chance would leave otherwise whole. */
static const int leads_to_windows[] = {1};

static void spoil(struct scheme *scheme, int which)
{
    struct relation *relation = scheme->relation;
    switch (which) {
    case 0:
        ((int *)(uintptr_t)relation->source)[1] = 0; /* not ascending */
        break;
    case 1:
        ((int *)(uintptr_t)relation->target)[relation->targets - 1] = roster->members;
        break;
    case 2:
        ((struct range *)(uintptr_t)relation->load)[0] = (struct range){3, 2, 0};
        break;
    case 3:
        relation->pairs--;
        break;
    case 4:
        ((int *)(uintptr_t)relation->pair_target)[0] = relation->pair_source[0]; /* himself */
        break;
    case 5:
        ((int32_t *)(uintptr_t)relation[2].share)[0] = 5; /* does not divide the scale */
        break;
    case 6:
        ((int32_t *)(uintptr_t)scheme->rule[RULE_FORBID].value[0])[0] = 2;
        break;
    case 7:
        ((int32_t *)(uintptr_t)scheme->rule[RULE_PREFER].value[0])[0] = 1000001;
        break;
    case 8:
        scheme->title = "\033[31m";
        break;
    case 9:
        scheme->name = "\xFF";
        break;
    case 10:
        scheme->rule[RULE_LINK].to = -1;
        break;
    case 11:
        scheme->rule[RULE_PRINCIPLE].stage = scheme->stages;
        break;
    case 12:
        scheme->rule[RULE_PRINCIPLE].value = NULL;
        break;
    case 13:
        scheme->cover->relation = leads_to_windows;
        break;
    default:
        scheme->share_scale = 0;
    }
}

static void each_unsound_thing_is_refused_by_itself(void **state)
{
    (void)state;
    for (int which = 0; which <= 14; which++) {
        void *owner = talloc_new(NULL);
        struct scheme *scheme = full_scheme(owner);
        spoil(scheme, which);
        struct bytes bytes = write_scheme(scheme);
        enum stream_trouble trouble;
        if (read_scheme(owner, &bytes, &trouble) || trouble != STREAM_UNSOUND)
            fail_msg("number %d came through", which);
        free(bytes.byte);
        talloc_free(owner);
    }
}

/* ---- documents ---- */

static struct document *full_document(const void *owner)
{
    static const struct table_column columns[] = {{"窗口", ALIGN_LEFT, 1}, {"姓名", ALIGN_CENTRE, 2}};
    struct document *document = document_new(owner, "附件");
    document->orientation = ORIENTATION_LANDSCAPE;
    paragraph_add_run(document, document_add_heading(document, 2), RUN_TEXT, "标题", 6);
    document_add_page_break(document);
    struct paragraph *paragraph = document_add_paragraph(document);
    paragraph->bold = true;
    paragraph_add_run(document, paragraph, RUN_NAME, "陈琳", 6);
    paragraph_add_run(document, paragraph, RUN_TEXT, "", 0);
    struct table *table = document_add_table(document, columns, 2);
    for (int r = 0; r < 3; r++) {
        struct table_row *row = table_add_row(table, false);
        for (int c = r == 1; c < 2; c++) {
            struct table_cell *cell = table_row_add_cell(table, row);
            cell->rows = r == 0 && c == 0 ? 2 : 1;
            cell->align = ALIGN_RIGHT;
            paragraph_add_run(table, table_cell_add_paragraph(table, cell), RUN_TEXT, "格", 3);
        }
    }
    return document;
}

static struct bytes write_document(const struct document *document)
{
    struct bytes bytes = {0};
    struct stream_writer *writer = new_writer(NULL, &bytes);
    transport_put_document(writer, document);
    stream_flush(writer);
    talloc_free(writer);
    return bytes;
}

static struct document *read_document(const void *owner, struct bytes *bytes)
{
    struct stream_reader *reader = new_reader(owner, bytes);
    struct document *document = transport_get_document(reader, owner);
    assert_true((document != NULL) == (reader->trouble == STREAM_FINE));
    talloc_free(reader);
    return document;
}

static void assert_paragraph(const struct paragraph *paragraph)
{
    assert_true(paragraph->align <= ALIGN_RIGHT);
    for (int i = 0; i < paragraph->runs; i++)
        assert_shown(paragraph->run[i].text);
}

static void assert_document(const void *owner, const struct document *document)
{
    assert_shown(document->title);
    assert_shown(document->name);
    assert_shown(document->label);
    assert_shown(document->language);
    assert_int_equal(document_check(document, error_new(owner)), STATUS_OK);
    for (int b = 0; b < document->blocks; b++) {
        const struct block *block = &document->block[b];
        if (block->kind == BLOCK_HEADING || block->kind == BLOCK_PARAGRAPH)
            assert_paragraph(block->paragraph);
        for (int r = 0; block->kind == BLOCK_TABLE && r < block->table->rows; r++)
            for (int c = 0; c < block->table->row[r].cells; c++)
                for (int p = 0; p < block->table->row[r].cell[c].paragraphs; p++)
                    assert_paragraph(&block->table->row[r].cell[c].paragraph[p]);
    }
}

static void a_document_comes_whole_and_a_damaged_one_is_refused_or_sound(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct bytes whole = write_document(full_document(owner));
    struct document *got = read_document(owner, &whole);
    assert_non_null(got);
    struct bytes again = write_document(got);
    assert_int_equal(again.size, whole.size);
    assert_memory_equal(again.byte, whole.byte, whole.size);
    int taken = 0;
    for (int i = 0; i < DAMAGES; i++) {
        void *scratch = talloc_new(NULL);
        struct bytes bytes = damage(&whole);
        struct document *document = read_document(scratch, &bytes);
        if (document)
            assert_document(scratch, document);
        taken += document != NULL;
        free(bytes.byte);
        talloc_free(scratch);
    }
    assert_true(taken > DAMAGES / 100 && taken < DAMAGES * 9 / 10);
    free(whole.byte);
    free(again.byte);
    talloc_free(owner);
}

/* ---- faults ---- */

static void faults_come_with_their_places_and_without_control_characters(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner), *got = error_new(owner);
    const struct place place = {.file = "a.lua",
                                .row = 7,
                                .column = 3,
                                .heading = "姓名",
                                .value = "值",
                                .line_text = "\tlocal x = 1"};
    error_add(error, STATUS_INPUT, &place, "第一");
    error_add(error, STATUS_INPUT, NULL, "\033[31m\xFF");
    struct bytes bytes = {0};
    struct stream_writer *writer = new_writer(owner, &bytes);
    transport_put_faults(writer, error);
    stream_flush(writer);
    struct stream_reader *reader = new_reader(owner, &bytes);
    transport_get_faults(reader, got);
    assert_int_equal(reader->trouble, STREAM_FINE);
    assert_int_equal(got->status, STATUS_INPUT);
    assert_int_equal(got->count, 2);
    assert_string_equal(got->fault[0].place.file, "a.lua");
    assert_int_equal(got->fault[0].place.row, 7);
    assert_int_equal(got->fault[0].place.column, 3);
    assert_string_equal(got->fault[0].place.heading, "姓名");
    assert_string_equal(got->fault[0].place.value, "值");
    assert_string_equal(got->fault[0].place.line_text, "\tlocal x = 1");
    assert_string_equal(got->fault[0].message, "第一");
    assert_null(got->fault[1].place.file);
    assert_string_equal(got->fault[1].message, "<U+001B>[31m\uFFFD");
    for (int i = 0; i < DAMAGES; i++) {
        struct bytes damaged = damage(&bytes);
        void *scratch = talloc_new(NULL);
        struct error *found = error_new(scratch);
        transport_get_faults(new_reader(scratch, &damaged), found);
        for (int k = 0; k < found->count; k++)
            assert_shown(found->fault[k].message);
        talloc_free(scratch);
        free(damaged.byte);
    }
    free(bytes.byte);
    talloc_free(owner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scheme_comes_whole),
        cmocka_unit_test(a_damaged_scheme_is_refused_or_sound),
        cmocka_unit_test(a_scheme_that_is_cut_off_anywhere_is_refused),
        cmocka_unit_test(each_unsound_thing_is_refused_by_itself),
        cmocka_unit_test(a_document_comes_whole_and_a_damaged_one_is_refused_or_sound),
        cmocka_unit_test(faults_come_with_their_places_and_without_control_characters),
    };
    return cmocka_run_group_tests(tests, read_roster, free_roster);
}
