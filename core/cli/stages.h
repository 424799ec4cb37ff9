/* The stages of a plan as a table for people: value, bound, and what the figure means. */
#ifndef TONGXIN_CLI_STAGES_H
#define TONGXIN_CLI_STAGES_H

#include <stdbool.h>
#include <stdio.h>

#include "model/plan.h"

/* stage: [stages] in their order. The bounds are shown where the solver has just proven them, not where a
 * plan is only checked. */
void stages_print(FILE *out, const struct stage_value *stage, int stages, bool with_bounds);

/* The stage's name in the reader's language; a scheme's own stages go by their name. */
const char *stages_word(const char *name);

/* What solving shows on a terminal as it goes; for struct solver_options.progress. */
void stages_progress(void *context, int stage, bool has_value, int64_t value, double bound);

#endif
