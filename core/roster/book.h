/* What an office sends, as tables: every reader (XLSX, XLS, CSV) makes a book of sheets, and a file is told
 * by its content, never by its name. */
#ifndef TONGXIN_ROSTER_BOOK_H
#define TONGXIN_ROSTER_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "roster/csv.h"

/* What a book may hold; more is refused, so that memory and time stay bounded whatever the file. */
enum {
    BOOK_FILE_BYTES = 64 << 20,      /* of the file of a workbook */
    BOOK_UNPACKED_BYTES = 256 << 20, /* of all that is unpacked of it, counted while reading */
    BOOK_TEXT_BYTES = 64 << 20,      /* of all texts that are kept */
    BOOK_CELLS = 4 << 20,            /* of all sheets; in a row empty ones count up to the last that is not */
    BOOK_ROWS = 100100,              /* of one sheet, blank ones apart: 100,000 members, titles and notes */
    BOOK_COLUMNS = 1000,
    BOOK_SHEETS = 1000,
    BOOK_MERGES = 200000, /* of all sheets */
};

/* Cells joined into one, whose text stands in the first. */
struct merge {
    int row, column; /* the first cell: row as a spreadsheet counts, column from 0 */
    int rows, columns;
};

/* Why a cell's text is not what people see or typed. */
enum cell_flaw {
    CELL_ERROR,       /* #N/A and the like */
    CELL_NO_VALUE,    /* a formula whose value the file does not hold */
    CELL_DIGITS_LOST, /* a number of more digits than a spreadsheet keeps, or cut to 1.38573E+10 */
    CELL_FORMAT,      /* its number format shows it as this program cannot: fractions, Chinese numerals */
    CELL_REORDERS,    /* a character that turns the order of what is seen: cell_characters.h */
    CELL_CONTROLS,    /* a control character */
};

/* A cell that must not be used as it stands. */
struct flawed_cell {
    int row, column; /* row as a spreadsheet counts, column from 0 */
    enum cell_flaw flaw;
    uint32_t code; /* of CELL_REORDERS and CELL_CONTROLS */
};

/* A cell whose text was cleaned, and what the file has. */
struct written_cell {
    int row, column; /* likewise */
    const char *text;
};

/* A cell whose text, or a part of it, is struck through. The sheet holds what is left of it. */
struct struck_cell {
    int row, column;  /* row as a spreadsheet counts, column from 0 */
    const char *text; /* the whole, as it stands in the file */
    bool part;        /* something is left */
};

/* One sheet, in the order of the file. Its table has rows of differing length: sheet_cell gives what is
 * there. table->rows is 0 where the sheet is empty; row[r].row is the number that a spreadsheet shows. */
struct sheet {
    const char *name; /* "" where the file has no names (CSV) */
    bool hidden;
    bool lost; /* the file lists it and does not hold it */
    struct csv_table *table;
    int merges;
    struct merge *merge; /* [merges] as the file orders them */
    int flaws;
    struct flawed_cell *flaw; /* [flaws] by row, then column */
    int strikes;
    struct struck_cell
        *struck; /* [strikes] by row, then column; a row that is struck as a whole has no cells */
    int writtens;
    struct written_cell *written; /* [writtens] by row, then column: sheet_written */
};

/* Owned by the context it was read under, with all that hangs on it. */
struct book {
    const char *file;   /* as the user named it */
    const char *reader; /* "xlsx", "xls" or "csv" */
    int sheets;
    struct sheet *sheet; /* [sheets] at least 1 */
};

/* One way of reading. */
struct book_reader {
    const char *name;
    bool (*sniff)(const char *bytes, size_t size);
    /* Fills book->sheet from bytes, a talloc buffer that belongs to the book and that the reader may change
     * or free. headings: words that headings of such a table use (csv.h). Faults go into `error`; what of the
     * book makes sense all the same stays in book->sheet, else book->sheets is 0. */
    enum status (*read)(struct book *book, char *bytes, size_t size, const char *const *headings,
                        struct error *error);
};

extern const struct book_reader reader_xlsx, reader_xls, reader_csv;

/* Reads the file ("-": standard input) into *book. A file that no reader knows (PDF, DOCX, a picture, a web
 * page called .xls, a workbook with a password ...) is refused with a sentence that says what it is. Where
 * only single cells are at fault the status is STATUS_INPUT, but *book is there, so that a caller may add
 * what else it finds; otherwise *book is NULL. */
enum status book_read(const void *owner, const char *file, const char *const *headings, struct book **book,
                      struct error *error);

/* The same for bytes in memory; `file` is only named in faults. */
enum status book_parse(const void *owner, const char *file, const char *bytes, size_t size,
                       const char *const *headings, struct book **book, struct error *error);

/* The text of a cell, "" where the row has none. row: index into sheet->table->row. */
const char *sheet_cell(const struct sheet *sheet, int row, int column);

/* What is wrong with a cell, or NULL. row: as a spreadsheet counts. */
const struct flawed_cell *sheet_flaw(const struct sheet *sheet, int row, int column);

/* What is to be done about a cell that holds an error, no value, too few digits, or a format of its own. */
const char *flaw_sentence(enum cell_flaw flaw);

/* What of a cell is struck through, or NULL. row: as a spreadsheet counts. */
const struct struck_cell *sheet_struck(const struct sheet *sheet, int row, int column);

/* The first cell of the row of which something is struck through, or NULL; those behind it follow in the
 * array. */
const struct struck_cell *sheet_struck_row(const struct sheet *sheet, int row);

/* "F17". Owned by `owner`; NULL where memory ran out. column: from 1. */
char *cell_address(const void *owner, int row, int column);

#endif
