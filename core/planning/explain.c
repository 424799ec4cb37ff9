#include "planning/explain.h"

#include <talloc.h>

#include "planning/rules/rules.h"

const char *standing_word(enum pair_standing standing)
{
    static const char *const words[] = {"unknown", "pinned", "forced", "free", "dearer"};
    return words[standing];
}

/* ---- Standing ---- */

/* The rule that asks for the pair, or -1. */
static int pinning_rule(const struct question *question, int pair)
{
    const struct problem *problem = question->problem;
    int number = question->number[pair];
    for (int r = 0; r < question->scheme->rules; r++) {
        const struct rule *rule = &question->scheme->rule[r];
        int slot =
            rule->kind == RULE_MUST && rule->stage < 0 ? rule_slot(rule, problem->relation[number]) : -1;
        if (slot >= 0 && rule->value[slot][problem->candidate[number]])
            return r;
    }
    return -1;
}

struct standings {
    const struct question *question;
    enum pair_standing *standing;
    int64_t *cost; /* [problem pairs] of the stage that is put in last */
    int open;      /* pairs still unknown */
    int *solves;
};

/* Best plans that have as many (sign -1) or as few (sign 1) of the open pairs as can be. */
static enum status ask(struct standings *asked, int64_t sign, struct solver_result *result,
                       struct error *error)
{
    const struct question *question = asked->question;
    struct solver_options options = question->options;
    struct variant *variant = variant_make(NULL, question->problem);
    if (!variant)
        return error_add_memory(error);
    for (int p = 0; p < question->problem->pairs; p++)
        asked->cost[p] = 0;
    for (int i = 0; i < question->pairs; i++)
        if (asked->standing[i] == STANDING_UNKNOWN)
            asked->cost[question->number[i]] = sign;
    variant_insert(variant, variant->stages, asked->cost);
    options.any = true;
    variant_solve(variant, &options, result);
    talloc_free(variant);
    if (asked->solves)
        ++*asked->solves;
    if (result->status == SOLVER_OPTIMAL)
        return STATUS_OK;
    enum status status = question_trouble(question->problem, result, error);
    solver_result_clear(result);
    return status;
}

/* One step: open pairs that the answer has (or has not) get `found`; where there are none all others are
 * `rest`.
 */
static enum status settle(struct standings *asked, int64_t sign, enum pair_standing found,
                          enum pair_standing rest, struct error *error)
{
    const struct question *question = asked->question;
    struct solver_result result = {.status = SOLVER_FAILED};
    int settled = 0;
    enum status status = ask(asked, sign, &result, error);
    if (status != STATUS_OK || !result.chosen)
        return status;
    for (int i = 0; i < question->pairs; i++)
        if (asked->standing[i] == STANDING_UNKNOWN && result.chosen[question->number[i]] == (sign < 0)) {
            asked->standing[i] = found;
            settled++;
        }
    for (int i = 0; i < question->pairs && settled == 0; i++)
        if (asked->standing[i] == STANDING_UNKNOWN)
            asked->standing[i] = rest;
    solver_result_clear(&result);
    return STATUS_OK;
}

static int count_unknown(const struct standings *asked)
{
    int open = 0;
    for (int i = 0; i < asked->question->pairs; i++)
        open += asked->standing[i] == STANDING_UNKNOWN;
    return open;
}

/* Pairs of a plan that is not the best: those that some best plan has are asked about further. */
static enum status find_dearer(struct standings *asked, struct error *error)
{
    const struct question *question = asked->question;
    enum pair_standing *kept = talloc_array(NULL, enum pair_standing, (unsigned)question->pairs + 1);
    enum status status = kept ? STATUS_OK : error_add_memory(error);
    /* STANDING_FREE serves as "some best plan has it" for the time being. */
    for (int i = 0; kept && i < question->pairs; i++)
        kept[i] = asked->standing[i];
    while (status == STATUS_OK && count_unknown(asked) > 0)
        status = settle(asked, -1, STANDING_FREE, STANDING_DEARER, error);
    for (int i = 0; status == STATUS_OK && i < question->pairs; i++)
        if (kept[i] == STANDING_UNKNOWN && asked->standing[i] == STANDING_FREE)
            asked->standing[i] = STANDING_UNKNOWN;
    talloc_free(kept);
    return status;
}

enum status standings_find(const struct question *question, enum pair_standing *standing, int *solves,
                           struct error *error)
{
    struct standings asked = {.question = question,
                              .standing = standing,
                              .cost = talloc_array(NULL, int64_t, (unsigned)question->problem->pairs + 1),
                              .solves = solves};
    enum status status = STATUS_OK;
    if (!asked.cost)
        return error_add_memory(error);
    if (solves)
        *solves = 0;
    for (int i = 0; i < question->pairs; i++)
        if (standing[i] == STANDING_UNKNOWN && pinning_rule(question, i) >= 0)
            standing[i] = STANDING_PINNED;
    if (!question->is_best)
        status = find_dearer(&asked, error);
    while (status == STATUS_OK && count_unknown(&asked) > 0)
        status = settle(&asked, 1, STANDING_FREE, STANDING_FORCED, error);
    talloc_free(asked.cost);
    return status;
}

