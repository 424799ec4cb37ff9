/* apart: nobody has two who clash. */
#include "planning/rules/rules.h"

const struct rule_kind_functions rule_apart = {.word = "apart"};
