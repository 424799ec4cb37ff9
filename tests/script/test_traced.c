/* What is remembered of rules' functions: exact, and few calls. */
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
#include "loaded.h"
#include "script/ask.h"
#include "script/sandbox.h"

enum { MEMBERS = 150, SOURCES = 50 };

static struct roster *roster;
static uint32_t state;

static int any(int below)
{
    state = state * 1664525u + 1013904223u;
    return (int)((state >> 8) % (uint32_t)below);
}

static const char *const parties[] = {"中共", "民建", "民革、中共", "无党派", "中共、民建", "民革"};
static const char *const roles[] = {"", "专委会副主任", "党组成员、专委会副主任", "界别活动组组长"};
static const char *const windows[] = {"东", "南", "西", "北"};

static const char *numbered(const char *letter, int below)
{
    int number = any(below + 1);
    return number == below ? "" : talloc_asprintf(roster, "%s%d", letter, number);
}

/* The first `sources` of the members M000 ... have the post 主席. Every 50th is exempt. */
static bool build_roster(int members, int sources)
{
    state = 7;
    roster = talloc_zero(NULL, struct roster);
    roster->columns = ATTRIBUTES_BUILT_IN;
    roster->column = talloc_zero_array(roster, struct column, ATTRIBUTES_BUILT_IN);
    for (int c = 0; c < ATTRIBUTES_BUILT_IN; c++)
        roster->column[c] = (struct column){attribute_name(c), attribute_heading(c), attribute_type(c)};
    roster->windows = 4;
    roster->window = talloc_zero_array(roster, struct window, 4);
    for (int w = 0; w < 4; w++)
        roster->window[w] = (struct window){windows[w], windows[w], w % 2 ? "专委会" : "县市区", w % 3, 0};
    roster->members = members;
    roster->member = talloc_zero_array(roster, struct member, (unsigned)members);
    for (int m = 0; m < members; m++) {
        const char **value = talloc_array(roster, const char *, ATTRIBUTES_BUILT_IN);
        int order = any(8);
        value[ATTRIBUTE_ID] = value[ATTRIBUTE_NAME] = talloc_asprintf(roster, "M%03d", m);
        value[ATTRIBUTE_GENDER] = any(2) ? "男" : "女";
        value[ATTRIBUTE_PARTY] = parties[any(6)];
        value[ATTRIBUTE_SECTOR] = numbered("界", 9);
        value[ATTRIBUTE_WINDOW] = windows[any(4)];
        value[ATTRIBUTE_COUNTY] = numbered("县", 12);
        value[ATTRIBUTE_UNIT] = numbered("单", 90);
        if (m % 3 == 0)
            value[ATTRIBUTE_UNIT] = talloc_asprintf(roster, "单%d、单%d", any(90), any(90));
        value[ATTRIBUTE_POST] = m < sources ? "主席" : "";
        value[ATTRIBUTE_ROLE] = roles[any(4)];
        value[ATTRIBUTE_EXEMPT] = m % 50 == 49 ? "病假" : "";
        value[ATTRIBUTE_ORDER] = order ? talloc_asprintf(roster, "%d", order) : "";
        roster->member[m] = (struct member){.id = value[ATTRIBUTE_ID],
                                            .name = value[ATTRIBUTE_NAME],
                                            .exempt = m % 50 == 49,
                                            .order = order ? order : ORDER_NONE,
                                            .value = value};
    }
    return roster_finish(roster);
}

static int make_roster(void **unused)
{
    (void)unused;
    return !build_roster(MEMBERS, SOURCES);
}

static int free_roster(void **unused)
{
    (void)unused;
    return talloc_free(roster);
}

static const char head[] =
    "local s = scheme { name = 'x' }\n"
    "local from = members { post = '主席' }\n"
    "s:relation 'people' { from = from, to = members() - from }\n"
    "s:relation 'branch' { from = from, to = windows() }\n"
    "local kindred, seven = { ['界1'] = '界2', ['界2'] = '界3', ['界3'] = '界1' }, 7\n";

static struct script_request request;
static struct script_text text;

