/* A problem under further conditions: pairs that must be or must not be, stages put in, left out or capped.
 * The rest of the problem is as it is. */
#ifndef TONGXIN_PLANNING_VARIANT_H
#define TONGXIN_PLANNING_VARIANT_H

#include "planning/problem.h"

#define VARIANT_OWN_STAGE (-1) /* in place of a stage of the problem: one that was put in */

/* A stage of the variant. */
struct variant_stage {
    int stage;           /* of the problem, or VARIANT_OWN_STAGE */
    const int64_t *cost; /* of one's own: [pairs]; otherwise the problem's */
    int64_t cap;         /* as solver_options says; SOLVER_UNBOUNDED: minimised */
};

/* Owned by the talloc context given to variant_make. The problem must live as long. */
struct variant {
    const struct problem *problem;
    int stages;
    struct variant_stage *stage; /* [stages] in their order */
    int sums;                    /* beyond those of the problem */
    struct solver_sum *sum;
    bool failed; /* memory ran out: solving says so */
};

/* The problem itself, with all its stages. NULL where memory ran out. */
struct variant *variant_make(const void *owner, const struct problem *problem);

/* At least one of these pairs (copied) must be chosen; with n = 1 the pair. */
void variant_require(struct variant *variant, const int *pair, int n);
void variant_exclude(struct variant *variant, int pair);

/* Puts in a stage before the at-th; cost[pairs] must live as long as the variant. */
void variant_insert(struct variant *variant, int at, const int64_t *cost);
/* Leaves out the at-th stage; what it measures does not count. */
void variant_leave_out(struct variant *variant, int at);
/* Where the stage of the problem stands among the variant's, or -1. */
int variant_place(const struct variant *variant, int stage);

/* Solves it: result->value has a figure for each of the variant's stages, without the constants of the
 * problem's. The result must be cleared. */
enum solver_status variant_solve(const struct variant *variant, const struct solver_options *options,
                                 struct solver_result *result);

/* The worth of a choice at each stage of the variant, into value[stages] (as variant_solve tells it). False
 * where the choice breaks a row of the problem or a condition. */
bool variant_evaluate(const struct variant *variant, const unsigned char *chosen, int64_t *value);

#endif
