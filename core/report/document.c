#include "report/document.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"

/* One more element for an array of talloc; its room doubles, so that long tables take linear time. */
static void *grow(const void *owner, void *array, int count, size_t size)
{
    size_t room = talloc_get_size(array) / size, wanted = (size_t)count + 1;
    if (wanted > room) {
        array = talloc_realloc_size(owner, array, (room < 4 ? 4 : 2 * room) * size);
        if (!array)
            return NULL;
    }
    memset((char *)array + (size_t)count * size, 0, size);
    return array;
}

struct document *document_new(const void *owner, const char *title)
{
    struct document *document = talloc_zero(owner, struct document);
    if (!document)
        return NULL;
    document->title = talloc_strdup(document, title);
    document->name = document->label = "";
    document->language = "zh-CN";
    if (!document->title)
        TALLOC_FREE(document);
    return document;
}

static struct block *add_block(struct document *document, enum block_kind kind)
{
    struct block *block = grow(document, document->block, document->blocks, sizeof *block);
    if (!block)
        return NULL;
    document->block = block;
    block += document->blocks++;
    block->kind = kind;
    return block;
}

static struct paragraph *add_text_block(struct document *document, enum block_kind kind, int level)
{
    struct paragraph *paragraph = talloc_zero(document, struct paragraph);
    struct block *block = paragraph ? add_block(document, kind) : NULL;
    if (!block)
        return NULL;
    block->level = level;
    block->paragraph = paragraph;
    return paragraph;
}

struct paragraph *document_add_heading(struct document *document, int level)
{
    return add_text_block(document, BLOCK_HEADING, level);
}

struct paragraph *document_add_paragraph(struct document *document)
{
    return add_text_block(document, BLOCK_PARAGRAPH, 0);
}

bool document_add_page_break(struct document *document)
{
    return add_block(document, BLOCK_PAGE_BREAK) != NULL;
}

static bool add_titles(struct table *table)
{
    bool any = false;
    for (int c = 0; c < table->columns; c++)
        any |= *table->column[c].title != '\0';
    if (!any)
        return true;
    struct table_row *row = table_add_row(table, true);
    for (int c = 0; row && c < table->columns; c++) {
        const char *title = table->column[c].title;
        struct table_cell *cell = table_row_add_cell(table, row);
        struct paragraph *line = cell ? table_cell_add_paragraph(table, cell) : NULL;
        if (!line || !paragraph_add_run(table, line, RUN_TEXT, title, strlen(title)))
            return false;
    }
    return row != NULL;
}

struct table *document_add_table(struct document *document, const struct table_column *column, int columns)
{
    struct table *table = talloc_zero(document, struct table);
    if (!table)
        return NULL;
    table->columns = columns;
    table->column = talloc_array(table, struct table_column, (unsigned)columns);
    if (!table->column)
        return NULL;
    for (int c = 0; c < columns; c++) {
        table->column[c] = column[c];
        table->column[c].title = talloc_strdup(table, column[c].title);
        if (!table->column[c].title)
            return NULL;
    }
    struct block *block = add_titles(table) ? add_block(document, BLOCK_TABLE) : NULL;
    if (!block)
        return NULL;
    block->table = table;
    return table;
}

struct table_row *table_add_row(struct table *table, bool heading)
{
    struct table_row *row = grow(table, table->row, table->rows, sizeof *row);
    if (!row)
        return NULL;
    table->row = row;
    if (heading && table->header_rows == table->rows)
        table->header_rows++;
    return &row[table->rows++];
}

struct table_cell *table_row_add_cell(struct table *table, struct table_row *row)
{
    struct table_cell *cell = grow(table, row->cell, row->cells, sizeof *cell);
    if (!cell)
        return NULL;
    row->cell = cell;
    cell += row->cells++;
    cell->columns = cell->rows = 1;
    return cell;
}

struct paragraph *table_cell_add_paragraph(struct table *table, struct table_cell *cell)
{
    struct paragraph *paragraph = grow(table, cell->paragraph, cell->paragraphs, sizeof *paragraph);
    if (!paragraph)
        return NULL;
    cell->paragraph = paragraph;
    return &paragraph[cell->paragraphs++];
}

struct run *paragraph_add_run(const void *owner, struct paragraph *paragraph, enum run_kind kind,
                              const char *text, size_t size)
{
    struct run *run = grow(owner, paragraph->run, paragraph->runs, sizeof *run);
    if (!run)
        return NULL;
    paragraph->run = run;
    run += paragraph->runs;
    run->kind = kind;
    run->text = talloc_strndup(owner, text, size);
    if (!run->text)
        return NULL;
    paragraph->runs++;
    return run;
}

