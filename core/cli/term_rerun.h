/* Making a version of the plan again from what is kept of it. */
#ifndef TONGXIN_CLI_TERM_RERUN_H
#define TONGXIN_CLI_TERM_RERUN_H

#include "cli/term_case.h"

enum rerun { RERUN_SAME_BYTES, RERUN_SAME_VALUES, RERUN_OTHER };

/* Solves the case of the version again, or works it out again where it was made by hand, and compares with
 * what is kept. *other: how many pairs are others (the tie fell otherwise). Fails only where the parts cannot
 * be read. */
enum status term_rerun(struct term *term, const struct plan_version *version, enum rerun *result, int *other);

/* Checks the version without the solver: its pairs against its roster and scheme, its stages' values, and the
 * tables against its result. *violations: how many faults; 0: all is well. */
enum status term_recheck(struct term *term, const struct plan_version *version, int *violations);

#endif
