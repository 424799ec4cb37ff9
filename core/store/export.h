/* A whole term as a folder of CSV and JSON files, and back: for archives, other programs, and another day's
 * tongxin.
 *
 *     manifest.json       what this is, and the version of the schema
 *     TABLE.csv           a table each, in the order of its key; TABLE-2.csv and so on after 500,000 rows
 *     contents/HASH       texts and changes, by their SHA-256
 *
 * In a cell \N stands for NULL, \n for a line break, \r for a carriage return, \\ for a backslash. The same
 * term gives the same bytes. */
#ifndef TONGXIN_STORE_EXPORT_H
#define TONGXIN_STORE_EXPORT_H

#include "store/store.h"

/* Writes the folder, which must not exist: under a temporary name, synced, renamed. */
enum status store_export(struct store *store, const char *folder, struct error *error);

/* Makes the new term file `file` of what store_export wrote. What it says is verified as store_verify does,
 * so that a folder that somebody changed is refused. *store is open for writing, owned by `owner`. */
enum status store_load(const void *owner, const char *file, const char *folder, struct store **store,
                       struct error *error);

/* Whether the folder is one that store_export wrote. */
bool store_is_export(const char *folder);

#endif
