/* What check --proof prints below the check. */
#ifndef TONGXIN_CLI_PROOF_H
#define TONGXIN_CLI_PROOF_H

#include "cli/inputs.h"

struct proof_wish {
    bool wanted;
    double seconds; /* for what has no potentials */
};

/* Checks the plan's proof and prints what came of each stage. STATUS_NO where it does not hold. */
enum status proof_print(struct invocation *invocation, const struct inputs *inputs,
                        const struct named_plan *named, const struct pair *pair, int pairs,
                        const struct proof_wish *wish);

#endif
