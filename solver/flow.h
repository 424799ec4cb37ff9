/* Minimum-cost flow on a network by GLPK's out-of-kilter routine, and the cut that shows there is none. */
#ifndef TONGXIN_SOLVER_FLOW_H
#define TONGXIN_SOLVER_FLOW_H

#include "solver/network.h"

enum flow_status {
    FLOW_OPTIMAL,
    FLOW_INFEASIBLE,
    FLOW_TOO_LARGE, /* costs could pass what a flow holds exactly (2^31-1) */
    FLOW_FAILED,    /* GLPK gave up; message says why */
};

/* Finds a circulation within the network's bounds that minimises the costs of `stage` (-1: any circulation).
 * On FLOW_OPTIMAL network->flow and potential[nodes] are set and checked in integers against each other. */
enum flow_status flow_solve(struct arena *arena, struct network *network, int stage, int64_t *potential,
                            char *message, size_t size);

/* Cost of network->flow at a stage (the arcs' costs; constants of soft sums are not in it). */
int64_t flow_cost(const struct network *network, int stage);

/* Why there is no circulation: sets of nodes into which the bounds demand more than can leave (Hoffman's
 * condition). *list is an array of the arena; returns how many. Every demand that stays short
 * after all that can be met has been met is in one of them. */
int flow_conflicts(struct arena *arena, struct network *network, struct solver_conflict **list);

#endif
