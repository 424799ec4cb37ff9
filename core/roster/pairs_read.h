/* Reading what a file says of single pairs (--pairs): a CSV table with the ids of both ends and any further
 * columns. */
#ifndef TONGXIN_ROSTER_PAIRS_READ_H
#define TONGXIN_ROSTER_PAIRS_READ_H

#include <stddef.h>

#include "base/error.h"
#include "model/pair_table.h"
#include "model/roster.h"

/* Reads the table into *pairs, owned by `owner`. A source is a member's id; a target a member's id, the name
 * of a window, or a group: a cell, or part of a list cell, of a column of the roster. Every fault of the file
 * is in `error`, by row; then nothing is returned. */
enum status pairs_read(const void *owner, const char *file, const struct roster *roster,
                       struct pair_table **pairs, struct error *error);

/* The same of what pairs_to_text wrote, perhaps for an earlier roster: rows with an end that `roster` no
 * longer has are left out and counted in *gone. gone NULL: such a row is a fault. */
enum status pairs_parse(const void *owner, const char *file, const char *bytes, size_t size,
                        const struct roster *roster, struct pair_table **pairs, int *gone,
                        struct error *error);

/* The table as CSV, in the order of its rows. Owned by `owner`. */
enum status pairs_to_text(const void *owner, const struct pair_table *pairs, const struct roster *roster,
                          char **bytes, size_t *size, struct error *error);

/* The column with this heading, blanks, capitals and full-width forms aside, or -1. */
int pairs_find_heading(const struct pair_table *pairs, const char *heading);

/* Checks all cells of a column and writes each value in one way (typed_cell.h). Cells that cannot be read are
 * faults of the file, and empty from then on. Doing it twice changes nothing. */
enum status pairs_type_column(const struct pair_table *pairs, int column, enum value_type type,
                              struct error *error);

#endif
