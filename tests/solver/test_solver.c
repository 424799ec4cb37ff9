/* What the solver promises, one small problem each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/solver/instance.h"
#include "tests/solver/small.h"

static int count_chosen(const struct small *small, const struct solver_result *result)
{
    int count = 0;
    for (int p = 0; p < small->problem.pairs; p++)
        count += result->chosen[p];
    return count;
}

static void nothing_to_choose_is_optimal(void **unused)
{
    (void)unused;
    const struct solver_problem problem = {.stages = 1};
    struct solver_result result;
    assert_int_equal(solver_solve(&problem, NULL, &result), SOLVER_OPTIMAL);
    assert_int_equal(result.value[0], 0);
    assert_int_equal(result.components, 0);
    solver_result_clear(&result);
}

static void without_any_stage_a_choice_that_keeps_the_rows_is_found(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 0);
    small_grid(&small, 2, 3);
    for (int t = 0; t < 3; t++)
        small_cover(&small, t, 1, 1);
    small_sum(&small, (int[]){0, 4, 5, -1}, 2, 2)->weight = (int[]){1, 1, 2}; /* a coupling row as well */
    small_solve(&small, SOLVER_OPTIMAL, &result);
    assert_int_equal(count_chosen(&small, &result), 3);
    solver_result_clear(&result);
}

static void pairs_in_no_row_are_chosen_where_they_earn(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 1);
    small_grid(&small, 1, 3);
    small.cost[0][0] = -2;
    small.cost[0][1] = 2;
    small_solve(&small, SOLVER_OPTIMAL, &result);
    assert_int_equal(result.components, 3);
    assert_int_equal(result.value[0], -2);
    assert_true(result.chosen[0] && !result.chosen[1]);
    assert_true(result.chosen[2]); /* the tie takes what costs nothing */
    solver_result_clear(&result);
}

static void loads_and_covers_hold_at_the_least_cost(void **unused)
{
    (void)unused;
    static const int64_t cost[] = {1, 2, 9, 3, 1, 1}; /* two sources, three targets */
    struct small small;
    struct solver_result result;
    small_open(&small, 1);
    small_grid(&small, 2, 3);
    memcpy(small.cost[0], cost, sizeof cost);
    for (int t = 0; t < 3; t++)
        small_cover(&small, t, 1, 1);
    small_load(&small, 0, 2, 2);
    small_load(&small, 1, 0, 1);
    small_solve(&small, SOLVER_OPTIMAL, &result);
    assert_int_equal(result.value[0], 4); /* 1 + 2 + 1 */
    assert_true(result.chosen[0] && result.chosen[1] && result.chosen[5]);
    assert_int_equal(result.coupled, 0);
    assert_int_equal(result.branch_and_cuts, 0);
    solver_result_clear(&result);
}

static void a_convex_load_spreads_to_the_least_sum_of_squares(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 2);
    small_grid(&small, 3, 7);
    for (int t = 0; t < 7; t++) {
        small_cover(&small, t, 1, 1);
        small.cost[1][t] = -1; /* source 0 would like all of them */
    }
    for (int s = 0; s < 3; s++)
        small_balance(&small, small_load(&small, s, 0, SOLVER_UNBOUNDED), 0);
    small_solve(&small, SOLVER_OPTIMAL, &result);
    assert_int_equal(result.value[0], 3 * 3 + 2 * 2 + 2 * 2);
    assert_int_equal(result.value[1], -3);
    solver_result_clear(&result);
}

static void a_lower_bound_is_kept_where_balance_would_go_below_it(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 1);
    small_grid(&small, 2, 4);
    for (int t = 0; t < 4; t++)
        small_cover(&small, t, 1, 1);
    small_balance(&small, small_load(&small, 0, 3, 4), 0);
    small_balance(&small, small_load(&small, 1, 0, 4), 0);
    small_solve(&small, SOLVER_OPTIMAL, &result);
    assert_int_equal(result.value[0], 9 + 1);
    solver_result_clear(&result);
}

