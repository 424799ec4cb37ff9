/* The columns of a roster whose members stand on several sheets. Used by roster_read.c alone. */
#ifndef TONGXIN_ROSTER_ROSTER_COLUMNS_H
#define TONGXIN_ROSTER_ROSTER_COLUMNS_H

#include "roster/roster_cells.h"

/* Makes reader->part of the layout's rosters, with their headings, and the roster's columns: the built-in
 * attributes, then the further ones by their headings, as they come first. A part without headings that make
 * sense is left out, its faults stand in reader->found. Returns 0 where memory ran out. */
int roster_make_columns(struct roster_reader *reader, const struct layout *layout, const struct codes *codes);

/* When all rows are read: columns that only say in another way what 身份 and 党派 say by now (党组成员: 是;
 * 兼有党派) go, so that nothing is kept twice. */
void roster_drop_columns(struct roster_reader *reader);

#endif
