/* Further columns of the roster that a scheme reads (`needs`): finding them, and giving them their types. */
#ifndef TONGXIN_ROSTER_NEEDS_H
#define TONGXIN_ROSTER_NEEDS_H

#include "base/error.h"
#include "model/scheme.h"

/* The column with this heading, blanks, capitals and full-width forms aside; -1: none, -2: several. */
int roster_find_heading(const struct roster *roster, const char *heading);

/* Gives each needed column its name and type, checks all its cells and writes each value in one way
 * (typed_cell.h). A need whose column is roster->columns is of a roster that has not been named yet: the
 * column is added. Cells that cannot be read are faults of the roster's file, by row, and empty from then on.
 * Doing it twice changes nothing. */
enum status roster_type_needs(struct roster *roster, const struct need *need, int needs, struct error *error);

/* Takes the names that needs gave back, so that another scheme may be run on the roster. */
void roster_forget_needs(struct roster *roster);

#endif
