#include "store/import_guard.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"

enum {
    LEAST_LEAVING = 3,   /* fewer may leave at once whatever the roster's size */
    LEAST_RENAMED = 3,   /* fewer may be written otherwise at once */
    LEAST_REORDERED = 4, /* fewer cells may well change places */
};

/* A name and whose it is. */
struct named {
    const char *name;
    int number;
};

/* What is looked at. */
struct watch {
    const struct term_members *members;
    const struct roster *roster;
    const struct import_plan *plan;
    struct import_guards *guards;
    int present;
    bool *goes;           /* [members->members] leaves, or gets another name */
    struct named *before; /* [members->members] by name */
};

static bool is_many(const struct watch *watch, int count)
{
    return 3 * count > watch->present;
}

static bool add_guard(struct watch *watch, const struct import_guard *guard)
{
    struct import_guards *guards = watch->guards;
    if (guard->count == 0)
        return true;
    struct import_guard *grown =
        talloc_realloc(guards, guards->guard, struct import_guard, (unsigned)guards->count + 1);
    if (!grown)
        return false;
    guards->guard = grown;
    grown[guards->count] = *guard;
    grown[guards->count++].of = watch->present;
    return true;
}

/* ---- names ---- */

static int compare_named(const void *a, const void *b)
{
    const struct named *one = a, *other = b;
    int order = strcmp(one->name, other->name);
    return order ? order : (one->number > other->number) - (one->number < other->number);
}

