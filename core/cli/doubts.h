/* Rows of lists that may be one person or another, as questions to people. */
#ifndef TONGXIN_CLI_DOUBTS_H
#define TONGXIN_CLI_DOUBTS_H

#include "cli/inquiry.h"

/* The doubts as questions, [result->doubts], each with what agrees and what differs; NULL where memory ran
 * out. Owned by `owner`. */
struct inquiry *doubts_inquiries(const void *owner, const struct join_result *result);

/* Lists the doubts that are open, with what was not understood of the answers, as a fault (STATUS_INPUT). */
enum status doubts_refuse(struct invocation *invocation, const struct join_result *result,
                          const struct answers *answers);

/* What a terminal asked so far. */
struct doubts_asked {
    int answered, skips;
    const char **skipped; /* [skips] keys */
    bool ended;           /* nobody answers any more */
};

/* Finds answers for the doubts: those for all of a kind, and on a terminal by asking one. Returns whether
 * there is a new answer, so that the lists should be joined again. */
bool doubts_resolve(struct invocation *invocation, const struct join_result *result, struct answers *answers,
                    struct doubts_asked *asked);

#endif
