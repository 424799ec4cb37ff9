/* A plan that is asked about: its pairs as the problem numbers them, what they are worth, and what the best
 * plans are worth. Common ground of explain, why-not and options. */
#ifndef TONGXIN_PLANNING_QUESTION_H
#define TONGXIN_PLANNING_QUESTION_H

#include "planning/solve.h"
#include "planning/variant.h"

struct question {
    const struct roster *roster;
    const struct scheme *scheme;
    struct problem *problem;
    int pairs;
    const struct pair *pair; /* [pairs] of the plan */
    int *number;             /* [pairs] as the problem numbers them */
    unsigned char *chosen;   /* [problem pairs] */
    int64_t *value, *best;   /* [problem stages] of this plan; of the best ones */
    bool is_best;            /* they are the same */
    bool is_part;            /* duties need not hold: somebody has joined */
    /* Where the stage stands that keeps this plan as it is: question_near_place, or before the first stage in
     * which a better plan is better; else a price would be that of the better plan. */
    int near;
    struct solver_options options;
    int64_t *lost; /* [problem pairs] -1 for each pair of the plan: the stage that keeps the plan as it is */
};

/* Owned by `owner`; roster, scheme and pairs must live as long. Returns STATUS_INPUT where the plan breaks
 * the scheme (the fault says where to look), STATUS_NO where the clock ended the search for the best plans (a
 * fault says so). */
enum status question_open(const void *owner, const struct roster *roster, const struct scheme *scheme,
                          const struct pair *pair, int pairs, const struct solve_request *request,
                          struct question **question, struct error *error);

/* The same of a plan that still lacks what somebody needs who has joined: duties need not hold, and prices
 * are told against it as it is. near: that of the question about the plan before he joined. */
enum status question_open_part(const void *owner, const struct roster *roster, const struct scheme *scheme,
                               const struct pair *pair, int pairs, const struct solve_request *request,
                               int near, struct question **question, struct error *error);

/* Where among the problem's stages a stage belongs that keeps a best plan as it is: behind "change". */
int question_near_place(const struct problem *problem);

/* A stage's figure as people read it. */
int64_t question_figure(const struct problem *problem, int stage, int64_t value);

/* -1, 0, 1 as the values a are better than, as good as, worse than b. */
int question_compare(const struct problem *problem, const int64_t *a, const int64_t *b);

/* The solver's failure as a fault: too large, out of time, out of memory. Never STATUS_OK. */
enum status question_trouble(const struct problem *problem, const struct solver_result *result,
                             struct error *error);

/* Number of the pair of problem, or -1: no candidate, or ruled out. */
int question_pair(const struct problem *problem, int relation, int source, int target);

#endif
