#include "store/verify.h"

#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "store/db.h"
#include "store/log.h"
#include "store/migrate.h"
#include "store/open.h"

enum { MOST_ROWS = 20 };

/* The file beside what its log makes. */
struct comparison {
    struct store *store, *repeated;
    const char *table;
    int rows; /* that differ */
    struct error *error;
};

static enum status check_pages(struct store *store, struct error *error)
{
    const struct place place = {.file = store->file};
    struct query *query = db_query(store, "PRAGMA integrity_check(20)");
    while (db_row(query))
        if (strcmp(db_column_text(query, 0), "ok") != 0)
            error_add(error, STATUS_NO, &place,
                      _("The file is damaged (%s). Please go back to the last backup."),
                      text_printable(error, db_column_text(query, 0)));
    enum status status = db_done(query, error);
    if (status != STATUS_OK)
        return status;
    query = db_query(store, "PRAGMA foreign_key_check");
    while (db_row(query))
        error_add(error, STATUS_NO, &place, _("Table %s: a row points to a row of table %s that is missing."),
                  db_column_text(query, 0), db_column_text(query, 2));
    return db_done(query, error);
}

static enum status check_contents(struct store *store, struct error *error)
{
    const struct place place = {.file = store->file};
    struct query *query = db_query(store, "SELECT hash, bytes FROM content");
    while (db_row(query)) {
        char hash[HASH_TEXT];
        size_t size;
        const void *bytes = db_column_blob(query, 1, &size);
        store_hash(bytes, size, hash);
        if (strcmp(hash, db_column_text(query, 0)) != 0)
            error_add(
                error, STATUS_NO, &place,
                _("A text that the file keeps (%.12s) is missing or not as it was written. Please go back "
                  "to the last backup."),
                text_printable(error, db_column_text(query, 0)));
    }
    return db_done(query, error);
}

static int stop_at_conflict(void *data, int kind, sqlite3_changeset_iter *at)
{
    (void)data;
    (void)kind;
    (void)at;
    return SQLITE_CHANGESET_ABORT;
}

/* Where the log began: what its first migration started from, else the version that the file has. */
static enum status first_version(struct store *store, int *version, struct error *error)
{
    int to;
    enum status status = store_pragma(store, "PRAGMA user_version", version, error);
    struct query *query = db_query(store, "SELECT detail FROM log WHERE action = ?1 ORDER BY number LIMIT 1");
    db_text(query, 1, migrate_action);
    if (db_row(query))
        migrate_steps(db_column_text(query, 0), version, &to);
    enum status done = db_done(query, error);
    return status == STATUS_OK ? done : status;
}

/* Rows point to contents: their hashes are enough. */
static enum status copy_hashes(const struct comparison *comparison)
{
    struct query *from = db_query(comparison->store, "SELECT hash FROM content");
    struct query *into = db_query(comparison->repeated, "INSERT INTO content (hash, bytes) VALUES (?1, x'')");
    while (db_row(from)) {
        db_text(into, 1, db_column_text(from, 0));
        db_row(into);
        db_again(into);
    }
    enum status status = db_done(from, comparison->error);
    enum status done = db_done(into, comparison->error);
    return status == STATUS_OK ? done : status;
}

/* Notes the hashes that the rows of an entry point to. */
static enum status note_references(const struct comparison *comparison, const void *changes, size_t size)
{
    sqlite3_changeset_iter *at = NULL;
    struct query *note = db_query(comparison->repeated, "INSERT OR IGNORE INTO referred VALUES (?1)");
    int code = sqlite3changeset_start(&at, (int)size, (void *)changes);
    while (code == SQLITE_OK && sqlite3changeset_next(at) == SQLITE_ROW) {
        const char *table;
        int columns, kind;
        code = sqlite3changeset_op(at, &table, &columns, &kind, NULL);
        for (int c = 0; code == SQLITE_OK && kind != SQLITE_DELETE && c < columns; c++) {
            sqlite3_value *value = NULL;
            code = sqlite3changeset_new(at, c, &value);
            if (!value || sqlite3_value_type(value) != SQLITE_TEXT ||
                sqlite3_value_bytes(value) != HASH_TEXT - 1)
                continue;
            db_text(note, 1, (const char *)sqlite3_value_text(value));
            db_row(note);
            db_again(note);
        }
    }
    sqlite3changeset_finalize(at); /* applying says what is wrong with the changes */
    return db_done(note, comparison->error);
}

