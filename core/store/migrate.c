#include "store/migrate.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/embed.h"
#include "base/language.h"

static int number_of(const struct embedded_file *file)
{
    return atoi(file->name);
}

int migrate_newest(void)
{
    int newest = 0;
    for (const struct embedded_file *file = embedded_schema; file->name; file++)
        if (number_of(file) > newest)
            newest = number_of(file);
    return newest;
}

/* The embedded files stand in the order of their names, which begin with the number. */
static enum status run_from(struct store *store, int version, struct error *error)
{
    enum status status = STATUS_OK;
    for (const struct embedded_file *file = embedded_schema; file->name && status == STATUS_OK; file++)
        if (number_of(file) > version)
            status = db_script(store, file->bytes, error);
    char mark[64];
    snprintf(mark, sizeof mark, "PRAGMA user_version = %d", migrate_newest());
    return status == STATUS_OK ? db_script(store, mark, error) : status;
}

enum status migrate_new(struct store *store, struct error *error)
{
    return run_from(store, 0, error);
}

enum status migrate_file(struct store *store, int version, struct error *error)
{
    const struct place place = {.file = store->file};
    if (sqlite3_db_readonly(store->db, "main") == 1)
        return error_add(error, STATUS_INPUT, &place,
                         _("This file is of an earlier version of tongxin and cannot be written. Copy it to "
                           "a folder of your own: there it is brought up to date."));
    enum status status = db_script(store, "BEGIN IMMEDIATE", error);
    if (status == STATUS_OK)
        status = run_from(store, version, error);
    if (status == STATUS_OK)
        return db_script(store, "COMMIT", error);
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}
