/* Which changes can end a clash. */
#include <talloc.h>

#include "planning/relaxed.h"
#include "planning/repair_parts.h"
#include "planning/rules/rules.h"

bool change_list_add(const void *owner, struct change_list *list, const struct change_set *set)
{
    if (list->count == list->room) {
        int room = list->room ? 2 * list->room : 64;
        struct change_set *grown = talloc_realloc(owner, list->set, struct change_set, (unsigned)room);
        if (!grown)
            return false;
        list->set = grown;
        list->room = room;
    }
    list->set[list->count++] = *set;
    return true;
}

static bool add_setting(const void *owner, struct change_list *list, enum change_kind kind, int index)
{
    struct change_set set = {.count = 1};
    set.change[0] =
        (struct change){.kind = kind, .index = index, .by = UNLIMITED, .member = -1, .window = -1};
    for (int i = 0; i < list->count; i++)
        if (compare_changes(&list->set[i].change[0], &set.change[0]) == 0)
            return true;
    return change_list_add(owner, list, &set);
}

static bool add_settings(const void *owner, const struct scheme *scheme, const struct element *element,
                         struct change_list *list)
{
    int owned = element->duty.owner, relax;
    bool ok = true;
    switch (element->duty.kind) {
    case DUTY_LOAD:
    case DUTY_COVER:
        relax = scheme->relation[owned].relax & (element->duty.kind == DUTY_LOAD ? RELAX_LOAD : RELAX_COVER);
        if (relax && element->lower)
            ok = add_setting(owner, list, relax == RELAX_LOAD ? CHANGE_LOAD_MIN : CHANGE_COVER_MIN, owned);
        if (relax && element->upper && ok)
            ok = add_setting(owner, list, relax == RELAX_LOAD ? CHANGE_LOAD_MAX : CHANGE_COVER_MAX, owned);
        return ok;
    case DUTY_EVERYONE:
    case DUTY_SHORTFALL:
        if (element->lower && scheme->cover[owned].relax & RELAX_SHORTFALL)
            ok = add_setting(owner, list, CHANGE_SHORTFALL, owned);
        return ok;
    case DUTY_RULE:
        relax = scheme->rule[owned].relax;
        if (element->lower && relax & RELAX_MIN)
            ok = add_setting(owner, list, CHANGE_LIMIT_MIN, owned);
        if (ok && element->upper && relax & RELAX_MAX)
            ok = add_setting(owner, list, CHANGE_LIMIT_MAX, owned);
        if (ok && relax & RELAX_PRINCIPLE)
            ok = add_setting(owner, list, CHANGE_PRINCIPLE, owned);
        if (ok && scheme->rule[owned].pinned)
            ok = add_setting(owner, list, CHANGE_LIFT, owned);
        return ok;
    }
    return ok;
}

/* Who and where a clash is about. */
struct about {
    bool *member; /* [members] an end of its rows */
    bool *window; /* [windows] theirs, or one itself */
    bool *target; /* [windows] a window that is an end */
    int *gains;   /* [relations] pairs of it that begin at (1 << END_SOURCE), or lead to (1 << END_TARGET),
                   * somebody   who joins would help */
    bool *counts; /* [relations] it has rows in the clash */
};

static void about_member(const struct roster *roster, struct about *about, int member)
{
    about->member[member] = true;
    if (roster->member[member].window != WINDOW_NONE)
        about->window[roster->member[member].window] = true;
}

static void about_pair(const struct trial *trial, struct about *about, int pair)
{
    const struct problem *problem = trial->ground->problem;
    const struct relation *relation = &trial->scheme->relation[problem->relation[pair]];
    int target = relation->pair_target[problem->candidate[pair]];
    about_member(trial->roster, about, relation->pair_source[problem->candidate[pair]]);
    if (relation->target_kind == TARGET_MEMBER)
        about_member(trial->roster, about, target);
    else if (relation->target_kind == TARGET_WINDOW)
        about->window[target] = about->target[target] = true;
}

static void about_unit(const struct trial *trial, struct about *about, int unit)
{
    const struct problem *problem = trial->ground->problem;
    if (unit < 2 * problem->sums) {
        const struct solver_sum *sum = &problem->sum[unit / 2];
        for (int k = 0; k < sum->n; k++)
            about_pair(trial, about, sum->pair[k]);
        return;
    }
    unit -= 2 * problem->sums;
    if (unit < problem->links) {
        about_pair(trial, about, problem->link[unit].given);
        for (int k = 0; k < problem->link[unit].n; k++)
            about_pair(trial, about, problem->link[unit].pair[k]);
        return;
    }
    about_pair(trial, about, trial->ground->forbid_pair[unit - problem->links]);
}

/* A window or member that is an end of its own row, even where that has no pairs. */
static void about_end(const struct trial *trial, struct about *about, const struct relation *relation,
                      enum pair_end side, int end)
{
    if (side == END_SOURCE || relation->target_kind == TARGET_MEMBER)
        about_member(trial->roster, about, end);
    else if (relation->target_kind == TARGET_WINDOW)
        about->window[end] = about->target[end] = true;
}

/* More pairs can only help a row that asks for them, or that sets pairs against each other. */
static void about_relation(struct about *about, int relation, int gains)
{
    about->counts[relation] = true;
    about->gains[relation] |= gains;
}

