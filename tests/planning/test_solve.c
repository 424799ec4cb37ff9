/* Plans of small counties: what they hold, what they are worth, and that the check agrees; counties made by
 * chance as well. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <talloc.h>

#include "planning/check.h"
#include "planning/solve.h"
#include "tests/base/random.h"
#include "tests/planning/county.h"

static const struct range any = {0, UNLIMITED, 0}, once = {1, 1, 0};

static enum status solve(struct county *county, const struct pair *previous, int pairs, struct plan **plan)
{
    struct error *error = error_new(county);
    const struct solve_request request = {.previous = previous,
                                          .previous_pairs = pairs,
                                          .has_previous = previous != NULL,
                                          .options = solver_defaults()};
    enum status status = plan_solve(county, county->roster, county->scheme, &request, plan, error);
    for (int i = 0; i < error->count; i++)
        print_error("%s\n", error->fault[i].message);
    return status;
}

/* The check finds the same stages with the same values, and nothing to complain about. */
static void check_agrees(struct county *county, const struct plan *plan, const struct pair *previous,
                         int pairs)
{
    struct error *error = error_new(county);
    struct check_result *result;
    const struct named_plan claimed = {.stages = plan->stages, .stage = plan->stage};
    assert_int_equal(plan_check(county, county->roster, county->scheme, plan->pair, plan->pairs, NULL,
                                previous, pairs, previous != NULL, false, &claimed, &result, error),
                     STATUS_OK);
    for (int i = 0; i < result->violations; i++)
        print_error("%s\n", result->violation[i].message);
    assert_int_equal(result->violations, 0);
    assert_int_equal(result->stages, plan->stages);
    for (int s = 0; s < plan->stages; s++) {
        assert_string_equal(result->stage[s].name, plan->stage[s].name);
        assert_int_equal(result->stage[s].value, plan->stage[s].value);
        assert_int_equal(plan->stage[s].bound, plan->stage[s].value);
    }
}

static int64_t value_of(const struct plan *plan, const char *stage)
{
    for (int s = 0; s < plan->stages; s++)
        if (strcmp(plan->stage[s].name, stage) == 0)
            return plan->stage[s].value;
    fail_msg("no stage %s", stage);
    return 0;
}

static void previous_pairs_are_kept_and_marked_and_lost_ones_counted(void **unused)
{
    (void)unused;
    struct county *county = county_open(NULL, "P1@甲 P2@甲 N1@甲 N2@甲 N3@甲 P3@乙 N4@乙");
    int liaison = county_relation(county, "liaison", 'P', 'N', (struct range){0, 2, 0}, any, true);
    county_cover(county, "everyone", 'N', (int[]){liaison, -1}, once, 0);
    county->scheme->relation[liaison].balance[END_SOURCE] = true;
    const struct pair previous[] = {
        county_pair(county, liaison, "P1", "N4"), /* N4 has moved to another window */
        county_pair(county, liaison, "P1", "N3"), county_pair(county, liaison, "P1", "N2"),
        county_pair(county, liaison, "P1", "N1")}; /* three are too many by now */
    struct plan *plan;
    assert_int_equal(solve(county, previous, 4, &plan), STATUS_OK);
    check_agrees(county, plan, previous, 4);
    assert_true(plan->has_previous);
    assert_int_equal(value_of(plan, "change"), 2);
    assert_int_equal(value_of(plan, "balance"), 4 + 1 + 1);
    int kept = 0;
    for (int i = 0; i < plan->pairs; i++)
        kept += plan->pair[i].kept;
    assert_int_equal(kept, 2);
    talloc_free(county);
}

static void a_scheme_whose_stages_all_measure_nothing_still_has_a_plan(void **unused)
{
    (void)unused;
    struct county *county = county_open(NULL, "P1@甲 N1@甲");
    county_stages(county, (const char *const[]){"coverage", "change", NULL});
    int liaison = county_relation(county, "liaison", 'P', 'N', any, any, true);
    county_cover(county, "everyone", 'N', (int[]){liaison, -1}, once, 0);
    struct plan *plan;
    assert_int_equal(solve(county, NULL, 0, &plan), STATUS_OK);
    assert_int_equal(plan->status, PLAN_OPTIMAL);
    assert_int_equal(plan->stages, 0);
    assert_int_equal(plan->pairs, 1);
    talloc_free(county);
}

