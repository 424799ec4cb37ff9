#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "planning/clash_parts.h"
#include "solver/clock.h"

static enum verdict ask(struct search *search)
{
    double left = search->deadline - clock_seconds();
    if (left <= 0 || search->failed)
        return VERDICT_UNKNOWN;
    return ground_holds(search->ground, search->on, left > 1 ? left / 4 : left);
}

static void switch_group(struct search *search, int group, bool on)
{
    for (int a = search->first[group]; a < search->first[group + 1]; a++)
        search->on[search->atom[a].unit] = on;
}

static void switch_groups(struct search *search, const int *group, int count, bool on)
{
    for (int i = 0; i < count; i++)
        switch_group(search, group[i], on);
}

/* QuickXplain: what of group[0..n) is needed for a clash with what is on; it clashes with all of them. Moves
 * those to the front; how many. An answer that the clock prevents counts as "holds": then too much is kept.
 */
static int explain(struct search *search, bool changed, int *group, int n)
{
    if (changed && ask(search) == VERDICT_CLASHES)
        return 0;
    if (n <= 1)
        return n;
    int half = n / 2;
    switch_groups(search, group, half, true);
    int later = explain(search, true, group + half, n - half);
    switch_groups(search, group, half, false);
    switch_groups(search, group + half, later, true);
    int sooner = explain(search, later > 0, group, half);
    switch_groups(search, group + half, later, false);
    memmove(group + sooner, group + half, (size_t)later * sizeof *group);
    return sooner + later;
}

/* Leaves each out once: what is not needed goes, which happens only where the clock prevented an answer. */
static int prove(struct search *search, int *group, int n, bool *minimal)
{
    *minimal = true;
    switch_groups(search, group, n, true);
    for (int i = 0; i < n; i++) {
        switch_group(search, group[i], false);
        enum verdict verdict = ask(search);
        if (verdict == VERDICT_CLASHES) {
            memmove(group + i, group + i + 1, (size_t)(n - i - 1) * sizeof *group);
            n--;
            i--;
            continue;
        }
        *minimal = *minimal && verdict == VERDICT_HOLDS;
        switch_group(search, group[i], true);
    }
    return n;
}

/* ---- A clash from groups ---- */

static bool add_units(const struct search *search, struct clash *clash, int group)
{
    struct element *element = &clash->element[clash->elements - 1];
    for (int a = search->first[group]; a < search->first[group + 1]; a++) {
        int *grown = talloc_realloc(clash->element, element->unit, int, (unsigned)element->units + 1);
        if (!grown)
            return false;
        element->unit = grown;
        element->unit[element->units++] = search->atom[a].unit;
        search->ground->active[search->atom[a].unit] = false;
    }
    return true;
}

static int compare_ints(const void *a, const void *b)
{
    int one = *(const int *)a, other = *(const int *)b;
    return (one > other) - (one < other);
}

/* Where the elements alone are a violated cut, its rows. */
static bool note_cut(const void *owner, struct search *search, struct clash *clash)
{
    struct solver_result result;
    struct reduced *reduced = ground_reduce(search, search->ground, search->on);
    if (!reduced)
        return false;
    if (ground_solve(reduced, search->deadline - clock_seconds(), &result) == VERDICT_CLASHES &&
        result.conflicts == 1 && result.conflict[0].exact) {
        const struct solver_conflict *cut = &result.conflict[0];
        clash->demand = talloc_array(owner, int, (unsigned)cut->demands + 1);
        clash->limit = talloc_array(owner, int, (unsigned)cut->limits + 1);
        if (!clash->demand || !clash->limit)
            return false;
        bool whole = true;
        for (int i = 0; i < cut->demands; i++) {
            clash->demand[i] = reduced->sum_of[cut->demand[i]];
            whole = whole && clash->demand[i] >= 0;
        }
        for (int i = 0; i < cut->limits; i++) {
            clash->limit[i] = reduced->sum_of[cut->limit[i]];
            whole = whole && clash->limit[i] >= 0;
        }
        clash->demands = whole ? cut->demands : 0;
        clash->limits = cut->limits;
        clash->pairs = cut->pairs;
    }
    solver_result_clear(&result);
    talloc_free(reduced);
    return true;
}

