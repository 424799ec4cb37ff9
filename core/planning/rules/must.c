/* must: these pairs are in the plan. */
#include <stddef.h>
#include <talloc.h>

#include "base/language.h"
#include "planning/rules/rules.h"

static const struct field fields[] = {
    {"on", FIELD_RELATIONS, true},
    {"title", FIELD_TEXT, false},
    {"clause", FIELD_TEXT, false},
    {"when", FIELD_CONDITION, false},
    {"pairs", FIELD_PAIRS, false},
    {"relax", FIELD_TEXTS, false},
    {NULL, 0, false},
};

static int rows(struct problem *problem, const struct rule *rule)
{
    for (int i = 0; i < rule->relations; i++) {
        const struct relation *relation = &problem->scheme->relation[rule->relation[i]];
        for (int c = 0; c < relation->pairs; c++) {
            if (!rule->value[i][c])
                continue;
            int *pair = talloc(problem, int);
            if (!pair)
                return 0;
            /* A pair that another rule rules out leaves a row that nothing fills: the two clash. */
            *pair = problem->number[rule->relation[i]][c];
            if (!rule_add_row(problem, rule, relation->pair_source[c], -1, *pair >= 0, pair, NULL, 1, 1))
                return 0;
        }
    }
    return 1;
}

static int64_t check(struct checker *checker, const struct rule *rule)
{
    for (int i = 0; i < rule->relations; i++) {
        const struct relation *relation = &checker->scheme->relation[rule->relation[i]];
        for (int c = 0; c < relation->pairs && !checker->open[rule->relation[i]]; c++) {
            int source = relation->pair_source[c], target = relation->pair_target[c];
            if (!rule->value[i][c] || checker_has(checker, rule->relation[i], source, target))
                continue;
            checker_violate(checker, &rule->origin, 0,
                            _("%s does not contact %s in “%s”: the rule “%s” asks for this pair."),
                            check_person(checker, source), check_target(checker, relation, target),
                            relation->origin.title, rule->origin.title);
        }
    }
    return 0;
}

static char *explain(const void *owner, const struct roster *roster, const struct scheme *scheme,
                     const struct rule *rule, int row)
{
    (void)row;
    char *names = talloc_strdup(owner, "");
    int named = 0;
    for (int i = 0; i < rule->relations; i++) {
        const struct relation *relation = &scheme->relation[rule->relation[i]];
        for (int c = 0; names && c < relation->pairs; c++) {
            if (!rule->value[i][c] || named++ >= 5)
                continue;
            char *source = rule_name_end(names, roster, relation, END_SOURCE, relation->pair_source[c]);
            char *target = rule_name_end(names, roster, relation, END_TARGET, relation->pair_target[c]);
            if (!source || !target)
                return NULL;
            names =
                talloc_asprintf_append(names, _("%s%s with %s"), named > 1 ? _(", ") : "", source, target);
        }
    }
    if (names && named > 5)
        names = talloc_asprintf_append(names, _(" and %d more"), named - 5);
    return names ? talloc_asprintf(owner, _("“%s” asks for these pairs: %s."), rule->origin.title, names)
                 : NULL;
}

static char *show(const void *owner, const struct scheme *scheme, const struct rule *rule)
{
    int64_t needed, pairs = rule_pairs(scheme, rule, &needed);
    return talloc_asprintf(owner, _("asks for %lld of %lld pairs"), (long long)needed, (long long)pairs);
}

const struct rule_kind_functions rule_must = {
    .word = "must", .declare = fields, .rows = rows, .check = check, .explain = explain, .show = show};
