#include "roster/headings.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/likely.h"

enum { ROWS_SEARCHED = 10 }; /* below a title the headings come soon, or there are none */

static int field_named(const struct field *field, int fields, const char *name)
{
    for (int i = 0; i < fields; i++)
        if (strcmp(field[i].name, name) == 0)
            return i;
    return -1;
}

static int field_of(const struct codes *codes, const struct field *field, int fields, const char *heading)
{
    int code = codes_find(codes, heading);
    return code < 0 ? -1 : field_named(field, fields, codes->meaning[code]);
}

/* How many of the telling fields the row's cells would be headings of. */
static int telling_in(const struct csv_row *row, const struct codes *codes, const struct field *field,
                      int fields)
{
    int count = 0;
    for (int c = 0; c < row->cells; c++) {
        int f = field_of(codes, field, fields, row->cell[c]);
        count += f >= 0 && (field[f].required || field[f].telling);
    }
    return count;
}

/* Whether the first row can be a row of headings at all; one fault where it cannot. */
static bool has_headings(const struct csv_table *table, const struct codes *codes, const struct field *field,
                         int fields, struct error *error)
{
    const struct csv_row *first = &table->row[0];
    struct place place = {.file = table->file, .sheet = table->sheet, .row = first->row};
    if (telling_in(first, codes, field, fields) > 0)
        return true;
    if (first->cells == 1 && strstr(first->cell[0], "，")) {
        place.value = first->cell[0];
        error_add(
            error, STATUS_INPUT, &place,
            _("The headings stand in one cell with full-width commas “，” between them. Separate columns by "
              "half-width commas: save the table from the spreadsheet program as “CSV UTF-8”."));
        return false;
    }
    for (int r = 1; r < table->rows && r <= ROWS_SEARCHED; r++) {
        if (telling_in(&table->row[r], codes, field, fields) < 2)
            continue;
        error_add(error, STATUS_INPUT, &place,
                  _("The first row is no row of headings; row %d looks like one. Delete the rows above it, "
                    "so that the "
                    "headings come first."),
                  table->row[r].row);
        return false;
    }
    return true;
}

static struct headings *new_headings(const void *owner, int columns, int fields)
{
    struct headings *made = talloc_zero(owner, struct headings);
    if (!made)
        return NULL;
    made->columns = columns;
    made->text = talloc_zero_array(made, const char *, (unsigned)columns);
    made->field_of = talloc_array(made, int, (unsigned)columns);
    made->column_of = talloc_array(made, int, (unsigned)fields);
    if (!made->text || !made->field_of || !made->column_of) {
        talloc_free(made);
        return NULL;
    }
    for (int f = 0; f < fields; f++)
        made->column_of[f] = -1;
    return made;
}

static void fault_doubled(const struct csv_table *table, const struct headings *headings, int first,
                          int second, struct error *error)
{
    const struct place place = headings_place(table, headings, 0, second, headings->text[second]);
    if (strcmp(headings->text[first], headings->text[second]) == 0)
        error_add(error, STATUS_INPUT, &place,
                  _("Columns %d and %d have the same heading “%s”. Rename one of them, or delete it."),
                  first + 1, second + 1, headings->text[second]);
    else
        error_add(
            error, STATUS_INPUT, &place,
            _("“%s” in column %d and “%s” in column %d mean the same. Rename one of them, or delete it."),
            headings->text[first], first + 1, headings->text[second], second + 1);
}

/* Says which field each column is. Returns 0 where memory ran out. */
static int sort_columns(const struct csv_table *table, const struct codes *codes, const struct field *field,
                        int fields, struct headings *headings, struct tidied_list *tidied,
                        struct error *error)
{
    for (int c = 0; c < headings->columns; c++) {
        const char *raw = table->row[0].cell[c];
        const char *text = headings->text[c] = tidy_trim(headings, raw);
        if (!text)
            return 0;
        const struct place place = headings_place(table, headings, 0, c, raw);
        if (strcmp(text, raw) != 0 && *text && !tidied_add(tidied, &place, text))
            return 0;
        int f = field_of(codes, field, fields, text);
        headings->field_of[c] = !*text ? FIELD_UNNAMED : f < 0 ? FIELD_FURTHER : f;
        int same = f < 0 ? -1 : headings->column_of[f];
        for (int other = 0; *text && other < c && same < 0; other++)
            if (strcmp(headings->text[other], text) == 0)
                same = other;
        if (same >= 0)
            fault_doubled(table, headings, same, c, error);
        else if (f >= 0)
            headings->column_of[f] = c;
    }
    return 1;
}

/* The headings of further columns that may be the field, the likeliest first; NULL where memory ran out. */
static const char **headings_that_may_be(const struct headings *headings, const char *heading, int *count)
{
    const char **further = talloc_array(headings, const char *, (unsigned)headings->columns + 1);
    int all = 0;
    for (int c = 0; further && c < headings->columns; c++)
        if (headings->field_of[c] == FIELD_FURTHER)
            further[all++] = headings->text[c];
    *count = 0;
    return further ? likely_of(headings, further, all, heading, count) : NULL;
}

