/* From a roster and a scheme to rows, costs and links: what each stage and duty means to the solver. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <talloc.h>

#include "planning/problem.h"
#include "tests/planning/county.h"

static const struct range any = {0, UNLIMITED, 0}, once = {1, 1, 0};

static struct problem *build(struct county *county, const struct pair *previous, int pairs, bool has_previous)
{
    struct error *error = error_new(county);
    struct problem *problem;
    assert_int_equal(
        problem_build(county, county->roster, county->scheme, previous, pairs, has_previous, &problem, error),
        STATUS_OK);
    return problem;
}

static int number_of(const struct county *county, const struct problem *problem, int relation,
                     const char *source, const char *target)
{
    struct pair pair = county_pair(county, relation, source, target);
    int candidate = relation_pair(&county->scheme->relation[relation], pair.source, pair.target);
    return candidate < 0 ? -1 : problem->number[relation][candidate];
}

/* The row of a duty, or NULL. */
static const struct solver_sum *row_of(const struct problem *problem, enum duty_kind kind, int owner, int end)
{
    for (int i = 0; i < problem->sums; i++)
        if (problem->duty[i].kind == kind && problem->duty[i].owner == owner && problem->duty[i].end == end)
            return &problem->sum[i];
    return NULL;
}

static int stage_of(const struct problem *problem, const char *name)
{
    int stage = scheme_stage(problem->scheme, name);
    return stage < 0 ? -1 : problem->active[stage];
}

static void stages_that_measure_nothing_are_left_out(void **unused)
{
    (void)unused;
    struct county *county = county_open(NULL, "P1@甲 N1@甲");
    int liaison = county_relation(county, "liaison", 'P', 'N', any, any, true);
    struct problem *problem = build(county, NULL, 0, false);
    assert_int_equal(problem->stages, 3);
    assert_int_equal(stage_of(problem, "coverage"), -1);
    assert_int_equal(stage_of(problem, "change"), -1);
    assert_int_equal(stage_of(problem, "principle"), 0);
    assert_int_equal(stage_of(problem, "preference"), 2);
    county_cover(county, "everyone", 'N', (int[]){liaison, -1}, once, 1);
    problem = build(county, NULL, 0, true);
    assert_int_equal(problem->stages, 5);
    assert_int_equal(stage_of(problem, "change"), 2);
    talloc_free(county);
}

static void forbidden_pairs_do_not_enter_the_problem(void **unused)
{
    (void)unused;
    struct county *county = county_open(NULL, "P1@甲 P2@甲 N1@甲 N2@乙");
    int visit = county_relation(county, "visit", 'P', 'N', (struct range){0, 1, 0}, once, false);
    int rule = county_rule(county, RULE_FORBID, "never", (int[]){visit, -1}, NULL, 1);
    county_value(county, rule, 0, "P1", "N2", 1);
    struct problem *problem = build(county, NULL, 0, false);
    assert_int_equal(problem->pairs, 3);
    assert_int_equal(number_of(county, problem, visit, "P1", "N2"), -1);
    const struct solver_sum *cover = row_of(problem, DUTY_COVER, visit, county_member(county, "N2"));
    assert_int_equal(cover->n, 1);
    assert_int_equal(cover->pair[0], number_of(county, problem, visit, "P2", "N2"));
    assert_int_equal(row_of(problem, DUTY_LOAD, visit, county_member(county, "P1"))->n, 1);
    talloc_free(county);
}

static void windows_are_targets_that_are_asked_after_members(void **unused)
{
    (void)unused;
    struct county *county = county_open(NULL, "L1@甲 L2@乙 P1@甲");
    int branch = county_relation(county, "branch", 'L', '*', (struct range){0, 2, 0}, once, false);
    int head = county_relation(county, "head", 'L', 'P', any, (struct range){0, 1, 0}, false);
    struct problem *problem = build(county, NULL, 0, false);
    assert_int_equal(problem->pairs, 6);
    int to_window = number_of(county, problem, branch, "L1", "甲");
    int to_member = number_of(county, problem, head, "L1", "P1");
    assert_int_equal(problem->solver.target[to_window],
                     county->roster->members + county_window(county, "甲"));
    assert_int_equal(problem->solver.target[to_member], county_member(county, "P1"));
    /* by target, then relation as declared, then source */
    static const char *const asked[][2] = {{"L1", "P1"}, {"L2", "P1"}, {"L1", "乙"},
                                           {"L2", "乙"}, {"L1", "甲"}, {"L2", "甲"}};
    for (int i = 0; i < 6; i++)
        assert_int_equal(
            problem->solver.rank[number_of(county, problem, i < 2 ? head : branch, asked[i][0], asked[i][1])],
            i);
    const struct solver_sum *cover = row_of(problem, DUTY_COVER, branch, county_window(county, "乙"));
    assert_int_equal(cover->n, 2);
    assert_int_equal(cover->lo, 1);
    assert_int_equal(cover->hi, 1);
    talloc_free(county);
}

