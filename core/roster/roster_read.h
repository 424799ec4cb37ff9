/* Reading what an office sends: a CSV roster, with or without a table of windows.
 * Source: ROSTER rules in README.md of this folder; the measure, 一（一）3. */
#ifndef TONGXIN_ROSTER_ROSTER_READ_H
#define TONGXIN_ROSTER_ROSTER_READ_H

#include "base/error.h"
#include "model/roster.h"

/* Something that was tidied without changing who is who (blanks trimmed, a spelling of a party). */
struct tidied {
    struct place place; /* row, column, heading, and the text as it was */
    const char *now;    /* the text as it is used */
};

struct tidied_list {
    int count;
    struct tidied *item; /* [count] in the order of the file */
};

/* Reads the roster `file` and, where `windows_file` is not NULL, the table of windows. On success *roster is
 * a finished roster (roster_finish) and *tidied what was tidied, both owned by `owner`. Otherwise every fault
 * of both files is in `error` and nothing is returned. */
enum status roster_read(const void *owner, const char *file, const char *windows_file, struct roster **roster,
                        struct tidied_list **tidied, struct error *error);

#endif
