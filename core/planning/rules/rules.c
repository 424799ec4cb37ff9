#include "planning/rules/rules.h"

#include <stdlib.h>
#include <talloc.h>

#include "base/language.h"

const struct rule_kind_functions *const rule_kinds[RULE_KINDS] = {
    [RULE_FORBID] = &rule_forbid, [RULE_REQUIRE] = &rule_require,     [RULE_MUST] = &rule_must,
    [RULE_LIMIT] = &rule_limit,   [RULE_PRINCIPLE] = &rule_principle, [RULE_PREFER] = &rule_prefer,
    [RULE_LINK] = &rule_link,     [RULE_TOGETHER] = &rule_together,   [RULE_APART] = &rule_apart,
};

bool rule_rules_out(const struct rule *rule, int slot, int candidate)
{
    return rule->value[slot][candidate] != 0;
}

int rule_no_rows(struct problem *problem, const struct rule *rule)
{
    (void)problem;
    (void)rule;
    return 1;
}

int rule_add_points(struct problem *problem, const struct rule *rule, int sign)
{
    int stage = problem->active[rule->stage];
    if (stage < 0)
        return 1; /* the stage measures nothing here */
    for (int i = 0; i < rule->relations; i++) {
        int relation = rule->relation[i];
        for (int c = 0; c < problem->scheme->relation[relation].pairs; c++) {
            int pair = problem->number[relation][c];
            if (pair >= 0 && rule->value[i][c] != 0 &&
                !problem_add_cost(problem, stage, pair, sign * (int64_t)rule->value[i][c]))
                return 0;
        }
    }
    return 1;
}

int rule_slot(const struct rule *rule, int relation)
{
    for (int k = 0; k < rule->relations; k++)
        if (rule->relation[k] == relation)
            return k;
    return -1;
}

int64_t rule_count_points(const struct checker *checker, const struct rule *rule)
{
    int64_t points = 0;
    for (int i = 0; i < checker->pairs; i++) {
        int k = rule_slot(rule, checker->pair[i].relation);
        if (k >= 0 && !checker->again[i] && checker->candidate[i] >= 0)
            points += rule->value[k][checker->candidate[i]];
    }
    return points;
}

void rule_check_ruled_out(struct checker *checker, const struct rule *rule, const char *format)
{
    for (int i = 0; i < checker->pairs; i++) {
        const struct pair *pair = &checker->pair[i];
        int k = rule_slot(rule, pair->relation);
        if (k < 0 || checker->again[i] || checker->candidate[i] < 0 || !rule->value[k][checker->candidate[i]])
            continue;
        const struct relation *relation = &checker->scheme->relation[pair->relation];
        checker_violate(checker, &rule->origin, checker_row(checker, i), format,
                        check_person(checker, pair->source), check_target(checker, relation, pair->target),
                        relation->origin.title, rule->origin.title);
    }
}

int64_t rule_pairs(const struct scheme *scheme, const struct rule *rule, int64_t *valued)
{
    int64_t pairs = 0;
    *valued = 0;
    for (int i = 0; i < rule->relations; i++) {
        const struct relation *relation = &scheme->relation[rule->relation[i]];
        pairs += relation->pairs;
        for (int c = 0; rule->value && c < relation->pairs; c++)
            *valued += rule->value[i][c] != 0;
    }
    return pairs;
}

int rule_add_row(struct problem *problem, const struct rule *rule, int end, int row, int n, const int *pair,
                 const int *weight, int64_t lo, int64_t hi)
{
    bool hard =
        rule->stage < 0; /* else each unit outside costs: a hard rule that a repair makes one in principle */
    const struct solver_sum sum = {.n = n,
                                   .pair = pair,
                                   .weight = weight,
                                   .lo = lo,
                                   .hi = hi,
                                   .stage = hard ? SOLVER_HARD : problem->active[rule->stage],
                                   .under = hard ? 0 : rule->points,
                                   .over = hard ? 0 : rule->points};
    const struct duty duty = {DUTY_RULE, (int)(rule - problem->scheme->rule), end, row};
    return problem_add_sum(problem, &sum, &duty);
}

