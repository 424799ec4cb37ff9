/* limit: at least, at most or exactly so much of what its rows count. */
#include <talloc.h>

#include "planning/rules/rules.h"

static int add_row(struct problem *problem, const struct rule *rule, const struct limit_row *row)
{
    int *pair = talloc_array(problem, int, (unsigned)row->pairs + 1);
    int *weight = talloc_array(problem, int, (unsigned)row->pairs + 1);
    if (!pair || !weight)
        return 0;
    bool counts = true; /* every pair counts one: a network may carry the row */
    int n = 0;
    for (int k = 0; k < row->pairs; k++) {
        const struct counted_pair *counted = &row->pair[k];
        pair[n] = problem->number[rule->relation[counted->slot]][counted->candidate];
        weight[n] = counted->weight;
        if (pair[n] < 0)
            continue;
        counts = counts && counted->weight == 1;
        n++;
    }
    bool hard = rule->stage < 0;
    const struct solver_sum sum = {.n = n,
                                   .pair = pair,
                                   .weight = counts ? NULL : weight,
                                   .lo = row->range.lo,
                                   .hi = row->range.hi == UNLIMITED ? SOLVER_UNBOUNDED : row->range.hi,
                                   .stage = hard ? SOLVER_HARD : problem->active[rule->stage],
                                   .under = hard ? 0 : rule->points,
                                   .over = hard ? 0 : rule->points};
    const struct duty duty = {DUTY_RULE, (int)(rule - problem->scheme->rule),
                              row->per == LIMIT_END ? row->end : -1};
    return problem_add_sum(problem, &sum, &duty);
}

static int rows(struct problem *problem, const struct rule *rule)
{
    if (rule->stage >= 0 && problem->active[rule->stage] < 0)
        return 1; /* the stage measures nothing here */
    for (int i = 0; i < rule->rows; i++)
        if (!add_row(problem, rule, &rule->row[i]))
            return 0;
    return 1;
}

const struct rule_kind_functions rule_limit = {.word = "limit", .rows = rows};
