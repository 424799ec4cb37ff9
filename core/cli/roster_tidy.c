/* tongxin roster tidy: several lists become one roster. */
#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/lists.h"
#include "cli/output.h"
#include "roster/member_ids.h"
#include "roster/workbook_write.h"

static const char *const help[] = {
    N_("Usage: tongxin roster tidy LIST... -o OUT.xlsx"),
    N_("Joins the lists that an office has (by sector, by window, convenors …) into one roster: members are "
       "matched by id, "
       "else by name and unit; doubts are asked once; who has no id gets one. The roster is written as the "
       "template's "
       "workbook."),
    "",
    N_("  -o, --output FILE    the workbook that is to be written"),
    N_("  --force              replace the file that stands there, whatever it is"),
    N_("  --answers FILE       answers to doubts (CSV: 问题,编号); those given on the terminal are kept "
       "there"),
    N_("  --windows FILE       a table of the windows: full names, kinds, order on paper"),
    N_("  --sheet NAME         read only this sheet of the workbook"),
    N_("  --columns A=B        the column A is the one that the list heads B: 单位=工作单位及职务; several "
       "times"),
    N_("  --prefix TEXT        what new ids begin with (the letters of the ids there are)"),
    N_("  --tidied             list what was tidied in the roster (blanks, spellings of parties) and left "
       "out"),
    "",
    N_("Example:"),
    "  tongxin roster tidy data/jinhua/roster.csv -o 花名册.xlsx",
    "",
    N_("Exit status: 0 done; 2 the input is at fault or in doubt, nothing was written; 3 the machine is at "
       "fault."),
    NULL,
};

enum { LISTS_MOST = 64 };

static enum status run(struct invocation *invocation)
{
    struct lists_request request = {0};
    struct lists lists;
    struct workbook_content content;
    struct output output = {.kind = OUTPUT_WORKBOOK};
    const char *word[LISTS_MOST];
    char *bytes;
    size_t size;
    const struct option_row rows[] = {{"output", 'o', &output.name, NULL},
                                      OUTPUT_FORCE(output),
                                      {"answers", 0, &request.answers, NULL},
                                      {"windows", 0, &request.windows, NULL},
                                      {"sheet", 0, &request.sheet, NULL},
                                      {"columns", 0, NULL, NULL, &request.columns},
                                      {"prefix", 0, &request.prefix, NULL},
                                      {"tidied", 0, NULL, &request.tidied},
                                      {NULL, 0, NULL, NULL}};
    options_read(invocation, rows, word, LISTS_MOST, &request.files.count);
    if (request.prefix)
        ids_tidy_prefix(invocation->owner, &request.prefix, invocation->error);
    request.files.value = word;
    if (request.files.count == 0)
        error_add(invocation->error, STATUS_INPUT, NULL, _("Name the lists that are to be joined."));
    options_need(invocation, output.name, "output",
                 _("the workbook that is to be written, such as 花名册.xlsx"));
    if (invocation->error->status != STATUS_OK)
        return invocation->error->status;
    enum status status = lists_read(invocation, &request, &lists);
    if (status == STATUS_OK)
        status = output_check(invocation, &output);
    if (status == STATUS_OK)
        status = workbook_of_roster(invocation->owner, lists.roster, &content, invocation->error);
    if (status == STATUS_OK)
        status = workbook_write(invocation->owner, &content, &bytes, &size, invocation->error);
    if (status == STATUS_OK)
        status = output_write(invocation, &output, bytes, size);
    if (status != STATUS_OK)
        return status;
    printf(_("The roster is %s; members: %d, windows: %d, ids given: %d.\n"),
           text_printable(invocation->owner, output.name), lists.roster->members, lists.roster->windows,
           lists.given);
    return STATUS_OK;
}

const struct command command_roster_tidy = {
    .name = "roster tidy",
    .summary = N_("join several lists into one roster"),
    .help = help,
    .run = run,
};
