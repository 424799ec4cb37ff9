/* The term file (届): one SQLite file that keeps a term's members, windows, scheme, plans, pins and log, and
 * loses nothing that was reported as saved. This header opens files and makes changes; the other headers of
 * this folder say what there is to read and to change. Source: data/schema/001-term.sql. */
#ifndef TONGXIN_STORE_STORE_H
#define TONGXIN_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/error.h"

/* An open term file. Closed when it, or the context that owns it, is freed. */
struct store;

enum store_access {
    STORE_READ,  /* works on a file or in a folder that cannot be written, too */
    STORE_WRITE, /* brings a file of an earlier version up to this one */
};

/* Opens the term file `file`. No such file, a file of another program, a damaged one, one that a newer
 * version of the program made: STATUS_INPUT with a sentence. *store is owned by `owner`. */
enum status store_open(const void *owner, const char *file, enum store_access access, struct store **store,
                       struct error *error);

/* Makes the new term file `file` with an empty schema, which must not exist, and begins its first change:
 * fill in the term (store_term_set), then store_commit. A file that is not committed is removed. */
enum status store_create(const void *owner, const char *file, struct store **store, struct error *error);

/* What the log will say of a change. */
struct store_change {
    const char *who;     /* TONGXIN_USER, or the login */
    struct now now;      /* when */
    const char *action;  /* the command: "member leave" */
    const char *subject; /* what it concerns: "JH0007", "3"; "" */
    const char *reason;  /* "" where none was asked */
    int version;         /* the plan version that was in force; 0: none */
    const char *detail;  /* JSON object; NULL: {} */
    int64_t undoes;      /* the log entry that is taken back; 0: none */
};

/* Every change is one transaction with one entry in the log. store_begin takes the file for writing; another
 * process that holds it is waited for (5 seconds), then told: STATUS_MACHINE. After it either store_commit or
 * store_rollback must be called. */
enum status store_begin(struct store *store, struct error *error);

/* Writes the entry and makes the change durable. When this returns STATUS_OK the change survives whatever
 * comes; otherwise nothing was changed. *number (may be NULL) is the entry's. */
enum status store_commit(struct store *store, const struct store_change *change, int64_t *number,
                         struct error *error);
void store_rollback(struct store *store);

/* Inside a change: does the opposite of what the log entry did to all tables that are not append only. Where
 * later changes are in the way nothing is done: STATUS_NO. */
enum status store_take_back(struct store *store, int64_t number, struct error *error);

/* ---- contents: texts by their SHA-256 ---- */

enum { HASH_TEXT = 65 };

/* SHA-256 of the bytes as 64 hexadecimal digits. */
void store_hash(const void *bytes, size_t size, char hash[HASH_TEXT]);

/* Inside a change: keeps the bytes; what is there already is kept once. */
enum status store_keep(struct store *store, const void *bytes, size_t size, char hash[HASH_TEXT],
                       struct error *error);

/* The bytes with this hash (owned by `owner`, a NUL follows), verified against it. */
enum status store_content(const void *owner, struct store *store, const char *hash, char **bytes,
                          size_t *size, struct error *error);

#endif
