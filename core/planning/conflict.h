/* Why there is no plan, in the words of the measure: from clashing elements to rules, people and windows. */
#ifndef TONGXIN_PLANNING_CONFLICT_H
#define TONGXIN_PLANNING_CONFLICT_H

#include "base/error.h"
#include "model/plan.h"
#include "planning/ended.h"

/* Looks for the clashes during at most `seconds` and fills plan->conflict, owned by the plan. Clashes of the
 * same rules in the same window are told together. Of the pairs that have ended, those are told whose
 * relation and remaining end take part: who has left, when and why. */
enum status conflict_explain(struct plan *plan, const struct roster *roster, const struct scheme *scheme,
                             const struct ended_pair *ended, int ended_pairs, double seconds,
                             struct error *error);

#endif
