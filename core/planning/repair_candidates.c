/* Which changes can end a clash. */
#include <string.h>
#include <talloc.h>

#include "planning/moved.h"
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

/* ---- How relations hang on windows ---- */

static bool same_ints(const int *one, const int *other, int count)
{
    return count == 0 || memcmp(one, other, (size_t)count * sizeof *one) == 0;
}

static bool same_ranges(const struct range *one, const struct range *other, int count)
{
    for (int i = 0; i < count; i++)
        if (one[i].lo != other[i].lo || one[i].hi != other[i].hi || one[i].points != other[i].points)
            return false;
    return true;
}

static bool same_ends(const struct relation *one, const struct relation *other)
{
    return one->sources == other->sources && one->targets == other->targets &&
           same_ints(one->source, other->source, one->sources) &&
           same_ints(one->target, other->target, one->targets);
}

static bool same_relation(const struct relation *one, const struct relation *other)
{
    return same_ends(one, other) && one->pairs == other->pairs &&
           same_ints(one->pair_source, other->pair_source, one->pairs) &&
           same_ints(one->pair_target, other->pair_target, one->pairs) &&
           same_ranges(one->load, other->load, one->sources) &&
           same_ranges(one->cover, other->cover, one->targets);
}

static bool same_rows(const struct rule *one, const struct rule *other)
{
    for (int i = 0; i < one->rows; i++) {
        const struct limit_row *row = &one->row[i], *also = &other->row[i];
        if (row->end != also->end || row->pairs != also->pairs ||
            !same_ranges(&row->range, &also->range, 1) ||
            (row->pairs > 0 && memcmp(row->pair, also->pair, (size_t)row->pairs * sizeof *row->pair) != 0))
            return false;
    }
    for (int i = 0; i < one->sets; i++)
        if (one->set[i].count != other->set[i].count ||
            !same_ints(one->set[i].end, other->set[i].end, one->set[i].count))
            return false;
    return true;
}

/* On relations whose pairs are the same. */
static bool same_rule(const struct scheme *scheme, const struct rule *one, const struct rule *other)
{
    bool same = one->kind == other->kind && one->relations == other->relations && one->rows == other->rows &&
                one->sets == other->sets && same_rows(one, other);
    for (int i = 0; same && one->value && i < one->relations; i++)
        same = memcmp(one->value[i], other->value[i],
                      (size_t)scheme->relation[one->relation[i]].pairs * sizeof **one->value) == 0;
    return same;
}

static bool same_cover(const struct cover *one, const struct cover *other)
{
    return one->targets == other->targets && same_ints(one->target, other->target, one->targets) &&
           same_ranges(one->times, other->times, one->targets);
}

static void compare_schemes(const struct scheme *one, const struct scheme *other, struct dependence *found)
{
    for (int r = 0; r < one->relations; r++) {
        found->ends[r] = found->ends[r] || !same_ends(&one->relation[r], &other->relation[r]);
        found->relation[r] = found->relation[r] || !same_relation(&one->relation[r], &other->relation[r]);
    }
    for (int c = 0; c < one->covers; c++)
        for (int k = 0; !same_cover(&one->cover[c], &other->cover[c]) && k < one->cover[c].relations; k++)
            found->relation[one->cover[c].relation[k]] = found->ends[one->cover[c].relation[k]] = true;
    for (int r = 0; r < one->rules; r++) {
        const struct rule *rule = &one->rule[r];
        bool judged =
            true; /* where pairs differ the relation depends already, and values cannot be compared */
        for (int i = 0; i < rule->relations; i++)
            judged = judged && !found->relation[rule->relation[i]];
        if (judged && same_rule(one, rule, &other->rule[r]))
            continue;
        for (int i = 0; i < rule->relations; i++)
            found->relation[rule->relation[i]] = true;
    }
}

static void depends_all(const struct scheme *scheme, struct dependence *found)
{
    for (int r = 0; r < scheme->relations; r++)
        found->relation[r] = found->ends[r] = true;
}

/* Runs the scheme with everybody dealt out to the windows anew, those without one, too. */
static bool deal_and_compare(const struct roster *roster, const struct scheme *scheme,
                             const struct rerun *rerun, int step, struct dependence *found)
{
    void *scratch = talloc_new(found);
    struct change *turn = talloc_zero_array(scratch, struct change, (unsigned)roster->members + 1);
    int *order = talloc_array(scratch, int, (unsigned)roster->windows + 1), used = 0;
    bool ran = false;
    for (int w = 0; order && w < roster->windows; w++)
        if (roster->window[w].members > 0)
            order[used++] = w;
    for (int m = 0; turn && used > 0 && m < roster->members; m++)
        turn[m] = (struct change){
            .kind = CHANGE_MOVE, .index = -1, .member = m, .window = order[(m / step + m % step) % used]};
    struct error *ignored = error_new(scratch);
    struct roster *dealt =
        turn && order && ignored ? roster_moved(scratch, roster, turn, used > 0 ? roster->members : 0) : NULL;
    struct scheme *under = NULL;
    if (dealt && rerun->run(rerun->context, scratch, dealt, &under, ignored) == STATUS_OK &&
        under->relations == scheme->relations && under->covers == scheme->covers &&
        under->rules == scheme->rules) {
        compare_schemes(scheme, under, found);
        ran = true;
    }
    talloc_free(scratch);
    return ran;
}

