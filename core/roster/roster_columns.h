/* The columns of a roster whose members stand on several sheets. Used by roster_read.c alone. */
#ifndef TONGXIN_ROSTER_ROSTER_COLUMNS_H
#define TONGXIN_ROSTER_ROSTER_COLUMNS_H

#include "roster/roster_cells.h"

/* Makes reader->part of the layout's rosters, with their headings, and the roster's columns: the built-in
 * attributes, then the further ones by their headings, as they come first. A part without headings that make
 * sense is left out, its faults stand in reader->found. Returns 0 where memory ran out. */
int roster_make_columns(struct roster_reader *reader, const struct layout *layout, const struct codes *codes);

#endif
