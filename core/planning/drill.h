/* The drill: what each single departure would ask of a plan. */
#ifndef TONGXIN_PLANNING_DRILL_H
#define TONGXIN_PLANNING_DRILL_H

#include "planning/repair.h"

enum departure_answer {
    DEPARTURE_MOVES,   /* a plan is left: see moves */
    DEPARTURE_NO_PLAN, /* none is left: see plan */
    DEPARTURE_OPEN,    /* the clock came first */
    DEPARTURE_NOT_RUN, /* the scheme cannot be run without him: see why */
};

/* What the member's leaving asks for. */
struct departure {
    int member;
    enum departure_answer answer;
    int ended;             /* pairs that he was in */
    int64_t moves;         /* the fewest other pairs that must be given up */
    struct plan *plan;     /* NO_PLAN: its conflicts, on the roster without him ... */
    struct roster *roster; /* ... which is this one */
    const char *why;       /* NOT_RUN: the first fault of the scheme */
};

struct drill_request {
    const struct rerun *rerun;
    double seconds; /* for each departure */
    bool reasons;   /* look for what clashes */
    void (*progress)(void *context, int done, int all);
    void *context;
};

/* Lets every member leave alone. departure[roster->members], owned by `owner`, in the order of the roster:
 * members in no pair too, since a rule may count on them. Stages before "change" keep their best values. */
enum status drill_run(const void *owner, const struct roster *roster, const struct pair *pair, int pairs,
                      const struct drill_request *request, struct departure **departure, struct error *error);

/* Gravest first: no plan, then most moves, then most pairs ended, then id. */
void drill_sort(struct departure *departure, int count);

#endif
