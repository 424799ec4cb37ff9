/* A term file of what an export says. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

#include "base/file.h"
#include "base/interruption.h"
#include "base/language.h"
#include "roster/csv.h"
#include "store/db.h"
#include "store/export.h"
#include "store/export_parts.h"
#include "store/guard.h"
#include "store/migrate.h"
#include "store/open.h"
#include "store/verify.h"

enum { CONTENT_MOST = 512 * 1024 * 1024 };

const char *const export_tables[] = {"window",       "member",     "further_column", "further_cell", "plan",
                                     "plan_content", "plan_stage", "plan_pair",      "plan_state",   "filing",
                                     "pin",          "answer",     "column_name",    "given_id",     "term",
                                     "log",          NULL};

bool store_is_export(const char *folder)
{
    struct stat seen;
    char *name = talloc_asprintf(NULL, "%s/%s", folder, EXPORT_MANIFEST);
    bool is = name && stat(name, &seen) == 0;
    talloc_free(name);
    return is;
}

static enum status refuse(const char *file, int row, struct error *error, const char *what)
{
    const struct place place = {.file = file, .row = row};
    return error_add(error, STATUS_INPUT, &place,
                     _("This is not as tongxin export wrote it (%s). Nothing was made."), what);
}

/* Undoes \N, \n, \r, \\ in place; NULL for \N. Other cells are not touched: empty ones are no one's memory.
 */
static char *plain(char *cell)
{
    if (strcmp(cell, "\\N") == 0)
        return NULL;
    if (!strchr(cell, '\\'))
        return cell;
    char *to = cell;
    for (const char *from = cell; *from; from++) {
        if (*from != '\\' || !from[1]) {
            *to++ = *from;
            continue;
        }
        from++;
        *to++ = *from == 'n' ? '\n' : *from == 'r' ? '\r' : *from;
    }
    *to = '\0';
    return cell;
}

/* The bytes of contents/HASH, which must have that hash. */
static enum status read_content(const void *owner, const char *folder, const char *hash, char **bytes,
                                size_t *size, struct error *error)
{
    char found[HASH_TEXT];
    if (strlen(hash) != HASH_TEXT - 1 || strspn(hash, "0123456789abcdef") != HASH_TEXT - 1)
        return refuse(folder, 0, error, hash);
    char *name = talloc_asprintf(owner, "%s/contents/%s", folder, hash);
    if (!name)
        return error_add_memory(error);
    enum status status = file_read(owner, name, CONTENT_MOST, bytes, size, error);
    if (status != STATUS_OK)
        return status;
    store_hash(*bytes, *size, found);
    return strcmp(found, hash) == 0 ? STATUS_OK : refuse(name, 0, error, hash);
}

enum kind { KIND_TEXT, KIND_INTEGER, KIND_BLOB };

static enum status bind_cell(sqlite3_stmt *statement, int parameter, enum kind kind, char *cell,
                             const char *folder, const char *file, int row, struct error *error)
{
    char *text = plain(cell), *end, *bytes;
    size_t size;
    if (!text) {
        sqlite3_bind_null(statement, parameter);
        return STATUS_OK;
    }
    if (kind == KIND_TEXT) {
        sqlite3_bind_text(statement, parameter, text, -1, SQLITE_TRANSIENT);
        return STATUS_OK;
    }
    if (kind == KIND_INTEGER) {
        errno = 0;
        long long number = strtoll(text, &end, 10);
        if (errno || end == text || *end)
            return refuse(file, row, error, text);
        sqlite3_bind_int64(statement, parameter, number);
        return STATUS_OK;
    }
    enum status status = read_content(error, folder, text, &bytes, &size, error);
    if (status == STATUS_OK) {
        sqlite3_bind_blob64(statement, parameter, bytes, size, SQLITE_TRANSIENT);
        talloc_free(bytes);
    }
    return status;
}

/* The table's columns: their kinds, and whether the file has the same ones. */
static enum status find_columns(struct store *store, const char *table, const struct csv_table *csv,
                                enum kind *kind, int most, int *columns, struct error *error)
{
    sqlite3_stmt *info = NULL;
    char *sql = sqlite3_mprintf("SELECT name, type FROM pragma_table_info('%q')", table);
    int code = sql ? sqlite3_prepare_v2(store->db, sql, -1, &info, NULL) : SQLITE_NOMEM;
    bool same = true;
    *columns = 0;
    while (code == SQLITE_OK && sqlite3_step(info) == SQLITE_ROW && *columns < most) {
        const char *type = (const char *)sqlite3_column_text(info, 1);
        same = same && *columns < csv->row[0].cells &&
               strcmp(csv->row[0].cell[*columns], (const char *)sqlite3_column_text(info, 0)) == 0;
        kind[(*columns)++] = strcmp(type, "INTEGER") == 0 ? KIND_INTEGER
                             : strcmp(type, "BLOB") == 0  ? KIND_BLOB
                                                          : KIND_TEXT;
    }
    sqlite3_finalize(info);
    sqlite3_free(sql);
    if (code != SQLITE_OK)
        return db_fault(store, code, error);
    return same && *columns == csv->row[0].cells ? STATUS_OK : refuse(csv->file, 1, error, table);
}

