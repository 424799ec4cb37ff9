/* apart: nobody has two who clash. */
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

/* The pair of the problem in the rule's i-th relation, or -1. */
static int pair_in(const struct problem *problem, const struct rule *rule, int i, int own, int partner)
{
    int r = rule->relation[i];
    int candidate = relation_pair(&problem->scheme->relation[r], rule->end == END_SOURCE ? own : partner,
                                  rule->end == END_SOURCE ? partner : own);
    return candidate >= 0 ? problem->number[r][candidate] : -1;
}

/* At most one of the set in one relation. The same person in two relations is no clash, so that one row for
 * all relations would ask too much. */
static int add_in_one(struct problem *problem, const struct rule *rule, int s, int partner, int i)
{
    const struct end_set *set = &rule->set[s];
    int *pair = talloc_array(problem, int, (unsigned)set->count + 1), n = 0;
    for (int k = 0; pair && k < set->count; k++) {
        pair[n] = pair_in(problem, rule, i, set->end[k], partner);
        n += pair[n] >= 0;
    }
    if (!pair)
        return 0;
    return n < 2 ||
           rule_add_row(problem, rule, rule->end == END_TARGET ? partner : -1, s, n, pair, NULL, 0, 1);
}

/* Somebody of the set in relation i leaves all others of it out of relation j. */
static int add_across(struct problem *problem, const struct rule *rule, int s, int partner, int i, int j)
{
    const struct end_set *set = &rule->set[s];
    for (int k = 0; k < set->count; k++) {
        int first = pair_in(problem, rule, i, set->end[k], partner), n = 0;
        if (first < 0)
            continue;
        int *pair = talloc_array(problem, int, (unsigned)set->count + 1);
        if (!pair)
            return 0;
        pair[n++] = first;
        for (int other = 0; other < set->count; other++) {
            pair[n] = other == k ? -1 : pair_in(problem, rule, j, set->end[other], partner);
            n += pair[n] >= 0;
        }
        if (n > 1 && !rule_add_row(problem, rule, -1, s, n, pair, NULL, 0, 1))
            return 0;
    }
    return 1;
}

static int rows(struct problem *problem, const struct rule *rule)
{
    int partners, *partner = rule_ends(problem, problem->scheme, rule, rule_far(rule), &partners);
    if (!partner)
        return 0;
    for (int s = 0; s < rule->sets; s++)
        for (int p = 0; p < partners; p++)
            for (int i = 0; i < rule->relations; i++) {
                if (!add_in_one(problem, rule, s, partner[p], i))
                    return 0;
                for (int j = i + 1; j < rule->relations; j++)
                    if (!add_across(problem, rule, s, partner[p], i, j))
                        return 0;
            }
    return 1;
}

static bool has_any(const struct checker *checker, const struct rule *rule, int own, int partner)
{
    bool has = false;
    for (int i = 0; i < rule->relations && !has; i++)
        has = checker_has(checker, rule->relation[i], rule->end == END_SOURCE ? own : partner,
                          rule->end == END_SOURCE ? partner : own);
    return has;
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
    for (int s = 0; s < rule->sets; s++)
        for (int p = 0; p < partners; p++) {
            const void *scratch = checker->scratch;
            int first = -1;
            for (int k = 0; k < rule->set[s].count; k++) {
                int own = rule->set[s].end[k];
                if (!has_any(checker, rule, own, partner[p]))
                    continue;
                if (first < 0) {
                    first = own;
                    continue;
                }
                const char *who = rule_name_end(scratch, checker->roster, relation, far, partner[p]);
                const char *one = rule_name_end(scratch, checker->roster, relation, rule->end, first);
                const char *other = rule_name_end(scratch, checker->roster, relation, rule->end, own);
                checker_violate(checker, &rule->origin, 0,
                                _("%s has both %s and %s, whom the rule “%s” keeps apart."), who ? who : "",
                                one ? one : "", other ? other : "", rule->origin.title);
            }
        }
    talloc_free(partner);
    return 0;
}

static char *explain(const void *owner, const struct roster *roster, const struct scheme *scheme,
                     const struct rule *rule, int row)
{
    return rule_explain_set(owner, roster, scheme, rule, row, _("“%s” keeps these apart: %s."),
                            _("“%s” keeps people apart."));
}

static char *show(const void *owner, const struct scheme *scheme, const struct rule *rule)
{
    (void)scheme;
    return rule_show_sets(owner, rule, _("keeps %d apart in %d sets"));
}

const struct rule_kind_functions rule_apart = {
    .word = "apart", .declare = fields, .rows = rows, .check = check, .explain = explain, .show = show};
