/* What a problem must be before the method may rely on it. */
#ifndef TONGXIN_SOLVER_VALIDATE_H
#define TONGXIN_SOLVER_VALIDATE_H

#include "solver/arena.h"
#include "solver/solver.h"

/* Whether the arrays break what solver.h asks of them: counts and indices out of range, a pair twice in a
 * row, curves that fall, are too short or have a weighted sum, negative points of a soft sum. */
bool problem_is_malformed(struct arena *arena, const struct solver_problem *problem);

/* The first stage whose value could leave 64-bit integers, or -1. (What flows and branch and cut can hold is
 * less, and asked by them.) */
int problem_stage_beyond_integers(const struct solver_problem *problem);

#endif