static sqlite3_stmt *prepare_insert(struct store *store, const char *table, int columns)
{
    sqlite3_stmt *insert = NULL;
    sqlite3_str *sql = sqlite3_str_new(store->db);
    sqlite3_str_appendf(sql, "INSERT INTO \"%w\" VALUES (?", table);
    for (int c = 1; c < columns; c++)
        sqlite3_str_appendall(sql, ", ?");
    sqlite3_str_appendall(sql, ")");
    char *text = sqlite3_str_finish(sql);
    if (text)
        sqlite3_prepare_v2(store->db, text, -1, &insert, NULL);
    sqlite3_free(text);
    return insert;
}

static enum status insert_rows(struct store *store, const char *folder, const char *table,
                               const struct csv_table *csv, struct error *error)
{
    enum { COLUMNS_MOST = 32 };
    enum kind kind[COLUMNS_MOST];
    int columns;
    enum status status = find_columns(store, table, csv, kind, COLUMNS_MOST, &columns, error);
    if (status != STATUS_OK)
        return status;
    sqlite3_stmt *insert = prepare_insert(store, table, columns);
    if (!insert)
        return db_fault(store, sqlite3_errcode(store->db), error);
    for (int r = 1; r < csv->rows && status == STATUS_OK; r++) {
        for (int c = 0; c < columns && status == STATUS_OK; c++)
            status = bind_cell(insert, c + 1, kind[c], (char *)(uintptr_t)csv->row[r].cell[c], folder,
                               csv->file, csv->row[r].row, error);
        int code = status == STATUS_OK ? sqlite3_step(insert) : SQLITE_DONE;
        if ((code & 0xff) == SQLITE_CONSTRAINT)
            status = refuse(csv->file, csv->row[r].row, error, sqlite3_errmsg(store->db));
        else if (code != SQLITE_DONE)
            status = db_fault(store, code, error);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    return status;
}

/* All parts of a table, of which the first must be there. */
static enum status load_table(struct store *store, const char *folder, const char *table, struct error *error)
{
    static const char *const no_headings[] = {NULL};
    enum status status = STATUS_OK;
    struct stat seen;
    for (int part = 1; status == STATUS_OK; part++) {
        void *scratch = talloc_new(NULL);
        struct csv_table *csv = NULL;
        char *name = part == 1 ? talloc_asprintf(scratch, "%s/%s.csv", folder, table)
                               : talloc_asprintf(scratch, "%s/%s-%d.csv", folder, table, part);
        if (!name)
            status = error_add_memory(error);
        else if (part > 1 && stat(name, &seen) != 0) {
            talloc_free(scratch);
            break;
        } else
            status = csv_read(scratch, name, no_headings, &csv, error);
        if (status == STATUS_OK && csv)
            status = insert_rows(store, folder, table, csv, error);
        talloc_free(scratch);
    }
    return status;
}

/* All texts of content.csv. */
static enum status load_contents(struct store *store, const char *folder, struct error *error)
{
    static const char *const heading[] = {EXPORT_CONTENT, NULL};
    void *scratch = talloc_new(NULL);
    struct csv_table *list = NULL;
    char *name = talloc_asprintf(scratch, "%s/content.csv", folder);
    enum status status = name ? csv_read(scratch, name, heading, &list, error) : error_add_memory(error);
    for (int r = 1; status == STATUS_OK && list && r < list->rows; r++) {
        char *bytes = NULL, hash[HASH_TEXT];
        size_t size = 0;
        status = read_content(scratch, folder, list->row[r].cell[0], &bytes, &size, error);
        if (status == STATUS_OK) {
            status = store_keep(store, bytes, size, hash, error);
            talloc_free(bytes);
        }
    }
    talloc_free(scratch);
    return status;
}

static enum status set_sequence(struct store *store, const char *table, int64_t last, struct error *error)
{
    struct query *gone = db_query(store, "DELETE FROM sqlite_sequence WHERE name = ?1");
    db_text(gone, 1, table);
    enum status status = db_run(gone, error);
    struct query *set = db_query(store, "INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)");
    db_text(set, 1, table);
    db_integer(set, 2, last);
    enum status done = db_run(set, error);
    return status == STATUS_OK ? done : status;
}

/* The last numbers that were given; those of rows that are gone again included. */
static enum status load_sequence(struct store *store, const char *folder, struct error *error)
{
    static const char *const headings[] = {"name", "seq", NULL};
    void *scratch = talloc_new(NULL);
    struct csv_table *list = NULL;
    char *name = talloc_asprintf(scratch, "%s/%s.csv", folder, EXPORT_SEQUENCE);
    enum status status = name ? csv_read(scratch, name, headings, &list, error) : error_add_memory(error);
    for (int r = 1; status == STATUS_OK && list && r < list->rows; r++) {
        char *end = NULL;
        int64_t last = list->row[r].cells < 2 ? -1 : strtoll(list->row[r].cell[1], &end, 10);
        if (last < 0 || *end)
            status = refuse(name, list->row[r].row, error, list->row[r].cell[0]);
        else
            status = set_sequence(store, list->row[r].cell[0], last, error);
    }
    talloc_free(scratch);
    return status;
}

/* Whether the schema has the table. */
static bool has_table(struct store *store, const char *table, struct error *error)
{
    struct query *query = db_query(store, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1");
    db_text(query, 1, table);
    bool has = db_row(query);
    return db_done(query, error) == STATUS_OK && has;
}

static enum status load_all(struct store *store, const char *folder, struct error *error)
{
    struct verified verified;
    /* Rows refer to one another both ways: all must be there at the end. */
    enum status status = db_script(store, "PRAGMA defer_foreign_keys = 1", error);
    for (int t = 0; export_tables[t] && status == STATUS_OK; t++)
        if (interruption_waits())
            status = error_add_errno(error, folder, EINTR);
        else if (has_table(store, export_tables[t], error))
            status = load_table(store, folder, export_tables[t], error);
    if (status == STATUS_OK)
        status = load_sequence(store, folder, error);
    if (status == STATUS_OK)
        status = load_contents(store, folder, error);
    if (status == STATUS_OK)
        status = store_verify(store, NULL, &verified, error);
    return status == STATUS_NO ? refuse(folder, 0, error, _("its log does not give its tables")) : status;
}

/* The schema of the program that wrote the folder. */
static enum status read_schema(const void *owner, const char *folder, int *version, struct error *error)
{
    enum { MANIFEST_MOST = 4096 };
    char *bytes = NULL, *name = talloc_asprintf(owner, "%s/%s", folder, EXPORT_MANIFEST);
    size_t size = 0;
    enum status status =
        name ? file_read(owner, name, MANIFEST_MOST, &bytes, &size, error) : error_add_memory(error);
    if (status != STATUS_OK || !bytes)
        return status;
    const char *number = strstr(bytes, "\"schema\":");
    *version = number ? (int)strtol(number + strlen("\"schema\":"), NULL, 10) : 0;
    return *version > 0 ? STATUS_OK : refuse(name, 0, error, EXPORT_MANIFEST);
}

/* The migrations up to that version, owned by `owner`: what an earlier program wrote is read as it was, and
 * brought up to date as a term file of it would be. NULL where memory ran out. */
static const struct embedded_file *schema_until(const void *owner, int version)
{
    int files = 0;
    while (embedded_schema[files].name && strtol(embedded_schema[files].name, NULL, 10) <= version)
        files++;
    struct embedded_file *schema = talloc_zero_array(owner, struct embedded_file, (unsigned)files + 1);
    if (schema && files > 0)
        memcpy(schema, embedded_schema, (size_t)files * sizeof *schema);
    return schema;
}

enum status store_load(const void *owner, const char *file, const char *folder, struct store **store,
                       struct error *error)
{
    struct store *made;
    int version = 0;
    enum status status = read_schema(error, folder, &version, error);
    const struct embedded_file *schema = status == STATUS_OK ? schema_until(owner, version) : NULL;
    if (status == STATUS_OK && !schema)
        status = error_add_memory(error);
    if (status != STATUS_OK)
        return status;
    status = store_create_with(owner, file, schema, &made, error);
    if (status != STATUS_OK)
        return status;
    if (version > migrate_newest(embedded_schema))
        status = migrate_is_newer(made, version, error);
    if (status == STATUS_OK)
        status = load_all(made, folder, error);
    if (status == STATUS_OK)
        status = store_commit_as_it_is(made, error);
    talloc_free(made); /* opened anew: the step to the newest schema is an entry in its log */
    return status == STATUS_OK ? store_open(owner, file, STORE_WRITE, store, error) : status;
}