static void about_rule(const struct trial *trial, struct about *about, const struct element *element)
{
    const struct scheme *scheme = trial->scheme;
    const struct rule *rule = &scheme->rule[element->duty.owner];
    enum { EITHER = 1 << END_SOURCE | 1 << END_TARGET };
    bool helps = rule->kind == RULE_TOGETHER || rule->kind == RULE_LINK || rule->kind == RULE_MUST ||
                 (rule->kind == RULE_LIMIT && element->lower);
    int gains = helps ? EITHER : 0;
    for (int k = 0; k < rule->relations; k++)
        about_relation(about, rule->relation[k], gains);
    if (rule->to >= 0)
        about_relation(about, rule->to, EITHER);
    if (rule->kind == RULE_LIMIT && rule->row[element->duty.row].per == LIMIT_END && rule->relations > 0)
        about_end(trial, about, &scheme->relation[rule->relation[0]], rule->end,
                  rule->row[element->duty.row].end);
}

static void about_element(const struct trial *trial, struct about *about, const struct element *element)
{
    const struct scheme *scheme = trial->scheme;
    const struct duty *duty = &element->duty;
    if (duty->kind == DUTY_LOAD || duty->kind == DUTY_COVER) {
        /* Who asks for more people to contact is helped by one who can be, and the other way round. */
        int joins = 1 << (duty->kind == DUTY_LOAD ? END_TARGET : END_SOURCE);
        about_relation(about, duty->owner, element->lower ? joins : 0);
        about_end(trial, about, &scheme->relation[duty->owner],
                  duty->kind == DUTY_LOAD ? END_SOURCE : END_TARGET, duty->end);
    } else if (duty->kind != DUTY_RULE) {
        for (int k = 0; k < scheme->cover[duty->owner].relations; k++)
            about_relation(about, scheme->cover[duty->owner].relation[k],
                           element->lower ? 1 << END_SOURCE : 0);
        about_member(trial->roster, about, duty->end);
    } else {
        about_rule(trial, about, element);
    }
    for (int u = 0; u < element->units; u++)
        about_unit(trial, about, element->unit[u]);
}

/* Whether who is in which window can matter for the relation's part in the clash. */
static bool matters(const struct about *about, const struct dependence *dependence, int relation)
{
    return (about->gains[relation] && (dependence->pairs[relation] || dependence->rows[relation])) ||
           (about->counts[relation] && dependence->rows[relation]);
}

/* Whether the member may become an end of pairs of the relations concerned by moving. */
static bool could_join(const struct trial *trial, const struct about *about,
                       const struct dependence *dependence, int member)
{
    const struct scheme *scheme = trial->scheme;
    for (int r = 0; r < scheme->relations; r++) {
        const struct relation *relation = &scheme->relation[r];
        if (!matters(about, dependence, r))
            continue;
        if (dependence->rows[r] ||
            (about->gains[r] & 1 << END_SOURCE &&
             index_in(relation->source, relation->sources, member) >= 0) ||
            (about->gains[r] & 1 << END_TARGET && relation->target_kind == TARGET_MEMBER &&
             index_in(relation->target, relation->targets, member) >= 0))
            return true;
    }
    return false;
}

static bool add_move(const void *owner, const struct roster *roster, struct change_list *list, int member,
                     int window, bool out)
{
    struct change_set set = {.count = 1};
    if (roster->member[member].window == window)
        return true;
    set.change[0] = (struct change){.kind = CHANGE_MOVE,
                                    .index = -1,
                                    .from = -1,
                                    .to = -1,
                                    .member = member,
                                    .window = window,
                                    .left = roster->member[member].window,
                                    .out = out};
    return change_list_add(owner, list, &set);
}

static bool add_moves(const void *owner, const struct trial *trial, const struct about *about,
                      const struct dependence *dependence, int left, struct change_list *list)
{
    const struct roster *roster = trial->roster;
    bool depends = false, ok = true;
    for (int r = 0; r < trial->scheme->relations; r++)
        depends = depends || matters(about, dependence, r);
    for (int m = 0; m < roster->members && ok; m++) {
        const struct member *member = &roster->member[m];
        if (member->exempt)
            continue;
        /* A window whose members all leave is none any more. */
        bool empties = member->window != WINDOW_NONE && about->target[member->window] &&
                       roster->window[member->window].members <= left;
        bool joins = depends && could_join(trial, about, dependence, m);
        bool leaves = empties || (depends && about->member[m]);
        for (int w = 0; w < roster->windows && ok && (joins || leaves); w++)
            if ((about->window[w] && joins) || (leaves && trial->before->window[w].members > 0))
                ok = add_move(owner, roster, list, m, w, !about->window[w]);
    }
    return ok;
}

bool candidates_add(const void *owner, const struct trial *trial, const struct clash *clash,
                    const struct dependence *dependence, int left, struct change_list *list)
{
    void *scratch = talloc_new(owner);
    struct about about = {
        .member = talloc_zero_array(scratch, bool, (unsigned)trial->roster->members + 1),
        .window = talloc_zero_array(scratch, bool, (unsigned)trial->roster->windows + 1),
        .target = talloc_zero_array(scratch, bool, (unsigned)trial->roster->windows + 1),
        .gains = talloc_zero_array(scratch, int, (unsigned)trial->scheme->relations + 1),
        .counts = talloc_zero_array(scratch, bool, (unsigned)trial->scheme->relations + 1),
    };
    bool ok = about.member && about.window && about.target && about.gains && about.counts;
    for (int e = 0; ok && e < clash->elements; e++)
        ok = add_settings(owner, trial->scheme, &clash->element[e], list);
    for (int e = 0; ok && e < clash->elements; e++)
        about_element(trial, &about, &clash->element[e]);
    ok = ok && add_moves(owner, trial, &about, dependence, left, list);
    talloc_free(scratch);
    return ok;
}
