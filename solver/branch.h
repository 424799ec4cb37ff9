/* Branch and cut (GLPK) for the stages that coupling rows take part in, on what the faces of earlier stages
 * leave free. */
#ifndef TONGXIN_SOLVER_BRANCH_H
#define TONGXIN_SOLVER_BRANCH_H

#include "solver/model.h"

enum branch_status {
    BRANCH_OPTIMAL,
    BRANCH_FEASIBLE, /* the clock: a choice and a bound */
    BRANCH_NONE_YET, /* the clock: no choice */
    BRANCH_INFEASIBLE,
    BRANCH_TOO_LARGE, /* values could pass 10^9, beyond which GLPK's are not exact */
    BRANCH_FAILED,
};

struct branch_call {
    struct network *net; /* bounds are those of the faces; flow is not changed */
    int stage;
    const struct value_row *row;
    int rows;
    double deadline; /* by clock_seconds */
    bool has_choice; /* one is known: "infeasible" would be an error of GLPK's */
    const struct solver_options *options;
    /* results */
    unsigned char *chosen; /* [problem pairs] only the component's pairs are written */
    int64_t value, bound;
    int large_stage; /* BRANCH_TOO_LARGE: the stage, which may be an earlier one that a row keeps */
    char *message;
    size_t message_size;
};

/* Minimises call->stage. Every choice it returns was verified in integers. */
enum branch_status branch_solve(struct arena *arena, struct branch_call *call);

/* Marks in coupled[positions in the component] the pairs that stand in coupling rows, also the `given` of
 * links. */
void branch_coupled_pairs(const struct network *net, bool *coupled);

#endif
