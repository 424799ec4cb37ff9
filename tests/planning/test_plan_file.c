#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>
#include <talloc.h>

#include "base/file.h"
#include "planning/plan_file.h"
#include "planning/plan_names.h"
#include "planning/plan_parts.h"
#include "tests/base/random.h"
#include "tests/planning/cases.h"
#include "tests/planning/fixture.h"

/* Reads the bytes as plan_read does, by way of a file. */
static enum status read_bytes(const void *owner, const char *bytes, size_t size, struct named_plan **plan,
                              struct error *error)
{
    char name[] = "/tmp/tongxin-plan-XXXXXX";
    int file = mkstemp(name);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, size), (ssize_t)size);
    close(file);
    enum status status = plan_read(owner, name, plan, error);
    remove(name);
    return status;
}

static char *show_plan(const void *owner, const struct named_plan *plan)
{
    char *text = talloc_asprintf(owner, "%s scheme “%s”\n", plan->is_json ? "JSON" : "CSV", plan->scheme);
    for (int i = 0; i < plan->stages; i++)
        text = talloc_asprintf_append(text, "stage %s %lld %lld\n", plan->stage[i].name,
                                      (long long)plan->stage[i].value, (long long)plan->stage[i].bound);
    for (int i = 0; i < plan->pairs; i++) {
        const struct named_pair *pair = &plan->pair[i];
        text = talloc_asprintf_append(text, "%d %s|%s|%s|%s|%s\n", pair->row, pair->relation, pair->source,
                                      pair->source_name, pair->target, pair->target_name);
    }
    return text;
}

static char *answer_read(const void *owner, const char *input, size_t size)
{
    struct error *error = error_new(owner);
    struct named_plan *plan = NULL;
    enum status status = read_bytes(owner, input, size, &plan, error);
    assert_int_equal(status, error->status);
    assert_int_equal(status == STATUS_OK, error->count == 0);
    return status == STATUS_OK ? show_plan(owner, plan) : cases_faults(owner, error);
}

static void files_of_pairs_are_read_or_refused_with_the_place_of_every_fault(void **state)
{
    (void)state;
    assert_true(cases_run("read_json.cases", answer_read) >= 40);
    assert_true(cases_run("read_csv.cases", answer_read) >= 15);
}

/* First line: "refuse" or "leave"; the rest is the file. */
static char *answer_bind(const void *owner, const char *input, size_t size)
{
    struct error *error = error_new(owner);
    struct roster *roster = fixture_roster(owner);
    struct scheme *scheme = fixture_scheme(owner, roster);
    struct named_plan *plan = NULL;
    const char *line = strchr(input, '\n') + 1;
    enum bind_unknown unknown = strncmp(input, "leave", 5) == 0 ? BIND_LEAVE : BIND_REFUSE;
    if (read_bytes(owner, line, size - (size_t)(line - input), &plan, error) != STATUS_OK)
        return cases_faults(owner, error);
    struct pair *pair = NULL;
    int pairs = 0, *row = NULL;
    enum status status = plan_bind(owner, plan, scheme, roster, unknown, &pair, &pairs, &row, error);
    assert_int_equal(status, error->status);
    if (status != STATUS_OK)
        return cases_faults(owner, error);
    char *text = talloc_strdup(owner, "");
    for (int i = 0; i < pairs; i++)
        text = talloc_asprintf_append(text, "%d %s %s %s\n", row[i],
                                      scheme->relation[pair[i].relation].origin.name,
                                      roster->member[pair[i].source].id,
                                      target_id(&scheme->relation[pair[i].relation], roster, pair[i].target));
    return text;
}

static void names_in_a_file_are_bound_to_the_people_they_mean_or_asked_about(void **state)
{
    (void)state;
    assert_true(cases_run("bind.cases", answer_bind) >= 30);
}

/* ---- Writing ---- */