static struct host *evaluated(const char *rules, const struct pair_table *pairs, int columns,
                              struct pair_column *column)
{
    char *script = talloc_asprintf(roster, "%s%s", head, rules);
    text = (struct script_text){.file = "x.lua", .bytes = script, .size = strlen(script)};
    request = (struct script_request){.text = &text, .roster = roster, .pairs = pairs};
    struct host *host = loaded_open(&request, columns, column);
    loaded_evaluate(host);
    if (host->error->count > 0)
        print_error("%s\n%s", rules, dump_faults(host, host->error));
    assert_int_equal(host->error->count, 0);
    return host;
}

static const struct traced *traced(const struct host *host, int rule)
{
    const struct traced *found = NULL;
    for (int i = 0; i < host->scheme->traces; i++)
        if (host->scheme->trace[i].origin.line == host->scheme->rule[rule].origin.line)
            found = &host->scheme->trace[i];
    assert_non_null(found);
    return found;
}

/* ---- random functions ---- */

static char *expression(const void *owner, int depth, bool to_windows);

/* A value to compare, or to add: a text or a number. */
static char *read_of(const void *owner, bool to_windows)
{
    static const char *const of_member[] = {"gender", "sector", "window", "county", "unit", "order"};
    static const char *const of_window[] = {"name", "kind", "order", "full_name"};
    if (any(2))
        return talloc_asprintf(owner, "tostring(a.%s)", of_member[any(6)]);
    return talloc_asprintf(owner, "tostring(b.%s)", to_windows ? of_window[any(4)] : of_member[any(6)]);
}

static char *condition(const void *owner, int depth, bool to_windows)
{
    const char *end = to_windows || any(2) ? "a" : "b";
    switch (any(depth > 0 ? 8 : 5)) {
    case 0:
        return talloc_asprintf(owner, "%s == %s", read_of(owner, to_windows), read_of(owner, to_windows));
    case 1:
        return talloc_asprintf(owner, "%s < %s", read_of(owner, to_windows), read_of(owner, to_windows));
    case 2:
        return talloc_asprintf(owner, "%s:in_party('%s')", end, any(2) ? "中共" : "民建");
    case 3:
        return talloc_asprintf(owner, "#%s.%s > 1", end, any(2) ? "party" : "role");
    case 4:
        return talloc_asprintf(owner, "kindred[a.sector] == %s", read_of(owner, to_windows));
    case 5:
        return talloc_asprintf(owner, "not (%s)", condition(owner, depth - 1, to_windows));
    case 6:
        return talloc_asprintf(owner, "(%s and %s)", condition(owner, depth - 1, to_windows),
                               condition(owner, depth - 1, to_windows));
    default:
        return talloc_asprintf(owner, "(%s or %s)", condition(owner, depth - 1, to_windows),
                               condition(owner, depth - 1, to_windows));
    }
}

static char *expression(const void *owner, int depth, bool to_windows)
{
    if (depth == 0 || any(5) == 0)
        return any(3) ? talloc_asprintf(owner, "%d", any(20) - 10)
                      : talloc_asprintf(owner, "#%s", read_of(owner, to_windows));
    if (any(4) == 0)
        return talloc_asprintf(owner, "(%s + seven * %s)", expression(owner, depth - 1, to_windows),
                               expression(owner, depth - 1, to_windows));
    return talloc_asprintf(owner, "pick(%s, function() return %s end, function() return %s end)",
                           condition(owner, 2, to_windows), expression(owner, depth - 1, to_windows),
                           expression(owner, depth - 1, to_windows));
}

/* Every function is asked twice: as it is, and as one that reads who the two are, so that no two pairs are
 * alike and each is a call. `when` shifts half of them, so that only some pairs are asked. */
