/* tongxin roster template: the workbook that an office fills in. */
#include <stdio.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/reading.h"
#include "roster/needs.h"
#include "roster/workbook_write.h"

static const char *const help[] = {
    N_("Usage: tongxin roster template FILE.xlsx [--scheme NAME|FILE] [--from ROSTER]"),
    N_("Writes the workbook that an office fills in: members, windows, and lists to choose from. What it "
       "holds comes back "
       "in unchanged."),
    "",
    N_("  --scheme NAME|FILE   with the further columns that this scheme reads"),
    N_("  --from ROSTER        filled with this roster"),
    N_("  --windows FILE       a table of the windows: full names, kinds, order on paper"),
    N_("  --sheet NAME         read only this sheet of the workbook"),
    N_("  --columns A=B        the column A is the one that the list heads B: 单位=工作单位及职务; several "
       "times"),
    N_("  --force              replace the file that stands there, whatever it is"),
    "",
    N_("Example:"),
    "  tongxin roster template 名册模板.xlsx --from data/jinhua/roster.csv \\",
    "    --windows data/jinhua/windows.csv",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was written; 3 the machine is at fault."),
    NULL,
};

/* Columns that the scheme reads and the roster lacks go behind the others. */
static enum status add_needs(const struct invocation *invocation, const struct scheme *scheme,
                             const struct roster *roster, struct workbook_content *content)
{
    int count = content->further;
    struct workbook_column *column =
        talloc_array(invocation->owner, struct workbook_column, (unsigned)(count + scheme->needs) + 1);
    if (!column)
        return error_add_memory(invocation->error);
    for (int f = 0; f < content->further; f++)
        column[f] = content->column[f];
    for (int n = 0; n < scheme->needs; n++)
        if (!roster || roster_find_heading(roster, scheme->need[n].heading) == -1)
            column[count++] = (struct workbook_column){scheme->need[n].heading, scheme->need[n].type};
    content->column = column;
    if (count > content->further)
        return workbook_widen(invocation->owner, content, count, invocation->error);
    return STATUS_OK;
}

/* A list that an office has may lack ids, windows and more: what is missing is filled in in the workbook. */
static enum status read_from(struct invocation *invocation, struct inputs *inputs,
                             struct workbook_content *content)
{
    const struct roster_request request = {.file = inputs->roster_file,
                                           .windows_file = inputs->windows_file,
                                           .sheet = inputs->sheet,
                                           .part = true,
                                           .names = &inputs->names};
    enum status status = columns_said(invocation, &inputs->columns, &inputs->names);
    if (status == STATUS_OK)
        status = roster_read_with(invocation->owner, &request, &inputs->roster, &inputs->report,
                                  invocation->error);
    if (status == STATUS_OK)
        status = columns_are_met(invocation, &inputs->names, &inputs->roster, 1);
    return status == STATUS_OK
               ? workbook_of_roster(invocation->owner, inputs->roster, content, invocation->error)
               : status;
}

static enum status read_all(struct invocation *invocation, struct inputs *inputs,
                            struct workbook_content *content)
{
    struct inputs of_scheme = {.scheme_name = inputs->scheme_name, .no_roster = true};
    if (inputs->roster_file)
        read_from(invocation, inputs, content);
    if (inputs->scheme_name && inputs_read(invocation, &of_scheme) == STATUS_OK &&
        invocation->error->status == STATUS_OK)
        add_needs(invocation, of_scheme.scheme, inputs->roster, content);
    return invocation->error->status;
}

static void tell(const struct invocation *invocation, const char *file, const struct inputs *inputs,
                 const struct workbook_content *content)
{
    if (inputs->roster) {
        reading_print(stdout, inputs);
        printf(_("The workbook is %s; members: %d, windows: %d.\n"), text_printable(invocation->owner, file),
               content->members, content->windows);
    } else {
        printf(_("The empty workbook is %s. When it is filled in: tongxin init --roster %s\n"),
               text_printable(invocation->owner, file), shell_word(invocation->owner, file));
    }
}

static enum status run(struct invocation *invocation)
{
    struct inputs inputs = {0};
    struct output output = {.kind = OUTPUT_WORKBOOK};
    struct workbook_content content = {0};
    char *bytes;
    size_t size;
    int words;
    const struct option_row rows[] = {{"scheme", 0, &inputs.scheme_name, NULL},
                                      {"from", 0, &inputs.roster_file, NULL},
                                      {"windows", 0, &inputs.windows_file, NULL},
                                      {"sheet", 0, &inputs.sheet, NULL},
                                      {"columns", 0, NULL, NULL, &inputs.columns},
                                      OUTPUT_FORCE(output),
                                      {NULL, 0, NULL, NULL}};
    options_read(invocation, rows, &output.name, 1, &words);
    if (!output.name)
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("Name the workbook that is to be made: 名册模板.xlsx"));
    if (invocation->error->status != STATUS_OK)
        return invocation->error->status;
    enum status status = read_all(invocation, &inputs, &content);
    if (status == STATUS_OK)
        status = output_check(invocation, &output);
    if (status == STATUS_OK)
        status = workbook_write(invocation->owner, &content, &bytes, &size, invocation->error);
    if (status == STATUS_OK)
        status = output_write(invocation, &output, bytes, size);
    if (status == STATUS_OK)
        tell(invocation, output.name, &inputs, &content);
    return status;
}

const struct command command_roster_template = {
    .name = "roster template",
    .summary = N_("write the workbook that an office fills in"),
    .help = help,
    .run = run,
};
