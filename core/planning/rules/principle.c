/* principle: what the measure words as 原则上; a pair that breaks it costs points. */
#include <stddef.h>
#include <talloc.h>

#include "base/language.h"
#include "planning/rules/rules.h"

static const struct field fields[] = {
    {"on", FIELD_RELATIONS, true},     {"title", FIELD_TEXT, false},
    {"clause", FIELD_TEXT, false},     {"when", FIELD_CONDITION, false},
    {"expect", FIELD_CONDITION, true}, {"points", FIELD_POINTS, false},
    {"stage", FIELD_TEXT, false},      {NULL, 0, false},
};

static int rows(struct problem *problem, const struct rule *rule)
{
    return rule_add_points(problem, rule, 1);
}

static int64_t check(struct checker *checker, const struct rule *rule)
{
    return rule_count_points(checker, rule);
}

static char *explain(const void *owner, const struct roster *roster, const struct scheme *scheme,
                     const struct rule *rule, int row)
{
    (void)roster;
    (void)row;
    return talloc_asprintf(owner, _("“%s” costs %d a pair that breaks it, in the stage “%s”."),
                           rule->origin.title, rule->points, scheme->stage[rule->stage].name);
}

static char *show(const void *owner, const struct scheme *scheme, const struct rule *rule)
{
    int64_t broken, pairs = rule_pairs(scheme, rule, &broken);
    return talloc_asprintf(owner, _("%lld of %lld pairs would break it"), (long long)broken,
                           (long long)pairs);
}

const struct rule_kind_functions rule_principle = {
    .word = "principle", .declare = fields, .rows = rows, .check = check, .explain = explain, .show = show};
