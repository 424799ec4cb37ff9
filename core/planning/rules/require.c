/* require: only pairs that keep what is expected. The others do not enter the problem at all. */
#include "planning/rules/rules.h"

static bool forbids(const struct rule *rule, int slot, int candidate)
{
    return rule->value[slot][candidate] != 0;
}

const struct rule_kind_functions rule_require = {.word = "require", .forbids = forbids};
