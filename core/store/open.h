/* Opening and closing files. Used inside core/store. */
#ifndef TONGXIN_STORE_OPEN_H
#define TONGXIN_STORE_OPEN_H

#include "store/db.h"

/* store_open and store_create with these migrations in place of the program's own (tests of migrations). */
enum status store_open_with(const void *owner, const char *file, enum store_access access,
                            const struct embedded_file *schema, struct store **store, struct error *error);
enum status store_create_with(const void *owner, const char *file, const struct embedded_file *schema,
                              struct store **store, struct error *error);

/* An empty database in memory, not guarded, that repeats what `store` did. Its faults name the file of
 * `store`. */
enum status store_open_memory(const void *owner, const struct store *store, struct store **memory,
                              struct error *error);

/* The new file was committed: gives it its name, and goes on with it open. Where that fails there is no file
 * of that name. */
enum status store_settle(struct store *store, struct error *error);

/* A pragma that answers with a number. */
enum status store_pragma(struct store *store, const char *sql, int *number, struct error *error);

#endif