static void what_is_remembered_equals_one_call_a_pair(void **unused)
{
    (void)unused;
    for (uint32_t seed = 1; seed <= 60; seed++) {
        state = seed;
        void *owner = talloc_new(NULL);
        bool to_windows = seed % 3 == 0;
        const char *on = to_windows ? "branch" : "people";
        char *points = expression(owner, 4, to_windows), *when = condition(owner, 2, to_windows);
        char *rules = talloc_asprintf(
            owner,
            "local function pick(c, x, y) if c then return x() end return y() end\n"
            "local function f(a, b) return %s end\n"
            "local function w(a, b) return %s end\n"
            "local function each(g) return function(a, b) return (a.id .. b.name) and g(a, b) end end\n"
            "s:prefer 'one' { on = '%s', points = f, when = w }\n"
            "s:prefer 'other' { on = '%s', points = each(f), when = each(w) }\n"
            "s:prefer 'whole' { on = '%s', points = f }\n"
            "s:prefer 'each' { on = '%s', points = each(f) }\n",
            points, when, on, on, on, on);
        struct host *host = evaluated(rules, NULL, 0, NULL);
        const struct rule *rule = host->scheme->rule;
        int pairs = host->scheme->relation[rule[0].relation[0]].pairs;
        for (int i = 0; i < 4; i += 2)
            if (memcmp(rule[i].value[0], rule[i + 1].value[0], (size_t)pairs * sizeof(int32_t)) != 0)
                fail_msg("seed %u: points %s, when %s", seed, points, when);
        assert_int_equal(traced(host, 3)->calls, pairs);
        assert_int_equal(traced(host, 2)->pairs, pairs);
        assert_true(traced(host, 2)->calls <= pairs);
        assert_int_equal(traced(host, 2)->calls, traced(host, 2)->cases);
        loaded_close(host);
        talloc_free(owner);
    }
}

/* ---- how many calls ---- */

static int distinct(enum attribute attribute, int from, int to)
{
    int count = 0;
    for (int m = from; m < to; m++) {
        bool again = roster->member[m].exempt;
        for (int k = from; k < m && !again; k++)
            again = !roster->member[k].exempt && roster->code[attribute][k] == roster->code[attribute][m];
        count += !again;
    }
    return count;
}

static void a_function_is_called_once_for_each_two_values_that_it_reads(void **unused)
{
    (void)unused;
    struct host *host = evaluated(
        "s:prefer 'county' { on = 'people', points = function(x, y) return x.county == y.county and 3 "
        "or 0 end }\n"
        "s:prefer 'constant' { on = 'people', points = function() return 5 end }\n"
        "s:prefer 'gender' { on = 'people', points = function(x, y)\n"
        "  if x.gender == '男' then return 1 end return y:in_party '中共' and 2 or 3 end }\n"
        "s:prefer 'all' { on = 'all', when = same 'unit', points = 2 }\n",
        NULL, 0, NULL);
    const struct traced *county = traced(host, 0), *constant = traced(host, 1), *gender = traced(host, 2);
    int cases = distinct(ATTRIBUTE_COUNTY, 0, SOURCES) * distinct(ATTRIBUTE_COUNTY, SOURCES, MEMBERS);
    assert_int_equal(county->cases, cases);
    assert_int_equal(county->calls, cases);
    assert_string_equal(county->reads, "x.county, y.county");
    assert_string_equal(county->field, "points");
    assert_string_equal(county->origin.name, "county");
    assert_int_equal(constant->calls, 1);
    assert_string_equal(constant->reads, "");
    assert_int_equal(gender->calls, 3); /* 男; 女 and the two answers of the target */
    assert_string_equal(gender->reads, "x.gender, y:in_party \"中共\"");
    assert_int_equal(host->scheme->traces, 3); /* a comparison is no function */
    loaded_close(host);
}

static void a_text_that_is_asked_for_in_many_ways_ends_as_the_whole_cell(void **unused)
{
    (void)unused;
    struct host *host =
        evaluated("s:prefer 'many' { on = 'people', points = function(a, b)\n"
                  "  local n = 0; for i = 1, 100 do if b:has_role('职' .. i) then n = n + 1 end end\n"
                  "  return n + (b:has_role '专委会副主任' and 1 or 0) end }\n",
                  NULL, 0, NULL);
    const struct rule *rule = &host->scheme->rule[0];
    const struct relation *relation = &host->scheme->relation[0];
    for (int p = 0; p < relation->pairs; p++)
        assert_int_equal(rule->value[0][p],
                         member_has_role(&roster->member[relation->pair_target[p]], "专委会副主任"));
    assert_true(traced(host, 0)->calls <= 5);
    loaded_close(host);
}

