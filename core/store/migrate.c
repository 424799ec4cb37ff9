#include "store/migrate.h"

#include <stdio.h>
#include <stdlib.h>

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
