/* What moving people buys: the fewest pairs of the previous plan that must be given up, and for every further
 * one what the stages behind "change" gain. Every line is proven best for its number of moves; no shape of
 * the curve is taken for granted. */
#ifndef TONGXIN_PLANNING_FRONTIER_H
#define TONGXIN_PLANNING_FRONTIER_H

#include "planning/problem.h"
#include "planning/solve.h"

struct handover; /* planning/handover.h */

/* The best plans that give up so many pairs at most. They give up exactly so many: fewer would not do. */
struct frontier_line {
    int64_t moves;
    int64_t *value;    /* [frontier.stages] as people read them */
    int most;          /* the largest number of people that one member contacts (frontier_most) */
    int pairs;         /* one such plan */
    struct pair *pair; /* [pairs] by (relation, source, target), `kept` filled */
    bool reverted;     /* some of its changes were taken back: nothing is claimed to be best */
};

struct frontier {
    int stages;        /* all that take part, in their order */
    const char **name; /* [stages] */
    bool *more_is_better;
    int change; /* which of them is "change" */
    int lines;
    struct frontier_line *line; /* [lines] by ascending moves; none: there is no plan */
    bool whole;                 /* no number of moves reaches more than the last line: proven */
    bool stopped;               /* the clock came first: there may be more than the lines say */
    int64_t free_moves; /* WHOLE: what a plan made without regard to the previous one gives up; as good as the
                         * last line behind "change" */
    int solves;
    struct problem *problem; /* with the previous pairs */
    /* Pairs were frozen: [stages] the best without that, as people read it, which is all that can be claimed
     * of plans; NULL: none were. */
    int64_t *unfrozen;
    const struct proof *proof; /* that no plan is better than the best, whatever is frozen; NULL until then */
};

struct frontier_request {
    struct solve_request solve; /* options.seconds: for all of it */
    const int *frozen;          /* [frozen_pairs] places in solve.previous that must stay */
    int frozen_pairs;
    int64_t most; /* no lines beyond so many moves are wanted; -1: all */
    void (*progress)(void *context, int64_t moves);
    void *context;
};

/* Owned by `owner`. STATUS_NO: there is no plan (no lines), or the clock ended it (lines as far as they are
 * proven; whole is false). STATUS_INPUT: the scheme has no stage "change", a frozen pair is not allowed any
 * more, or points are too large; faults say so. */
enum status frontier_find(const void *owner, const struct roster *roster, const struct scheme *scheme,
                          const struct frontier_request *request, struct frontier **frontier,
                          struct error *error);

/* The largest number of members that one source contacts in the relations to members that are to be balanced
 * (in all relations to members, where none is). */
int frontier_most(const struct scheme *scheme, const struct roster *roster, const struct pair *pair,
                  int pairs);

/* The best line that gives up `most` pairs at most; NULL where every plan gives up more. */
const struct frontier_line *frontier_within(const struct frontier *frontier, int64_t most);

/* The line with some changes taken back, the others staying, into *reverted. *holds: whether that is a plan;
 * otherwise *reverted means nothing. Owned by `owner`. False where memory ran out. */
bool frontier_revert(const void *owner, const struct frontier *frontier, const struct frontier_line *line,
                     const struct handover *const *handover, int handovers, struct frontier_line *reverted,
                     bool *holds);

/* The line as a plan that can be written: "optimal", or "feasible" by the bounds of the best plans, but with
 * the stages behind "change" best for its moves where nothing was frozen or taken back. With its proof where
 * there is one: of best plans, and of the latter. Owned by `owner`, shares texts with the frontier, which
 * must live as long; NULL where memory ran out. */
struct plan *frontier_plan(const void *owner, const struct scheme *scheme, const struct frontier *frontier,
                           const struct frontier_line *line);

#endif
