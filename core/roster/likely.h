/* Which headings of a roster may be a column that it lacks. */
#ifndef TONGXIN_ROSTER_LIKELY_H
#define TONGXIN_ROSTER_LIKELY_H

#include "model/roster.h"

/* Headings of further columns that may be the column `heading`, the likeliest first: those that
 * data/codes/likely_headings.csv names for it, those that hold a spelling of it or are held by one
 * (工作单位及职务), then the nearest by its letters. *count of them, owned by `owner`; NULL where memory ran
 * out. */
const char **likely_headings(const void *owner, const struct roster *roster, const char *heading, int *count);

/* The same of a list of headings, [headings], which belong to no column that is known. */
const char **likely_of(const void *owner, const char *const *further, int headings, const char *heading,
                       int *count);

#endif