static void a_shortfall_is_counted_unit_by_unit(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 1);
    small_grid(&small, 2, 2);
    for (int t = 0; t < 2; t++) {
        struct solver_sum *cover = small_cover(&small, t, 3, SOLVER_UNBOUNDED);
        cover->stage = 0;
        cover->under = 1;
    }
    small_load(&small, 0, 0, 1);
    small_solve(&small, SOLVER_OPTIMAL, &result);
    assert_int_equal(result.value[0], 3); /* six units asked for, three pairs can be made */
    assert_int_equal(count_chosen(&small, &result), 3);
    solver_result_clear(&result);
}

static void what_lies_above_a_soft_bound_is_counted_too(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 1);
    small_grid(&small, 1, 5);
    for (int t = 0; t < 5; t++)
        small_cover(&small, t, 1, 1);
    struct solver_sum *load = small_load(&small, 0, 1, 2);
    load->stage = 0;
    load->under = 100;
    load->over = 7;
    small_solve(&small, SOLVER_OPTIMAL, &result);
    assert_int_equal(result.value[0], 21);
    solver_result_clear(&result);
}

static void nested_limits_stay_in_the_network(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 1);
    small_grid(&small, 2, 6);
    for (int p = 0; p < 12; p++)
        small.cost[0][p] = p < 6 ? -1 - p : -10;
    small_load(&small, 0, 0, 4);
    small_sum(&small, (int[]){2, 3, 4, 5, -1}, 0, 2);
    small_sum(&small, (int[]){5, 4, -1}, 0, 1);
    small_sum(&small, (int[]){4, 5, -1}, 0, 1);                                 /* the same pairs once more */
    small_sum(&small, (int[]){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, -1}, 0, 8); /* everybody */
    for (int t = 0; t < 6; t++)
        small_cover(&small, t, 0, 2);
    small_solve(&small, SOLVER_OPTIMAL, &result);
    assert_int_equal(result.coupled, 0);
    assert_int_equal(result.value[0], -60 - 6 - 4); /* the other source's six, then 5 and 3 */
    solver_result_clear(&result);
}

static void limits_that_cross_become_coupling_rows(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 1);
    small_grid(&small, 1, 4);
    for (int p = 0; p < 4; p++)
        small.cost[0][p] = -1 - p;
    small_load(&small, 0, 0, 3);
    small_sum(&small, (int[]){0, 1, 2, -1}, 0, 2);
    small_sum(&small, (int[]){2, 3, -1}, 0, 1); /* of one source: both sides could take it, both cross */
    small_sum(&small, (int[]){1, 2, -1}, 0, 1);
    small_sum(&small, (int[]){1, 3, -1}, 0, 1);
    small_solve(&small, SOLVER_OPTIMAL, &result);
    assert_int_equal(result.coupled, 1);
    assert_int_equal(result.value[0], -5); /* 0 and 3 */
    solver_result_clear(&result);
}

static void weights_count_as_they_are_also_below_nothing(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 1);
    small_grid(&small, 1, 3);
    small.cost[0][0] = -5;
    small.cost[0][1] = 1;
    small.cost[0][2] = 1;
    small_sum(&small, (int[]){0, 1, 2, -1}, INT64_MIN, 2)->weight = (int[]){4, -1, -1};
    small_solve(&small, SOLVER_OPTIMAL, &result);
    assert_int_equal(result.value[0], -3);
    assert_int_equal(count_chosen(&small, &result), 3);
    solver_result_clear(&result);
}

static void contradictory_bounds_cannot_be_kept_and_count_on_both_sides_when_soft(void **unused)
{
    (void)unused;
    static const int64_t bounds[][2] = {{2, 1}, {-3, -1}, {0, -1}};
    for (int i = 0; i < 3; i++) {
        struct small small;
        struct solver_result result;
        small_open(&small, 1);
        small_grid(&small, 1, 3);
        small_load(&small, 0, bounds[i][0], bounds[i][1]);
        small_solve(&small, SOLVER_INFEASIBLE, &result);
        assert_int_equal(result.conflicts, 1);
        solver_result_clear(&result);
        small.sum[0].stage = 0;
        small.sum[0].under = small.sum[0].over = 10;
        small.cost[0][2] = -1;
        small_solve(&small, SOLVER_OPTIMAL, &result);
        assert_int_equal(result.value[0], i == 0 ? 9 : 10);
        solver_result_clear(&result);
    }
}

