/* Changes: one transaction, one entry in the log, and in the entry what the change did (a changeset of
 * SQLite's session extension), so that it can be taken back and the whole file verified by repeating its log.
 */
#include <errno.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

#include "base/language.h"
#include "store/db.h"
#include "store/guard.h"
#include "store/log.h"

/* Contents are verified by their own hash, and the log by its chain. */
static int is_recorded(void *data, const char *table)
{
    (void)data;
    return strcmp(table, "content") != 0 && strcmp(table, "log") != 0;
}

enum status change_record(struct store *store, struct error *error)
{
    int code = sqlite3session_create(store->db, "main", &store->session);
    if (code == SQLITE_OK) {
        sqlite3session_table_filter(store->session, is_recorded, NULL);
        code = sqlite3session_attach(store->session, NULL);
    }
    store->changing = true;
    return code == SQLITE_OK ? STATUS_OK : db_fault(store, code, error);
}

enum status store_begin(struct store *store, struct error *error)
{
    enum status status = db_run(db_query(store, "BEGIN IMMEDIATE"), error);
    if (status != STATUS_OK)
        return status;
    status = change_record(store, error);
    if (status != STATUS_OK)
        store_rollback(store);
    return status;
}

static void stop_recording(struct store *store)
{
    if (store->session)
        sqlite3session_delete(store->session);
    store->session = NULL;
    store->changing = false;
}

void store_rollback(struct store *store)
{
    bool was_changing = store->changing || store->made;
    stop_recording(store);
    if (was_changing && store->db)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    if (!store->made)
        return;
    db_forget_idle(store);
    sqlite3_close_v2(store->db);
    store->db = NULL;
    unlink(store->made);
    store->made = NULL;
}

/* Makes the change durable; a new file gets its name. */
static enum status commit(struct store *store, struct error *error)
{
    enum status status = db_run(db_query(store, "COMMIT"), error);
    if (status != STATUS_OK) {
        store_rollback(store);
        return status;
    }
    stop_recording(store);
    return store->made ? store_put_in_place(store, error) : STATUS_OK;
}

enum status store_commit(struct store *store, const struct store_change *change, int64_t *number,
                         struct error *error)
{
    int size = 0;
    void *changes = NULL;
    int code = sqlite3session_changeset(store->session, &size, &changes);
    enum status status = code == SQLITE_OK ? STATUS_OK : db_fault(store, code, error);
    if (status == STATUS_OK)
        status = log_add(store, change, changes, (size_t)size, number, error);
    sqlite3_free(changes);
    if (status == STATUS_OK)
        return commit(store, error);
    store_rollback(store);
    return status;
}

enum status store_commit_as_it_is(struct store *store, struct error *error)
{
    return commit(store, error);
}

static int is_changeable(void *data, const char *table)
{
    (void)data;
    return !guard_append_only(table);
}

/* Anything that is not as the change left it was changed since. */
static int stop_at_conflict(void *data, int kind, sqlite3_changeset_iter *at)
{
    (void)data;
    (void)kind;
    (void)at;
    return SQLITE_CHANGESET_ABORT;
}

enum status store_take_back(struct store *store, int64_t number, struct error *error)
{
    struct query *query = db_query(store, "SELECT changes FROM log WHERE number = ?1");
    db_integer(query, 1, number);
    void *inverse = NULL;
    int inverse_size = 0, code = SQLITE_NOTFOUND;
    if (db_row(query)) {
        size_t size;
        const void *changes = db_column_blob(query, 0, &size);
        code = sqlite3changeset_invert((int)size, changes, &inverse_size, &inverse);
    }
    enum status status = db_done(query, error);
    if (status == STATUS_OK && code != SQLITE_OK)
        status = db_fault(store, code, error);
    if (status == STATUS_OK) {
        code =
            sqlite3changeset_apply(store->db, inverse_size, inverse, is_changeable, stop_at_conflict, NULL);
        if (code == SQLITE_ABORT || code == SQLITE_CONSTRAINT)
            status = error_add(
                error, STATUS_NO, NULL,
                _("Entry %lld of the log cannot be taken back: later changes build on it. Nothing was "
                  "changed."),
                (long long)number);
        else if (code != SQLITE_OK)
            status = db_fault(store, code, error);
    }
    sqlite3_free(inverse);
    return status;
}
