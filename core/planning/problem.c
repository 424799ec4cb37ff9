#include "planning/problem.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "planning/rules/rules.h"

int problem_add_cost(struct problem *problem, int stage, int pair, int64_t cost)
{
    struct active_stage *active = &problem->stage[stage];
    if (!active->cost) {
        active->cost = talloc_zero_array(problem, int64_t, (unsigned)problem->pairs + 1);
        if (!active->cost)
            return 0;
    }
    active->cost[pair] += cost;
    return 1;
}

/* Room for one more item in a growing array of the problem: doubled whenever its count reaches a power of
 * two. */
static void *grow(struct problem *problem, void *list, int count, size_t size)
{
    if (count > 0 && (count & (count - 1)) != 0)
        return list;
    return talloc_realloc_size(problem, list, (size_t)(count > 0 ? 2 * count : 1) * size);
}

int problem_add_link(struct problem *problem, const struct solver_link *link, const struct duty *duty)
{
    struct solver_link *list = grow(problem, problem->link, problem->links, sizeof *link);
    if (!list)
        return 0;
    problem->link = list;
    struct duty *duties = grow(problem, problem->link_duty, problem->links, sizeof *duty);
    if (!duties)
        return 0;
    problem->link_duty = duties;
    problem->link[problem->links] = *link;
    problem->link_duty[problem->links++] = *duty;
    return 1;
}

int problem_add_sum(struct problem *problem, const struct solver_sum *sum, const struct duty *duty)
{
    struct solver_sum *sums = grow(problem, problem->sum, problem->sums, sizeof *sum);
    if (!sums)
        return 0;
    problem->sum = sums;
    struct duty *duties = grow(problem, problem->duty, problem->sums, sizeof *duty);
    if (!duties)
        return 0;
    problem->duty = duties;
    problem->sum[problem->sums] = *sum;
    problem->duty[problem->sums++] = *duty;
    return 1;
}

/* ---- Stages and pairs ---- */

static bool takes_part(const struct scheme *scheme, int stage, bool has_previous)
{
    const char *name = scheme->stage[stage].name;
    if (strcmp(name, "change") == 0)
        return has_previous;
    if (strcmp(name, "fewest") == 0)
        return scheme_number_is_open(scheme);
    if (strcmp(name, "coverage") != 0)
        return true;
    for (int c = 0; c < scheme->covers; c++)
        if (scheme->cover[c].shortfall > 0)
            return true;
    for (int r = 0; r < scheme->rules; r++)
        if (scheme->rule[r].stage == stage)
            return true;
    return false;
}

static int number_stages(struct problem *problem, bool has_previous)
{
    const struct scheme *scheme = problem->scheme;
    problem->stage = talloc_zero_array(problem, struct active_stage, (unsigned)scheme->stages + 1);
    problem->active = talloc_array(problem, int, (unsigned)scheme->stages + 1);
    if (!problem->stage || !problem->active)
        return 0;
    for (int s = 0; s < scheme->stages; s++) {
        problem->active[s] = -1;
        if (!takes_part(scheme, s, has_previous))
            continue;
        problem->stage[problem->stages] =
            (struct active_stage){.scheme_stage = s, .more_is_better = scheme->stage[s].more_is_better};
        problem->active[s] = problem->stages++;
    }
    return 1;
}

static bool is_forbidden(const struct scheme *scheme, int relation, int candidate)
{
    for (int r = 0; r < scheme->rules; r++) {
        const struct rule *rule = &scheme->rule[r];
        if (!rule_kinds[rule->kind]->forbids)
            continue;
        for (int i = 0; i < rule->relations; i++)
            if (rule->relation[i] == relation && rule_kinds[rule->kind]->forbids(rule, i, candidate))
                return true;
    }
    return false;
}

static int number_pairs(struct problem *problem)
{
    const struct scheme *scheme = problem->scheme;
    int candidates = 0;
    for (int r = 0; r < scheme->relations; r++)
        candidates += scheme->relation[r].pairs;
    problem->relation = talloc_array(problem, int, (unsigned)candidates + 1);
    problem->candidate = talloc_array(problem, int, (unsigned)candidates + 1);
    problem->number = talloc_zero_array(problem, int *, (unsigned)scheme->relations + 1);
    if (!problem->relation || !problem->candidate || !problem->number)
        return 0;
    for (int r = 0; r < scheme->relations; r++) {
        problem->number[r] = talloc_array(problem, int, (unsigned)scheme->relation[r].pairs + 1);
        if (!problem->number[r])
            return 0;
        for (int c = 0; c < scheme->relation[r].pairs; c++) {
            problem->number[r][c] = -1;
            if (is_forbidden(scheme, r, c))
                continue;
            problem->relation[problem->pairs] = r;
            problem->candidate[problem->pairs] = c;
            problem->number[r][c] = problem->pairs++;
        }
    }
    return 1;
}

