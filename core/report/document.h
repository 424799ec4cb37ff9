/* A document as report scripts build it: headings, paragraphs, tables with merged cells. Plain data in one
 * talloc tree; a renderer (render.h) turns it into bytes. Same document, same bytes.
 *
 * Texts are UTF-8 without control characters: document_text tells. Whoever builds a document owns it through
 * its talloc context; every function that adds returns NULL where memory ran out. */
#ifndef TONGXIN_REPORT_DOCUMENT_H
#define TONGXIN_REPORT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum orientation { ORIENTATION_PORTRAIT, ORIENTATION_LANDSCAPE };

/* ALIGN_INHERIT: a paragraph as its cell, a cell as its column, a column and free text as the renderer likes.
 */
enum align { ALIGN_INHERIT, ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

/* A person's name is told apart from other text: official tables spread names of two characters to the width
 * of three (陈　琳) while the text stays 陈琳. */
enum run_kind { RUN_TEXT, RUN_NAME };

struct run {
    enum run_kind kind;
    const char *text;
};

struct paragraph {
    enum align align;
    bool bold;
    int runs;
    struct run *run; /* [runs] */
};

/* A cell stands at the first free place of its row and spreads to the right and downwards. */
struct table_cell {
    int columns, rows; /* how far it spreads, 1 and more */
    bool bold;
    enum align align;
    int paragraphs;
    struct paragraph *paragraph; /* [paragraphs] its lines; none: an empty cell */
};

struct table_row {
    int cells;
    struct table_cell *cell; /* [cells] from left to right */
};

struct table_column {
    const char *title; /* "" where it has none */
    enum align align;
    int width; /* its share of the table's width, in units of the sum; 1 and more */
};

struct table {
    int columns;
    struct table_column *column; /* [columns] */
    int header_rows;             /* the first rows are headings, repeated on each page */
    int rows;
    struct table_row *row; /* [rows] */
};

enum block_kind { BLOCK_HEADING, BLOCK_PARAGRAPH, BLOCK_TABLE, BLOCK_PAGE_BREAK, BLOCK_KINDS };

struct block {
    enum block_kind kind;
    int level; /* of a heading: 1 to 3 */
    union {
        struct paragraph *paragraph; /* heading, paragraph */
        struct table *table;
    };
};

struct document {
    const char *name; /* what the report is called among reports ("annex1"); "" where nobody said */
    const char *title;
    const char *label;    /* above the title, at the left edge (附件1); "" where there is none */
    const char *language; /* BCP 47, "zh-CN" */
    enum orientation orientation;
    int blocks;
    struct block *block; /* [blocks] */
};

/* Limits of a table; more is a fault, not a crash. */
enum { TABLE_COLUMNS_MOST = 64, TABLE_ROWS_MOST = 100000 };

/* A document in portrait format without a block, owned by `owner`. Copies the title. */
struct document *document_new(const void *owner, const char *title);

struct paragraph *document_add_heading(struct document *document, int level);
struct paragraph *document_add_paragraph(struct document *document);
bool document_add_page_break(struct document *document);

/* A table with these columns (copied); where one of them has a title, the titles become its first heading
 * row. */
struct table *document_add_table(struct document *document, const struct table_column *column, int columns);

/* An empty row behind the others; `heading` only while every row so far is a heading, else it counts as data.
 * The pointer holds until the table's next row is added; the same goes for cells, paragraphs and runs. */
struct table_row *table_add_row(struct table *table, bool heading);
struct table_cell *table_row_add_cell(struct table *table, struct table_row *row);
struct paragraph *table_cell_add_paragraph(struct table *table, struct table_cell *cell);

/* Adds text to the end; `owner` is the document or any context within it. Copies size bytes. */
struct run *paragraph_add_run(const void *owner, struct paragraph *paragraph, enum run_kind kind,
                              const char *text, size_t size);

/* Offset of the first byte that no document may hold: not UTF-8, or a control character; `size` where there
 * is none. */
size_t document_text(const char *text, size_t size);

/* What stands at one place of a table, spans followed out. */
struct table_place {
    int row, cell; /* the cell that covers the place; row -1: none */
};

/* The table place by place, [rows * columns] row by row, owned by `owner`. A cell that overlaps another or
 * leaves the table is a fault (STATUS_INPUT), named by row and cell counted from 1; *place is then NULL. */
enum status table_places(const void *owner, const struct table *table, struct table_place **place,
                         struct error *error);

/* Every table of the document is sound: at least one column, widths positive, spans as table_places wants
 * them. */
enum status document_check(const struct document *document, struct error *error);

#endif
