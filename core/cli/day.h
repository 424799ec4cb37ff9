/* Days that options name: --date, --until. */
#ifndef TONGXIN_CLI_DAY_H
#define TONGXIN_CLI_DAY_H

#include "cli/command.h"

/* A fault where the option (its name without dashes) was given something else than a day of the calendar, or
 * a year in which no term lies (base/clock.h). `text` NULL: the option was not given. */
enum status day_read(struct invocation *invocation, const char *option, const char *text);

#endif
