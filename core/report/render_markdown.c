/* Markdown with pipe tables (GitHub's dialect). A merged cell's text stands in its first place, the other
 * places are empty; lines of a cell are parted by <br>. Everything that Markdown would read as markup is
 * escaped. */
#include <string.h>
#include <talloc.h>

#include "base/growing_text.h"
#include "report/render.h"

static void write_text(struct growing_text *output, const char *text)
{
    for (; *text; text++) {
        if (strchr("\\`*_[]<>|~#", *text))
            growing_add(output, "\\");
        if (*text == '&')
            growing_add(output, "&amp;");
        else
            growing_add_bytes(output, text, 1);
    }
}

static void write_runs(struct growing_text *output, const struct paragraph *paragraph)
{
    for (int r = 0; r < paragraph->runs; r++)
        write_text(output, paragraph->run[r].text);
}

/* A paragraph that begins like a list, a rule or an underline would become one. */
static void guard_beginning(struct growing_text *output, const struct paragraph *paragraph)
{
    const char *text = paragraph->runs ? paragraph->run[0].text : "";
    size_t digits = strspn(text, "0123456789");
    if (digits > 0 && (text[digits] == '.' || text[digits] == ')')) {
        growing_add_bytes(output, text, digits);
        growing_add(output, "\\");
        growing_add_bytes(output, text + digits, 1);
        write_text(output, text + digits + 1);
    } else {
        if (*text && strchr("+-=", *text))
            growing_add(output, "\\");
        write_text(output, text);
    }
    for (int r = 1; r < paragraph->runs; r++)
        write_text(output, paragraph->run[r].text);
}

static void write_paragraph(struct growing_text *output, const struct paragraph *paragraph)
{
    growing_add(output, paragraph->bold ? "**" : "");
    if (paragraph->bold)
        write_runs(output, paragraph);
    else
        guard_beginning(output, paragraph);
    growing_add(output, paragraph->bold ? "**\n" : "\n");
}

static void write_cell(struct growing_text *output, const struct table_cell *cell, bool heading)
{
    for (int p = 0; p < cell->paragraphs; p++) {
        const struct paragraph *paragraph = &cell->paragraph[p];
        bool bold = !heading && paragraph->runs > 0 && (cell->bold || paragraph->bold);
        growing_add(output, p > 0 ? "<br>" : " ");
        growing_add(output, bold ? "**" : "");
        write_runs(output, paragraph);
        growing_add(output, bold ? "**" : "");
    }
}

static void write_rule(struct growing_text *output, const struct table *table)
{
    static const char *const rule[] = {" --- |", " :--- |", " :---: |", " ---: |"};
    growing_add(output, "|");
    for (int c = 0; c < table->columns; c++)
        growing_add(output, rule[table->column[c].align]);
    growing_add(output, "\n");
}

static void write_row(struct growing_text *output, const struct table *table, const struct table_place *place,
                      int r)
{
    const struct table_place *row = place + r * table->columns;
    growing_add(output, "|");
    for (int c = 0; c < table->columns; c++) {
        bool first = row[c].row == r && (c == 0 || row[c - 1].row != r || row[c - 1].cell != row[c].cell);
        if (first)
            write_cell(output, &table->row[r].cell[row[c].cell], r < table->header_rows);
        growing_add(output, " |");
    }
    growing_add(output, "\n");
}

static enum status write_table(struct growing_text *output, const struct table *table, struct error *error)
{
    struct table_place *place;
    enum status status = table_places(NULL, table, &place, error);
    if (status != STATUS_OK)
        return status;
    if (table->header_rows == 0) { /* the dialect knows no table without a heading */
        growing_add(output, "|");
        for (int c = 0; c < table->columns; c++)
            growing_add(output, "  |");
        growing_add(output, "\n");
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

static enum status write_block(struct growing_text *output, const struct block *block, struct error *error)
{
    static const char *const marks[] = {"## ", "## ", "### ", "#### "};
    switch (block->kind) {
    case BLOCK_HEADING:
        growing_add(output, marks[block->level >= 1 && block->level <= 3 ? block->level : 1]);
        write_runs(output, block->paragraph);
        growing_add(output, "\n");
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
    growing_add(output, "---\n");
    return STATUS_OK;
}

enum status render_markdown(const void *owner, const struct document *document, char **bytes, size_t *size,
                            struct error *error)
{
    struct growing_text output = {.owner = owner};
    enum status status = STATUS_OK;
    if (*document->label) {
        write_text(&output, document->label);
        growing_add(&output, "\n\n");
    }
    growing_add(&output, "# ");
    write_text(&output, document->title);
    growing_add(&output, "\n");
    for (int b = 0; b < document->blocks && status == STATUS_OK; b++) {
        growing_add(&output, "\n");
        status = write_block(&output, &document->block[b], error);
    }
    return status == STATUS_OK ? growing_close(&output, bytes, size, error) : status;
}