int rule_pairs_between(const struct problem *problem, const struct rule *rule, int own, int other, int *pair)
{
    int count = 0;
    for (int i = 0; i < rule->relations; i++) {
        const struct relation *relation = &problem->scheme->relation[rule->relation[i]];
        int source = rule->end == END_SOURCE ? own : other, target = rule->end == END_SOURCE ? other : own;
        int candidate = relation_pair(relation, source, target);
        if (candidate >= 0 && problem->number[rule->relation[i]][candidate] >= 0)
            pair[count++] = problem->number[rule->relation[i]][candidate];
    }
    return count;
}

static int compare_ints(const void *a, const void *b)
{
    int one = *(const int *)a, other = *(const int *)b;
    return (one > other) - (one < other);
}

int *rule_ends(const void *owner, const struct scheme *scheme, const struct rule *rule, enum pair_end end,
               int *count)
{
    bool source = end == END_SOURCE;
    unsigned room = 1;
    for (int i = 0; i < rule->relations; i++) {
        const struct relation *relation = &scheme->relation[rule->relation[i]];
        room += (unsigned)(source ? relation->sources : relation->targets);
    }
    int *list = talloc_array(owner, int, room), n = 0;
    *count = 0;
    for (int i = 0; list && i < rule->relations; i++) {
        const struct relation *relation = &scheme->relation[rule->relation[i]];
        int more = source ? relation->sources : relation->targets;
        for (int k = 0; k < more; k++)
            list[n++] = source ? relation->source[k] : relation->target[k];
    }
    if (!list)
        return NULL;
    qsort(list, (size_t)n, sizeof *list, compare_ints);
    for (int k = 0; k < n; k++)
        if (k == 0 || list[k] != list[k - 1])
            list[(*count)++] = list[k];
    return list;
}

enum pair_end rule_far(const struct rule *rule)
{
    return rule->end == END_SOURCE ? END_TARGET : END_SOURCE;
}

char *rule_name_end(const void *owner, const struct roster *roster, const struct relation *relation,
                    enum pair_end end, int index)
{
    if (end == END_SOURCE)
        return talloc_asprintf(owner, "%s %s", roster->member[index].name, roster->member[index].id);
    if (relation->target_kind == TARGET_MEMBER)
        return talloc_asprintf(owner, "%s %s", target_name(relation, roster, index),
                               target_id(relation, roster, index));
    return talloc_strdup(owner, target_name(relation, roster, index));
}

/* The names of a set, at most twelve of them. */
static char *name_set(const void *owner, const struct roster *roster, const struct scheme *scheme,
                      const struct rule *rule, int set)
{
    enum { NAMES_MOST = 12 };
    const struct relation *relation = &scheme->relation[rule->relation[0]];
    char *names = talloc_strdup(owner, "");
    for (int k = 0; names && k < rule->set[set].count; k++) {
        if (k == NAMES_MOST)
            return talloc_asprintf_append(names, _(" and %d more"), rule->set[set].count - k);
        char *name = rule_name_end(names, roster, relation, rule->end, rule->set[set].end[k]);
        names = name ? talloc_asprintf_append(names, "%s%s", k > 0 ? _(", ") : "", name) : NULL;
    }
    return names;
}

char *rule_explain_set(const void *owner, const struct roster *roster, const struct scheme *scheme,
                       const struct rule *rule, int set, const char *these, const char *people)
{
    if (set < 0)
        return talloc_asprintf(owner, people, rule->origin.title);
    char *names = name_set(owner, roster, scheme, rule, set);
    return names ? talloc_asprintf(owner, these, rule->origin.title, names) : NULL;
}

char *rule_show_sets(const void *owner, const struct rule *rule, const char *format)
{
    int ends = 0;
    for (int s = 0; s < rule->sets; s++)
        ends += rule->set[s].count;
    return talloc_asprintf(owner, format, ends, rule->sets);
}

char *rule_show_ruled_out(const void *owner, const struct scheme *scheme, const struct rule *rule)
{
    int64_t out, pairs = rule_pairs(scheme, rule, &out);
    return talloc_asprintf(owner, _("rules out %lld of %lld pairs"), (long long)out, (long long)pairs);
}
