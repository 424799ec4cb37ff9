/* The columns of the template's sheet 委员. Between the files workbook_*.c only. */
#ifndef TONGXIN_ROSTER_WORKBOOK_COLUMNS_H
#define TONGXIN_ROSTER_WORKBOOK_COLUMNS_H

#include <stdbool.h>

#include "roster/workbook_write.h"

/* How a cell of the column is written and checked. */
enum workbook_kind {
    CELL_OF_TEXT,
    CELL_OF_ID,    /* text format, each once */
    CELL_OF_NAME,  /* no blanks inside */
    CELL_OF_LIST,  /* one of a list on the sheet 代码 or 窗口 */
    CELL_OF_MONTH, /* a date, yyyy-mm */
    CELL_OF_DAY,   /* a date, yyyy-mm-dd */
    CELL_OF_NUMBER,
    CELL_OF_PHONE, /* text format, 11 digits */
    CELL_OF_YES,   /* 是 or blank: one of the roles */
};

/* Where the cell comes from. */
enum workbook_source {
    FROM_ATTRIBUTE, /* `attribute` */
    FROM_PARTY,     /* the first party */
    FROM_PARTIES,   /* the others */
    FROM_ROLE,      /* whether the roles have this one */
    FROM_ROLES,     /* roles as a list, where the columns of roles alone would not say it */
    FROM_FURTHER,   /* the further column of this heading */
};

struct workbook_field {
    const char *heading;
    enum workbook_kind kind;
    enum workbook_source source;
    int attribute; /* enum attribute */
    bool needed;   /* red: must be filled */
    double width;
    const char *list; /* BOOK_LIST: which */
    const char *hint; /* in Chinese, as the whole workbook is */
};

/* The columns of one workbook: the template's, 身份 where a member needs it, then the further ones. */
struct workbook_columns {
    int count;
    struct workbook_field *field; /* [count] */
};

/* False where memory ran out. Owned by `owner`. */
bool workbook_columns_of(const void *owner, const struct workbook_content *content,
                         struct workbook_columns *columns);

/* The text of a member's cell. Reading puts what stands in several cells together as `value` has it. Owned by
 * `owner` or by the content. */
const char *workbook_cell(const void *owner, const struct workbook_content *content,
                          const struct workbook_field *field, const char *const *value);

#endif
