/* What is said of a member whose party, or window, is empty although the scheme goes by it. */
#ifndef TONGXIN_ROSTER_BLANK_CELLS_H
#define TONGXIN_ROSTER_BLANK_CELLS_H

#include "base/error.h"
#include "model/roster.h"
#include "model/scheme.h"

/* Adds the fault at `place`; who: the member for people; origin: the declaration of the scheme that goes by
 * `attribute`, ATTRIBUTE_PARTY or ATTRIBUTE_WINDOW. */
void blank_cell_fault(const struct place *place, const char *who, enum attribute attribute,
                      const struct origin *origin, struct error *error);

#endif