/* ---- Rows ---- */

/* The pairs of a relation sorted into lists by one of their ends. */
struct buckets {
    int *first; /* [ends + 1] */
    int *pair;
};

/* end_of[candidate] is the source or target; `ends` the members' or windows' number. Only unforbidden pairs.
 */
static int fill_buckets(const void *owner, const struct problem *problem, int relation, const int *end_of,
                        int ends, struct buckets *buckets)
{
    const struct relation *r = &problem->scheme->relation[relation];
    buckets->first = talloc_zero_array(owner, int, (unsigned)ends + 2);
    buckets->pair = talloc_array(owner, int, (unsigned)r->pairs + 1);
    if (!buckets->first || !buckets->pair)
        return 0;
    for (int c = 0; c < r->pairs; c++)
        if (problem->number[relation][c] >= 0)
            buckets->first[end_of[c] + 2]++;
    for (int e = 0; e < ends; e++)
        buckets->first[e + 2] += buckets->first[e + 1];
    for (int c = 0; c < r->pairs; c++)
        if (problem->number[relation][c] >= 0)
            buckets->pair[buckets->first[end_of[c] + 1]++] = problem->number[relation][c];
    return 1;
}

/* Squares of the count, `scale` times: (j + 1)^2 - j^2 a unit. */
static int add_curve(struct problem *problem, int sum, int units, int64_t scale)
{
    int64_t *step = talloc_array(problem, int64_t, (unsigned)units + 1);
    struct solver_curve *list = grow(problem, problem->curve, problem->curves, sizeof *list);
    if (!step || !list)
        return 0;
    for (int j = 0; j < units; j++)
        step[j] = scale * (2 * (int64_t)j + 1);
    problem->curve = list;
    problem->curve[problem->curves++] =
        (struct solver_curve){.sum = sum,
                              .stage = problem->active[scheme_stage(problem->scheme, "balance")],
                              .n = units,
                              .step = step};
    return 1;
}

static bool says_nothing(const struct range *range)
{
    return range->lo <= 0 && range->hi == UNLIMITED;
}

static int64_t upper(const struct range *range)
{
    return range->hi == UNLIMITED ? SOLVER_UNBOUNDED : range->hi;
}

/* A range of the pairs of one end: a hard row, or one that the stage "principle" counts. */
static struct solver_sum ranged(const struct problem *problem, const struct range *range, int n,
                                const int *pair)
{
    struct solver_sum sum = {.n = n, .pair = pair, .lo = range->lo, .hi = upper(range), .stage = SOLVER_HARD};
    if (range->points > 0) {
        sum.stage = problem->active[scheme_stage(problem->scheme, "principle")];
        sum.under = sum.over = range->points;
    }
    return sum;
}

/* Loads of the relation's sources, or covers of its targets. */
static int add_ends(struct problem *problem, int relation, enum pair_end end)
{
    const struct relation *r = &problem->scheme->relation[relation];
    bool source = end == END_SOURCE;
    bool balanced = r->balance[end] && scheme_stage(problem->scheme, "balance") >= 0;
    const int *list = source ? r->source : r->target;
    const struct range *range = source ? r->load : r->cover;
    int count = source ? r->sources : r->targets;
    int ends = source                            ? problem->roster->members
               : r->target_kind == TARGET_MEMBER ? problem->roster->members
               : r->target_kind == TARGET_WINDOW ? problem->roster->windows
                                                 : r->groups;
    struct buckets buckets;
    if (!fill_buckets(problem, problem, relation, source ? r->pair_source : r->pair_target, ends, &buckets))
        return 0;
    for (int i = 0; i < count; i++) {
        int n = buckets.first[list[i] + 1] - buckets.first[list[i]];
        if (says_nothing(&range[i]) && !balanced)
            continue;
        struct solver_sum sum = ranged(problem, &range[i], n, buckets.pair + buckets.first[list[i]]);
        struct duty duty = {source ? DUTY_LOAD : DUTY_COVER, relation, list[i], 0};
        if (!problem_add_sum(problem, &sum, &duty))
            return 0;
        if (balanced && n > 0 &&
            !add_curve(problem, problem->sums - 1, n, relation_balance_scale(problem->scheme, r, end, i)))
            return 0;
    }
    return 1;
}

