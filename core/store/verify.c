#include "store/verify.h"

#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "store/db.h"
#include "store/guard.h"
#include "store/log.h"
#include "store/migrate.h"

static enum status found(const struct store *store, struct error *error, const char *format, const char *what)
{
    const struct place place = {.file = store->file};
    return error_add(error, STATUS_NO, &place, format, what);
}

/* Each row of the pragma's answer but "ok" is a fault. */
static enum status ask_sqlite(struct store *store, const char *sql, const char *format, struct error *error)
{
    struct query *query = db_query(store, sql);
    enum status status = STATUS_OK;
    while (db_row(query))
        if (strcmp(db_column_text(query, 0), "ok") != 0)
            status = found(store, error, format, db_column_text(query, 0));
    enum status done = db_done(query, error);
    return done == STATUS_OK ? status : done;
}

static enum status verify_contents(struct store *store, struct verified *verified, struct error *error)
{
    struct query *query = db_query(store, "SELECT hash, bytes FROM content ORDER BY hash");
    enum status status = STATUS_OK;
    while (db_row(query)) {
        char hash[HASH_TEXT];
        size_t size;
        const void *bytes = db_column_blob(query, 1, &size);
        store_hash(bytes, size, hash);
        verified->contents++;
        if (strcmp(hash, db_column_text(query, 0)) != 0)
            status = found(store, error,
                           _("A text that the file keeps (%.12s) is not as it was written. Please go back to "
                             "the last backup."),
                           db_column_text(query, 0));
    }
    enum status done = db_done(query, error);
    return done == STATUS_OK ? status : done;
}

/* ---- the log repeated ---- */

/* An empty file in memory with the same schema. */
static struct store *empty_twin(const void *owner, struct error *error)
{
    struct store *twin = talloc_zero(owner, struct store);
    if (!twin) {
        error_add_memory(error);
        return NULL;
    }
    twin->file = ":memory:";
    twin->access = STORE_WRITE;
    if (sqlite3_open(":memory:", &twin->db) != SQLITE_OK || migrate_new(twin, error) != STATUS_OK)
        return NULL;
    return twin;
}

static int insist(void *data, int kind, sqlite3_changeset_iter *at)
{
    (void)data;
    (void)kind;
    (void)at;
    return SQLITE_CHANGESET_ABORT;
}

static enum status repeat_log(struct store *store, struct store *twin, struct error *error)
{
    struct query *query = db_query(store, "SELECT number, changes FROM log ORDER BY number");
    enum status status = STATUS_OK;
    char number[32];
    while (status == STATUS_OK && db_row(query)) {
        size_t size;
        const void *changes = db_column_blob(query, 1, &size);
        if (size == 0)
            continue;
        /* sqlite3changeset_apply takes a pointer to non-const and does not write there. */
        int code =
            sqlite3changeset_apply(twin->db, (int)size, (void *)(uintptr_t)changes, NULL, insist, NULL);
        snprintf(number, sizeof number, "%lld", (long long)db_column_integer(query, 0));
        if (code != SQLITE_OK)
            status = found(store, error,
                           _("Entry %s of the log cannot be repeated: the log is not as it was written. "
                             "Please go back to the last backup."),
                           number);
    }
    enum status done = db_done(query, error);
    return done == STATUS_OK ? status : done;
}

static bool same_cell(sqlite3_stmt *one, sqlite3_stmt *other, int column)
{
    int type = sqlite3_column_type(one, column);
    if (type != sqlite3_column_type(other, column))
        return false;
    if (type == SQLITE_NULL)
        return true;
    if (type == SQLITE_INTEGER)
        return sqlite3_column_int64(one, column) == sqlite3_column_int64(other, column);
    int size = sqlite3_column_bytes(one, column);
    const void *a = sqlite3_column_blob(one, column), *b = sqlite3_column_blob(other, column);
    return size == sqlite3_column_bytes(other, column) && (size == 0 || memcmp(a, b, (size_t)size) == 0);
}

/* The row for people: the first columns of it. */
static char *name_row(const void *owner, const char *table, sqlite3_stmt *row)
{
    char *text = talloc_asprintf(owner, "%s:", table);
    for (int c = 0; text && c < sqlite3_column_count(row) && c < 3; c++) {
        const unsigned char *cell = sqlite3_column_text(row, c);
        text = talloc_asprintf_append(text, " %.40s", cell ? (const char *)cell : "NULL");
    }
    return text;
}

