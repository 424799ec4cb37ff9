/* Check a plan without the solver: cover, loads, rules and stage values worked out anew from roster, scheme
 * and plan. It shares the model with core/planning's problem, and no code. */
#ifndef TONGXIN_PLANNING_CHECK_H
#define TONGXIN_PLANNING_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "model/plan.h"

/* One violated duty or rule. */
struct violation {
    struct origin origin; /* of the relation, cover or rule; name NULL where the plan's own claim is wrong */
    int row;              /* of the plan's file; 0 where it concerns no single pair */
    const char *message;  /* a full sentence, people named with ids */
};

struct check_result {
    int violations;
    struct violation *violation; /* [violations] by relation, cover and rule as declared; of each, pairs in
                                  * the order of the file, then people and windows in the order of ids */
    int stages;
    struct stage_value *stage; /* [stages] values re-derived; bound: what the file claims, else the value */
    int pairs;
};

/* Checks bound pairs (row[i] may be NULL). `previous` (NULL: none) is the bound previous plan, for the stage
 * "change". With `part`, relations without any pair are open: lower bounds that they could fill are not
 * counted. `claimed` (NULL: none) are the stage values that the file claims: a difference is a violation;
 * claims that cannot be re-derived (a change without the previous plan) are left aside. The stages measure
 * the pairs as they are, with `part` too. A pair that is listed twice counts once. STATUS_OK says that the
 * check was made, whatever it found: *result is owned by `owner`, its origins point into the scheme. Only
 * memory can fail. */
enum status plan_check(const void *owner, const struct roster *roster, const struct scheme *scheme,
                       const struct pair *pair, int pairs, const int *row, const struct pair *previous,
                       int previous_pairs, bool has_previous, bool part, const struct named_plan *claimed,
                       struct check_result **result, struct error *error);

#endif
