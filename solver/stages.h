/* One component through all stages: flows first, branch and cut where coupling rows take part, then the tie.
 */
#ifndef TONGXIN_SOLVER_STAGES_H
#define TONGXIN_SOLVER_STAGES_H

#include "solver/component.h"

/* One call of solver_solve. */
struct solving {
    const struct solver_problem *problem;
    const struct solver_options *options;
    struct solver_result *result;
    struct arena *arena;   /* lives as long as the result */
    struct arena *scratch; /* of one component */
    double deadline;       /* on the monotonic clock */
    unsigned char *found;  /* [problem pairs] a choice that may be taken over */
    int proof_room, conflict_room;
};

/* Solves the component: writes its pairs into chosen[problem pairs], adds its bounds, proofs and conflicts to
 * the result. Pairs are asked by the tie in the order of rank (NULL: by number). */
enum solver_status stages_solve(struct solving *solving, const struct component *component, int number,
                                unsigned char *chosen, const int *rank);

#endif
