/* Reading what an office sends: a roster (XLSX, XLS or CSV), with or without a table of windows.
 * Source: RULES.md of this folder; the measure, 一（一）3. */
#ifndef TONGXIN_ROSTER_ROSTER_READ_H
#define TONGXIN_ROSTER_ROSTER_READ_H

#include <stdbool.h>

#include "base/error.h"
#include "model/roster.h"

struct column_names;
struct origin;
struct layout;
struct windows;

/* Something that was tidied without changing who is who (blanks trimmed, a spelling of a party). */
struct tidied {
    struct place place; /* row, column, heading, and the text as it was */
    const char *now;    /* the text as it is used */
};

struct tidied_list {
    int count;
    struct tidied *item; /* [count] in the order of the file */
};

/* What is read. */
struct roster_request {
    const char *file;
    const char *windows_file; /* NULL: the workbook's sheet 窗口, or else the names that the roster uses */
    const char *sheet;        /* the only sheet to be read; NULL: all */
    const char *const *also;  /* sheets that are taken in though hidden or called after who left, NULL behind;
                                 NULL: none */
    bool part; /* one list of several: only 姓名 must be there, ids and windows may be missing */
    const char
        *today; /* who leaves behind this day is a member still; NULL: whoever has a 离任日期 has left */
    const struct origin *by_party, *by_window; /* the scheme's declaration that goes by the column: then a
                                                  cell that is empty is a fault; NULL: not asked here */
    struct column_names *names; /* which heading is which, where that was said; its names are marked as met;
                                   NULL: nothing was said */
};

/* What reading did, beside the roster. */
struct roster_report {
    struct tidied_list *tidied;
    const struct layout *layout;         /* what was left out; lives as long as the roster */
    int sheets;                          /* that hold members */
    const struct windows *windows_sheet; /* not NULL: the windows are those of the workbook's sheet 窗口 */
};

/* Reads the roster and, where one is named or within, the table of windows. On success *roster is a finished
 * roster (roster_finish) and *report what was done, both owned by `owner`. Otherwise every fault of both
 * files is in `error` and nothing is returned. */
enum status roster_read_with(const void *owner, const struct roster_request *request, struct roster **roster,
                             struct roster_report **report, struct error *error);

/* The same for all sheets of a file, where no more than the tidied cells is asked for. */
enum status roster_read(const void *owner, const char *file, const char *windows_file, struct roster **roster,
                        struct tidied_list **tidied, struct error *error);

#endif
