/* Reading an old workbook in a process of its own, bounded in memory and time: its format is large, its files
 * are old, and what falls over falls over alone. Used by xls.c alone. */
#ifndef TONGXIN_ROSTER_XLS_CHILD_H
#define TONGXIN_ROSTER_XLS_CHILD_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

enum xls_kind { XLS_SHEET = 'S', XLS_CELL = 'C', XLS_MERGE = 'M', XLS_END = 'Z' };

#define XLS_NOT_STRUCK UINT32_MAX

/* What the child sends: this, `size` bytes of text and, of a cell, `left` bytes of what is not struck
 * through. */
struct xls_record {
    int32_t kind;
    uint32_t row, column;   /* from 0; of a merge its first cell */
    uint32_t rows, columns; /* of a merge */
    uint32_t size, left;    /* left: XLS_NOT_STRUCK where nothing is */
    int32_t flaw;           /* of a cell: enum cell_flaw, -1 for none; of the end: enum biff_end */
    int32_t hidden;         /* the sheet, or the row of the cell */
};

/* Starts a child that reads the bytes and sends records, the last of kind XLS_END. Its memory and time are
 * bounded. Returns its process, or -1; *from is to be closed and the process waited for. */
pid_t xls_child_start(const char *bytes, size_t size, FILE **from);

#endif
