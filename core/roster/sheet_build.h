/* Making the sheets of a book from cells as a reader finds them, within the limits of book.h. */
#ifndef TONGXIN_ROSTER_SHEET_BUILD_H
#define TONGXIN_ROSTER_SHEET_BUILD_H

#include <stddef.h>
#include <stdint.h>

#include "roster/book.h"

/* Zero it, set book and error, then begin sheets. Everything made belongs to the book. */
struct sheet_build {
    struct book *book;
    struct error *error;
    /* private */
    struct sheet *sheet; /* the one at hand */
    char *text, *text_end;
    size_t texts;          /* bytes of all texts */
    int64_t cells, merges; /* of all sheets */
    const char **cell;     /* of this sheet */
    size_t cell_count, cell_room;
    size_t *first; /* [rows] first cell of each row */
    size_t row_room, flaw_room, merge_room, struck_room;
    int row;         /* number of the row at hand */
    bool row_hidden; /* it */
};

/* Begins a sheet; `name` is copied. */
enum status build_sheet(struct sheet_build *build, const char *name, bool hidden);

/* Begins a row; numbers must rise within a sheet. */
enum status build_row(struct sheet_build *build, int row);

/* Says that people do not see the row at hand; before its first cell. */
void build_hide_row(struct sheet_build *build);

/* Puts a text that lives as long as the book into the row at hand; columns, from 0, must rise. A blank text
 * leaves the cell out. */
enum status build_cell(struct sheet_build *build, int column, const char *text);

/* Says that the cell that comes next, or came last, must not be used as it stands. */
enum status build_flaw(struct sheet_build *build, int column, enum cell_flaw flaw);

/* Puts a cell into the row at hand of which something is struck through: `text` is the whole, `left` what is
 * not struck, both living as long as the book. */
enum status build_struck(struct sheet_build *build, int column, const char *text, const char *left);

enum status build_merge(struct sheet_build *build, const struct merge *merge);

/* Ends the sheet at hand. */
enum status build_end(struct sheet_build *build);

/* text[0..size), strict UTF-8, as a text of the book: private-use characters folded, CR LF as LF, a NUL
 * as U+FFFD, or left out at the end. NULL after a fault: too long, or memory ran out. */
const char *build_text(struct sheet_build *build, const char *text, size_t size);

/* The place of a cell of the sheet at hand; column from 0, -1 for the row, row 0 for the sheet. */
struct place build_place(const struct sheet_build *build, int row, int column);

#endif