/* The first of that name in the sorted list; count: none. */
static int find_named(const struct named *list, int count, const char *name)
{
    int low = 0, high = count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (strcmp(list[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && strcmp(list[low].name, name) == 0 ? low : count;
}

static const struct member_record *record_of(const struct watch *watch, const struct import_change *change)
{
    return &watch->members->member[change->member];
}

static bool is_renamed(const struct watch *watch, const struct import_change *change)
{
    return change->row && change->member >= 0 &&
           strcmp(change->row->name, record_of(watch, change)->value[ATTRIBUTE_NAME]) != 0;
}

/* Whether the name was that of somebody else, who goes or gets another name in the same import. */
static bool was_anothers(const struct watch *watch, const struct import_change *change)
{
    const int members = watch->members->members;
    for (int i = find_named(watch->before, members, change->row->name);
         i < members && strcmp(watch->before[i].name, change->row->name) == 0; i++)
        if (watch->before[i].number != change->member && watch->goes[watch->before[i].number])
            return true;
    return false;
}

/* Whether two names have a character in common. */
static bool share_a_character(const char *one, const char *other)
{
    size_t size = strlen(one), length;
    for (size_t at = 0; at < size; at += length) {
        char character[8] = {0};
        text_decode(one + at, size - at, &length);
        memcpy(character, one + at, length);
        if (strstr(other, character))
            return true;
    }
    return false;
}

static bool differs(const char *before, const char *now)
{
    return *before && *now && strcmp(before, now) != 0;
}

/* Whether more than a way of writing changed with the name. */
static bool is_another(const struct watch *watch, const struct import_change *change)
{
    const char *const *before = record_of(watch, change)->value, *const *now = change->row->value;
    return !share_a_character(before[ATTRIBUTE_NAME], now[ATTRIBUTE_NAME]) ||
           differs(before[ATTRIBUTE_GENDER], now[ATTRIBUTE_GENDER]) ||
           (differs(before[ATTRIBUTE_PARTY], now[ATTRIBUTE_PARTY]) &&
            differs(before[ATTRIBUTE_UNIT], now[ATTRIBUTE_UNIT]));
}

static void count_one(struct import_guard *guard, const char *id, const char *before, const char *now)
{
    if (guard->count++ > 0)
        return;
    guard->id = id;
    guard->before = before;
    guard->now = now;
}

static bool watch_names(struct watch *watch)
{
    struct import_guard moved = {.kind = GUARD_MOVED}, other = {.kind = GUARD_OTHER},
                        renamed = {.kind = GUARD_OTHER};
    for (int i = 0; i < watch->plan->changes; i++) {
        const struct import_change *change = &watch->plan->change[i];
        if (!is_renamed(watch, change))
            continue;
        const char *before = record_of(watch, change)->value[ATTRIBUTE_NAME], *now = change->row->name;
        if (was_anothers(watch, change)) {
            count_one(&moved, change->id, before, now);
            continue;
        }
        count_one(&renamed, change->id, before, now);
        if (is_another(watch, change))
            count_one(&other, change->id, before, now);
    }
    bool all = renamed.count >= LEAST_RENAMED && is_many(watch, renamed.count);
    return add_guard(watch, &moved) && add_guard(watch, all ? &renamed : &other);
}

/* Who joins under the name of somebody who leaves in the same import. */
static bool watch_two_ids(struct watch *watch)
{
    struct import_guard guard = {.kind = GUARD_TWO_IDS};
    int leaving = 0;
    struct named *left = talloc_array(watch->goes, struct named, (unsigned)watch->plan->changes + 1);
    if (!left)
        return false;
    for (int i = 0; i < watch->plan->changes; i++)
        if (watch->plan->change[i].kind == IMPORT_LEFT)
            left[leaving++] =
                (struct named){record_of(watch, &watch->plan->change[i])->value[ATTRIBUTE_NAME], i};
    qsort(left, (size_t)leaving, sizeof *left, compare_named);
    for (int i = 0; i < watch->plan->changes; i++) {
        const struct import_change *change = &watch->plan->change[i];
        int found = change->kind == IMPORT_ADDED && !change->former ? find_named(left, leaving, change->name)
                                                                    : leaving;
        if (found < leaving)
            count_one(&guard, watch->plan->change[left[found].number].id, change->name, change->id);
    }
    return add_guard(watch, &guard);
}

/* ---- columns ---- */

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* How many cells the two sorted lists have in common. */
static int cells_in_common(const char *const *one, const char *const *other, int cells)
{
    int common = 0;
    for (int a = 0, b = 0; a < cells && b < cells;) {
        int order = strcmp(one[a], other[b]);
        common += order == 0;
        a += order <= 0;
        b += order >= 0;
    }
    return common;
}

/* Whether the column holds, over the members whose cell is another, the same cells as before, but for the few
 * that fall out where a column slips by a row, or that somebody changed as well. */
static bool watch_column(struct watch *watch, const char *heading, const char **before, const char **now)
{
    struct import_guard guard = {.kind = GUARD_REORDERED, .heading = heading};
    int cells = 0;
    for (int i = 0; i < watch->plan->changes; i++) {
        const struct import_change *change = &watch->plan->change[i];
        for (int f = 0; f < change->fields; f++) {
            if (strcmp(change->field[f].heading, heading) != 0)
                continue;
            before[cells] = change->field[f].before;
            now[cells++] = change->field[f].now;
            count_one(&guard, change->id, change->field[f].before, change->field[f].now);
        }
    }
    if (cells < LEAST_REORDERED || !is_many(watch, cells))
        return true;
    qsort(before, (size_t)cells, sizeof *before, compare_texts);
    qsort(now, (size_t)cells, sizeof *now, compare_texts);
    if (10 * cells_in_common(before, now, cells) < 9 * cells - 9)
        return true;
    return add_guard(watch, &guard);
}

static bool watch_columns(struct watch *watch)
{
    unsigned most = (unsigned)watch->plan->changes + 1;
    const char **before = talloc_array(watch->goes, const char *, most);
    const char **now = talloc_array(watch->goes, const char *, most);
    bool done = before && now;
    for (int c = ATTRIBUTE_NAME + 1; done && c < watch->roster->columns; c++)
        done = watch_column(watch,
                            c < ATTRIBUTES_BUILT_IN ? attribute_heading(c) : watch->roster->column[c].heading,
                            before, now);
    return done;
}

/* ---- all of it ---- */

static bool begin(struct watch *watch)
{
    const struct term_members *members = watch->members;
    unsigned most = (unsigned)members->members + 1;
    watch->goes = talloc_zero_array(watch->guards, bool, most);
    watch->before = watch->goes ? talloc_array(watch->goes, struct named, most) : NULL;
    if (!watch->before)
        return false;
    for (int m = 0; m < members->members; m++) {
        watch->present += !members->member[m].left;
        watch->before[m] = (struct named){members->member[m].value[ATTRIBUTE_NAME], m};
    }
    if (members->members > 0)
        qsort(watch->before, (size_t)members->members, sizeof *watch->before, compare_named);
    for (int i = 0; i < watch->plan->changes; i++) {
        const struct import_change *change = &watch->plan->change[i];
        if (change->member >= 0 && (change->kind == IMPORT_LEFT || is_renamed(watch, change)))
            watch->goes[change->member] = true;
    }
    return true;
}

enum status import_guards(const void *owner, const struct term_members *members, const struct roster *roster,
                          const struct import_plan *plan, bool leaving, struct import_guards **guards,
                          struct error *error)
{
    struct import_guards *made = talloc_zero(owner, struct import_guards);
    struct watch watch = {.members = members, .roster = roster, .plan = plan, .guards = made};
    bool done = made && begin(&watch);
    const struct import_guard leave = {.kind = GUARD_LEAVE, .count = plan->left};
    if (done && leaving && plan->left >= LEAST_LEAVING && is_many(&watch, plan->left))
        done = add_guard(&watch, &leave);
    done = done && watch_names(&watch);
    bool moved = done && made->count > 0 && made->guard[made->count - 1].kind != GUARD_LEAVE;
    /* Where names moved, all else moved with them. */
    if (!done || !watch_two_ids(&watch) || (!moved && !watch_columns(&watch))) {
        talloc_free(made);
        return error_add_memory(error);
    }
    talloc_free(watch.goes);
    *guards = made;
    return STATUS_OK;
}
