/* prefer: convenience (联系便利); a pair that has it earns points. */
#include <stddef.h>
#include <talloc.h>

#include "base/language.h"
#include "planning/rules/rules.h"

static const struct field fields[] = {
    {"on", FIELD_RELATIONS, true},
    {"title", FIELD_TEXT, false},
    {"clause", FIELD_TEXT, false},
    {"when", FIELD_CONDITION, false},
    {"points", FIELD_POINTS_OF_PAIR, true},
    {"stage", FIELD_TEXT, false},
    {NULL, 0, false},
};

static int rows(struct problem *problem, const struct rule *rule)
{
    return rule_add_points(problem, rule, -1);
}

static int64_t check(struct checker *checker, const struct rule *rule)
{
    return -rule_count_points(checker, rule);
}

static char *explain(const void *owner, const struct roster *roster, const struct scheme *scheme,
                     const struct rule *rule, int row)
{
    (void)roster;
    (void)row;
    return talloc_asprintf(owner, _("“%s” earns points in the stage “%s”."), rule->origin.title,
                           scheme->stage[rule->stage].name);
}

static char *show(const void *owner, const struct scheme *scheme, const struct rule *rule)
{
    int64_t valued, pairs = rule_pairs(scheme, rule, &valued);
    return talloc_asprintf(owner, _("%lld of %lld pairs would earn points"), (long long)valued,
                           (long long)pairs);
}

const struct rule_kind_functions rule_prefer = {
    .word = "prefer", .declare = fields, .rows = rows, .check = check, .explain = explain, .show = show};
