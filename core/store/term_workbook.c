#include "store/term_workbook.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

/* Columns of the template that the term keeps in fields of its own. */
enum { JOINED, LEAVING, REASON, OWN };
static const char *const own_heading[OWN] = {"任职日期", "离任日期", "离任原因"};

static const char *const *member_cells(const void *owner, const struct term_members *members,
                                       const struct member_record *record)
{
    const char **value =
        talloc_array(owner, const char *, (unsigned)(ATTRIBUTES_BUILT_IN + OWN + members->further));
    if (!value)
        return NULL;
    memcpy(value, record->value, sizeof record->value);
    const char **own = value + ATTRIBUTES_BUILT_IN;
    own[JOINED] = record->joined;
    own[LEAVING] = record->leaving ? record->leaving : "";
    own[REASON] = record->leaving_reason;
    for (int f = 0; f < members->further; f++)
        own[OWN + f] = record->further[f];
    return value;
}

static struct workbook_window window_of(const struct window_record *record)
{
    return (struct workbook_window){.name = record->name,
                                    .full_name = record->full_name,
                                    .kind = record->kind,
                                    .order = record->order,
                                    .convenor = record->convenor,
                                    .liaison = record->liaison,
                                    .phone = record->phone,
                                    .closed = record->closed ? record->closed : ""};
}

/* Open ones first, each kind by name, as reading the workbook gives them. */
static int compare_windows(const void *a, const void *b)
{
    const struct workbook_window *one = a, *other = b;
    int closed = (*one->closed != '\0') - (*other->closed != '\0');
    int order = closed ? closed : strcmp(one->name, other->name);
    return order ? order : strcmp(one->closed, other->closed);
}

enum status term_workbook(const void *owner, const struct term_members *members,
                          struct workbook_content *content, struct error *error)
{
    const char *const **member = talloc_array(owner, const char *const *, (unsigned)members->members + 1);
    struct workbook_column *column =
        talloc_array(owner, struct workbook_column, (unsigned)(members->further + OWN));
    struct workbook_window *window =
        talloc_array(owner, struct workbook_window, (unsigned)members->windows + 1);
    if (!member || !column || !window)
        return error_add_memory(error);
    for (int m = 0; m < members->members; m++)
        if (!(member[m] = member_cells(member, members, &members->member[m])))
            return error_add_memory(error);
    for (int f = 0; f < OWN + members->further; f++)
        column[f] =
            (struct workbook_column){f < OWN ? own_heading[f] : members->heading[f - OWN], VALUE_TEXT};
    for (int w = 0; w < members->windows; w++)
        window[w] = window_of(&members->window[w]);
    if (members->windows > 0)
        qsort(window, (size_t)members->windows, sizeof *window, compare_windows);
    *content = (struct workbook_content){.members = members->members,
                                         .member = member,
                                         .further = OWN + members->further,
                                         .column = column,
                                         .windows = members->windows,
                                         .window = window};
    return STATUS_OK;
}