static void a_cover_across_relations_is_one_row_a_target(void **unused)
{
    (void)unused;
    struct county *county = county_open(NULL, "L1@甲 P1@甲 P2@乙 N1@甲 N2@乙");
    int head = county_relation(county, "head", 'L', 'N', any, any, false);
    int liaison = county_relation(county, "liaison", 'P', 'N', any, any, true);
    int everyone =
        county_cover(county, "everyone", 'N', (int[]){head, liaison, -1}, (struct range){1, 2, 0}, 0);
    struct problem *problem = build(county, NULL, 0, false);
    assert_int_equal(problem->sums, 2); /* loads and covers without bounds are no rows */
    const struct solver_sum *row = row_of(problem, DUTY_EVERYONE, everyone, county_member(county, "N2"));
    assert_int_equal(row->n, 2);
    assert_int_equal(row->pair[0], number_of(county, problem, head, "L1", "N2"));
    assert_int_equal(row->pair[1], number_of(county, problem, liaison, "P2", "N2"));
    assert_int_equal(row->lo, 1);
    assert_int_equal(row->hi, 2);
    assert_int_equal(row->stage, SOLVER_HARD);
    talloc_free(county);
}

static void a_shortfall_is_a_softer_row_beside_a_hard_one(void **unused)
{
    (void)unused;
    struct county *county = county_open(NULL, "P1@甲 P2@甲 P3@甲 N1@甲");
    int visit = county_relation(county, "visit", 'P', 'N', any, any, false);
    int twice = county_cover(county, "visits", 'N', (int[]){visit, -1}, (struct range){3, UNLIMITED, 0}, 2);
    struct problem *problem = build(county, NULL, 0, false);
    int person = county_member(county, "N1");
    const struct solver_sum *hard = row_of(problem, DUTY_EVERYONE, twice, person);
    const struct solver_sum *soft = row_of(problem, DUTY_SHORTFALL, twice, person);
    assert_int_equal(hard->lo, 1);
    assert_int_equal(hard->stage, SOLVER_HARD);
    assert_true(hard->hi == SOLVER_UNBOUNDED && soft->hi == SOLVER_UNBOUNDED);
    assert_int_equal(soft->lo, 3);
    assert_int_equal(soft->stage, stage_of(problem, "coverage"));
    assert_int_equal(soft->under, 1);
    assert_int_equal(soft->over, 0);
    talloc_free(county);
}

static void balance_gives_each_source_the_odd_numbers(void **unused)
{
    (void)unused;
    struct county *county = county_open(NULL, "P1@甲 P2@乙 N1@甲 N2@甲 N3@甲");
    int liaison = county_relation(county, "liaison", 'P', 'N', any, any, true);
    county->scheme->relation[liaison].balance[END_SOURCE] = true;
    struct problem *problem = build(county, NULL, 0, false);
    assert_int_equal(problem->curves, 1); /* P2 has nobody */
    const struct solver_curve *curve = &problem->curve[0];
    assert_int_equal(curve->stage, stage_of(problem, "balance"));
    assert_ptr_equal(&problem->sum[curve->sum],
                     row_of(problem, DUTY_LOAD, liaison, county_member(county, "P1")));
    assert_int_equal(curve->n, 3);
    for (int j = 0; j < 3; j++)
        assert_int_equal(curve->step[j], 2 * j + 1);
    talloc_free(county);
}

static void change_counts_previous_pairs_also_those_that_cannot_be_any_more(void **unused)
{
    (void)unused;
    struct county *county = county_open(NULL, "P1@甲 P2@乙 N1@甲 N2@乙 N3@甲");
    int liaison = county_relation(county, "liaison", 'P', 'N', any, any, true);
    int rule = county_rule(county, RULE_FORBID, "never", (int[]){liaison, -1}, NULL, 1);
    county_value(county, rule, 0, "P1", "N3", 1);
    const struct pair previous[] = {county_pair(county, liaison, "P1", "N1"),
                                    county_pair(county, liaison, "P1", "N3"),  /* forbidden by now */
                                    county_pair(county, liaison, "P1", "N2")}; /* in another window */
    struct problem *problem = build(county, previous, 3, true);
    const struct active_stage *change = &problem->stage[stage_of(problem, "change")];
    assert_int_equal(change->constant, 3);
    for (int p = 0; p < problem->pairs; p++)
        assert_int_equal(change->cost[p], p == number_of(county, problem, liaison, "P1", "N1") ? -1 : 0);
    talloc_free(county);
}

