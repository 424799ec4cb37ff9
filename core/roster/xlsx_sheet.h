/* What the sheets of a workbook are made of: shared texts, number formats, cells. Used by xlsx.c.
 * Source: ECMA-376 part 1, 18.3 (sheets), 18.4 (shared texts), 18.8 (styles). */
#ifndef TONGXIN_ROSTER_XLSX_SHEET_H
#define TONGXIN_ROSTER_XLSX_SHEET_H

#include "roster/sheet_build.h"
#include "roster/xlsx_number.h"
#include "roster/xlsx_part.h"
#include "roster/xlsx_text.h"

/* What of a cell's style matters here. */
struct cell_style {
    struct number_format format;
    bool struck; /* its font is struck through */
};

/* A shared text of which something is struck through, or not even in a cell that is. */
struct shared_rich {
    size_t index; /* of the text */
    struct rich_text text;
};

/* What all sheets of a workbook share. Everything belongs to build->book or to `owner`. */
struct workbook {
    struct package package;
    struct sheet_build build;
    const void *owner; /* of what is only needed while reading */
    bool date1904;
    const char **text; /* [texts] shared texts */
    size_t texts, text_room;
    size_t rich_texts, rich_room;
    struct shared_rich *rich; /* [rich_texts] by index */
    struct cell_style *style; /* [styles] */
    size_t styles, style_room;
};

enum status workbook_read_texts(struct workbook *workbook, const char *part);
enum status workbook_read_styles(struct workbook *workbook, const char *part); /* xlsx_styles.c */

/* Reads the part as a further sheet of the book. */
enum status workbook_read_sheet(struct workbook *workbook, const char *part, const char *name, bool hidden);

#endif
