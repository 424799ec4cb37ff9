/* tongxin check: a plan against roster and scheme, without the solver. */
#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/nobody.h"
#include "cli/options.h"
#include "cli/proof.h"
#include "cli/stages.h"
#include "cli/term_plan.h"
#include "cli/terminal.h"
#include "planning/check.h"
#include "planning/plan_file.h"

static const char *const help[] = {
    N_("Usage: tongxin check [--version V] [--proof]"),
    N_("       tongxin check --scheme S --roster FILE [options] PLAN"),
    N_("Works out cover, loads, rules and stage values anew from roster, scheme and plan, without the "
       "solver."),
    "",
    N_("  --version V          of the term file: this version of the plan; else the one in force, else the "
       "newest draft"),
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  PLAN                 of files: the plan, JSON or a CSV table of pairs"),
    N_("  --scheme FILE|NAME   the scheme: a Lua file, or a name that travels with the program"),
    N_("  --roster FILE        the roster (XLSX, XLS or CSV)"),
    N_("  --sheet NAME         read only this sheet of the workbook"),
    N_("  --columns A=B        the column A is the one that the list heads B: 单位=工作单位及职务; several "
       "times"),
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
    "  tongxin check --version 1 --proof",
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
    const char *file = text_printable(owner, origin->file);
    if (title && clause)
        printf(_(" [%s, clause %s, %s:%d]"), title, clause, file, origin->line);
    else if (title)
        printf(_(" [%s, %s:%d]"), title, file, origin->line);
    else if (clause)
        printf(_(" [clause %s, %s:%d]"), clause, file, origin->line);
    else
        printf(_(" [%s:%d]"), file, origin->line);
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

struct check_options {
    struct inputs inputs;
    const char *plan;
    bool part;
    struct proof_wish wish;
    struct term_plan_options of_term;
};

/* The plan with the scheme and roster that it is checked against: of a term file, or of files. */
static enum status read_plan(struct invocation *invocation, struct check_options *options,
                             struct term_plan *plan)
{
    struct inputs *inputs = &options->inputs;
    bool of_term = term_plan_wanted(invocation, &options->of_term, inputs, options->plan);
    if (invocation->error->status != STATUS_OK &&
        (of_term || options->of_term.db || options->of_term.version))
        return invocation->error->status;
    if (of_term)
        return term_plan_read(invocation, &options->of_term, inputs, plan);
    if (!options->plan)
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("The plan to be checked is missing: name its file, JSON or CSV."));
    enum status status = inputs_read(invocation, inputs);
    if (status == STATUS_OK)
        status = plan_read(invocation->owner, options->plan, &plan->named, invocation->error);
    if (status == STATUS_OK)
        plan_keep_stages(plan->named, inputs->scheme);
    return status == STATUS_OK
               ? plan_bind(invocation->owner, plan->named, inputs->scheme, inputs->roster, BIND_REFUSE,
                           &plan->pair, &plan->pairs, &plan->row, invocation->error)
               : status;
}

static void print_result(struct invocation *invocation, const struct check_result *result,
                         const struct check_options *options)
{
    if (result->violations == 0)
        printf(options->part ? _("The part is in order: no duty, limit or rule is violated. Pairs: %d.\n")
                             : _("The plan is in order: no duty, limit or rule is violated. Pairs: %d.\n"),
               result->pairs);
    else
        printf(_("Pairs checked: %d; violations found: %d.\n\n"), result->pairs, result->violations);
    for (int i = 0; i < result->violations; i++)
        print_violation(invocation->owner, &result->violation[i]);
    nobody_print(stdout, options->inputs.scheme);
    putchar('\n');
    stages_print(stdout, result->stage, result->stages, false);
    if (result->violations > 0 && options->wish.wanted)
        printf("\n%s\n", _("The proof was not looked at: what is violated comes first."));
}

static enum status check(struct invocation *invocation, struct check_options *options)
{
    struct inputs *inputs = &options->inputs;
    struct term_plan plan = {0};
    struct check_result *result;
    enum status status = read_plan(invocation, options, &plan);
    if (status == STATUS_OK)
        status = plan_check(invocation->owner, inputs->roster, inputs->scheme, plan.pair, plan.pairs,
                            plan.row, inputs->previous, inputs->previous_pairs, inputs->previous_file != NULL,
                            options->part, plan.named, &result, invocation->error);
    if (status != STATUS_OK)
        return status;
    if (plan.version)
        printf(_("Version %d. "), plan.version);
    print_result(invocation, result, options);
    if (plan.stale)
        printf("\n%s\n", plan.stale);
    if (result->violations > 0)
        return STATUS_NO;
    return options->wish.wanted
               ? proof_print(invocation, inputs, plan.named, plan.pair, plan.pairs, &options->wish)
               : STATUS_OK;
}

static enum status run(struct invocation *invocation)
{
    struct check_options options = {.wish.seconds = 60};
    const char *time_limit = NULL, *word = NULL;
    int words;
    const struct option_row rows[] = {
        {"scheme", 0, &options.inputs.scheme_name, NULL},
        {"roster", 0, &options.inputs.roster_file, NULL},
        {"sheet", 0, &options.inputs.sheet, NULL},
        {"columns", 0, NULL, NULL, &options.inputs.columns},
        {"windows", 0, &options.inputs.windows_file, NULL},
        {"pairs", 0, &options.inputs.pairs_file, NULL},
        {"set", 0, NULL, NULL, &options.inputs.set},
        {"previous", 0, &options.inputs.previous_file, NULL},
        {"plan", 0, &options.plan, NULL},
        {"part", 0, NULL, &options.part},
        {"proof", 0, NULL, &options.wish.wanted},
        {"time-limit", 0, &time_limit, NULL},
        {"version", 0, &options.of_term.version, NULL},
        {"db", 0, &options.of_term.db, NULL},
        {NULL, 0, NULL, NULL},
    };
    options_read(invocation, rows, &word, 1, &words);
    if (!options.plan)
        options.plan = word;
    else if (word)
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("The plan is named twice: %s and %s. Please name one."), options.plan, word);
    if (options.part && options.wish.wanted)
        error_add(
            invocation->error, STATUS_INPUT, NULL,
            _("--part and --proof do not go together: a part of a plan proves nothing. Please leave one "
              "out."));
    seconds_read(invocation, time_limit, &options.wish.seconds);
    return check(invocation, &options);
}

const struct command command_check = {
    .name = "check",
    .summary = N_("check a plan without the solver"),
    .help = help,
    .run = run,
};
