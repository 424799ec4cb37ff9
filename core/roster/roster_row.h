/* One member whose cells do not come from a file: tidied and checked as a row of a roster is. */
#ifndef TONGXIN_ROSTER_ROSTER_ROW_H
#define TONGXIN_ROSTER_ROSTER_ROW_H

#include "base/error.h"
#include "model/roster.h"

/* What is said of a member: the heading as people know it (any spelling of data/codes/headings.csv) and the
 * text. */
struct said_cell {
    const char *heading, *text;
};

/* A member as it is used. Owned by the context it was read under. */
struct roster_row {
    const char *value[ATTRIBUTES_BUILT_IN]; /* "" where nothing was said */
    int further;
    struct said_cell *cell; /* [further] what is no built-in attribute, headings as they were given */
};

/* The attribute that the heading means, or -1. */
int roster_row_attribute(const char *heading, struct error *error);

/* Tidies and checks `cells` cells, each heading once. Faults are sentences without a place. The member has an
 * id already, and windows are the caller's to check. Of who left by `today` (NULL: on whatever day) no more
 * is needed than who it was. */
enum status roster_row_read(const void *owner, const struct said_cell *cell, int cells, const char *today,
                            struct roster_row **row, struct error *error);

#endif
