#include "planning/conflict.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "planning/rules/rules.h"

enum {
    NAMES_SHOWN = 12
}; /* people named in one sentence; the rest is counted, and listed in plan->conflict */

/* A conflict while it is being put together. */
struct draft {
    struct plan *plan;
    const struct problem *problem;
    struct conflict *conflict;
    int ok;
};

static void add_unique_int(struct draft *draft, int **list, int *count, int value)
{
    int at = 0;
    while (at < *count && (*list)[at] < value)
        at++;
    if (at < *count && (*list)[at] == value)
        return;
    int *grown = talloc_realloc(draft->plan, *list, int, (unsigned)*count + 1);
    if (!grown) {
        draft->ok = 0;
        return;
    }
    memmove(grown + at + 1, grown + at, (size_t)(*count - at) * sizeof *grown);
    grown[at] = value;
    *list = grown;
    (*count)++;
}

static void add_member(struct draft *draft, int member)
{
    add_unique_int(draft, &draft->conflict->member, &draft->conflict->members, member);
}

static void add_window(struct draft *draft, int window)
{
    if (window != WINDOW_NONE)
        add_unique_int(draft, &draft->conflict->window, &draft->conflict->windows, window);
}

static bool stands_at(const struct conflict_rule *rule, const struct origin *origin)
{
    return rule->line == origin->line && strcmp(rule->file, origin->file) == 0;
}

static void add_rule(struct draft *draft, const struct origin *origin)
{
    struct conflict *conflict = draft->conflict;
    for (int i = 0; i < conflict->rules; i++)
        if (stands_at(&conflict->rule[i], origin))
            return;
    struct conflict_rule *grown =
        talloc_realloc(draft->plan, conflict->rule, struct conflict_rule, (unsigned)conflict->rules + 1);
    if (!grown) {
        draft->ok = 0;
        return;
    }
    conflict->rule = grown;
    grown[conflict->rules++] =
        (struct conflict_rule){origin->title, origin->clause, origin->file, origin->line};
}

static void add_sentence(struct draft *draft, const char *sentence)
{
    struct conflict *conflict = draft->conflict;
    const char **grown =
        talloc_realloc(draft->plan, conflict->sentence, const char *, (unsigned)conflict->sentences + 1);
    if (!grown || !sentence) {
        draft->ok = 0;
        return;
    }
    conflict->sentence = grown;
    grown[conflict->sentences++] = sentence;
}

/* ---- What a row is about ---- */

static enum target_kind end_kind(const struct problem *problem, const struct duty *duty)
{
    return duty->kind == DUTY_COVER ? problem->scheme->relation[duty->owner].target_kind : TARGET_MEMBER;
}

static bool ends_in_window(const struct problem *problem, const struct duty *duty)
{
    return end_kind(problem, duty) == TARGET_WINDOW;
}

static bool ends_in_member(const struct problem *problem, const struct duty *duty)
{
    return end_kind(problem, duty) == TARGET_MEMBER && duty->end >= 0;
}

static const struct origin *duty_origin(const struct problem *problem, const struct duty *duty)
{
    if (duty->kind == DUTY_EVERYONE || duty->kind == DUTY_SHORTFALL)
        return &problem->scheme->cover[duty->owner].origin;
    if (duty->kind == DUTY_RULE)
        return &problem->scheme->rule[duty->owner].origin;
    return &problem->scheme->relation[duty->owner].origin;
}

static int duty_window(const struct problem *problem, const struct duty *duty)
{
    if (ends_in_window(problem, duty))
        return duty->end;
    return ends_in_member(problem, duty) ? problem->roster->member[duty->end].window : WINDOW_NONE;
}

static void add_duty(struct draft *draft, const struct duty *duty)
{
    add_rule(draft, duty_origin(draft->problem, duty));
    if (ends_in_member(draft->problem, duty))
        add_member(draft, duty->end);
    add_window(draft, duty_window(draft->problem, duty));
}

/* The relations that could fill a cover of this target: those whose `to` holds him. */
static void add_relations_of(struct draft *draft, const struct duty *duty)
{
    const struct scheme *scheme = draft->problem->scheme;
    if (duty->kind != DUTY_EVERYONE)
        return;
    const struct cover *cover = &scheme->cover[duty->owner];
    for (int k = 0; k < cover->relations; k++) {
        const struct relation *relation = &scheme->relation[cover->relation[k]];
        if (index_in(relation->target, relation->targets, duty->end) >= 0)
            add_rule(draft, &relation->origin);
    }
}

