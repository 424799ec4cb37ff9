/* Bringing a term file to the newest schema: data/schema/NNN-name.sql, in their order. Used inside
 * core/store. */
#ifndef TONGXIN_STORE_MIGRATE_H
#define TONGXIN_STORE_MIGRATE_H

#include "store/db.h"

/* The schema's newest version: the greatest number in data/schema. */
int migrate_newest(void);

/* Inside a transaction on an empty file: all of the schema. */
enum status migrate_new(struct store *store, struct error *error);

/* Brings the file from `version` to the newest in one transaction; each step has an entry in the log. */
enum status migrate_file(struct store *store, int version, struct error *error);

#endif
