/* Decide between equal choices, so that the same problem always gives the same pairs (ARCHITECTURE.md, The
 * tie).
 */
#ifndef TONGXIN_SOLVER_TIE_H
#define TONGXIN_SOLVER_TIE_H

#include "solver/network.h"

/* network->flow is a circulation within the bounds, and every other one is as good. Pairs are asked by
 * ascending rank[pair] (NULL: by number): one is taken if some circulation holds it together with all earlier
 * decisions, else left out. Changes flow and bounds. Returns how many pairs it turned from out to in. */
int tie_decide(struct arena *arena, struct network *network, const int *rank);

#endif