/* Every candidate that the seed picks; kept at random. */
static struct plan *random_plan(const void *owner, const struct scheme *scheme, uint64_t *random)
{
    struct plan *plan = talloc_zero(owner, struct plan);
    plan->scheme = scheme->name;
    plan->has_previous = true;
    plan->stages = random_below(random, 4);
    plan->stage = talloc_zero_array(plan, struct stage_value, 4);
    for (int s = 0; s < plan->stages; s++)
        plan->stage[s] = (struct stage_value){scheme->stage[s].name, false, (int64_t)random_next(random) >> 8,
                                              -(int64_t)(random_next(random) >> 8)};
    for (int r = 0; r < scheme->relations; r++)
        for (int p = 0; p < scheme->relation[r].pairs; p++) {
            if (random_below(random, 3))
                continue;
            plan->pair = talloc_realloc(plan, plan->pair, struct pair, (unsigned)plan->pairs + 1);
            plan->pair[plan->pairs++] =
                (struct pair){r, scheme->relation[r].pair_source[p], scheme->relation[r].pair_target[p],
                              random_below(random, 2)};
        }
    return plan;
}

static void what_is_written_is_read_and_bound_to_the_same_plan(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        uint64_t random = seed * 6700417;
        struct error *error = error_new(NULL);
        struct roster *roster = fixture_roster(error);
        struct scheme *scheme = fixture_scheme(error, roster);
        struct plan *plan = random_plan(error, scheme, &random);
        size_t size;
        char *text = plan_to_json(error, plan, scheme, roster, &size);
        assert_int_equal(strlen(text), size);
        struct named_plan *named = NULL;
        assert_int_equal(read_bytes(error, text, size, &named, error), STATUS_OK);
        struct pair *pair;
        int pairs, *row;
        assert_int_equal(plan_bind(error, named, scheme, roster, BIND_REFUSE, &pair, &pairs, &row, error),
                         STATUS_OK);
        assert_true(named->is_json);
        assert_string_equal(named->scheme, "county");
        if (pairs != plan->pairs || named->stages != plan->stages)
            fail_msg("seed %d: %d pairs of %d, %d stages of %d", (int)seed, pairs, plan->pairs, named->stages,
                     plan->stages);
        for (int i = 0; i < pairs; i++) {
            const struct pair *was = &plan->pair[i];
            if (pair[i].relation != was->relation || pair[i].source != was->source ||
                pair[i].target != was->target)
                fail_msg("seed %d: pair %d", (int)seed, i);
            assert_int_equal(row[i], i + 1);
        }
        for (int s = 0; s < plan->stages; s++) {
            assert_string_equal(named->stage[s].name, plan->stage[s].name);
            assert_true(named->stage[s].value == plan->stage[s].value);
            assert_true(named->stage[s].bound == plan->stage[s].bound);
        }
        talloc_free(error);
    }
}

static void the_text_of_a_plan_is_this_byte_by_byte(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    struct roster *roster = fixture_roster(error);
    struct scheme *scheme = fixture_scheme(error, roster);
    struct stage_value stages[] = {{"balance", false, 12, 12}, {"preference", true, 7, 9}};
    struct pair pairs[] = {{4, roster_member(roster, "P1"), roster_member(roster, "X1"), false},
                           {0, roster_member(roster, "L1"), roster_window(roster, "提案"), true},
                           {3, roster_member(roster, "P1"), roster_member(roster, "N2"), false}};
    const struct plan plan = {.scheme = "a \"b\" \\ \t\x01",
                              .status = PLAN_FEASIBLE,
                              .stages = 2,
                              .stage = stages,
                              .pairs = 3,
                              .pair = pairs};
    size_t size;
    assert_string_equal(plan_to_json(error, &plan, scheme, roster, &size),
                        "{\n"
                        "  \"scheme\": \"a \\\"b\\\" \\\\ \\u0009\\u0001\",\n"
                        "  \"status\": \"feasible\",\n"
                        "  \"stages\": [\n"
                        "    { \"name\": \"balance\", \"value\": 12, \"bound\": 12 },\n"
                        "    { \"name\": \"preference\", \"value\": 7, \"bound\": 9 }\n"
                        "  ],\n"
                        "  \"pairs\": [\n"
                        "    { \"relation\": \"visit\", \"source\": \"P1\", \"target\": \"X1\", \"window\": "
                        "null, \"kept\": false },\n"
                        "    { \"relation\": \"branch\", \"source\": \"L1\", \"target\": \"提案\", "
                        "\"window\": \"提案\", \"kept\": true },\n"
                        "    { \"relation\": \"liaison\", \"source\": \"P1\", \"target\": \"N2\", "
                        "\"window\": \"提案\", \"kept\": false }\n"
                        "  ]\n"
                        "}\n");
    const struct plan none = {.scheme = "county", .status = PLAN_NONE_YET};
    assert_string_equal(plan_to_json(error, &none, scheme, roster, &size),
                        "{\n  \"scheme\": \"county\",\n  \"status\": \"none yet\",\n  \"stages\": [],\n"
                        "  \"pairs\": []\n}\n");
    talloc_free(error);
}

