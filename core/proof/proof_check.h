/* Checks the proof that a plan carries, without the solver: the problem is built from roster, scheme and
 * previous plan, potentials are checked by additions alone, and what has none is solved once more in another
 * form. Nothing here uses code of solver/; its header only tells the shape of the problem. */
#ifndef TONGXIN_PROOF_PROOF_CHECK_H
#define TONGXIN_PROOF_PROOF_CHECK_H

#include <stdbool.h>

#include "base/error.h"
#include "model/plan.h"

enum proof_outcome {
    PROOF_VERIFIED, /* potentials hold: no plan is better in this stage */
    PROOF_RESOLVED, /* another form of the problem has the same best value */
    PROOF_TRUSTED,  /* the clock ended before the other form was solved: the solver's word is all there is */
    PROOF_OPEN,     /* the plan itself does not say that the stage is proven */
    PROOF_WRONG,    /* the proof does not hold */
    PROOF_OUTCOMES
};

/* Parts that came to the same in a stage, told together. */
struct proof_row {
    const char *stage;
    enum proof_outcome outcome;
    int parts, pairs;
};

/* Owned by the caller's context. */
struct proof_result {
    int rows;
    struct proof_row *row; /* [rows] by stage as the scheme orders them, then by outcome */
    const char *capped;    /* the stage that need not be best, but is worth `at_most`; NULL: none */
    int64_t at_most;
    int faults;
    const char **fault; /* [faults] full sentences: what is wrong; the proof does not hold */
};

/* Checks bound pairs against plan->proof and plan->stage. The pairs must have passed plan_check: that rules
 * hold and values are right is not looked at again. `seconds` bounds the solving of the other form. STATUS_OK
 * says that the check was made, whatever it found; only memory can fail. */
enum status proof_check(const void *owner, const struct roster *roster, const struct scheme *scheme,
                        const struct pair *pair, int pairs, const struct pair *previous, int previous_pairs,
                        bool has_previous, const struct named_plan *plan, double seconds,
                        struct proof_result **result, struct error *error);

#endif
