#include "roster/roster_row.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/cell_characters.h"
#include "roster/csv.h"
#include "roster/roster_cells.h"
#include "roster/roster_columns.h"

int roster_row_attribute(const char *heading, struct error *error)
{
    struct codes *codes;
    void *scratch = talloc_new(NULL);
    int found = -1, attribute = -1;
    if (codes_read(scratch, "headings.csv", "field", "roster", &codes, error) == STATUS_OK)
        found = codes_find(codes, heading);
    for (int a = 0; found >= 0 && a < ATTRIBUTES_BUILT_IN; a++)
        if (strcmp(codes->meaning[found], attribute_name(a)) == 0)
            attribute = a;
    talloc_free(scratch);
    return attribute;
}

/* Line breaks as a roster that is kept as text has them. NULL where memory ran out. */
static const char *without_returns(const void *owner, const char *text)
{
    char *copy = talloc_strdup(owner, text), *to = copy;
    for (const char *from = copy; from && *from; from++)
        if (*from != '\r' || from[1] != '\n')
            *to++ = *from;
    if (copy)
        *to = '\0';
    return copy;
}

/* The cells as a table of a heading and one row. */
static struct csv_table *make_table(const void *owner, const struct said_cell *cell, int cells)
{
    struct csv_table *table = talloc_zero(owner, struct csv_table);
    struct csv_row *row = table ? talloc_zero_array(table, struct csv_row, 2) : NULL;
    if (!row)
        return NULL;
    for (int r = 0; r < 2; r++) {
        row[r] = (struct csv_row){r + 1, cells, talloc_array(table, const char *, (unsigned)cells + 1)};
        if (!row[r].cell)
            return NULL;
        for (int c = 0; c < cells; c++)
            row[r].cell[c] = r == 0 ? cell[c].heading : without_returns(table, cell[c].text);
    }
    table->file = "";
    table->encoding = "UTF-8";
    table->rows = 2;
    table->row = row;
    return table;
}

static enum status tidy_and_check(struct roster_reader *reader, struct roster_row *row)
{
    struct roster *roster = reader->roster;
    const char **value = talloc_array(roster, const char *, (unsigned)roster->columns);
    struct member member = {.value = value};
    bool left;
    reader->at = &reader->part[0];
    reader->table = reader->at->table;
    reader->headings = reader->at->headings;
    if (!value || !roster_tidy_row(reader, 1, value, &left) || !roster_check_row(reader, 1, &member, left))
        return error_add_memory(reader->found);
    memcpy(row->value, value, sizeof row->value);
    row->further = roster->columns - ATTRIBUTES_BUILT_IN;
    row->cell = talloc_array(row, struct said_cell, (unsigned)row->further + 1);
    for (int f = 0; row->cell && f < row->further; f++)
        row->cell[f] = (struct said_cell){roster->column[ATTRIBUTES_BUILT_IN + f].heading,
                                          value[ATTRIBUTES_BUILT_IN + f]};
    return row->cell ? reader->found->status : error_add_memory(reader->found);
}

/* The same sentences, without the places of a table that nobody has seen. */
static enum status tell(const struct error *found, struct error *error)
{
    for (int i = 0; i < found->count; i++)
        error_add(error, found->status, NULL, "%s", found->fault[i].message);
    return found->status;
}

/* What a roster's file could not hold either. */
static void check_cells(const struct said_cell *cell, int cells, struct error *error)
{
    for (int c = 0; c < cells; c++) {
        size_t size = strlen(cell[c].text);
        if (text_valid_until(cell[c].text, size) < size)
            error_add(error, STATUS_INPUT, NULL, _("%s: this is not valid UTF-8."), cell[c].heading);
        else if (text_count(cell[c].text) > CSV_CELL_CHARACTERS)
            error_add(error, STATUS_INPUT, NULL,
                      _("%s: this is longer than the %d characters that a spreadsheet's cell can hold."),
                      cell[c].heading, CSV_CELL_CHARACTERS);
    }
}

enum status roster_row_read(const void *owner, const struct said_cell *cell, int cells, const char *today,
                            struct roster_row **row, struct error *error)
{
    struct roster_row *made = talloc_zero(owner, struct roster_row);
    struct roster *roster = talloc_zero(made, struct roster);
    struct tidied_list *tidied = talloc_zero(made, struct tidied_list);
    struct error *found = error_new(made);
    struct csv_table *table = made ? make_table(made, cell, cells) : NULL;
    struct codes *codes;
    if (!made || !roster || !tidied || !found || !table)
        return error_add_memory(error);
    check_cells(cell, cells, error);
    if (error->status != STATUS_OK)
        return error->status;
    struct sheet sheet = {.name = "", .table = table};
    if (!sheet_clean(&sheet))
        return error_add_memory(error);
    sheet_refuse_characters(&sheet, table, found);
    struct laid_table laid = {.kind = TABLE_ROSTER, .sheet = &sheet, .table = table, .heading_row = 1};
    const struct layout layout = {.tables = 1, .table = &laid};
    struct roster_reader reader = {.roster = roster, .tidied = tidied, .today = today, .found = found};
    if (codes_read(made, "headings.csv", "field", "roster", &codes, found) == STATUS_OK &&
        roster_read_codes(&reader) == STATUS_OK) {
        if (!roster_make_columns(&reader, &layout, codes))
            error_add_memory(found);
        else if (reader.parts == 1)
            tidy_and_check(&reader, made);
    }
    enum status status = tell(found, error);
    if (status != STATUS_OK)
        talloc_free(made);
    else
        *row = made;
    return status;
}
