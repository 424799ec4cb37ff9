#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_to_choose_is_optimal)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
