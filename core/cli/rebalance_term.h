/* Rebalancing a term: its plan, its members as they are now, and a line of the frontier kept as a draft. */
#ifndef TONGXIN_CLI_REBALANCE_TERM_H
#define TONGXIN_CLI_REBALANCE_TERM_H

#include "cli/inputs.h"
#include "cli/term_case.h"
#include "planning/frontier.h"
#include "planning/handover.h"

struct rebalance_term {
    struct term term;
    struct term_case made; /* as the term stands now; its base is the version in force, or the newest draft */
    int64_t entry;         /* the log's last one then */
};

/* Opens the term (to be written where `keeps`), and reads its members and scheme into inputs; *named are the
 * pairs that are to be kept. */
enum status rebalance_term_open(struct invocation *invocation, const char *db, bool keeps,
                                struct rebalance_term *open, struct inputs *inputs,
                                struct named_plan **named);

/* Keeps the line as a draft. Where it is the plan that `tongxin plan` would make, it is kept as that, with
 * its proof; otherwise as one that was chosen by hand. `frozen`: pairs were kept because somebody asked;
 * `reverted`: whose changes were taken back, or NULL. */
enum status rebalance_term_keep(struct rebalance_term *open, const struct frontier *frontier,
                                const struct frontier_line *line, bool frozen, const char *reverted,
                                int *version);

#endif
