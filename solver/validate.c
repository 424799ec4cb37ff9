#include "solver/validate.h"

#include <math.h>

/* Marks pairs row by row, so that a pair that stands twice in one is seen. */
struct marks {
    const struct solver_problem *problem;
    int *row; /* [pairs] the last row that held the pair, from 1 */
    int rows;
};

static bool is_pair(const struct solver_problem *problem, int pair)
{
    return pair >= 0 && pair < problem->pairs;
}

/* Whether pair[0..n) are pairs of the problem, each once. */
static bool is_row(struct marks *marks, int n, const int *pair)
{
    if (n < 0 || (n > 0 && !pair))
        return false;
    marks->rows++;
    for (int k = 0; k < n; k++) {
        if (!is_pair(marks->problem, pair[k]) || marks->row[pair[k]] == marks->rows)
            return false;
        marks->row[pair[k]] = marks->rows;
    }
    return true;
}

static bool is_sum(struct marks *marks, const struct solver_sum *sum)
{
    if (sum->stage < SOLVER_HARD || sum->stage >= marks->problem->stages)
        return false;
    if (sum->stage != SOLVER_HARD && (sum->under < 0 || sum->over < 0))
        return false;
    return is_row(marks, sum->n, sum->pair);
}

static bool is_curve(const struct solver_problem *problem, const struct solver_curve *curve)
{
    if (curve->sum < 0 || curve->sum >= problem->sums || curve->stage < 0 ||
        curve->stage >= problem->stages || curve->n < 0 || (curve->n > 0 && !curve->step))
        return false;
    const struct solver_sum *sum = &problem->sum[curve->sum];
    int64_t most = sum->stage == SOLVER_HARD && sum->hi < sum->n ? sum->hi : sum->n;
    if (sum->weight || curve->n < most)
        return false;
    for (int j = 1; j < curve->n; j++)
        if (curve->step[j] < curve->step[j - 1])
            return false;
    return true;
}

static bool is_link(struct marks *marks, const struct solver_link *link)
{
    if (!is_pair(marks->problem, link->given) || link->stage < SOLVER_HARD ||
        link->stage >= marks->problem->stages || (link->stage != SOLVER_HARD && link->cap < 0))
        return false;
    if (!is_row(marks, link->n, link->pair))
        return false;
    return marks->row[link->given] != marks->rows;
}

bool problem_is_malformed(struct arena *arena, const struct solver_problem *problem)
{
    if (problem->pairs < 0 || problem->stages < 0 || problem->sums < 0 || problem->curves < 0 ||
        problem->links < 0 || (problem->pairs > 0 && (!problem->source || !problem->target)))
        return true;
    struct marks marks = {.problem = problem, .row = ARENA(arena, problem->pairs, int)};
    for (int i = 0; i < problem->sums; i++)
        if (!is_sum(&marks, &problem->sum[i]))
            return true;
    for (int i = 0; i < problem->curves; i++)
        if (!is_curve(problem, &problem->curve[i]))
            return true;
    for (int i = 0; i < problem->links; i++)
        if (!is_link(&marks, &problem->link[i]))
            return true;
    return false;
}

/* The most that a soft sum can cost. */
static double most_outside(const struct solver_sum *sum)
{
    double least = 0, most = 0;
    for (int k = 0; k < sum->n; k++) {
        double weight = sum->weight ? sum->weight[k] : 1;
        if (weight < 0)
            least += weight;
        else
            most += weight;
    }
    return (double)sum->under * fmax(0, (double)sum->lo - least) +
           (double)sum->over * fmax(0, most - (double)sum->hi);
}

int problem_stage_beyond_integers(const struct solver_problem *problem)
{
    const double most = 4e18;
    for (int s = 0; s < problem->stages; s++) {
        double size = 0;
        for (int p = 0; problem->cost && problem->cost[s] && p < problem->pairs; p++)
            size += fabs((double)problem->cost[s][p]);
        for (int i = 0; i < problem->sums; i++)
            if (problem->sum[i].stage == s)
                size += most_outside(&problem->sum[i]);
        for (int i = 0; i < problem->curves; i++)
            for (int j = 0; problem->curve[i].stage == s && j < problem->curve[i].n; j++)
                size += fabs((double)problem->curve[i].step[j]);
        for (int i = 0; i < problem->links; i++)
            if (problem->link[i].stage == s)
                size += fabs((double)problem->link[i].points) * problem->link[i].n;
        if (size > most)
            return s;
    }
    return -1;
}
