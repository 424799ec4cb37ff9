/* From members, windows and a scheme to the solver's arrays: every candidate pair a number, every duty a row.
 * Source of the rows: ARCHITECTURE.md (Stages). */
#ifndef TONGXIN_PLANNING_PROBLEM_H
#define TONGXIN_PLANNING_PROBLEM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "model/plan.h"
#include "solver/solver.h"

/* What a row of the problem stands for. */
enum duty_kind {
    DUTY_LOAD,      /* a source's load in a relation */
    DUTY_COVER,     /* a target's cover in a relation */
    DUTY_EVERYONE,  /* a target's cover across relations */
    DUTY_SHORTFALL, /* the same, counted by the stage "coverage" */
    DUTY_RULE,      /* a row of a rule */
};

struct duty {
    enum duty_kind kind;
    int owner; /* relation; cover, for EVERYONE and SHORTFALL; rule, for RULE */
    int end;   /* the source; or the target, as the relation numbers them; RULE: a member, or -1 */
    int row;   /* RULE: the rule's row or set */
};

/* A stage that takes part: those that measure nothing here (coverage without a shortfall, change without a
 * previous plan) are left out. */
struct active_stage {
    int scheme_stage;
    bool more_is_better; /* the solver minimises: values are turned round */
    int64_t constant;    /* what every plan has, e.g. previous pairs that are no candidates any more */
    int64_t *cost;       /* [pairs] or NULL */
};

/* Owned by the talloc context given to problem_build; growing arrays belong to the problem. */
struct problem {
    const struct roster *roster;
    const struct scheme *scheme;
    int pairs;
    int *relation, *candidate; /* [pairs] ascending */
    int **number;              /* [relations][candidates] pair, or -1: forbidden */
    int stages;
    struct active_stage *stage; /* [stages] */
    int *active;                /* [scheme stages] index into stage, or -1 */
    int sums, curves, links;
    struct solver_sum *sum;
    struct duty *duty; /* [sums] */
    struct solver_curve *curve;
    struct solver_link *link;
    struct duty *link_duty;       /* [links] the rule and the source */
    struct solver_problem solver; /* the view that solver_solve takes */
};

/* Builds the problem. `previous` are the previous plan's pairs whose ends are in the roster (the stage
 * "change"). */
enum status problem_build(const void *owner, const struct roster *roster, const struct scheme *scheme,
                          const struct pair *previous, int previous_pairs, bool has_previous,
                          struct problem **problem, struct error *error);

/* For rule kinds: rows and costs are added by these. They return 0 where memory ran out. */
int problem_add_cost(struct problem *problem, int stage, int pair, int64_t cost);
int problem_add_sum(struct problem *problem, const struct solver_sum *sum, const struct duty *duty);
int problem_add_link(struct problem *problem, const struct solver_link *link, const struct duty *duty);

/* So many candidate pairs hang together, more than the solver takes: STATUS_INPUT, at the relation that has
 * most of them. */
enum status problem_too_large(const struct problem *problem, int pairs, struct error *error);

#endif
