/* link: a pair whose target's window (or group) is a branch of its source earns the points, or (without
 * points) must not be otherwise. The solver gets one link per source, place and relation, capped by the
 * source's load there: one variable a pair leaves branch and cut with a weak bound (README.md). */
#include <stdlib.h>
#include <talloc.h>

#include "base/language.h"
#include "planning/rules/rules.h"

/* A pair on its way into its link. */
struct linked {
    int source, place, pair;
};

static int compare_linked(const void *a, const void *b)
{
    const struct linked *one = a, *other = b;
    if (one->source != other->source)
        return one->source < other->source ? -1 : 1;
    if (one->place != other->place)
        return one->place < other->place ? -1 : 1;
    return (one->pair > other->pair) - (one->pair < other->pair);
}

/* The pairs of a relation by source and place (-1, in none, first). *count of them; owned by the problem. */
static struct linked *pairs_by_place(struct problem *problem, const struct relation *to, int relation,
                                     int *count)
{
    const struct relation *r = &problem->scheme->relation[relation];
    struct linked *list = talloc_array(problem, struct linked, (unsigned)r->pairs);
    *count = 0;
    for (int c = 0; list && c < r->pairs; c++) {
        int place = pair_place(to, r, problem->roster, r->pair_target[c]);
        if (problem->number[relation][c] >= 0)
            list[(*count)++] = (struct linked){r->pair_source[c], place, problem->number[relation][c]};
    }
    if (list)
        qsort(list, (size_t)*count, sizeof *list, compare_linked);
    return list;
}

/* The most pairs of the relation that the source may have; a load that holds in principle only limits
 * nothing. */
static int load_limit(const struct relation *relation, int source)
{
    const struct range *load = &relation->load[index_in(relation->source, relation->sources, source)];
    return load->points > 0 ? UNLIMITED : load->hi;
}

/* A link that would have to hold, made one in principle: every pair costs its points unless it is linked. */
static bool counts_unlinked(const struct problem *problem, const struct rule *rule)
{
    return rule->stage >= 0 && !problem->stage[problem->active[rule->stage]].more_is_better;
}

static int add_links(struct problem *problem, const struct rule *rule, int relation)
{
    const struct relation *to = &problem->scheme->relation[rule->to];
    int count;
    struct linked *list = pairs_by_place(problem, to, relation, &count);
    if (!list)
        return 0;
    for (int i = 0; i < count && counts_unlinked(problem, rule); i++)
        if (!problem_add_cost(problem, problem->active[rule->stage], list[i].pair, rule->points))
            return 0;
    for (int i = 0; i < count;) {
        bool hard = rule->stage < 0;
        int begin = i, branch = list[i].place < 0 ? -1 : relation_pair(to, list[i].source, list[i].place);
        while (i < count && list[i].source == list[begin].source && list[i].place == list[begin].place)
            i++;
        int given = branch >= 0 ? problem->number[rule->to][branch] : -1;
        if (given < 0 && !hard)
            continue; /* the source cannot have this branch: the link never counts */
        int *pair = talloc_array(problem, int, (unsigned)(i - begin));
        if (!pair)
            return 0;
        for (int k = begin; k < i; k++)
            pair[k - begin] = list[k].pair;
        if (given < 0) {
            /* It must hold and cannot: the source may not have this branch, or the targets are in no place.
             */
            if (!rule_add_row(problem, rule, list[begin].source, -1, i - begin, pair, NULL, 0, 0))
                return 0;
            continue;
        }
        int limit = load_limit(&problem->scheme->relation[relation], list[begin].source);
        struct solver_link link = {.n = i - begin,
                                   .pair = pair,
                                   .given = given,
                                   .cap = limit < i - begin ? limit : i - begin,
                                   .stage = hard ? SOLVER_HARD : problem->active[rule->stage],
                                   .points = hard ? 0 : -(int64_t)rule->points};
        const struct duty duty = {DUTY_RULE, (int)(rule - problem->scheme->rule), list[begin].source, -1};
        if (!problem_add_link(problem, &link, &duty))
            return 0;
    }
    talloc_free(list);
    return 1;
}

