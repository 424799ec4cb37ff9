#include "roster/struck.h"

#include "base/language.h"
#include "roster/tidy.h"

static const char *heading_of(const struct csv_table *table, int column)
{
    return column < table->row[0].cells ? table->row[0].cell[column] : NULL;
}

static struct place place_of(const struct csv_table *table, const struct struck_cell *struck)
{
    return (struct place){.file = table->file,
                          .sheet = table->sheet,
                          .row = struck->row,
                          .column = struck->column + 1,
                          .heading = heading_of(table, struck->column),
                          .value = struck->text};
}

static void check(const struct laid_table *made, const struct heading_rows *heading,
                  const struct struck_cell *struck, struct error *error)
{
    const struct place place = place_of(made->table, struck);
    bool key = struck->column == heading->name || struck->column == heading->id;
    if (!heading->members)
        error_add(error, STATUS_INPUT, &place,
                  _("Text is struck through here. Does it hold? Please take the line off, or delete what is "
                    "struck through."));
    else if (key && struck->part)
        error_add(error, STATUS_INPUT, &place,
                  _("A part of this cell is struck through, which leaves it open who is meant. Please delete "
                    "what no longer holds."));
    else if (key)
        error_add(error, STATUS_INPUT, &place,
                  _("The id is struck through, the name is not. If this person has left, strike the whole "
                    "row through or delete it; otherwise write the id that holds."));
}

/* The rows of a table and the struck cells of its sheet are both by row. */
int struck_check(const struct laid_table *made, const struct heading_rows *heading, struct error *error)
{
    const struct sheet *sheet = made->sheet;
    int count = 0;
    for (int r = 1, s = 0; r < made->table->rows && s < sheet->strikes;) {
        int row = made->table->row[r].row;
        if (sheet->struck[s].row < row) {
            s++;
        } else if (sheet->struck[s].row > row) {
            r++;
        } else {
            check(made, heading, &sheet->struck[s++], error);
            count++;
        }
    }
    return count;
}

void flaws_check(const struct laid_table *made, const struct heading_rows *heading, struct error *error)
{
    const struct sheet *sheet = made->sheet;
    const struct csv_table *table = made->table;
    for (int r = 1, f = 0; r < table->rows && f < sheet->flaws;) {
        const struct flawed_cell *flaw = &sheet->flaw[f];
        int row = table->row[r].row;
        f += flaw->row <= row;
        r += flaw->row > row;
        if (flaw->row != row || flaw->flaw > CELL_FORMAT || flaw->column >= heading->columns ||
            !heading->read[flaw->column])
            continue;
        const struct place place = {.file = table->file,
                                    .sheet = table->sheet,
                                    .row = row,
                                    .column = flaw->column + 1,
                                    .heading = heading_of(table, flaw->column)};
        error_add(error, STATUS_INPUT, &place, "%s", flaw_sentence(flaw->flaw));
    }
}

int struck_list(const struct laid_table *made, struct tidied_list *tidied)
{
    const struct sheet *sheet = made->sheet;
    for (int r = 1, s = 0; r < made->table->rows && s < sheet->strikes;) {
        const struct struck_cell *struck = &sheet->struck[s];
        int row = made->table->row[r].row;
        s += struck->row <= row;
        r += struck->row > row;
        if (struck->row != row)
            continue;
        const struct place place = place_of(made->table, struck);
        const struct csv_row *at = &made->table->row[r];
        const char *left = struck->part && struck->column < at->cells ? at->cell[struck->column] : "";
        if (!tidied_add(tidied, &place, left))
            return 0;
    }
    return 1;
}
