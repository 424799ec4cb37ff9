/* The cells of a sheet as they are used: without what is not seen (base/characters.h). What only marks is
 * taken off, tabs and line breaks become one blank; what reorders or controls is refused where the table is
 * used. */
#ifndef TONGXIN_ROSTER_CELL_CHARACTERS_H
#define TONGXIN_ROSTER_CELL_CHARACTERS_H

#include <stdbool.h>

#include "roster/book.h"

/* Cleans all cells and the name of the sheet; rows that hold nothing then are dropped. What stood in a cell
 * before stays in sheet->written, what is refused in sheet->flaw. Everything new belongs to sheet->table.
 * Returns false where memory ran out. */
bool sheet_clean(struct sheet *sheet);

/* The text of a cell as the file has it where cleaning changed it, else NULL. row: as a spreadsheet counts.
 */
const char *sheet_written(const struct sheet *sheet, int row, int column);

/* Adds a fault for each cell of `table`, the part of the sheet that is used, with a character that is
 * refused; the first row is the headings. */
void sheet_refuse_characters(const struct sheet *sheet, const struct csv_table *table, struct error *error);

/* The same two for a table that is no sheet of a book. False where memory ran out. */
bool table_clean(struct csv_table *table, struct error *error);

#endif
