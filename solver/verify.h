/* Integer verification of a choice against the rows as the caller stated them: no network, no solver. */
#ifndef TONGXIN_SOLVER_VERIFY_H
#define TONGXIN_SOLVER_VERIFY_H

#include "solver/component.h"

/* Whether every hard sum and link of the component holds. */
bool verify_holds(const struct solver_problem *problem, const struct component *component,
                  const unsigned char *chosen);

/* Adds the component's value at each stage to value[stages]. */
void verify_add_values(const struct solver_problem *problem, const struct component *component,
                       const unsigned char *chosen, int64_t *value);

int64_t verify_sum_total(const struct solver_sum *sum, const unsigned char *chosen);
/* How many pairs of the link count: min(cap, chosen) if `given` is chosen, else 0. */
int64_t verify_link_count(const struct solver_link *link, const unsigned char *chosen);

#endif
