/* Sheets of members that are not taken in unless somebody asks for them: hidden ones, and those whose name
 * says that they list who left, or how things stood (data/codes/withheld_sheets.csv). */
#ifndef TONGXIN_ROSTER_WITHHELD_H
#define TONGXIN_ROSTER_WITHHELD_H

#include <stdbool.h>

#include "roster/codes.h"

/* Whether the sheet's name is one of those. names: data/codes/withheld_sheets.csv, meanings are its column
 * "place". A name that is a sector's (离退休界) is none. */
bool withheld_by_name(const struct codes *names, const struct codes *sectors, const char *name);

#endif
