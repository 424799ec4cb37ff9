/* Exact cases: what random instances reach seldom, said one by one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "solver/solver.h"

static void nothing_to_choose_is_optimal(void **unused)
{
    (void)unused;
    const struct solver_problem problem = {.stages = 1};
    struct solver_result result;
    assert_int_equal(solver_solve(&problem, NULL, &result), SOLVER_OPTIMAL);
    assert_int_equal(result.value[0], 0);
    solver_result_clear(&result);
}

/* Two sources, four targets, every pair possible; each target exactly once; squares of loads at stage 0. */
struct square {
    int source[8], target[8], by_source[2][4], by_target[4][2];
    struct solver_sum sum[6];
    struct solver_curve curve[2];
    int64_t step[4], cost[8];
    const int64_t *costs[2];
    struct solver_problem problem;
};

static void make_square(struct square *s)
{
    memset(s, 0, sizeof *s);
    for (int p = 0; p < 8; p++) {
        s->source[p] = p / 4;
        s->target[p] = p % 4;
        s->by_source[p / 4][p % 4] = s->by_target[p % 4][p / 4] = p;
    }
    for (int j = 0; j < 4; j++)
        s->step[j] = 2 * j + 1;
    for (int i = 0; i < 2; i++) {
        s->sum[i] = (struct solver_sum){
            .n = 4, .pair = s->by_source[i], .hi = SOLVER_UNBOUNDED, .stage = SOLVER_HARD};
        s->curve[i] = (struct solver_curve){.sum = i, .stage = 0, .n = 4, .step = s->step};
    }
    for (int t = 0; t < 4; t++)
        s->sum[2 + t] =
            (struct solver_sum){.n = 2, .pair = s->by_target[t], .lo = 1, .hi = 1, .stage = SOLVER_HARD};
    s->costs[1] = s->cost;
    s->problem = (struct solver_problem){.pairs = 8,
                                         .source = s->source,
                                         .target = s->target,
                                         .stages = 2,
                                         .cost = s->costs,
                                         .sums = 6,
                                         .curves = 2,
                                         .sum = s->sum,
                                         .curve = s->curve};
}

static void a_later_stage_does_not_spoil_an_earlier_one(void **unused)
{
    (void)unused;
    struct square s;
    struct solver_result result;
    make_square(&s);
    for (int p = 0; p < 4; p++)
        s.cost[p] = -1000000; /* all would rather go to the first source */
    assert_int_equal(solver_solve(&s.problem, NULL, &result), SOLVER_OPTIMAL);
    assert_int_equal(result.value[0], 8);
    assert_int_equal(result.value[1], -2000000);
    assert_true(solver_verify_proofs(&s.problem, result.chosen, result.proof, result.proofs, NULL));
    /* The tie takes the first pairs asked. */
    const unsigned char first[8] = {1, 1, 0, 0, 0, 0, 1, 1};
    assert_memory_equal(result.chosen, first, sizeof first);
    solver_result_clear(&result);
}

static void an_altered_proof_does_not_hold(void **unused)
{
    (void)unused;
    struct square s;
    struct solver_result result;
    make_square(&s);
    s.cost[2] = -1;
    assert_int_equal(solver_solve(&s.problem, NULL, &result), SOLVER_OPTIMAL);
    int refused = 0, tried = 0;
    for (int i = 0; i < result.proofs; i++)
        for (int v = 0; v < result.proof[i].nodes; v++, tried++) {
            result.proof[i].potential[v] += 7;
            refused += !solver_verify_proofs(&s.problem, result.chosen, result.proof, result.proofs, NULL);
            result.proof[i].potential[v] -= 7;
        }
    assert_true(tried > 0 && refused > tried / 2);
    s.cost[2] = 0; /* the proof is of another problem now: its face no longer holds the choice */
    s.cost[6] = -9;
    assert_false(solver_verify_proofs(&s.problem, result.chosen, result.proof, result.proofs, NULL));
    solver_result_clear(&result);
}

static void too_few_places_are_a_cut_of_these_rows(void **unused)
{
    (void)unused;
    struct square s;
    struct solver_result result;
    make_square(&s);
    s.sum[0].hi = 1;
    s.sum[1].hi = 2;
    assert_int_equal(solver_solve(&s.problem, NULL, &result), SOLVER_INFEASIBLE);
    assert_int_equal(result.conflicts, 1);
    assert_true(result.conflict[0].exact);
    assert_int_equal(result.conflict[0].demands, 4);
    assert_int_equal(result.conflict[0].limits, 2);
    solver_result_clear(&result);
}

