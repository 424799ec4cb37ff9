#include "tests/solver/small.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Marginal squares: 1, 3, 5 ... */
static int64_t squares[SMALL_PAIRS];

void small_open(struct small *small, int stages)
{
    memset(small, 0, sizeof *small);
    for (int s = 0; s < stages; s++)
        small->cost_list[s] = small->cost[s];
    for (int j = 0; j < SMALL_PAIRS; j++)
        squares[j] = 2 * j + 1;
    small->problem = (struct solver_problem){.source = small->source,
                                             .target = small->target,
                                             .stages = stages,
                                             .cost = small->cost_list,
                                             .sum = small->sum,
                                             .curve = small->curve,
                                             .link = small->link};
}

int small_pair(struct small *small, int source, int target)
{
    int pair = small->problem.pairs++;
    assert_true(pair < SMALL_PAIRS);
    small->source[pair] = source;
    small->target[pair] = target;
    return pair;
}

void small_grid(struct small *small, int sources, int targets)
{
    for (int s = 0; s < sources; s++)
        for (int t = 0; t < targets; t++)
            small_pair(small, s, t);
}

static struct solver_sum *add_sum(struct small *small, int64_t lo, int64_t hi)
{
    assert_true(small->problem.sums < SMALL_ROWS);
    struct solver_sum *sum = &small->sum[small->problem.sums++];
    *sum =
        (struct solver_sum){.pair = small->row_pair[small->rows++], .lo = lo, .hi = hi, .stage = SOLVER_HARD};
    return sum;
}

static struct solver_sum *add_end(struct small *small, const int *end, int which, int64_t lo, int64_t hi)
{
    struct solver_sum *sum = add_sum(small, lo, hi);
    for (int p = 0; p < small->problem.pairs; p++)
        if (end[p] == which)
            small->row_pair[small->rows - 1][sum->n++] = p;
    return sum;
}

struct solver_sum *small_load(struct small *small, int source, int64_t lo, int64_t hi)
{
    return add_end(small, small->source, source, lo, hi);
}

struct solver_sum *small_cover(struct small *small, int target, int64_t lo, int64_t hi)
{
    return add_end(small, small->target, target, lo, hi);
}

struct solver_sum *small_sum(struct small *small, const int *pairs, int64_t lo, int64_t hi)
{
    struct solver_sum *sum = add_sum(small, lo, hi);
    for (; pairs[sum->n] >= 0; sum->n++)
        small->row_pair[small->rows - 1][sum->n] = pairs[sum->n];
    return sum;
}

void small_balance(struct small *small, const struct solver_sum *sum, int stage)
{
    small->curve[small->problem.curves++] = (struct solver_curve){
        .sum = (int)(sum - small->sum), .stage = stage, .n = SMALL_PAIRS, .step = squares};
}

struct solver_link *small_link(struct small *small, int given, const int *pairs, int cap, int stage,
                               int64_t points)
{
    int row = small->rows++;
    struct solver_link *link = &small->link[small->problem.links++];
    *link = (struct solver_link){
        .pair = small->row_pair[row], .given = given, .cap = cap, .stage = stage, .points = points};
    for (; pairs[link->n] >= 0; link->n++)
        small->row_pair[row][link->n] = pairs[link->n];
    return link;
}

void small_solve(const struct small *small, enum solver_status status, struct solver_result *result)
{
    solver_solve(&small->problem, NULL, result);
    if (result->status != status)
        fail_msg("status %d: %s", result->status, result->message);
    if (status != SOLVER_OPTIMAL)
        return;
    int64_t value[SMALL_STAGES];
    assert_true(solver_verify(&small->problem, result->chosen, value));
    for (int s = 0; s < small->problem.stages; s++) {
        assert_int_equal(result->value[s], value[s]);
        assert_int_equal(result->bound[s], value[s]);
    }
    int proven;
    assert_true(
        solver_verify_proofs(&small->problem, result->chosen, result->proof, result->proofs, &proven));
    assert_int_equal(proven, result->components - result->coupled);
}
