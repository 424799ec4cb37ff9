#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/characters.h"
#include "base/language.h"
#include "base/text.h"
#include "roster/blank_cells.h"
#include "roster/roster_cells.h"
#include "roster/typed_cell.h"

enum { NEAREST_MOST = 500 };

/* One row at hand. */
struct row {
    struct roster_reader *reader;
    int row;
    const struct member *member;
    const char *who; /* the member for people: "陈琳 (JH0013)", or as much as the row says */
};

static bool has(const struct roster_reader *reader, enum attribute attribute)
{
    return reader->headings->column_of[attribute] >= 0;
}

static struct place place_in(const struct roster_reader *reader, int row, enum attribute attribute,
                             const char *value)
{
    return headings_place(reader->table, reader->headings, row, reader->headings->column_of[attribute],
                          value);
}

static void fault(const struct row *row, enum attribute attribute, const char *message, const char *a,
                  const char *b, const char *c)
{
    const struct place place = place_in(row->reader, row->row, attribute, row->member->value[attribute]);
    error_add(row->reader->found, STATUS_INPUT, &place, message, a, b, c);
}

static void fault_lost(const struct row *row, enum attribute attribute, const char *text, uint32_t lost)
{
    const struct place place = place_in(row->reader, row->row, attribute, text);
    error_add(row->reader->found, STATUS_INPUT, &place,
              _("In “%s” the character U+%04X stands in the place of one that was lost. Please type the "
                "right one."),
              text, (unsigned)lost);
}

static void check_id(const struct row *row)
{
    if (!*row->member->id)
        fault(row, ATTRIBUTE_ID,
              _("%s has no id. Give every member an id of their own, or delete the whole row if it is no "
                "member's."),
              row->who, NULL, NULL);
}

/* What a program writes for a character that its encoding lacks. */
static bool has_lost_character(const char *text)
{
    return strchr(text, '?') || strstr(text, "？") || strstr(text, "\xEF\xBF\xBD");
}

/* Boxes, characters of nobody's fonts, in names and windows asterisks: what stands in the place of a
 * character.
 */
static void check_lost(const struct row *row)
{
    static const enum attribute attributes[] = {ATTRIBUTE_ID,     ATTRIBUTE_NAME,   ATTRIBUTE_SECTOR,
                                                ATTRIBUTE_WINDOW, ATTRIBUTE_COUNTY, ATTRIBUTE_UNIT,
                                                ATTRIBUTE_POST,   ATTRIBUTE_ROLE};
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        enum attribute attribute = attributes[i];
        const char *text = row->member->value[attribute];
        bool names = attribute == ATTRIBUTE_NAME || attribute == ATTRIBUTE_WINDOW;
        uint32_t lost = characters_find_lost(text, names ? "*＊" : attribute == ATTRIBUTE_ID ? "?？*＊" : "");
        if (lost && has(row->reader, attribute) && !typed_cell_is_error(text) &&
            !(names && has_lost_character(text)))
            fault_lost(row, attribute, text, lost);
    }
}

static void check_name(const struct row *row)
{
    const char *name = row->member->name;
    if (!*name)
        fault(row, ATTRIBUTE_NAME,
              _("%s has no name. Fill it in, or delete the whole row if it is no member's."), row->who, NULL,
              NULL);
    else if (has_lost_character(name) && !typed_cell_is_error(name))
        fault(row, ATTRIBUTE_NAME,
              _("A character of the name “%s” was lost: the encoding in which the file was saved does not "
                "have it. "
                "Open the original, save it as “CSV UTF-8”, and check this name."),
              name, NULL, NULL);
}

static void fault_blank(const struct row *row, enum attribute attribute, const struct origin *origin)
{
    const struct place place = place_in(row->reader, row->row, attribute, "");
    blank_cell_fault(&place, row->who, attribute, origin, row->reader->found);
}

static void check_window(const struct row *row)
{
    const struct roster_reader *reader = row->reader;
    const char *window = row->member->value[ATTRIBUTE_WINDOW];
    if (!*window) {
        if (row->reader->by_window && !row->member->exempt)
            fault_blank(row, ATTRIBUTE_WINDOW, row->reader->by_window);
    } else if (codes_find(reader->blank_words, window) >= 0) {
        fault(row, ATTRIBUTE_WINDOW,
              _("“%s” is the name of no window. Fill in the window of %s, or leave the cell empty and give "
                "the reason in "
                "a column “%s”."),
              window, row->who, attribute_heading(ATTRIBUTE_EXEMPT));
    } else if (typed_cell_is_error(window)) {
        return; /* told already: roster_cells.c */
    } else if (has_lost_character(window)) {
        fault(row, ATTRIBUTE_WINDOW,
              _("A character of the window “%s” was lost: the encoding in which the file was saved does not "
                "have it. "
                "Open the original, save it as “CSV UTF-8”, and check this cell."),
              window, NULL, NULL);
    } else if (reader->windows && !windows_find(reader->windows, window) &&
               windows_find_closed(reader->windows, window)) {
        fault(row, ATTRIBUTE_WINDOW,
              _("The window “%s” was closed (%s). Fill in another window for %s, or take the date out of the "
                "table of windows."),
              window, windows_find_closed(reader->windows, window)->closed, row->who);
    } else if (reader->windows && !windows_find(reader->windows, window)) {
        /* Each name of the table is held against each such cell: enough of them are told with the nearest. */
        bool asked = row->reader->nearest++ < NEAREST_MOST;
        const char *nearest = asked ? windows_nearest(reader->windows, window) : NULL;
        if (nearest)
            fault(row, ATTRIBUTE_WINDOW,
                  _("The table of windows has no window “%s”. The nearest is “%s”: correct the cell, or add "
                    "the window "
                    "to the table."),
                  window, nearest, NULL);
        else
            fault(row, ATTRIBUTE_WINDOW,
                  _("The table of windows has no window “%s”. Correct the cell, or add the window to the "
                    "table."),
                  window, NULL, NULL);
    }
}

