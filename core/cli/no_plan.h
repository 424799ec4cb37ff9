/* What `solve` tells people where there is no plan: what clashes. */
#ifndef TONGXIN_CLI_NO_PLAN_H
#define TONGXIN_CLI_NO_PLAN_H

#include <stdio.h>

#include "cli/inputs.h"

void no_plan_print(FILE *out, const struct invocation *invocation, const struct inputs *inputs,
                   const struct plan *plan);

/* What a plan stands on that is shown under a repair of `plan`. */
void no_plan_print_repaired(FILE *out, const struct plan *plan, int number);

#endif
