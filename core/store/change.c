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
#include "store/migrate.h"
#include "store/open.h"

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

/* Another process may have brought the file to a format that this program does not know. */
static enum status is_still_known(struct store *store, struct error *error)
{
    int version = 0;
    enum status status = store_pragma(store, "PRAGMA user_version", &version, error);
    if (status == STATUS_OK && version != migrate_newest(store->schema))
        status = migrate_is_newer(store, version, error);
    return status;
}

enum status store_begin(struct store *store, struct error *error)
{
    enum status status = db_run(db_query(store, "BEGIN IMMEDIATE"), error);
    if (status != STATUS_OK)
        return status;
    store->changing = true;
    status = is_still_known(store, error);
    if (status == STATUS_OK)
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
    bool was_changing = store->changing;
    stop_recording(store);
    if (was_changing && store->db)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

/* COMMIT failed. Nearly always nothing was changed, but a disk may fail after the journal is gone, when only
 * the folder is left to be synced: then the change stands. What is true is looked up. */
static enum status commit_failed(struct store *store, int code, int64_t number, const char *hash,
                                 struct error *error)
{
    const struct place place = {.file = store->file};
    store_rollback(store);
    struct error *unseen = error_new(store);
    struct query *query = db_query(store, "SELECT hash = ?2 FROM log WHERE number = ?1");
    db_integer(query, 1, number);
    db_text(query, 2, hash);
    bool stands = db_row(query) && db_column_integer(query, 0) != 0;
    bool is_known = db_done(query, unseen) == STATUS_OK;
    talloc_free(unseen);
    if (!is_known)
        return error_add(error, STATUS_MACHINE, &place,
                         _("The disk fails (%s), also for reading: whether entry %lld of the log was kept is "
                           "shown by tongxin "
                           "log once the disk works again. It was kept whole or not at all."),
                         sqlite3_errstr(code), (long long)number);
    if (stands)
        return error_add(error, STATUS_MACHINE, &place,
                         _("The change is made (entry %lld of the log), but the disk did not confirm that it "
                           "is kept (%s). "
                           "Please see to the disk, then run: tongxin verify"),
                         (long long)number, sqlite3_errstr(code));
    return db_fault(store, code, error);
}

enum status store_commit(struct store *store, const struct store_change *change, int64_t *number,
                         struct error *error)
{
    int size = 0;
    void *changes = NULL;
    int64_t entry = 0;
    char hash[HASH_TEXT];
    int code = sqlite3session_changeset(store->session, &size, &changes);
    enum status status = code == SQLITE_OK ? STATUS_OK : db_fault(store, code, error);
    if (status == STATUS_OK)
        status = log_add(store, change, changes, (size_t)size, &entry, hash, error);
    sqlite3_free(changes);
    if (status != STATUS_OK) {
        store_rollback(store);
        return status;
    }
    code = sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return store->created ? db_fault(store, code, error) : commit_failed(store, code, entry, hash, error);
    stop_recording(store);
    if (number)
        *number = entry;
    return store->created ? store_settle(store, error) : STATUS_OK;
}

enum status store_commit_as_it_is(struct store *store, struct error *error)
{
    int code = sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return db_fault(store, code, error);
    stop_recording(store);
    return store->created ? store_settle(store, error) : STATUS_OK;
}

/* What is only added stays, and so does the count of ids: none is ever given twice. */
static int is_changeable(void *data, const char *table)
{
    (void)data;
    return !guard_append_only(table) && strcmp(table, "given_id") != 0;
}

/* Anything that is not as the change left it was changed since. */
static int stop_at_conflict(void *data, int kind, sqlite3_changeset_iter *at)
{
    (void)data;
    (void)kind;
    (void)at;
    return SQLITE_CHANGESET_ABORT;
}

/* What was recorded before a migration says nothing of the tables as they are now, unless it only added to
 * them. */
static bool is_of_an_earlier_format(struct store *store, int64_t number, struct error *error)
{
    struct query *query =
        db_query(store, "SELECT detail FROM log WHERE number >= ?1 AND action = ?2 ORDER BY number");
    db_integer(query, 1, number);
    db_text(query, 2, migrate_action);
    bool differs = false;
    while (!differs && db_row(query)) {
        int from, to;
        bool adds = false;
        differs = !migrate_steps(db_column_text(query, 0), &from, &to) ||
                  migrate_only_adds(store, from, to, &adds, error) != STATUS_OK || !adds;
    }
    if (db_done(query, error) != STATUS_OK || error->status != STATUS_OK)
        return true;
    if (differs)
        error_add(
            error, STATUS_NO, NULL,
            _("Entry %lld of the log cannot be taken back: the file was brought to a newer format after "
              "it. Nothing was changed."),
            (long long)number);
    return differs;
}

enum status store_take_back(struct store *store, int64_t number, struct error *error)
{
    if (is_of_an_earlier_format(store, number, error))
        return error->status;
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
