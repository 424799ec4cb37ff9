/* Pairs of the previous plan that have ended because one of their ends is not in the roster any more, and who
 * has left. */
#ifndef TONGXIN_PLANNING_ENDED_H
#define TONGXIN_PLANNING_ENDED_H

#include "base/error.h"
#include "model/plan.h"
#include "model/scheme.h"

/* Names are "NAME ID" of those whom the roster knows, also as former members; otherwise what the file has,
 * ids where it has no names. */
struct ended_pair {
    int relation;
    const char *source, *target;
    bool source_left, target_left;
    int source_end, end; /* member; the target as the relation numbers it; -1: it left */
    /* Who left, where the roster keeps former members; NULL: it does not, or that end is still there. */
    const struct member *former_source, *former_target;
};

/* The previous plan's pairs that plan_bind left out (BIND_LEAVE): row[pairs] are the rows of those it kept.
 * Owned by `owner`; roster and named must live as long. */
enum status ended_find(const void *owner, const struct named_plan *named, const struct scheme *scheme,
                       const struct roster *roster, const int *row, int pairs, struct ended_pair **ended,
                       int *count, struct error *error);

#endif
