/* Cells of a table that must not be used as they stand: struck through, or without the value that people see.
 */
#ifndef TONGXIN_ROSTER_STRUCK_H
#define TONGXIN_ROSTER_STRUCK_H

#include "roster/layout_rows.h"
#include "roster/roster_read.h"

/* Counts the cells struck through of rows that were taken in, and adds faults for some: a name or an id that
 * is struck through in part, an id that is struck through beside a name that is not; in a table that is not
 * of members any such cell. */
int struck_check(const struct laid_table *made, const struct heading_rows *heading, struct error *error);

/* Adds a fault for each cell without a value, or with another one than people see, in columns that mean
 * something: for tables whose cells nobody else looks at (windows, pairs). */
void flaws_check(const struct laid_table *made, const struct heading_rows *heading, struct error *error);

/* Lists the cells that were left out, whole or in part, of rows that were taken in. Returns 0 where memory
 * ran out. */
int struck_list(const struct laid_table *made, struct tidied_list *tidied);

#endif
