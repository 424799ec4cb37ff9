/* The fewest changes that give a plan: settings that the scheme marks with `relax`, pairs that somebody fixed
 * by hand, and members who move to another window. Every repair is tried: the scheme is run anew on the
 * changed roster, and the whole problem solved. */
#ifndef TONGXIN_PLANNING_REPAIR_H
#define TONGXIN_PLANNING_REPAIR_H

#include "base/error.h"
#include "model/repair.h"
#include "planning/solve.h"

/* How a scheme is run anew (planning knows no scripts). The roster may be changed in what the scheme needs of
 * it. Faults mean that the change cannot be made; they go to `error`. */
struct rerun {
    enum status (*run)(void *context, const void *owner, struct roster *roster, struct scheme **scheme,
                       struct error *error);
    void *context;
    /* Called now and then: how many were tried. May be NULL. */
    void (*progress)(void *context, int tried);
};

enum { REPAIRS_MOST = 20 };

struct repair_options {
    double seconds;
    int few_moves; /* where members times windows are no more, everybody's window is taken to matter (else it
                    * is judged, see repair_dependence.c) */
    int trials_more;  /* once there is one, so many more trials are made at most */
    int most_changes; /* all repairs up to this size are looked for ... */
    const int *load;  /* [members] people that each contacts now; NULL: not known. The example of several who
                       * could move is the one who contacts fewest */
    int most_by_examples; /* ... and up to this one some, of people who are alike only a few moving */
};
struct repair_options repair_defaults(void);

/* Looks for repairs of what has no plan. *repairs is owned by `owner`. */
enum status repairs_find(const void *owner, const struct roster *roster, const struct scheme *scheme,
                         const struct rerun *rerun, const struct repair_options *options,
                         struct repairs **repairs, struct error *error);

/* What the repair makes of roster and scheme; both owned by `owner`. Nothing given is changed. */
enum status repair_apply(const void *owner, const struct change *change, int changes,
                         const struct roster *roster, const struct scheme *scheme, const struct rerun *rerun,
                         struct roster **changed, struct scheme **relaxed, struct error *error);

#endif
