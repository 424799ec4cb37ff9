/* Columns of a file that a scheme names and types: needs = { born = { "出生年月", "date" }, street = "街道"
 * }.
 */
#ifndef TONGXIN_SCRIPT_TYPED_COLUMNS_H
#define TONGXIN_SCRIPT_TYPED_COLUMNS_H

#include "script/host.h"

struct typed_column {
    const char *name, *heading;
    enum value_type type;
};

/* Reads the table at `index`, in the order of names, into *column[0..*columns), owned by `owner`. False where
 * something was wrong with it, with faults at that line of the scheme; what is right is read all the same. */
bool typed_columns_read(struct host *host, const void *owner, const char *field, int line, int index,
                        struct typed_column **column, int *columns);

/* ---- needs (needs.c) ---- */

/* Reads the field `needs` of scheme { ... } and gives the roster's columns their types at once: sets that
 * follow go by them. */
bool needs_read(struct host *host, int line, int index);
/* Copies the needs into the scheme. Returns false where memory ran out. */
bool needs_hand_over(struct host *host);
/* year, month, day. */
void dates_install(lua_State *L);

/* ---- pairs (pair_columns.c) ---- */

/* Reads the field `pairs` of scheme { ... } and gives the columns of --pairs their types. */
bool pair_columns_read(struct host *host, int line, int index);
/* A fault where there is a file of pairs whose columns no scheme names. */
void pair_columns_check(struct host *host);

#endif
