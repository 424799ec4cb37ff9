#include "planning/takeover.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "planning/rules/rules.h"

/* ---- Prices ---- */

static bool take_answer(const struct question *question, const struct solver_result *result,
                        const struct variant *variant, struct priced *priced)
{
    const struct problem *problem = question->problem;
    priced->value = talloc_zero_array(priced, int64_t, (unsigned)problem->stages + 1);
    priced->pair = talloc_array(priced, struct pair, (unsigned)problem->pairs + 1);
    if (!priced->value || !priced->pair)
        return false;
    for (int s = 0; s < variant->stages; s++)
        if (variant->stage[s].stage >= 0)
            priced->value[variant->stage[s].stage] = result->value[s];
    for (int p = 0; p < problem->pairs; p++) {
        const struct relation *r = &question->scheme->relation[problem->relation[p]];
        priced->lost += question->chosen[p] && !result->chosen[p];
        if (result->chosen[p])
            priced->pair[priced->pairs++] = (struct pair){.relation = problem->relation[p],
                                                          .source = r->pair_source[problem->candidate[p]],
                                                          .target = r->pair_target[problem->candidate[p]],
                                                          .kept = question->chosen[p]};
    }
    priced->exists = true;
    return true;
}

/* Solves and frees the variant. */
static enum status price(const void *owner, const struct question *question, struct variant *variant,
                         struct priced **priced, struct error *error)
{
    struct solver_result result;
    enum status status = STATUS_OK;
    *priced = talloc_zero(owner, struct priced);
    if (!*priced || !variant) {
        talloc_free(variant);
        return error_add_memory(error);
    }
    variant_solve(variant, &question->options, &result);
    if (result.status == SOLVER_OPTIMAL)
        status = take_answer(question, &result, variant, *priced) ? STATUS_OK : error_add_memory(error);
    else if (result.status != SOLVER_INFEASIBLE)
        status = question_trouble(question->problem, &result, error);
    solver_result_clear(&result);
    talloc_free(variant);
    return status;
}

enum status price_find(const void *owner, const struct question *question, const struct condition *condition,
                       enum price_order order, struct priced **priced, struct error *error)
{
    struct variant *variant = variant_make(NULL, question->problem);
    if (variant && condition->withs > 0)
        variant_require(variant, condition->with, condition->withs);
    if (variant && condition->without >= 0)
        variant_exclude(variant, condition->without);
    if (variant)
        variant_insert(variant, order == PRICE_BY_NEARNESS ? question->near : variant->stages,
                       question->lost);
    return price(owner, question, variant, priced, error);
}

int64_t price_difference(const struct question *question, const struct priced *priced, int stage)
{
    int64_t worse = priced->value[stage] - question->value[stage];
    return question->problem->stage[stage].more_is_better ? -worse : worse;
}

/* ---- Why not ---- */

enum barrier barrier_between(const struct scheme *scheme, int relation, int source, struct whom whom,
                             int *rule)
{
    const struct relation *r = &scheme->relation[relation];
    int target = whom_target(scheme, relation, whom);
    *rule = -1;
    if (target < 0 || index_in(r->target, r->targets, target) < 0)
        return BARRIER_TARGET;
    if (index_in(r->source, r->sources, source) < 0)
        return BARRIER_SOURCE;
    int candidate = relation_pair(r, source, target);
    if (candidate < 0)
        return BARRIER_WITHIN;
    for (int i = 0; i < scheme->rules; i++) {
        int slot = rule_slot(&scheme->rule[i], relation);
        const struct rule_kind_functions *kind = rule_kinds[scheme->rule[i].kind];
        if (slot >= 0 && kind->forbids && kind->forbids(&scheme->rule[i], slot, candidate)) {
            *rule = i;
            return BARRIER_RULE;
        }
    }
    return BARRIER_NONE;
}

/* The pairs that join the two, in any relation; how many. */
static int pairs_between(const struct question *question, int source, struct whom whom, int *pair)
{
    int count = 0;
    for (int r = 0; r < question->scheme->relations; r++) {
        int target = whom_target(question->scheme, r, whom);
        int number = target < 0 ? -1 : question_pair(question->problem, r, source, target);
        if (number >= 0)
            pair[count++] = number;
    }
    return count;
}

static bool is_same(const struct question *question, const struct priced *a, const struct priced *b)
{
    return a->lost == b->lost && question_compare(question->problem, a->value, b->value) == 0;
}

enum status why_not(const void *owner, const struct question *question, int source, struct whom whom,
                    struct why_not **answer, struct error *error)
{
    struct why_not *made = talloc_zero(owner, struct why_not);
    int *pair = talloc_array(made, int, (unsigned)question->scheme->relations + 1);
    if (!made || !pair)
        return error_add_memory(error);
    *answer = made;
    const struct condition condition = {pair, pairs_between(question, source, whom, pair), -1};
    if (condition.withs == 0) {
        made->answer = WHY_NOT_BARRED;
        return STATUS_OK;
    }
    for (int i = 0; i < condition.withs; i++)
        if (question->chosen[pair[i]])
            return made->answer = WHY_NOT_IS_SO, STATUS_OK;
    enum status status = price_find(made, question, &condition, PRICE_BY_NEARNESS, &made->nearest, error);
    if (status != STATUS_OK)
        return status;
    made->answer = made->nearest->exists ? WHY_NOT_PRICED : WHY_NOT_NO_PLAN;
    if (!made->nearest->exists)
        return STATUS_OK;
    status = price_find(made, question, &condition, PRICE_BY_STAGES, &made->best, error);
    if (status == STATUS_OK && is_same(question, made->nearest, made->best))
        TALLOC_FREE(made->best);
    return status;
}

