#include "roster/cell_characters.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/characters.h"
#include "base/language.h"
#include "roster/tidy.h"

/* Room for one more item, which doubles at each power of two. NULL where memory ran out. */
static void *grow(void *owner, void *array, int count, size_t size)
{
    if ((count & (count - 1)) != 0)
        return array;
    unsigned room = count ? 2 * (unsigned)count : 1;
    return talloc_realloc_size(owner, array, (size_t)room * size);
}

static bool add_written(struct sheet *sheet, int row, int column, const char *text)
{
    struct written_cell *grown = grow(sheet->table, sheet->written, sheet->writtens, sizeof *sheet->written);
    if (!grown)
        return false;
    sheet->written = grown;
    grown[sheet->writtens++] = (struct written_cell){row, column, text};
    return true;
}

static bool add_refused(struct sheet *sheet, struct flawed_cell **refused, int *count, int row, int column,
                        const struct characters_found *found)
{
    struct flawed_cell *grown = grow(sheet->table, *refused, *count, sizeof *grown);
    if (!grown)
        return false;
    *refused = grown;
    grown[(*count)++] = (struct flawed_cell){
        row, column, found->kind == CHARACTER_REORDERS ? CELL_REORDERS : CELL_CONTROLS, found->refused};
    return true;
}

/* Puts the cells that are refused among those that are flawed for another reason, which stay the first. */
static bool merge_flaws(struct sheet *sheet, const struct flawed_cell *refused, int count)
{
    if (count == 0)
        return true;
    struct flawed_cell *all =
        talloc_array(sheet->table, struct flawed_cell, (unsigned)(sheet->flaws + count));
    if (!all)
        return false;
    int at = 0, r = 0;
    for (int f = 0; f < sheet->flaws; f++) {
        const struct flawed_cell *flaw = &sheet->flaw[f];
        for (; r < count && (refused[r].row < flaw->row ||
                             (refused[r].row == flaw->row && refused[r].column < flaw->column));
             r++)
            all[at++] = refused[r];
        if (r < count && refused[r].row == flaw->row && refused[r].column == flaw->column)
            r++;
        all[at++] = *flaw;
    }
    for (; r < count; r++)
        all[at++] = refused[r];
    sheet->flaw = all;
    sheet->flaws = at;
    return true;
}

static bool is_empty(const struct csv_row *row)
{
    for (int c = 0; c < row->cells; c++)
        if (!tidy_is_blank(row->cell[c]))
            return false;
    return true;
}

/* Cleans one row. *changed: a cell was. */
static bool clean_row(struct sheet *sheet, struct csv_row *row, struct flawed_cell **refused, int *count,
                      bool *changed)
{
    for (int c = 0; c < row->cells; c++) {
        struct characters_found found;
        const char *text = row->cell[c];
        const char *now = *text ? characters_clean(sheet->table, text, &found) : text;
        if (now == text)
            continue;
        if (!now || (found.refused && !add_refused(sheet, refused, count, row->row, c, &found)) ||
            (strcmp(now, text) != 0 && !add_written(sheet, row->row, c, text)))
            return false;
        row->cell[c] = now;
        *changed = true;
    }
    return true;
}

bool sheet_clean(struct sheet *sheet)
{
    struct csv_table *table = sheet->table;
    struct flawed_cell *refused = NULL;
    int count = 0, kept = 0;
    if (sheet->name)
        sheet->name = characters_clean(table, sheet->name, NULL);
    if (table->sheet)
        table->sheet = sheet->name;
    for (int r = 0; r < table->rows; r++) {
        bool changed = false;
        if (!clean_row(sheet, &table->row[r], &refused, &count, &changed))
            return false;
        if (!changed || !is_empty(&table->row[r]) || r == 0)
            table->row[kept++] = table->row[r];
    }
    table->rows = kept;
    return merge_flaws(sheet, refused, count) && (sheet->name || !table->sheet);
}

const char *sheet_written(const struct sheet *sheet, int row, int column)
{
    int low = 0, high = sheet->writtens;
    while (low < high) {
        int middle = low + (high - low) / 2;
        const struct written_cell *at = &sheet->written[middle];
        if (at->row < row || (at->row == row && at->column < column))
            low = middle + 1;
        else
            high = middle;
    }
    bool found =
        low < sheet->writtens && sheet->written[low].row == row && sheet->written[low].column == column;
    return found ? sheet->written[low].text : NULL;
}

static void refuse(const struct csv_table *table, const struct flawed_cell *flaw, const char *heading,
                   const char *text, struct error *error)
{
    char *shown = characters_shown(error, text);
    const struct place place = {.file = table->file,
                                .sheet = table->sheet,
                                .row = flaw->row,
                                .column = flaw->column + 1,
                                .heading = heading && *heading ? heading : NULL,
                                .value = shown};
    if (flaw->flaw == CELL_REORDERS)
        error_add(error, STATUS_INPUT, &place,
                  _("The character U+%04X, which is not seen, turns the order of the others here. Delete the "
                    "text and type it anew."),
                  (unsigned)flaw->code);
    else
        error_add(error, STATUS_INPUT, &place,
                  _("The character U+%04X, which is not seen, steers machines and is no text. Delete the "
                    "text and type it anew."),
                  (unsigned)flaw->code);
    talloc_free(shown);
}

void sheet_refuse_characters(const struct sheet *sheet, const struct csv_table *table, struct error *error)
{
    int r = 0;
    for (int f = 0; f < sheet->flaws; f++) {
        const struct flawed_cell *flaw = &sheet->flaw[f];
        if (flaw->flaw != CELL_REORDERS && flaw->flaw != CELL_CONTROLS)
            continue;
        while (r < table->rows && table->row[r].row < flaw->row)
            r++;
        if (r >= table->rows || table->row[r].row != flaw->row || flaw->column >= table->row[r].cells)
            continue;
        const char *heading = flaw->column < table->row[0].cells ? table->row[0].cell[flaw->column] : NULL;
        refuse(table, flaw, r > 0 ? heading : NULL, table->row[r].cell[flaw->column], error);
    }
}

bool table_clean(struct csv_table *table, struct error *error)
{
    struct sheet sheet = {.table = table};
    if (!sheet_clean(&sheet))
        return false;
    sheet_refuse_characters(&sheet, table, error);
    return true;
}
