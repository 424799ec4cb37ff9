#include "planning/ground.h"

#include <string.h>
#include <talloc.h>

#include "planning/rules/rules.h"

/* A scheme whose rules rule nothing out; their numbers stay. */
static struct scheme *without_forbidding(const void *owner, const struct scheme *scheme)
{
    struct scheme *copy = talloc_memdup(owner, scheme, sizeof *scheme);
    if (copy)
        copy->rule = talloc_array(copy, struct rule, (unsigned)scheme->rules + 1);
    if (!copy || !copy->rule)
        return NULL;
    for (int r = 0; r < scheme->rules; r++) {
        copy->rule[r] = scheme->rule[r];
        if (rule_kinds[scheme->rule[r].kind]->forbids)
            copy->rule[r].relations = 0;
    }
    return copy;
}

static int forbids_of(const struct ground *ground, const struct scheme *scheme, int pair, int *rule)
{
    int count = 0, relation = ground->problem->relation[pair];
    for (int r = 0; r < scheme->rules; r++) {
        const struct rule_kind_functions *kind = rule_kinds[scheme->rule[r].kind];
        int slot = kind->forbids ? rule_slot(&scheme->rule[r], relation) : -1;
        if (slot < 0 || !kind->forbids(&scheme->rule[r], slot, ground->problem->candidate[pair]))
            continue;
        if (rule)
            rule[count] = r;
        count++;
    }
    return count;
}

static bool list_forbids(struct ground *ground, const struct scheme *scheme)
{
    int pairs = ground->problem->pairs;
    ground->forbid_first = talloc_zero_array(ground, int, (unsigned)pairs + 1);
    for (int p = 0; ground->forbid_first && p < pairs; p++)
        ground->forbid_first[p + 1] = ground->forbid_first[p] + forbids_of(ground, scheme, p, NULL);
    ground->forbids = ground->forbid_first ? ground->forbid_first[pairs] : 0;
    ground->forbid_pair = talloc_array(ground, int, (unsigned)ground->forbids + 1);
    ground->forbid_rule = talloc_array(ground, int, (unsigned)ground->forbids + 1);
    if (!ground->forbid_first || !ground->forbid_pair || !ground->forbid_rule)
        return false;
    for (int p = 0; p < pairs; p++) {
        int first = ground->forbid_first[p];
        forbids_of(ground, scheme, p, ground->forbid_rule + first);
        for (int f = first; f < ground->forbid_first[p + 1]; f++)
            ground->forbid_pair[f] = p;
    }
    return true;
}

/* The least and the most that a sum's pairs can come to. */
static void extent(const struct solver_sum *sum, int64_t *least, int64_t *most)
{
    *least = 0;
    *most = sum->weight ? 0 : sum->n;
    for (int k = 0; sum->weight && k < sum->n; k++)
        *(sum->weight[k] < 0 ? least : most) += sum->weight[k];
}

static void switch_on(struct ground *ground)
{
    const struct problem *problem = ground->problem;
    for (int s = 0; s < problem->sums; s++) {
        const struct solver_sum *sum = &problem->sum[s];
        int64_t least, most;
        extent(sum, &least, &most);
        ground->active[unit_lower(s)] = sum->stage == SOLVER_HARD && sum->lo > least;
        ground->active[unit_upper(s)] = sum->stage == SOLVER_HARD && sum->hi < most;
    }
    for (int l = 0; l < problem->links; l++)
        ground->active[unit_link(ground, l)] = problem->link[l].stage == SOLVER_HARD;
    for (int f = 0; f < ground->forbids; f++)
        ground->active[unit_forbid(ground, f)] = true;
}

enum status ground_make(const void *owner, const struct roster *roster, const struct scheme *scheme,
                        struct ground **ground, struct error *error)
{
    struct ground *made = talloc_zero(owner, struct ground);
    struct scheme *open = made ? without_forbidding(made, scheme) : NULL;
    if (!open)
        return error_add_memory(error);
    enum status status = problem_build(made, roster, open, NULL, 0, false, &made->problem, error);
    if (status != STATUS_OK)
        return status;
    if (!list_forbids(made, scheme))
        return error_add_memory(error);
    made->problem->scheme = scheme;
    made->units = 2 * made->problem->sums + made->problem->links + made->forbids;
    made->active = talloc_zero_array(made, bool, (unsigned)made->units + 1);
    if (!made->active)
        return error_add_memory(error);
    switch_on(made);
    *ground = made;
    return STATUS_OK;
}

/* ---- The problem of some units ---- */

static bool is_ruled_out(const struct ground *ground, const bool *active, int pair)
{
    for (int f = ground->forbid_first[pair]; f < ground->forbid_first[pair + 1]; f++)
        if (active[unit_forbid(ground, f)])
            return true;
    return false;
}

/* A pair enters where an active row counts it and nothing active rules it out; *number: -2 where no row
 * counts it, -1 where it is ruled out. */
static void number_pairs(const struct ground *ground, const bool *active, int *number,
                         struct reduced *reduced)
{
    const struct problem *problem = ground->problem;
    for (int p = 0; p < problem->pairs; p++)
        number[p] = -2;
    for (int s = 0; s < problem->sums; s++)
        for (int k = 0; (active[unit_lower(s)] || active[unit_upper(s)]) && k < problem->sum[s].n; k++)
            number[problem->sum[s].pair[k]] = 0;
    for (int l = 0; l < problem->links; l++) {
        if (!active[unit_link(ground, l)])
            continue;
        number[problem->link[l].given] = 0;
        for (int k = 0; k < problem->link[l].n; k++)
            number[problem->link[l].pair[k]] = 0;
    }
    for (int p = 0; p < problem->pairs; p++) {
        if (number[p] == 0)
            number[p] = is_ruled_out(ground, active, p) ? -1 : reduced->solver.pairs++;
        if (number[p] >= 0)
            reduced->pair_of[number[p]] = p;
    }
}

