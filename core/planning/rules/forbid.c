/* forbid: pairs that are never made. They do not enter the problem at all. */
#include "planning/rules/rules.h"

static bool forbids(const struct rule *rule, int slot, int candidate)
{
    return rule->value[slot][candidate] != 0;
}

const struct rule_kind_functions rule_forbid = {.word = "forbid", .forbids = forbids};
