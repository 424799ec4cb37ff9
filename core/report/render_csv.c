/* CSV for spreadsheets: UTF-8 with a byte order mark (Excel and WPS take it for the local encoding
 * otherwise), CRLF. Everything the document says is there in its order; a blank row parts the blocks. A
 * merged cell's text stands in its first place. A text that a spreadsheet would run as a formula gets an
 * apostrophe in front. */
#include <string.h>
#include <talloc.h>

#include "report/output.h"
#include "report/render.h"

static void append_paragraph(struct output *text, const struct paragraph *paragraph)
{
    for (int r = 0; r < paragraph->runs; r++)
        output_text(text, paragraph->run[r].text);
}

static void write_field(struct output *output, const char *text, size_t size)
{
    bool formula = size > 0 && memchr("=+-@\t\r", text[0], 6);
    bool quoted = formula;
    for (size_t i = 0; i < size && !quoted; i++)
        quoted = memchr(",\"\r\n; \t", text[i], 7) != NULL;
    if (!quoted) {
        output_bytes(output, text, size);
        return;
    }
    output_text(output, formula ? "\"'" : "\"");
    for (size_t i = 0; i < size; i++)
        output_bytes(output, text[i] == '"' ? "\"\"" : text + i, text[i] == '"' ? 2 : 1);
    output_text(output, "\"");
}

static void write_cell(struct output *output, const struct table_cell *cell)
{
    struct output text = output_open(NULL);
    for (int p = 0; p < cell->paragraphs; p++) {
        if (p > 0)
            output_text(&text, "\n");
        append_paragraph(&text, &cell->paragraph[p]);
    }
    output->failed |= text.failed;
    if (!text.failed)
        write_field(output, text.bytes, text.size);
    talloc_free(text.bytes);
}

static enum status write_table(struct output *output, const struct table *table, struct error *error)
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
                output_text(output, ",");
            bool same_left = c > 0 && row[c].row == row[c - 1].row && row[c].cell == row[c - 1].cell;
            bool same_above = above && row[c].row == above[c].row && row[c].cell == above[c].cell;
            if (!same_left && !same_above)
                write_cell(output, &table->row[row[c].row].cell[row[c].cell]);
        }
        output_text(output, "\r\n");
    }
    talloc_free(place);
    return STATUS_OK;
}

static void write_line(struct output *output, const struct paragraph *paragraph)
{
    struct table_cell cell = {.paragraphs = 1, .paragraph = (struct paragraph *)paragraph};
    write_cell(output, &cell);
    output_text(output, "\r\n");
}

enum status render_csv(const void *owner, const struct document *document, char **bytes, size_t *size,
                       struct error *error)
{
    struct output output = output_open(owner);
    enum status status = STATUS_OK;
    output_text(&output, "\xEF\xBB\xBF");
    if (*document->label) {
        write_field(&output, document->label, strlen(document->label));
        output_text(&output, "\r\n");
    }
    write_field(&output, document->title, strlen(document->title));
    output_text(&output, "\r\n");
    for (int b = 0; b < document->blocks && status == STATUS_OK; b++) {
        const struct block *block = &document->block[b];
        if (block->kind != BLOCK_PAGE_BREAK)
            output_text(&output, "\r\n");
        if (block->kind == BLOCK_TABLE)
            status = write_table(&output, block->table, error);
        else if (block->kind != BLOCK_PAGE_BREAK)
            write_line(&output, block->paragraph);
    }
    return status == STATUS_OK ? output_close(&output, bytes, size, error) : status;
}
