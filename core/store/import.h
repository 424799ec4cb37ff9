/* A new roster meets the term's members: what is added, changed, left, come back; nothing is ever deleted. */
#ifndef TONGXIN_STORE_IMPORT_H
#define TONGXIN_STORE_IMPORT_H

#include "store/members.h"

enum import_kind { IMPORT_ADDED, IMPORT_CHANGED, IMPORT_LEFT, IMPORT_RETURNED };

/* One field of a member that is other than before. */
struct import_field {
    const char *heading, *before, *now;
};

/* What becomes of one member. */
struct import_change {
    enum import_kind kind;
    const char *id, *name;
    const struct member *row; /* the roster's; NULL: LEFT without a row */
    bool former;              /* the row says that he or she left, with date and reason of its own */
    int member;               /* index into members->member; -1: ADDED */
    int fields;
    struct import_field *field; /* [fields] CHANGED, RETURNED */
};

/* Owned by the context it was made under; its texts are those of roster and members. */
struct import_plan {
    int changes, added, changed, left, returned;
    struct import_change *change; /* [changes] ascending by id */
    int windows;
    int *window; /* [windows] indices into roster->window: new, or said otherwise by the table of windows */
    int closed;
    int *closing; /* [closed] indices into roster->closed_window that are open in the term, or not known */
    int new_windows;
    int headings;
    const char **heading; /* [headings] further columns that the term does not have yet */
};

/* Compares. Columns that the roster's file does not have change nothing. */
enum status import_compare(const void *owner, const struct term_members *members, const struct roster *roster,
                           struct import_plan **plan, struct error *error);

/* Inside a change: does it. Who is not in the roster is marked as having left on `date`, for `reason`, and
 * who is new joined then, where the roster says nothing of its own. */
enum status import_apply(struct store *store, const struct term_members *members, const struct roster *roster,
                         const struct import_plan *plan, const char *date, const char *reason,
                         struct error *error);

#endif
