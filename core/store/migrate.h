/* Bringing a term file to the newest schema: data/schema/NNN-name.sql, in their order. Used inside
 * core/store. */
#ifndef TONGXIN_STORE_MIGRATE_H
#define TONGXIN_STORE_MIGRATE_H

#include "store/db.h"

/* The greatest number among the migrations. */
int migrate_newest(const struct embedded_file *schema);

/* Inside a transaction on an empty file: the schema of this version. */
enum status migrate_new(struct store *store, int version, struct error *error);

/* Runs the migrations after `from` up to `to`, and nothing else: how the log is repeated. */
enum status migrate_scripts(struct store *store, int from, int to, struct error *error);

/* Whether the migrations after `from` up to `to` do no more than add tables and last columns: then what was
 * recorded before them fits the tables as they are behind them. */
enum status migrate_only_adds(const struct store *store, int from, int to, bool *adds, struct error *error);

/* Brings the file from `version` to the newest: a transaction and an entry in the log for each step. Where a
 * step fails the file stays as the step before left it. */
enum status migrate_file(struct store *store, int version, struct error *error);

/* The entry that a migration wrote: its action, and where its detail says it led. */
extern const char migrate_action[];
bool migrate_steps(const char *detail, int *from, int *to);

/* A fault (STATUS_INPUT): the file's version is one that this program does not know. */
enum status migrate_is_newer(const struct store *store, int version, struct error *error);

#endif
