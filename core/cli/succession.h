/* What a successor takes over: which of the pairs of who leaves the scheme allows them, and why not the
 * others. */
#ifndef TONGXIN_CLI_SUCCESSION_H
#define TONGXIN_CLI_SUCCESSION_H

#include "cli/term.h"
#include "model/plan.h"

/* The pairs of the newest plan (in force, else the newest draft) as they are before the change. Owned by the
 * invocation's owner; no pairs where there is no plan. */
enum status succession_pairs(struct term *term, struct named_plan **named);

/* After the change, with term->members read anew: says (term_say) that `successor` takes over, or which pairs
 * of `old` the scheme does not allow them, and why. Both are ids. Where the scheme cannot be run on the
 * changed roster that is said. */
enum status succession_say(struct term *term, const struct named_plan *named, const char *old,
                           const char *successor);

#endif
