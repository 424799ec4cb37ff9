/* What no statement of this program may do to a term file, whatever it says. Used inside core/store. */
#ifndef TONGXIN_STORE_GUARD_H
#define TONGXIN_STORE_GUARD_H

#include "store/db.h"

/* From here on: tables that are append only are neither changed nor shortened, and the schema stays. The
 * triggers of the schema say the same to every other program that opens the file. */
enum status guard_set(struct store *store, struct error *error);

/* Whether rows of the table are only ever added. */
bool guard_append_only(const char *table);

/* Begins recording what a change does (change.c). */
enum status change_record(struct store *store, struct error *error);

/* Commits without an entry in the log: the log came with the rest (load.c). */
enum status store_commit_as_it_is(struct store *store, struct error *error);

#endif
