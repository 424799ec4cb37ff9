/* Reading an old workbook in a process of its own: libfreexl 1.0.6 falls over damaged files (20 of 430 with a
 * byte flipped), and takes whatever memory a file asks for. Used by xls.c alone. */
#ifndef TONGXIN_ROSTER_XLS_CHILD_H
#define TONGXIN_ROSTER_XLS_CHILD_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

enum xls_kind { XLS_SHEET = 'S', XLS_TEXT = 'T', XLS_NUMBER = 'N', XLS_END = 'Z' };

/* What the child sends: this, and `size` bytes of text. A number is text of 17 digits. */
struct xls_record {
    int32_t kind;
    uint32_t row, column; /* from 0 */
    uint32_t size;
};

/* Starts a child that reads the bytes and sends records, the last of kind XLS_END only where all went well.
 * Its memory and time are bounded. Returns its process, or -1; *from is to be closed and the process waited
 * for. */
pid_t xls_child_start(const char *bytes, size_t size, FILE **from);

#endif
