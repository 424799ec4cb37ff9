/* Single changes of a frontier's line, taken back (rebalance --revert). */
#ifndef TONGXIN_CLI_REVERT_H
#define TONGXIN_CLI_REVERT_H

#include "cli/command.h"
#include "cli/frontier_print.h"

/* Takes back what view->line changes for the people (or windows, groups) that the words name: *reverted, and
 * *who they are. STATUS_INPUT where nothing changes for one of them; STATUS_NO where a change cannot be taken
 * back, or the rest does not hold without it. Owned by the invocation. */
enum status revert_changes(const struct invocation *invocation, const struct frontier_view *view,
                           const struct option_list *words, struct frontier_line *reverted, const char **who);

#endif
