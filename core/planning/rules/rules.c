#include "planning/rules/rules.h"

const struct rule_kind_functions *const rule_kinds[RULE_KINDS] = {
    [RULE_FORBID] = &rule_forbid,       [RULE_REQUIRE] = &rule_require,   [RULE_MUST] = &rule_must,
    [RULE_PRINCIPLE] = &rule_principle, [RULE_PREFER] = &rule_prefer,     [RULE_LINK] = &rule_link,
    [RULE_LIMIT] = &rule_limit,         [RULE_TOGETHER] = &rule_together, [RULE_APART] = &rule_apart,
};

bool rule_rules_out(const struct rule *rule, int slot, int candidate)
{
    return rule->value[slot][candidate] != 0;
}

int rule_add_points(struct problem *problem, const struct rule *rule, int sign)
{
    int stage = problem->active[rule->stage];
    if (stage < 0)
        return 1; /* the stage measures nothing here */
    for (int i = 0; i < rule->relations; i++) {
        int relation = rule->relation[i];
        for (int c = 0; c < problem->scheme->relation[relation].pairs; c++) {
            int pair = problem->number[relation][c];
            if (pair >= 0 && rule->value[i][c] != 0 &&
                !problem_add_cost(problem, stage, pair, sign * (int64_t)rule->value[i][c]))
                return 0;
        }
    }
    return 1;
}
