/* tongxin verify, backup: whether the term file is as it was written, and a copy that is. */
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "cli/options.h"
#include "cli/term_rerun.h"
#include "store/verify.h"

static const char *const help_verify[] = {
    N_("Usage: tongxin verify"),
    N_("Looks whether the term file is as it was written: the database itself, the chain of the log, the log "
       "repeated on an "
       "empty file, and every version of the plan checked against its own roster and scheme, without the "
       "solver."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    "",
    N_("Example:"),
    "  tongxin verify",
    "",
    N_("Exit status: 0 all is well; 1 something is not; 2 the input is at fault; 3 the machine is at fault."),
    NULL,
};

static const char *const help_backup[] = {
    N_("Usage: tongxin backup FILE"),
    N_("Copies the term file, also while others work on it, and verifies the copy before it gets its name."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    "",
    N_("Example:"),
    "  tongxin backup backup.db",
    "",
    N_("Exit status: 0 done; 1 the term file is not as it was written; 2 the input is at fault; 3 the "
       "machine is at "
       "fault."),
    NULL,
};

/* Checks every version; *good: how many were. */
static enum status verify_plans(struct term *term, int *good, int *versions)
{
    struct plan_version *version;
    struct error *error = term->invocation->error;
    enum status status = plans_read(term->invocation->owner, term->store, &version, versions, error);
    const struct place place = {.file = term->file};
    *good = 0;
    for (int v = 0; v < *versions && (status == STATUS_OK || status == STATUS_NO); v++) {
        int violations = 0;
        enum status checked = term_recheck(term, &version[v], &violations);
        if (checked == STATUS_OK && violations > 0)
            checked =
                error_add(error, STATUS_NO, &place,
                          _("Version %d of the plan does not hold by its own roster and scheme (%d faults)."),
                          version[v].version, violations);
        *good += checked == STATUS_OK;
        status = checked > status ? checked : status;
    }
    return status;
}

static enum status run_verify(struct invocation *invocation)
{
    const char *db = NULL;
    struct term term;
    struct verified verified;
    int words, good, versions;
    const struct option_row rows[] = {{"db", 0, &db, NULL}, {NULL, 0, NULL, NULL}};
    enum status status = options_read(invocation, rows, NULL, 0, &words);
    if (status == STATUS_OK)
        status = term_open(invocation, db, STORE_READ, &term);
    if (status != STATUS_OK)
        return status;
    enum status file = store_verify(term.store, &verified, invocation->error);
    if (file != STATUS_OK && file != STATUS_NO)
        return file;
    status = verify_plans(&term, &good, &versions);
    status = file > status ? file : status;
    if (status != STATUS_OK)
        return status;
    printf(_("The term file is as it was written: %s.\n"), term.file);
    printf(_("Entries of the log: %lld, a whole chain; repeated, they give every row (%lld). Texts: %lld. "
             "Versions of the "
             "plan, each checked anew: %d.\n"),
           (long long)verified.entries, (long long)verified.rows, (long long)verified.contents, good);
    return STATUS_OK;
}

static enum status run_backup(struct invocation *invocation)
{
    const char *db = NULL, *file = NULL;
    struct term term;
    struct verified verified;
    int words;
    const struct option_row rows[] = {{"db", 0, &db, NULL}, {NULL, 0, NULL, NULL}};
    enum status status = options_read(invocation, rows, &file, 1, &words);
    if (status == STATUS_OK && !file)
        status =
            error_add(invocation->error, STATUS_INPUT, NULL, _("Name the file that the backup is to be."));
    if (status == STATUS_OK)
        status = term_open(invocation, db, STORE_READ, &term);
    if (status == STATUS_OK)
        status = store_backup(term.store, file, &verified, invocation->error);
    if (status == STATUS_OK)
        printf(_("The backup is %s; it was verified (entries of the log: %lld).\n"), file,
               (long long)verified.entries);
    return status;
}

const struct command command_verify = {
    .name = "verify",
    .summary = N_("look whether the term file is as it was written"),
    .help = help_verify,
    .run = run_verify,
};

const struct command command_backup = {
    .name = "backup",
    .summary = N_("copy the term file, and verify the copy"),
    .help = help_backup,
    .run = run_backup,
};
