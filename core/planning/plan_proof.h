/* The proof that a plan carries: the solver's potentials and bounds under names that roster and scheme alone
 * give, so that a checker that numbers everything its own way can find them. */
#ifndef TONGXIN_PLANNING_PLAN_PROOF_H
#define TONGXIN_PLANNING_PLAN_PROOF_H

#include "planning/problem.h"

/* Names of the problem's rows, owned by `owner`: "load/RELATION/SOURCE", "cover/RELATION/TARGET",
 * "everyone/COVER/TARGET", "shortfall/COVER/TARGET", "rule/RULE/N" (the rule's N-th row). NULL where memory
 * ran out. */
const char **problem_row_names(const void *owner, const struct problem *problem);

/* Sets plan->proof from plan->pair and what the solver left. Returns 0 where memory ran out. */
int proof_take(struct plan *plan, const struct problem *problem, const struct solver_result *result);

/* The proof of a plan in which the stage is not best but worth at most what it comes to (`first` proves the
 * best): lines of the stages before it are those of `first`, whose texts it shares; the others say what the
 * solver proved. Owned by `plan`, like proof_take. */
int proof_take_capped(struct plan *plan, const struct problem *problem, const struct proof *first, int stage);

/* The proof of a plan that is as good in every stage as those that `first` proves to be best: potentials hold
 * for all of them alike. Owned by `plan`, shares texts with `first`. */
int proof_take_same(struct plan *plan, const struct problem *problem, const struct proof *first);

#endif