/* A link couples: pair 0 given, pairs 5 to 7 earn beside it. */
static void add_link(struct square *s, struct solver_link *link, int *pair)
{
    for (int k = 0; k < 3; k++)
        pair[k] = 5 + k;
    *link = (struct solver_link){.n = 3, .pair = pair, .given = 0, .cap = 3, .stage = 1, .points = -5};
    s->problem.links = 1;
    s->problem.link = link;
}

static void without_time_there_is_a_valid_choice_and_a_true_bound(void **unused)
{
    (void)unused;
    struct square s;
    struct solver_link link;
    struct solver_result full, hasty;
    struct solver_options options = solver_defaults();
    int pair[3];
    make_square(&s);
    add_link(&s, &link, pair);
    s.cost[1] = -1;
    options.seconds = 0;
    assert_int_equal(solver_solve(&s.problem, NULL, &full), SOLVER_OPTIMAL);
    enum solver_status status = solver_solve(&s.problem, &options, &hasty);
    assert_true(status == SOLVER_FEASIBLE || status == SOLVER_OPTIMAL);
    assert_true(solver_verify(&s.problem, hasty.chosen, NULL));
    assert_int_equal(hasty.value[0], full.value[0]);
    assert_true(hasty.bound[1] <= full.value[1] && hasty.value[1] >= full.value[1]);
    solver_result_clear(&full);
    solver_result_clear(&hasty);
}

static void no_time_with_hard_coupling_is_not_called_infeasible(void **unused)
{
    (void)unused;
    struct square s;
    struct solver_link link;
    struct solver_result result;
    struct solver_options options = solver_defaults();
    int pair[3];
    make_square(&s);
    add_link(&s, &link, pair);
    link.stage = SOLVER_HARD;
    options.seconds = 0;
    enum solver_status status = solver_solve(&s.problem, &options, &result);
    assert_true(status == SOLVER_NONE_YET || status == SOLVER_FEASIBLE || status == SOLVER_OPTIMAL);
    solver_result_clear(&result);
    assert_int_equal(solver_solve(&s.problem, NULL, &result), SOLVER_OPTIMAL);
    solver_result_clear(&result);
}

static void points_beyond_exact_work_are_refused_with_their_stage(void **unused)
{
    (void)unused;
    struct square s;
    struct solver_link link;
    struct solver_result result;
    int pair[3];
    make_square(&s);
    s.cost[3] = (int64_t)1 << 40;
    assert_int_equal(solver_solve(&s.problem, NULL, &result), SOLVER_REFUSED);
    assert_int_equal(result.refused_stage, 1);
    solver_result_clear(&result);
    make_square(&s);
    add_link(&s, &link, pair);
    link.points = -2000000000;
    assert_int_equal(solver_solve(&s.problem, NULL, &result), SOLVER_REFUSED);
    assert_int_equal(result.refused_stage, 1);
    solver_result_clear(&result);
}

static void arrays_that_contradict_each_other_are_no_crash(void **unused)
{
    (void)unused;
    struct square s;
    struct solver_result result;
    make_square(&s);
    s.by_source[0][2] = 99;
    assert_int_equal(solver_solve(&s.problem, NULL, &result), SOLVER_FAILED);
    solver_result_clear(&result);
    make_square(&s);
    s.step[1] = 0; /* not convex */
    assert_int_equal(solver_solve(&s.problem, NULL, &result), SOLVER_FAILED);
    solver_result_clear(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_choose_is_optimal),
        cmocka_unit_test(a_later_stage_does_not_spoil_an_earlier_one),
        cmocka_unit_test(an_altered_proof_does_not_hold),
        cmocka_unit_test(too_few_places_are_a_cut_of_these_rows),
        cmocka_unit_test(without_time_there_is_a_valid_choice_and_a_true_bound),
        cmocka_unit_test(no_time_with_hard_coupling_is_not_called_infeasible),
        cmocka_unit_test(points_beyond_exact_work_are_refused_with_their_stage),
        cmocka_unit_test(arrays_that_contradict_each_other_are_no_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
