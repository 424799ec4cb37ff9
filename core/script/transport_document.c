/* A document on its way out and in. */
#include <talloc.h>

#include "script/transport.h"

enum { COUNTED_MOST = 50 * 1000 * 1000 }; /* of anything; bytes must follow for each */

/* ---- out ---- */

static void put_paragraph(struct stream_writer *out, const struct paragraph *paragraph)
{
    stream_put(out, paragraph->align);
    stream_put(out, paragraph->bold);
    stream_put(out, paragraph->runs);
    for (int i = 0; i < paragraph->runs; i++) {
        stream_put(out, paragraph->run[i].kind);
        stream_put_text(out, paragraph->run[i].text);
    }
}

static void put_cell(struct stream_writer *out, const struct table_cell *cell)
{
    stream_put(out, cell->columns);
    stream_put(out, cell->rows);
    stream_put(out, cell->bold);
    stream_put(out, cell->align);
    stream_put(out, cell->paragraphs);
    for (int i = 0; i < cell->paragraphs; i++)
        put_paragraph(out, &cell->paragraph[i]);
}

static void put_table(struct stream_writer *out, const struct table *table)
{
    stream_put(out, table->columns);
    for (int i = 0; i < table->columns; i++) {
        stream_put_text(out, table->column[i].title);
        stream_put(out, table->column[i].align);
        stream_put(out, table->column[i].width);
    }
    stream_put(out, table->rows);
    stream_put(out, table->header_rows);
    for (int i = 0; i < table->rows; i++) {
        stream_put(out, table->row[i].cells);
        for (int k = 0; k < table->row[i].cells; k++)
            put_cell(out, &table->row[i].cell[k]);
    }
}

void transport_put_document(struct stream_writer *out, const struct document *document)
{
    stream_put_text(out, document->name);
    stream_put_text(out, document->title);
    stream_put_text(out, document->label);
    stream_put_text(out, document->language);
    stream_put(out, document->orientation);
    stream_put(out, document->blocks);
    for (int i = 0; i < document->blocks; i++) {
        const struct block *block = &document->block[i];
        stream_put(out, block->kind);
        stream_put(out, block->level);
        if (block->kind == BLOCK_TABLE)
            put_table(out, block->table);
        else if (block->kind != BLOCK_PAGE_BREAK)
            put_paragraph(out, block->paragraph);
    }
}

/* ---- in ---- */

static const char *get_text(struct stream_reader *in, const void *owner)
{
    const char *text = stream_get_text_or_null(in, owner, STREAM_SHOWN, COUNTED_MOST);
    if (!text)
        stream_refuse(in);
    return text ? text : "";
}

static void get_paragraph(struct stream_reader *in, const void *owner, struct paragraph *paragraph)
{
    paragraph->align = (enum align)stream_get(in, ALIGN_INHERIT, ALIGN_RIGHT);
    paragraph->bold = stream_get_flag(in);
    int runs = (int)stream_get(in, 0, COUNTED_MOST);
    for (int i = 0; i < runs; i++) {
        struct run *run = stream_room(in, owner, paragraph->run, i, runs, sizeof *run);
        if (!run)
            return;
        paragraph->run = run;
        paragraph->runs = i + 1;
        run[i].kind = (enum run_kind)stream_get(in, RUN_TEXT, RUN_NAME);
        run[i].text = get_text(in, owner);
    }
}

static void get_cell(struct stream_reader *in, const struct table *table, struct table_cell *cell)
{
    cell->columns = (int)stream_get(in, 1, table->columns);
    cell->rows = (int)stream_get(in, 1, table->rows);
    cell->bold = stream_get_flag(in);
    cell->align = (enum align)stream_get(in, ALIGN_INHERIT, ALIGN_RIGHT);
    int paragraphs = (int)stream_get(in, 0, COUNTED_MOST);
    for (int i = 0; i < paragraphs; i++) {
        struct paragraph *paragraph =
            stream_room(in, table, cell->paragraph, i, paragraphs, sizeof *paragraph);
        if (!paragraph)
            return;
        cell->paragraph = paragraph;
        cell->paragraphs = i + 1;
        get_paragraph(in, table, &paragraph[i]);
    }
}

