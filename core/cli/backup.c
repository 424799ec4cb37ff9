/* tongxin backup: a copy of the term file, verified. */
#include <stdio.h>
#include <sys/stat.h>

#include "base/files_read.h"
#include "base/language.h"
#include "base/text.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/term.h"
#include "store/backup.h"
#include "store/term_guard.h"

static const char *const help[] = {
    N_("Usage: tongxin backup FILE"),
    N_("Copies the term file, also while others work on it, and verifies the copy before it gets its name."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --force              replace the file that stands there, unless it is another term; an earlier "
       "backup "
       "of this one is replaced anyway"),
    "",
    N_("Example:"),
    "  tongxin backup backup.db",
    "",
    N_("Exit status: 0 done; 1 the term file is not as it was written; 2 the input is at fault; 3 the "
       "machine is at "
       "fault."),
    NULL,
};

static bool is_earlier_copy(const struct term *term, const char *name)
{
    struct stat seen;
    return name && stat(name, &seen) == 0 && !files_read_is_held(&seen) && store_is_term(name) &&
           store_holds(term->store, name);
}

static enum status run(struct invocation *invocation)
{
    const char *db = NULL;
    struct output output = {.kind = OUTPUT_BACKUP};
    struct term term;
    int words;
    const struct option_row rows[] = {{"db", 0, &db, NULL}, OUTPUT_FORCE(output), {NULL, 0, NULL, NULL}};
    enum status status = options_read(invocation, rows, &output.name, 1, &words);
    if (status == STATUS_OK && !output.name)
        status =
            error_add(invocation->error, STATUS_INPUT, NULL, _("Name the file that the backup is to be."));
    if (status == STATUS_OK)
        status = term_open(invocation, db, STORE_READ, &term);
    if (status == STATUS_OK)
        output.is_held = is_earlier_copy(&term, output.name);
    if (status == STATUS_OK)
        status = output_check(invocation, &output);
    if (status == STATUS_OK)
        status = store_backup(term.store, output.name, output.agreed, invocation->error);
    if (status == STATUS_OK)
        printf(_("The backup is %s; it was read back and verified.\n"),
               text_printable(invocation->owner, output.name));
    return status;
}

const struct command command_backup = {
    .name = "backup",
    .summary = N_("copy the term file, and verify the copy"),
    .help = help,
    .run = run,
};