static int add_everyone(struct problem *problem, int index)
{
    const struct cover *cover = &problem->scheme->cover[index];
    struct buckets *buckets = talloc_array(problem, struct buckets, (unsigned)cover->relations + 1);
    int coverage = scheme_stage(problem->scheme, "coverage");
    for (int k = 0; buckets && k < cover->relations; k++)
        if (!fill_buckets(buckets, problem, cover->relation[k],
                          problem->scheme->relation[cover->relation[k]].pair_target, problem->roster->members,
                          &buckets[k]))
            return 0;
    for (int i = 0; buckets && i < cover->targets; i++) {
        int target = cover->target[i], n = 0;
        for (int k = 0; k < cover->relations; k++)
            n += buckets[k].first[target + 1] - buckets[k].first[target];
        int *pair = talloc_array(problem, int, (unsigned)n + 1);
        if (!pair)
            return 0;
        n = 0;
        for (int k = 0; k < cover->relations; k++)
            for (int b = buckets[k].first[target]; b < buckets[k].first[target + 1]; b++)
                pair[n++] = buckets[k].pair[b];
        const struct range *times = &cover->times[i];
        int64_t lo = times->lo > cover->shortfall ? times->lo - cover->shortfall : 0;
        struct solver_sum hard = {.n = n, .pair = pair, .lo = lo, .hi = upper(times), .stage = SOLVER_HARD};
        struct duty duty = {DUTY_EVERYONE, index, target, 0};
        if (!problem_add_sum(problem, &hard, &duty))
            return 0;
        if (cover->shortfall > 0 && times->lo > 0) {
            struct solver_sum soft = {.n = n,
                                      .pair = pair,
                                      .lo = times->lo,
                                      .hi = SOLVER_UNBOUNDED,
                                      .stage = problem->active[coverage],
                                      .under = 1};
            duty.kind = DUTY_SHORTFALL;
            if (!problem_add_sum(problem, &soft, &duty))
                return 0;
        }
    }
    talloc_free(buckets);
    return buckets != NULL;
}

static int add_change(struct problem *problem, const struct pair *previous, int pairs)
{
    int change = scheme_stage(problem->scheme, "change");
    if (change < 0 || problem->active[change] < 0)
        return 1;
    struct active_stage *stage = &problem->stage[problem->active[change]];
    for (int i = 0; i < pairs; i++) {
        int relation = previous[i].relation;
        int candidate =
            relation_pair(&problem->scheme->relation[relation], previous[i].source, previous[i].target);
        int pair = candidate >= 0 ? problem->number[relation][candidate] : -1;
        stage->constant++;
        if (pair >= 0 && !problem_add_cost(problem, problem->active[change], pair, -1))
            return 0;
    }
    return 1;
}

/* Every pair counts one. */
static int add_fewest(struct problem *problem)
{
    int fewest = scheme_stage(problem->scheme, "fewest");
    if (fewest < 0 || problem->active[fewest] < 0)
        return 1;
    for (int p = 0; p < problem->pairs; p++)
        if (!problem_add_cost(problem, problem->active[fewest], p, 1))
            return 0;
    return 1;
}

/* ---- The tie's order: by target (members, windows, groups), relation, source ---- */

/* Where the pair's target stands among all targets. */
static int target_place(const struct problem *problem, int pair)
{
    const struct roster *roster = problem->roster;
    const struct relation *r = &problem->scheme->relation[problem->relation[pair]];
    int target = r->pair_target[problem->candidate[pair]];
    return target + (r->target_kind == TARGET_MEMBER   ? 0
                     : r->target_kind == TARGET_WINDOW ? roster->members
                                                       : roster->members + roster->windows);
}

/* Pairs are numbered by relation, source and target, so that sorting by counting, which keeps the order of
 * what has the same target, is all it takes. */
