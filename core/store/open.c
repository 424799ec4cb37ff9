#include "store/open.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

#include "base/files_read.h"
#include "base/interruption.h"
#include "base/language.h"
#include "store/guard.h"
#include "store/migrate.h"
#include "store/put.h"
#include "store/term_guard.h"

enum { BUSY_MILLISECONDS = 5000 };

static void disconnect(struct store *store)
{
    while (store->idle) {
        struct query *query = store->idle;
        db_forget_idle(store);
        talloc_free(query);
    }
    if (store->db)
        files_read_let_go(store->path);
    sqlite3_close_v2(store->db);
    store->db = NULL;
}

static void let_signals(struct store *store)
{
    if (store->holding)
        interruption_release();
    store->holding = false;
}

static int close_store(struct store *store)
{
    bool is_new = store->created;
    store_rollback(store);
    disconnect(store);
    if (is_new)
        put_away(store->path);
    let_signals(store);
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
    return db_script(
        store,
        "PRAGMA cell_size_check = ON; PRAGMA recursive_triggers = ON; PRAGMA synchronous = EXTRA;"
        "PRAGMA secure_delete = OFF; PRAGMA temp_store = MEMORY;",
        error);
}

static enum status connect_file(struct store *store, int flags, struct error *error)
{
    int code = sqlite3_open_v2(store->path, &store->db, flags | SQLITE_OPEN_EXRESCODE, NULL);
    if (store->db)
        files_read_hold(store->path);
    return code == SQLITE_OK ? set_up(store, error) : db_fault(store, code, error);
}

/* A change that was broken off leaves a journal. Reading undoes it first, which a connection for reading
 * alone never does. */
static bool has_journal(const struct store *store)
{
    struct stat seen;
    char *journal = talloc_asprintf(store, "%s-journal", store->path);
    bool there = journal && stat(journal, &seen) == 0 && seen.st_size > 0;
    talloc_free(journal);
    return there;
}

/* The first look into the file, which undoes what was broken off. */
static enum status touch(struct store *store, struct error *error)
{
    int code = sqlite3_exec(store->db, "PRAGMA schema_version", NULL, NULL, NULL);
    int kind = code & 0xff;
    bool refused = kind == SQLITE_READONLY || kind == SQLITE_CANTOPEN || code == SQLITE_IOERR_DELETE;
    if (code == SQLITE_OK)
        return STATUS_OK;
    return db_fault(store, refused && has_journal(store) ? SQLITE_READONLY_ROLLBACK : code, error);
}

/* Connects and looks. For reading alone where that is enough: then nothing at all can be written. */
static enum status connect_and_touch(struct store *store, bool for_writing, struct error *error)
{
    int flags = for_writing ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    enum status status = connect_file(store, flags, error);
    if (status != STATUS_OK)
        return status;
    /* Another program may have left the file with a write-ahead log, which is no single file. */
    if (for_writing && sqlite3_db_readonly(store->db, "main") == 0)
        sqlite3_exec(store->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    return touch(store, error);
}

enum status store_pragma(struct store *store, const char *sql, int *number, struct error *error)
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
    int application = 0, newest = migrate_newest(store->schema);
    if (store_pragma(store, "PRAGMA application_id", &application, error) != STATUS_OK ||
        store_pragma(store, "PRAGMA user_version", version, error) != STATUS_OK)
        return error->status;
    if (application != APPLICATION_ID)
        return error_add(
            error, STATUS_INPUT, &place,
            _("This is a database of another program, no term file of tongxin. Please name another with "
              "--db, or make one: tongxin init"));
    if (*version > newest)
        return migrate_is_newer(store, *version, error);
    return STATUS_OK;
}

static struct store *new_store(const void *owner, const char *file, enum store_access access,
                               const struct embedded_file *schema)
{
    struct store *store = talloc_zero(owner, struct store);
    if (!store)
        return NULL;
    store->file = talloc_strdup(store, file);
    store->path = store->file;
    store->access = access;
    store->schema = schema;
    talloc_set_destructor(store, close_store);
    return store->file ? store : NULL;
}

static enum status is_a_file(const char *file, struct error *error)
{
    const struct place place = {.file = file};
    struct stat seen;
    if (stat(file, &seen) != 0)
        return error_add_errno(error, file, errno);
    if (S_ISDIR(seen.st_mode))
        return error_add_errno(error, file, EISDIR);
    if (!S_ISREG(seen.st_mode))
        return error_add(error, STATUS_INPUT, &place,
                         _("This is a device or a pipe, not a file. Please name a file."));
    if (seen.st_size == 0)
        return error_add(
            error, STATUS_INPUT, &place,
            _("The file is empty, so it is no term file. Please name another with --db, or remove "
              "it and make one: tongxin init"));
    return STATUS_OK;
}

