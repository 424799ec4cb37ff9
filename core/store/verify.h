/* Whether a term file is as it was written: SQLite's own checks, the chain of the log, and the log repeated
 * on an empty file, which must give the same tables, row by row. */
#ifndef TONGXIN_STORE_VERIFY_H
#define TONGXIN_STORE_VERIFY_H

#include "store/store.h"

/* What was looked at. */
struct verified {
    int64_t entries, contents, rows; /* of the log; texts; rows of all tables */
};

/* Adds a sentence (STATUS_NO) for each thing that is not as it should be; STATUS_OK: nothing was found. */
enum status store_verify(struct store *store, struct verified *verified, struct error *error);

/* Copies the file, as it is between two changes, to `file`: under a temporary name, verified, synced,
 * renamed. A file that stood there is replaced; the term file itself is refused. */
enum status store_backup(struct store *store, const char *file, struct verified *verified,
                         struct error *error);

#endif
