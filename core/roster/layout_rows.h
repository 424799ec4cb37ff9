/* The rows of a sheet below its headings: merged cells filled down, rows that are no data left out. Used by
 * layout.c alone. */
#ifndef TONGXIN_ROSTER_LAYOUT_ROWS_H
#define TONGXIN_ROSTER_LAYOUT_ROWS_H

#include "roster/layout.h"

/* What is known of a sheet's headings. All rows are indices into sheet->table->row. */
struct heading_rows {
    int first, last;   /* equal where one row holds the headings */
    int columns;       /* up to the last heading */
    int name, id;      /* columns of the field that every row has (姓名, 窗口) and of 编号, or -1 */
    int sector;        /* column of 界别, or -1 */
    bool members;      /* as of struct layout_request */
    const char **text; /* [columns] */
    bool *read;        /* [columns] of a table that is not of members: the column means something */
};

/* Fills made->table (rows below the headings, the headings in front) and notes in `layout` what was left out.
 */
enum status layout_take_rows(struct layout *layout, struct laid_table *made,
                             const struct heading_rows *heading, struct error *error);

/* Notes a row that was left out. Returns 0 where memory ran out. */
int layout_skip(struct layout *layout, const struct sheet *sheet, int row, enum row_kind kind);

#endif