/* Every text that the file keeps is one that an entry of the log pointed to. */
static enum status check_referred(const struct comparison *comparison)
{
    const struct place place = {.file = comparison->store->file};
    struct query *query = db_query(comparison->repeated,
                                   "SELECT hash FROM content WHERE hash NOT IN (SELECT hash FROM referred)");
    while (db_row(query))
        error_add(comparison->error, STATUS_NO, &place,
                  _("No entry of the log speaks of a text that the file keeps (%.12s): another program added "
                    "it. Please go back to the last backup."),
                  text_printable(comparison->error, db_column_text(query, 0)));
    return db_done(query, comparison->error);
}

static enum status repeat(const struct comparison *comparison)
{
    const struct place place = {.file = comparison->store->file};
    struct error *error = comparison->error;
    struct query *query =
        db_query(comparison->store, "SELECT number, action, detail, changes FROM log ORDER BY number");
    enum status status = STATUS_OK;
    while (status == STATUS_OK && db_row(query)) {
        int from, to, code = SQLITE_OK;
        size_t size;
        const void *changes = db_column_blob(query, 3, &size);
        if (strcmp(db_column_text(query, 1), migrate_action) == 0 &&
            migrate_steps(db_column_text(query, 2), &from, &to))
            status = migrate_scripts(comparison->repeated, from, to, error);
        else if (size > 0)
            status = note_references(comparison, changes, size);
        if (status == STATUS_OK && size > 0)
            code = sqlite3changeset_apply(comparison->repeated->db, (int)size, (void *)changes, NULL,
                                          stop_at_conflict, NULL);
        if (code != SQLITE_OK)
            status = error_add(error, STATUS_NO, &place,
                               _("Entry %lld of the log does not fit what the entries before it made."),
                               (long long)db_column_integer(query, 0));
    }
    enum status done = db_done(query, error);
    return status == STATUS_OK ? done : status;
}

static char *sql_for(const struct comparison *comparison)
{
    char *order = talloc_strdup(comparison->error, "");
    struct query *query =
        db_query(comparison->repeated, "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk");
    db_text(query, 1, comparison->table);
    while (order && db_row(query))
        order = talloc_asprintf_append(order, "%s\"%s\"", *order ? ", " : "", db_column_text(query, 0));
    if (db_done(query, comparison->error) != STATUS_OK || !order)
        return NULL;
    return talloc_asprintf(order, "SELECT %s, * FROM \"%s\" ORDER BY %s", order, comparison->table, order);
}

static int compare_cells(sqlite3_stmt *one, sqlite3_stmt *other, int column)
{
    int type = sqlite3_column_type(one, column), second = sqlite3_column_type(other, column);
    if (type != second)
        return type < second ? -1 : 1;
    if (type == SQLITE_INTEGER) {
        int64_t a = sqlite3_column_int64(one, column), b = sqlite3_column_int64(other, column);
        return (a > b) - (a < b);
    }
    const void *a = sqlite3_column_blob(one, column), *b = sqlite3_column_blob(other, column);
    int n = sqlite3_column_bytes(one, column), m = sqlite3_column_bytes(other, column);
    int order = n && m ? memcmp(a, b, (size_t)(n < m ? n : m)) : 0;
    return order ? order : (n > m) - (n < m);
}

static const char *shown(const struct comparison *comparison, sqlite3_stmt *row, int column)
{
    const unsigned char *text = sqlite3_column_text(row, column);
    return text_printable(comparison->error, text ? (const char *)text : "");
}

static char *key_of(const struct comparison *comparison, sqlite3_stmt *row, int keys)
{
    char *key = talloc_strdup(comparison->error, "");
    for (int i = 0; key && i < keys; i++)
        key = talloc_asprintf_append(key, "%s%s", i ? ", " : "", shown(comparison, row, i));
    return key ? key : talloc_strdup(comparison->error, "?");
}

