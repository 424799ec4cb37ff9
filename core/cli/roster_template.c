/* tongxin roster template: the workbook that an office fills in. */
#include <stdio.h>
#include <talloc.h>

#include "base/file.h"
#include "base/language.h"
#include "cli/inputs.h"
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
    "",
    N_("Example:"),
    "  tongxin roster template 名册模板.xlsx --from data/jinhua/roster.csv \\",
    "    --windows data/jinhua/windows.csv",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was written; 3 the machine is at fault."),
    NULL,
};

/* Columns that the scheme needs and the roster lacks go behind the others. */
static enum status add_needs(const struct invocation *invocation, const struct scheme *scheme,
                             struct workbook_content *content)
{
    int most = content->further + (scheme ? scheme->needs : 0);
    struct workbook_column *column =
        talloc_array(invocation->owner, struct workbook_column, (unsigned)most + 1);
    if (!column)
        return error_add_memory(invocation->error);
    for (int f = 0; f < content->further; f++)
        column[f] = content->column[f];
    int count = content->further;
    /* With a roster the scheme's needs have found their columns there. */
    for (int n = 0; scheme && content->members == 0 && n < scheme->needs; n++)
        column[count++] = (struct workbook_column){scheme->need[n].heading, scheme->need[n].type};
    content->column = column;
    content->further = count;
    return STATUS_OK;
}

static enum status run(struct invocation *invocation)
{
    struct inputs inputs = {0};
    const char *file = NULL;
    struct workbook_content content = {0};
    char *bytes;
    size_t size;
    int words;
    const struct option_row rows[] = {{"scheme", 0, &inputs.scheme_name, NULL},
                                      {"from", 0, &inputs.roster_file, NULL},
                                      {"windows", 0, &inputs.windows_file, NULL},
                                      {"sheet", 0, &inputs.sheet, NULL},
                                      {NULL, 0, NULL, NULL}};
    options_read(invocation, rows, &file, 1, &words);
    if (!file)
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("Name the workbook that is to be made: 名册模板.xlsx"));
    if (invocation->error->status != STATUS_OK)
        return invocation->error->status;
    inputs.no_roster = !inputs.roster_file;
    inputs.no_scheme = !inputs.scheme_name;
    enum status status = inputs_read(invocation, &inputs);
    if (status == STATUS_OK && inputs.roster_file)
        status = workbook_of_roster(invocation->owner, inputs.roster, &content, invocation->error);
    if (status == STATUS_OK)
        status = add_needs(invocation, inputs.scheme, &content);
    if (status == STATUS_OK)
        status = workbook_write(invocation->owner, &content, &bytes, &size, invocation->error);
    if (status == STATUS_OK)
        status = file_write(file, bytes, size, invocation->error);
    if (status != STATUS_OK)
        return status;
    if (content.members > 0)
        printf(_("The workbook is %s; members: %d, windows: %d.\n"), file, content.members, content.windows);
    else
        printf(_("The empty workbook is %s. When it is filled in: tongxin init --roster %s\n"), file,
               shell_word(invocation->owner, file));
    return STATUS_OK;
}

const struct command command_roster_template = {
    .name = "roster template",
    .summary = N_("write the workbook that an office fills in"),
    .help = help,
    .run = run,
};
