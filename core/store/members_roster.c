/* The present members of a term as a roster. */
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "store/members.h"

static bool make_columns(struct roster *roster, const struct term_members *members)
{
    roster->columns = ATTRIBUTES_BUILT_IN + members->further;
    roster->column = talloc_array(roster, struct column, (unsigned)roster->columns);
    if (!roster->column)
        return false;
    for (int a = 0; a < ATTRIBUTES_BUILT_IN; a++)
        roster->column[a] = (struct column){attribute_name(a), attribute_heading(a), attribute_type(a)};
    for (int f = 0; f < members->further; f++)
        roster->column[ATTRIBUTES_BUILT_IN + f] = (struct column){NULL, members->heading[f], VALUE_TEXT};
    return true;
}

static bool make_members(struct roster *roster, const struct term_members *members, bool all)
{
    roster->member = talloc_array(roster, struct member, (unsigned)members->members);
    if (!roster->member)
        return false;
    for (int m = 0; m < members->members; m++) {
        const struct member_record *record = &members->member[m];
        if (record->left && !all)
            continue;
        const char **value = talloc_array(roster->member, const char *, (unsigned)roster->columns);
        if (!value)
            return false;
        memcpy(value, record->value, sizeof record->value);
        for (int f = 0; f < members->further; f++)
            value[ATTRIBUTES_BUILT_IN + f] = record->further[f];
        const char *order = value[ATTRIBUTE_ORDER];
        roster->member[roster->members] =
            (struct member){.id = value[ATTRIBUTE_ID],
                            .name = value[ATTRIBUTE_NAME],
                            .row = roster->members + 2, /* as in the table that export writes */
                            .window = WINDOW_NONE,
                            .exempt = *value[ATTRIBUTE_EXEMPT] != '\0',
                            .order = *order ? (int32_t)strtol(order, NULL, 10) : ORDER_NONE,
                            .value = value,
                            .left = record->left ? record->leaving : NULL};
        roster->members++;
    }
    return true;
}

static bool make_windows(struct roster *roster, const struct term_members *members, bool all)
{
    roster->window = talloc_array(roster, struct window, (unsigned)members->windows);
    for (int w = 0; roster->window && w < members->windows; w++) {
        const struct window_record *record = &members->window[w];
        if (!record->closed || all)
            roster->window[roster->windows++] = (struct window){.name = record->name,
                                                                .full_name = record->full_name,
                                                                .kind = record->kind,
                                                                .order = record->order,
                                                                .number = record->number};
    }
    return roster->window != NULL;
}

static enum status make(const void *owner, const struct term_members *members, bool all, const char *file,
                        struct roster **roster, struct error *error)
{
    struct roster *made = talloc_zero(owner, struct roster);
    if (made)
        made->file = talloc_strdup(made, file);
    if (!made || !made->file || !make_columns(made, members) || !make_members(made, members, all) ||
        !make_windows(made, members, all) || !roster_finish(made)) {
        talloc_free(made);
        return error_add_memory(error);
    }
    *roster = made;
    return STATUS_OK;
}

enum status members_roster(const void *owner, const struct term_members *members, const char *file,
                           struct roster **roster, struct error *error)
{
    return make(owner, members, false, file, roster, error);
}

static const char **former_cells(const struct roster *roster, const struct member_record *record)
{
    const char **value = talloc_array(roster, const char *, (unsigned)roster->columns);
    if (!value)
        return NULL;
    memcpy(value, record->value, sizeof record->value);
    for (int c = ATTRIBUTES_BUILT_IN; c < roster->columns; c++)
        value[c] = "";
    return value;
}

enum status members_former(const struct term_members *members, struct roster *roster, struct error *error)
{
    roster->former_member = talloc_zero_array(roster, struct member, (unsigned)members->members + 1);
    if (!roster->former_member)
        return error_add_memory(error);
    roster->former_members = 0;
    for (int m = 0; m < members->members; m++) {
        const struct member_record *record = &members->member[m];
        if (!record->left)
            continue;
        const char **value = former_cells(roster, record);
        if (!value)
            return error_add_memory(error);
        roster->former_member[roster->former_members++] =
            (struct member){.id = value[ATTRIBUTE_ID],
                            .name = value[ATTRIBUTE_NAME],
                            .window = WINDOW_NONE,
                            .order = ORDER_NONE,
                            .value = value,
                            .left = record->leaving,
                            .left_reason = record->leaving_reason ? record->leaving_reason : ""};
    }
    return STATUS_OK;
}

enum status members_roster_of_all(const void *owner, const struct term_members *members, const char *file,
                                  struct roster **roster, struct error *error)
{
    return make(owner, members, true, file, roster, error);
}