/* So many that the host gives up remembering them. */
static void a_function_that_tells_all_pairs_apart_is_asked_each_time(void **unused)
{
    (void)unused;
    struct roster *usual = roster;
    assert_true(build_roster(600, 300));
    struct host *host = evaluated("s:prefer 'id' { on = 'people', points = function(a, b)\n"
                                  "  return tonumber(a.id:sub(2)) - tonumber(b.id:sub(2)) end }\n",
                                  NULL, 0, NULL);
    const struct relation *relation = &host->scheme->relation[0];
    for (int p = 0; p < relation->pairs; p++)
        assert_int_equal(host->scheme->rule[0].value[0][p],
                         relation->pair_source[p] - relation->pair_target[p]);
    assert_int_equal(traced(host, 0)->calls, relation->pairs);
    assert_true(traced(host, 0)->cases < relation->pairs);
    loaded_close(host);
    talloc_free(roster);
    roster = usual;
}

/* ---- comparisons ---- */

static bool lists_meet(const char *one, const char *other)
{
    int count;
    char **part = text_split_list(roster, one, &count);
    bool meet = false;
    for (int i = 0; i < count; i++)
        meet |= text_list_has(other, part[i]);
    talloc_free(part);
    return meet;
}

/* 单位 is read as a list of more parts than a mask has bits, too. */
static void comparisons_say_what_the_cells_say(void **unused)
{
    (void)unused;
    static const char *const names[] = {"unit", "party", "role", "sector"};
    static const enum attribute columns[] = {ATTRIBUTE_UNIT, ATTRIBUTE_PARTY, ATTRIBUTE_ROLE,
                                             ATTRIBUTE_SECTOR};
    for (int i = 0; i < 5; i++) {
        enum attribute column = columns[i % 4];
        bool is_list = i == 4 || column == ATTRIBUTE_PARTY || column == ATTRIBUTE_ROLE;
        const char *name = names[i % 4];
        roster->column[column].type = is_list ? VALUE_LIST : VALUE_TEXT;
        struct host *host =
            evaluated(talloc_asprintf(roster,
                                      "s:prefer 'same' { on = 'people', points = 1, when = same '%s' }\n"
                                      "s:prefer 'differ' { on = 'people', points = 1, when = differ '%s' }\n"
                                      "s:prefer 'both' { on = 'people', points = 1, when = both '%s' }\n",
                                      name, name, name),
                      NULL, 0, NULL);
        const struct relation *relation = &host->scheme->relation[0];
        int met = 0;
        for (int p = 0; p < relation->pairs; p++) {
            const char *one = roster->member[relation->pair_source[p]].value[column];
            const char *other = roster->member[relation->pair_target[p]].value[column];
            bool both = *one && *other;
            bool same = both && (is_list ? lists_meet(one, other) : strcmp(one, other) == 0);
            assert_int_equal(host->scheme->rule[0].value[0][p], same);
            assert_int_equal(host->scheme->rule[1].value[0][p], !same);
            assert_int_equal(host->scheme->rule[2].value[0][p], both);
            met += same;
        }
        assert_in_range(met, 1, relation->pairs - 1);
        assert_int_equal(host->scheme->traces, 0);
        loaded_close(host);
    }
    roster->column[ATTRIBUTE_UNIT].type = VALUE_TEXT;
}

/* ---- p ---- */