static bool take_clash(const void *owner, struct search *search, int *group, int n, struct clash *clash)
{
    qsort(group, (size_t)n, sizeof *group, compare_ints);
    clash->element = talloc_zero_array(owner, struct element, (unsigned)n + 1);
    bool ok = clash->element && note_cut(owner, search, clash);
    for (int i = 0; ok && i < n; i++) {
        const struct atom *atom = &search->atom[search->first[group[i]]];
        struct atom before = i > 0 ? search->atom[search->first[group[i - 1]]] : *atom;
        before.bound = atom->bound;
        if (i == 0 || !atoms_of_one_group(&before, atom))
            clash->element[clash->elements++] = (struct element){.duty = atom->duty, .side = atom->side};
        struct element *element = &clash->element[clash->elements - 1];
        element->lower = element->lower || atom->bound == 0;
        element->upper = element->upper || atom->bound == 1;
        ok = add_units(search, clash, group[i]);
    }
    return ok;
}

/* Whether all atoms are still on, and they clash. */
static bool clashes_whole(struct search *search)
{
    int *all = talloc_array(search, int, (unsigned)search->groups + 1);
    for (int g = 0; all && g < search->groups; g++)
        all[g] = g;
    if (!all)
        search->failed = true;
    if (search->failed)
        return false;
    switch_groups(search, all, search->groups, true);
    bool clashes = ask(search) == VERDICT_CLASHES;
    switch_groups(search, all, search->groups, false);
    talloc_free(all);
    return clashes;
}

/* One clash within a conflict that the solver told; false where there is none any more, or memory ran out. */
static bool find_one(const void *owner, struct search *search, const struct reduced *reduced,
                     const struct solver_conflict *conflict, struct clash *clash)
{
    search->atoms = 0;
    if (conflict->exact)
        atoms_of_cut(search, reduced, conflict);
    else
        atoms_of_component(search, reduced, conflict);
    atoms_group(search);
    if (!clashes_whole(search)) { /* links that nothing opens stand in no cut: then everything is looked at */
        search->atoms = 0;
        atoms_of_all(search);
        atoms_group(search);
        if (!clashes_whole(search))
            return false;
    }
    int *group = talloc_array(search, int, (unsigned)search->groups + 1);
    if (!group) {
        search->failed = true;
        return false;
    }
    for (int g = 0; g < search->groups; g++)
        group[g] = g;
    int n = explain(search, false, group, search->groups);
    n = prove(search, group, n, &clash->minimal);
    if (!take_clash(owner, search, group, n, clash))
        search->failed = true;
    switch_groups(search, group, n, false);
    talloc_free(group);
    return !search->failed;
}

static bool add_clash(const void *owner, struct clash **list, int *count, const struct clash *clash)
{
    struct clash *grown = talloc_realloc(owner, *list, struct clash, (unsigned)*count + 1);
    if (!grown)
        return false;
    *list = grown;
    grown[(*count)++] = *clash;
    return true;
}

/* Clashes of all components that the solver finds without a choice. *found: how many; *done: there are none.
 */
static bool find_round(const void *owner, struct search *search, int most, struct clash **clash, int *clashes,
                       bool *done)
{
    struct solver_result result;
    struct reduced *reduced = ground_reduce(search, search->ground, search->ground->active);
    if (!reduced)
        return false;
    int before = *clashes;
    bool ok = true;
    enum verdict verdict = ground_solve(reduced, search->deadline - clock_seconds(), &result);
    for (int c = 0; verdict == VERDICT_CLASHES && c < result.conflicts && ok; c++) {
        struct clash made = {0};
        if ((most == 0 || *clashes < most) && find_one(owner, search, reduced, &result.conflict[c], &made))
            ok = add_clash(owner, clash, clashes, &made);
    }
    *done = verdict == VERDICT_HOLDS;
    solver_result_clear(&result);
    talloc_free(reduced);
    /* Nothing more can be found where the clock ran out, or nothing was found. */
    return ok && !search->failed && (*done || *clashes > before);
}

enum status clashes_find(const void *owner, struct ground *ground, double seconds, int most,
                         struct clash **clash, int *clashes, bool *whole, struct error *error)
{
    struct search *search = talloc_zero(owner, struct search);
    if (!search)
        return error_add_memory(error);
    search->ground = ground;
    search->deadline = clock_seconds() + seconds;
    search->on = talloc_zero_array(search, bool, (unsigned)ground->units + 1);
    search->atom = talloc_array(search, struct atom, (unsigned)ground->units + 1);
    search->first = talloc_array(search, int, (unsigned)ground->units + 2);
    search->failed = !search->on || !search->atom || !search->first;
    *clash = NULL;
    *clashes = 0;
    *whole = false;
    while (!search->failed && !*whole && (most == 0 || *clashes < most))
        if (!find_round(owner, search, most, clash, clashes, whole))
            break;
    bool failed = search->failed;
    talloc_free(search);
    return failed ? error_add_memory(error) : STATUS_OK;
}
