/* link: a pair whose target's window is a branch of its source earns the points, or (without points) must not
 * be otherwise.
 * The solver gets one link per source, window and relation, capped by the source's load there: one variable a
 * pair leaves branch and cut with a weak bound (README.md). */
#include <stdlib.h>
#include <talloc.h>

#include "planning/rules/rules.h"

/* A pair on its way into its link. */
struct linked {
    int source, window, pair;
};

static int compare_linked(const void *a, const void *b)
{
    const struct linked *one = a, *other = b;
    if (one->source != other->source)
        return one->source < other->source ? -1 : 1;
    if (one->window != other->window)
        return one->window < other->window ? -1 : 1;
    return (one->pair > other->pair) - (one->pair < other->pair);
}

/* The pairs of a relation by source and window (WINDOW_NONE first). *count of them; owned by the problem. */
static struct linked *pairs_by_window(struct problem *problem, int relation, int *count)
{
    const struct relation *r = &problem->scheme->relation[relation];
    struct linked *list = talloc_array(problem, struct linked, (unsigned)r->pairs);
    *count = 0;
    for (int c = 0; list && c < r->pairs; c++) {
        int window = pair_window(r, problem->roster, r->pair_target[c]);
        if (problem->number[relation][c] >= 0)
            list[(*count)++] = (struct linked){r->pair_source[c], window, problem->number[relation][c]};
    }
    if (list)
        qsort(list, (size_t)*count, sizeof *list, compare_linked);
    return list;
}

/* The most pairs of the relation that the source may have. */
static int load_limit(const struct relation *relation, int source)
{
    int place = index_in(relation->source, relation->sources, source);
    return relation->load[place].hi;
}

/* A link that must hold and cannot: the source may not have this branch, or the targets have no window. */
static int rule_out(struct problem *problem, const struct rule *rule, int source, const int *pair, int n)
{
    const struct solver_sum none = {.n = n, .pair = pair, .hi = 0, .stage = SOLVER_HARD};
    const struct duty duty = {DUTY_RULE, (int)(rule - problem->scheme->rule), source};
    return problem_add_sum(problem, &none, &duty);
}

static int add_links(struct problem *problem, const struct rule *rule, int relation)
{
    const struct relation *to = &problem->scheme->relation[rule->to];
    int count;
    struct linked *list = pairs_by_window(problem, relation, &count);
    if (!list)
        return 0;
    for (int i = 0; i < count;) {
        bool hard = rule->stage < 0;
        int begin = i,
            branch = list[i].window == WINDOW_NONE ? -1 : relation_pair(to, list[i].source, list[i].window);
        while (i < count && list[i].source == list[begin].source && list[i].window == list[begin].window)
            i++;
        int given = branch >= 0 ? problem->number[rule->to][branch] : -1;
        if (given < 0 && !hard)
            continue; /* the source cannot have this branch: the link never counts */
        int *pair = talloc_array(problem, int, (unsigned)(i - begin));
        if (!pair)
            return 0;
        for (int k = begin; k < i; k++)
            pair[k - begin] = list[k].pair;
        if (given < 0) {
            if (!rule_out(problem, rule, list[begin].source, pair, i - begin))
                return 0;
            continue;
        }
        int limit = load_limit(&problem->scheme->relation[relation], list[begin].source);
        struct solver_link link = {.n = i - begin,
                                   .pair = pair,
                                   .given = given,
                                   .cap = limit < i - begin ? limit : i - begin,
                                   .stage = hard ? SOLVER_HARD : problem->active[rule->stage],
                                   .points = hard ? 0 : -(int64_t)rule->points};
        if (!problem_add_link(problem, &link))
            return 0;
    }
    talloc_free(list);
    return 1;
}

static int rows(struct problem *problem, const struct rule *rule)
{
    if (rule->stage >= 0 && problem->active[rule->stage] < 0)
        return 1; /* the stage measures nothing here */
    for (int i = 0; i < rule->relations; i++)
        if (!add_links(problem, rule, rule->relation[i]))
            return 0;
    return 1;
}

const struct rule_kind_functions rule_link = {.word = "link", .rows = rows};
