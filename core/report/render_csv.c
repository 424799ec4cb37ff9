/* CSV for spreadsheets: UTF-8 with a byte order mark (Excel and WPS take it for the local encoding
 * otherwise), CRLF. Everything the document says is there in its order; a blank row parts the blocks. A
 * merged cell's text stands in its first place. A text that a spreadsheet would run as a formula gets an
 * apostrophe in front. */
#include <string.h>
#include <talloc.h>

#include "base/growing_text.h"
#include "report/render.h"

static void append_paragraph(struct growing_text *text, const struct paragraph *paragraph)
{
    for (int r = 0; r < paragraph->runs; r++)
        growing_add(text, paragraph->run[r].text);
}

static void write_field(struct growing_text *output, const char *text)
{
    if (!*text || !strchr("=+-@\t\r", *text)) {
        growing_add_cell(output, text, strchr(text, ' ') != NULL);
        return;
    }
    char *shielded = talloc_asprintf(output->owner, "'%s", text);
    if (shielded)
        growing_add_cell(output, shielded, true);
    output->failed |= !shielded;
    talloc_free(shielded);
}

static void write_cell(struct growing_text *output, const struct table_cell *cell)
{
    struct growing_text text = {.owner = NULL};
    for (int p = 0; p < cell->paragraphs; p++) {
        if (p > 0)
            growing_add(&text, "\n");
        append_paragraph(&text, &cell->paragraph[p]);
    }
    output->failed |= text.failed;
    if (text.text)
        write_field(output, text.text);
    talloc_free(text.text);
}

static enum status write_table(struct growing_text *output, const struct table *table, struct error *error)
{
    struct table_place *place;
    enum status status = table_places(NULL, table, &place, error);
    if (status != STATUS_OK)
        return status;
    for (int r = 0; r < table->rows; r++) {
        const struct table_place *above = NULL, *row = place + r * table->columns;
        if (r > 0)
            above = row - table->columns;
        for (int c = 0; c < table->columns; c++) {
            if (c > 0)
                growing_add(output, ",");
            bool same_left = c > 0 && row[c].row == row[c - 1].row && row[c].cell == row[c - 1].cell;
            bool same_above = above && row[c].row == above[c].row && row[c].cell == above[c].cell;
            if (!same_left && !same_above)
                write_cell(output, &table->row[row[c].row].cell[row[c].cell]);
        }
        growing_add(output, "\r\n");
    }
    talloc_free(place);
    return STATUS_OK;
}

static void write_line(struct growing_text *output, const struct paragraph *paragraph)
{
    struct table_cell cell = {.paragraphs = 1, .paragraph = (struct paragraph *)paragraph};
    write_cell(output, &cell);
    growing_add(output, "\r\n");
}

enum status render_csv(const void *owner, const struct document *document, char **bytes, size_t *size,
                       struct error *error)
{
    struct growing_text output = {.owner = owner};
    enum status status = STATUS_OK;
    growing_add(&output, "\xEF\xBB\xBF");
    if (*document->label) {
        write_field(&output, document->label);
        growing_add(&output, "\r\n");
    }
    write_field(&output, document->title);
    growing_add(&output, "\r\n");
    for (int b = 0; b < document->blocks && status == STATUS_OK; b++) {
        const struct block *block = &document->block[b];
        if (block->kind != BLOCK_PAGE_BREAK)
            growing_add(&output, "\r\n");
        if (block->kind == BLOCK_TABLE)
            status = write_table(&output, block->table, error);
        else if (block->kind != BLOCK_PAGE_BREAK)
            write_line(&output, block->paragraph);
    }
    return status == STATUS_OK ? growing_close(&output, bytes, size, error) : status;
}
