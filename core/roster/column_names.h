/* Which heading is which, where an office has said so: 单位 is what this list calls 工作单位及职务. */
#ifndef TONGXIN_ROSTER_COLUMN_NAMES_H
#define TONGXIN_ROSTER_COLUMN_NAMES_H

#include <stdbool.h>

#include "roster/codes.h"

struct column_name {
    const char *field;   /* as the program or the scheme knows the column: 单位, unit, 活动小组 */
    const char *heading; /* in the files; "": no file has such a column, and that is known */
    bool met;            /* a file that was read has this heading */
    bool kept;           /* said at an earlier time, and kept in the term: files need not have the heading */
    bool answered;       /* an answer of a file that serves many lists: these need not have it either */
};

struct column_names {
    int count;
    struct column_name *name; /* [count] a talloc array, in the order in which they were said */
};

/* The last that was said of the heading, or NULL. `names` may be NULL. */
struct column_name *column_names_find(const struct column_names *names, const char *heading);

/* Adds a name, owned by the array's context. False where memory ran out. */
bool column_names_add(const void *owner, struct column_names *names, const char *field, const char *heading,
                      bool kept);

/* The code table of headings with what was said besides: a heading that was said means that field, whatever
 * it means elsewhere. *codes is replaced, the new one is owned by `owner`. */
enum status column_names_apply(const void *owner, const struct column_names *names, struct codes **codes,
                               struct error *error);

/* The heading under which a further column is kept that was said to be `field`: the usual one where the
 * field is one of the program's own (birth: 出生年月), else as it was said. */
const char *column_names_heading(const struct column_names *names, const struct codes *codes,
                                 const char *field);

#endif
