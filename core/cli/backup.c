/* tongxin backup: a copy of the term file, verified. */
#include <stdio.h>

#include "base/language.h"
#include "cli/options.h"
#include "cli/term.h"
#include "store/backup.h"

static const char *const help[] = {
    N_("Usage: tongxin backup FILE [--db FILE]"),
    N_("Copies the term file, also while others write to it, and verifies the copy. Nothing is replaced."),
    "",
    N_("Example:"),
    "  tongxin backup copy.db",
    NULL,
};

static enum status run(struct invocation *invocation)
{
    const char *db = NULL, *word = NULL;
    struct term term;
    int words;
    const struct option_row rows[] = {{"db", 0, &db, NULL}, {NULL, 0, NULL, NULL}};
    enum status status = options_read(invocation, rows, &word, 1, &words);
    if (status == STATUS_OK && !word)
        status = error_add(invocation->error, STATUS_INPUT, NULL,
                           _("Where should the backup go? Please name a file: tongxin backup FILE"));
    if (status == STATUS_OK)
        status = term_open(invocation, db, STORE_READ, &term);
    if (status == STATUS_OK)
        status = store_backup(term.store, word, invocation->error);
    if (status == STATUS_OK)
        printf(_("The backup is in %s; it was read back and verified.\n"), word);
    return status;
}

const struct command command_backup = {
    .name = "backup",
    .summary = N_("copy the term file, and verify the copy"),
    .help = help,
    .run = run,
};
