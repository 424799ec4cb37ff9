/* Random small problems and their solution by trying every choice: networks and coupled ones, several stages,
 * negative points, convex loads, links, soft bounds. Nothing here shares code with the solver. */
#ifndef TONGXIN_TESTS_SOLVER_INSTANCE_H
#define TONGXIN_TESTS_SOLVER_INSTANCE_H

#include "solver/solver.h"

enum { PAIRS = 16, SUMS = 40, CURVES = 40, LINKS = 4, STAGES = 4 };

struct instance {
    struct solver_problem problem;
    int source[PAIRS], target[PAIRS], rank[PAIRS];
    int64_t cost[STAGES][PAIRS];
    const int64_t *cost_list[STAGES];
    struct solver_sum sum[SUMS];
    int sum_pair[SUMS][PAIRS], sum_weight[SUMS][PAIRS];
    unsigned sum_mask[SUMS]; /* the pairs as bits */
    struct solver_curve curve[CURVES];
    int64_t step[CURVES][PAIRS];
    struct solver_link link[LINKS];
    int link_pair[LINKS][PAIRS];
    unsigned link_mask[LINKS];
};

enum instance_kind {
    INSTANCE_NETWORK, /* loads, covers, teams, nested limits; now and then they cross */
    INSTANCE_COUPLED, /* links and weighted or crossing rows as well */
};

/* The problem of this seed, always the same. Its arrays stand in *in, which must not be moved. `pairs` at
 * most (0: 12, now and then 16). */
void instance_make(struct instance *in, uint64_t seed, enum instance_kind kind, int pairs);

/* What a choice (bit p: pair p) is worth, into value[STAGES]; false where it breaks a hard row. */
bool instance_evaluate(const struct instance *in, unsigned choice, int64_t *value);

/* All choices tried. */
struct brute {
    bool feasible;
    int optima;
    int64_t value[STAGES];
    unsigned choice; /* the one the tie asks for */
};
struct brute instance_brute_force(const struct instance *in);

/* -1, 0, 1 as the values a come before, with, after b. */
int instance_compare(const int64_t *a, const int64_t *b, int stages);

unsigned instance_choice(const struct instance *in, const unsigned char *chosen);

/* Whether the conflict is one. A cut is verified by arithmetic: whatever is chosen, its demands together hold
 * no more than its limits and pairs together hold, and yet they ask for more than those may have. All rows of
 * a component are verified by trying every choice. */
bool conflict_holds(const struct instance *in, const struct solver_conflict *conflict);

/* The first of the two for problems of any size. */
bool cut_holds(const struct solver_problem *problem, const struct solver_conflict *conflict);

#endif