struct dependence *dependence_find(const void *owner, const struct roster *roster,
                                   const struct scheme *scheme, const struct rerun *rerun)
{
    enum { FEW = 400 }; /* moves that are tried rather than judged */
    struct dependence *found = talloc_zero(owner, struct dependence);
    if (!found)
        return NULL;
    found->relation = talloc_zero_array(found, bool, (unsigned)scheme->relations + 1);
    found->ends = talloc_zero_array(found, bool, (unsigned)scheme->relations + 1);
    if (!found->relation || !found->ends)
        return NULL;
    if (!rerun || !rerun->run)
        return found; /* nobody can be moved */
    if ((int64_t)roster->members * roster->windows <= FEW ||
        !deal_and_compare(roster, scheme, rerun, 2, found) ||
        !deal_and_compare(roster, scheme, rerun, 7, found))
        depends_all(scheme, found);
    return found;
}

/* ---- Candidates ---- */

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
        return ok;
    }
    return ok;
}

/* Who and where a clash is about. */
struct about {
    bool *member;   /* [members] an end of its rows */
    bool *window;   /* [windows] theirs, or one itself */
    bool *target;   /* [windows] a window that is an end */
    bool *relation; /* [relations] concerned */
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
    about->relation[problem->relation[pair]] = true;
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

/* The relations that the row is about even where it has no pairs, and its end. */
static void about_element(const struct trial *trial, struct about *about, const struct element *element)
{
    const struct scheme *scheme = trial->scheme;
    const struct duty *duty = &element->duty;
    if (duty->kind == DUTY_LOAD || duty->kind == DUTY_COVER) {
        about->relation[duty->owner] = true;
        bool is_member =
            duty->kind == DUTY_LOAD || scheme->relation[duty->owner].target_kind == TARGET_MEMBER;
        if (is_member)
            about_member(trial->roster, about, duty->end);
        else if (scheme->relation[duty->owner].target_kind == TARGET_WINDOW)
            about->window[duty->end] = about->target[duty->end] = true;
    } else if (duty->kind != DUTY_RULE) {
        for (int k = 0; k < scheme->cover[duty->owner].relations; k++)
            about->relation[scheme->cover[duty->owner].relation[k]] = true;
        about_member(trial->roster, about, duty->end);
    } else {
        const struct rule *rule = &scheme->rule[duty->owner];
        for (int k = 0; k < rule->relations; k++)
            about->relation[rule->relation[k]] = true;
        if (rule->to >= 0)
            about->relation[rule->to] = true;
        if (rule->kind == RULE_LIMIT && rule->row[duty->row].per == LIMIT_END && rule->relations > 0) {
            const struct relation *first = &scheme->relation[rule->relation[0]];
            int end = rule->row[duty->row].end;
            if (rule->end == END_SOURCE || first->target_kind == TARGET_MEMBER)
                about_member(trial->roster, about, end);
            else if (first->target_kind == TARGET_WINDOW)
                about->window[end] = about->target[end] = true;
        }
    }
    for (int u = 0; u < element->units; u++)
        about_unit(trial, about, element->unit[u]);
}

/* Whether the member may become an end of pairs of the relations concerned by moving. */
static bool could_join(const struct trial *trial, const struct about *about,
                       const struct dependence *dependence, int member)
{
    const struct scheme *scheme = trial->scheme;
    for (int r = 0; r < scheme->relations; r++) {
        const struct relation *relation = &scheme->relation[r];
        if (!about->relation[r] || !dependence->relation[r])
            continue;
        if (dependence->ends[r] || index_in(relation->source, relation->sources, member) >= 0 ||
            (relation->target_kind == TARGET_MEMBER &&
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
        depends = depends || (about->relation[r] && dependence->relation[r]);
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
            if ((about->window[w] && joins) || (leaves && roster->window[w].members > 0))
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
        .relation = talloc_zero_array(scratch, bool, (unsigned)trial->scheme->relations + 1),
    };
    bool ok = about.member && about.window && about.target && about.relation;
    for (int e = 0; ok && e < clash->elements; e++)
        ok = add_settings(owner, trial->scheme, &clash->element[e], list);
    for (int e = 0; ok && e < clash->elements; e++)
        about_element(trial, &about, &clash->element[e]);
    ok = ok && add_moves(owner, trial, &about, dependence, left, list);
    talloc_free(scratch);
    return ok;
}
