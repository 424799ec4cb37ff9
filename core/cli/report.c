/* tongxin report: a plan as a document. */
#include <stdio.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/command.h"
#include "cli/document_write.h"
#include "cli/inputs.h"
#include "cli/options.h"
#include "cli/term_plan.h"
#include "planning/plan_file.h"
#include "script/report_script.h"

static const char *const help[] = {
    N_("Usage: tongxin report NAME|FILE [--version V] [options]"),
    N_("       tongxin report NAME --scheme S --roster R --plan PLAN"),
    N_("Writes a report about a plan: list (every relation of any scheme), annex1 (the table of Annex 1), "
       "windows "
       "(window by window), or your own Lua script."),
    "",
    N_("  NAME|FILE            the report: a name that travels with the program, or a Lua file"),
    N_("  --version V          of the term file: this version of the plan; else the one in force, else the "
       "newest draft"),
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --scheme FILE|NAME   of files: the scheme, a Lua file or a name that travels with the program"),
    N_("  --roster FILE        the roster (XLSX, XLS or CSV)"),
    N_("  --sheet NAME         read only this sheet of the workbook"),
    N_("  --columns A=B        the column A is the one that the list heads B: 单位=工作单位及职务; several "
       "times"),
    N_("  --windows FILE       a table of the windows: full names, kinds, order on paper (XLSX, XLS or CSV)"),
    N_("  --pairs FILE         what is said of single pairs: wishes, recusals, costs (CSV), where the scheme "
       "reads "
       "it"),
    N_("  --set NAME=VALUE     a parameter of the scheme; several times for several"),
    N_("  --plan FILE          the plan: JSON, or a CSV table of pairs"),
    N_("  -o, --output FILE    write the report to this file; its ending says which form: .html, .md, .csv"),
    N_("  --force              replace the file that stands there, whatever it is"),
    N_("  --format FORM        html, md or csv; without -o the report is printed (md)"),
    "",
    N_("Example:"),
    "  tongxin report annex1 -o annex1.html",
    "  tongxin report annex1 --scheme jinhua-2022 --roster data/jinhua/roster.csv \\",
    "    --windows data/jinhua/windows.csv --plan data/jinhua/annex1.csv \\",
    "    -o annex1.html",
    "",
    N_("Exit status: 0 done; 2 the input is at fault; 3 the machine is at fault."),
    NULL,
};

struct report_options {
    struct inputs inputs;
    const char *plan, *format, *name;
    struct output output;
    struct term_plan_options of_term;
};

/* The plan's pairs, with the scheme and roster that they are pairs of: of a term file, or of files. */
static enum status read_plan(struct invocation *invocation, struct report_options *options,
                             struct pair **pair, int *pairs)
{
    struct named_plan *named;
    struct term_plan plan = {0};
    bool of_term = term_plan_wanted(invocation, &options->of_term, &options->inputs, options->plan);
    if (invocation->error->status != STATUS_OK &&
        (of_term || options->of_term.db || options->of_term.version))
        return invocation->error->status;
    if (of_term) {
        enum status status = term_plan_read(invocation, &options->of_term, &options->inputs, &plan);
        *pair = plan.pair;
        *pairs = plan.pairs;
        if (status == STATUS_OK && plan.stale)
            fprintf(stderr, "%s\n", plan.stale);
        return status;
    }
    options_need(invocation, options->plan, "plan", _("the plan, JSON or CSV"));
    enum status status = inputs_read(invocation, &options->inputs);
    if (status == STATUS_OK)
        status = plan_read(invocation->owner, options->plan, &named, invocation->error);
    return status == STATUS_OK
               ? plan_bind(invocation->owner, named, options->inputs.scheme, options->inputs.roster,
                           BIND_REFUSE, pair, pairs, NULL, invocation->error)
               : status;
}

static enum status make_document(struct invocation *invocation, struct report_options *options,
                                 struct document **document)
{
    struct pair *pair;
    struct script_text text;
    int pairs;
    enum status status = read_plan(invocation, options, &pair, &pairs);
    if (status == STATUS_OK)
        status = script_find_report(invocation->owner, options->name, &text, invocation->error);
    if (status != STATUS_OK)
        return status;
    const struct report_input input = {
        .roster = options->inputs.roster, .scheme = options->inputs.scheme, .pair = pair, .pairs = pairs};
    return script_run_report(invocation->owner, &text, &input, document, invocation->error);
}

static enum status write_report(struct invocation *invocation, struct report_options *options)
{
    struct document *document;
    const char *format;
    enum status status = document_format(invocation, options->output.name, options->format, &format);
    if (status == STATUS_OK)
        status = make_document(invocation, options, &document);
    return status == STATUS_OK ? document_write(invocation, document, &options->output, format) : status;
}

static enum status run(struct invocation *invocation)
{
    struct report_options options = {.output.kind = OUTPUT_REPORT};
    int words;
    const struct option_row rows[] = {
        {"scheme", 0, &options.inputs.scheme_name, NULL},
        {"roster", 0, &options.inputs.roster_file, NULL},
        {"sheet", 0, &options.inputs.sheet, NULL},
        {"columns", 0, NULL, NULL, &options.inputs.columns},
        {"windows", 0, &options.inputs.windows_file, NULL},
        {"pairs", 0, &options.inputs.pairs_file, NULL},
        {"set", 0, NULL, NULL, &options.inputs.set},
        {"plan", 0, &options.plan, NULL},
        {"output", 'o', &options.output.name, NULL},
        OUTPUT_FORCE(options.output),
        {"format", 0, &options.format, NULL},
        {"version", 0, &options.of_term.version, NULL},
        {"db", 0, &options.of_term.db, NULL},
        {NULL, 0, NULL, NULL},
    };
    options_read(invocation, rows, &options.name, 1, &words);
    if (words == 0)
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("The report to be written is missing: annex1, windows, or a file of your own."));
    return write_report(invocation, &options);
}

const struct command command_report = {
    .name = "report",
    .summary = N_("write a report about a plan: annex1, windows, or one of your own"),
    .help = help,
    .run = run,
};
