/* What is different between the previous plan and the next, person by person: from whom, to whom, and why. */
#ifndef TONGXIN_PLANNING_HANDOVER_H
#define TONGXIN_PLANNING_HANDOVER_H

#include "base/error.h"
#include "model/plan.h"
#include "planning/ended.h"
#include "planning/problem.h"

enum handover_reason {
    HANDOVER_LEFT,       /* who contacted before has left: a gap that had to be filled */
    HANDOVER_NEW,        /* nobody contacted before: a gap as well */
    HANDOVER_MORE,       /* who contacted before stays, somebody joins him: no gap */
    HANDOVER_NOT_WITHIN, /* the two no longer share a window, or one is not in the relation any more */
    HANDOVER_RULE,       /* a rule forbids the pair: see rule */
    HANDOVER_NEEDED,     /* taken back alone, a load, a cover or a rule would not hold */
    HANDOVER_STAGE,      /* taken back alone, a stage would be worse: see stage */
    HANDOVER_EQUAL,      /* taken back alone, nothing would be worse */
};

/* One side of a handover. */
struct handover_source {
    int relation;
    int member;       /* -1: has left */
    const char *name; /* with the id, where the member is in the roster */
};

struct handover {
    int relation, target; /* whom, as this relation numbers it */
    int from, to;
    int stay;                       /* further pairs to the target, in both plans */
    struct handover_source *source; /* [from + to] those before, then those now */
    enum handover_reason reason;
    int rule;      /* HANDOVER_RULE: of the scheme */
    int stage;     /* HANDOVER_STAGE: of the problem; the first that would be worse */
    int64_t worse; /* by so much, taken back alone */
    bool is_move;  /* gives up a pair whose ends are both in the roster */
};

/* Compares. Handovers are in the order of target ids, windows after members. `problem` was built with the
 * previous pairs. Owned by `owner`; NULL where memory ran out. */
struct handover *handovers_find(const void *owner, const struct problem *problem, const struct pair *previous,
                                int previous_pairs, const struct ended_pair *ended, int ended_pairs,
                                const struct pair *pair, int pairs, int *count);

/* Whether its change can be taken back at all: who contacted before is still there, and no rule stands in the
 * way. Whether the others hold without it is another question. */
bool handover_is_revertible(const struct handover *handover);

/* Takes changes of a plan back, the others staying: pair[pairs], with room for `from` of them more, is
 * changed in place and sorted. */
void handovers_revert(const struct problem *problem, const struct handover *const *handover, int count,
                      struct pair *pair, int *pairs);

#endif
