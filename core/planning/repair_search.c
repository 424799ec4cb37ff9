/* The search for repairs: a tree of hitting sets. Each clash must be ended by one of its candidates, so
 * looking at them all, and at what they leave, finds every repair of a size. */
#include <limits.h>
#include <string.h>
#include <talloc.h>

#include "planning/repair_parts.h"
#include "solver/clock.h"

enum {
    CLASHES_ASKED = 3,   /* of a trial that fails, at the least */
    CLASHES_FIRST = 100, /* before anything is changed */
    EXAMPLES = 2,        /* of candidates that are alike, where not all are looked at */
};

int compare_changes(const struct change *one, const struct change *other)
{
    const int left[] = {(int)one->kind, one->index, one->member, one->window};
    const int right[] = {(int)other->kind, other->index, other->member, other->window};
    for (int i = 0; i < 4; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

/* ---- Trials ---- */

/* False where the changes cannot be made, or memory ran out. */
static bool trial_open(struct hunt *hunt, const void *owner, const struct change_set *set,
                       struct trial *trial)
{
    struct error *error = error_new(owner);
    trial->before = hunt->roster;
    enum status status = repair_apply(owner, set->change, set->count, hunt->roster, hunt->scheme, hunt->rerun,
                                      &trial->roster, &trial->scheme, error);
    if (status == STATUS_OK)
        status = ground_make(owner, trial->roster, trial->scheme, &trial->ground, error);
    hunt->failed = hunt->failed || status == STATUS_MACHINE;
    hunt->tried++;
    if (hunt->rerun && hunt->rerun->progress)
        hunt->rerun->progress(hunt->rerun->context, hunt->tried);
    return status == STATUS_OK;
}

static double time_left(const struct hunt *hunt)
{
    double left = hunt->deadline - clock_seconds();
    return left > TRIAL_SECONDS ? TRIAL_SECONDS : left;
}

static bool holds_set(const struct change_list *list, const struct change_set *set)
{
    for (int i = 0; i < list->count; i++) {
        const struct change_set *other = &list->set[i];
        bool same = other->count == set->count;
        for (int k = 0; same && k < set->count; k++)
            same = compare_changes(&other->change[k], &set->change[k]) == 0;
        if (same)
            return true;
    }
    return false;
}

static bool seen_before(struct hunt *hunt, const struct change_set *set)
{
    if (holds_set(&hunt->seen, set))
        return true;
    if (!change_list_add(hunt->owner, &hunt->seen, set))
        hunt->failed = true;
    return false;
}

/* The set with one more change; false where it has one like it. */
static bool extend(const struct change_set *set, const struct change *change, struct change_set *extended)
{
    int at = 0;
    for (int i = 0; i < set->count; i++) {
        const struct change *other = &set->change[i];
        bool same_member =
            change->kind == CHANGE_MOVE && other->kind == CHANGE_MOVE && other->member == change->member;
        if (same_member || compare_changes(other, change) == 0)
            return false;
        at += compare_changes(other, change) < 0;
    }
    *extended = *set;
    memmove(extended->change + at + 1, extended->change + at,
            (size_t)(set->count - at) * sizeof *extended->change);
    extended->change[at] = *change;
    extended->count++;
    return true;
}

static bool holds_change(const struct change_list *list, const struct change *change)
{
    for (int i = 0; i < list->count; i++)
        if (compare_changes(&list->set[i].change[0], change) == 0)
            return true;
    return false;
}

/* Keeps what the other list has as well. */
static void intersect(struct change_list *list, const struct change_list *other)
{
    int kept = 0;
    for (int i = 0; i < list->count; i++)
        if (holds_change(other, &list->set[i].change[0]))
            list->set[kept++] = list->set[i];
    list->count = kept;
}

static bool share_change(const struct change_list *one, const struct change_list *other)
{
    for (int i = 0; i < one->count; i++)
        if (holds_change(other, &one->set[i].change[0]))
            return true;
    return false;
}

/* Those of the lists that share nothing with each other, as far as taking one after the other tells: each
 * needs a change of its own. Moves them to the front; how many. */
static int sort_apart(struct change_list *list, int lists)
{
    int apart = 0;
    for (int i = 0; i < lists; i++) {
        bool shares = false;
        for (int k = 0; k < apart && !shares; k++)
            shares = share_change(&list[k], &list[i]);
        if (shares)
            continue;
        struct change_list moved = list[i];
        list[i] = list[apart];
        list[apart++] = moved;
    }
    return apart;
}

/* Changes of which the next must be one: it must end some clash, and the last one all of them. */
static struct change_list next_changes(struct hunt *hunt, const void *owner, const struct trial *trial,
                                       const struct clash *clash, int clashes, int left)
{
    struct change_list *list = talloc_zero_array(owner, struct change_list, (unsigned)clashes), none = {0};
    int best = 0;
    hunt->failed = hunt->failed || !list;
    for (int c = 0; c < clashes && !hunt->failed; c++)
        if (!candidates_add(owner, trial, &clash[c], hunt->dependence, left, &list[c]))
            hunt->failed = true;
    if (hunt->failed)
        return none;
    int apart = sort_apart(list, clashes);
    if (left == hunt->size) {
        hunt->apart = list;
        hunt->aparts = hunt->least = apart;
    }
    if (apart > left)
        return none;
    for (int c = 1; c < apart; c++)
        best = list[c].count < list[best].count ? c : best;
    for (int c = 0; c < clashes && left == 1; c++)
        intersect(&list[best], &list[c]);
    return list[best];
}

/* How many of the clashes that the search began with none of the changes can end. */
static int count_untouched(const struct hunt *hunt, const struct change_set *set)
{
    int untouched = 0;
    for (int c = 0; c < hunt->aparts; c++) {
        bool touched = false;
        for (int i = 0; i < set->count && !touched; i++)
            touched = holds_change(&hunt->apart[c], &set->change[i]);
        untouched += !touched;
    }
    return untouched;
}

/* ---- Examples ---- */

/* How many Party members the window has beyond its other members. */
static int surplus(const struct roster *roster, int window)
{
    int count = 0;
    for (int m = 0; m < roster->members; m++)
        if (roster->member[m].window == window && !roster->member[m].exempt)
            count += member_in_party(&roster->member[m], "中共") ? 1 : -1;
    return count;
}

/* The greater, the likelier the move helps: who comes should be missed least where he was, and who goes
 * should find many who can contact him. */
int change_promise(const struct roster *roster, const struct change *change)
{
    if (change->kind != CHANGE_MOVE)
        return 0;
    if (change->out)
        return surplus(roster, change->window);
    return member_in_party(&roster->member[change->member], "中共") ? surplus(roster, change->left)
                                                                    : -surplus(roster, change->left);
}

/* Of candidates that are alike the most promising few; in their order. */
static bool take_examples(const void *owner, const struct roster *roster, struct change_list *list)
{
    int *rank = talloc_array(owner, int, (unsigned)list->count + 1), kept = 0;
    bool *taken = talloc_array(owner, bool, (unsigned)list->count + 1);
    if (!rank || !taken)
        return false;
    for (int i = 0; i < list->count; i++)
        rank[i] = change_promise(roster, &list->set[i].change[0]);
    for (int i = 0; i < list->count; i++) {
        int better = 0;
        for (int k = 0; k < list->count && better < EXAMPLES; k++)
            better += (rank[k] > rank[i] || (k < i && rank[k] == rank[i])) &&
                      changes_alike(roster, &list->set[i].change[0], &list->set[k].change[0]);
        taken[i] = better < EXAMPLES;
    }
    for (int i = 0; i < list->count; i++)
        if (taken[i])
            list->set[kept++] = list->set[i];
    list->count = kept;
    return true;
}

/* ---- The tree ---- */

static void grow(struct hunt *hunt, const struct change_set *set);

/* What clashes under the changes. Without any it is the same for every size, and looked for once. */
static bool find_clashes(struct hunt *hunt, const void *owner, const struct change_set *set,
                         const struct trial *trial, struct clash **clash, int *clashes, bool *whole)
{
    struct error *error = error_new(owner);
    int left = hunt->size - set->count;
    if (set->count > 0)
        return clashes_find(owner, trial->ground, time_left(hunt),
                            left < CLASHES_ASKED ? CLASHES_ASKED : left + 1, clash, clashes, whole,
                            error) == STATUS_OK;
    if (!hunt->first && clashes_find(hunt->owner, trial->ground, time_left(hunt), CLASHES_FIRST, &hunt->first,
                                     &hunt->firsts, &hunt->first_whole, error) != STATUS_OK)
        return false;
    *clash = hunt->first;
    *clashes = hunt->firsts;
    *whole = hunt->first_whole;
    return true;
}

static void grow_further(struct hunt *hunt, const void *owner, const struct change_set *set,
                         const struct trial *trial)
{
    struct clash *clash = NULL;
    int clashes = 0, left = hunt->size - set->count;
    bool whole = false;
    if (!find_clashes(hunt, owner, set, trial, &clash, &clashes, &whole))
        hunt->failed = true;
    if (clashes == 0) { /* it holds, which a smaller size would have found, or nobody can say */
        hunt->unsure = hunt->unsure || !whole;
        return;
    }
    struct change_list next = next_changes(hunt, owner, trial, clash, clashes, left);
    if (hunt->examples && !hunt->failed && !take_examples(owner, trial->roster, &next))
        hunt->failed = true;
    for (int i = 0; i < next.count && !hunt->failed; i++) {
        struct change_set extended;
        if (extend(set, &next.set[i].change[0], &extended))
            grow(hunt, &extended);
    }
}

static void add_found(struct hunt *hunt, const struct change_set *set)
{
    if (!change_list_add(hunt->owner, &hunt->found, set))
        hunt->failed = true;
    if (hunt->found.count > 1)
        return;
    hunt->deadline = hunt->end;
    hunt->trials = hunt->trials_more < INT_MAX - hunt->tried ? hunt->tried + hunt->trials_more : INT_MAX;
}

/* Looks at a set of changes, and at all that have more, up to the size. */
static void grow(struct hunt *hunt, const struct change_set *set)
{
    if (clock_seconds() > hunt->deadline || hunt->tried >= hunt->trials)
        hunt->late = true;
    if (hunt->late || hunt->failed || count_untouched(hunt, set) > hunt->size - set->count ||
        holds_set(&hunt->found, set) || seen_before(hunt, set))
        return;
    void *owner = talloc_new(hunt->owner);
    struct trial trial;
    if (trial_open(hunt, owner, set, &trial)) {
        if (set->count < hunt->size) {
            grow_further(hunt, owner, set, &trial);
        } else {
            enum verdict verdict = ground_holds(trial.ground, trial.ground->active, time_left(hunt));
            if (verdict == VERDICT_HOLDS)
                add_found(hunt, set);
            hunt->unsure = hunt->unsure || verdict == VERDICT_UNKNOWN;
        }
    }
    talloc_free(owner);
}

void hunt_size(struct hunt *hunt, int size, bool examples)
{
    hunt->size = size;
    hunt->examples = examples;
    hunt->seen.count = hunt->aparts = 0;
    grow(hunt, &(struct change_set){0});
}
