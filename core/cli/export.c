/* tongxin export: the whole term as files that any program reads. */
#include <stdio.h>

#include "base/language.h"
#include "cli/inputs.h"
#include "cli/options.h"
#include "cli/term.h"
#include "store/export.h"

static const char *const help[] = {
    N_("Usage: tongxin export FOLDER"),
    N_("Writes the whole term into a new folder: a CSV file a table, and the texts. tongxin init FOLDER "
       "makes an equal term "
       "file of it."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    "",
    N_("Example:"),
    "  tongxin export archive",
    "",
    N_("Exit status: 0 done; 2 the input is at fault, nothing was written; 3 the machine is at fault."),
    NULL,
};

static enum status run(struct invocation *invocation)
{
    const char *db = NULL, *folder = NULL;
    struct term term;
    int words;
    const struct option_row rows[] = {{"db", 0, &db, NULL}, {NULL, 0, NULL, NULL}};
    enum status status = options_read(invocation, rows, &folder, 1, &words);
    if (status == STATUS_OK && !folder)
        status = error_add(invocation->error, STATUS_INPUT, NULL, _("Name the folder that is to be made."));
    if (status == STATUS_OK)
        status = term_open(invocation, db, STORE_READ, &term);
    if (status == STATUS_OK)
        status = store_export(term.store, folder, invocation->error);
    if (status == STATUS_OK)
        printf(_("The term is in the folder %s. To make a term file of it: tongxin init %s --db FILE\n"),
               folder, shell_word(invocation->owner, folder));
    return status;
}

const struct command command_export = {
    .name = "export",
    .summary = N_("write the whole term as CSV and JSON"),
    .help = help,
    .run = run,
};
