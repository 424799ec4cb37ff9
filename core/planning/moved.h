/* A roster with some members in other windows. */
#ifndef TONGXIN_PLANNING_MOVED_H
#define TONGXIN_PLANNING_MOVED_H

#include "model/repair.h"

/* A copy in which the moves among the changes are made; members, windows and columns keep their numbers. It
 * shares the cells that stay with `roster`, which must live as long. Owned by `owner`; NULL where memory ran
 * out. */
struct roster *roster_moved(const void *owner, const struct roster *roster, const struct change *change,
                            int changes);

#endif
