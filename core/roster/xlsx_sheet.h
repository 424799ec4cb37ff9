/* What the sheets of a workbook are made of: shared texts, number formats, cells. Used by xlsx.c.
 * Source: ECMA-376 part 1, 18.3 (sheets), 18.4 (shared texts), 18.8 (styles). */
#ifndef TONGXIN_ROSTER_XLSX_SHEET_H
#define TONGXIN_ROSTER_XLSX_SHEET_H

#include "roster/sheet_build.h"
#include "roster/xlsx_number.h"
#include "roster/xlsx_part.h"

/* What all sheets of a workbook share. Everything belongs to build->book or to `owner`. */
struct workbook {
    struct package package;
    struct sheet_build build;
    const void *owner; /* of what is only needed while reading */
    bool date1904;
    const char **text; /* [texts] shared texts */
    size_t texts, text_room;
    struct number_format *style; /* [styles] the format of each cell style */
    size_t styles, style_room;
};

enum status workbook_read_texts(struct workbook *workbook, const char *part);
enum status workbook_read_styles(struct workbook *workbook, const char *part);

/* Reads the part as a further sheet of the book. */
enum status workbook_read_sheet(struct workbook *workbook, const char *part, const char *name, bool hidden);

#endif
