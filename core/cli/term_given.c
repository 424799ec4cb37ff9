#include "cli/term_given.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/text.h"
#include "planning/check.h"
#include "planning/plan_file.h"

static int compare_pairs(const void *a, const void *b)
{
    return pair_compare(a, b);
}

/* The bounds are those that solving proved. */
static int64_t bound_of(const struct stage_value *proven, int stages, const struct stage_value *stage)
{
    for (int s = 0; s < stages; s++)
        if (strcmp(proven[s].name, stage->name) == 0)
            return proven[s].bound;
    return stage->value;
}

static enum status refuse(struct term *term, const struct check_result *result, const char *message)
{
    for (int i = 0; i < result->violations; i++)
        printf("%s\n", text_printable(term->invocation->owner, result->violation[i].message));
    printf("\n%s\n", message);
    return STATUS_NO;
}

enum status given_plan(struct term *term, struct term_case *made, struct pair *pair, int pairs,
                       const struct stage_value *proven, int stages, const struct proof *proof,
                       struct plan *plan, const char *refused)
{
    struct invocation *invocation = term->invocation;
    struct check_result *result;
    if (pairs > 0)
        qsort(pair, (size_t)pairs, sizeof *pair, compare_pairs);
    for (int p = 0; p < pairs; p++) {
        pair[p].kept = false;
        for (int q = 0; q < made->previous_pairs && !pair[p].kept; q++)
            pair[p].kept = pair_compare(&pair[p], &made->previous[q]) == 0;
    }
    enum status status =
        plan_check(invocation->owner, made->roster, made->scheme, pair, pairs, NULL, made->previous,
                   made->previous_pairs, made->has_previous, false, NULL, &result, invocation->error);
    if (status != STATUS_OK)
        return status;
    if (result->violations > 0)
        return refuse(term, result, refused);
    for (int s = 0; s < result->stages; s++)
        result->stage[s].bound = bound_of(proven, stages, &result->stage[s]);
    *plan = (struct plan){.scheme = made->scheme->name,
                          .status = PLAN_FEASIBLE,
                          .stages = result->stages,
                          .stage = result->stage,
                          .pairs = pairs,
                          .pair = pair,
                          .proof = proof,
                          .has_previous = made->has_previous};
    char *text =
        plan_to_json(invocation->owner, plan, made->scheme, made->roster, &made->part[PLAN_RESULT].size);
    made->part[PLAN_RESULT].bytes = text;
    return text ? STATUS_OK : error_add_memory(invocation->error);
}
