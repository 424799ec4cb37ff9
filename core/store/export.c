#include "store/export.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>
#include <unistd.h>

#include "base/file.h"
#include "base/growing_text.h"
#include "base/interruption.h"
#include "base/language.h"
#include "store/db.h"
#include "store/export_parts.h"
#include "store/migrate.h"
#include "store/term_guard.h"

/* Line breaks and backslashes are escaped, so that a row is a line; \N stands for NULL. */
static void put_text(struct growing_text *out, const char *text)
{
    struct growing_text cell = {.owner = out->owner};
    for (; *text; text++) {
        if (*text == '\n')
            growing_add(&cell, "\\n");
        else if (*text == '\r')
            growing_add(&cell, "\\r");
        else if (*text == '\\')
            growing_add(&cell, "\\\\");
        else
            growing_add_bytes(&cell, text, 1);
    }
    if (cell.text)
        growing_add_cell(out, cell.text, false);
    out->failed = out->failed || cell.failed;
    talloc_free(cell.text);
}

static enum status put_content(const char *folder, const void *bytes, size_t size, char hash[HASH_TEXT],
                               struct error *error)
{
    store_hash(bytes, size, hash);
    char *name = talloc_asprintf(error, "%s/contents/%s", folder, hash);
    enum status status = name ? file_write_private(name, bytes, size, error) : error_add_memory(error);
    talloc_free(name);
    return status;
}

/* A cell; a blob goes into a file of its own. */
static enum status put_cell(struct growing_text *out, const char *folder, sqlite3_stmt *row, int column,
                            struct error *error)
{
    char hash[HASH_TEXT];
    switch (sqlite3_column_type(row, column)) {
    case SQLITE_NULL:
        growing_add(out, "\\N");
        return STATUS_OK;
    case SQLITE_INTEGER:
        growing_print(out, "%lld", (long long)sqlite3_column_int64(row, column));
        return STATUS_OK;
    case SQLITE_BLOB: {
        const void *bytes = sqlite3_column_blob(row, column);
        size_t size = (size_t)sqlite3_column_bytes(row, column);
        enum status status = put_content(folder, bytes ? bytes : "", size, hash, error);
        growing_add(out, hash);
        return status;
    }
    default:
        put_text(out, (const char *)sqlite3_column_text(row, column));
        return STATUS_OK;
    }
}

static enum status write_part(struct growing_text *out, const char *folder, const char *table, int part,
                              struct error *error)
{
    char *name = part == 1 ? talloc_asprintf(error, "%s/%s.csv", folder, table)
                           : talloc_asprintf(error, "%s/%s-%d.csv", folder, table, part);
    enum status status = STATUS_MACHINE;
    if (name && !out->failed)
        status = file_write_private(name, out->text, out->used, error);
    else
        error_add_memory(error);
    talloc_free(name);
    out->used = 0;
    return status;
}

static void put_headings(struct growing_text *out, sqlite3_stmt *row)
{
    for (int c = 0; c < sqlite3_column_count(row); c++) {
        growing_add(out, c > 0 ? "," : "");
        growing_add(out, sqlite3_column_name(row, c));
    }
    growing_add(out, "\n");
}

static enum status write_rows(struct store *store, const char *folder, const char *table, sqlite3_stmt *row,
                              struct error *error)
{
    struct growing_text out = {.owner = error};
    enum status status = STATUS_OK;
    int code, part = 1, rows = 0;
    put_headings(&out, row);
    while (status == STATUS_OK && (code = sqlite3_step(row)) == SQLITE_ROW) {
        if (rows++ == EXPORT_ROWS) {
            status = write_part(&out, folder, table, part++, error);
            put_headings(&out, row);
            rows = 1;
        }
        for (int c = 0; status == STATUS_OK && c < sqlite3_column_count(row); c++) {
            growing_add(&out, c > 0 ? "," : "");
            status = put_cell(&out, folder, row, c, error);
        }
        growing_add(&out, "\n");
    }
    if (status == STATUS_OK && code != SQLITE_DONE)
        status = db_fault(store, code, error);
    if (status == STATUS_OK)
        status = write_part(&out, folder, table, part, error);
    talloc_free(out.text);
    return status;
}

static enum status write_table(struct store *store, const char *folder, const char *table,
                               struct error *error)
{
    sqlite3_stmt *row = NULL;
    char *sql = sqlite3_mprintf("SELECT * FROM \"%w\" ORDER BY 1, 2", table);
    int code = sql ? sqlite3_prepare_v2(store->db, sql, -1, &row, NULL) : SQLITE_NOMEM;
    enum status status =
        code == SQLITE_OK ? write_rows(store, folder, table, row, error) : db_fault(store, code, error);
    sqlite3_finalize(row);
    sqlite3_free(sql);
    return status;
}

