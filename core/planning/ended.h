/* What became of the previous plan's pairs when it met this roster and scheme: those that have ended because
 * one of their ends is not in the roster any more, and who has left; those whose relation is gone; those that
 * are one pair now. */
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

/* A relation that the previous plan has and the scheme has no more, and how many pairs end with it. */
struct gone_relation {
    const char *name; /* as the plan has it */
    int pairs;
};

/* The previous plan's pairs that are none of their own any more. */
struct carried {
    int ended_pairs;
    struct ended_pair *ended; /* [ended_pairs] an end left */
    int joined; /* are one with another, since ends or relations fell together; it counts once */
    int own;    /* both ends are one member now, who took over */
    int gone_relations;
    struct gone_relation *gone; /* [gone_relations] in the order in which the plan names them */
};

/* Pairs that ended, whatever the reason. */
int carried_ended(const struct carried *carried);

/* What plan_bind (BIND_LEAVE, BIND_KEPT) left out of `named`: row[pairs] are the rows of those it kept. Owned
 * by `owner`; roster and named must live as long. */
enum status ended_find(const void *owner, const struct named_plan *named, const struct scheme *scheme,
                       const struct roster *roster, const int *row, int pairs, struct carried *carried,
                       struct error *error);

#endif
