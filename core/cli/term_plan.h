/* A version of the plan with what it was made from, for commands that work on files as well. */
#ifndef TONGXIN_CLI_TERM_PLAN_H
#define TONGXIN_CLI_TERM_PLAN_H

#include "cli/inputs.h"
#include "cli/term_case.h"

/* --db and --version; NULL: not given. */
struct term_plan_options {
    const char *db, *version;
};

struct term_plan {
    struct term term;
    const char *stale; /* what has changed since the version was made, in a sentence; NULL: nothing */
    int version;
    struct named_plan *named;
    struct pair *pair;
    int pairs;
    int *row; /* [pairs] as plan_bind gives them */
};

/* Whether the command is about a term file: no scheme, roster or plan is named. Files and a term at once are
 * a fault. */
bool term_plan_wanted(struct invocation *invocation, const struct term_plan_options *options,
                      const struct inputs *inputs, const char *plan);

/* Opens the term and reads the version that is named, else the published one, else the newest draft: roster,
 * scheme and previous pairs as they were go into `inputs`. */
enum status term_plan_read(struct invocation *invocation, const struct term_plan_options *options,
                           struct inputs *inputs, struct term_plan *plan);

#endif
