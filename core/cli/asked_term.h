/* A version of a term's plan that is asked about. */
#ifndef TONGXIN_CLI_ASKED_TERM_H
#define TONGXIN_CLI_ASKED_TERM_H

#include "cli/asked.h"
#include "cli/term_case.h"

/* What is open while the version is asked about. */
struct asked_term {
    struct term term;
    struct term_case made;
    struct plan_version *version; /* all of them */
    int versions, chosen;
    bool changed;    /* members or windows are not what they were */
    struct pin *pin; /* [pins] pairs that were put in by hand since the plan was made */
    int pins;
};

/* Whether a term is asked about: neither scheme nor roster nor plan is named. Faults where both are. */
bool asked_is_term(const struct invocation *invocation, const struct asked *asked);

/* Faults for options that name parts of files, where a term is asked about. */
void asked_refuse_parts(const struct invocation *invocation, const struct inputs *inputs);

/* Reads the version that --version names, or the one in force, or else the newest draft, with the members,
 * scheme, pins and previous pairs that it was made from. */
enum status asked_read_term(struct invocation *invocation, struct asked *asked);

/* Of a term: the number of the version; the roster that it was made from. */
int asked_term_version(const struct asked *asked);
const struct roster *asked_term_roster(const struct asked *asked);

#endif