static void points_add_up_and_preference_is_turned_round(void **unused)
{
    (void)unused;
    struct county *county = county_open(NULL, "P1@甲 N1@甲 N2@甲");
    int liaison = county_relation(county, "liaison", 'P', 'N', any, any, true);
    int near = county_rule(county, RULE_PREFER, "near", (int[]){liaison, -1}, "preference", 3);
    int kin = county_rule(county, RULE_PREFER, "kin", (int[]){liaison, -1}, "preference", 2);
    int unit = county_rule(county, RULE_PRINCIPLE, "unit", (int[]){liaison, -1}, "principle", 1);
    county_value(county, near, 0, "P1", "N1", 3);
    county_value(county, kin, 0, "P1", "N1", -2);
    county_value(county, unit, 0, "P1", "N2", 4);
    struct problem *problem = build(county, NULL, 0, false);
    int first = number_of(county, problem, liaison, "P1", "N1");
    int second = number_of(county, problem, liaison, "P1", "N2");
    const struct active_stage *preference = &problem->stage[stage_of(problem, "preference")];
    assert_true(preference->more_is_better);
    assert_int_equal(preference->cost[first], -1);
    assert_int_equal(preference->cost[second], 0);
    assert_int_equal(problem->stage[stage_of(problem, "principle")].cost[second], 4);
    assert_null(problem->solver.cost[stage_of(problem, "balance")]);
    talloc_free(county);
}

static void a_link_is_one_a_source_and_window_capped_by_the_load(void **unused)
{
    (void)unused;
    struct county *county = county_open(NULL, "L1@甲 L2@乙 N1@甲 N2@甲 N3@甲 N4@乙");
    int branch = county_relation(county, "branch", 'L', '*', any, once, false);
    int heads = county_relation(county, "heads", 'L', 'N', (struct range){0, 2, 0}, any, false);
    int never = county_rule(county, RULE_FORBID, "never", (int[]){branch, -1}, NULL, 1);
    county_value(county, never, 0, "L2", "乙", 1);
    int link = county_rule(county, RULE_LINK, "own", (int[]){heads, -1}, "preference", 5);
    county->scheme->rule[link].to = branch;
    struct problem *problem = build(county, NULL, 0, false);
    assert_int_equal(problem->links, 3); /* L2 cannot have window 乙 */
    for (int i = 0; i < problem->links; i++) {
        const struct solver_link *l = &problem->link[i];
        bool three = l->given != number_of(county, problem, branch, "L1", "乙");
        assert_int_equal(l->n, three ? 3 : 1);
        assert_int_equal(l->cap, three ? 2 : 1);
        assert_int_equal(l->points, -5);
        assert_int_equal(l->stage, stage_of(problem, "preference"));
        for (int k = 0; k < l->n; k++)
            assert_int_equal(problem->solver.source[l->pair[k]], problem->solver.source[l->given]);
    }
    talloc_free(county);
}

static void a_rule_of_a_stage_that_is_left_out_counts_nothing(void **unused)
{
    (void)unused;
    struct county *county = county_open(NULL, "L1@甲 N1@甲");
    int branch = county_relation(county, "branch", 'L', '*', any, any, false);
    int heads = county_relation(county, "heads", 'L', 'N', any, any, false);
    int rule = county_rule(county, RULE_PRINCIPLE, "odd", (int[]){heads, -1}, "change", 1);
    county_value(county, rule, 0, "L1", "N1", 1);
    int link = county_rule(county, RULE_LINK, "own", (int[]){heads, -1}, "change", 5);
    county->scheme->rule[link].to = branch;
    struct problem *problem = build(county, NULL, 0, false);
    assert_int_equal(problem->links, 0);
    for (int s = 0; s < problem->stages; s++)
        assert_null(problem->stage[s].cost);
    talloc_free(county);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stages_that_measure_nothing_are_left_out),
        cmocka_unit_test(forbidden_pairs_do_not_enter_the_problem),
        cmocka_unit_test(windows_are_targets_that_are_asked_after_members),
        cmocka_unit_test(a_cover_across_relations_is_one_row_a_target),
        cmocka_unit_test(a_shortfall_is_a_softer_row_beside_a_hard_one),
        cmocka_unit_test(balance_gives_each_source_the_odd_numbers),
        cmocka_unit_test(change_counts_previous_pairs_also_those_that_cannot_be_any_more),
        cmocka_unit_test(points_add_up_and_preference_is_turned_round),
        cmocka_unit_test(a_link_is_one_a_source_and_window_capped_by_the_load),
        cmocka_unit_test(a_rule_of_a_stage_that_is_left_out_counts_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
