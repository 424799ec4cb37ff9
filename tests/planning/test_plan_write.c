#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>
#include <talloc.h>

#include "planning/plan_file.h"
#include "tests/base/random.h"
#include "tests/planning/fixture.h"

static void what_is_written_is_read_and_bound_to_the_same_plan(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        uint64_t random = seed * 6700417;
        struct error *error = error_new(NULL);
        struct roster *roster = fixture_roster(error);
        struct scheme *scheme = fixture_scheme(error, roster);
        struct plan *plan = fixture_plan(error, scheme, &random);
        size_t size;
        char *text = plan_to_json(error, plan, scheme, roster, &size);
        assert_int_equal(strlen(text), size);
        struct named_plan *named = NULL;
        assert_int_equal(fixture_read(error, text, size, &named, error), STATUS_OK);
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
    int covered[] = {3}, home[] = {1};
    struct conflict_rule first[] = {{"全覆盖", "一（二）2", "county.lua", 20, "至少 1", 1, 1, covered, home},
                                    {"名册", NULL, "/srv/花名册.csv", 0}};
    struct conflict_rule second[] = {{"走访", "", "county.lua", 21},
                                     {"全覆盖", "一（二）2", "county.lua", 20}};
    int members[] = {3, 5}, more[] = {2, 3}, windows[] = {1};
    const char *sentences[] = {"一", "二"}, *third[] = {"三"};
    struct conflict conflicts[] = {{.rules = 2,
                                    .rule = first,
                                    .grounds = 1,
                                    .ground = second,
                                    .minimal = true,
                                    .clashes = 3,
                                    .members = 2,
                                    .member = members,
                                    .sentences = 2,
                                    .sentence = sentences},
                                   {.rules = 2,
                                    .rule = second,
                                    .members = 2,
                                    .member = more,
                                    .windows = 1,
                                    .window = windows,
                                    .sentences = 1,
                                    .sentence = third}};
    struct change changes[] = {
        {.kind = CHANGE_LOAD_MAX, .index = 0, .by = 2, .from = 3, .to = 5},
        {.kind = CHANGE_MOVE, .index = -1, .member = 2, .window = 1, .left = WINDOW_NONE}};
    struct repair repair = {
        .changes = 2, .change = changes, .alternatives = 4, .members = 1, .member = covered, .text = "改"};
    struct repairs repairs = {.count = 1, .repair = &repair, .size = 2, .smallest = true, .whole = true};
    const struct plan plan = {.scheme = "county",
                              .status = PLAN_INFEASIBLE,
                              .conflicts = 2,
                              .conflict = conflicts,
                              .repairs = &repairs};
    size_t size;
    const char *text = plan_to_json(error, &plan, scheme, roster, &size);
    json_t *object = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(object);
    char *conflict = json_dumps(json_object_get(object, "conflict"), JSON_COMPACT | JSON_SORT_KEYS);
    char *expected = talloc_asprintf(
        error,
        "{\"clashes\":[{\"ground\":[{\"asks\":\"\",\"clause\":\"\",\"members\":[],\"place\":\"county.lua:"
        "21\","
        "\"title\":\"走访\",\"windows\":[]}],\"minimal\":true,\"places\":3,\"rules\":["
        "{\"asks\":\"至少 1\",\"clause\":\"一（二）2\",\"members\":[\"%s\"],\"place\":\"county.lua:20\","
        "\"title\":\"全覆盖\",\"windows\":[\"%s\"]},"
        "{\"asks\":\"\",\"clause\":\"\",\"members\":[],\"place\":\"花名册.csv\",\"title\":\"名册\","
        "\"windows\":[]}]},"
        "{\"ground\":[],\"minimal\":false,\"places\":0,\"rules\":["
        "{\"asks\":\"\",\"clause\":\"\",\"members\":[],\"place\":\"county.lua:21\",\"title\":\"走访\","
        "\"windows\":[]},"
        "{\"asks\":\"\",\"clause\":\"一（二）2\",\"members\":[],\"place\":\"county.lua:20\",\"title\":"
        "\"全覆盖\",\"windows\":[]}]}],"
        "\"members\":[\"%s\",\"%s\",\"%s\"],\"repairs\":[{\"changes\":["
        "{\"by\":2,\"change\":\"load.max\",\"from\":3,\"name\":\"%s\",\"place\":\"%s:%d\",\"title\":\"%s\","
        "\"to\":5},{\"change\":\"move\",\"from\":\"\",\"member\":\"%s\",\"to\":\"%s\"}],\"members\":[\"%s\"],"
        "\"number\":1,"
        "\"size\":2,\"text\":\"改\",\"ways\":4}],\"repairs_smallest\":true,\"repairs_whole\":true,"
        "\"rules\":[{\"clause\":\"一（二）2\",\"place\":\"county.lua:20\",\"title\":\"全覆盖\"},"
        "{\"clause\":\"\",\"place\":\"花名册.csv\",\"title\":\"名册\"},"
        "{\"clause\":\"\",\"place\":\"county.lua:21\",\"title\":\"走访\"}],"
        "\"sentences\":[\"一\",\"二\",\"三\"],\"whole\":false,\"windows\":[\"%s\"]}",
        roster->member[3].id, roster->window[1].name, roster->member[3].id, roster->member[5].id,
        roster->member[2].id, scheme->relation[0].origin.name, scheme->relation[0].origin.file,
        scheme->relation[0].origin.line, scheme->relation[0].origin.title, roster->member[2].id,
        roster->window[1].name, roster->member[3].id, roster->window[1].name);
    assert_string_equal(conflict, expected);
    free(conflict);
    json_decref(object);
    talloc_free(error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_and_bound_to_the_same_plan),
        cmocka_unit_test(the_text_of_a_plan_is_this_byte_by_byte),
        cmocka_unit_test(conflicts_are_written_as_one_without_folders_and_repetitions),
    };
    return cmocka_run_group_tests_name("writing plans", tests, NULL, NULL);
}