static void conflicts_are_written_as_one_without_folders_and_repetitions(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    struct roster *roster = fixture_roster(error);
    struct scheme *scheme = fixture_scheme(error, roster);
    struct conflict_rule first[] = {{"全覆盖", "一（二）2", "county.lua", 20},
                                    {"名册", NULL, "/srv/花名册.csv", 0}};
    struct conflict_rule second[] = {{"走访", "", "county.lua", 21},
                                     {"全覆盖", "一（二）2", "county.lua", 20}};
    int members[] = {3, 5}, more[] = {2, 3}, windows[] = {1};
    const char *sentences[] = {"一", "二"}, *third[] = {"三"};
    struct conflict conflicts[] = {
        {.rules = 2, .rule = first, .members = 2, .member = members, .sentences = 2, .sentence = sentences},
        {.rules = 2,
         .rule = second,
         .members = 2,
         .member = more,
         .windows = 1,
         .window = windows,
         .sentences = 1,
         .sentence = third}};
    const struct plan plan = {
        .scheme = "county", .status = PLAN_INFEASIBLE, .conflicts = 2, .conflict = conflicts};
    size_t size;
    const char *text = plan_to_json(error, &plan, scheme, roster, &size);
    json_t *object = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(object);
    char *conflict = json_dumps(json_object_get(object, "conflict"), JSON_COMPACT | JSON_SORT_KEYS);
    char *expected = talloc_asprintf(
        error,
        "{\"members\":[\"%s\",\"%s\",\"%s\"],\"repairs\":[],"
        "\"rules\":[{\"clause\":\"一（二）2\",\"place\":\"county.lua:20\",\"title\":\"全覆盖\"},"
        "{\"clause\":\"\",\"place\":\"花名册.csv\",\"title\":\"名册\"},"
        "{\"clause\":\"\",\"place\":\"county.lua:21\",\"title\":\"走访\"}],"
        "\"sentences\":[\"一\",\"二\",\"三\"],\"windows\":[\"%s\"]}",
        roster->member[3].id, roster->member[5].id, roster->member[2].id, roster->window[1].name);
    assert_string_equal(conflict, expected);
    free(conflict);
    json_decref(object);
    talloc_free(error);
}

/* ---- Damaged files ---- */

/* A plan of the fixture as JSON, and one as CSV. */
static char *sample(const void *owner, bool json)
{
    struct roster *roster = fixture_roster(owner);
    struct scheme *scheme = fixture_scheme(owner, roster);
    uint64_t random = 42;
    struct plan *plan = random_plan(owner, scheme, &random);
    size_t size;
    if (json)
        return plan_to_json(owner, plan, scheme, roster, &size);
    char *text = talloc_strdup(owner, "联系类别,联系人编号,联系人,联系对象编号,联系对象\r\n");
    for (int i = 0; i < plan->pairs; i++) {
        const struct relation *relation = &scheme->relation[plan->pair[i].relation];
        text = talloc_asprintf_append(
            text, "%s,%s,\"%s\",,%s\r\n", relation->origin.title, roster->member[plan->pair[i].source].id,
            roster->member[plan->pair[i].source].name, target_name(relation, roster, plan->pair[i].target));
    }
    return text;
}

