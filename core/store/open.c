#define _GNU_SOURCE /* mkostemp */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

#include "base/embed.h"
#include "base/language.h"
#include "store/db.h"
#include "store/guard.h"
#include "store/migrate.h"

enum { APPLICATION_ID = 0x5458494E /* TXIN */, BUSY_MILLISECONDS = 5000 };

static int close_store(struct store *store)
{
    store_rollback(store);
    db_forget_idle(store);
    sqlite3_close_v2(store->db);
    return 0;
}

static enum status set_up(struct store *store, struct error *error)
{
    static const struct {
        int option, value;
    } options[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},   {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1}, {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},     {SQLITE_DBCONFIG_DQS_DDL, 0},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (sqlite3_db_config(store->db, options[i].option, options[i].value, NULL) != SQLITE_OK)
            return db_fault(store, sqlite3_errcode(store->db), error);
    sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_busy_timeout(store->db, BUSY_MILLISECONDS);
    sqlite3_extended_result_codes(store->db, 1);
    return db_script(
        store,
        "PRAGMA cell_size_check = ON; PRAGMA recursive_triggers = ON; PRAGMA synchronous = EXTRA;"
        "PRAGMA secure_delete = OFF; PRAGMA temp_store = MEMORY;",
        error);
}

static enum status connect_file(struct store *store, int flags, struct error *error)
{
    const char *name = store->made ? store->made : store->file;
    int code = sqlite3_open_v2(name, &store->db, flags | SQLITE_OPEN_EXRESCODE, NULL);
    if (code != SQLITE_OK)
        return db_fault(store, code, error);
    return set_up(store, error);
}

static enum status read_number(struct store *store, const char *sql, int *number, struct error *error)
{
    struct query *query = db_query(store, sql);
    if (db_row(query))
        *number = (int)db_column_integer(query, 0);
    return db_done(query, error);
}

/* Whether the file is a term file of a version that this program knows; *version is its schema's. */
static enum status look_at(struct store *store, int *version, struct error *error)
{
    const struct place place = {.file = store->file};
    int application = 0;
    if (read_number(store, "PRAGMA application_id", &application, error) != STATUS_OK ||
        read_number(store, "PRAGMA user_version", version, error) != STATUS_OK)
        return error->status;
    if (application != APPLICATION_ID)
        return error_add(
            error, STATUS_INPUT, &place,
            _("This is a database of another program, no term file of tongxin. Please name another with "
              "--db, or make one: tongxin init"));
    if (*version > migrate_newest())
        return error_add(
            error, STATUS_INPUT, &place,
            _("This file was written by a newer version of tongxin (its format is %d, this program knows "
              "%d). Please use the newer program; nothing was changed."),
            *version, migrate_newest());
    return STATUS_OK;
}

static struct store *new_store(const void *owner, const char *file, enum store_access access)
{
    struct store *store = talloc_zero(owner, struct store);
    if (!store)
        return NULL;
    store->file = talloc_strdup(store, file);
    store->access = access;
    talloc_set_destructor(store, close_store);
    return store->file ? store : NULL;
}

enum status store_open(const void *owner, const char *file, enum store_access access, struct store **store,
                       struct error *error)
{
    struct stat seen;
    if (stat(file, &seen) != 0)
        return error_add_errno(error, file, errno);
    struct store *made = new_store(owner, file, access);
    if (!made)
        return error_add_memory(error);
    int version = 0;
    /* For reading, too: what a killed program left half done must be rolled back. A file that may not be
     * written is opened for reading all the same (sqlite3_open_v2). */
    enum status status = connect_file(made, SQLITE_OPEN_READWRITE, error);
    if (status == STATUS_OK)
        status = look_at(made, &version, error);
    if (status == STATUS_OK && version < migrate_newest())
        status = migrate_file(made, version, error);
    if (status == STATUS_OK && access == STORE_READ)
        status = db_script(made, "PRAGMA query_only = ON", error);
    if (status == STATUS_OK)
        status = guard_set(made, error);
    if (status != STATUS_OK) {
        talloc_free(made);
        return status;
    }
    *store = made;
    return STATUS_OK;
}

/* An empty file beside the one that is to be: what is half made never bears its name. */
static enum status begin_file(struct store *store, struct error *error)
{
    char *name = talloc_asprintf(store, "%s.XXXXXX", store->file);
    if (!name)
        return error_add_memory(error);
    int fd = mkostemp(name, O_CLOEXEC);
    if (fd < 0)
        return error_add_errno(error, store->file, errno);
    mode_t mask = umask(0);
    umask(mask);
    int failed = fchmod(fd, 0666 & ~mask), errnum = errno;
    close(fd);
    store->made = name;
    return failed ? error_add_errno(error, store->file, errnum) : STATUS_OK;
}

static enum status make_schema(struct store *store, struct error *error)
{
    char mark[64];
    snprintf(mark, sizeof mark, "PRAGMA application_id = %d", APPLICATION_ID);
    enum status status = db_script(store, "BEGIN IMMEDIATE", error);
    if (status == STATUS_OK)
        status = db_script(store, mark, error);
    if (status == STATUS_OK)
        status = migrate_new(store, error);
    if (status == STATUS_OK)
        status = guard_set(store, error);
    return status == STATUS_OK ? change_record(store, error) : status;
}

enum status store_create(const void *owner, const char *file, struct store **store, struct error *error)
{
    const struct place place = {.file = file};
    struct stat seen;
    if (stat(file, &seen) == 0)
        return error_add(error, STATUS_INPUT, &place,
                         _("This file exists already. Please name another with --db; nothing was changed."));
    struct store *made = new_store(owner, file, STORE_WRITE);
    if (!made)
        return error_add_memory(error);
    enum status status = begin_file(made, error);
    if (status == STATUS_OK)
        status = connect_file(made, SQLITE_OPEN_READWRITE, error);
    if (status == STATUS_OK)
        status = make_schema(made, error);
    if (status != STATUS_OK) {
        talloc_free(made);
        return status;
    }
    *store = made;
    return STATUS_OK;
}

static int sync_folder_of(const char *file)
{
    char *copy = strdup(file);
    int fd = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    free(copy);
    if (fd < 0)
        return -1;
    int failed = fsync(fd), errnum = errno;
    close(fd);
    errno = errnum;
    return failed && errno != EINVAL && errno != ENOTSUP ? -1 : 0;
}

enum status store_put_in_place(struct store *store, struct error *error)
{
    const struct place place = {.file = store->file};
    db_forget_idle(store);
    sqlite3_close_v2(store->db);
    store->db = NULL;
    /* A name is given, never taken from a file that somebody made in the meantime. */
    int failed = link(store->made, store->file), errnum = errno;
    if (failed && (errnum == EPERM || errnum == ENOTSUP))
        failed = access(store->file, F_OK) == 0 || rename(store->made, store->file) != 0;
    else
        unlink(store->made);
    store->made = NULL;
    if (failed && errnum == EEXIST)
        return error_add(error, STATUS_INPUT, &place,
                         _("This file exists already. Please name another with --db; nothing was changed."));
    if (failed || sync_folder_of(store->file) != 0)
        return error_add_errno(error, store->file, failed ? errnum : errno);
    enum status status = connect_file(store, SQLITE_OPEN_READWRITE, error);
    return status == STATUS_OK ? guard_set(store, error) : status;
}

const char *store_file(const struct store *store)
{
    return store->file;
}
