/* must: this pair is in the plan. */
#include <talloc.h>

#include "planning/rules/rules.h"

static int rows(struct problem *problem, const struct rule *rule)
{
    for (int i = 0; i < rule->relations; i++) {
        const struct relation *relation = &problem->scheme->relation[rule->relation[i]];
        for (int c = 0; c < relation->pairs; c++) {
            if (!rule->value[i][c])
                continue;
            int *pair = talloc(problem, int);
            if (!pair)
                return 0;
            /* A pair that another rule rules out leaves a row that nothing fills: the two clash. */
            *pair = problem->number[rule->relation[i]][c];
            const struct solver_sum sum = {
                .n = *pair >= 0, .pair = pair, .lo = 1, .hi = 1, .stage = SOLVER_HARD};
            const struct duty duty = {DUTY_RULE, (int)(rule - problem->scheme->rule),
                                      relation->pair_source[c]};
            if (!problem_add_sum(problem, &sum, &duty))
                return 0;
        }
    }
    return 1;
}

const struct rule_kind_functions rule_must = {.word = "must", .rows = rows};
