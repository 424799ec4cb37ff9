/* What `solve` tells people about a plan . */
#ifndef TONGXIN_CLI_SUMMARY_H
#define TONGXIN_CLI_SUMMARY_H

#include <stdio.h>

#include "cli/inputs.h"

/* `output` is the file that the plan was written to, or NULL. */
void summary_print(FILE *out, const struct invocation *invocation, const struct inputs *inputs,
                   const struct plan *plan, const char *output);

/* Lists what was tidied while the roster was read. */
void summary_tidied(FILE *out, const struct inputs *inputs);

/* A stage's name and meaning for people. */
const char *summary_stage_title(const char *name);
const char *summary_stage_meaning(const struct stage_value *stage);

/* The table of stages with values and bounds. */
void summary_stages(FILE *out, const struct stage_value *stage, int stages, bool with_bounds);

#endif
