/* A roster as the content of the template's workbook. */
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "roster/workbook_write.h"

static int compare_ids(const void *a, const void *b)
{
    const char *const *const *one = a, *const *const *other = b;
    return strcmp((*one)[ATTRIBUTE_ID], (*other)[ATTRIBUTE_ID]);
}

/* Members and former ones, by id. NULL where memory ran out. */
static const char *const **list_members(const void *owner, const struct roster *roster, int *count)
{
    *count = roster->members + roster->former_members;
    const char *const **member = talloc_array(owner, const char *const *, (unsigned)*count + 1);
    for (int m = 0; member && m < roster->members; m++)
        member[m] = roster->member[m].value;
    for (int m = 0; member && m < roster->former_members; m++)
        member[roster->members + m] = roster->former_member[m].value;
    if (member && *count > 0)
        qsort(member, (size_t)*count, sizeof *member, compare_ids);
    return member;
}

enum status workbook_widen(const void *owner, struct workbook_content *content, int further,
                           struct error *error)
{
    const char *const **member = talloc_array(owner, const char *const *, (unsigned)content->members + 1);
    for (int m = 0; member && m < content->members; m++) {
        const char **value = talloc_array(member, const char *, (unsigned)(ATTRIBUTES_BUILT_IN + further));
        if (!value)
            return error_add_memory(error);
        for (int c = 0; c < ATTRIBUTES_BUILT_IN + further; c++)
            value[c] = c < ATTRIBUTES_BUILT_IN + content->further ? content->member[m][c] : "";
        member[m] = value;
    }
    if (!member)
        return error_add_memory(error);
    content->member = member;
    content->further = further;
    return STATUS_OK;
}

static const char *said(const char *text)
{
    return text ? text : "";
}

static struct workbook_window content_of(const struct window *window)
{
    return (struct workbook_window){.name = window->name,
                                    .full_name = window->full_name,
                                    .kind = window->kind,
                                    .order = window->order,
                                    .convenor = said(window->convenor),
                                    .liaison = said(window->liaison),
                                    .phone = said(window->phone),
                                    .closed = said(window->closed)};
}

enum status workbook_of_roster(const void *owner, const struct roster *roster,
                               struct workbook_content *content, struct error *error)
{
    int further = roster->columns - ATTRIBUTES_BUILT_IN, members, windows = 0;
    const char *const **member = list_members(owner, roster, &members);
    struct workbook_column *column = talloc_array(owner, struct workbook_column, (unsigned)further + 1);
    struct workbook_window *window =
        talloc_array(owner, struct workbook_window, (unsigned)(roster->windows + roster->closed_windows) + 1);
    if (!member || !column || !window)
        return error_add_memory(error);
    for (int f = 0; f < further; f++)
        column[f] = (struct workbook_column){roster->column[ATTRIBUTES_BUILT_IN + f].heading,
                                             roster->column[ATTRIBUTES_BUILT_IN + f].type};
    for (int w = 0; w < roster->windows; w++)
        window[windows++] = content_of(&roster->window[w]);
    for (int w = 0; w < roster->closed_windows; w++)
        window[windows++] = content_of(&roster->closed_window[w]);
    *content = (struct workbook_content){.members = members,
                                         .member = member,
                                         .further = further,
                                         .column = column,
                                         .windows = windows,
                                         .window = window,
                                         .lists = roster->lists};
    return STATUS_OK;
}
