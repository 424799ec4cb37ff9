#include "store/backup.h"

#include <sys/stat.h>
#include <talloc.h>

#include "base/language.h"
#include "store/db.h"
#include "store/put.h"
#include "store/verify.h"

static enum status copy_to(struct store *store, const char *temporary, struct error *error)
{
    sqlite3 *copy = NULL;
    int code = sqlite3_open_v2(temporary, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(copy, "PRAGMA synchronous = EXTRA", NULL, NULL, NULL);
    sqlite3_backup *backup = code == SQLITE_OK ? sqlite3_backup_init(copy, "main", store->db, "main") : NULL;
    if (backup) {
        sqlite3_backup_step(backup, -1);
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

enum status store_backup(struct store *store, const char *name, struct error *error)
{
    const struct place place = {.file = name};
    struct stat seen;
    if (lstat(name, &seen) == 0)
        return error_add(error, STATUS_INPUT, &place,
                         _("This file exists already. A backup replaces nothing: please name another."));
    char *temporary;
    enum status status = put_begin(error, name, &temporary, error);
    if (status != STATUS_OK)
        return status;
    status = copy_to(store, temporary, error);
    if (status == STATUS_OK)
        status = verify_copy(temporary, error);
    if (status == STATUS_OK)
        status = put_end(temporary, name, false, error);
    if (status != STATUS_OK)
        put_away(temporary);
    return status;
}
