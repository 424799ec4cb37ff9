/* A roster that one member has left. */
#ifndef TONGXIN_PLANNING_DEPARTED_H
#define TONGXIN_PLANNING_DEPARTED_H

#include "model/plan.h"
#include "model/roster.h"

/* A copy without the member: those behind him move up by one, windows and columns keep their numbers. It
 * shares the cells with `roster`, which must live as long. Owned by `owner`; NULL where memory ran out. */
struct roster *roster_without(const void *owner, const struct roster *roster, int member);

/* A member's number there; -1 for who has left. */
static inline int number_without(int member, int left)
{
    return member == left ? -1 : member - (member > left);
}

#endif