/* Texts are files by their hash; the table lists them, those included that no row refers to any more. */
static enum status write_contents(struct store *store, const char *folder, struct error *error)
{
    struct query *query = db_query(store, "SELECT bytes FROM content ORDER BY hash");
    struct growing_text list = {.owner = error};
    enum status status = STATUS_OK;
    growing_add(&list, EXPORT_CONTENT "\n");
    while (status == STATUS_OK && db_row(query)) {
        size_t size;
        char hash[HASH_TEXT];
        const void *bytes = db_column_blob(query, 0, &size);
        status = put_content(folder, bytes, size, hash, error);
        growing_add(&list, hash);
        growing_add(&list, "\n");
    }
    enum status done = db_done(query, error);
    if (status == STATUS_OK && done == STATUS_OK)
        status = write_part(&list, folder, "content", 1, error);
    talloc_free(list.text);
    return status == STATUS_OK ? done : status;
}

static enum status write_manifest(const struct store *store, const char *folder, struct error *error)
{
    char *name = talloc_asprintf(error, "%s/%s", folder, EXPORT_MANIFEST);
    char *text = talloc_asprintf(error, "{\"export\": \"tongxin term\", \"schema\": %d}\n",
                                 migrate_newest(store->schema));
    enum status status =
        name && text ? file_write_private(name, text, strlen(text), error) : error_add_memory(error);
    talloc_free(name);
    talloc_free(text);
    return status;
}

static enum status write_all(struct store *store, const char *folder, struct error *error)
{
    char *contents = talloc_asprintf(error, "%s/contents", folder);
    if (!contents)
        return error_add_memory(error);
    enum status status = mkdir(contents, 0700) == 0 ? STATUS_OK : error_add_errno(error, contents, errno);
    talloc_free(contents);
    for (int t = 0; export_tables[t] && status == STATUS_OK; t++)
        status = write_table(store, folder, export_tables[t], error);
    if (status == STATUS_OK)
        status = write_table(store, folder, EXPORT_SEQUENCE, error);
    if (status == STATUS_OK)
        status = write_contents(store, folder, error);
    return status == STATUS_OK ? write_manifest(store, folder, error) : status;
}

/* Takes away what was begun. Only what write_all makes can be in there. */
static void remove_folder(const char *folder)
{
    static const char *const parts[] = {"/contents", ""};
    for (int p = 0; p < 2; p++) {
        char *name = talloc_asprintf(NULL, "%s%s", folder, parts[p]);
        DIR *list = name ? opendir(name) : NULL;
        for (struct dirent *entry; list && (entry = readdir(list));)
            if (entry->d_name[0] != '.')
                unlinkat(dirfd(list), entry->d_name, 0);
        if (list)
            closedir(list);
        if (name)
            rmdir(name);
        talloc_free(name);
    }
}

static enum status export_to(struct store *store, const char *folder, struct error *error)
{
    int errnum = 0;
    char *temporary = talloc_asprintf(error, "%s.XXXXXX", folder);
    if (!temporary)
        return error_add_memory(error);
    if (!mkdtemp(temporary)) /* for its owner alone, and so it stays */
        return error_add_errno(error, folder, errno);
    /* One reading transaction: what others write meanwhile is in it whole or not at all. */
    enum status status = db_run(db_query(store, "BEGIN"), error);
    if (status == STATUS_OK)
        status = write_all(store, temporary, error);
    sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
    if (status == STATUS_OK && rename(temporary, folder) != 0)
        status = error_add_errno(error, folder, errno);
    if (status != STATUS_OK)
        remove_folder(temporary);
    else if ((errnum = file_sync_folder(folder)) != 0)
        status = error_add_errno(error, folder, errnum);
    talloc_free(temporary);
    return status;
}

enum status store_export(struct store *store, const char *folder, struct error *error)
{
    const struct place place = {.file = folder};
    struct stat seen;
    char *target = file_target(error, folder); /* also of a link that leads nowhere yet */
    if (!target)
        return error_add_errno(error, folder, errno);
    if (lstat(target, &seen) == 0 || store_is_journal(target))
        return error_add(error, STATUS_INPUT, &place,
                         _("This exists already. Please name a new folder; nothing was written."));
    /* Whatever ends the program meanwhile finds each file of the folder asking for it. */
    interruption_hold();
    enum status status = export_to(store, target, error);
    interruption_release();
    talloc_free(target);
    return status;
}
