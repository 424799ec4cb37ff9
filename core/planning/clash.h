/* Why there is no plan: minimal clashes. An element is one rule at one member, window or row of a limit;
 * from, to and within are the ground that elements stand on and are none themselves. Within a clash no
 * element can be left out: the others hold together without it. */
#ifndef TONGXIN_PLANNING_CLASH_H
#define TONGXIN_PLANNING_CLASH_H

#include <stdbool.h>

#include "base/error.h"
#include "planning/problem.h"

/* One rule at one place, and which of its bounds take part. */
struct element {
    struct duty duty;   /* of a rule that rules pairs out: `end` is whose pairs it takes away, `row` the
                         * relation;   of must: `row` is the pair */
    enum pair_end side; /* of a rule that rules pairs out: which end `duty.end` is */
    bool lower, upper;
    int units; /* what is switched off with it: numbers in ground.active */
    int *unit;
};

struct clash {
    int elements;
    struct element *element;
    bool minimal; /* no element can be left out, proven; else the clock came first */
    /* Where the clash is a violated cut: rows (sums of the problem with all pairs) that ask for more than
     * others, and single pairs, can give. Otherwise demands is 0. */
    int demands, limits, pairs;
    int *demand, *limit;
};

/* All constraints of a scheme on a roster, each of which can be switched off. */
struct ground {
    struct problem *problem; /* with all candidate pairs: what rules pairs out is switched, too */
    int forbids;             /* one for each pair and rule that rules it out */
    int *forbid_pair, *forbid_rule;
    int *forbid_first; /* [problem pairs + 1] forbids of pair p: [first[p], first[p + 1]) */
    int units;
    bool *active; /* [units]; made with all on that say something */
};

enum status ground_make(const void *owner, const struct roster *roster, const struct scheme *scheme,
                        struct ground **ground, struct error *error);

/* What the solver says of the active units alone. */
enum verdict { VERDICT_HOLDS, VERDICT_CLASHES, VERDICT_UNKNOWN };
enum verdict ground_holds(struct ground *ground, const bool *active, double seconds);

/* Clashes that share no element, found one after the other; what is off in ground->active stays off, and the
 * elements found are off afterwards. *whole: no clash is left (else the clock came first). `most` 0: no bound
 * on their number. Owned by `owner`. */
enum status clashes_find(const void *owner, struct ground *ground, double seconds, int most,
                         struct clash **clash, int *clashes, bool *whole, struct error *error);

#endif
