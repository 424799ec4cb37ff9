/* Parts of a problem that share no rows: each is solved apart. */
#ifndef TONGXIN_SOLVER_COMPONENT_H
#define TONGXIN_SOLVER_COMPONENT_H

#include "solver/arena.h"
#include "solver/solver.h"

/* Numbers in the problem's arrays, ascending. */
struct indices {
    int n;
    int *item; /* [n] */
};

/* Position of `value` in the list, which must hold it. */
int indices_position(const struct indices *list, int value);

enum part { PART_PAIRS, PART_SUMS, PART_CURVES, PART_LINKS, PARTS };

struct component {
    struct indices part[PARTS];
};

/* Splits the problem. A sum that cannot bind and measures nothing belongs to no component. Sums without pairs
 * that ask for something are components of their own. *count components, ordered by their first pair (those
 * without pairs last, by their sum). */
struct component *components_split(struct arena *arena, const struct solver_problem *problem, int *count);

/* The whole problem as one component: what a cap on a stage makes of it. */
struct component *component_whole(struct arena *arena, const struct solver_problem *problem);

#endif
