/* The words of the template's sheet 代码, which the drop-downs point at. Between the files workbook_*.c only.
 */
#ifndef TONGXIN_ROSTER_WORKBOOK_LISTS_H
#define TONGXIN_ROSTER_WORKBOOK_LISTS_H

#include "roster/workbook_write.h"

struct workbook_list {
    const char *name;
    int count;
    const char **word; /* [count] */
};

struct workbook_lists {
    int count;
    struct workbook_list *list; /* [count] in the order of the sheet's columns */
};

/* The lists of data/codes; counties and what else the content has are added. Owned by `owner`. */
enum status workbook_lists_make(const void *owner, const struct workbook_content *content,
                                struct workbook_lists **lists, struct error *error);

/* The range that the list stands in: "=代码!$A$2:$A$60", with room below for more; the windows' is on their
 * own sheet. */
void workbook_list_range(const struct workbook_lists *lists, const char *name, char *range, size_t size);

#endif
