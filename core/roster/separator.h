/* What stands between the cells of a table of text, and where in the table a byte is. */
#ifndef TONGXIN_ROSTER_SEPARATOR_H
#define TONGXIN_ROSTER_SEPARATOR_H

#include <stddef.h>

/* The separator of the table: what a first line sep=; says; else of comma, semicolon and tab the one by which
 * one of the first records has most headings; where none has any, the one that stands most often in the first
 * record that is not blank, outside quotation marks (a tie goes to the one named first). headings
 * (NULL-terminated): words that headings of such a table use. */
char separator_tell(const char *text, size_t size, const char *const *headings);

/* How many cells are headings of the one among the first records that has most, whatever the separator. */
int separator_headings(const char *text, size_t size, const char *const *headings);

/* Row and column, both from 1, of the cell that text[size] belongs to or would belong to. */
void separator_locate(const char *text, size_t size, const char *const *headings, int *row, int *column);

#endif
