#include "planning/repair.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "planning/moved.h"
#include "planning/relaxed.h"
#include "planning/repair_parts.h"
#include "solver/clock.h"

struct repair_options repair_defaults(void)
{
    return (struct repair_options){.seconds = 30,
                                   .few_moves = 400,
                                   .trials_more = 500,
                                   .most_changes = 3,
                                   .most_by_examples = CHANGES_MOST};
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

static void measure_found(struct hunt *hunt)
{
    for (int i = 0; i < hunt->found.count && !hunt->failed; i++) {
        struct change_set *set = &hunt->found.set[i];
        bool graded = false;
        for (int k = 0; k < set->count; k++)
            graded = graded || change_is_graded(set->change[k].kind);
        if (graded)
            measure_set(hunt, set);
    }
}

static bool goes_on(const struct hunt *hunt)
{
    return hunt->found.count == 0 && !hunt->late && !hunt->failed;
}

/* Looks at some first, so that there is something to say when the clock ends the rest. What examples do not
 * show proves nothing. */
static void hunt_examples(struct hunt *hunt, int size)
{
    bool unsure = hunt->unsure;
    hunt_size(hunt, size, true);
    hunt->unsure = unsure;
}

/* All of each size up to `most`, until there are some; *proven: smaller sizes than this have none. */
static void hunt_all(struct hunt *hunt, int most, int *proven)
{
    *proven = 1;
    for (int size = 1; size <= most && goes_on(hunt); size++) {
        hunt_examples(hunt, size);
        if (!hunt->late && !hunt->failed)
            hunt_size(hunt, size, false);
        if (goes_on(hunt))
            *proven = size + 1;
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
    double end = clock_seconds() + options->seconds;
    struct hunt hunt = {.owner = scratch,
                        .roster = roster,
                        .scheme = scheme,
                        .rerun = rerun,
                        .deadline = end - options->seconds / 3, /* the rest is for examples of larger ones */
                        .end = end,
                        .trials = INT_MAX,
                        .trials_more = options->trials_more};
    hunt.dependence = scratch ? dependence_find(scratch, roster, scheme, rerun, options->few_moves) : NULL;
    hunt.failed = !hunt.dependence;
    int most = options->most_changes < CHANGES_MOST ? options->most_changes : CHANGES_MOST, proven;
    hunt_all(&hunt, most, &proven);
    bool whole = !hunt.late && !hunt.unsure;
    made->size = hunt.found.count > 0 ? hunt.size : proven - 1;
    if (hunt.found.count == 0 && !hunt.failed) {
        hunt.late = false;
        hunt.deadline = end;
        for (int size = proven; size <= options->most_by_examples && goes_on(&hunt); size++)
            hunt_examples(&hunt, size);
        if (hunt.found.count > 0) {
            whole = false;
            made->size = hunt.size;
        }
    }
    measure_found(&hunt);
    made->whole = whole;
    made->smallest = made->size <= hunt.least || (!hunt.unsure && made->size <= proven);
    if (hunt.failed || !repairs_tell(made, roster, scheme, options->load, &hunt.found)) {
        talloc_free(made);
        return error_add_memory(error);
    }
    talloc_free(scratch);
    *repairs = made;
    return STATUS_OK;
}
