/* Why there is no plan, in the words of the measure: from the solver's clashing rows to rules, people and
 * windows. */
#ifndef TONGXIN_PLANNING_CONFLICT_H
#define TONGXIN_PLANNING_CONFLICT_H

#include "model/plan.h"
#include "planning/problem.h"

/* Fills plan->conflict, owned by the plan. People of one window whom nobody may contact are told together.
 * Returns 0 where memory ran out. */
int conflict_describe(struct plan *plan, const struct problem *problem, const struct solver_result *result);

#endif
