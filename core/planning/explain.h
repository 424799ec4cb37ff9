/* Why a pair is in the plan: what speaks for it, what it would cost to do without, and whether it had to be.
 */
#ifndef TONGXIN_PLANNING_EXPLAIN_H
#define TONGXIN_PLANNING_EXPLAIN_H

#include "planning/takeover.h"

enum pair_standing {
    STANDING_UNKNOWN,
    STANDING_PINNED, /* a rule of the kind `must` asks for it */
    STANDING_FORCED, /* in every best plan */
    STANDING_FREE,   /* in some best plans and not in others: no rule prefers it */
    STANDING_DEARER, /* in no best plan: the plan asked about is not one of them */
};
const char *standing_word(enum pair_standing standing);

/* The standing of those of the plan's pairs that are STANDING_UNKNOWN in standing[question.pairs]. Best plans
 * with as few of them as can be are looked for until one keeps them all, which proves that all best plans do.
 * *solves (may be NULL) is how many there were. */
enum status standings_find(const struct question *question, enum pair_standing *standing, int *solves,
                           struct error *error);

/* Points that a rule gives a pair. */
struct pair_points {
    int rule;
    int64_t points;  /* less is better where the stage says so */
    int others_same; /* other candidates for the target in this relation who have as many from the rule */
};

struct explanation {
    int pair; /* of the plan */
    enum pair_standing standing;
    int pinned_by;  /* rule, or -1 */
    int candidates; /* who may contact the target in this relation, himself included */
    int ruled_out;  /* of these, by rules */
    int *ruling;    /* [rulings] the rules that do so */
    int rulings;
    int points;
    struct pair_points *point; /* [points] */
    struct priced *without; /* the best plan without the pair; of a list that is not the best: the nearest */
};

/* Owned by `owner`. */
enum status explain_pair(const void *owner, const struct question *question, int pair,
                         struct explanation **explanation, struct error *error);

#endif
