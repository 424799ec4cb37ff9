/* Old workbooks (.xls): the records of Excel 5 to 2003, as cells that people see. Nothing that the file says
 * of itself is believed: every length is held against what is there, and work is bounded by the file's size
 * and the limits of book.h. Source: [MS-XLS]; OpenOffice.org's Documentation of the Microsoft Excel File
 * Format. */
#ifndef TONGXIN_ROSTER_BIFF_H
#define TONGXIN_ROSTER_BIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "roster/book.h"

enum biff_end {
    BIFF_DONE,
    BIFF_NONE, /* no workbook is in it */
    BIFF_DAMAGED,
    BIFF_LOCKED,   /* protected by a password */
    BIFF_OLD,      /* of Excel 4 or before */
    BIFF_TOO_MUCH, /* beyond the limits of book.h */
    BIFF_MEMORY,
    BIFF_STOPPED, /* the sink did not want more */
};

/* A cell, in the order of rows and columns, from 0. Texts are strict UTF-8 without NUL. */
struct biff_cell {
    unsigned row, column;
    const char *text; /* as people see it */
    const char *left; /* what of it is not struck through; NULL: nothing is */
    int flaw;         /* enum cell_flaw, -1: none */
    bool row_hidden;
};

/* Takes what is found. Each function returns false where it wants no more. */
struct biff_sink {
    void *context;
    bool (*sheet)(void *context, const char *name, bool hidden);
    bool (*cell)(void *context, const struct biff_cell *cell);
    bool (*merge)(void *context,
                  const struct merge *merge); /* of the sheet at hand, before its cells; row from 1 */
};

/* Whether the bytes begin as such a workbook does: a compound file, or records straight away. */
bool biff_sniff(const char *bytes, size_t size);

enum biff_end biff_read(const void *owner, const char *bytes, size_t size, const struct biff_sink *sink);

#endif