static void a_function_reads_what_the_file_says_of_the_pair(void **unused)
{
    (void)unused;
    static const char *const values[][3] = {
        {"5", "愿意", "甲、乙"}, {"", "", ""}, {"5", "", "甲"}, {"-7", "愿意", ""}};
    const struct pair_row rows[] = {{0, "M100", 2, values[0]},  {0, "M149", 3, values[1]},
                                    {0, "东", 4, values[3]},    {1, "M101", 5, values[2]},
                                    {1, "M102", 6, values[0]},  {1, "nobody", 7, values[0]},
                                    {40, "M120", 8, values[3]}, {40, "西", 9, values[0]}};
    static const char *const headings[] = {"费用", "意愿", "类"};
    const struct pair_table table = {"pairs.csv", 3, headings, 8, rows};
    struct pair_column columns[] = {
        {"cost", 0, VALUE_INTEGER}, {"wish", 1, VALUE_TEXT}, {"kinds", 2, VALUE_LIST}};
    struct host *host =
        evaluated("s:prefer 'cost' { on = { 'people', 'branch' }, points = function(a, b, p)\n"
                  "  return (p.cost or 0) * 100 + #p.wish * 10 + #p.kinds end }\n"
                  "s:prefer 'some' { on = 'people', points = function(a, b, pair)\n"
                  "  if a.gender == b.gender then return 1 end return pair.wish == '愿意' and 2 or 0 end }\n",
                  &table, 3, columns);
    for (int r = 0; r < 2; r++) {
        const struct relation *relation = &host->scheme->relation[r];
        for (int p = 0; p < relation->pairs; p++) {
            const struct pair_row *row = pair_table_find(
                &table, relation->pair_source[p], target_id(relation, roster, relation->pair_target[p]));
            int32_t expected = row ? atoi(row->value[0]) * 100 + (int)strlen(row->value[1]) * 10 : 0;
            int kinds = row && *row->value[2] ? (strstr(row->value[2], "、") ? 2 : 1) : 0;
            assert_int_equal(host->scheme->rule[0].value[r][p], expected + kinds);
        }
    }
    const struct relation *people = &host->scheme->relation[0];
    for (int p = 0; p < people->pairs; p++) {
        int a = people->pair_source[p], b = people->pair_target[p];
        const struct pair_row *row = pair_table_find(&table, a, roster->member[b].id);
        bool alike = roster->code[ATTRIBUTE_GENDER][a] == roster->code[ATTRIBUTE_GENDER][b];
        int32_t expected = alike ? 1 : row && *row->value[1] ? 2 : 0;
        assert_int_equal(host->scheme->rule[1].value[0][p], expected);
    }
    const struct traced *some = traced(host, 1);
    assert_string_equal(some->reads, "a.gender, b.gender, pair.wish");
    assert_true(some->calls <= 6);
    loaded_close(host);
}