/* "张三 JH0001、李四 JH0002": ends of rows, windows by their names. */
static char *name_ends(const struct problem *problem, const int *duty, int count)
{
    char *text = talloc_strdup(problem, "");
    for (int i = 0; i < count && text; i++) {
        const struct duty *d = &problem->duty[duty[i]];
        if (i == NAMES_SHOWN)
            return talloc_asprintf_append(text, _(" and %d more"), count - i);
        if (i > 0)
            text = talloc_strdup_append(text, _(", "));
        if (d->end < 0)
            text = talloc_asprintf_append(text, _("“%s”"), duty_origin(problem, d)->title);
        else if (!ends_in_member(problem, d))
            text = talloc_strdup_append(
                text, target_name(&problem->scheme->relation[d->owner], problem->roster, d->end));
        else
            text = talloc_asprintf_append(text, "%s %s", problem->roster->member[d->end].name,
                                          problem->roster->member[d->end].id);
    }
    return text;
}

/* ---- Targets whom nobody may contact ---- */

static bool window_has_party_member(const struct roster *roster, int window)
{
    for (int m = 0; m < roster->members; m++)
        if (roster->member[m].window == window && !roster->member[m].exempt &&
            member_in_party(&roster->member[m], "中共"))
            return true;
    return false;
}

/* What the rule asks at the first of these rows, and how many more are like it. */
static char *rule_sentence(const struct problem *problem, const int *rows, int count)
{
    const struct duty *first = &problem->duty[rows[0]];
    const struct rule *rule = &problem->scheme->rule[first->owner];
    char *asks = rule_kinds[rule->kind]->explain(problem, problem->roster, problem->scheme, rule, first->row);
    if (!asks)
        return NULL;
    if (count == 1 || first->row < 0)
        return talloc_asprintf(problem, _("%s No pairs can do that."), asks);
    return talloc_asprintf(problem, _("%s No pairs can do that, nor what it asks of %d more."), asks,
                           count - 1);
}

static char *nobody_sentence(const struct problem *problem, const int *duty, int count)
{
    const struct roster *roster = problem->roster;
    const struct duty *first = &problem->duty[duty[0]];
    int window = duty_window(problem, first);
    if (first->kind == DUTY_RULE)
        return rule_sentence(problem, duty, count);
    char *names = name_ends(problem, duty, count);
    if (!names)
        return NULL;
    if (first->kind == DUTY_LOAD)
        return talloc_asprintf(problem, _("Under “%s” there is nobody whom they could contact: %s."),
                               duty_origin(problem, first)->title, names);
    if (ends_in_window(problem, first))
        return talloc_asprintf(problem, _("Under “%s” nobody may take on these windows: %s."),
                               duty_origin(problem, first)->title, names);
    if (!ends_in_member(problem, first))
        return talloc_asprintf(problem, _("Under “%s” nobody may take on these groups: %s."),
                               duty_origin(problem, first)->title, names);
    if (window == WINDOW_NONE)
        return talloc_asprintf(problem, _("These people are in no window, and nobody may contact them: %s."),
                               names);
    if (!window_has_party_member(roster, window))
        return talloc_asprintf(problem,
                               _("Window %s has no Party member, so nobody can contact its people: %s."),
                               roster->window[window].name, names);
    return talloc_asprintf(problem, _("In window %s nobody may contact these people: %s."),
                           roster->window[window].name, names);
}

/* Rows told in one sentence: the same duty, the same window. */
static bool told_together(const struct problem *problem, int a, int b)
{
    const struct duty *one = &problem->duty[a], *other = &problem->duty[b];
    if (one->kind == DUTY_RULE)
        return other->kind == DUTY_RULE && one->owner == other->owner;
    return one->kind == other->kind && one->owner == other->owner &&
           (ends_in_window(problem, one) || duty_window(problem, one) == duty_window(problem, other));
}

static bool is_lonely(const struct solver_conflict *conflict)
{
    return conflict->exact && conflict->demands == 1 && conflict->limits == 0 && conflict->pairs == 0;
}

/* Rows with nobody at all come one a conflict: those of a window are put together. */
static void describe_lonely(struct draft *draft, const struct solver_result *result, int first, bool *told)
{
    const struct problem *problem = draft->problem;
    int *together = talloc_array(problem, int, (unsigned)result->conflicts), count = 0;
    if (!together) {
        draft->ok = 0;
        return;
    }
    for (int i = first; i < result->conflicts; i++) {
        const struct solver_conflict *conflict = &result->conflict[i];
        if (told[i] || !is_lonely(conflict) ||
            !told_together(problem, result->conflict[first].demand[0], conflict->demand[0]))
            continue;
        told[i] = true;
        together[count++] = conflict->demand[0];
        add_duty(draft, &problem->duty[conflict->demand[0]]);
        add_relations_of(draft, &problem->duty[conflict->demand[0]]);
    }
    add_sentence(draft, nobody_sentence(problem, together, count));
}

/* ---- Cuts: more is asked for than can be given ---- */

/* Units that the rows' bounds ask for, and what the limits give. */
static int64_t demanded(const struct problem *problem, const struct solver_conflict *conflict)
{
    int64_t units = 0;
    for (int i = 0; i < conflict->demands; i++)
        units += problem->sum[conflict->demand[i]].lo;
    return units;
}

