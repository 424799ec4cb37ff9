/* A roster that one member more has joined, and pairs as it numbers them. */
#ifndef TONGXIN_PLANNING_JOINED_H
#define TONGXIN_PLANNING_JOINED_H

#include <stdbool.h>

#include "model/plan.h"
#include "model/roster.h"
#include "model/scheme.h"

/* A copy with the member of `from` besides, whose cells go by their headings, and with the window where it is
 * a new one. Members behind him move up; windows may, too. Shares texts with both rosters, which must live as
 * long. Owned by `owner`; NULL where memory ran out. */
struct roster *roster_with(const void *owner, const struct roster *roster, const struct roster *from,
                           int member);

/* A scheme and the roster that it was read for. */
struct numbering {
    const struct scheme *scheme;
    const struct roster *roster;
};

/* The pairs as `after` numbers them, [*count]; those with an end that is not there are left out. Both come
 * from one text of the scheme. Owned by `owner`; NULL where memory ran out. */
struct pair *pairs_renumber(const void *owner, const struct numbering *before, const struct numbering *after,
                            const struct pair *pair, int pairs, int *count);

#endif
