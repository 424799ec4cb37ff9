/* tongxin report: a plan as a document. */
#include <stdio.h>

#include "base/language.h"
#include "cli/command.h"

static const char *const help[] = {
    N_("Usage: tongxin report NAME|FILE --scheme FILE|NAME --roster FILE --plan PLAN [options]"),
    NULL,
};

static enum status run(struct invocation *invocation)
{
    (void)invocation;
    return STATUS_OK;
}

const struct command command_report = {
    .name = "report",
    .summary = N_("write a report about a plan: annex1, windows, or one of your own"),
    .help = help,
    .run = run,
};