static void a_json_plan_cut_anywhere_is_refused(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    const char *text = sample(owner, true);
    size_t size = strlen(text);
    while (text[size - 1] == '\n')
        size--;
    for (size_t cut = 0; cut < size; cut++) {
        struct error *error = error_new(owner);
        struct named_plan *plan = talloc_zero(error, struct named_plan);
        char *part =
            talloc_memdup(error, text, cut + 1); /* the exact size, so that ASan sees a byte too far */
        plan->file = "plan.json";
        plan->scheme = "";
        if (plan_read_json(plan, part, cut, error) != STATUS_INPUT || error->count == 0)
            fail_msg("cut at %d: accepted", (int)cut);
        talloc_free(error);
    }
    talloc_free(owner);
}

/* Bytes changed, left out, doubled: nothing but faults may come of it. */
static size_t damage(char *bytes, size_t size, uint64_t *random)
{
    static const char telling[] = "{}[]\":,\\u0-1e.\n\r\xFF\x80";
    for (int times = 1 + random_below(random, 4); times > 0 && size > 2; times--) {
        size_t at = (size_t)random_below(random, (int)size);
        switch (random_below(random, 4)) {
        case 0:
            bytes[at] = (char)random_below(random, 256);
            break;
        case 1:
            bytes[at] = telling[random_below(random, (int)sizeof telling)];
            break;
        case 2:
            memmove(bytes + at, bytes + at + 1, size - at - 1);
            size--;
            break;
        default:
            size = at;
        }
    }
    return size;
}

static void a_damaged_plan_is_read_or_refused_but_never_breaks_the_reader(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct roster *roster = fixture_roster(owner);
    struct scheme *scheme = fixture_scheme(owner, roster);
    const char *whole_json = sample(owner, true), *whole_csv = sample(owner, false);
    int read = 0, refused = 0;
    for (uint64_t seed = 1; seed <= 4000; seed++) {
        uint64_t random = seed * 1299709;
        struct error *error = error_new(owner);
        bool json = seed % 2 == 0;
        char *text = talloc_strdup(error, json ? whole_json : whole_csv);
        size_t size = damage(text, strlen(text), &random);
        char *exact = talloc_memdup(error, text, size + 1);
        exact[size] = '\0'; /* as file_read promises */
        struct named_plan *plan = talloc_zero(error, struct named_plan);
        plan->file = "plan";
        plan->scheme = "";
        enum status status =
            json ? plan_read_json(plan, exact, size, error) : plan_read_csv(plan, exact, size, error);
        if (status != (error->count ? STATUS_INPUT : STATUS_OK))
            fail_msg("seed %d: status %d with %d faults", (int)seed, (int)status, error->count);
        struct pair *pair;
        int pairs;
        if (status == STATUS_OK)
            plan_bind(error, plan, scheme, roster, seed % 3 ? BIND_REFUSE : BIND_LEAVE, &pair, &pairs, NULL,
                      error);
        read += error->count == 0;
        refused += error->count > 0;
        talloc_free(error);
    }
    assert_true(read > 20 && refused > 1000);
    talloc_free(owner);
}

static void a_list_without_end_of_faults_is_left_early(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    char *text = talloc_strdup(error, "{\"pairs\":[0");
    for (int i = 0; i < 5000; i++)
        text = talloc_strdup_append_buffer(text, ",0");
    text = talloc_strdup_append_buffer(text, "]}");
    struct named_plan *plan;
    assert_int_equal(read_bytes(error, text, strlen(text), &plan, error), STATUS_INPUT);
    assert_int_equal(error->count, 501);
    assert_non_null(strstr(error->fault[500].message, "Reading ended here"));
    talloc_free(error);
}

