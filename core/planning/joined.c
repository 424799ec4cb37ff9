#include "planning/joined.h"

#include <string.h>
#include <talloc.h>

/* The member's cells in the order of the roster's columns; "" where his own has no such column. */
static const char **cells_of(const void *owner, const struct roster *roster, const struct roster *from,
                             const struct member *member)
{
    const char **value = talloc_array(owner, const char *, (unsigned)roster->columns + 1);
    for (int c = 0; value && c < roster->columns; c++) {
        int same = c < ATTRIBUTES_BUILT_IN ? c : roster_column(from, roster->column[c].heading);
        value[c] = same >= 0 ? member->value[same] : "";
    }
    return value;
}

static bool copy_members(struct roster *copy, const struct roster *roster, const struct roster *from,
                         int joined)
{
    copy->member = talloc_array(copy, struct member, (unsigned)roster->members + 1);
    for (int m = 0; copy->member && m <= roster->members; m++) {
        bool is_new = m == roster->members;
        const struct member *member = is_new ? &from->member[joined] : &roster->member[m];
        copy->member[m] = *member;
        copy->member[m].value = cells_of(copy->member, roster, is_new ? from : roster, member);
        if (!copy->member[m].value)
            return false;
    }
    copy->members = roster->members + 1;
    return copy->member != NULL;
}

/* The window of `from` as the roster knows it, perhaps by an earlier name; -1: it is a new one. */
static int known_window(const struct roster *roster, const struct window *window)
{
    for (int w = 0; w < roster->windows; w++)
        if (window->number != 0 && roster->window[w].number == window->number)
            return w;
    return roster_window(roster, window->name);
}

static bool copy_windows(struct roster *copy, const struct roster *roster, const struct roster *from,
                         const struct member *joined)
{
    copy->window = talloc_array(copy, struct window, (unsigned)roster->windows + 1);
    if (!copy->window)
        return false;
    if (roster->windows > 0)
        memcpy(copy->window, roster->window, (size_t)roster->windows * sizeof *copy->window);
    if (joined->window < 0)
        return true;
    int known = known_window(roster, &from->window[joined->window]);
    if (known < 0)
        copy->window[copy->windows++] = from->window[joined->window];
    else
        ((const char **)(uintptr_t)copy->member[copy->members - 1].value)[ATTRIBUTE_WINDOW] =
            roster->window[known].name;
    return true;
}

struct roster *roster_with(const void *owner, const struct roster *roster, const struct roster *from,
                           int member)
{
    struct roster *copy = talloc_memdup(owner, roster, sizeof *roster);
    if (!copy)
        return NULL;
    copy->column = talloc_memdup(copy, roster->column, (size_t)roster->columns * sizeof *copy->column);
    bool made = copy->column && copy_members(copy, roster, from, member) &&
                copy_windows(copy, roster, from, &from->member[member]) && roster_finish(copy);
    return made ? copy : NULL;
}

static int renumber_target(const struct numbering *before, const struct numbering *after,
                           const struct pair *pair)
{
    const struct relation *relation = &before->scheme->relation[pair->relation];
    const char *id = target_id(relation, before->roster, pair->target);
    if (relation->target_kind == TARGET_MEMBER)
        return roster_member(after->roster, id);
    return relation->target_kind == TARGET_WINDOW
               ? roster_window(after->roster, id)
               : relation_group(&after->scheme->relation[pair->relation], id);
}

struct pair *pairs_renumber(const void *owner, const struct numbering *before, const struct numbering *after,
                            const struct pair *pair, int pairs, int *count)
{
    struct pair *list = talloc_array(owner, struct pair, (unsigned)pairs + 1);
    *count = 0;
    for (int i = 0; list && i < pairs; i++) {
        struct pair moved = pair[i];
        moved.source = roster_member(after->roster, before->roster->member[pair[i].source].id);
        moved.target = renumber_target(before, after, &pair[i]);
        if (moved.source >= 0 && moved.target >= 0)
            list[(*count)++] = moved;
    }
    return list;
}
