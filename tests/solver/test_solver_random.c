/* Random small problems against brute force over all choices. Networks must also agree in the tie and carry
 * proofs that hold; what has no solution must come with a conflict that is one.
 * Usage: test_solver_random [instances of each kind [first seed]]; prints what occurred. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/solver/instance.h"

struct tally {
    int optimal, infeasible, tied, coupled, large, cuts, components, flows, branch_and_cuts, proven;
};

static int wrong;

static void complain(uint64_t seed, enum instance_kind kind, const char *what)
{
    printf("seed %" PRIu64 " (%s): %s\n", seed, kind == INSTANCE_COUPLED ? "coupled" : "network", what);
    wrong++;
}

static void check_infeasible(uint64_t seed, enum instance_kind kind, const struct instance *in,
                             const struct solver_result *result, struct tally *tally)
{
    tally->infeasible++;
    if (result->conflicts == 0)
        complain(seed, kind, "no conflict is given");
    for (int i = 0; i < result->conflicts; i++) {
        tally->cuts += result->conflict[i].exact;
        if (!conflict_holds(in, &result->conflict[i]))
            complain(seed, kind, "the conflict is none");
    }
}

/* A proof must not hold for a worse choice. */
static void check_proofs(uint64_t seed, enum instance_kind kind, const struct instance *in,
                         const struct solver_result *result, unsigned choice, const struct brute *best)
{
    int64_t value[STAGES];
    for (int changed = 0; result->coupled == 0 && changed < in->problem.pairs; changed++) {
        unsigned char other[PAIRS];
        for (int p = 0; p < in->problem.pairs; p++)
            other[p] = (choice ^ 1u << changed) >> p & 1;
        if (solver_verify_proofs(&in->problem, other, result->proof, result->proofs, NULL) &&
            (!instance_evaluate(in, choice ^ 1u << changed, value) ||
             instance_compare(value, best->value, in->problem.stages) != 0))
            complain(seed, kind, "the proofs also hold for a worse choice");
    }
}

static void check_optimal(uint64_t seed, enum instance_kind kind, const struct instance *in,
                          const struct solver_result *result, const struct brute *best, struct tally *tally)
{
    unsigned choice = instance_choice(in, result->chosen);
    int64_t value[STAGES];
    int stages = in->problem.stages, proven;
    tally->optimal++;
    tally->tied += best->optima > 1;
    tally->large += in->problem.pairs > 12;
    if (!instance_evaluate(in, choice, value))
        complain(seed, kind, "the choice breaks a hard row");
    else if (instance_compare(value, best->value, stages) != 0)
        complain(seed, kind, "not the best values");
    if (instance_compare(result->value, best->value, stages) != 0 ||
        instance_compare(result->bound, best->value, stages) != 0)
        complain(seed, kind, "reported value or bound is wrong");
    if (result->coupled == 0 && choice != best->choice)
        complain(seed, kind, "the tie went another way");
    if (!solver_verify_proofs(&in->problem, result->chosen, result->proof, result->proofs, &proven))
        complain(seed, kind, "the proofs do not hold");
    tally->proven += proven;
    check_proofs(seed, kind, in, result, choice, best);
}

static void check_instance(uint64_t seed, enum instance_kind kind, struct tally *tally)
{
    static struct instance in;
    instance_make(&in, seed, kind, 0);
    struct brute best = instance_brute_force(&in);
    struct solver_result result;
    enum solver_status status = solver_solve(&in.problem, NULL, &result);
    tally->flows += result.flows;
    tally->branch_and_cuts += result.branch_and_cuts;
    tally->coupled += result.coupled > 0;
    tally->components += result.components > 1;
    if (status != (best.feasible ? SOLVER_OPTIMAL : SOLVER_INFEASIBLE)) {
        char text[300];
        snprintf(text, sizeof text, "status %d where brute force says %s; %s", status,
                 best.feasible ? "feasible" : "infeasible", result.message);
        complain(seed, kind, text);
    } else if (!best.feasible) {
        check_infeasible(seed, kind, &in, &result, tally);
    } else {
        check_optimal(seed, kind, &in, &result, &best, tally);
    }
    solver_result_clear(&result);
}

static int instances = 2500;
static uint64_t first_seed = 1;

static void run_kind(enum instance_kind kind)
{
    struct tally tally = {0};
    wrong = 0;
    for (int i = 0; i < instances; i++)
        check_instance(first_seed + (uint64_t)i, kind, &tally);
    printf("%s: %d instances from seed %" PRIu64
           ": %d optimal, %d infeasible, %d tied, %d coupled; %d of more than 12 pairs, %d of several "
           "components; %d cuts, %d flows, %d branch-and-cut runs, %d components proven by potentials\n",
           kind == INSTANCE_COUPLED ? "coupled" : "networks", instances, first_seed, tally.optimal,
           tally.infeasible, tally.tied, tally.coupled, tally.large, tally.components, tally.cuts,
           tally.flows, tally.branch_and_cuts, tally.proven);
    assert_int_equal(wrong, 0);
    if (instances < 2000)
        return;
    assert_true(tally.optimal > 100 && tally.infeasible > 100 && tally.tied > 100);
    assert_true(kind == INSTANCE_NETWORK || tally.coupled > 100);
    assert_true(tally.cuts > 100 && tally.components > 100 && tally.large > 0);
}

static void random_networks_agree_with_brute_force(void **unused)
{
    (void)unused;
    run_kind(INSTANCE_NETWORK);
}

static void random_coupled_problems_agree_with_brute_force(void **unused)
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
        cmocka_unit_test(random_networks_agree_with_brute_force),
        cmocka_unit_test(random_coupled_problems_agree_with_brute_force),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