/* A table of `rows` equal rows. */
static char *repeat_row(const void *owner, const char *row, int rows)
{
    size_t size = strlen(row);
    char *text = talloc_array(owner, char, 64 + (size + 1) * (size_t)rows), *to = text;
    to += sprintf(to, "relation,source,target\n");
    for (int i = 0; i < rows; i++)
        to += sprintf(to, "%s\n", row);
    return text;
}

static void a_table_without_end_of_faults_is_left_early(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    struct named_plan *plan;
    const char *text = repeat_row(error, "visit,P1,", 3000);
    assert_int_equal(read_bytes(error, text, strlen(text), &plan, error), STATUS_INPUT);
    assert_int_equal(error->count, 501);
    assert_non_null(strstr(error->fault[500].message, "Reading ended here"));
    talloc_free(error);
}

static void slips_of_quotation_marks_are_said_together_with_what_else_is_wrong(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    struct named_plan *plan;
    static const char text[] = "relation,source,target\nvisit,\"P1\"x,N2\nvisit,,N2\n";
    assert_int_equal(read_bytes(error, text, strlen(text), &plan, error), STATUS_INPUT);
    assert_int_equal(error->count, 2);
    assert_int_equal(error->fault[0].place.row, 2);
    assert_int_equal(error->fault[1].place.row, 3);
    talloc_free(error);
}

static void an_error_that_holds_faults_already_does_not_spoil_a_sound_plan(void **state)
{
    (void)state;
    static const char *const texts[] = {"relation,source,target\nvisit,P1,N2\n", "{\"pairs\":[]}"};
    for (int i = 0; i < 2; i++) {
        struct error *error = error_new(NULL);
        struct roster *roster = fixture_roster(error);
        struct scheme *scheme = fixture_scheme(error, roster);
        struct named_plan *plan;
        struct pair *pair;
        int pairs;
        error_add(error, STATUS_INPUT, NULL, "earlier");
        assert_int_equal(read_bytes(error, texts[i], strlen(texts[i]), &plan, error), STATUS_OK);
        assert_int_equal(plan_bind(error, plan, scheme, roster, BIND_REFUSE, &pair, &pairs, NULL, error),
                         STATUS_OK);
        assert_int_equal(error->count, 1);
        talloc_free(error);
    }
}

static void a_plan_of_other_people_is_left_early(void **state)
{
    (void)state;
    static const char *const rows[] = {"visit,P9,N1",
                                       "visit,P1,N1"}; /* unknown people; one pair again and again */
    for (int i = 0; i < 2; i++) {
        struct error *error = error_new(NULL);
        struct roster *roster = fixture_roster(error);
        struct scheme *scheme = fixture_scheme(error, roster);
        struct named_plan *plan;
        struct pair *pair;
        int pairs;
        const char *text = repeat_row(error, rows[i], 3000);
        assert_int_equal(read_bytes(error, text, strlen(text), &plan, error), STATUS_OK);
        assert_int_equal(plan_bind(error, plan, scheme, roster, BIND_REFUSE, &pair, &pairs, NULL, error),
                         STATUS_INPUT);
        assert_int_equal(error->count, 501);
        assert_non_null(strstr(error->fault[500].message, "belong together"));
        talloc_free(error);
    }
}

static void values_nested_without_end_do_not_exhaust_the_stack(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    static const char *const before[] = {"{\"pairs\":[],\"x\":", "{\"pairs\":"};
    const size_t depth = 1 << 20;
    for (int i = 0; i < 2; i++) {
        char *text = talloc_array(error, char, 32 + depth);
        size_t used = (size_t)sprintf(text, "%s", before[i]);
        memset(text + used, '[', depth);
        struct named_plan *plan;
        assert_int_equal(read_bytes(error, text, used + depth, &plan, error), STATUS_INPUT);
        assert_non_null(strstr(error->fault[i].message, "nested too deeply"));
    }
    assert_int_equal(error->count, 2);
    talloc_free(error);
}