static void a_column_that_is_not_declared_is_told_with_the_nearest(void **unused)
{
    (void)unused;
    static const char *const headings[] = {"费用"};
    const struct pair_table table = {"pairs.csv", 1, headings, 0, NULL};
    struct pair_column columns[] = {{"cost", 0, VALUE_INTEGER}};
    static const struct {
        int columns;
        const char *body, *says;
    } cases[] = {
        {1, "return p.cots == 1", "declares no column “cots” of --pairs. Did you mean “cost”?"},
        {1, "return p.anything == 1", "Please add it to scheme { pairs = { ... } }."},
        {1, "p.cost = 1", "Please take this assignment out."},
        {1, "return p[1]", "A column of --pairs has a name: p.cost, not 1."},
        {0, "return p.cost == 1", "because the scheme declares none."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *script =
            talloc_asprintf(roster, "%ss:forbid 'x' { on = 'people',\nwhen = function(a, b, p) %s end }\n",
                            head, cases[i].body);
        text = (struct script_text){.file = "x.lua", .bytes = script, .size = strlen(script)};
        request = (struct script_request){
            .text = &text, .roster = roster, .pairs = cases[i].columns > 0 ? &table : NULL};
        struct host *host = loaded_open(&request, cases[i].columns, columns);
        loaded_evaluate(host);
        assert_int_equal(host->error->count, 1);
        assert_int_equal(host->error->fault[0].place.row, 7);
        assert_non_null(strstr(host->error->fault[0].message, cases[i].says));
        loaded_close(host);
    }
}

/* ---- groups ---- */

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A relation that leads to groups, by hand: the parts of 党派. */
static struct relation to_groups(const struct relation *people)
{
    static const char *group[] = {"中共", "无党派", "民建", "民革"};
    static int target[] = {0, 1, 2, 3};
    qsort(group, 4, sizeof *group, compare_names);
    struct relation relation = *people;
    int *pair = talloc_array(roster, int, 2 * 4 * (unsigned)people->sources);
    relation.target_kind = TARGET_GROUP;
    relation.targets = relation.groups = 4;
    relation.target = target;
    relation.group = group;
    relation.group_column = ATTRIBUTE_PARTY;
    relation.pairs = 4 * people->sources;
    for (int p = 0; p < relation.pairs; p++) {
        pair[p] = people->source[p / 4];
        pair[relation.pairs + p] = p % 4;
    }
    relation.pair_source = pair;
    relation.pair_target = pair + relation.pairs;
    return relation;
}

struct asked {
    struct host *host;
    const struct relation *relation;
    int32_t *size, *same;
};

static int ask_about_groups(lua_State *L)
{
    const struct asked *asked = lua_touserdata(L, 1);
    const struct declaration *declaration = asked->host->rule[0];
    struct asking asking = {asked->host, declaration, "points", asked->relation, NULL};
    const struct condition same = {CONDITION_SAME, ATTRIBUTE_PARTY, 0};
    evaluate_ranges(asked->host);
    assert_true(ask_all_numbers(&asking, &declaration_value(declaration, "points")->condition, false, 0, 1000,
                                asked->size));
    assert_true(ask_all_hold(&asking, &same, false, 1, 0, asked->same));
    for (int p = 0; p < asked->relation->pairs; p++)
        assert_int_equal(
            ask_holds(&asking, &same, asked->relation->pair_source[p], asked->relation->pair_target[p]),
            asked->same[p]);
    return 0;
}

static void a_group_has_a_name_and_a_size_and_is_the_same_for_who_is_in_it(void **unused)
{
    (void)unused;
    char *script = talloc_asprintf(
        roster, "%ss:prefer 'x' { on = 'people', points = function(a, g) return g.size + #g.name end }\n",
        head);
    text = (struct script_text){.file = "x.lua", .bytes = script, .size = strlen(script)};
    request = (struct script_request){.text = &text, .roster = roster};
    struct host *host = loaded_open(&request, 0, NULL);
    struct relation groups = to_groups(&host->scheme->relation[0]);
    struct asked asked = {host, &groups, talloc_array(host, int32_t, (unsigned)groups.pairs),
                          talloc_array(host, int32_t, (unsigned)groups.pairs)};
    assert_int_equal(sandbox_protect(host->L, ask_about_groups, &asked, host->error), STATUS_OK);
    for (int p = 0; p < groups.pairs; p++) {
        const char *name = groups.group[groups.pair_target[p]];
        int size = 0;
        for (int m = 0; m < MEMBERS; m++)
            size += !roster->member[m].exempt && member_in_party(&roster->member[m], name);
        assert_int_equal(asked.size[p], size + (int)strlen(name));
        assert_int_equal(asked.same[p], member_in_party(&roster->member[groups.pair_source[p]], name));
    }
    loaded_close(host);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_remembered_equals_one_call_a_pair),
        cmocka_unit_test(a_function_is_called_once_for_each_two_values_that_it_reads),
        cmocka_unit_test(a_text_that_is_asked_for_in_many_ways_ends_as_the_whole_cell),
        cmocka_unit_test(a_function_that_tells_all_pairs_apart_is_asked_each_time),
        cmocka_unit_test(comparisons_say_what_the_cells_say),
        cmocka_unit_test(a_function_reads_what_the_file_says_of_the_pair),
        cmocka_unit_test(a_column_that_is_not_declared_is_told_with_the_nearest),
        cmocka_unit_test(a_group_has_a_name_and_a_size_and_is_the_same_for_who_is_in_it),
    };
    return cmocka_run_group_tests(tests, make_roster, free_roster);
}
