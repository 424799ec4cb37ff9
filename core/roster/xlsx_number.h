/* Numbers of a workbook as people see them in its cells: dates by their formats, text and colours of a
 * format, no digits that a spreadsheet does not keep. Source: ECMA-376 part 1, 18.8.30 (formats), 18.17.4
 * (dates). */
#ifndef TONGXIN_ROSTER_XLSX_NUMBER_H
#define TONGXIN_ROSTER_XLSX_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* What shows the numbers, and the texts, of a cell. Zeroed: as they are. */
struct number_format {
    const char *code; /* NULL: none, or General */
    bool shows_text;  /* it changes texts, too: "T"@ */
};

/* The format with this id: `code` is its text in the workbook, which must live as long as the format is used;
 * NULL for one that is built in. */
struct number_format number_format(int id, const char *code);

enum { NUMBER_TEXT = 1100 };

enum number_shown {
    NUMBER_SHOWN,
    NUMBER_DIGITS_LOST,    /* more than 15 digits, or an identity number or phone cut to 1.38573E+10; what is
                              written is what a spreadsheet shows */
    NUMBER_FORMAT_UNKNOWN, /* the format shows it as this program cannot; the number itself is written */
};

/* Writes the number text[0..size) of a cell into out. Dates are written as 1968-10-01, 1968-10 or 1968, by
 * what the format shows; thousands have no separators. What is no number is copied as it is, as far as there
 * is room. */
enum number_shown number_show(const char *text, size_t size, const struct number_format *format,
                              bool date1904, char out[NUMBER_TEXT]);

/* A text as its cell's format shows it, owned by `owner`; NULL where memory ran out. */
const char *number_show_text(const void *owner, const char *text, const struct number_format *format);

#endif
