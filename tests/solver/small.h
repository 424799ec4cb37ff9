/* Problems of a few pairs, written down pair by pair and row by row in a test. */
#ifndef TONGXIN_TESTS_SOLVER_SMALL_H
#define TONGXIN_TESTS_SOLVER_SMALL_H

#include "solver/solver.h"

enum { SMALL_PAIRS = 64, SMALL_ROWS = 64, SMALL_STAGES = 4 };

struct small {
    struct solver_problem problem;
    int source[SMALL_PAIRS], target[SMALL_PAIRS];
    int64_t cost[SMALL_STAGES][SMALL_PAIRS];
    const int64_t *cost_list[SMALL_STAGES];
    struct solver_sum sum[SMALL_ROWS];
    struct solver_curve curve[SMALL_ROWS];
    struct solver_link link[SMALL_ROWS];
    int row_pair[2 * SMALL_ROWS][SMALL_PAIRS];
    int rows;
};

/* An empty problem of so many stages. It must not be moved. */
void small_open(struct small *small, int stages);

/* Adds a pair; returns its number. */
int small_pair(struct small *small, int source, int target);

/* All pairs between sources 0.. and targets 0..; pair source * targets + target. */
void small_grid(struct small *small, int sources, int targets);

/* Adds a hard sum over the pairs of one source, of one target, or listed up to -1. The sum may be changed
 * afterwards. */
struct solver_sum *small_load(struct small *small, int source, int64_t lo, int64_t hi);
struct solver_sum *small_cover(struct small *small, int target, int64_t lo, int64_t hi);
struct solver_sum *small_sum(struct small *small, const int *pairs, int64_t lo, int64_t hi);

/* Squares of the sum's total at a stage. */
void small_balance(struct small *small, const struct solver_sum *sum, int stage);

struct solver_link *small_link(struct small *small, int given, const int *pairs, int cap, int stage,
                               int64_t points);

/* Solves and asserts that the status is this one; what is optimal must verify, with its proofs. */
void small_solve(const struct small *small, enum solver_status status, struct solver_result *result);

#endif
