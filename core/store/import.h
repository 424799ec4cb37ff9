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
    const struct member *row;     /* the roster's; NULL: LEFT without a row */
    bool former;                  /* the row says that he or she left */
    int member;                   /* index into members->member; -1: ADDED */
    const char *joined, *leaving; /* as they will be, of who was known; leaving NULL: no day is said */
    int fields;
    struct import_field *field; /* [fields] of who was known and has a row */
};

/* Owned by the context it was made under; its texts are those of roster and members. */
struct import_plan {
    int changes, added, changed, left, returned;
    const char *leaving;          /* the day on which those leave whom the roster does not have */
    struct import_change *change; /* [changes] ascending by id */
    int windows;
    int *window; /* [windows] indices into roster->window: new, or said otherwise by the table of windows */
    int closed;
    int *closing; /* [closed] indices into roster->closed_window that are open in the term, or not known */
    int new_windows;
    int headings;
    const char **heading; /* [headings] further columns that the term does not have yet */
};

/* Compares. Columns that the roster's file does not have change nothing. `leaving`: the day on which those
 * leave whom the roster does not have. */
enum status import_compare(const void *owner, const struct term_members *members, const struct roster *roster,
                           const char *leaving, struct import_plan **plan, struct error *error);

/* What an import says besides the roster. */
struct import_day {
    const char *reason; /* why those left whom the roster does not have; "" where nobody says */
    const char *joined; /* the day on which those joined who are new, or back, where the roster says no day;
                           NULL: unknown */
};

/* Inside a change: does it. */
enum status import_apply(struct store *store, const struct term_members *members, const struct roster *roster,
                         const struct import_plan *plan, const struct import_day *day, struct error *error);

#endif
