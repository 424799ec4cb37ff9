/* tongxin check: a plan against roster and scheme, without the solver. */
#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/options.h"
#include "cli/proof.h"
#include "cli/stages.h"
#include "cli/terminal.h"
#include "planning/check.h"
#include "planning/plan_file.h"

static const char *const help[] = {
    N_("Usage: tongxin check --scheme FILE|NAME --roster FILE [options] PLAN"),
    N_("Works out cover, loads, rules and stage values anew from roster, scheme and plan, without the "
       "solver."),
    "",
    N_("  PLAN                 the plan: JSON, or a CSV table of pairs"),
    N_("  --scheme FILE|NAME   the scheme: a Lua file, or a name that travels with the program"),
    N_("  --roster FILE        the roster (XLSX, XLS or CSV)"),
    N_("  --sheet NAME         read only this sheet of the workbook"),
    N_("  --windows FILE       a table of the windows (XLSX, XLS or CSV)"),
    N_("  --pairs FILE         what is said of single pairs: wishes, recusals, costs (CSV), where the scheme "
       "reads "
       "it"),
    N_("  --set NAME=VALUE     a parameter of the scheme; several times for several"),
    N_("  --previous FILE      the previous plan, for the stage “change”"),
    N_("  --part               the plan is a part: relations that it lacks are open"),
    N_("  --proof              check the proof that the plan carries, too: that no plan is better"),
    N_("  --time-limit S       with --proof: solve again what has no potentials for S seconds at most (60)"),
    "",
    N_("Example:"),
    "  tongxin check --scheme jinhua-2022 --roster data/jinhua/roster.csv \\",
    "    --part data/jinhua/annex1.csv",
    "  tongxin solve --scheme jinhua-2022 --roster data/jinhua/roster.csv \\",
    "    -o plan.json",
    "  tongxin check --scheme jinhua-2022 --roster data/jinhua/roster.csv \\",
    "    --proof plan.json",
    "",
    N_("Exit status: 0 nothing found; 1 violations; 2 the input is at fault; 3 the machine is at fault."),
    NULL,
};

/* Where the violated declaration stands; its title unless the message has said it. */
static void print_origin(const void *owner, const struct origin *origin, const char *message)
{
    const char *title = strstr(message, origin->title) ? NULL : text_printable(owner, origin->title);
    const char *clause = *origin->clause ? text_printable(owner, origin->clause) : NULL;
    if (!*origin->file && title) /* a pin: no script declares it */
        printf(_(" [%s]"), title);
    if (!*origin->file)
        return;
    if (title && clause)
        printf(_(" [%s, clause %s, %s:%d]"), title, clause, origin->file, origin->line);
    else if (title)
        printf(_(" [%s, %s:%d]"), title, origin->file, origin->line);
    else if (clause)
        printf(_(" [clause %s, %s:%d]"), clause, origin->file, origin->line);
    else
        printf(_(" [%s:%d]"), origin->file, origin->line);
}

static void print_violation(const void *owner, const struct violation *violation)
{
    fputs(text_printable(owner, violation->message), stdout);
    if (violation->origin.name)
        print_origin(owner, &violation->origin, violation->message);
    if (violation->row > 0)
        printf(_(" (row %d of the plan)"), violation->row);
    putchar('\n');
}

static enum status check(struct invocation *invocation, const struct inputs *inputs, const char *file,
                         bool part, const struct proof_wish *wish)
{
    struct named_plan *named;
    struct pair *pair;
    struct check_result *result;
    int pairs, *row;
    enum status status = plan_read(invocation->owner, file, &named, invocation->error);
    if (status == STATUS_OK)
        status = plan_bind(invocation->owner, named, inputs->scheme, inputs->roster, BIND_REFUSE, &pair,
                           &pairs, &row, invocation->error);
    if (status == STATUS_OK)
        status = plan_check(invocation->owner, inputs->roster, inputs->scheme, pair, pairs, row,
                            inputs->previous, inputs->previous_pairs, inputs->previous_file != NULL, part,
                            named, &result, invocation->error);
    if (status != STATUS_OK)
        return status;
    if (result->violations == 0)
        printf(part ? _("The part is in order: no duty, limit or rule is violated. Pairs: %d.\n")
                    : _("The plan is in order: no duty, limit or rule is violated. Pairs: %d.\n"),
               result->pairs);
    else
        printf(_("Pairs checked: %d; violations found: %d.\n\n"), result->pairs, result->violations);
    for (int i = 0; i < result->violations; i++)
        print_violation(invocation->owner, &result->violation[i]);
    putchar('\n');
    stages_print(stdout, result->stage, result->stages, false);
    if (result->violations > 0 && wish->wanted)
        printf("\n%s\n", _("The proof was not looked at: what is violated comes first."));
    if (result->violations > 0)
        return STATUS_NO;
    return wish->wanted ? proof_print(invocation, inputs, named, pair, pairs, wish) : STATUS_OK;
}

static enum status run(struct invocation *invocation)
{
    struct inputs inputs = {0};
    const char *plan = NULL, *word[1] = {NULL};
    const char *time_limit = NULL;
    struct proof_wish wish = {.seconds = 60};
    bool part = false;
    int words;
    const struct option_row rows[] = {
        {"scheme", 0, &inputs.scheme_name, NULL},
        {"roster", 0, &inputs.roster_file, NULL},
        {"sheet", 0, &inputs.sheet, NULL},
        {"windows", 0, &inputs.windows_file, NULL},
        {"pairs", 0, &inputs.pairs_file, NULL},
        {"set", 0, NULL, NULL, &inputs.set},
        {"previous", 0, &inputs.previous_file, NULL},
        {"plan", 0, &plan, NULL},
        {"part", 0, NULL, &part},
        {"proof", 0, NULL, &wish.wanted},
        {"time-limit", 0, &time_limit, NULL},
        {NULL, 0, NULL, NULL},
    };
    options_read(invocation, rows, word, 1, &words);
    if (!plan)
        plan = word[0];
    else if (word[0])
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("The plan is named twice: %s and %s. Please name one."), plan, word[0]);
    if (!plan)
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("The plan to be checked is missing: name its file, JSON or CSV."));
    if (part && wish.wanted)
        error_add(
            invocation->error, STATUS_INPUT, NULL,
            _("--part and --proof do not go together: a part of a plan proves nothing. Please leave one "
              "out."));
    seconds_read(invocation, time_limit, &wish.seconds);
    enum status status = inputs_read(invocation, &inputs);
    if (status != STATUS_OK)
        return status;
    return check(invocation, &inputs, plan, part, &wish);
}

const struct command command_check = {
    .name = "check",
    .summary = N_("check a plan without the solver"),
    .help = help,
    .run = run,
};
