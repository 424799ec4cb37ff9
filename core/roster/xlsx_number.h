/* Numbers of a workbook as people see them in its cells: dates by their formats, no digits that a spreadsheet
 * does not keep. Source: ECMA-376 part 1, 18.8.30 (formats), 18.17.4 (dates). */
#ifndef TONGXIN_ROSTER_XLSX_NUMBER_H
#define TONGXIN_ROSTER_XLSX_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

enum number_kind { NUMBER_PLAIN, NUMBER_DATE, NUMBER_MONTH, NUMBER_YEAR, NUMBER_TIME };

/* What of a number format matters here. */
struct number_format {
    enum number_kind kind;
    int zeros;    /* of a plain number: digits before the point at least (00000: 5) */
    int decimals; /* behind it, -1: as many as there are */
};

/* The format with this id: code is its text in the workbook, NULL for one that is built in. */
struct number_format number_format(int id, const char *code);

enum { NUMBER_TEXT = 64 };

/* Writes the number text[0..size) of a cell into out. Returns false where the cell does not hold all digits:
 * more than 15 of them, or an identity number or phone cut to 1.38573E+10; `out` is then what a spreadsheet
 * shows. What is no number is copied as it is, as far as there is room. */
bool number_show(const char *text, size_t size, const struct number_format *format, bool date1904,
                 char out[NUMBER_TEXT]);

#endif
