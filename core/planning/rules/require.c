/* require: only pairs that keep what is expected. The others do not enter the problem at all. */
#include "planning/rules/rules.h"

const struct rule_kind_functions rule_require = {.word = "require", .forbids = rule_rules_out};