static void an_unknown_key_may_hold_anything_however_long(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    char *text = talloc_array(error, char, 2000000);
    size_t used = (size_t)sprintf(text, "{\"log\":[");
    for (int i = 0; i < 30000; i++)
        used += (size_t)sprintf(text + used, "{\"a\":[%d,null,{\"b\":\"，\"}]},", i);
    used += (size_t)sprintf(
        text + used,
        "0],\"pairs\":[{\"relation\":\"visit\",\"source\":\"P1\",\"target\":\"N2\",\"why\":[1]}]}");
    struct named_plan *plan;
    assert_int_equal(read_bytes(error, text, used, &plan, error), STATUS_OK);
    assert_int_equal(plan->pairs, 1);
    talloc_free(error);
}

static void an_element_that_is_too_long_for_a_pair_is_refused(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    char *text = talloc_array(error, char, 200000);
    size_t used = (size_t)sprintf(text, "{\"pairs\":[{\"relation\":\"");
    memset(text + used, 'x', 100000);
    used += 100000;
    used += (size_t)sprintf(text + used, "\",\"source\":\"a\",\"target\":\"b\"}]}");
    struct named_plan *plan;
    assert_int_equal(read_bytes(error, text, used, &plan, error), STATUS_INPUT);
    assert_int_equal(error->count, 1);
    assert_non_null(strstr(error->fault[0].message, "65536 bytes"));
    assert_int_equal(error->fault[0].place.column, 11);
    talloc_free(error);
}

static void a_plan_that_is_not_there_is_said_so(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    struct named_plan *plan;
    assert_int_equal(plan_read(error, "absent.json", &plan, error), STATUS_INPUT);
    assert_string_equal(error->fault[0].place.file, "absent.json");
    talloc_free(error);
}

static void names_differ_by_characters_not_by_blanks_and_dots(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"陈 琳", "陈琳"},   {"陈　琳", "陈琳"}, {" a b ", "ab"}, {"阿•买", "阿·买"},
        {"阿・买", "阿·买"}, {"阿‧买", "阿·买"}, {"", ""},        {"陈\xFF", "陈\xFF"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *folded = names_fold(NULL, cases[i][0]);
        assert_string_equal(folded, cases[i][1]);
        talloc_free(folded);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_of_pairs_are_read_or_refused_with_the_place_of_every_fault),
        cmocka_unit_test(names_in_a_file_are_bound_to_the_people_they_mean_or_asked_about),
        cmocka_unit_test(what_is_written_is_read_and_bound_to_the_same_plan),
        cmocka_unit_test(the_text_of_a_plan_is_this_byte_by_byte),
        cmocka_unit_test(conflicts_are_written_as_one_without_folders_and_repetitions),
        cmocka_unit_test(a_json_plan_cut_anywhere_is_refused),
        cmocka_unit_test(a_damaged_plan_is_read_or_refused_but_never_breaks_the_reader),
        cmocka_unit_test(a_list_without_end_of_faults_is_left_early),
        cmocka_unit_test(a_table_without_end_of_faults_is_left_early),
        cmocka_unit_test(slips_of_quotation_marks_are_said_together_with_what_else_is_wrong),
        cmocka_unit_test(an_error_that_holds_faults_already_does_not_spoil_a_sound_plan),
        cmocka_unit_test(a_plan_of_other_people_is_left_early),
        cmocka_unit_test(values_nested_without_end_do_not_exhaust_the_stack),
        cmocka_unit_test(an_unknown_key_may_hold_anything_however_long),
        cmocka_unit_test(an_element_that_is_too_long_for_a_pair_is_refused),
        cmocka_unit_test(a_plan_that_is_not_there_is_said_so),
        cmocka_unit_test(names_differ_by_characters_not_by_blanks_and_dots),
    };
    return cmocka_run_group_tests_name("plans in files", tests, NULL, NULL);
}