static void a_shortfall_is_used_only_where_it_must_be(void **unused)
{
    (void)unused;
    struct county *county = county_open(NULL, "P1@甲 N1@甲 N2@甲 N3@甲 N4@乙 P2@丙 N5@丙");
    int liaison = county_relation(county, "liaison", 'P', 'N', (struct range){0, 2, 0}, any, true);
    county_cover(county, "everyone", 'N', (int[]){liaison, -1}, once, 1);
    int dear = county_rule(county, RULE_PRINCIPLE, "dear", (int[]){liaison, -1}, "principle", 1);
    county_value(county, dear, 0, "P2", "N5", 9); /* a later stage does not shy away from a duty */
    struct plan *plan;
    assert_int_equal(solve(county, NULL, 0, &plan), STATUS_OK);
    check_agrees(county, plan, NULL, 0);
    assert_int_equal(value_of(plan, "coverage"), 2); /* one of 甲's three, and N4 */
    assert_int_equal(value_of(plan, "principle"), 9);
    talloc_free(county);
}

static void points_that_are_too_large_are_the_inputs_fault_and_name_the_stage(void **unused)
{
    (void)unused;
    struct county *county = county_open(NULL, "L1@甲 L2@乙 N1@甲 N2@乙");
    int branch = county_relation(county, "branch", 'L', '*', once, once, false);
    int heads = county_relation(county, "heads", 'L', 'N', once, once, false);
    int link = county_rule(county, RULE_LINK, "own", (int[]){heads, -1}, "preference", 2000000000);
    county->scheme->rule[link].to = branch;
    /* One stage before makes leaders and windows cross, so that no flow alone can answer. */
    int cross = county_rule(county, RULE_PRINCIPLE, "cross", (int[]){branch, -1}, "principle", 1);
    county_value(county, cross, 0, "L1", "甲", 1);
    int stay = county_rule(county, RULE_PRINCIPLE, "stay", (int[]){heads, -1}, "principle", 1);
    county_value(county, stay, 0, "L1", "N2", 1);
    struct plan *plan = NULL;
    struct error *error = error_new(county);
    const struct solve_request request = {.options = solver_defaults()};
    assert_int_equal(plan_solve(county, county->roster, county->scheme, &request, &plan, error),
                     STATUS_INPUT);
    assert_null(plan);
    assert_int_equal(error->count, 1);
    assert_non_null(strstr(error->fault[0].message, "“preference”"));
    assert_string_equal(error->fault[0].place.file, "county.lua");
    talloc_free(county);
}

/* ---- Counties made by chance ---- */

static struct range chance_range(uint64_t *random, int most, bool lower)
{
    int lo = lower && random_below(random, 3) == 0 ? 1 : 0;
    return (struct range){lo, random_below(random, 2) ? lo + 1 + random_below(random, most) : UNLIMITED};
}

static char *chance_people(const void *owner, uint64_t *random)
{
    static const char *const window[] = {"甲", "乙", "丙", "丁"};
    int windows = 1 + random_below(random, 4), others = 2 + random_below(random, 10);
    int party = windows + random_below(random, 4), leaders = random_below(random, 3);
    char *people = talloc_strdup(owner, "");
    for (int i = 0; i < leaders; i++)
        people = talloc_asprintf_append(people, "L%d@%s ", i, window[random_below(random, windows)]);
    for (int i = 0; i < party; i++) /* nearly every window has one */
        people = talloc_asprintf_append(
            people, "P%02d@%s ", i,
            window[i < windows && random_below(random, 12) ? i : random_below(random, windows)]);
    for (int i = 0; i < others; i++)
        people = talloc_asprintf_append(people, "N%02d@%s ", i, window[random_below(random, windows)]);
    return people;
}

static void chance_rule(struct county *county, uint64_t *random, enum rule_kind kind, int relation)
{
    bool hard = kind == RULE_FORBID || kind == RULE_REQUIRE;
    const char *stage = hard ? NULL : kind == RULE_PRINCIPLE ? "principle" : "preference";
    int rule = county_rule(county, kind, "rule", (int[]){relation, -1}, stage, 1);
    int32_t *value = (int32_t *)(uintptr_t)county->scheme->rule[rule].value[0];
    for (int c = 0; c < county->scheme->relation[relation].pairs; c++) {
        int any_points = random_below(random, 7) - (kind == RULE_PREFER ? 2 : 0);
        value[c] = hard ? random_below(random, 12) == 0 : random_below(random, 2) * any_points;
    }
}

/* As a function of the member would: some people get a range of their own. */
static void vary_ranges(const struct range *ranges, int count, uint64_t *random, bool lower)
{
    struct range *range = (struct range *)(uintptr_t)ranges;
    for (int i = 0; i < count; i++)
        if (random_below(random, 4) == 0)
            range[i] = chance_range(random, 3, lower);
}

