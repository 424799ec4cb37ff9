/* Pairs that somebody has fixed by hand: plans must have them (pin) or must not (forbid). They join the
 * scheme as rules of its own kinds, so that problem, check and conflict know them without more. */
#ifndef TONGXIN_PLANNING_PINS_H
#define TONGXIN_PLANNING_PINS_H

#include <stdbool.h>

#include "base/error.h"
#include "model/plan.h"
#include "model/scheme.h"

/* One pin, by names. */
struct pin {
    bool forbids;
    const char *relation;           /* its name; "": any relation that allows the pair */
    const char *source;             /* id */
    const char *target;             /* id of a member, name of a window or group */
    const char *title;              /* for people: which pair, who, when, why */
    const char *what, *reason, *by; /* its parts (struct pinned); NULL where they are not told apart */
};

/* Adds the pins to the scheme, in their order, as one rule each, so that they have the same numbers on any
 * roster. A pin whose people are not in the roster any more, or whose window is not, is a rule that says
 * nothing: idle[i] tells (idle may be NULL). A pin on a pair that the scheme
 * does not allow leaves a rule that nothing fills. Texts are copied. Only memory can fail. */
enum status pins_add(struct scheme *scheme, const struct roster *roster, const struct pin *pin, int pins,
                     bool *idle, struct error *error);

/* How many relations of the scheme allow the pair (of the one relation, where it is named), rules that forbid
 * pairs aside; *known: whether both ends are in the roster. */
int pins_allowed(const struct scheme *scheme, const struct roster *roster, const struct pin *pin,
                 bool *known);

/* Adds a rule to the scheme that all these pairs must be; false (nothing is added) where one of them is not
 * possible by sets and columns. */
bool pins_hold(struct scheme *scheme, const struct pair *pair, int pairs, const char *title,
               struct error *error);

/* A copy of the scheme in which the pins of this target ask for nothing (what is forbidden stays so); *lifted
 * are they, [*count]. It shares all else with `scheme`, which must live as long. Owned by `owner`; NULL where
 * memory ran out. */
struct scheme *pins_lift(const void *owner, const struct scheme *scheme, const char *target,
                         const struct pinned ***lifted, int *count);

#endif
