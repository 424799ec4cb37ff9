/* The cells of a roster: what each becomes, and what is wrong in a row. Used by roster_read.c alone. */
#ifndef TONGXIN_ROSTER_ROSTER_CELLS_H
#define TONGXIN_ROSTER_ROSTER_CELLS_H

#include "model/roster.h"
#include "roster/headings.h"
#include "roster/parties.h"
#include "roster/windows.h"

/* What reading a roster works on. */
struct roster_reader {
    const struct csv_table *table;
    const struct headings *headings; /* fields are the attributes, in the order of enum attribute */
    const struct parties *parties;
    const struct codes *blank_words; /* words that stand for an empty cell (无, /) */
    const struct windows *windows;   /* NULL: the roster's own names serve */
    struct roster *roster;           /* owns the values */
    struct tidied_list *tidied;
    struct error *found; /* faults of this file, in any order */
};

/* Tidies the cells of the table's row into value[roster->columns] and notes what changed; unknown parties are
 * faults. Returns 0 where memory ran out. */
int roster_tidy_row(struct roster_reader *reader, int row, const char **value);

/* Fills member from its values (id, name, row, exempt, order) and adds the faults of the row. Returns 0 where
 * memory ran out. */
int roster_check_row(struct roster_reader *reader, int row, struct member *member);

/* Adds a fault for each member whose id an earlier row has. row_of: [roster->members] the table's row of each
 * member, which stand in the order of the file. Returns 0 where memory ran out. */
int roster_check_ids(struct roster_reader *reader, const int *row_of);

#endif