static struct county *chance_county(uint64_t *random)
{
    char *people = chance_people(NULL, random);
    struct county *county = county_open(NULL, people);
    talloc_free(people);
    int branch = county_relation(county, "branch", 'L', '*', chance_range(random, 3, true),
                                 (struct range){0, 1, 0}, false);
    int heads = county_relation(county, "heads", 'L', 'N', chance_range(random, 2, false), any, false);
    int liaison = county_relation(county, "liaison", 'P', 'N', chance_range(random, 4, true), any, true);
    int visit = county_relation(county, "visit", 'P', 'N', chance_range(random, 3, false),
                                (struct range){0, 2, 0}, random_below(random, 2));
    county_cover(county, "everyone", 'N', (int[]){heads, liaison, -1}, once, random_below(random, 3) == 0);
    if (random_below(random, 2))
        county_cover(county, "visits", 'N', (int[]){visit, -1}, (struct range){2, UNLIMITED, 0},
                     1 + random_below(random, 2));
    for (int r = 0; r < county->scheme->relations; r++) {
        struct relation *relation = &county->scheme->relation[r];
        relation->balance[END_SOURCE] = random_below(random, 2);
        if (random_below(random, 3) == 0) {
            vary_ranges(relation->load, relation->sources, random, false);
            vary_ranges(relation->cover, relation->targets, random, random_below(random, 2));
        }
        for (int kind = RULE_FORBID; kind <= RULE_PREFER; kind++)
            if (kind != RULE_MUST && random_below(random, 3) == 0)
                chance_rule(county, random, (enum rule_kind)kind, r);
    }
    if (random_below(random, 2)) {
        const char *stage = random_below(random, 3) ? "preference" : NULL; /* or it must hold */
        int link =
            county_rule(county, RULE_LINK, "own", (int[]){heads, -1}, stage, random_below(random, 7) - 2);
        county->scheme->rule[link].to = branch;
    }
    return county;
}

/* Any pairs of the right ends, whether or not the scheme allows them; none twice. */
static int chance_previous(const struct county *county, uint64_t *random, struct pair *previous, int most)
{
    int count = 0, wanted = random_below(random, most);
    for (int tries = 0; tries < 4 * wanted && count < wanted; tries++) {
        int r = random_below(random, county->scheme->relations);
        const struct relation *relation = &county->scheme->relation[r];
        if (relation->sources == 0 || relation->targets == 0)
            continue;
        struct pair pair = {.relation = r,
                            .source = relation->source[random_below(random, relation->sources)],
                            .target = relation->target[random_below(random, relation->targets)]};
        bool twice = false;
        for (int i = 0; i < count; i++)
            twice = twice || (previous[i].relation == r && previous[i].source == pair.source &&
                              previous[i].target == pair.target);
        if (!twice)
            previous[count++] = pair;
    }
    return count;
}

static void plans_of_counties_made_by_chance_agree_with_the_check(void **unused)
{
    (void)unused;
    int optimal = 0, infeasible = 0, with_previous = 0;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        uint64_t random = seed * 0x9E3779B97F4A7C15u;
        struct pair previous[20];
        struct plan *plan = NULL;
        struct county *county = chance_county(&random);
        bool has_previous = random_below(&random, 2);
        int pairs = has_previous ? chance_previous(county, &random, previous, 20) : 0;
        enum status status = solve(county, has_previous ? previous : NULL, pairs, &plan);
        if (status == STATUS_OK) {
            check_agrees(county, plan, has_previous ? previous : NULL, pairs);
            optimal++;
            with_previous += has_previous;
        } else {
            if (status != STATUS_NO || plan->status != PLAN_INFEASIBLE || plan->conflicts == 0)
                fail_msg("seed %d: status %d", (int)seed, status);
            for (int i = 0; i < plan->conflicts; i++)
                if (plan->conflict[i].rules == 0 || plan->conflict[i].sentences == 0 ||
                    plan->conflict[i].members + plan->conflict[i].windows == 0)
                    fail_msg("seed %d: a conflict says nothing", (int)seed);
            infeasible++;
        }
        talloc_free(county);
    }
    printf("%d counties with a plan (%d after a previous one), %d without\n", optimal, with_previous,
           infeasible);
    assert_true(optimal > 100 && infeasible > 100 && with_previous > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(previous_pairs_are_kept_and_marked_and_lost_ones_counted),
        cmocka_unit_test(a_scheme_whose_stages_all_measure_nothing_still_has_a_plan),
        cmocka_unit_test(a_shortfall_is_used_only_where_it_must_be),
        cmocka_unit_test(points_that_are_too_large_are_the_inputs_fault_and_name_the_stage),
        cmocka_unit_test(plans_of_counties_made_by_chance_agree_with_the_check),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
