/* together: the members of a set have the same partners. */
#include "planning/rules/rules.h"

const struct rule_kind_functions rule_together = {.word = "together"};