static void check_exempt(const struct row *row)
{
    const char *reason = row->member->value[ATTRIBUTE_EXEMPT];
    if (*reason && codes_find(row->reader->blank_words, reason) >= 0)
        fault(row, ATTRIBUTE_EXEMPT,
              _("“%s” gives no reason. Leave the cell empty if %s takes part; otherwise write the reason, "
                "such as "
                "“因病”."),
              reason, row->who, NULL);
}

static void check_order(const struct row *row, struct member *member)
{
    const char *order = member->value[ATTRIBUTE_ORDER];
    if (*order && !tidy_integer(order, &member->order))
        fault(row, ATTRIBUTE_ORDER,
              _("“%s” cannot be an order. Write a whole number such as 3, or leave the cell empty."), order,
              NULL, NULL);
}

/* The member for people. Owned by `owner`; NULL where memory ran out. */
static char *who_is(const void *owner, const char *id, const char *name, int row)
{
    if (*name && *id)
        return talloc_asprintf(owner, _("%s (%s)"), name, id);
    if (*name || *id)
        return talloc_strdup(owner, *name ? name : id);
    return talloc_asprintf(owner, _("Row %d"), row);
}

int roster_check_row(struct roster_reader *reader, int row, struct member *member, bool left)
{
    member->id = member->value[ATTRIBUTE_ID];
    member->name = member->value[ATTRIBUTE_NAME];
    member->row = reader->table->row[row].row;
    member->exempt = *member->value[ATTRIBUTE_EXEMPT] != '\0';
    member->order = ORDER_NONE;
    char *who = who_is(reader->found, member->id, member->name, member->row);
    if (!who)
        return 0;
    const struct row at = {reader, row, member, who};
    check_lost(&at);
    if (has(reader, ATTRIBUTE_NAME))
        check_name(&at);
    if (has(reader, ATTRIBUTE_ORDER))
        check_order(&at, member);
    if (left) { /* of who left no more is needed than who it was */
        talloc_free(who);
        return 1;
    }
    if (has(reader, ATTRIBUTE_ID) && !reader->is_part)
        check_id(&at);
    if (has(reader, ATTRIBUTE_PARTY) && reader->by_party && !*member->value[ATTRIBUTE_PARTY])
        fault_blank(&at, ATTRIBUTE_PARTY, reader->by_party);
    if (has(reader, ATTRIBUTE_WINDOW))
        check_window(&at);
    if (has(reader, ATTRIBUTE_EXEMPT))
        check_exempt(&at);
    talloc_free(who);
    return 1;
}

/* "row 3", or where the roster has several sheets "经济界 A3". Owned by the reader's faults. */
static const char *where(const struct roster_reader *reader, const struct row_origin *origin)
{
    const struct csv_table *table = origin->part->table;
    int row = table->row[origin->row].row, column = origin->part->headings->column_of[ATTRIBUTE_ID];
    if (!table->sheet)
        return talloc_asprintf(reader->found, _("row %d"), row);
    char *cell = cell_address(reader->found, row, column + 1);
    return cell ? talloc_asprintf(reader->found, "%s %s", table->sheet, cell) : NULL;
}

static int fault_twice(struct roster_reader *reader, const struct member *first,
                       const struct row_origin *of_first, const struct member *second,
                       const struct row_origin *of_second)
{
    const struct roster_part *part = of_second->part;
    const char *one = where(reader, of_first), *other = where(reader, of_second);
    if (!one || !other)
        return 0;
    const struct place place = headings_place(part->table, part->headings, of_second->row,
                                              part->headings->column_of[ATTRIBUTE_ID], second->id);
    error_add(
        reader->found, STATUS_INPUT, &place,
        _("The id %s stands in %s (%s) and in %s (%s). Is it the same person twice, or are they two "
          "people? The same person: delete one of the rows. Two people: give one of them an id of their "
          "own."),
        second->id, one, first->name, other, second->name);
    return 1;
}

/* By id, then in the order of the file. */
static int compare_ids(const void *a, const void *b)
{
    const struct member *const *one = a, *const *other = b;
    int order = strcmp((*one)->id, (*other)->id);
    return order ? order : ((*one)->number > (*other)->number) - ((*one)->number < (*other)->number);
}

int roster_check_ids(struct roster_reader *reader, const struct row_origin *origin)
{
    const struct roster *roster = reader->roster;
    const int rows = roster->members + roster->former_members;
    const struct member **order = talloc_array(reader->found, const struct member *, (unsigned)rows + 1);
    if (!order)
        return 0;
    for (int m = 0; m < roster->members; m++)
        order[m] = &roster->member[m];
    for (int m = 0; m < roster->former_members; m++)
        order[roster->members + m] = &roster->former_member[m];
    qsort(order, (size_t)rows, sizeof *order, compare_ids);
    int done = 1;
    for (int i = 1, first = 0; i < rows && done; i++) {
        if (strcmp(order[i]->id, order[first]->id) != 0)
            first = i;
        else if (*order[i]->id)
            done = fault_twice(reader, order[first], &origin[order[first]->number], order[i],
                               &origin[order[i]->number]);
    }
    talloc_free(order);
    return done;
}