static void get_row(struct stream_reader *in, const struct table *table, struct table_row *row)
{
    int cells = (int)stream_get(in, 0, table->columns);
    for (int i = 0; i < cells; i++) {
        struct table_cell *cell = stream_room(in, table, row->cell, i, cells, sizeof *cell);
        if (!cell)
            return;
        row->cell = cell;
        row->cells = i + 1;
        get_cell(in, table, &cell[i]);
    }
}

static struct table *get_table(struct stream_reader *in, const void *owner)
{
    struct table *table = talloc_zero(owner, struct table);
    if (!table) {
        stream_no_memory(in);
        return NULL;
    }
    table->columns = (int)stream_get(in, 1, TABLE_COLUMNS_MOST);
    table->column = talloc_zero_array(table, struct table_column, (unsigned)table->columns);
    if (!table->column) {
        stream_no_memory(in);
        return NULL;
    }
    for (int i = 0; i < table->columns; i++) {
        table->column[i].title = get_text(in, table);
        table->column[i].align = (enum align)stream_get(in, ALIGN_INHERIT, ALIGN_RIGHT);
        table->column[i].width = (int)stream_get(in, 1, INT32_MAX);
    }
    int rows = (int)stream_get(in, 0, TABLE_ROWS_MOST);
    table->header_rows = (int)stream_get(in, 0, rows);
    table->rows = rows; /* cells are measured against it */
    for (int i = 0; i < rows; i++) {
        struct table_row *row = stream_room(in, table, table->row, i, rows, sizeof *row);
        if (!row)
            return NULL;
        table->row = row;
        get_row(in, table, &row[i]);
    }
    return table;
}

static void get_block(struct stream_reader *in, const struct document *document, struct block *block)
{
    block->kind = (enum block_kind)stream_get(in, BLOCK_HEADING, BLOCK_KINDS - 1);
    block->level = (int)stream_get(in, 0, 3);
    if (block->kind == BLOCK_HEADING && block->level == 0)
        stream_refuse(in);
    if (block->kind == BLOCK_TABLE) {
        block->table = get_table(in, document);
    } else if (block->kind != BLOCK_PAGE_BREAK) {
        block->paragraph = talloc_zero(document, struct paragraph);
        if (!block->paragraph)
            stream_no_memory(in);
        else
            get_paragraph(in, document, block->paragraph);
    }
}

static void get_blocks(struct stream_reader *in, struct document *document)
{
    int blocks = (int)stream_get(in, 0, COUNTED_MOST);
    for (int i = 0; i < blocks && in->trouble == STREAM_FINE; i++) {
        struct block *block = stream_room(in, document, document->block, i, blocks, sizeof *block);
        if (!block)
            return;
        document->block = block;
        get_block(in, document, &block[i]);
        document->blocks = i + 1;
    }
}

struct document *transport_get_document(struct stream_reader *in, const void *owner)
{
    struct document *document = talloc_zero(owner, struct document);
    if (!document) {
        stream_no_memory(in);
        return NULL;
    }
    document->name = get_text(in, document);
    document->title = get_text(in, document);
    document->label = get_text(in, document);
    document->language = get_text(in, document);
    document->orientation = (enum orientation)stream_get(in, ORIENTATION_PORTRAIT, ORIENTATION_LANDSCAPE);
    get_blocks(in, document);
    struct error *error = error_new(document); /* the child has looked already: its words were better */
    if (in->trouble == STREAM_FINE && (!error || document_check(document, error) != STATUS_OK))
        stream_refuse(in);
    talloc_free(error);
    if (in->trouble == STREAM_FINE)
        return document;
    talloc_free(document);
    return NULL;
}
