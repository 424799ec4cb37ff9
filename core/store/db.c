#include "store/db.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"

struct query {
    struct store *store;
    struct query *next; /* among the store's idle ones */
    const char *sql;
    sqlite3_stmt *statement;
    int code; /* SQLITE_OK, SQLITE_ROW, SQLITE_DONE, or what went wrong */
    bool not_text;
};

static bool went_wrong(int code)
{
    return code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE;
}

static int close_statement(struct query *query)
{
    sqlite3_finalize(query->statement);
    return 0;
}

static struct query *take_idle(struct store *store, const char *sql)
{
    for (struct query **at = &store->idle; *at; at = &(*at)->next) {
        struct query *query = *at;
        if (query->sql != sql)
            continue;
        *at = query->next;
        query->next = NULL;
        query->code = SQLITE_OK;
        query->not_text = false;
        return query;
    }
    return NULL;
}

struct query *db_query(struct store *store, const char *sql)
{
    struct query *query = take_idle(store, sql);
    if (query)
        return query;
    query = talloc_zero(store, struct query);
    if (!query)
        return NULL;
    query->store = store;
    query->sql = sql;
    query->code = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &query->statement, NULL);
    talloc_set_destructor(query, close_statement);
    return query;
}

void db_text(struct query *query, int parameter, const char *text)
{
    if (!query || went_wrong(query->code))
        return;
    if (text && text_valid_until(text, strlen(text)) != strlen(text)) {
        query->not_text = true;
        query->code = SQLITE_MISMATCH;
        return;
    }
    query->code = sqlite3_bind_text(query->statement, parameter, text, -1, SQLITE_TRANSIENT);
}

void db_integer(struct query *query, int parameter, int64_t number)
{
    if (query && !went_wrong(query->code))
        query->code = sqlite3_bind_int64(query->statement, parameter, number);
}

void db_blob(struct query *query, int parameter, const void *bytes, size_t size)
{
    if (query && !went_wrong(query->code))
        query->code =
            sqlite3_bind_blob64(query->statement, parameter, size ? bytes : "", size, SQLITE_TRANSIENT);
}

void db_null(struct query *query, int parameter)
{
    if (query && !went_wrong(query->code))
        query->code = sqlite3_bind_null(query->statement, parameter);
}

bool db_row(struct query *query)
{
    if (!query || went_wrong(query->code) || query->code == SQLITE_DONE)
        return false;
    query->code = sqlite3_step(query->statement);
    return query->code == SQLITE_ROW;
}

const char *db_column_text(struct query *query, int column)
{
    const unsigned char *text = sqlite3_column_text(query->statement, column);
    return text ? (const char *)text : "";
}

int64_t db_column_integer(struct query *query, int column)
{
    return sqlite3_column_int64(query->statement, column);
}

const void *db_column_blob(struct query *query, int column, size_t *size)
{
    const void *bytes = sqlite3_column_blob(query->statement, column);
    *size = (size_t)sqlite3_column_bytes(query->statement, column);
    return bytes ? bytes : "";
}

bool db_column_is_null(struct query *query, int column)
{
    return sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}

void db_again(struct query *query)
{
    if (!query || went_wrong(query->code))
        return;
    sqlite3_reset(query->statement);
    sqlite3_clear_bindings(query->statement);
    query->code = SQLITE_OK;
}

enum status db_done(struct query *query, struct error *error)
{
    if (!query)
        return error_add_memory(error);
    struct store *store = query->store;
    enum status status = STATUS_OK;
    if (query->not_text) {
        const struct place place = {.file = store->file};
        status = error_add(error, STATUS_INPUT, &place,
                           _("A text is not valid UTF-8 and cannot be kept. Nothing was changed."));
    } else if (went_wrong(query->code)) {
        status = db_fault(store, query->code, error);
    }
    sqlite3_reset(query->statement);
    if (status != STATUS_OK || !query->statement) {
        talloc_free(query);
        return status;
    }
    sqlite3_clear_bindings(query->statement);
    query->next = store->idle;
    store->idle = query;
    return STATUS_OK;
}

enum status db_run(struct query *query, struct error *error)
{
    while (db_row(query))
        ;
    return db_done(query, error);
}

void db_forget_idle(struct store *store)
{
    if (store->idle)
        store->idle = store->idle->next;
}

enum status db_script(struct store *store, const char *sql, struct error *error)
{
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? STATUS_OK : db_fault(store, code, error);
}