static void a_hard_link_keeps_pairs_out_unless_their_key_is_chosen(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 1);
    small_grid(&small, 1, 4);
    small_link(&small, 0, (int[]){1, 2, -1}, 0, SOLVER_HARD, 0);
    small.cost[0][0] = 5;
    small.cost[0][1] = -2;
    small.cost[0][2] = -2;
    small.cost[0][3] = -1;
    small_solve(&small, SOLVER_OPTIMAL, &result);
    assert_int_equal(result.value[0], -1); /* the key costs more than both would earn */
    solver_result_clear(&result);
    small.cost[0][2] = -4;
    small_solve(&small, SOLVER_OPTIMAL, &result);
    assert_int_equal(result.value[0], 5 - 2 - 4 - 1);
    assert_true(result.chosen[0] && result.chosen[1] && result.chosen[2]);
    solver_result_clear(&result);
}

static void a_link_earns_for_as_many_pairs_as_its_cap(void **unused)
{
    (void)unused;
    for (int cap = 0; cap <= 5; cap++) {
        struct small small;
        struct solver_result result;
        small_open(&small, 1);
        small_grid(&small, 1, 5);
        small.cost[0][0] = 3;
        for (int p = 1; p < 5; p++)
            small.cost[0][p] = 1;
        small_link(&small, 0, (int[]){1, 2, 3, 4, -1}, cap, 0, -3);
        small_solve(&small, SOLVER_OPTIMAL, &result);
        /* each pair up to the cap: 1 - 3; the key: 3 */
        int counted = cap < 4 ? cap : 4, best = 3 - 2 * counted;
        assert_int_equal(result.value[0], best < 0 ? best : 0);
        solver_result_clear(&result);
    }
}

static void a_link_that_costs_stops_costing_at_its_cap(void **unused)
{
    (void)unused;
    for (int cap = 0; cap <= 4; cap++) {
        struct small small;
        struct solver_result result;
        small_open(&small, 1);
        small_grid(&small, 1, 4);
        small.cost[0][0] = -5;
        for (int p = 1; p < 4; p++)
            small.cost[0][p] = -3;
        small_link(&small, 0, (int[]){1, 2, 3, -1}, cap, 0, 4);
        small_solve(&small, SOLVER_OPTIMAL, &result);
        int together = -5 - 9 + 4 * (cap < 3 ? cap : 3); /* or the three without the key: -9 */
        assert_int_equal(result.value[0], together < -9 ? together : -9);
        solver_result_clear(&result);
    }
}

static void a_later_stage_never_spoils_an_earlier_one(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 3);
    small_grid(&small, 2, 2);
    for (int t = 0; t < 2; t++)
        small_cover(&small, t, 1, 1);
    for (int s = 0; s < 2; s++)
        small_balance(&small, small_load(&small, s, 0, SOLVER_UNBOUNDED), 1);
    small.cost[0][2] = 1;   /* source 1 and target 0: against a principle */
    small.cost[2][1] = 50;  /* what is left: source 0 takes 0, source 1 takes 1 ... */
    small.cost[2][3] = 900; /* ... however dear */
    small_solve(&small, SOLVER_OPTIMAL, &result);
    assert_int_equal(result.value[0], 0);
    assert_int_equal(result.value[1], 2);
    assert_int_equal(result.value[2], 900);
    solver_result_clear(&result);
}

static void a_coupled_stage_keeps_the_stages_before_it_too(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 3);
    small_grid(&small, 2, 3);
    for (int t = 0; t < 3; t++)
        small_cover(&small, t, 1, 1);
    small.cost[0][3] = small.cost[0][4] = 1;
    small_link(&small, 0, (int[]){1, 2, -1}, 2, 1, -1); /* wants all three with source 0 */
    small.cost[2][2] = 10;                              /* which the last stage hates */
    small_solve(&small, SOLVER_OPTIMAL, &result);
    assert_int_equal(result.value[0], 0);
    assert_int_equal(result.value[1], -2);
    assert_int_equal(result.value[2], 10);
    solver_result_clear(&result);
}

