#include "roster/roster_read.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "roster/csv.h"
#include "roster/faults.h"
#include "roster/roster_cells.h"

static void list_fields(struct field *field)
{
    for (int a = 0; a < ATTRIBUTES_BUILT_IN; a++)
        field[a] = (struct field){attribute_name(a), attribute_heading(a),
                                  a == ATTRIBUTE_ID || a == ATTRIBUTE_NAME || a == ATTRIBUTE_PARTY ||
                                      a == ATTRIBUTE_WINDOW};
}

/* The built-in attributes first, then the further columns in the order of the file. Returns 0 where memory
 * ran out. */
static int make_columns(struct roster *roster, const struct headings *headings)
{
    roster->columns = ATTRIBUTES_BUILT_IN;
    roster->column = talloc_array(roster, struct column, ATTRIBUTES_BUILT_IN + (unsigned)headings->columns);
    if (!roster->column)
        return 0;
    for (int a = 0; a < ATTRIBUTES_BUILT_IN; a++) {
        int c = headings->column_of[a];
        const char *heading = c < 0 ? attribute_heading(a) : headings->text[c];
        roster->column[a] = (struct column){attribute_name(a), heading, attribute_type(a), c < 0};
    }
    for (int c = 0; c < headings->columns; c++)
        if (headings->field_of[c] == FIELD_FURTHER)
            roster->column[roster->columns++] = (struct column){NULL, headings->text[c], VALUE_TEXT};
    return 1;
}

/* Reads every row into roster->member, in the order of the file. Returns 0 where memory ran out. */
static int read_rows(struct roster_reader *reader)
{
    struct roster *roster = reader->roster;
    unsigned rows = (unsigned)reader->table->rows, columns = (unsigned)roster->columns;
    roster->member = talloc_zero_array(roster, struct member, rows);
    int *row_of = talloc_array(roster, int, rows);
    if (!roster->member || !row_of)
        return 0;
    for (int r = 1; r < reader->table->rows; r++) {
        if (headings_repeated(reader->table, reader->headings, r)) {
            const struct place place = {.file = reader->table->file, .row = reader->table->row[r].row};
            error_add(reader->found, STATUS_INPUT, &place, _("This row repeats the headings. Delete it."));
            continue;
        }
        struct member *member = &roster->member[roster->members];
        const char **value = talloc_array(roster->member, const char *, columns);
        if (!value || !roster_tidy_row(reader, r, value))
            return 0;
        member->value = value;
        row_of[roster->members++] = r;
        if (!roster_check_row(reader, r, member))
            return 0;
    }
    if (roster->members == 0) {
        const struct place place = {.file = reader->table->file};
        error_add(reader->found, STATUS_INPUT, &place,
                  _("The roster has headings but no members. Please check that it is the right file."));
    }
    int done = roster_check_ids(reader, row_of);
    talloc_free(row_of);
    return done;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Without a table of windows the names that the roster uses serve. Returns 0 where memory ran out. */
static int windows_of_roster(struct roster *roster)
{
    const char **name = talloc_array(roster, const char *, (unsigned)roster->members + 1);
    if (!name)
        return 0;
    size_t count = 0;
    for (int m = 0; m < roster->members; m++)
        if (*roster->member[m].value[ATTRIBUTE_WINDOW])
            name[count++] = roster->member[m].value[ATTRIBUTE_WINDOW];
    qsort(name, count, sizeof *name, compare_names);
    roster->window = talloc_array(roster, struct window, count + 1);
    for (size_t i = 0; roster->window && i < count; i++)
        if (i == 0 || strcmp(name[i], name[i - 1]) != 0)
            roster->window[roster->windows++] =
                (struct window){.name = name[i], .full_name = name[i], .kind = "", .order = ORDER_NONE};
    talloc_free(name);
    return roster->window != NULL;
}

/* Reads the table's rows into the roster, whose faults go into reader->found. */
static enum status read_table(struct roster_reader *reader, const struct codes *codes)
{
    struct roster *roster = reader->roster;
    struct field field[ATTRIBUTES_BUILT_IN];
    struct headings *headings;
    list_fields(field);
    headings_find(roster, reader->table, codes, field, ATTRIBUTES_BUILT_IN, &headings, reader->tidied,
                  reader->found);
    reader->headings = headings;
    if (!headings)
        return reader->found->status;
    if (!make_columns(roster, headings) || !read_rows(reader))
        return error_add_memory(reader->found);
    return reader->found->status;
}

/* Reads the roster's file; its faults go into reader->found. */
static enum status read_roster(struct roster_reader *reader, const char *file)
{
    struct roster *roster = reader->roster;
    struct codes *codes, *blank_words;
    struct parties *parties;
    struct csv_table *table;
    if (codes_read(roster, "headings.csv", "field", "roster", &codes, reader->found) != STATUS_OK ||
        codes_read(roster, "blank_words.csv", "spelling", NULL, &blank_words, reader->found) != STATUS_OK ||
        parties_read(roster, &parties, reader->found) != STATUS_OK)
        return reader->found->status;
    csv_read(roster, file, codes->spelling, &table, reader->found);
    if (!table)
        return reader->found->status;
    reader->table = table;
    reader->parties = parties;
    reader->blank_words = blank_words;
    roster->file = table->file;
    return read_table(reader, codes);
}

/* Both files are read whatever the other is like, so that all faults of both are told at once. */
static enum status read_both(struct roster *roster, const char *file, const char *windows_file,
                             struct tidied_list *tidied, struct error *error)
{
    struct windows *windows = NULL;
    enum status of_windows = STATUS_OK;
    if (windows_file)
        of_windows = windows_read(roster, windows_file, &windows, tidied, error);
    struct error *found = error_new(roster);
    if (!found)
        return error_add_memory(error);
    struct roster_reader reader = {.windows = windows, .roster = roster, .tidied = tidied, .found = found};
    read_roster(&reader, file);
    enum status status = faults_move(error, found);
    talloc_free(found);
    if (status != STATUS_OK || of_windows != STATUS_OK)
        return status > of_windows ? status : of_windows;
    if (windows) {
        roster->window = windows->window;
        roster->windows = windows->count;
    } else if (!windows_of_roster(roster)) {
        return error_add_memory(error);
    }
    return roster_finish(roster) ? STATUS_OK : error_add_memory(error);
}

enum status roster_read(const void *owner, const char *file, const char *windows_file, struct roster **roster,
                        struct tidied_list **tidied, struct error *error)
{
    struct roster *made = talloc_zero(owner, struct roster);
    struct tidied_list *list = talloc_zero(owner, struct tidied_list);
    enum status status = STATUS_MACHINE;
    if (made && list)
        status = read_both(made, file, windows_file, list, error);
    else
        error_add_memory(error);
    if (status != STATUS_OK) {
        talloc_free(made);
        talloc_free(list);
        return status;
    }
    *roster = made;
    *tidied = list;
    return STATUS_OK;
}
