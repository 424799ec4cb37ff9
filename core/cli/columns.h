/* Which heading of a list is which column: --columns 单位=工作单位及职务. */
#ifndef TONGXIN_CLI_COLUMNS_H
#define TONGXIN_CLI_COLUMNS_H

#include "cli/command.h"
#include "cli/options.h"
#include "model/roster.h"
#include "roster/column_names.h"

/* What --columns says, added to `names` (owned by the invocation). Faults: what is no COLUMN=HEADING, a
 * heading that is said to be two columns. */
enum status columns_said(struct invocation *invocation, const struct option_list *said,
                         struct column_names *names);

/* Faults for headings that were said and that no list has, with the nearest one that there is. roster:
 * [rosters] the lists as they were read. */
enum status columns_are_met(struct invocation *invocation, const struct column_names *names,
                            struct roster *const *roster, int rosters);

/* The options that say the same again: " --columns A=B", each quoted for a shell. Owned by `owner`. */
char *columns_options(const void *owner, const struct column_names *names);

#endif