static enum status bring_up_to_date(struct store *store, int version, struct error *error)
{
    const struct place place = {.file = store->file};
    if (store->access == STORE_READ) {
        disconnect(store);
        enum status status = connect_and_touch(store, true, error);
        if (status != STATUS_OK)
            return status;
    }
    if (sqlite3_db_readonly(store->db, "main") != 0)
        return error_add(
            error, STATUS_MACHINE, &place,
            _("This file is of an earlier version of tongxin and has to be brought up to date, but it cannot "
              "be written. Please copy it to a folder of your own and open it there; nothing was changed."));
    return migrate_file(store, version, error);
}

static enum status open_file(struct store *store, struct error *error)
{
    int version = 0;
    bool for_writing = store->access == STORE_WRITE || has_journal(store);
    enum status status = connect_and_touch(store, for_writing, error);
    if (status == STATUS_OK && store->access == STORE_WRITE && sqlite3_db_readonly(store->db, "main") != 0)
        status = db_fault(store, SQLITE_READONLY, error);
    if (status == STATUS_OK)
        status = look_at(store, &version, error);
    if (status == STATUS_OK && version < migrate_newest(store->schema))
        status = bring_up_to_date(store, version, error);
    return status == STATUS_OK ? guard_set(store, error) : status;
}

enum status store_open_with(const void *owner, const char *file, enum store_access access,
                            const struct embedded_file *schema, struct store **store, struct error *error)
{
    enum status status = is_a_file(file, error);
    if (status != STATUS_OK)
        return status;
    struct store *made = new_store(owner, file, access, schema);
    status = made ? open_file(made, error) : error_add_memory(error);
    if (status != STATUS_OK) {
        talloc_free(made);
        return status;
    }
    *store = made;
    return STATUS_OK;
}

enum status store_open(const void *owner, const char *file, enum store_access access, struct store **store,
                       struct error *error)
{
    return store_open_with(owner, file, access, embedded_schema, store, error);
}

static enum status fill_new(struct store *store, struct error *error)
{
    char mark[64];
    snprintf(mark, sizeof mark, "PRAGMA application_id = %d", APPLICATION_ID);
    enum status status = db_script(store, "BEGIN IMMEDIATE", error);
    if (status == STATUS_OK)
        status = db_script(store, mark, error);
    if (status == STATUS_OK)
        status = migrate_new(store, migrate_newest(store->schema), error);
    if (status == STATUS_OK)
        status = guard_set(store, error);
    return status == STATUS_OK ? change_record(store, error) : status;
}

enum status store_create_with(const void *owner, const char *file, const struct embedded_file *schema,
                              struct store **store, struct error *error)
{
    struct stat seen;
    if (lstat(file, &seen) == 0 || store_is_journal(file))
        return put_taken(file, error);
    struct store *made = new_store(owner, file, STORE_WRITE, schema);
    if (!made)
        return error_add_memory(error);
    char *temporary;
    interruption_hold();
    made->holding = true;
    enum status status = put_begin(made, file, &temporary, error);
    if (status == STATUS_OK) {
        made->path = temporary;
        made->created = true;
        status = connect_file(made, SQLITE_OPEN_READWRITE, error);
    }
    if (status == STATUS_OK)
        status = fill_new(made, error);
    if (status != STATUS_OK) {
        talloc_free(made);
        return status;
    }
    *store = made;
    return STATUS_OK;
}

enum status store_create(const void *owner, const char *file, struct store **store, struct error *error)
{
    return store_create_with(owner, file, embedded_schema, store, error);
}

enum status store_settle(struct store *store, struct error *error)
{
    disconnect(store);
    enum status status = put_end(store->path, store->file, false, error);
    if (status != STATUS_OK)
        return status;
    store->path = store->file;
    status = connect_and_touch(store, true, error);
    if (status == STATUS_OK)
        status = guard_set(store, error);
    store->created = status != STATUS_OK;
    if (!store->created)
        let_signals(store);
    return status;
}

enum status store_open_memory(const void *owner, const struct store *store, struct store **memory,
                              struct error *error)
{
    struct store *made = new_store(owner, store->file, STORE_WRITE, store->schema);
    if (!made)
        return error_add_memory(error);
    made->path = ":memory:";
    enum status status = connect_file(made, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
    if (status != STATUS_OK) {
        talloc_free(made);
        return status;
    }
    *memory = made;
    return STATUS_OK;
}