static int *rank_pairs(struct problem *problem)
{
    const struct scheme *scheme = problem->scheme;
    int places = problem->roster->members + problem->roster->windows;
    for (int r = 0; r < scheme->relations; r++)
        places += scheme->relation[r].groups; /* more than enough: relations count the same groups */
    int *first = talloc_zero_array(problem, int, (unsigned)places + 2);
    int *rank = talloc_array(problem, int, (unsigned)problem->pairs + 1);
    if (!first || !rank)
        return NULL;
    for (int p = 0; p < problem->pairs; p++)
        first[target_place(problem, p) + 1]++;
    for (int place = 0; place < places; place++)
        first[place + 1] += first[place];
    for (int p = 0; p < problem->pairs; p++)
        rank[p] = first[target_place(problem, p)]++;
    talloc_free(first);
    return rank;
}

static int view_for_solver(struct problem *problem)
{
    int *source = talloc_array(problem, int, (unsigned)problem->pairs + 1);
    int *target = talloc_array(problem, int, (unsigned)problem->pairs + 1);
    const int64_t **cost = talloc_array(problem, const int64_t *, (unsigned)problem->stages + 1);
    int *rank = rank_pairs(problem);
    if (!source || !target || !cost || !rank)
        return 0;
    for (int p = 0; p < problem->pairs; p++) {
        const struct relation *r = &problem->scheme->relation[problem->relation[p]];
        source[p] = r->pair_source[problem->candidate[p]];
        target[p] = r->pair_target[problem->candidate[p]];
        if (r->target_kind != TARGET_MEMBER)
            target[p] += problem->roster->members;
        if (r->target_kind == TARGET_GROUP) /* groups of two columns are different ends */
            target[p] +=
                problem->roster->windows + scheme_group_number(problem->scheme, problem->relation[p], 0);
    }
    for (int s = 0; s < problem->stages; s++)
        cost[s] = problem->stage[s].cost;
    problem->solver = (struct solver_problem){
        .pairs = problem->pairs,
        .source = source,
        .target = target,
        .rank = rank,
        .stages = problem->stages,
        .cost = cost,
        .sums = problem->sums,
        .curves = problem->curves,
        .links = problem->links,
        .sum = problem->sum,
        .curve = problem->curve,
        .link = problem->link,
    };
    return 1;
}

static int build(struct problem *problem, const struct pair *previous, int previous_pairs, bool has_previous)
{
    const struct scheme *scheme = problem->scheme;
    if (!number_stages(problem, has_previous) || !number_pairs(problem))
        return 0;
    for (int r = 0; r < scheme->relations; r++)
        if (!add_ends(problem, r, END_SOURCE) || !add_ends(problem, r, END_TARGET))
            return 0;
    for (int c = 0; c < scheme->covers; c++)
        if (!add_everyone(problem, c))
            return 0;
    for (int r = 0; r < scheme->rules; r++) {
        const struct rule_kind_functions *kind = rule_kinds[scheme->rule[r].kind];
        if (kind->rows && !kind->rows(problem, &scheme->rule[r]))
            return 0;
    }
    return add_change(problem, previous, previous_pairs) && add_fewest(problem) && view_for_solver(problem);
}

enum status problem_build(const void *owner, const struct roster *roster, const struct scheme *scheme,
                          const struct pair *previous, int previous_pairs, bool has_previous,
                          struct problem **problem, struct error *error)
{
    const struct origin *unset = scheme_unset(scheme);
    if (unset)
        return error_add(
            error, STATUS_MACHINE, NULL,
            _("“%s” of the scheme came without its people and numbers; a plan would leave it out "
              "without a word. Nothing was planned. This is a fault of the program."),
            unset->title);
    struct problem *made = talloc_zero(owner, struct problem);
    if (!made)
        return error_add_memory(error);
    made->roster = roster;
    made->scheme = scheme;
    if (!build(made, previous, previous_pairs, has_previous)) {
        talloc_free(made);
        return error_add_memory(error);
    }
    *problem = made;
    return STATUS_OK;
}

enum status problem_too_large(const struct problem *problem, int pairs, struct error *error)
{
    const struct scheme *scheme = problem->scheme;
    int largest = 0;
    for (int r = 1; r < scheme->relations; r++)
        if (scheme->relation[r].pairs > scheme->relation[largest].pairs)
            largest = r;
    const struct origin *origin = &scheme->relation[largest].origin;
    const struct place place = {.file = origin->file, .row = origin->line};
    return error_add(
        error, STATUS_INPUT, &place,
        _("%d possible pairs depend on one another, and %d at most can be planned together. “%s” "
          "has most of them: please narrow its “from”, “to” or “within”."),
        pairs, SOLVER_TOGETHER_MOST, origin->title);
}