/* ---- Who may take over ---- */

static bool is_to(const struct question *question, const struct pair *pair, struct whom whom)
{
    return whom_target(question->scheme, pair->relation, whom) == pair->target;
}

int contacts_of_whom(const struct question *question, struct whom whom)
{
    int count = 0;
    for (int i = 0; i < question->pairs; i++)
        count += is_to(question, &question->pair[i], whom);
    return count;
}

static int load_of(const struct pair *pair, int pairs, int relation, int source)
{
    int load = 0;
    for (int i = 0; i < pairs; i++)
        load += pair[i].relation == relation && pair[i].source == source;
    return load;
}

static int compare_pairs(const void *a, const void *b)
{
    return pair_compare(a, b);
}

/* Whether the other plan gives the plan's pair up. */
static bool gives_up(const struct question *question, const struct priced *priced, int pair)
{
    return !bsearch(&question->pair[pair], priced->pair, (size_t)priced->pairs, sizeof *priced->pair,
                    compare_pairs);
}

/* Whether a row of the problem keeps the two from being chosen together. */
static bool are_apart(const struct problem *problem, int one, int other)
{
    for (int s = 0; s < problem->sums; s++) {
        const struct solver_sum *sum = &problem->sum[s];
        int64_t both = 0, least = 0;
        bool has_one = false, has_other = false;
        for (int k = 0; k < sum->n; k++) {
            int64_t weight = sum->weight ? sum->weight[k] : 1;
            has_one |= sum->pair[k] == one;
            has_other |= sum->pair[k] == other;
            if (sum->pair[k] == one || sum->pair[k] == other)
                both += weight;
            else
                least += weight < 0 ? weight : 0;
        }
        if (has_one && has_other && sum->stage == SOLVER_HARD && both + least > sum->hi)
            return true;
    }
    return false;
}

/* The pair `number` in the place of the plan's pair `instead` (-1: of none). */
static enum status add_takeover(const struct question *question, int number, int instead,
                                struct takeovers *list, struct error *error)
{
    const struct problem *problem = question->problem;
    int gone = instead < 0 ? -1 : question->number[instead];
    if (gone >= 0 && are_apart(problem, number, gone))
        gone = -1; /* it need not be said, and solving is quicker */
    const struct condition condition = {&number, 1, gone};
    struct priced *priced;
    enum status status = price_find(list, question, &condition, PRICE_BY_NEARNESS, &priced, error);
    if (status != STATUS_OK)
        return status;
    if (!priced->exists) {
        list->impossible++;
        return STATUS_OK;
    }
    int relation = problem->relation[number];
    int source = question->scheme->relation[relation].pair_source[problem->candidate[number]];
    list->takeover[list->count++] =
        (struct takeover){.relation = relation,
                          .source = source,
                          .instead = instead,
                          .before = load_of(question->pair, question->pairs, relation, source),
                          .after = load_of(priced->pair, priced->pairs, relation, source),
                          .others = priced->lost - (instead >= 0 && gives_up(question, priced, instead)),
                          .priced = priced};
    return STATUS_OK;
}

static void sort(const struct question *question, struct takeovers *list)
{
    for (int i = 1; i < list->count; i++) { /* candidates come by relation and id: equals keep that order */
        struct takeover moved = list->takeover[i];
        int k = i;
        for (; k > 0; k--) {
            const struct takeover *before = &list->takeover[k - 1];
            int order = question_compare(question->problem, before->priced->value, moved.priced->value);
            if (order < 0 || (order == 0 && before->others <= moved.others))
                break;
            list->takeover[k] = *before;
        }
        list->takeover[k] = moved;
    }
}

enum status takeovers_find(const void *owner, const struct question *question, struct whom whom, int instead,
                           struct takeovers **takeovers, struct error *error)
{
    struct takeovers *list = talloc_zero(owner, struct takeovers);
    const struct problem *problem = question->problem;
    const struct scheme *scheme = question->scheme;
    int *own = talloc_array(list, int, (unsigned)question->pairs + 1), owns = 0, sources = 0;
    for (int i = 0; own && i < question->pairs; i++)
        if (is_to(question, &question->pair[i], whom))
            own[owns++] = i;
    for (int r = 0; r < scheme->relations; r++)
        sources += scheme->relation[r].sources;
    if (list)
        list->takeover = talloc_array(list, struct takeover, ((unsigned)sources + 1) * ((unsigned)owns + 1));
    if (!own || !list->takeover)
        return error_add_memory(error);
    *takeovers = list;
    for (int p = 0; p < problem->pairs; p++) {
        int relation = problem->relation[p], target = whom_target(scheme, relation, whom);
        enum status status = STATUS_OK;
        if (target < 0 || question->chosen[p] ||
            scheme->relation[relation].pair_target[problem->candidate[p]] != target)
            continue;
        if (owns == 0)
            status = add_takeover(question, p, -1, list, error);
        for (int k = 0; k < owns && status == STATUS_OK; k++)
            if ((instead < 0 || instead == own[k]) &&
                relations_share_cover(scheme, question->pair[own[k]].relation, relation))
                status = add_takeover(question, p, own[k], list, error);
        if (status != STATUS_OK)
            return status;
    }
    sort(question, list);
    return STATUS_OK;
}
