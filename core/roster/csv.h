/* Tables of text (RFC 4180): any encoding that encoding.h tells apart, comma, semicolon or tab, LF or CRLF. */
#ifndef TONGXIN_ROSTER_CSV_H
#define TONGXIN_ROSTER_CSV_H

#include <stddef.h>

#include "base/error.h"

/* A table as read: rows of cells, all strict UTF-8 and NUL-terminated. Owned by the context it was made under. */
struct csv_row {
    int row;    /* as a spreadsheet counts: the row's number among the file's records, from 1 */
    int cells;
    const char **cell; /* [cells] */
};

struct csv_table {
    const char *file;
    const char *encoding; /* "UTF-8", "UTF-16LE", "GB18030", ... as found */
    int rows;
    struct csv_row *row; /* [rows] the first is the heading; rows of nothing but empty cells are left out */
};

/* Reads the file into *table. `headings` (NULL-terminated) are words that headings of such a table use; they settle
 * Big5 against GB18030. Bounded: a file of more than 256 MiB, a field of more than 32,767 characters, more than
 * 4,096 columns, a NUL byte or an unclosed quote is refused with its row. */
enum status csv_read(const void *owner, const char *file, const char *const *headings, struct csv_table **table,
                     struct error *error);

/* The same for bytes in memory; `file` is only named in faults. */
enum status csv_parse(const void *owner, const char *file, const char *bytes, size_t size,
                      const char *const *headings, struct csv_table **table, struct error *error);

#endif
