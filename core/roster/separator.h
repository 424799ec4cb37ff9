/* What stands between the cells of a table of text, and where in the table a byte is. */
#ifndef TONGXIN_ROSTER_SEPARATOR_H
#define TONGXIN_ROSTER_SEPARATOR_H

#include <stddef.h>

/* The separator of the table: of comma, semicolon and tab the one that stands most often in the first record
 * that is not blank, outside quotation marks (a tie goes to the one named first). */
char separator_tell(const char *text, size_t size);

/* Row and column, both from 1, of the cell that text[size] belongs to or would belong to. */
void separator_locate(const char *text, size_t size, int *row, int *column);

#endif