static void tell_row(struct comparison *comparison, sqlite3_stmt *row, int keys, const char *format)
{
    const struct place place = {.file = comparison->store->file};
    if (comparison->rows++ < MOST_ROWS)
        error_add(comparison->error, STATUS_NO, &place, format, comparison->table,
                  key_of(comparison, row, keys));
}

static void compare_rows(struct comparison *comparison, sqlite3_stmt *file, sqlite3_stmt *log, int keys)
{
    const struct place place = {.file = comparison->store->file};
    for (int i = keys; i < sqlite3_column_count(file) && i < sqlite3_column_count(log); i++)
        if (compare_cells(file, log, i) != 0 && comparison->rows++ < MOST_ROWS)
            error_add(comparison->error, STATUS_NO, &place,
                      _("Table %s, row %s: column %s is “%s”, and by the log it is “%s”."), comparison->table,
                      key_of(comparison, file, keys), sqlite3_column_name(log, i), shown(comparison, file, i),
                      shown(comparison, log, i));
}

static enum status walk(struct comparison *comparison, sqlite3_stmt *file, sqlite3_stmt *log, int keys)
{
    int one = sqlite3_step(file), other = sqlite3_step(log);
    while (one == SQLITE_ROW || other == SQLITE_ROW) {
        if ((one != SQLITE_ROW && one != SQLITE_DONE) || (other != SQLITE_ROW && other != SQLITE_DONE))
            break;
        int order = one == SQLITE_DONE ? 1 : other == SQLITE_DONE ? -1 : 0;
        for (int i = 0; order == 0 && i < keys; i++)
            order = compare_cells(file, log, i);
        if (order < 0)
            tell_row(comparison, file, keys,
                     _("Table %s: row %s is not in the log; another program added it."));
        else if (order > 0)
            tell_row(comparison, log, keys, _("Table %s: row %s is missing; another program removed it."));
        else
            compare_rows(comparison, file, log, keys);
        if (order <= 0)
            one = sqlite3_step(file);
        if (order >= 0)
            other = sqlite3_step(log);
    }
    return one == SQLITE_DONE ? STATUS_OK : db_fault(comparison->store, one, comparison->error);
}

static enum status compare_table(struct comparison *comparison)
{
    sqlite3_stmt *file = NULL, *log = NULL;
    char *sql = sql_for(comparison);
    if (!sql)
        return error_add_memory(comparison->error);
    int code = sqlite3_prepare_v2(comparison->store->db, sql, -1, &file, NULL);
    int second = sqlite3_prepare_v2(comparison->repeated->db, sql, -1, &log, NULL);
    enum status status;
    if (code != SQLITE_OK || second != SQLITE_OK) {
        status = db_fault(code ? comparison->store : comparison->repeated, code ? code : second,
                          comparison->error);
    } else {
        struct query *query =
            db_query(comparison->repeated, "SELECT count(*) FROM pragma_table_info(?1) WHERE pk > 0");
        db_text(query, 1, comparison->table);
        int keys = db_row(query) ? (int)db_column_integer(query, 0) : 0;
        status = db_done(query, comparison->error);
        if (status == STATUS_OK)
            status = walk(comparison, file, log, keys);
    }
    sqlite3_finalize(file);
    sqlite3_finalize(log);
    return status;
}

/* Tables, indexes and triggers as the migrations make them; the words they were made with included. */
static enum status compare_schema(const struct comparison *comparison)
{
    static const char sql[] = "SELECT type, name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name";
    const struct place place = {.file = comparison->store->file};
    struct query *file = db_query(comparison->store, sql), *log = db_query(comparison->repeated, sql);
    bool same = true, one = db_row(file), other = db_row(log);
    while (same && (one || other)) {
        same = one && other;
        for (int i = 0; same && i < 3; i++)
            same = strcmp(db_column_text(file, i), db_column_text(log, i)) == 0;
        if (!same)
            error_add(comparison->error, STATUS_NO, &place,
                      _("The file's schema is not as tongxin made it (at %s): another program changed it. "
                        "Please go back to the last backup."),
                      text_printable(comparison->error, db_column_text(one ? file : log, 1)));
        one = same && db_row(file);
        other = same && db_row(log);
    }
    enum status status = db_done(file, comparison->error);
    enum status done = db_done(log, comparison->error);
    return status == STATUS_OK ? done : status;
}

