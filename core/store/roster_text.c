#include "store/roster_text.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/growing_text.h"
#include "base/language.h"
#include "roster/csv.h"

static const char *const window_headings[] = {"窗口", "全称", "类别", "排序", "序号"};
enum { WINDOW_COLUMNS = 5 };

static void put_cell(struct growing_text *text, const char *cell, bool last)
{
    growing_add_cell(text, cell, false);
    growing_add(text, last ? "\n" : ",");
}

static void put_order(struct growing_text *text, int32_t order)
{
    if (order != ORDER_NONE)
        growing_add_number(text, order);
    growing_add(text, ",");
}

enum status roster_to_text(const void *owner, const struct roster *roster, char **members,
                           size_t *members_size, char **windows, size_t *windows_size, struct error *error)
{
    struct growing_text people = {.owner = owner}, groups = {.owner = owner};
    for (int c = 0; c < roster->columns; c++)
        put_cell(&people, c < ATTRIBUTES_BUILT_IN ? attribute_heading(c) : roster->column[c].heading,
                 c == roster->columns - 1);
    for (int m = 0; m < roster->members; m++)
        for (int c = 0; c < roster->columns; c++)
            put_cell(&people, roster->member[m].value[c], c == roster->columns - 1);
    for (int c = 0; c < WINDOW_COLUMNS; c++)
        put_cell(&groups, window_headings[c], c == WINDOW_COLUMNS - 1);
    for (int w = 0; w < roster->windows; w++) {
        put_cell(&groups, roster->window[w].name, false);
        put_cell(&groups, roster->window[w].full_name, false);
        put_cell(&groups, roster->window[w].kind, false);
        put_order(&groups, roster->window[w].order);
        growing_add_number(&groups, roster->window[w].number);
        growing_add(&groups, "\n");
    }
    if (people.failed || groups.failed)
        return error_add_memory(error);
    *members = people.text;
    *members_size = people.used;
    *windows = groups.text;
    *windows_size = groups.used;
    return STATUS_OK;
}

static int32_t order_of(const char *text)
{
    return *text ? (int32_t)strtol(text, NULL, 10) : ORDER_NONE;
}

static bool take_columns(struct roster *roster, const struct csv_row *heading)
{
    roster->columns = heading->cells;
    roster->column = talloc_array(roster, struct column, (unsigned)heading->cells);
    for (int c = 0; roster->column && c < heading->cells; c++) {
        if (c < ATTRIBUTES_BUILT_IN && strcmp(heading->cell[c], attribute_heading(c)) != 0)
            return false;
        roster->column[c] =
            c < ATTRIBUTES_BUILT_IN
                ? (struct column){attribute_name(c), attribute_heading(c), attribute_type(c), false}
                : (struct column){NULL, heading->cell[c], VALUE_TEXT, false};
    }
    return roster->column && heading->cells >= ATTRIBUTES_BUILT_IN;
}

static bool take_members(struct roster *roster, const struct csv_table *table)
{
    roster->member = talloc_array(roster, struct member, (unsigned)table->rows);
    for (int r = 1; roster->member && r < table->rows; r++) {
        const char *const *value = table->row[r].cell;
        if (table->row[r].cells < roster->columns)
            return false;
        roster->member[roster->members++] = (struct member){.id = value[ATTRIBUTE_ID],
                                                            .name = value[ATTRIBUTE_NAME],
                                                            .row = r + 1,
                                                            .window = WINDOW_NONE,
                                                            .exempt = *value[ATTRIBUTE_EXEMPT] != '\0',
                                                            .order = order_of(value[ATTRIBUTE_ORDER]),
                                                            .value = value};
    }
    return roster->member != NULL;
}

static bool take_windows(struct roster *roster, const struct csv_table *table)
{
    roster->window = talloc_array(roster, struct window, (unsigned)table->rows);
    for (int r = 1; roster->window && r < table->rows; r++) {
        const char *const *cell = table->row[r].cell;
        if (table->row[r].cells < WINDOW_COLUMNS)
            return false;
        roster->window[roster->windows++] = (struct window){.name = cell[0],
                                                            .full_name = cell[1],
                                                            .kind = cell[2],
                                                            .order = order_of(cell[3]),
                                                            .number = strtoll(cell[4], NULL, 10)};
    }
    return roster->window != NULL;
}

/* Every window that a member names must be there: roster_finish relies on it. */
static bool windows_are_known(const struct roster *roster)
{
    const char *last = "";
    for (int m = 0; m < roster->members; m++) {
        const char *name = roster->member[m].value[ATTRIBUTE_WINDOW];
        bool known = !*name || strcmp(name, last) == 0;
        for (int w = 0; !known && w < roster->windows; w++)
            known = strcmp(roster->window[w].name, name) == 0;
        if (!known)
            return false;
        last = name;
    }
    return true;
}

enum status roster_from_text(const void *owner, const char *file, const char *members, size_t members_size,
                             const char *windows, size_t windows_size, struct roster **roster,
                             struct error *error)
{
    static const char *const headings[] = {"编号", "姓名", NULL};
    struct roster *made = talloc_zero(owner, struct roster);
    struct csv_table *people = NULL, *groups = NULL;
    if (!made)
        return error_add_memory(error);
    made->file = talloc_strdup(made, file);
    enum status status = csv_parse(made, file, members, members_size, headings, &people, error);
    if (status == STATUS_OK)
        status = csv_parse(made, file, windows, windows_size, headings, &groups, error);
    if (status == STATUS_OK && (!take_columns(made, &people->row[0]) || !take_members(made, people) ||
                                !take_windows(made, groups) || !windows_are_known(made))) {
        const struct place place = {.file = file};
        status = error_add(error, STATUS_INPUT, &place, _("The roster that is kept here cannot be read."));
    }
    if (status == STATUS_OK && !roster_finish(made))
        status = error_add_memory(error);
    if (status != STATUS_OK)
        talloc_free(made);
    else
        *roster = made;
    return status;
}
