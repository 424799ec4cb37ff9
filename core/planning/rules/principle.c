/* principle: what the measure words as 原则上; a pair that breaks it costs points. */
#include "planning/rules/rules.h"

static int rows(struct problem *problem, const struct rule *rule)
{
    return rule_add_points(problem, rule, 1);
}

const struct rule_kind_functions rule_principle = {.word = "principle", .rows = rows};
