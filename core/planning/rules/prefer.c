/* prefer: convenience (联系便利); a pair that has it earns points. */
#include "planning/rules/rules.h"

static int rows(struct problem *problem, const struct rule *rule)
{
    return rule_add_points(problem, rule, -1);
}

const struct rule_kind_functions rule_prefer = {.word = "prefer", .rows = rows};
