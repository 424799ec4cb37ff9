/* Random small problems against brute force over all choices: networks and coupled ones, several stages,
 * negative points, convex loads, links and soft bounds. Networks must also agree in the tie and carry proofs
 * that hold. Usage: test_solver_random [instances of each kind [first seed]]; prints what occurred. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "solver/solver.h"

enum { PAIRS = 12, SUMS = 24, CURVES = 24, LINKS = 4, STAGES = 4 };

struct instance {
    struct solver_problem problem;
    int source[PAIRS], target[PAIRS], rank[PAIRS];
    int64_t cost[STAGES][PAIRS];
    const int64_t *cost_list[STAGES];
    struct solver_sum sum[SUMS];
    int sum_pair[SUMS][PAIRS], sum_weight[SUMS][PAIRS];
    struct solver_curve curve[CURVES];
    int64_t step[CURVES][2 * PAIRS];
    struct solver_link link[LINKS];
    int link_pair[LINKS][PAIRS];
};

/* splitmix64 */
static uint64_t state;
static uint64_t next_random(void)
{
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static int between(int lo, int hi)
{
    return lo + (int)(next_random() % (uint64_t)(hi - lo + 1));
}

static bool chance(int percent)
{
    return between(1, 100) <= percent;
}

static struct solver_sum *add_sum(struct instance *in)
{
    int i = in->problem.sums++;
    struct solver_sum *sum = &in->sum[i];
    *sum =
        (struct solver_sum){.pair = in->sum_pair[i], .lo = 0, .hi = SOLVER_UNBOUNDED, .stage = SOLVER_HARD};
    return sum;
}

static void put(struct instance *in, struct solver_sum *sum, int pair)
{
    in->sum_pair[sum - in->sum][sum->n++] = pair;
}

static void add_curve(struct instance *in, struct solver_sum *sum)
{
    int c = in->problem.curves++;
    struct solver_curve *curve = &in->curve[c];
    int at = between(-3, 2);
    *curve = (struct solver_curve){.sum = (int)(sum - in->sum),
                                   .stage = between(0, in->problem.stages - 1),
                                   .n = PAIRS,
                                   .step = in->step[c]};
    for (int j = 0; j < PAIRS; j++)
        in->step[c][j] = at += between(0, 2);
}

static void make_pairs(struct instance *in)
{
    int sources = between(1, 4), targets = between(1, 5), p = 0;
    for (int tries = 0; tries < 40 && p < PAIRS; tries++) {
        int s = between(0, sources - 1), t = between(0, targets - 1);
        if (chance(60)) {
            in->source[p] = s;
            in->target[p++] = t;
        }
    }
    in->problem.pairs = p > 0 ? p : 1;
    for (int i = 0; i < in->problem.pairs; i++) {
        int k = between(0, i);
        in->rank[i] = i;
        int swap = in->rank[k];
        in->rank[k] = in->rank[i];
        in->rank[i] = swap;
    }
}

static void make_costs(struct instance *in)
{
    for (int s = 0; s < in->problem.stages; s++) {
        in->cost_list[s] = chance(80) ? in->cost[s] : NULL;
        for (int p = 0; p < in->problem.pairs; p++)
            in->cost[s][p] = chance(60) ? between(-4, 5) : 0;
    }
}

/* Loads of sources and covers of targets, sometimes soft, sometimes with a nested limit. */
static void make_ends(struct instance *in, const int *end, int ends)
{
    for (int e = 0; e < ends; e++) {
        if (chance(15))
            continue;
        struct solver_sum *sum = add_sum(in);
        for (int p = 0; p < in->problem.pairs; p++)
            if (end[p] == e)
                put(in, sum, p);
        sum->lo = chance(45) ? between(0, 2) : 0;
        sum->hi = chance(60) ? sum->lo + between(0, 2) : SOLVER_UNBOUNDED;
        if (chance(20)) {
            sum->stage = between(0, in->problem.stages - 1);
            sum->under = between(0, 3);
            sum->over = between(0, 3);
        }
        if (chance(40))
            add_curve(in, sum);
        if (sum->n > 1 && chance(25)) {
            struct solver_sum *inner = add_sum(in);
            for (int k = 0; k < sum->n; k++)
                if (chance(50))
                    put(in, inner, sum->pair[k]);
            inner->hi = between(0, 2);
            if (chance(30))
                add_curve(in, inner);
        }
    }
}

static void make_links(struct instance *in)
{
    int wanted = between(0, 3);
    for (int i = 0; i < wanted && in->problem.pairs > 1; i++) {
        int l = in->problem.links++;
        struct solver_link *link = &in->link[l];
        *link = (struct solver_link){.pair = in->link_pair[l],
                                     .given = between(0, in->problem.pairs - 1),
                                     .cap = between(1, 3),
                                     .stage = between(chance(25) ? -1 : 0, in->problem.stages - 1),
                                     .points = between(-4, 3)};
        for (int p = 0; p < in->problem.pairs; p++)
            if (p != link->given && chance(40))
                in->link_pair[l][link->n++] = p;
    }
}

static void make_coupling_sums(struct instance *in)
{
    int wanted = between(1, 3);
    for (int i = 0; i < wanted; i++) {
        struct solver_sum *sum = add_sum(in);
        bool weighted = chance(50);
        sum->weight = weighted ? in->sum_weight[sum - in->sum] : NULL;
        for (int p = 0; p < in->problem.pairs; p++) {
            if (!chance(50))
                continue;
            in->sum_weight[sum - in->sum][sum->n] = between(chance(20) ? -2 : 1, 4);
            put(in, sum, p);
        }
        sum->lo = chance(30) ? between(0, 3) : chance(50) ? 0 : INT64_MIN;
        sum->hi = chance(70) ? (sum->lo > 0 ? sum->lo : 0) + between(0, 4) : SOLVER_UNBOUNDED;
        if (chance(40)) {
            sum->stage = between(0, in->problem.stages - 1);
            sum->under = between(0, 3);
            sum->over = between(0, 3);
            if (sum->lo == INT64_MIN)
                sum->lo = 0;
        }
        if (!weighted && chance(30))
            add_curve(in, sum);
    }
}

static void make_instance(struct instance *in, uint64_t seed, bool coupled)
{
    memset(in, 0, sizeof *in);
    state = seed;
    in->problem.stages = between(1, STAGES);
    make_pairs(in);
    make_costs(in);
    make_ends(in, in->source, 4);
    make_ends(in, in->target, 5);
    if (coupled) {
        make_links(in);
        if (chance(60))
            make_coupling_sums(in);
    }
    in->problem.source = in->source;
    in->problem.target = in->target;
    in->problem.rank = in->rank;
    in->problem.cost = in->cost_list;
    in->problem.sum = in->sum;
    in->problem.curve = in->curve;
    in->problem.link = in->link;
}

/* What a choice (bit p: pair p) is worth; false where it breaks a hard row. Written apart from the solver's
 * own. */
static bool evaluate(const struct instance *in, unsigned choice, int64_t *value)
{
    const struct solver_problem *problem = &in->problem;
    int64_t total[SUMS];
    memset(value, 0, STAGES * sizeof *value);
    for (int i = 0; i < problem->sums; i++) {
        const struct solver_sum *sum = &in->sum[i];
        total[i] = 0;
        for (int k = 0; k < sum->n; k++)
            total[i] += choice >> sum->pair[k] & 1 ? (sum->weight ? sum->weight[k] : 1) : 0;
        int64_t below = total[i] < sum->lo ? sum->lo - total[i] : 0,
                above = total[i] > sum->hi ? total[i] - sum->hi : 0;
        if (sum->stage < 0 && (below || above))
            return false;
        if (sum->stage >= 0)
            value[sum->stage] += below * sum->under + above * sum->over;
    }
    for (int i = 0; i < problem->curves; i++)
        for (int64_t j = 0; j < total[in->curve[i].sum]; j++)
            value[in->curve[i].stage] += in->curve[i].step[j];
    for (int i = 0; i < problem->links; i++) {
        const struct solver_link *link = &in->link[i];
        int64_t count = 0;
        for (int k = 0; k < link->n; k++)
            count += choice >> link->pair[k] & 1;
        bool given = choice >> link->given & 1;
        if (link->stage < 0 && count > 0 && !given)
            return false;
        if (link->stage >= 0 && given)
            value[link->stage] += link->points * (count < link->cap ? count : link->cap);
    }
    for (int s = 0; s < problem->stages; s++)
        for (int p = 0; in->cost_list[s] && p < problem->pairs; p++)
            value[s] += choice >> p & 1 ? in->cost[s][p] : 0;
    return true;
}

struct brute {
    bool feasible;
    int optima;
    int64_t value[STAGES];
    unsigned choice; /* the one the tie asks for */
};

static int compare_values(const int64_t *a, const int64_t *b, int stages)
{
    for (int s = 0; s < stages; s++)
        if (a[s] != b[s])
            return a[s] < b[s] ? -1 : 1;
    return 0;
}

/* Whether choice a comes before b in the tie: it holds the first pair asked in which they differ. */
static bool preferred(const struct instance *in, unsigned a, unsigned b)
{
    int best = -1;
    for (int p = 0; p < in->problem.pairs; p++)
        if (((a ^ b) >> p & 1) && (best < 0 || in->rank[p] < in->rank[best]))
            best = p;
    return best >= 0 && (a >> best & 1);
}

static struct brute brute_force(const struct instance *in)
{
    struct brute best = {0};
    int64_t value[STAGES];
    for (unsigned choice = 0; choice < 1u << in->problem.pairs; choice++) {
        if (!evaluate(in, choice, value))
            continue;
        int order = best.feasible ? compare_values(value, best.value, in->problem.stages) : -1;
        if (order > 0)
            continue;
        best.optima = order < 0 ? 1 : best.optima + 1;
        if (order < 0 || preferred(in, choice, best.choice)) {
            memcpy(best.value, value, sizeof value);
            best.choice = choice;
        }
        best.feasible = true;
    }
    return best;
}

struct tally {
    int optimal, infeasible, tied, coupled, flows, branch_and_cuts, proven;
};

static int wrong;

static void complain(uint64_t seed, bool coupled, const char *what)
{
    printf("seed %" PRIu64 " (%s): %s\n", seed, coupled ? "coupled" : "network", what);
    wrong++;
}

static void check_instance(uint64_t seed, bool coupled, struct tally *tally)
{
    static struct instance in;
    make_instance(&in, seed, coupled);
    struct brute best = brute_force(&in);
    struct solver_result result;
    enum solver_status status = solver_solve(&in.problem, NULL, &result);
    tally->flows += result.flows;
    tally->branch_and_cuts += result.branch_and_cuts;
    tally->coupled += result.coupled > 0;
    if (status != (best.feasible ? SOLVER_OPTIMAL : SOLVER_INFEASIBLE)) {
        char text[300];
        snprintf(text, sizeof text, "status %d where brute force says %s; %s", status,
                 best.feasible ? "feasible" : "infeasible", result.message);
        complain(seed, coupled, text);
    } else if (!best.feasible) {
        tally->infeasible++;
        if (result.conflicts == 0)
            complain(seed, coupled, "no conflict is given");
    } else {
        unsigned choice = 0;
        int64_t value[STAGES];
        for (int p = 0; p < in.problem.pairs; p++)
            choice |= (unsigned)result.chosen[p] << p;
        tally->optimal++;
        tally->tied += best.optima > 1;
        if (!evaluate(&in, choice, value))
            complain(seed, coupled, "the choice breaks a hard row");
        else if (compare_values(value, best.value, in.problem.stages) != 0)
            complain(seed, coupled, "not the best values");
        if (compare_values(result.value, best.value, in.problem.stages) != 0 ||
            compare_values(result.bound, best.value, in.problem.stages) != 0)
            complain(seed, coupled, "reported value or bound is wrong");
        if (result.coupled == 0 && choice != best.choice)
            complain(seed, coupled, "the tie went another way");
        int proven;
        if (!solver_verify_proofs(&in.problem, result.chosen, result.proof, result.proofs, &proven))
            complain(seed, coupled, "the proofs do not hold");
        tally->proven += proven;
        /* A proof must not hold for a worse choice. */
        unsigned char other[PAIRS];
        unsigned changed = choice ^ 1u << between(0, in.problem.pairs - 1);
        for (int p = 0; p < in.problem.pairs; p++)
            other[p] = changed >> p & 1;
        if (result.coupled == 0 &&
            solver_verify_proofs(&in.problem, other, result.proof, result.proofs, NULL) &&
            (!evaluate(&in, changed, value) || compare_values(value, best.value, in.problem.stages) != 0))
            complain(seed, coupled, "the proofs also hold for a worse choice");
    }
    solver_result_clear(&result);
}

static int instances = 2500;
static uint64_t first_seed = 1;

static void run_kind(bool coupled)
{
    struct tally tally = {0};
    wrong = 0;
    for (int i = 0; i < instances; i++)
        check_instance(first_seed + (uint64_t)i, coupled, &tally);
    printf("%s: %d instances from seed %" PRIu64
           ": %d optimal, %d infeasible, %d tied, %d coupled; %d flows, %d branch-and-cut runs, "
           "%d components proven by potentials\n",
           coupled ? "coupled" : "networks", instances, first_seed, tally.optimal, tally.infeasible,
           tally.tied, tally.coupled, tally.flows, tally.branch_and_cuts, tally.proven);
    assert_int_equal(wrong, 0);
    if (instances < 2000)
        return;
    assert_true(tally.optimal > 100 && tally.infeasible > 100 && tally.tied > 100);
    assert_true(!coupled || tally.coupled > 100);
}

static void random_networks_agree_with_brute_force(void **unused)
{
    (void)unused;
    run_kind(false);
}

static void random_coupled_problems_agree_with_brute_force(void **unused)
{
    (void)unused;
    run_kind(true);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        instances = atoi(argv[1]);
    if (argc > 2)
        first_seed = strtoull(argv[2], NULL, 10);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_networks_agree_with_brute_force),
        cmocka_unit_test(random_coupled_problems_agree_with_brute_force),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
