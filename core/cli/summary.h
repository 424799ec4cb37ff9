/* What `solve` tells people about a plan, or about there being none. */
#ifndef TONGXIN_CLI_SUMMARY_H
#define TONGXIN_CLI_SUMMARY_H

#include <stdio.h>

#include "cli/inputs.h"
#include "planning/unasked.h"

/* `output` is the file that -o named, or NULL; it holds the plan where there is one. `unasked` are pairs that
 * are taken for their points alone. */
void summary_print(FILE *out, const struct invocation *invocation, const struct inputs *inputs,
                   const struct plan *plan, const struct unasked *unasked, const char *output);

#endif