size_t document_text(const char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        size_t length;
        uint32_t code = text_decode(text + at, size - at, &length);
        if (code == UINT32_MAX || code < 0x20 || (code >= 0x7F && code < 0xA0))
            return at;
        at += length;
    }
    return size;
}

/* Puts a cell into the places it covers, from `first` on in its row. */
static enum status place_cell(const struct table *table, struct table_place *place, int r, int c, int first,
                              struct error *error)
{
    const struct table_cell *cell = &table->row[r].cell[c];
    if (cell->columns < 1 || cell->rows < 1 || cell->columns > table->columns - first ||
        cell->rows > table->rows - r)
        return error_add(
            error, STATUS_INPUT, NULL,
            _("Cell %d of row %d of the table spreads over %d columns and %d rows and so leaves the "
              "table, which has %d columns and %d rows. Please correct the spread or the columns."),
            c + 1, r + 1, cell->columns, cell->rows, table->columns, table->rows);
    if (r < table->header_rows && cell->rows > table->header_rows - r)
        return error_add(
            error, STATUS_INPUT, NULL,
            _("Cell %d of heading row %d of the table spreads down into the rows below the headings. "
              "Please let it end with the headings."),
            c + 1, r + 1);
    for (int y = r; y < r + cell->rows; y++) {
        for (int x = first; x < first + cell->columns; x++) {
            struct table_place *here = &place[y * table->columns + x];
            if (here->row >= 0)
                return error_add(
                    error, STATUS_INPUT, NULL,
                    _("Cell %d of row %d of the table overlaps cell %d of row %d. Please correct how "
                      "far the cells spread."),
                    c + 1, r + 1, here->cell + 1, here->row + 1);
            *here = (struct table_place){r, c};
        }
    }
    return STATUS_OK;
}

static enum status place_row(const struct table *table, struct table_place *place, int r, struct error *error)
{
    int at = 0;
    for (int c = 0; c < table->row[r].cells; c++) {
        while (at < table->columns && place[r * table->columns + at].row >= 0)
            at++;
        if (at == table->columns)
            return error_add(
                error, STATUS_INPUT, NULL,
                _("Row %d of the table has more cells than its %d columns hold: cell %d finds no place. "
                  "Please take cells out or declare more columns."),
                r + 1, table->columns, c + 1);
        enum status status = place_cell(table, place, r, c, at, error);
        if (status != STATUS_OK)
            return status;
        at += table->row[r].cell[c].columns;
    }
    for (; at < table->columns; at++)
        if (place[r * table->columns + at].row < 0)
            return error_add(
                error, STATUS_INPUT, NULL,
                _("Row %d of the table has too few cells: column %d stays without one. Please add an "
                  "empty cell: \"\"."),
                r + 1, at + 1);
    return STATUS_OK;
}

enum status table_places(const void *owner, const struct table *table, struct table_place **place,
                         struct error *error)
{
    *place = NULL;
    if (table->columns < 1 || table->columns > TABLE_COLUMNS_MOST || table->rows > TABLE_ROWS_MOST)
        return error_add(
            error, STATUS_INPUT, NULL,
            _("A table has 1 to %d columns and up to %d rows; this one has %d columns and %d rows. "
              "Please make several tables of it."),
            TABLE_COLUMNS_MOST, TABLE_ROWS_MOST, table->columns, table->rows);
    int places = table->rows * table->columns;
    struct table_place *all = talloc_array(owner, struct table_place, (unsigned)places);
    if (!all)
        return error_add_memory(error);
    for (int i = 0; i < places; i++)
        all[i] = (struct table_place){-1, -1};
    for (int r = 0; r < table->rows; r++) {
        enum status status = place_row(table, all, r, error);
        if (status != STATUS_OK) {
            talloc_free(all);
            return status;
        }
    }
    *place = all;
    return STATUS_OK;
}

static enum status check_table(const struct table *table, struct error *error)
{
    for (int c = 0; c < table->columns; c++)
        if (table->column[c].width < 1 || table->column[c].width > 1000)
            return error_add(
                error, STATUS_INPUT, NULL,
                _("Column %d of the table has the width %d. Please give a share from 1 to 1000."), c + 1,
                table->column[c].width);
    struct table_place *place;
    enum status status = table_places(table, table, &place, error);
    talloc_free(place);
    return status;
}

enum status document_check(const struct document *document, struct error *error)
{
    for (int b = 0; b < document->blocks; b++) {
        if (document->block[b].kind != BLOCK_TABLE)
            continue;
        enum status status = check_table(document->block[b].table, error);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}
