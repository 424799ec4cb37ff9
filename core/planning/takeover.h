/* Another choice, and its price: who may take a member over, and what the plans with that pair are worth. */
#ifndef TONGXIN_PLANNING_TAKEOVER_H
#define TONGXIN_PLANNING_TAKEOVER_H

#include "planning/question.h"

/* The best plan under a condition. */
struct priced {
    bool exists;    /* else no plan keeps the condition */
    int64_t *value; /* [problem stages] as the solver has them: compare with question.value */
    int lost;       /* pairs of the plan asked about that it gives up */
    int pairs;
    struct pair *pair; /* [pairs] by (relation, source, target) */
};

/* What counts first where a choice is priced. */
enum price_order {
    PRICE_BY_STAGES,   /* best in the stages; among those, nearest to the plan asked about */
    PRICE_BY_NEARNESS, /* as few other pairs given up as can be, at the place question.near; then the other
                          stages */
};

/* What a choice asks for, in pairs as the problem numbers them. */
struct condition {
    const int *with; /* [withs] at least one of these; nothing is asked where there are none */
    int withs;
    int without; /* not this one; -1: nothing is asked */
};

/* The price of a choice. Owned by `owner`. */
enum status price_find(const void *owner, const struct question *question, const struct condition *condition,
                       enum price_order order, struct priced **priced, struct error *error);

/* ---- Why not ---- */

/* Why a pair cannot be in a relation. */
enum barrier {
    BARRIER_NONE,   /* it can */
    BARRIER_SOURCE, /* the one is not among those who contact in this relation */
    BARRIER_TARGET, /* the other is not among those who (or what) is contacted in it */
    BARRIER_WITHIN, /* they are not in one window (or what the relation is within) */
    BARRIER_RULE,   /* a rule rules it out */
};
enum barrier barrier_between(const struct scheme *scheme, int relation, int source, struct whom whom,
                             int *rule);

enum why_not_answer {
    WHY_NOT_IS_SO,   /* the plan has the pair */
    WHY_NOT_BARRED,  /* no relation allows it: see barrier_between */
    WHY_NOT_NO_PLAN, /* rules allow it, but no plan has it */
    WHY_NOT_PRICED,
};

struct why_not {
    enum why_not_answer answer;
    struct priced *nearest; /* PRICED: with the fewest other pairs given up */
    struct priced *best;    /* PRICED: best in the stages; NULL where that is the same */
};

/* Asks why `source` does not contact `whom`. Owned by `owner`. */
enum status why_not(const void *owner, const struct question *question, int source, struct whom whom,
                    struct why_not **answer, struct error *error);

/* ---- Who may take over ---- */

struct takeover {
    int relation, source;
    int instead;       /* pair of the plan to the same target that is given up for this; -1: there is none */
    int before, after; /* people that the source contacts in this relation, now and then */
    int others;        /* further pairs of the plan that must be given up: the fewest */
    struct priced *priced;
};

struct takeovers {
    int count;
    struct takeover
        *takeover;  /* [count] cheapest first, in the order of stages; then fewest others, then id */
    int impossible; /* candidates with whom there is no plan */
};

/* Everyone who may contact `whom` in the place of one who does, in the same relation or in one that shares a
 * cover with it. instead: in the place of this pair of the plan; -1: of each of those who contact him (where
 * nobody does, everyone who may). Owned by `owner`. */
enum status takeovers_find(const void *owner, const struct question *question, struct whom whom, int instead,
                           struct takeovers **takeovers, struct error *error);

/* How many pairs of the plan contact him. */
int contacts_of_whom(const struct question *question, struct whom whom);

/* The worth of a plan before and after as people read it: the difference at a stage. */
int64_t price_difference(const struct question *question, const struct priced *priced, int stage);

#endif
