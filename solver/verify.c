#include "solver/verify.h"

#include <string.h>

int64_t verify_sum_total(const struct solver_sum *sum, const unsigned char *chosen)
{
    int64_t total = 0;
    for (int k = 0; k < sum->n; k++)
        if (chosen[sum->pair[k]])
            total += sum->weight ? sum->weight[k] : 1;
    return total;
}

int64_t verify_link_count(const struct solver_link *link, const unsigned char *chosen)
{
    int64_t count = 0;
    if (!chosen[link->given])
        return 0;
    for (int k = 0; k < link->n; k++)
        count += chosen[link->pair[k]];
    return count < link->cap ? count : link->cap;
}

static bool sum_holds(const struct solver_sum *sum, const unsigned char *chosen)
{
    if (sum->stage != SOLVER_HARD)
        return true;
    int64_t total = verify_sum_total(sum, chosen);
    return total >= sum->lo && total <= sum->hi;
}

static bool link_holds(const struct solver_link *link, const unsigned char *chosen)
{
    for (int k = 0; link->stage == SOLVER_HARD && k < link->n; k++)
        if (chosen[link->pair[k]] && !chosen[link->given])
            return false;
    return true;
}

static void add_sum(const struct solver_sum *sum, const unsigned char *chosen, int64_t *value)
{
    if (sum->stage == SOLVER_HARD)
        return;
    int64_t total = verify_sum_total(sum, chosen);
    if (total < sum->lo)
        value[sum->stage] += sum->under * (sum->lo - total);
    if (total > sum->hi) /* a contradictory pair of bounds counts on both sides */
        value[sum->stage] += sum->over * (total - sum->hi);
}

static void add_curve(const struct solver_problem *problem, const struct solver_curve *curve,
                      const unsigned char *chosen, int64_t *value)
{
    int64_t total = verify_sum_total(&problem->sum[curve->sum], chosen);
    for (int64_t j = 0; j < total && j < curve->n; j++)
        value[curve->stage] += curve->step[j];
}

static void add_link(const struct solver_link *link, const unsigned char *chosen, int64_t *value)
{
    if (link->stage != SOLVER_HARD)
        value[link->stage] += link->points * verify_link_count(link, chosen);
}

static void add_pair(const struct solver_problem *problem, int pair, const unsigned char *chosen,
                     int64_t *value)
{
    for (int s = 0; s < problem->stages && chosen[pair]; s++)
        if (problem->cost && problem->cost[s])
            value[s] += problem->cost[s][pair];
}

bool verify_holds(const struct solver_problem *problem, const struct component *component,
                  const unsigned char *chosen)
{
    for (int i = 0; i < component->part[PART_SUMS].n; i++)
        if (!sum_holds(&problem->sum[component->part[PART_SUMS].item[i]], chosen))
            return false;
    for (int i = 0; i < component->part[PART_LINKS].n; i++)
        if (!link_holds(&problem->link[component->part[PART_LINKS].item[i]], chosen))
            return false;
    return true;
}

void verify_add_values(const struct solver_problem *problem, const struct component *component,
                       const unsigned char *chosen, int64_t *value)
{
    for (int i = 0; i < component->part[PART_PAIRS].n; i++)
        add_pair(problem, component->part[PART_PAIRS].item[i], chosen, value);
    for (int i = 0; i < component->part[PART_SUMS].n; i++)
        add_sum(&problem->sum[component->part[PART_SUMS].item[i]], chosen, value);
    for (int i = 0; i < component->part[PART_CURVES].n; i++)
        add_curve(problem, &problem->curve[component->part[PART_CURVES].item[i]], chosen, value);
    for (int i = 0; i < component->part[PART_LINKS].n; i++)
        add_link(&problem->link[component->part[PART_LINKS].item[i]], chosen, value);
}

bool solver_verify(const struct solver_problem *problem, const unsigned char *chosen, int64_t *value)
{
    bool holds = true;
    for (int i = 0; i < problem->sums; i++)
        holds = holds && sum_holds(&problem->sum[i], chosen);
    for (int i = 0; i < problem->links; i++)
        holds = holds && link_holds(&problem->link[i], chosen);
    if (!value)
        return holds;
    memset(value, 0, (size_t)problem->stages * sizeof *value);
    for (int p = 0; p < problem->pairs; p++)
        add_pair(problem, p, chosen, value);
    for (int i = 0; i < problem->sums; i++)
        add_sum(&problem->sum[i], chosen, value);
    for (int i = 0; i < problem->curves; i++)
        add_curve(problem, &problem->curve[i], chosen, value);
    for (int i = 0; i < problem->links; i++)
        add_link(&problem->link[i], chosen, value);
    return holds;
}
