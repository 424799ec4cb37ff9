#include "store/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "store/log.h"
#include "store/open.h"

const char migrate_action[] = "migrate";

static int number_of(const struct embedded_file *file)
{
    return (int)strtol(file->name, NULL, 10);
}

int migrate_newest(const struct embedded_file *schema)
{
    int newest = 0;
    for (const struct embedded_file *file = schema; file->name; file++)
        if (number_of(file) > newest)
            newest = number_of(file);
    return newest;
}

enum status migrate_is_newer(const struct store *store, int version, struct error *error)
{
    const struct place place = {.file = store->file};
    return error_add(
        error, STATUS_INPUT, &place,
        _("This file was written by a newer version of tongxin (its format is %d, this program knows "
          "%d). Please use the newer program; nothing was changed."),
        version, migrate_newest(store->schema));
}

/* The files stand in the order of their names, which begin with the number. */
enum status migrate_scripts(struct store *store, int from, int to, struct error *error)
{
    enum status status = STATUS_OK;
    for (const struct embedded_file *file = store->schema; file->name && status == STATUS_OK; file++)
        if (number_of(file) > from && number_of(file) <= to)
            status = db_script(store, file->bytes, error);
    return status;
}

static enum status mark(struct store *store, int version, struct error *error)
{
    char pragma[64];
    snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d", version);
    return db_script(store, pragma, error);
}

enum status migrate_new(struct store *store, int version, struct error *error)
{
    enum status status = migrate_scripts(store, 0, version, error);
    return status == STATUS_OK ? mark(store, version, error) : status;
}

bool migrate_steps(const char *detail, int *from, int *to)
{
    return sscanf(detail, "{\"from\":%9d,\"to\":%9d}", from, to) == 2; // NOLINT(cert-err34-c): 9 digits fit
}

static enum status add_entry(struct store *store, int from, int to, struct error *error)
{
    char detail[64], hash[HASH_TEXT];
    struct store_change change = {.who = "tongxin", .action = migrate_action, .subject = "", .reason = ""};
    snprintf(detail, sizeof detail, "{\"from\":%d,\"to\":%d}", from, to);
    change.detail = detail;
    enum status status = clock_read(&change.now, error);
    return status == STATUS_OK ? log_add(store, &change, "", 0, NULL, hash, error) : status;
}

/* ---- migrations that only add ---- */

struct watched {
    bool changes_rows;
};

/* Notes statements that write rows or take something away; all pass. */
static int watch(void *data, int action, const char *one, const char *two, const char *database,
                 const char *trigger)
{
    struct watched *watched = data;
    (void)two;
    (void)database;
    (void)trigger;
    bool writes = action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE;
    bool drops = action == SQLITE_DROP_TABLE || action == SQLITE_DROP_INDEX || action == SQLITE_DROP_TRIGGER;
    if (drops || (writes && one && strncmp(one, "sqlite_", 7) != 0))
        watched->changes_rows = true;
    return SQLITE_OK;
}

struct shape {
    char *table,
        *columns; /* name, type, whether it may be NULL, place in the key, default; each behind a comma */
};

static enum status read_shapes(const void *owner, struct store *store, struct shape **shape, int *count,
                               struct error *error)
{
    struct query *query = db_query(
        store,
        "SELECT m.name, (SELECT group_concat(',' || c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' ' "
        "|| "
        "c.pk || ' ' || coalesce(c.dflt_value, ''), '') FROM (SELECT * FROM pragma_table_info(m.name) "
        "ORDER BY cid) AS c) || ',' FROM sqlite_schema AS m WHERE m.type = 'table' AND m.name NOT LIKE "
        "'sqlite%' ORDER BY m.name");
    *shape = NULL;
    *count = 0;
    bool room = true;
    while (room && db_row(query)) {
        struct shape *grown = talloc_realloc(owner, *shape, struct shape, (unsigned)*count + 1);
        room = grown != NULL;
        if (!room)
            break;
        *shape = grown;
        grown[(*count)++] = (struct shape){talloc_strdup(owner, db_column_text(query, 0)),
                                           talloc_strdup(owner, db_column_text(query, 1))};
        room = grown[*count - 1].table && grown[*count - 1].columns;
    }
    enum status status = db_done(query, error);
    return status == STATUS_OK && !room ? error_add_memory(error) : status;
}

