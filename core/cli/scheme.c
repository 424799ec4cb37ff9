/* tongxin scheme check: what a scheme says, or all that is wrong with it. */
#include <stdio.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/lacks.h"
#include "cli/nobody.h"
#include "cli/options.h"
#include "cli/pairs.h"
#include "cli/terminal.h"
#include "cli/unasked_print.h"
#include "planning/rules/rules.h"

static const char *const help[] = {
    N_("Usage: tongxin scheme check FILE|NAME [options]"),
    N_("Looks a scheme over: every slip of writing and every fault at once, each with its line; or, where "
       "there "
       "is none, what the scheme says."),
    "",
    N_("  FILE|NAME            the scheme: a Lua file, or a name that travels with the program"),
    N_("  --roster FILE        check it on this roster (XLSX, XLS or CSV): its columns, and what rules "
       "answer for each "
       "pair"),
    N_("  --sheet NAME         read only this sheet of the workbook"),
    N_("  --columns A=B        the column A is the one that the list heads B: 单位=工作单位及职务; several "
       "times"),
    N_("  --windows FILE       a table of the windows (XLSX, XLS or CSV)"),
    N_("  --pairs FILE         what is said of single pairs: wishes, recusals, costs (CSV), where the scheme "
       "reads "
       "it"),
    N_("  --set NAME=VALUE     a parameter of the scheme; several times for several"),
    "",
    N_("Example:"),
    "  tongxin scheme check jinhua-2022 --roster data/jinhua/roster.csv",
    "",
    N_("Exit status: 0 no fault found; 2 the scheme or another input is at fault; 3 the machine is at "
       "fault."),
    NULL,
};

static void print_counts(const struct scheme *scheme)
{
    enum { ROWS = 6 };
    static const enum align align[] = {ALIGN_LEFT, ALIGN_RIGHT};
    void *owner = talloc_new(NULL);
    struct {
        const char *what;
        int count;
    } row[] = {{_("relations"), scheme->relations},
               {_("covers"), scheme->covers},
               {_("rules"), scheme->rules},
               {_("stages"), scheme->stages},
               {_("parameters"), scheme->parameters}};
    const char *cell[2 * ROWS];
    for (int s = 0; s < scheme->stages; s++)
        row[3].count -= scheme->stage[s].implied; /* the scheme does not say it */
    cell[0] = _("The scheme has");
    cell[1] = _("Count");
    for (int i = 0; i < ROWS - 1; i++) {
        cell[2 * i + 2] = row[i].what;
        cell[2 * i + 3] = talloc_asprintf(owner, "%d", row[i].count);
    }
    terminal_table(stdout, &(struct text_table){2, ROWS, align, cell});
    talloc_free(owner);
}

/* What each rule comes to on this roster: a rule that concerns nobody is mostly a slip. */
static void print_rules(const void *owner, const struct scheme *scheme)
{
    static const enum align align[] = {ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT};
    const char **cell = talloc_array(owner, const char *, 3 * (unsigned)scheme->rules + 3);
    if (!cell || scheme->rules == 0)
        return;
    cell[0] = _("Rule");
    cell[1] = _("Kind");
    cell[2] = _("On this roster");
    for (int i = 0; i < scheme->rules; i++) {
        const struct rule *rule = &scheme->rule[i];
        cell[3 * i + 3] = text_printable(owner, rule->origin.title);
        cell[3 * i + 4] = rule_word(rule->kind);
        cell[3 * i + 5] = text_printable(owner, rule_kinds[rule->kind]->show(owner, scheme, rule));
    }
    putchar('\n');
    terminal_table(stdout, &(struct text_table){3, scheme->rules + 1, align, cell});
}

/* The columns that a roster must have for this scheme, beyond those that every roster has. */
static void print_needs(const void *owner, const struct scheme *scheme)
{
    char *list = talloc_strdup(owner, "");
    for (int i = 0; list && i < scheme->needs; i++)
        list = talloc_asprintf_append(list, "%s%s", i > 0 ? _(", ") : "", scheme->need[i].heading);
    if (list && scheme->needs > 0)
        printf(_("It reads further columns of the roster: %s.\n"), text_printable(owner, list));
}

static void print_next(const void *owner, const struct invocation *invocation, const struct inputs *inputs)
{
    putchar('\n');
    if (inputs->roster_file)
        printf(_("No fault was found, on this roster either. Next:\n  tongxin solve %s -o plan.json\n"),
               inputs_options(invocation, inputs));
    else
        printf(
            _("No fault was found without a roster; what rules answer for members is seen with one. Next:\n  "
              "tongxin scheme check %s --roster FILE\n"),
            shell_word(owner, inputs->scheme_name));
}

static enum status run(struct invocation *invocation)
{
    struct inputs inputs = {.no_roster = true};
    const char *word[1] = {NULL};
    int words;
    const struct option_row rows[] = {
        {"roster", 0, &inputs.roster_file, NULL},
        {"sheet", 0, &inputs.sheet, NULL},
        {"windows", 0, &inputs.windows_file, NULL},
        {"pairs", 0, &inputs.pairs_file, NULL},
        {"columns", 0, NULL, NULL, &inputs.columns},
        {"set", 0, NULL, NULL, &inputs.set},
        {NULL, 0, NULL, NULL},
    };
    options_read(invocation, rows, word, 1, &words);
    inputs.scheme_name = word[0];
    if (!word[0])
        return error_add(invocation->error, STATUS_INPUT, NULL,
                         _("The scheme to be checked is missing: name its file, or one that travels with the "
                           "program (jinhua-2022)."));
    invocation->checks_scheme = true;
    enum status status = inputs_read(invocation, &inputs);
    if (status != STATUS_OK)
        return status;
    const struct scheme *scheme = inputs.scheme;
    lacks_print(stdout, inputs.lacks, &inputs.names);
    pairs_notice(stdout, inputs.roster, inputs.scheme, inputs.pairs, 0);
    printf("%s: %s\n\n", text_printable(invocation->owner, scheme->name),
           text_printable(invocation->owner, scheme->title));
    print_counts(scheme);
    if (inputs.roster_file)
        print_rules(invocation->owner, scheme);
    print_needs(invocation->owner, scheme);
    if (inputs.roster_file) {
        struct unasked unasked;
        nobody_print(stdout, scheme);
        status = unasked_try(invocation->owner, inputs.roster, scheme, UNASKED_SECONDS, &unasked,
                             invocation->error);
        if (status != STATUS_OK)
            return status;
        unasked_print(stdout, &unasked);
    }
    print_next(invocation->owner, invocation, &inputs);
    return STATUS_OK;
}

const struct command command_scheme_check = {
    .name = "scheme check",
    .summary = N_("find all faults of a scheme"),
    .help = help,
    .run = run,
};
