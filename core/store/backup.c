#include "store/backup.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>

#include "base/file.h"
#include "base/interruption.h"
#include "base/language.h"
#include "store/db.h"
#include "store/log.h"
#include "store/put.h"
#include "store/verify.h"

enum { PAGES = 4096 /* of the copy between two looks for a signal */ };

static enum status copy_to(struct store *store, const char *temporary, struct error *error)
{
    sqlite3 *copy = NULL;
    int code = sqlite3_open_v2(temporary, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(copy, "PRAGMA synchronous = EXTRA", NULL, NULL, NULL);
    sqlite3_backup *backup = code == SQLITE_OK ? sqlite3_backup_init(copy, "main", store->db, "main") : NULL;
    if (backup) {
        while (sqlite3_backup_step(backup, PAGES) == SQLITE_OK && !interruption_waits())
            ;
        code = sqlite3_backup_finish(backup);
    } else if (code == SQLITE_OK) {
        code = sqlite3_errcode(copy);
    }
    sqlite3_close(copy);
    return code == SQLITE_OK ? STATUS_OK : db_fault(store, code, error);
}

static enum status verify_copy(const char *temporary, struct error *error)
{
    struct store *copy;
    struct verified found;
    enum status status = store_open(error, temporary, STORE_READ, &copy, error);
    if (status != STATUS_OK)
        return status;
    status = store_verify(copy, NULL, &found, error);
    talloc_free(copy);
    return status;
}

/* Between two parts of the work: whoever ends the program need not wait for the rest. */
static enum status go_on(const char *name, struct error *error)
{
    return interruption_waits() ? error_add_errno(error, name, EINTR) : STATUS_OK;
}

static enum status back_up(struct store *store, const char *name, bool replace, struct error *error)
{
    char *temporary;
    enum status status = put_begin(error, name, &temporary, error);
    if (status != STATUS_OK)
        return status;
    status = copy_to(store, temporary, error);
    if (status == STATUS_OK)
        status = go_on(name, error);
    if (status == STATUS_OK)
        status = verify_copy(temporary, error);
    if (status == STATUS_OK)
        status = go_on(name, error);
    if (status == STATUS_OK)
        status = put_end(temporary, name, replace, error);
    if (status != STATUS_OK)
        put_away(temporary);
    return status;
}

enum status store_backup(struct store *store, const char *name, bool replace, struct error *error)
{
    const struct place place = {.file = name};
    struct stat seen;
    char *target = file_target(error, name);
    if (!target)
        return error_add_errno(error, name, errno);
    if (!replace && lstat(target, &seen) == 0)
        return error_add(error, STATUS_INPUT, &place,
                         _("This file exists already. Please name another one; nothing was written."));
    interruption_hold();
    enum status status = back_up(store, target, replace, error);
    interruption_release();
    talloc_free(target);
    return status;
}

bool store_holds(struct store *store, const char *file)
{
    void *scratch = talloc_new(NULL);
    struct error *unsaid = error_new(scratch);
    struct store *other;
    struct log_entry *mine, *theirs;
    int64_t last = 0;
    int ours = 0, others = 0;
    bool holds = unsaid && store_open(scratch, file, STORE_READ, &other, unsaid) == STATUS_OK &&
                 log_last(other, &last, unsaid) == STATUS_OK && last > 0 &&
                 log_read(scratch, other, last, 1, &theirs, &others, unsaid) == STATUS_OK &&
                 log_read(scratch, store, last, 1, &mine, &ours, unsaid) == STATUS_OK;
    /* Each entry carries the hash of the one before: where one is the same, so are all before it. */
    holds = holds && ours == 1 && others == 1 && mine->number == theirs->number &&
            strcmp(mine->hash, theirs->hash) == 0;
    talloc_free(scratch);
    return holds;
}
