/* The one layer over SQLite: prepare, bind, step. Used by the files of core/store alone; no SQL stands
 * elsewhere.
 *
 *     struct query *query = db_query(store, "SELECT name FROM member WHERE id = ?1");
 *     db_text(query, 1, id);
 *     while (db_row(query))
 *         ... db_column_text(query, 0) ...
 *     return db_done(query, error);
 *
 * A query that failed does nothing any more: only db_done tells. Texts that go in are checked to be UTF-8. */
#ifndef TONGXIN_STORE_DB_H
#define TONGXIN_STORE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/embed.h"
#include "store/store.h"

enum { APPLICATION_ID = 0x5458494E /* TXIN: what a term file says it is */ };

struct store {
    const char *file;                   /* as the user named it */
    const char *path;                   /* what is open: a temporary name until a new file is committed */
    const struct embedded_file *schema; /* the migrations, in their order */
    sqlite3 *db;
    enum store_access access;
    sqlite3_session *session; /* NULL: not inside a change */
    bool changing;            /* between store_begin and its end */
    bool holding;             /* signals wait until a new file is committed or gone */
    bool created;             /* not committed yet: remove what is open */
    bool trusted;             /* the authorizer lets everything pass: migrations */
    struct query *idle;       /* prepared statements to be used again */
};

struct query;

/* The statement `sql`, a text that lives as long as the program, ready for binding. Never NULL where memory
 * lasts; what went wrong is told by db_done. */
struct query *db_query(struct store *store, const char *sql);

/* Parameters are numbered from 1. */
void db_text(struct query *query, int parameter, const char *text); /* NULL: NULL */
void db_integer(struct query *query, int parameter, int64_t number);
void db_blob(struct query *query, int parameter, const void *bytes, size_t size);
void db_null(struct query *query, int parameter);

/* Steps; true where there is a row. */
bool db_row(struct query *query);

/* Columns are numbered from 0. Texts live until the next step; db_column_text is "" for NULL. */
const char *db_column_text(struct query *query, int column);
int64_t db_column_integer(struct query *query, int column);
const void *db_column_blob(struct query *query, int column, size_t *size);
bool db_column_is_null(struct query *query, int column);

/* Ends the query, whatever happened. STATUS_OK, or what went wrong added to `error`. */
enum status db_done(struct query *query, struct error *error);

/* For statements without rows: steps to the end and ends. Then the query may be bound and run again with
 * db_again before db_done. */
enum status db_run(struct query *query, struct error *error);
void db_again(struct query *query);

/* Adds what SQLite's last call on this file says went wrong, as a sentence: STATUS_MACHINE for disk, memory,
 * a file that another process holds; STATUS_INPUT for a file that is no term file. */
enum status db_fault(const struct store *store, int code, struct error *error);

/* Takes the first idle query off the store's list: used where the file is closed. */
void db_forget_idle(struct store *store);

/* Runs several statements (the schema). */
enum status db_script(struct store *store, const char *sql, struct error *error);

#endif