/* ---- Why ---- */

/* What the rule gives the candidate; links by what the plan has. */
static int64_t points_of(const struct question *question, const struct rule *rule, int relation,
                         int candidate)
{
    const struct relation *r = &question->scheme->relation[relation];
    int slot = rule_slot(rule, relation);
    if (slot < 0 || rule->stage < 0)
        return 0;
    if (rule->kind == RULE_PREFER || rule->kind == RULE_PRINCIPLE)
        return rule->value[slot][candidate];
    if (rule->kind != RULE_LINK)
        return 0;
    int place =
        pair_place(&question->scheme->relation[rule->to], r, question->roster, r->pair_target[candidate]);
    int number =
        place < 0 ? -1 : question_pair(question->problem, rule->to, r->pair_source[candidate], place);
    return number >= 0 && question->chosen[number] ? rule->points : 0;
}

static bool add_points(const struct question *question, int relation, int candidate, struct explanation *made)
{
    const struct relation *r = &question->scheme->relation[relation];
    made->point = talloc_array(made, struct pair_points, (unsigned)question->scheme->rules + 1);
    for (int i = 0; made->point && i < question->scheme->rules; i++) {
        const struct rule *rule = &question->scheme->rule[i];
        int64_t points = points_of(question, rule, relation, candidate);
        if (points == 0)
            continue;
        struct pair_points *point = &made->point[made->points++];
        *point = (struct pair_points){.rule = i, .points = points};
        for (int c = 0; c < r->pairs; c++)
            point->others_same += c != candidate && r->pair_target[c] == r->pair_target[candidate] &&
                                  question->problem->number[relation][c] >= 0 &&
                                  points_of(question, rule, relation, c) == points;
    }
    return made->point != NULL;
}

static void add_ruling(struct explanation *made, int rule)
{
    for (int i = 0; i < made->rulings; i++)
        if (made->ruling[i] == rule)
            return;
    made->ruling[made->rulings++] = rule;
}

static bool count_candidates(const struct question *question, int relation, int target,
                             struct explanation *made)
{
    const struct relation *r = &question->scheme->relation[relation];
    made->ruling = talloc_array(made, int, (unsigned)question->scheme->rules + 1);
    for (int c = 0; made->ruling && c < r->pairs; c++) {
        int rule;
        if (r->pair_target[c] != target)
            continue;
        made->candidates++;
        if (question->problem->number[relation][c] >= 0)
            continue;
        made->ruled_out++;
        if (barrier_between(question->scheme, relation, r->pair_source[c],
                            whom_of(question->scheme, relation, target), &rule) == BARRIER_RULE)
            add_ruling(made, rule);
    }
    return made->ruling != NULL;
}

static bool is_best(const struct question *question, const struct priced *priced)
{
    return question_compare(question->problem, priced->value, question->best) == 0;
}

enum status explain_pair(const void *owner, const struct question *question, int pair,
                         struct explanation **explanation, struct error *error)
{
    struct explanation *made = talloc_zero(owner, struct explanation);
    enum pair_standing *standing = talloc_array(made, enum pair_standing, (unsigned)question->pairs + 1);
    if (!made || !standing)
        return error_add_memory(error);
    const struct problem *problem = question->problem;
    int number = question->number[pair], relation = problem->relation[number];
    *explanation = made;
    made->pair = pair;
    made->pinned_by = pinning_rule(question, pair);
    if (!count_candidates(question, relation, question->pair[pair].target, made) ||
        !add_points(question, relation, problem->candidate[number], made))
        return error_add_memory(error);
    const struct condition without = {.without = number};
    /* Of a plan that is not the best one, the best without the pair would be another list altogether. */
    enum status status =
        price_find(made, question, &without, question->is_best ? PRICE_BY_STAGES : PRICE_BY_NEARNESS,
                   &made->without, error);
    if (status != STATUS_OK)
        return status;
    if (made->pinned_by >= 0 || question->is_best) {
        made->standing = made->pinned_by >= 0                                        ? STANDING_PINNED
                         : made->without->exists && is_best(question, made->without) ? STANDING_FREE
                                                                                     : STANDING_FORCED;
        return STATUS_OK;
    }
    for (int i = 0; i < question->pairs; i++)
        standing[i] = i == pair ? STANDING_UNKNOWN : STANDING_FREE;
    status = standings_find(question, standing, NULL, error);
    made->standing = standing[pair];
    return status;
}
