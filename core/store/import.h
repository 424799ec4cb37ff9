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
    int row;    /* index into roster->member; -1: LEFT */
    int member; /* index into members->member; -1: ADDED */
    int fields;
    struct import_field *field; /* [fields] CHANGED, RETURNED */
};

/* Owned by the context it was made under; its texts are those of roster and members. */
struct import_plan {
    int changes, added, changed, left, returned;
    struct import_change *change; /* [changes] ascending by id */
    int windows;
    int *window; /* [windows] indices into roster->window: new, or said otherwise by the table of windows */
    int new_windows;
    int headings;
    const char **heading; /* [headings] further columns that the term does not have yet */
};

/* Compares. Columns that the roster's file does not have change nothing. */
enum status import_compare(const void *owner, const struct term_members *members, const struct roster *roster,
                           struct import_plan **plan, struct error *error);

/* Inside a change: does it. Who is not in the roster is marked as having left on `date`; who is new joined
 * then, where the roster does not say when; `reason` stands with those who left. */
enum status import_apply(struct store *store, const struct term_members *members, const struct roster *roster,
                         const struct import_plan *plan, const char *date, const char *reason,
                         struct error *error);

#endif
