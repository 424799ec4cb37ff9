/* What an import would do that is more likely a slip of the file than meant: who is who would change. */
#ifndef TONGXIN_STORE_IMPORT_GUARD_H
#define TONGXIN_STORE_IMPORT_GUARD_H

#include "store/import.h"

enum guard_kind {
    GUARD_LEAVE,     /* more than a third of the members would leave: perhaps only a part of the roster */
    GUARD_MOVED,     /* an id gets the name of another: one column sorted alone, or ids shifted by a row */
    GUARD_OTHER,     /* an id gets the name of somebody who looks like another person altogether */
    GUARD_TWO_IDS,   /* the same name leaves under one id and joins under another */
    GUARD_REORDERED, /* a column holds the same cells as before, or nearly, at other members */
};

struct import_guard {
    enum guard_kind kind;
    int count, of;                 /* members concerned, of so many */
    const char *heading;           /* REORDERED: the column */
    const char *id, *before, *now; /* the first one concerned: id, what was, and what would be; TWO_IDS: the
                                      id, the name, and the other id */
};

struct import_guards {
    int count;
    struct import_guard *guard; /* [count] by kind */
};

/* Looks for all of that in what import_compare found. New terms, whose members all come in, are asked
 * nothing. `leaving`: whether to count those who leave. Owned by `owner`, texts are the roster's and the
 * term's. */
enum status import_guards(const void *owner, const struct term_members *members, const struct roster *roster,
                          const struct import_plan *plan, bool leaving, struct import_guards **guards,
                          struct error *error);

#endif
