#include "planning/repair.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "planning/moved.h"
#include "planning/relaxed.h"
#include "planning/repair_parts.h"
#include "solver/clock.h"

enum { CLASHES_ASKED = 3 };            /* of a trial that fails */
static const double TRIAL_SECONDS = 2; /* for one trial with coupling rows */

/* One search for repairs of one size. */
struct hunt {
    const void *owner;
    const struct roster *roster;
    const struct scheme *scheme;
    const struct rerun *rerun;
    const struct dependence *dependence;
    double deadline;
    int size, tried;
    bool late;   /* the clock ended the search */
    bool unsure; /* of some trial nobody can say whether it has a plan */
    bool failed; /* memory ran out */
    struct change_list seen, found;
};

struct repair_options repair_defaults(void)
{
    return (struct repair_options){.seconds = 30, .most_changes = 3};
}

int compare_changes(const struct change *one, const struct change *other)
{
    const int left[] = {(int)one->kind, one->index, one->member, one->window};
    const int right[] = {(int)other->kind, other->index, other->member, other->window};
    for (int i = 0; i < 4; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

static bool has_moves(const struct change *change, int changes)
{
    for (int i = 0; i < changes; i++)
        if (change[i].kind == CHANGE_MOVE)
            return true;
    return false;
}

/* Whether the changes mean the same in the scheme as it was run anew: a script may state fewer rules, or
 * others, for another roster. */
static bool changes_fit(const struct scheme *scheme, const struct scheme *anew, const struct change *change,
                        int changes)
{
    bool fit = scheme->relations == anew->relations && scheme->covers == anew->covers;
    for (int i = 0; fit && i < changes; i++)
        if (change[i].kind == CHANGE_LIMIT_MIN || change[i].kind == CHANGE_LIMIT_MAX ||
            change[i].kind == CHANGE_PRINCIPLE || change[i].kind == CHANGE_LIFT)
            fit = change[i].index < anew->rules && strcmp(scheme->rule[change[i].index].origin.name,
                                                          anew->rule[change[i].index].origin.name) == 0;
    return fit;
}

/* The scheme on the changed roster, before its settings are changed. STATUS_NO: it cannot be run there. */
static enum status run_anew(const void *owner, const struct change *change, int changes,
                            const struct roster *roster, const struct scheme *scheme,
                            const struct rerun *rerun, struct roster **changed, struct scheme **anew,
                            struct error *error)
{
    *changed = roster_moved(owner, roster, change, changes);
    *anew = NULL;
    if (!*changed)
        return error_add_memory(error);
    if (!has_moves(change, changes)) {
        *anew = talloc_memdup(owner, scheme, sizeof *scheme);
        return *anew ? STATUS_OK : error_add_memory(error);
    }
    if (!rerun || !rerun->run)
        return STATUS_NO;
    struct error *faults = error_new(owner);
    if (!faults)
        return error_add_memory(error);
    enum status status = rerun->run(rerun->context, owner, *changed, anew, faults);
    if (status == STATUS_MACHINE)
        return error_add_memory(error);
    return status == STATUS_OK && changes_fit(scheme, *anew, change, changes) ? STATUS_OK : STATUS_NO;
}

enum status repair_apply(const void *owner, const struct change *change, int changes,
                         const struct roster *roster, const struct scheme *scheme, const struct rerun *rerun,
                         struct roster **changed, struct scheme **relaxed, struct error *error)
{
    struct scheme *anew;
    enum status status = run_anew(owner, change, changes, roster, scheme, rerun, changed, &anew, error);
    if (status != STATUS_OK)
        return status;
    *relaxed = scheme_relaxed(owner, anew, change, changes);
    return *relaxed ? STATUS_OK : error_add_memory(error);
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

static bool seen_before(struct hunt *hunt, const struct change_set *set)
{
    for (int i = 0; i < hunt->seen.count; i++) {
        const struct change_set *other = &hunt->seen.set[i];
        bool same = other->count == set->count;
        for (int k = 0; same && k < set->count; k++)
            same = compare_changes(&other->change[k], &set->change[k]) == 0;
        if (same)
            return true;
    }
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

/* Changes of which the next must be one: it must end some clash, and the last one all of them. */
static struct change_list next_changes(struct hunt *hunt, const void *owner, const struct trial *trial,
                                       const struct clash *clash, int clashes, int left)
{
    struct change_list best = {0};
    for (int c = 0; c < clashes && !hunt->failed; c++) {
        struct change_list list = {0};
        if (!candidates_add(owner, trial, &clash[c], hunt->dependence, left, &list))
            hunt->failed = true;
        if (c == 0) {
            best = list;
        } else if (left > 1) {
            best = list.count < best.count ? list : best;
        } else {
            int kept = 0;
            for (int i = 0; i < best.count; i++)
                if (holds_change(&list, &best.set[i].change[0]))
                    best.set[kept++] = best.set[i];
            best.count = kept;
        }
    }
    return best;
}

static void grow(struct hunt *hunt, const struct change_set *set);

static void grow_further(struct hunt *hunt, const void *owner, const struct change_set *set,
                         const struct trial *trial)
{
    struct clash *clash;
    int clashes, left = hunt->size - set->count;
    bool whole;
    struct error *error = error_new(owner);
    if (clashes_find(owner, trial->ground, time_left(hunt), CLASHES_ASKED, &clash, &clashes, &whole, error) !=
        STATUS_OK)
        hunt->failed = true;
    if (clashes == 0) { /* it holds, which a smaller size would have found, or nobody can say */
        hunt->unsure = hunt->unsure || !whole;
        return;
    }
    struct change_list next = next_changes(hunt, owner, trial, clash, clashes, left);
    for (int i = 0; i < next.count && !hunt->failed; i++) {
        struct change_set extended;
        if (extend(set, &next.set[i].change[0], &extended))
            grow(hunt, &extended);
    }
}

/* Looks at a set of changes, and at all that have more, up to the size. */
static void grow(struct hunt *hunt, const struct change_set *set)
{
    if (clock_seconds() > hunt->deadline)
        hunt->late = true;
    if (hunt->late || hunt->failed || seen_before(hunt, set))
        return;
    void *owner = talloc_new(hunt->owner);
    struct trial trial;
    if (trial_open(hunt, owner, set, &trial)) {
        if (set->count < hunt->size) {
            grow_further(hunt, owner, set, &trial);
        } else {
            enum verdict verdict = ground_holds(trial.ground, trial.ground->active, time_left(hunt));
            if (verdict == VERDICT_HOLDS && !change_list_add(hunt->owner, &hunt->found, set))
                hunt->failed = true;
            hunt->unsure = hunt->unsure || verdict == VERDICT_UNKNOWN;
        }
    }
    talloc_free(owner);
}

/* ---- How much of a setting must be changed ---- */

static bool holds_with(struct hunt *hunt, const struct roster *roster, const struct scheme *anew,
                       const struct change_set *set)
{
    void *owner = talloc_new(hunt->owner);
    struct error *error = error_new(owner);
    struct scheme *relaxed = scheme_relaxed(owner, anew, set->change, set->count);
    struct ground *ground;
    bool holds = false;
    if (!relaxed || ground_make(owner, roster, relaxed, &ground, error) != STATUS_OK)
        hunt->failed = true;
    else
        holds = ground_holds(ground, ground->active, TRIAL_SECONDS) == VERDICT_HOLDS;
    hunt->tried++;
    talloc_free(owner);
    return holds;
}

/* The least that still gives a plan, each setting in its turn. */
static void measure_set(struct hunt *hunt, struct change_set *set)
{
    void *owner = talloc_new(hunt->owner);
    struct error *error = error_new(owner);
    struct roster *roster;
    struct scheme *anew;
    if (run_anew(owner, set->change, set->count, hunt->roster, hunt->scheme, hunt->rerun, &roster, &anew,
                 error) != STATUS_OK) {
        hunt->failed = true;
        return;
    }
    for (int i = 0; i < set->count; i++) {
        struct change *change = &set->change[i];
        if (!change_is_graded(change->kind))
            continue;
        int32_t low = 0, high = 1; /* low is too little */
        for (change->by = high; high < UNLIMITED / 2 && !holds_with(hunt, roster, anew, set);) {
            low = high;
            high *= 2;
            change->by = high;
        }
        while (high - low > 1) {
            change->by = low + (high - low) / 2;
            *(holds_with(hunt, roster, anew, set) ? &high : &low) = change->by;
        }
        change->by = high;
    }
    talloc_free(owner);
}

/* ---- All of it ---- */

static void hunt_size(struct hunt *hunt, int size)
{
    hunt->size = size;
    hunt->seen.count = 0;
    grow(hunt, &(struct change_set){0});
    for (int i = 0; i < hunt->found.count && !hunt->failed; i++) {
        struct change_set *set = &hunt->found.set[i];
        bool graded = false;
        for (int k = 0; k < set->count; k++)
            graded = graded || change_is_graded(set->change[k].kind);
        if (graded)
            measure_set(hunt, set);
    }
}

enum status repairs_find(const void *owner, const struct roster *roster, const struct scheme *scheme,
                         const struct rerun *rerun, const struct repair_options *options,
                         struct repairs **repairs, struct error *error)
{
    struct repairs *made = talloc_zero(owner, struct repairs);
    if (!made)
        return error_add_memory(error);
    void *scratch = talloc_new(made);
    struct hunt hunt = {.owner = scratch,
                        .roster = roster,
                        .scheme = scheme,
                        .rerun = rerun,
                        .deadline = clock_seconds() + options->seconds};
    hunt.dependence = scratch ? dependence_find(scratch, roster, scheme, rerun) : NULL;
    hunt.failed = !hunt.dependence;
    int most = options->most_changes < CHANGES_MOST ? options->most_changes : CHANGES_MOST;
    for (int size = 1; size <= most && hunt.found.count == 0 && !hunt.late && !hunt.failed; size++)
        hunt_size(&hunt, size);
    made->size = hunt.size;
    made->whole = !hunt.late && !hunt.unsure;
    made->smallest = !hunt.unsure;
    if (hunt.failed || !repairs_tell(made, roster, scheme, &hunt.found)) {
        talloc_free(made);
        return error_add_memory(error);
    }
    talloc_free(scratch);
    *repairs = made;
    return STATUS_OK;
}