/* Columns that may be NULL, belong to no key and have no default: SQLite's sessions record a default as NULL
 * for rows that are older than the column, so changes of those rows would not fit. */
static bool are_plain(const char *columns)
{
    static const char plain[] = " 0 0 ";
    for (const char *end; *columns; columns = end + 1) {
        end = strchr(columns, ',');
        size_t size = end ? (size_t)(end - columns) : 0;
        if (size < sizeof plain - 1 ||
            strncmp(columns + size - (sizeof plain - 1), plain, sizeof plain - 1) != 0)
            return false;
    }
    return true;
}

/* Every table of before is there, its columns come first, and further ones are plain. */
static bool is_within(const struct shape *before, int tables, const struct shape *after, int more)
{
    for (int b = 0; b < tables; b++) {
        size_t size = strlen(before[b].columns);
        bool found = false;
        for (int a = 0; a < more && !found; a++)
            found = strcmp(before[b].table, after[a].table) == 0 &&
                    strncmp(after[a].columns, before[b].columns, size) == 0 &&
                    are_plain(after[a].columns + size);
        if (!found)
            return false;
    }
    return true;
}

enum status migrate_only_adds(const struct store *store, int from, int to, bool *adds, struct error *error)
{
    struct store *empty;
    struct shape *before, *after;
    int tables, more;
    struct watched watched = {false};
    *adds = false;
    enum status status = store_open_memory(error, store, &empty, error);
    if (status != STATUS_OK)
        return status;
    status = migrate_scripts(empty, 0, from, error);
    if (status == STATUS_OK)
        status = read_shapes(empty, empty, &before, &tables, error);
    sqlite3_set_authorizer(empty->db, watch, &watched);
    if (status == STATUS_OK)
        status = migrate_scripts(empty, from, to, error);
    sqlite3_set_authorizer(empty->db, NULL, NULL);
    if (status == STATUS_OK)
        status = read_shapes(empty, empty, &after, &more, error);
    if (status == STATUS_OK)
        *adds = !watched.changes_rows && is_within(before, tables, after, more);
    talloc_free(empty);
    return status;
}

/* ---- a file ---- */

/* Rows that the step left without the row they point to. */
static enum status check_references(struct store *store, struct error *error)
{
    const struct place place = {.file = store->file};
    struct query *query = db_query(store, "PRAGMA foreign_key_check");
    bool broken = db_row(query);
    enum status status = db_done(query, error);
    if (status == STATUS_OK && broken)
        status = error_add(error, STATUS_MACHINE, &place,
                           _("The file cannot be brought to the newer format: rows of it point to rows that "
                             "are missing. Nothing was changed. Please go back to the last backup."));
    return status;
}

/* One step, unless another process has taken it meanwhile; *version is what the file has afterwards. */
static enum status step(struct store *store, int *version, struct error *error)
{
    int from = *version, to = from;
    enum status status = db_script(store, "BEGIN IMMEDIATE", error);
    if (status == STATUS_OK)
        status = store_pragma(store, "PRAGMA user_version", &from, error);
    for (const struct embedded_file *file = store->schema; file->name; file++)
        if (number_of(file) > from && (to <= from || number_of(file) < to))
            to = number_of(file);
    if (status == STATUS_OK && to > from) {
        status = migrate_scripts(store, from, to, error);
        if (status == STATUS_OK)
            status = check_references(store, error);
        if (status == STATUS_OK)
            status = add_entry(store, from, to, error);
        if (status == STATUS_OK)
            status = mark(store, to, error);
    }
    if (status == STATUS_OK)
        status = db_script(store, "COMMIT", error);
    if (status != STATUS_OK)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    *version = to;
    return status;
}

/* Tables that point to one another may be made anew while references are not enforced; afterwards they are
 * checked. The switch works outside a transaction alone. */
static void enforce_references(struct store *store, int on)
{
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_FKEY, on, NULL);
}

enum status migrate_file(struct store *store, int version, struct error *error)
{
    enum status status = STATUS_OK;
    enforce_references(store, 0);
    while (status == STATUS_OK && version < migrate_newest(store->schema))
        status = step(store, &version, error);
    enforce_references(store, 1);
    if (status == STATUS_OK && version > migrate_newest(store->schema))
        status = migrate_is_newer(store, version, error);
    return status;
}
