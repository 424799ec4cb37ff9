/* The search for repairs. Between the files repair*.c only. */
#ifndef TONGXIN_PLANNING_REPAIR_PARTS_H
#define TONGXIN_PLANNING_REPAIR_PARTS_H

#include "planning/clash.h"
#include "planning/repair.h"

enum { CHANGES_MOST = 6 };

/* A set of changes, in the order of compare_changes. */
struct change_set {
    int count;
    struct change change[CHANGES_MOST];
};

struct change_list {
    int count, room;
    struct change_set *set;
};

/* How far relations hang on who is in which window: judged by running the scheme with everybody dealt out to
 * the windows anew, twice; of few members each is taken to matter. */
struct dependence {
    bool *pairs; /* [relations] which pairs it has, or what rules say of them */
    bool *rows;  /* [relations] who is in from and to, bounds, or what rules count */
};

struct dependence *dependence_find(const void *owner, const struct roster *roster,
                                   const struct scheme *scheme, const struct rerun *rerun);

/* One problem on the way: roster and scheme under some changes. */
struct trial {
    const struct roster *before; /* without any change */
    struct roster *roster;
    struct scheme *scheme;
    struct ground *ground;
};

/* Changes that could end the clash, and more: without one of them it stays. `left` changes may be made in
 * all. Appends to *list (of sets with one change each). False where memory ran out. */
bool candidates_add(const void *owner, const struct trial *trial, const struct clash *clash,
                    const struct dependence *dependence, int left, struct change_list *list);

/* Appends; false where memory ran out. */
bool change_list_add(const void *owner, struct change_list *list, const struct change_set *set);

int compare_changes(const struct change *one, const struct change *other);

/* Turns sets into lines with sentences. */
bool repairs_tell(struct repairs *repairs, const struct roster *roster, const struct scheme *scheme,
                  const struct change_list *found);

#endif
