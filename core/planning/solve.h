/* The main job: roster and scheme in, proven plan out. */
#ifndef TONGXIN_PLANNING_SOLVE_H
#define TONGXIN_PLANNING_SOLVE_H

#include <stdbool.h>

#include "base/error.h"
#include "model/plan.h"
#include "planning/ended.h"
#include "solver/solver.h"

/* What solving is given besides roster and scheme. */
struct solve_request {
    const struct pair *previous; /* bound pairs of the previous plan, or NULL */
    int previous_pairs;
    bool has_previous;
    const struct ended_pair *ended; /* [ended_pairs] of the previous plan: told where there is no plan */
    int ended_pairs;
    struct solver_options options;
    bool without_reasons; /* where there is no plan, that is all that is asked */
};

/* Solves. *plan (owned by `owner`) is filled in every case but STATUS_INPUT (numbers too large for exact
 * work, said in `error`) and STATUS_MACHINE. Returns STATUS_OK for a proven plan, STATUS_NO where the clock
 * left a gap or there is no plan: plan->status says which. */
enum status plan_solve(const void *owner, const struct roster *roster, const struct scheme *scheme,
                       const struct solve_request *request, struct plan **plan, struct error *error);

#endif