static int64_t granted(const struct problem *problem, const struct solver_conflict *conflict)
{
    int64_t units = conflict->pairs;
    for (int i = 0; i < conflict->limits; i++) {
        const struct solver_sum *sum = &problem->sum[conflict->limit[i]];
        units += sum->stage == SOLVER_HARD && sum->hi < sum->n ? sum->hi : sum->n;
    }
    return units;
}

static void describe_cut(struct draft *draft, const struct solver_conflict *conflict)
{
    const struct problem *problem = draft->problem;
    for (int i = 0; i < conflict->demands; i++) {
        add_duty(draft, &problem->duty[conflict->demand[i]]);
        add_relations_of(draft, &problem->duty[conflict->demand[i]]);
    }
    for (int i = 0; i < conflict->limits; i++)
        add_duty(draft, &problem->duty[conflict->limit[i]]);
    char *who = name_ends(problem, conflict->demand, conflict->demands);
    char *limits = name_ends(problem, conflict->limit, conflict->limits);
    if (!who || !limits) {
        draft->ok = 0;
        return;
    }
    const char *title =
        conflict->demands > 0 ? duty_origin(problem, &problem->duty[conflict->demand[0]])->title : "";
    if (conflict->limits > 0)
        add_sentence(
            draft, talloc_asprintf(problem,
                                   _("“%s” asks for at least %lld pairs here, but at most %lld can be made. "
                                     "They need a pair: %s. These are at their limit: %s."),
                                   title, (long long)demanded(problem, conflict),
                                   (long long)granted(problem, conflict), who, limits));
    else
        add_sentence(draft,
                     talloc_asprintf(problem,
                                     _("“%s” asks for at least %lld pairs here, but only %lld can be made. "
                                       "They need more: %s."),
                                     title, (long long)demanded(problem, conflict),
                                     (long long)granted(problem, conflict), who));
}

static void describe_component(struct draft *draft, const struct solver_conflict *conflict)
{
    const struct problem *problem = draft->problem;
    for (int i = 0; i < conflict->demands; i++)
        add_duty(draft, &problem->duty[conflict->demand[i]]);
    for (int i = 0; i < conflict->limits; i++)
        add_duty(draft, &problem->duty[conflict->limit[i]]);
    for (int r = 0; r < problem->scheme->rules; r++)
        if (problem->scheme->rule[r].stage < 0)
            add_rule(draft, &problem->scheme->rule[r].origin);
    add_sentence(
        draft, talloc_asprintf(problem,
                               _("The duties and limits of these %d people and %d windows cannot all hold."),
                               draft->conflict->members, draft->conflict->windows));
}

static bool share_a_relation(const struct rule *one, const struct rule *other)
{
    for (int i = 0; i < one->relations; i++)
        if (rule_slot(other, one->relation[i]) >= 0)
            return true;
    return false;
}

/* Whether the rule named in the conflict is about a relation that this one is on. */
static bool concerns(const struct scheme *scheme, const struct conflict_rule *named, const struct rule *rule)
{
    for (int k = 0; k < rule->relations; k++)
        if (stands_at(named, &scheme->relation[rule->relation[k]].origin))
            return true;
    for (int r = 0; r < scheme->rules; r++)
        if (stands_at(named, &scheme->rule[r].origin) && share_a_relation(&scheme->rule[r], rule))
            return true;
    return false;
}

/* Rules that rule pairs out have their part in every clash of the relations concerned. */
static void add_forbidding(struct draft *draft)
{
    const struct scheme *scheme = draft->problem->scheme;
    int rules = draft->conflict->rules;
    for (int r = 0; r < scheme->rules; r++) {
        if (!rule_kinds[scheme->rule[r].kind]->forbids)
            continue;
        for (int i = 0; i < rules; i++)
            if (concerns(scheme, &draft->conflict->rule[i], &scheme->rule[r]))
                add_rule(draft, &scheme->rule[r].origin);
    }
}

int conflict_describe(struct plan *plan, const struct problem *problem, const struct solver_result *result)
{
    bool *told = talloc_zero_array(problem, bool, (unsigned)result->conflicts + 1);
    plan->conflict = talloc_zero_array(plan, struct conflict, (unsigned)result->conflicts + 1);
    if (!told || !plan->conflict)
        return 0;
    int ok = 1;
    for (int i = 0; i < result->conflicts && ok; i++) {
        if (told[i])
            continue;
        struct draft draft = {plan, problem, &plan->conflict[plan->conflicts++], 1};
        if (is_lonely(&result->conflict[i])) {
            describe_lonely(&draft, result, i, told);
        } else if (result->conflict[i].exact) {
            describe_cut(&draft, &result->conflict[i]);
        } else {
            describe_component(&draft, &result->conflict[i]);
        }
        add_forbidding(&draft);
        for (int s = 0; s < draft.conflict->sentences;
             s++) /* sentences were made under the problem, which ends */
            talloc_steal(plan, (void *)(uintptr_t)draft.conflict->sentence[s]);
        ok = draft.ok;
    }
    return ok;
}
