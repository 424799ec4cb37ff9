/* Tables of text (RFC 4180): any encoding that encoding.h tells apart, comma, semicolon or tab, LF, CRLF or
 * CR. */
#ifndef TONGXIN_ROSTER_CSV_H
#define TONGXIN_ROSTER_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* What a table may hold; more is refused, so that memory stays bounded whatever the file. */
enum {
    CSV_FILE_BYTES = 120 << 20,  /* of the file */
    CSV_ROW_BYTES = 1 << 20,     /* of one row, as UTF-8 */
    CSV_CELL_CHARACTERS = 32767, /* of one cell: as many as a spreadsheet's cell */
    CSV_COLUMNS = 4096,          /* of one row */
    CSV_ROWS = 1 << 20,          /* as many as a spreadsheet's sheet */
    CSV_CELLS = 16 << 20,        /* of all rows together */
};

/* One row; every row has at least as many cells as the heading row. */
struct csv_row {
    int row; /* as a spreadsheet counts: the row's number among the file's records, from 1 */
    int cells;
    const char **cell; /* [cells] as written, blanks included; line breaks inside a cell are LF */
    bool hidden;       /* in a workbook: people do not see it */
};

/* A table as read: rows of cells, all strict UTF-8 and NUL-terminated. Owned by the context it was made
 * under. */
struct csv_table {
    const char *file;
    const char *sheet;    /* of a workbook; NULL for a file that is one table */
    const char *encoding; /* "UTF-8", "UTF-16LE", "GB18030", ... as found; "" for a workbook's sheet */
    int marks;            /* cells written as ="0571" or '0571, the marks of which were taken off */
    int rows;             /* at least 1 */
    struct csv_row *row; /* [rows] the first is the heading; rows of nothing but blank cells are left out, and
                            so are empty cells at a row's end beyond the headings */
};

/* Reads the file into *table. `headings` (NULL-terminated) are words that headings of such a table use; they
 * settle Big5 against GB18030. Refused with *table = NULL: what no encoding reads, an empty file, a NUL byte,
 * an unclosed quotation mark (with the row where it opened), anything beyond the limits above. Where only
 * text stands after a closing quotation mark, reading goes on: all such places are faults and the status is
 * STATUS_INPUT, but *table is there, so that a caller may add what else it finds. */
enum status csv_read(const void *owner, const char *file, const char *const *headings,
                     struct csv_table **table, struct error *error);

/* The same for bytes in memory; `file` is only named in faults. */
enum status csv_parse(const void *owner, const char *file, const char *bytes, size_t size,
                      const char *const *headings, struct csv_table **table, struct error *error);

/* The same for bytes of a list that an office sends: a talloc buffer, which the table takes over (a NUL
 * follows; they are changed). Here the marks of systems go: ="0571" and '0571 become 0571, and a Ctrl-Z at
 * the end. */
enum status csv_take(const void *owner, const char *file, char *bytes, size_t size,
                     const char *const *headings, struct csv_table **table, struct error *error);

#endif