/* The heading of a further column that is nearest to a spelling of the field, or NULL. */
static const char *nearest_heading(const struct headings *headings, const struct codes *codes,
                                   const char *name)
{
    const char **further = talloc_array(headings, const char *, (unsigned)headings->columns);
    const char *nearest = NULL;
    int count = 0;
    for (int c = 0; further && c < headings->columns; c++)
        if (headings->field_of[c] == FIELD_FURTHER)
            further[count++] = headings->text[c];
    for (int i = 0; further && i < codes->count && !nearest; i++)
        if (strcmp(codes->meaning[i], name) == 0)
            nearest = text_nearest(codes->spelling[i], further, count);
    talloc_free(further);
    return nearest;
}

static void fault_missing(const struct csv_table *table, const struct headings *headings,
                          const struct codes *codes, const struct field *field, bool of_roster,
                          struct error *error)
{
    const struct place place = {
        .file = table->file, .sheet = table->sheet, .row = table->row[0].row, .heading = field->heading};
    int count = 0;
    const char **likely = of_roster ? headings_that_may_be(headings, field->heading, &count) : NULL;
    const char *nearest = nearest_heading(headings, codes, field->name);
    if (count > 0)
        error_add(error, STATUS_INPUT, &place,
                  _("There is no column “%s” (%s). It may be headed “%s” here: if that is the column, rename "
                    "it, or add "
                    "--columns %s=%s; otherwise add the column."),
                  field->heading, field->name, likely[0], field->heading, likely[0]);
    else if (nearest)
        error_add(
            error, STATUS_INPUT, &place,
            _("There is no column “%s” (%s). The nearest heading is “%s”: if that is the column, rename it; "
              "otherwise add the column."),
            field->heading, field->name, nearest);
    else
        error_add(error, STATUS_INPUT, &place, _("There is no column “%s” (%s). Add it, or name it so."),
                  field->heading, field->name);
}

/* The first cell of an unnamed column that holds data stands for the whole column. */
static void fault_unnamed(const struct csv_table *table, const struct headings *headings, int column,
                          struct error *error)
{
    for (int r = 1; r < table->rows; r++) {
        const char *text = table->row[r].cell[column];
        if (tidy_is_blank(text))
            continue;
        const struct place place = headings_place(table, headings, r, column, text);
        error_add(error, STATUS_INPUT, &place,
                  _("Column %d has no heading but holds data, here for the first time. Give it a heading, or "
                    "delete "
                    "it."),
                  column + 1);
        return;
    }
}

static void fault_beyond(const struct csv_table *table, const struct headings *headings, struct error *error)
{
    for (int r = 1; r < table->rows; r++) {
        const struct csv_row *row = &table->row[r];
        int c = headings->columns;
        while (c < row->cells && tidy_is_blank(row->cell[c]))
            c++;
        if (c >= row->cells)
            continue;
        const struct place place = headings_place(table, headings, r, c, row->cell[c]);
        if (table->sheet) {
            error_add(
                error, STATUS_INPUT, &place,
                _("This cell stands beyond the last heading. Give its column a heading, or delete it."));
            continue;
        }
        error_add(
            error, STATUS_INPUT, &place,
            _("This row has %d cells, but there are only %d headings. Put a text that holds the separator in "
              "quotation marks, or delete what stands beyond the last column."),
            row->cells, headings->columns);
    }
}

enum status headings_find(const void *owner, const struct csv_table *table, const struct codes *codes,
                          const struct field *field, int fields, struct headings **headings,
                          struct tidied_list *tidied, struct error *error)
{
    *headings = NULL;
    if (!has_headings(table, codes, field, fields, error))
        return STATUS_INPUT;
    int before = error->count;
    struct headings *made = new_headings(owner, table->row[0].cells, fields);
    if (!made || !sort_columns(table, codes, field, fields, made, tidied, error)) {
        talloc_free(made);
        return error_add_memory(error);
    }
    for (int f = 0; f < fields; f++)
        if (field[f].required && made->column_of[f] < 0)
            fault_missing(table, made, codes, &field[f], strcmp(field[0].name, "id") == 0, error);
    for (int c = 0; c < made->columns; c++)
        if (made->field_of[c] == FIELD_UNNAMED)
            fault_unnamed(table, made, c, error);
    fault_beyond(table, made, error);
    *headings = made;
    return error->count > before ? STATUS_INPUT : STATUS_OK;
}

struct place headings_place(const struct csv_table *table, const struct headings *headings, int row,
                            int column, const char *value)
{
    const char *heading = column < headings->columns ? headings->text[column] : NULL;
    return (struct place){.file = table->file,
                          .sheet = table->sheet,
                          .row = table->row[row].row,
                          .column = column + 1,
                          .heading = heading && *heading ? heading : NULL,
                          .value = value};
}
