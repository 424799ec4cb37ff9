/* Members whose party or window is empty although the scheme goes by it: they would count as no Party
 * members, or be in nobody's reach, without a word. A scheme that reads neither needs neither. */
#ifndef TONGXIN_PLANNING_BLANKS_H
#define TONGXIN_PLANNING_BLANKS_H

#include "base/error.h"
#include "model/scheme.h"

/* Whether more than a wish of the scheme reads the column of members, be it by relations that lead to windows
 * or stay within them; *origin: the first declaration that does. */
bool scheme_goes_by(const struct scheme *scheme, enum attribute attribute, const struct origin **origin);

/* Adds a fault for each member without a party, or without a window and a reason to be exempt, where the
 * scheme goes by it. A column that the roster lacks as a whole is a fault only where relations lead to
 * windows, which then there are none of: all else is told by lacks.h. */
enum status blanks_refuse(const struct roster *roster, const struct scheme *scheme, struct error *error);

#endif
