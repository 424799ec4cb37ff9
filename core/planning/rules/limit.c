/* limit: at least, at most or exactly so much of what its rows count. */
#include <talloc.h>

#include "base/language.h"
#include "planning/rules/rules.h"

static const struct field fields[] = {
    {"on", FIELD_RELATIONS, true},
    {"title", FIELD_TEXT, false},
    {"clause", FIELD_TEXT, false},
    {"per", FIELD_PER, false},
    {"min", FIELD_COUNT_OF_END, false},
    {"max", FIELD_COUNT_OF_END, false},
    {"exactly", FIELD_COUNT_OF_END, false},
    {"weight", FIELD_WEIGHT, false},
    {"by", FIELD_COLUMN, false},
    {"from", FIELD_MEMBERS, false},
    {"to", FIELD_TARGETS, false},
    {"points", FIELD_POINTS_A_UNIT, false},
    {"stage", FIELD_TEXT, false},
    {"relax", FIELD_TEXTS, false},
    {NULL, 0, false},
};

/* The member whom the row is about, or -1. */
static int member_of(const struct problem *problem, const struct rule *rule, const struct limit_row *row)
{
    const struct relation *relation = &problem->scheme->relation[rule->relation[0]];
    bool is_member = rule->end == END_SOURCE || relation->target_kind == TARGET_MEMBER;
    return row->per == LIMIT_END && is_member ? row->end : -1;
}

static int add_row(struct problem *problem, const struct rule *rule, int number)
{
    const struct limit_row *row = &rule->row[number];
    int *pair = talloc_array(problem, int, (unsigned)row->pairs + 1);
    int *weight = talloc_array(problem, int, (unsigned)row->pairs + 1);
    if (!pair || !weight)
        return 0;
    bool counts = true; /* every pair counts one: a network may carry the row */
    int n = 0;
    for (int k = 0; k < row->pairs; k++) {
        const struct counted_pair *counted = &row->pair[k];
        pair[n] = problem->number[rule->relation[counted->slot]][counted->candidate];
        weight[n] = counted->weight;
        if (pair[n] < 0 || weight[n] == 0)
            continue;
        counts = counts && weight[n] == 1;
        n++;
    }
    bool hard = rule->stage < 0;
    const struct solver_sum sum = {.n = n,
                                   .pair = pair,
                                   .weight = counts ? NULL : weight,
                                   .lo = row->range.lo,
                                   .hi = row->range.hi == UNLIMITED ? SOLVER_UNBOUNDED : row->range.hi,
                                   .stage = hard ? SOLVER_HARD : problem->active[rule->stage],
                                   .under = hard ? 0 : rule->points,
                                   .over = hard ? 0 : rule->points};
    const struct duty duty = {DUTY_RULE, (int)(rule - problem->scheme->rule), member_of(problem, rule, row),
                              number};
    return problem_add_sum(problem, &sum, &duty);
}

static int rows(struct problem *problem, const struct rule *rule)
{
    if (rule->stage >= 0 && problem->active[rule->stage] < 0)
        return 1; /* the stage measures nothing here */
    for (int i = 0; i < rule->rows; i++)
        if (!add_row(problem, rule, i))
            return 0;
    return 1;
}

/* Whom the row is about: a member with id, a window, a team, or all; with the part that `by` splits off. */
static char *name_row(const void *owner, const struct roster *roster, const struct scheme *scheme,
                      const struct rule *rule, const struct limit_row *row)
{
    char *name = row->per == LIMIT_END
                     ? rule_name_end(owner, roster, &scheme->relation[rule->relation[0]], rule->end, row->end)
                     : talloc_strdup(owner, row->per == LIMIT_TEAM ? row->team : _("all together"));
    return name && *row->part ? talloc_asprintf_append(name, _(", %s"), row->part) : name;
}

static int64_t counted(const struct checker *checker, const struct rule *rule, const struct limit_row *row)
{
    int64_t sum = 0;
    for (int k = 0; k < row->pairs; k++) {
        int r = rule->relation[row->pair[k].slot], c = row->pair[k].candidate;
        const struct relation *relation = &checker->scheme->relation[r];
        if (row->pair[k].weight != 0 &&
            checker_has(checker, r, relation->pair_source[c], relation->pair_target[c]))
            sum += row->pair[k].weight;
    }
    return sum;
}

static int64_t check(struct checker *checker, const struct rule *rule)
{
    bool open = false, hard = rule->stage < 0;
    int64_t points = 0;
    for (int i = 0; i < rule->relations; i++)
        open = open || checker->open[rule->relation[i]];
    for (int i = 0; i < rule->rows; i++) {
        const struct limit_row *row = &rule->row[i];
        int64_t sum = counted(checker, rule, row), lo = open && hard ? 0 : row->range.lo, outside = 0;
        if (sum < lo)
            outside = lo - sum;
        else if (row->range.hi != UNLIMITED && sum > row->range.hi)
            outside = sum - row->range.hi;
        points += hard ? 0 : outside * rule->points;
        if (!hard || outside == 0)
            continue;
        const char *name = name_row(checker->scratch, checker->roster, checker->scheme, rule, row);
        checker_violate(checker, &rule->origin, 0, _("“%s” counts %lld for %s; the number must be %s."),
                        rule->origin.title, (long long)sum, name ? name : "",
                        check_range(checker, lo, row->range.hi));
    }
    return points;
}

static char *explain(const void *owner, const struct roster *roster, const struct scheme *scheme,
                     const struct rule *rule, int row)
{
    if (row < 0)
        return talloc_asprintf(owner, _("“%s” limits how much there may be."), rule->origin.title);
    const struct range *range = &rule->row[row].range;
    char *name = name_row(owner, roster, scheme, rule, &rule->row[row]);
    if (!name)
        return NULL;
    if (range->lo == range->hi)
        return talloc_asprintf(owner, _("“%s” wants exactly %d for %s."), rule->origin.title, range->lo,
                               name);
    if (range->hi == UNLIMITED)
        return talloc_asprintf(owner, _("“%s” wants at least %d for %s."), rule->origin.title, range->lo,
                               name);
    if (range->lo == 0)
        return talloc_asprintf(owner, _("“%s” wants at most %d for %s."), rule->origin.title, range->hi,
                               name);
    return talloc_asprintf(owner, _("“%s” wants %d to %d for %s."), rule->origin.title, range->lo, range->hi,
                           name);
}

static char *show(const void *owner, const struct scheme *scheme, const struct rule *rule)
{
    (void)scheme;
    int64_t pairs = 0;
    for (int i = 0; i < rule->rows; i++)
        pairs += rule->row[i].pairs;
    return talloc_asprintf(owner, _("counts %lld pairs in %d rows"), (long long)pairs, rule->rows);
}

const struct rule_kind_functions rule_limit = {
    .word = "limit", .declare = fields, .rows = rows, .check = check, .explain = explain, .show = show};
