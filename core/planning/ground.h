/* The units of a ground: bounds of sums, links, and pairs ruled out. Between ground.c and clash*.c only. */
#ifndef TONGXIN_PLANNING_GROUND_H
#define TONGXIN_PLANNING_GROUND_H

#include "planning/clash.h"

static inline int unit_lower(int sum)
{
    return 2 * sum;
}

static inline int unit_upper(int sum)
{
    return 2 * sum + 1;
}

static inline int unit_link(const struct ground *ground, int link)
{
    return 2 * ground->problem->sums + link;
}

static inline int unit_forbid(const struct ground *ground, int forbid)
{
    return 2 * ground->problem->sums + ground->problem->links + forbid;
}

/* A problem of the active units alone, and how its numbers lead back. */
struct reduced {
    struct solver_problem solver;
    int *sum_of, *pair_of; /* [solver.sums], [solver.pairs] in the ground's problem */
};

/* Owned by `owner`; NULL where memory ran out. */
struct reduced *ground_reduce(const void *owner, const struct ground *ground, const bool *active);

/* Solves it; the result must be cleared. */
enum verdict ground_solve(const struct reduced *reduced, double seconds, struct solver_result *result);

#endif