static bool reduce_sum(struct reduced *reduced, struct solver_sum *sums, const struct solver_sum *from,
                       bool lower, bool upper, const int *number)
{
    int *pair = talloc_array(reduced, int, (unsigned)from->n + 1);
    int *weight = from->weight ? talloc_array(reduced, int, (unsigned)from->n + 1) : NULL;
    int n = 0;
    int64_t least, most;
    if (!pair || (from->weight && !weight))
        return false;
    for (int k = 0; k < from->n; k++) {
        if (number[from->pair[k]] < 0)
            continue;
        pair[n] = number[from->pair[k]];
        if (weight)
            weight[n] = from->weight[k];
        n++;
    }
    extent(from, &least, &most);
    sums[reduced->solver.sums++] = (struct solver_sum){.n = n,
                                                       .stage = SOLVER_HARD,
                                                       .pair = pair,
                                                       .weight = weight,
                                                       .lo = lower ? from->lo : least,
                                                       .hi = upper ? from->hi : SOLVER_UNBOUNDED};
    return true;
}

static bool reduce_link(const void *owner, struct solver_link *link, const struct solver_link *from,
                        const int *number)
{
    int *pair = talloc_array(owner, int, (unsigned)from->n + 1);
    if (!pair)
        return false;
    *link = *from;
    link->n = 0;
    link->pair = pair;
    link->given = number[from->given];
    for (int k = 0; k < from->n; k++) {
        pair[link->n] = number[from->pair[k]];
        link->n += pair[link->n] >= 0;
    }
    return true;
}

/* A link whose opening pair is ruled out: none of its pairs may be chosen. */
static struct solver_sum shut(const struct solver_link *link)
{
    return (struct solver_sum){.n = link->n, .stage = SOLVER_HARD, .pair = link->pair, .lo = 0, .hi = 0};
}

static bool reduce_rows(const struct ground *ground, const bool *active, struct reduced *reduced,
                        const int *number)
{
    const struct problem *problem = ground->problem;
    struct solver_sum *sum =
        talloc_array(reduced, struct solver_sum, (unsigned)(problem->sums + problem->links) + 1);
    struct solver_link *link = talloc_array(reduced, struct solver_link, (unsigned)problem->links + 1);
    if (!sum || !link)
        return false;
    for (int s = 0; s < problem->sums; s++) {
        bool lower = active[unit_lower(s)], upper = active[unit_upper(s)];
        if (!lower && !upper)
            continue;
        reduced->sum_of[reduced->solver.sums] = s;
        if (!reduce_sum(reduced, sum, &problem->sum[s], lower, upper, number))
            return false;
    }
    for (int l = 0; l < problem->links; l++) {
        if (!active[unit_link(ground, l)])
            continue;
        struct solver_link made;
        if (!reduce_link(reduced, &made, &problem->link[l], number))
            return false;
        if (made.given >= 0) {
            link[reduced->solver.links++] = made;
        } else if (made.n > 0) {
            reduced->sum_of[reduced->solver.sums] = -1;
            sum[reduced->solver.sums++] = shut(&made);
        }
    }
    reduced->solver.sum = sum;
    reduced->solver.link = link;
    return true;
}

struct reduced *ground_reduce(const void *owner, const struct ground *ground, const bool *active)
{
    const struct problem *problem = ground->problem;
    struct reduced *reduced = talloc_zero(owner, struct reduced);
    if (!reduced)
        return NULL;
    int *number = talloc_array(reduced, int, (unsigned)problem->pairs + 1);
    reduced->pair_of = talloc_array(reduced, int, (unsigned)problem->pairs + 1);
    reduced->sum_of = talloc_array(reduced, int, (unsigned)(problem->sums + problem->links) + 1);
    if (!number || !reduced->pair_of || !reduced->sum_of)
        return NULL;
    number_pairs(ground, active, number, reduced);
    int *source = talloc_array(reduced, int, (unsigned)reduced->solver.pairs + 1);
    int *target = talloc_array(reduced, int, (unsigned)reduced->solver.pairs + 1);
    if (!source || !target || !reduce_rows(ground, active, reduced, number))
        return NULL;
    for (int p = 0; p < reduced->solver.pairs; p++) {
        source[p] = problem->solver.source[reduced->pair_of[p]];
        target[p] = problem->solver.target[reduced->pair_of[p]];
    }
    reduced->solver.source = source;
    reduced->solver.target = target;
    return reduced;
}

enum verdict ground_solve(const struct reduced *reduced, double seconds, struct solver_result *result)
{
    struct solver_options options = solver_defaults();
    options.seconds = seconds;
    options.any = true;
    switch (solver_solve(&reduced->solver, &options, result)) {
    case SOLVER_OPTIMAL:
    case SOLVER_FEASIBLE:
        return VERDICT_HOLDS;
    case SOLVER_INFEASIBLE:
        return VERDICT_CLASHES;
    default:
        return VERDICT_UNKNOWN;
    }
}

enum verdict ground_holds(struct ground *ground, const bool *active, double seconds)
{
    struct solver_result result;
    struct reduced *reduced = ground_reduce(ground, ground, active);
    if (!reduced)
        return VERDICT_UNKNOWN;
    enum verdict verdict = ground_solve(reduced, seconds, &result);
    solver_result_clear(&result);
    talloc_free(reduced);
    return verdict;
}
