/* Making a version of the plan again from what is kept of it. */
#ifndef TONGXIN_CLI_TERM_RERUN_H
#define TONGXIN_CLI_TERM_RERUN_H

#include "cli/term_case.h"

enum rerun_answer { RERUN_SAME_BYTES, RERUN_SAME_VALUES, RERUN_OTHER };

struct rerun {
    enum rerun_answer answer;
    int others;                    /* pairs that the version does not have */
    const struct named_plan *kept; /* what the version claims */
    const struct plan *again;      /* what came out now; NULL: what is kept breaks its own rules */
};

/* Solves the case of the version again, or works it out again where it was made by hand, and compares with
 * what is kept. *rerun points into what the invocation owns. Fails only where the parts cannot be read. */
enum status term_rerun(struct term *term, const struct plan_version *version, struct rerun *rerun);

/* Checks the version without the solver: its pairs against its roster and scheme, its stages' values, and the
 * tables against its result. *violations: how many faults; 0: all is well. */
enum status term_recheck(struct term *term, const struct plan_version *version, int *violations);

#endif