static enum status last_window(struct store *store, int64_t *last, struct error *error)
{
    struct query *query = db_query(store, "SELECT seq FROM sqlite_sequence WHERE name = 'window'");
    *last = db_row(query) ? db_column_integer(query, 0) : 0;
    return db_done(query, error);
}

/* No number of a window is given twice, so the last one is a part of the file like any other. */
static enum status compare_numbers(const struct comparison *comparison)
{
    const struct place place = {.file = comparison->store->file};
    int64_t file = 0, log = 0;
    enum status status = last_window(comparison->store, &file, comparison->error);
    if (status == STATUS_OK)
        status = last_window(comparison->repeated, &log, comparison->error);
    if (status == STATUS_OK && file != log)
        status = error_add(comparison->error, STATUS_NO, &place,
                           _("The last number given to a window is %lld, and by the log it is %lld: another "
                             "program changed it."),
                           (long long)file, (long long)log);
    return status;
}

static enum status compare_tables(struct comparison *comparison)
{
    enum status status = STATUS_OK;
    struct query *query =
        db_query(comparison->repeated, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN "
                                       "('content', 'log') AND name NOT LIKE 'sqlite%' ORDER BY name");
    while (status == STATUS_OK && db_row(query)) {
        comparison->table = db_column_text(query, 0);
        status = compare_table(comparison);
    }
    enum status done = db_done(query, comparison->error);
    if (status == STATUS_OK)
        status = compare_numbers(comparison);
    return status == STATUS_OK ? done : status;
}

static enum status check_log(struct store *store, struct verified *found, struct error *error)
{
    struct comparison comparison = {.store = store, .error = error};
    int version;
    enum status status = log_verify(store, &found->entries, error);
    if (status == STATUS_OK)
        status = first_version(store, &version, error);
    if (status == STATUS_OK)
        status = store_open_memory(error, store, &comparison.repeated, error);
    if (status != STATUS_OK)
        return status; /* a log that is not as it was written is not repeated */
    status = migrate_scripts(comparison.repeated, 0, version, error);
    if (status == STATUS_OK)
        status = copy_hashes(&comparison);
    if (status == STATUS_OK)
        status = db_script(comparison.repeated, "CREATE TEMP TABLE referred (hash TEXT PRIMARY KEY)", error);
    if (status == STATUS_OK)
        status = repeat(&comparison);
    if (status == STATUS_OK)
        status = check_referred(&comparison);
    if (status == STATUS_OK)
        status = compare_schema(&comparison);
    if (status == STATUS_OK)
        status = compare_tables(&comparison);
    talloc_free(comparison.repeated);
    return status;
}

static enum status check_plans(struct store *store, const struct plan_check *plans, struct verified *found,
                               struct error *error)
{
    struct query *query = db_query(store, "SELECT version FROM plan ORDER BY version");
    while (db_row(query)) {
        found->plans++;
        if (plans)
            plans->check(plans->data, store, (int)db_column_integer(query, 0), error);
    }
    return db_done(query, error);
}

enum status store_verify(struct store *store, const struct plan_check *plans, struct verified *found,
                         struct error *error)
{
    memset(found, 0, sizeof *found);
    /* One moment of the file for all; inside a change (a file that is being made) it is one already. */
    bool begins = sqlite3_get_autocommit(store->db) != 0;
    enum status status = begins ? db_script(store, "BEGIN", error) : STATUS_OK;
    if (status != STATUS_OK)
        return status;
    status = check_pages(store, error);
    if (status == STATUS_OK)
        status = check_contents(store, error);
    if (status == STATUS_OK)
        status = check_log(store, found, error);
    if (status == STATUS_OK)
        check_plans(store, plans, found, error);
    if (begins)
        sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
    return error->status;
}