static void the_tie_takes_the_pairs_asked_first(void **unused)
{
    (void)unused;
    static const int rank[] = {5, 4, 3, 2, 1, 0};
    struct small small;
    struct solver_result result;
    small_open(&small, 1);
    small_grid(&small, 2, 3);
    for (int t = 0; t < 3; t++)
        small_cover(&small, t, 1, 1);
    small_load(&small, 1, 0, 2);
    small_solve(&small, SOLVER_OPTIMAL, &result);
    for (int p = 0; p < 6; p++)
        assert_int_equal(result.chosen[p], p < 3);
    solver_result_clear(&result);
    small.problem.rank = rank;
    small_solve(&small, SOLVER_OPTIMAL, &result);
    for (int p = 0; p < 6; p++)
        assert_int_equal(result.chosen[p], p == 0 || p == 4 || p == 5);
    solver_result_clear(&result);
}

static void proofs_fail_when_a_potential_a_pair_or_a_cost_is_altered(void **unused)
{
    (void)unused;
    static const int64_t cost[] = {4, 2, 3, 3, 1, 5, 2, 6, 4}, later[] = {1, 0, 2, 0, 3, 1, 1, 1, 0};
    struct small small;
    struct solver_result result;
    small_open(&small, 2);
    small_grid(&small, 3, 3);
    memcpy(small.cost[0], cost, sizeof cost);
    memcpy(small.cost[1], later, sizeof later);
    for (int i = 0; i < 3; i++) {
        small_cover(&small, i, 1, 1);
        small_load(&small, i, 1, 1);
    }
    small_solve(&small, SOLVER_OPTIMAL, &result);
    assert_int_equal(result.proofs, 2);
    int64_t *potential = result.proof[0].potential;
    for (int v = 0; v < result.proof[0].nodes; v++) {
        for (int sign = -1; sign <= 1; sign += 2) {
            potential[v] += sign * 100;
            assert_false(solver_verify_proofs(&small.problem, result.chosen, result.proof, 2, NULL));
            potential[v] -= sign * 100;
        }
        potential[v] += INT64_MAX / 2;
        assert_false(solver_verify_proofs(&small.problem, result.chosen, result.proof, 2, NULL));
        potential[v] -= INT64_MAX / 2;
    }
    for (int p = 0; p < 9; p++) {
        result.chosen[p] ^= 1;
        assert_false(solver_verify_proofs(&small.problem, result.chosen, result.proof, 2, NULL));
        result.chosen[p] ^= 1;
        int64_t *changed = &small.cost[0][p];
        *changed += result.chosen[p] ? 10 : -10;
        assert_false(solver_verify_proofs(&small.problem, result.chosen, result.proof, 2, NULL));
        *changed -= result.chosen[p] ? 10 : -10;
    }
    assert_false(solver_verify_proofs(&small.problem, result.chosen, result.proof, 0, NULL));
    assert_true(solver_verify_proofs(&small.problem, result.chosen, result.proof, 2, NULL));
    solver_result_clear(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_choose_is_optimal),
        cmocka_unit_test(without_any_stage_a_choice_that_keeps_the_rows_is_found),
        cmocka_unit_test(pairs_in_no_row_are_chosen_where_they_earn),
        cmocka_unit_test(loads_and_covers_hold_at_the_least_cost),
        cmocka_unit_test(a_convex_load_spreads_to_the_least_sum_of_squares),
        cmocka_unit_test(a_lower_bound_is_kept_where_balance_would_go_below_it),
        cmocka_unit_test(a_shortfall_is_counted_unit_by_unit),
        cmocka_unit_test(what_lies_above_a_soft_bound_is_counted_too),
        cmocka_unit_test(nested_limits_stay_in_the_network),
        cmocka_unit_test(limits_that_cross_become_coupling_rows),
        cmocka_unit_test(weights_count_as_they_are_also_below_nothing),
        cmocka_unit_test(contradictory_bounds_cannot_be_kept_and_count_on_both_sides_when_soft),
        cmocka_unit_test(a_hard_link_keeps_pairs_out_unless_their_key_is_chosen),
        cmocka_unit_test(a_link_earns_for_as_many_pairs_as_its_cap),
        cmocka_unit_test(a_link_that_costs_stops_costing_at_its_cap),
        cmocka_unit_test(a_later_stage_never_spoils_an_earlier_one),
        cmocka_unit_test(a_coupled_stage_keeps_the_stages_before_it_too),
        cmocka_unit_test(the_tie_takes_the_pairs_asked_first),
        cmocka_unit_test(proofs_fail_when_a_potential_a_pair_or_a_cost_is_altered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
