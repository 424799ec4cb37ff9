/* together: all of a set have the same partners, equally often: one contact person for a couple, one leader
 * for two windows. */
#include <talloc.h>

#include "base/language.h"
#include "planning/rules/rules.h"

static const struct field fields[] = {
    {"on", FIELD_RELATIONS, true},
    {"title", FIELD_TEXT, false},
    {"clause", FIELD_TEXT, false},
    {"per", FIELD_END, false},
    {"of", FIELD_TARGETS_OR_TWO, true},
    {"relax", FIELD_TEXTS, false},
    {NULL, 0, false},
};

/* At this partner the two of the set count alike: pairs with the one less pairs with the other are 0. */
static int add_equal(struct problem *problem, const struct rule *rule, int set, int one, int other,
                     int partner)
{
    int *pair = talloc_array(problem, int, 2 * (unsigned)rule->relations + 1);
    int *weight = talloc_array(problem, int, 2 * (unsigned)rule->relations + 1);
    if (!pair || !weight)
        return 0;
    int plus = rule_pairs_between(problem, rule, one, partner, pair);
    int n = plus + rule_pairs_between(problem, rule, other, partner, pair + plus);
    for (int k = 0; k < n; k++)
        weight[k] = k < plus ? 1 : -1;
    if (n == 0)
        return 1;
    return rule_add_row(problem, rule, rule->end == END_TARGET ? partner : one, set, n, pair, weight, 0, 0);
}

static int rows(struct problem *problem, const struct rule *rule)
{
    int partners, *partner = rule_ends(problem, problem->scheme, rule, rule_far(rule), &partners);
    if (!partner)
        return 0;
    for (int s = 0; s < rule->sets; s++)
        for (int k = 1; k < rule->set[s].count; k++)
            for (int p = 0; p < partners; p++)
                if (!add_equal(problem, rule, s, rule->set[s].end[k - 1], rule->set[s].end[k], partner[p]))
                    return 0;
    return 1;
}

/* Pairs of the plan between the two, over all relations of the rule. */
static int count_between(const struct checker *checker, const struct rule *rule, int own, int partner)
{
    int count = 0;
    for (int i = 0; i < rule->relations; i++)
        count += checker_has(checker, rule->relation[i], rule->end == END_SOURCE ? own : partner,
                             rule->end == END_SOURCE ? partner : own);
    return count;
}

static int64_t check(struct checker *checker, const struct rule *rule)
{
    const struct relation *relation = &checker->scheme->relation[rule->relation[0]];
    enum pair_end far = rule_far(rule);
    int partners, *partner = rule_ends(checker->result, checker->scheme, rule, far, &partners);
    if (!partner) {
        checker->failed = true;
        return 0;
    }
    for (int i = 0; i < rule->relations; i++)
        if (checker->open[rule->relation[i]])
            partners = 0; /* of a part, the missing pairs may still come */
    for (int s = 0; s < rule->sets; s++)
        for (int k = 1; k < rule->set[s].count; k++)
            for (int p = 0; p < partners; p++) {
                int one = rule->set[s].end[k - 1], other = rule->set[s].end[k];
                if (count_between(checker, rule, one, partner[p]) ==
                    count_between(checker, rule, other, partner[p]))
                    continue;
                const void *scratch = checker->scratch;
                const char *first = rule_name_end(scratch, checker->roster, relation, rule->end, one);
                const char *second = rule_name_end(scratch, checker->roster, relation, rule->end, other);
                const char *third = rule_name_end(scratch, checker->roster, relation, far, partner[p]);
                checker_violate(
                    checker, &rule->origin, 0, _("%s and %s go together by the rule “%s”, but not with %s."),
                    first ? first : "", second ? second : "", rule->origin.title, third ? third : "");
            }
    talloc_free(partner);
    return 0;
}

static char *explain(const void *owner, const struct roster *roster, const struct scheme *scheme,
                     const struct rule *rule, int row)
{
    return rule_explain_set(owner, roster, scheme, rule, row, _("“%s” keeps these together: %s."),
                            _("“%s” keeps people together."));
}

static char *show(const void *owner, const struct scheme *scheme, const struct rule *rule)
{
    (void)scheme;
    return rule_show_sets(owner, rule, _("keeps %d together in %d sets"));
}

const struct rule_kind_functions rule_together = {
    .word = "together", .declare = fields, .rows = rows, .check = check, .explain = explain, .show = show};
