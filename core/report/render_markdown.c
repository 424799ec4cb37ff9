/* Markdown with pipe tables (GitHub's dialect). A merged cell's text stands in its first place, the other
 * places are empty; lines of a cell are parted by <br>. Everything that Markdown would read as markup is
 * escaped. */
#include <string.h>
#include <talloc.h>

#include "report/output.h"
#include "report/render.h"

static void write_text(struct output *output, const char *text)
{
    for (; *text; text++) {
        if (strchr("\\`*_[]<>|~#", *text))
            output_text(output, "\\");
        if (*text == '&')
            output_text(output, "&amp;");
        else
            output_bytes(output, text, 1);
    }
}

static void write_runs(struct output *output, const struct paragraph *paragraph)
{
    for (int r = 0; r < paragraph->runs; r++)
        write_text(output, paragraph->run[r].text);
}

/* A paragraph that begins like a list, a rule or an underline would become one. */
static void guard_beginning(struct output *output, const struct paragraph *paragraph)
{
    const char *text = paragraph->runs ? paragraph->run[0].text : "";
    size_t digits = strspn(text, "0123456789");
    if (digits > 0 && (text[digits] == '.' || text[digits] == ')')) {
        output_bytes(output, text, digits);
        output_text(output, "\\");
        output_bytes(output, text + digits, 1);
        write_text(output, text + digits + 1);
    } else {
        if (*text && strchr("+-=", *text))
            output_text(output, "\\");
        write_text(output, text);
    }
    for (int r = 1; r < paragraph->runs; r++)
        write_text(output, paragraph->run[r].text);
}

static void write_paragraph(struct output *output, const struct paragraph *paragraph)
{
    output_text(output, paragraph->bold ? "**" : "");
    if (paragraph->bold)
        write_runs(output, paragraph);
    else
        guard_beginning(output, paragraph);
    output_text(output, paragraph->bold ? "**\n" : "\n");
}

static void write_cell(struct output *output, const struct table_cell *cell, bool heading)
{
    for (int p = 0; p < cell->paragraphs; p++) {
        const struct paragraph *paragraph = &cell->paragraph[p];
        bool bold = !heading && paragraph->runs > 0 && (cell->bold || paragraph->bold);
        output_text(output, p > 0 ? "<br>" : " ");
        output_text(output, bold ? "**" : "");
        write_runs(output, paragraph);
        output_text(output, bold ? "**" : "");
    }
}

static void write_rule(struct output *output, const struct table *table)
{
    static const char *const rule[] = {" --- |", " :--- |", " :---: |", " ---: |"};
    output_text(output, "|");
    for (int c = 0; c < table->columns; c++)
        output_text(output, rule[table->column[c].align]);
    output_text(output, "\n");
}

static void write_row(struct output *output, const struct table *table, const struct table_place *place,
                      int r)
{
    const struct table_place *row = place + r * table->columns;
    output_text(output, "|");
    for (int c = 0; c < table->columns; c++) {
        bool first = row[c].row == r && (c == 0 || row[c - 1].row != r || row[c - 1].cell != row[c].cell);
        if (first)
            write_cell(output, &table->row[r].cell[row[c].cell], r < table->header_rows);
        output_text(output, " |");
    }
    output_text(output, "\n");
}

static enum status write_table(struct output *output, const struct table *table, struct error *error)
{
    struct table_place *place;
    enum status status = table_places(NULL, table, &place, error);
    if (status != STATUS_OK)
        return status;
    if (table->header_rows == 0) { /* the dialect knows no table without a heading */
        output_text(output, "|");
        for (int c = 0; c < table->columns; c++)
            output_text(output, "  |");
        output_text(output, "\n");
        write_rule(output, table);
    }
    for (int r = 0; r < table->rows; r++) {
        write_row(output, table, place, r);
        if (r == 0 && table->header_rows > 0)
            write_rule(output, table);
    }
    talloc_free(place);
    return STATUS_OK;
}

static enum status write_block(struct output *output, const struct block *block, struct error *error)
{
    static const char *const marks[] = {"## ", "## ", "### ", "#### "};
    switch (block->kind) {
    case BLOCK_HEADING:
        output_text(output, marks[block->level >= 1 && block->level <= 3 ? block->level : 1]);
        write_runs(output, block->paragraph);
        output_text(output, "\n");
        return STATUS_OK;
    case BLOCK_PARAGRAPH:
        write_paragraph(output, block->paragraph);
        return STATUS_OK;
    case BLOCK_TABLE:
        return write_table(output, block->table, error);
    case BLOCK_PAGE_BREAK:
    case BLOCK_KINDS:
        break;
    }
    output_text(output, "---\n");
    return STATUS_OK;
}

enum status render_markdown(const void *owner, const struct document *document, char **bytes, size_t *size,
                            struct error *error)
{
    struct output output = output_open(owner);
    enum status status = STATUS_OK;
    if (*document->label) {
        write_text(&output, document->label);
        output_text(&output, "\n\n");
    }
    output_text(&output, "# ");
    write_text(&output, document->title);
    output_text(&output, "\n");
    for (int b = 0; b < document->blocks && status == STATUS_OK; b++) {
        output_text(&output, "\n");
        status = write_block(&output, &document->block[b], error);
    }
    return status == STATUS_OK ? output_close(&output, bytes, size, error) : status;
}
