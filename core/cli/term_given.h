/* A version of the plan from pairs that are given: nothing is solved, everything is checked. */
#ifndef TONGXIN_CLI_TERM_GIVEN_H
#define TONGXIN_CLI_TERM_GIVEN_H

#include "cli/term_case.h"

/* Checks the pairs, which are sorted in place, and makes *plan of them, and its JSON in
 * made->part[PLAN_RESULT]. proven: [stages] what solving proved of the stages; their bounds are taken over.
 * proof: goes along; may be NULL. STATUS_NO where a hard rule does not hold: then each violation is printed,
 * and the sentence `refused`. */
enum status given_plan(struct term *term, struct term_case *made, struct pair *pair, int pairs,
                       const struct stage_value *proven, int stages, const struct proof *proof,
                       struct plan *plan, const char *refused);

#endif
