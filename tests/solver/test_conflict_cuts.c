/* Why there is no choice: cuts that arithmetic can verify, several where there are several reasons. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/solver/instance.h"
#include "tests/solver/small.h"

static bool lists(int count, const int *list, int value)
{
    for (int i = 0; i < count; i++)
        if (list[i] == value)
            return true;
    return false;
}

static void check_cuts(const struct small *small, const struct solver_result *result, int conflicts)
{
    assert_int_equal(result->conflicts, conflicts);
    assert_null(result->chosen);
    for (int i = 0; i < conflicts; i++)
        assert_true(cut_holds(&small->problem, &result->conflict[i]));
}

static void a_target_without_pairs_stands_alone_in_its_conflict(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 1);
    small_grid(&small, 2, 3);
    for (int t = 0; t < 4; t++) /* the fourth has no pairs */
        small_cover(&small, t, 1, 1);
    small_load(&small, 0, 0, 2);
    small_load(&small, 1, 0, 1);
    small_solve(&small, SOLVER_INFEASIBLE, &result);
    check_cuts(&small, &result, 1);
    assert_int_equal(result.conflict[0].demands, 1);
    assert_int_equal(result.conflict[0].demand[0], 3);
    assert_int_equal(result.conflict[0].limits, 0);
    assert_int_equal(result.conflict[0].pairs, 0);
    solver_result_clear(&result);
}

static void three_targets_with_one_source_of_two_are_a_conflict_of_the_three(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 1);
    for (int t = 0; t < 5; t++)
        small_pair(&small, t < 3 ? 0 : 1, t);
    small_pair(&small, 1, 2);
    small_pair(&small, 2, 3);
    small_load(&small, 0, 0, 2);
    small_load(&small, 1, 0, 0); /* who could have helped is full */
    for (int t = 0; t < 3; t++)
        small_cover(&small, t, 1, 1);
    small_solve(&small, SOLVER_INFEASIBLE, &result);
    check_cuts(&small, &result, 1);
    for (int i = 2; i < 5; i++)
        assert_true(lists(result.conflict[0].demands, result.conflict[0].demand, i));
    assert_true(lists(result.conflict[0].limits, result.conflict[0].limit, 0));
    solver_result_clear(&result);
}

static void a_source_that_must_have_more_than_it_can_is_the_demand(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 1);
    small_grid(&small, 2, 2);
    small_load(&small, 0, 2, 4);
    small_load(&small, 1, 1, 2);
    small_cover(&small, 0, 0, 1);
    small_cover(&small, 1, 0, 1);
    small_solve(&small, SOLVER_INFEASIBLE, &result);
    check_cuts(&small, &result, 1);
    assert_int_equal(result.conflict[0].demands, 2);
    assert_int_equal(result.conflict[0].limits, 2);
    solver_result_clear(&result);
}

static void a_nested_limit_is_named_and_not_the_load_round_it(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 1);
    small_grid(&small, 1, 4);
    small_load(&small, 0, 0, 4);
    small_sum(&small, (int[]){1, 2, 3, -1}, 0, 2);
    for (int t = 0; t < 4; t++)
        small_cover(&small, t, 1, 1);
    small_solve(&small, SOLVER_INFEASIBLE, &result);
    check_cuts(&small, &result, 1);
    assert_int_equal(result.conflict[0].limits, 1);
    assert_int_equal(result.conflict[0].limit[0], 1);
    assert_int_equal(result.conflict[0].demands, 3);
    solver_result_clear(&result);
}

static void two_reasons_in_one_component_are_two_conflicts(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 1);
    for (int t = 0; t < 3; t++)
        small_pair(&small, 0, t);
    for (int t = 4; t < 7; t++)
        small_pair(&small, 1, t);
    small_pair(&small, 2, 3); /* who ties the two together could do with more */
    small_pair(&small, 2, 7);
    small_load(&small, 0, 0, 2);
    small_load(&small, 1, 0, 1);
    for (int t = 0; t < 8; t++)
        small_cover(&small, t, t % 4 == 3 ? 0 : 1, 1);
    small_sum(&small, (int[]){0, 1, 2, 3, 4, 5, 6, 7, -1}, 0, 7);
    small_solve(&small, SOLVER_INFEASIBLE, &result);
    assert_int_equal(result.components, 1);
    check_cuts(&small, &result, 2);
    solver_result_clear(&result);
}

static void each_component_without_a_choice_has_its_own_conflict(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 1);
    for (int s = 0; s < 3; s++) {
        small_pair(&small, s, 2 * s);
        small_pair(&small, s, 2 * s + 1);
        small_load(&small, s, s == 1 ? 0 : 3, SOLVER_UNBOUNDED);
    }
    small_solve(&small, SOLVER_INFEASIBLE, &result);
    check_cuts(&small, &result, 2);
    assert_int_equal(result.conflict[0].demand[0], 0);
    assert_int_equal(result.conflict[1].demand[0], 2);
    solver_result_clear(&result);
}

static void every_chosen_pair_too_few_is_still_told_by_its_own_row(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 1);
    small_pair(&small, 0, 0);
    small_pair(&small, 0, 1);
    small_load(&small, 0, 0, 5);
    small_cover(&small, 0, 2, 2); /* the only source comes once */
    small_cover(&small, 1, 1, 1);
    small_solve(&small, SOLVER_INFEASIBLE, &result);
    check_cuts(&small, &result, 1);
    assert_int_equal(result.conflict[0].demands, 1);
    assert_int_equal(result.conflict[0].demand[0], 1);
    assert_int_equal(result.conflict[0].pairs, 1);
    solver_result_clear(&result);
}

static void coupling_rows_without_a_choice_name_all_rows_of_the_component(void **unused)
{
    (void)unused;
    struct small small;
    struct solver_result result;
    small_open(&small, 1);
    small_grid(&small, 1, 3);
    small_load(&small, 0, 2, 2);
    small_sum(&small, (int[]){0, 1, 2, -1}, 1, 1)->weight = (int[]){2, 2, 2}; /* never odd */
    small_solve(&small, SOLVER_INFEASIBLE, &result);
    assert_int_equal(result.conflicts, 1);
    assert_false(result.conflict[0].exact);
    assert_int_equal(result.conflict[0].demands, 2);
    assert_int_equal(result.conflict[0].limits, 2);
    assert_int_equal(result.conflict[0].pairs, 3);
    solver_result_clear(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_target_without_pairs_stands_alone_in_its_conflict),
        cmocka_unit_test(three_targets_with_one_source_of_two_are_a_conflict_of_the_three),
        cmocka_unit_test(a_source_that_must_have_more_than_it_can_is_the_demand),
        cmocka_unit_test(a_nested_limit_is_named_and_not_the_load_round_it),
        cmocka_unit_test(two_reasons_in_one_component_are_two_conflicts),
        cmocka_unit_test(each_component_without_a_choice_has_its_own_conflict),
        cmocka_unit_test(every_chosen_pair_too_few_is_still_told_by_its_own_row),
        cmocka_unit_test(coupling_rows_without_a_choice_name_all_rows_of_the_component),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