static int rows(struct problem *problem, const struct rule *rule)
{
    if (rule->stage >= 0 && problem->active[rule->stage] < 0)
        return 1; /* the stage measures nothing here */
    for (int i = 0; i < rule->relations; i++)
        if (!add_links(problem, rule, rule->relation[i]))
            return 0;
    return 1;
}

static bool is_linked(const struct checker *checker, const struct rule *rule, const struct pair *pair)
{
    int place = pair_place(&checker->scheme->relation[rule->to], &checker->scheme->relation[pair->relation],
                           checker->roster, pair->target);
    return place >= 0 && checker_has(checker, rule->to, pair->source, place);
}

static void check_needed(struct checker *checker, const struct rule *rule, int i)
{
    const struct pair *pair = &checker->pair[i];
    const struct relation *relation = &checker->scheme->relation[pair->relation],
                          *to = &checker->scheme->relation[rule->to];
    int place = pair_place(to, relation, checker->roster, pair->target);
    if (place < 0)
        checker_violate(checker, &rule->origin, checker_row(checker, i),
                        to->target_kind == TARGET_WINDOW
                            ? _("%s may not contact %s in “%s”: the rule “%s” asks for a window, and the "
                                "latter is in none.")
                            : _("%s may not contact %s in “%s”: the rule “%s” asks for a group, and the "
                                "latter is in none."),
                        check_person(checker, pair->source), check_target(checker, relation, pair->target),
                        relation->origin.title, rule->origin.title);
    else if (!checker->open[rule->to] && !checker_has(checker, rule->to, pair->source, place))
        checker_violate(checker, &rule->origin, checker_row(checker, i),
                        _("%s may contact %s in “%s” only together with %s in “%s”: the rule “%s” asks for "
                          "it."),
                        check_person(checker, pair->source), check_target(checker, relation, pair->target),
                        relation->origin.title, check_target(checker, to, place), to->origin.title,
                        rule->origin.title);
}

static int64_t check(struct checker *checker, const struct rule *rule)
{
    int64_t points = 0;
    for (int i = 0; i < checker->pairs; i++) {
        if (rule_slot(rule, checker->pair[i].relation) < 0 || checker->again[i])
            continue;
        if (rule->stage < 0)
            check_needed(checker, rule, i);
        else if (is_linked(checker, rule, &checker->pair[i]))
            points += rule->points;
    }
    return -points;
}

static char *explain(const void *owner, const struct roster *roster, const struct scheme *scheme,
                     const struct rule *rule, int row)
{
    (void)roster;
    (void)row;
    const char *to = scheme->relation[rule->to].origin.title;
    if (rule->stage < 0)
        return talloc_asprintf(owner, _("“%s” allows a pair only where its source has “%s” as well."),
                               rule->origin.title, to);
    return talloc_asprintf(owner, _("“%s” earns %d a pair whose source has “%s” as well."),
                           rule->origin.title, rule->points, to);
}

static char *show(const void *owner, const struct scheme *scheme, const struct rule *rule)
{
    int64_t valued, pairs = rule_pairs(scheme, rule, &valued);
    return talloc_asprintf(owner, _("links %lld pairs to “%s”"), (long long)pairs,
                           scheme->relation[rule->to].origin.title);
}

static const struct field fields[] = {
    {"on", FIELD_RELATIONS, true},   {"to", FIELD_RELATION, true},
    {"title", FIELD_TEXT, false},    {"clause", FIELD_TEXT, false},
    {"points", FIELD_POINTS, false}, {"stage", FIELD_TEXT, false},
    {"relax", FIELD_TEXTS, false},   {NULL, 0, false},
};

const struct rule_kind_functions rule_link = {
    .word = "link", .declare = fields, .rows = rows, .check = check, .explain = explain, .show = show};
