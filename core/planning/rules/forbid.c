/* forbid: pairs that are never made. They do not enter the problem at all. */
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

static int64_t check(struct checker *checker, const struct rule *rule)
{
    rule_check_ruled_out(checker, rule, _("%s may not contact %s in “%s”: the rule “%s” forbids it."));
    return 0;
}

static char *explain(const void *owner, const struct roster *roster, const struct scheme *scheme,
                     const struct rule *rule, int row)
{
    (void)roster;
    (void)scheme;
    (void)row;
    return talloc_asprintf(owner, _("“%s” forbids pairs that could otherwise be made."), rule->origin.title);
}

const struct rule_kind_functions rule_forbid = {
    .word = "forbid",
    .declare = fields,
    .forbids = rule_rules_out,
    .rows = rule_no_rows,
    .check = check,
    .explain = explain,
    .show = rule_show_ruled_out,
};
