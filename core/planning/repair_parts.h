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
                                   const struct scheme *scheme, const struct rerun *rerun, int few_moves);

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

/* Whether the two differ only in who moves: people of one kind, to the same window or out of the same one. */
bool changes_alike(const struct roster *roster, const struct change *one, const struct change *other);

#define TRIAL_SECONDS 2.0 /* for one trial with coupling rows */

/* A search for repairs, size by size. */
struct hunt {
    const void *owner;
    const struct roster *roster;
    const struct scheme *scheme;
    const struct rerun *rerun;
    const struct dependence *dependence;
    double deadline, end;    /* without a repair; with one */
    int trials, trials_more; /* how many may be made; of these, once there is a repair */
    int size;                /* changes in each */
    struct clash *first;     /* [firsts] before anything is changed; NULL: not looked for yet */
    int firsts;
    bool first_whole;
    bool examples; /* of candidates that are alike only a few are looked at */
    int aparts;
    struct change_list
        *apart; /* [aparts] candidates of clashes that share none: each needs a change of its own */
    int least;  /* so no repair of the size or less has fewer changes than this */
    int tried;
    bool late;   /* the clock, or the number of trials, ended the search */
    bool unsure; /* of some trial nobody can say whether it has a plan */
    bool failed; /* memory ran out */
    struct change_list seen, found;
};

/* Adds the repairs of this size that are not among `found` yet; `examples`: some of them. */
void hunt_size(struct hunt *hunt, int size, bool examples);

/* The greater, the likelier the move helps; 0 where the change is none. */
int change_promise(const struct roster *roster, const struct change *change);

/* Turns sets into lines with sentences. load: as in repair_options. */
bool repairs_tell(struct repairs *repairs, const struct roster *roster, const struct scheme *scheme,
                  const int *load, const struct change_list *found);

#endif
