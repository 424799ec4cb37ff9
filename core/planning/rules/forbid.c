/* forbid: pairs that are never made. They do not enter the problem at all. */
#include "planning/rules/rules.h"

const struct rule_kind_functions rule_forbid = {.word = "forbid", .forbids = rule_rules_out};
