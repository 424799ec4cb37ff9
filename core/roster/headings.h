/* Which column of a table is which: headings in Chinese or English, by data/codes/headings.csv. */
#ifndef TONGXIN_ROSTER_HEADINGS_H
#define TONGXIN_ROSTER_HEADINGS_H

#include <stdbool.h>

#include "roster/codes.h"
#include "roster/csv.h"
#include "roster/tidy.h"

/* A field that a table may have. */
struct field {
    const char *name;    /* as data/codes/headings.csv calls it: "unit" */
    const char *heading; /* as people know it: "单位" */
    bool required;
    bool telling; /* required, or so usual that it tells a row of headings */
};

#define FIELD_FURTHER (-1) /* a column with a heading that is no field's */
#define FIELD_UNNAMED (-2) /* a column without a heading */

/* Owned by the context it was made under. */
struct headings {
    int columns;
    const char **text; /* [columns] headings, trimmed, as the file writes them; "" for an unnamed column */
    int *field_of;     /* [columns] index of the field, FIELD_FURTHER or FIELD_UNNAMED */
    int *column_of;    /* [fields] index of the column, or -1 */
};

/* Finds the fields among the headings of `table`. Faults (all of them, into `error`): a required field
 * without a column, with the nearest heading that is there; two columns for one field, or with equal
 * headings; an unnamed column that holds data; cells beyond the headings; a first row that is no row of
 * headings. Headings that were tidied go into `tidied`. *headings is made also where there are faults, except
 * where the rows below make no sense without headings or memory ran out: then it is NULL. */
enum status headings_find(const void *owner, const struct csv_table *table, const struct codes *codes,
                          const struct field *field, int fields, struct headings **headings,
                          struct tidied_list *tidied, struct error *error);

/* The place of a cell, for faults; value: its text. column: index. */
struct place headings_place(const struct csv_table *table, const struct headings *headings, int row,
                            int column, const char *value);

#endif