/* Both tables in the order of their keys; the first row that differs is told. */
static enum status compare_rows(struct store *store, const char *table, sqlite3_stmt *one,
                                sqlite3_stmt *other, struct verified *verified, struct error *error)
{
    for (;;) {
        int have = sqlite3_step(one), should = sqlite3_step(other);
        if (have != SQLITE_ROW && have != SQLITE_DONE)
            return db_fault(store, have, error);
        if (have == SQLITE_DONE && should == SQLITE_DONE)
            return STATUS_OK;
        bool same = have == should;
        for (int c = 0; same && c < sqlite3_column_count(one); c++)
            same = same_cell(one, other, c);
        if (!same) {
            char *row = name_row(error, table, have == SQLITE_ROW ? one : other);
            return found(store, error,
                         _("A row is not what the log says (%s): another program changed the file. Please go "
                           "back to the last backup."),
                         row ? row : table);
        }
        verified->rows++;
    }
}

static enum status compare_table(struct store *store, struct store *twin, const char *table,
                                 struct verified *verified, struct error *error)
{
    char *sql = sqlite3_mprintf("SELECT * FROM \"%w\" ORDER BY 1, 2", table);
    sqlite3_stmt *one = NULL, *other = NULL;
    int code = sql ? sqlite3_prepare_v2(store->db, sql, -1, &one, NULL) : SQLITE_NOMEM;
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(twin->db, sql, -1, &other, NULL);
    enum status status = code == SQLITE_OK ? compare_rows(store, table, one, other, verified, error)
                                           : db_fault(store, code, error);
    sqlite3_finalize(one);
    sqlite3_finalize(other);
    sqlite3_free(sql);
    return status;
}

/* The schema is what the migrations make: no trigger is gone, no column changed. */
static enum status compare_schema(struct store *store, struct store *twin, struct verified *verified,
                                  struct error *error)
{
    static const char sql[] = "SELECT type, name, sql FROM sqlite_schema ORDER BY name, type";
    sqlite3_stmt *one = NULL, *other = NULL;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &one, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(twin->db, sql, -1, &other, NULL);
    int64_t rows = verified->rows;
    enum status status = code == SQLITE_OK ? compare_rows(store, "schema", one, other, verified, error)
                                           : db_fault(store, code, error);
    verified->rows = rows;
    sqlite3_finalize(one);
    sqlite3_finalize(other);
    return status;
}

static enum status compare_tables(struct store *store, struct store *twin, struct verified *verified,
                                  struct error *error)
{
    struct query *query =
        db_query(twin, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN "
                       "('content', 'log') AND name NOT LIKE 'sqlite_%' ORDER BY name");
    enum status status = STATUS_OK;
    while (db_row(query)) {
        enum status table = compare_table(store, twin, db_column_text(query, 0), verified, error);
        status = table > status ? table : status;
    }
    enum status done = db_done(query, error);
    return done == STATUS_OK ? status : done;
}

static void close_twin(struct store *twin)
{
    db_forget_idle(twin);
    sqlite3_close_v2(twin->db);
    talloc_free(twin);
}

static enum status verify_by_log(struct store *store, struct verified *verified, struct error *error)
{
    struct store *twin = empty_twin(NULL, error);
    if (!twin)
        return error->status;
    enum status status = compare_schema(store, twin, verified, error);
    enum status repeated = repeat_log(store, twin, error);
    if (repeated == STATUS_OK)
        repeated = compare_tables(store, twin, verified, error);
    close_twin(twin);
    return repeated > status ? repeated : status;
}

enum status store_verify(struct store *store, struct verified *verified, struct error *error)
{
    *verified = (struct verified){0, 0, 0};
    enum status status = ask_sqlite(store, "PRAGMA integrity_check",
                                    _("The file is damaged (%s). Please go back to the last backup."), error);
    if (status != STATUS_OK)
        return status;
    enum status steps[4];
    steps[0] = ask_sqlite(
        store, "PRAGMA foreign_key_check",
        _("A row of the table %s names something that is not there. Please go back to the last backup."),
        error);
    steps[1] = log_verify(store, &verified->entries, error);
    steps[2] = verify_contents(store, verified, error);
    steps[3] = verify_by_log(store, verified, error);
    for (int i = 0; i < 4; i++)
        status = steps[i] > status ? steps[i] : status;
    return status;
}
