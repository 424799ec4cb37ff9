/* Lines that say the 界别 of the members below them, and names of sheets that do: 经济界（3人）, 03 经济界.
 */
#ifndef TONGXIN_ROSTER_SECTIONS_H
#define TONGXIN_ROSTER_SECTIONS_H

#include <stdbool.h>

#include "roster/book.h"
#include "roster/codes.h"

/* The sector that the text says, or NULL: without a number in front and a count behind (“03 经济界（24人）”,
 * “一、 经济界：24人”) it is in data/codes/sectors.csv or ends in 界. Owned by `owner`. */
const char *layout_sector(const void *owner, const struct codes *sectors, const char *text);

/* Whether data/codes/sectors.csv has it, with or without 界 at its end. */
bool sector_is_known(const struct codes *sectors, const char *sector);

/* A line over members. */
struct section {
    int row;            /* as a spreadsheet counts */
    const char *text;   /* as it stands there */
    const char *sector; /* what it says */
};

/* Which column of a sheet is which, -1 for none. */
struct section_columns {
    int name, sector;
};

/* What the row says as a line over members, or NULL: its cells, but for a running number and a count, are
 * one, which names a sector, outside the column 界别. any: a name that no table knows will do, where a count
 * stands behind it (特邀代表（5人）) and it is no group's or window's. Owned by `owner`. */
const char *section_of_row(const void *owner, const struct codes *sectors, const struct csv_row *row,
                           const struct section_columns *columns, bool any, const char **text);

#endif
