/* Caps on a stage: random small problems against brute force over all choices. The stages before the capped
 * one keep their optimum, it is worth its cap at most, and those after it are best in their order. Usage:
 * test_caps [instances of each kind [first seed]]. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/solver/instance.h"

static int instances = 1500, wrong;
static uint64_t first_seed = 1;

struct tally {
    int solved, out_of_reach, better, unchanged;
};

static void complain(uint64_t seed, int64_t cap, const char *what)
{
    printf("seed %" PRIu64 ", cap %" PRId64 ": %s\n", seed, cap, what);
    wrong++;
}

/* Whether a choice of these values comes before the best so far, the capped stage left out. */
static bool comes_before(const int64_t *value, const int64_t *best, int stages, int capped)
{
    for (int s = 0; s < stages; s++)
        if (s != capped && value[s] != best[s])
            return value[s] < best[s];
    return false;
}

/* The best values under the cap: first the stages before it alone, then all choices that reach these. */
static bool capped_brute_force(const struct instance *in, const int64_t *first, int capped, int64_t cap,
                               int64_t *best)
{
    int stages = in->problem.stages;
    bool found = false;
    for (unsigned choice = 0; choice < 1u << in->problem.pairs; choice++) {
        int64_t value[STAGES];
        if (!instance_evaluate(in, choice, value) || instance_compare(value, first, capped) != 0 ||
            value[capped] > cap)
            continue;
        if (!found || comes_before(value, best, stages, capped))
            for (int s = 0; s < stages; s++)
                best[s] = value[s];
        found = true;
    }
    return found;
}

static void check_cap(uint64_t seed, const struct instance *in, const struct brute *free, int capped,
                      int64_t cap, struct tally *tally)
{
    int64_t caps[STAGES], best[STAGES], value[STAGES];
    int stages = in->problem.stages;
    for (int s = 0; s < STAGES; s++)
        caps[s] = s == capped ? cap : SOLVER_UNBOUNDED;
    struct solver_options options = solver_defaults();
    options.cap = caps;
    struct solver_result result;
    enum solver_status status = solver_solve(&in->problem, &options, &result);
    bool feasible = capped_brute_force(in, free->value, capped, cap, best);
    if (status != (feasible ? SOLVER_OPTIMAL : SOLVER_INFEASIBLE)) {
        char text[300];
        snprintf(text, sizeof text, "status %d where brute force says %s; %s", status,
                 feasible ? "feasible" : "infeasible", result.message);
        complain(seed, cap, text);
    } else if (!feasible) {
        tally->out_of_reach++;
    } else {
        tally->solved++;
        if (!instance_evaluate(in, instance_choice(in, result.chosen), value) || value[capped] > cap)
            complain(seed, cap, "the choice breaks a hard row or the cap");
        for (int s = 0; s < stages; s++)
            if (value[s] != result.value[s] || result.bound[s] != result.value[s] ||
                (s != capped && value[s] != best[s]))
                complain(seed, cap, "a value is not the best one, or not proven");
        if (instance_compare(value + capped + 1, free->value + capped + 1, stages - capped - 1) < 0)
            tally->better++;
        else
            tally->unchanged++;
    }
    solver_result_clear(&result);
}

static void run_kind(enum instance_kind kind)
{
    struct tally tally = {0};
    wrong = 0;
    for (int i = 0; i < instances; i++) {
        static struct instance in;
        uint64_t seed = first_seed + (uint64_t)i;
        instance_make(&in, seed, kind, 10);
        struct brute best = instance_brute_force(&in);
        if (!best.feasible)
            continue;
        int capped = (int)(seed % (uint64_t)in.problem.stages);
        for (int64_t more = -1; more <= 3; more++)
            check_cap(seed, &in, &best, capped, best.value[capped] + more, &tally);
    }
    printf("%s: %d solved (%d better than without the cap, %d not), %d out of reach\n",
           kind == INSTANCE_COUPLED ? "coupled" : "networks", tally.solved, tally.better, tally.unchanged,
           tally.out_of_reach);
    assert_int_equal(wrong, 0);
    assert_true(tally.better > instances / 20 && tally.unchanged > instances / 20);
    assert_true(tally.out_of_reach > instances / 20);
}

static void caps_on_networks_agree_with_brute_force(void **unused)
{
    (void)unused;
    run_kind(INSTANCE_NETWORK);
}

static void caps_on_coupled_problems_agree_with_brute_force(void **unused)
{
    (void)unused;
    run_kind(INSTANCE_COUPLED);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        instances = (int)strtol(argv[1], NULL, 10);
    if (argc > 2)
        first_seed = strtoull(argv[2], NULL, 10);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(caps_on_networks_agree_with_brute_force),
        cmocka_unit_test(caps_on_coupled_problems_agree_with_brute_force),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
