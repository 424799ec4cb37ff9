/* tongxin export: the whole term as files that any program reads. */
#include <stdio.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/inputs.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/term.h"
#include "store/export.h"
#include "store/term_workbook.h"

static const char *const help[] = {
    N_("Usage: tongxin export FOLDER"),
    N_("       tongxin export --xlsx FILE.xlsx"),
    N_("Writes the whole term into a new folder: a CSV file a table, and the texts. tongxin init FOLDER "
       "makes an equal term file of it. With --xlsx: members and windows as the template's workbook, which "
       "import and init take back in."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --xlsx FILE          members and windows alone, as a workbook"),
    N_("  --force              with --xlsx: replace the file that stands there, whatever it is"),
    "",
    N_("Example:"),
    "  tongxin export archive",
    "  tongxin export --xlsx 委员名册.xlsx",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was written; 3 the machine is at fault."),
    NULL,
};

static enum status write_folder(struct term *term, const char *folder)
{
    enum status status = store_export(term->store, folder, term->invocation->error);
    if (status == STATUS_OK)
        printf(_("The term is in the folder %s. To make a term file of it: tongxin init %s --db FILE\n"),
               text_printable(term->invocation->owner, folder), shell_word(term->invocation->owner, folder));
    return status;
}

static enum status write_workbook(struct term *term, struct output *output)
{
    struct workbook_content content;
    char *bytes;
    size_t size;
    struct invocation *invocation = term->invocation;
    enum status status = output_check(invocation, output);
    if (status == STATUS_OK)
        status = term_read_members(term);
    if (status == STATUS_OK)
        status = term_workbook(invocation->owner, term->members, &content, invocation->error);
    if (status == STATUS_OK)
        status = workbook_write(invocation->owner, &content, &bytes, &size, invocation->error);
    if (status == STATUS_OK)
        status = output_write(invocation, output, bytes, size);
    if (status == STATUS_OK)
        printf(_("The workbook is %s; members: %d, windows: %d.\n"),
               text_printable(term->invocation->owner, output->name), content.members, content.windows);
    return status;
}

static enum status run(struct invocation *invocation)
{
    const char *db = NULL, *folder = NULL;
    struct output workbook = {.kind = OUTPUT_MEMBERS};
    struct term term;
    int words;
    const struct option_row rows[] = {{"db", 0, &db, NULL},
                                      {"xlsx", 0, &workbook.name, NULL},
                                      OUTPUT_FORCE(workbook),
                                      {NULL, 0, NULL, NULL}};
    options_read(invocation, rows, &folder, 1, &words);
    if (!folder && !workbook.name)
        error_add(invocation->error, STATUS_INPUT, NULL, _("Name the folder that is to be made."));
    if (folder && workbook.name)
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("Name either a folder, for the whole term, or a workbook with --xlsx."));
    if (invocation->error->status != STATUS_OK)
        return invocation->error->status;
    enum status status = term_open(invocation, db, STORE_READ, &term);
    if (status != STATUS_OK)
        return status;
    return workbook.name ? write_workbook(&term, &workbook) : write_folder(&term, folder);
}

const struct command command_export = {
    .name = "export",
    .summary = N_("write the whole term as CSV and JSON"),
    .help = help,
    .run = run,
};
