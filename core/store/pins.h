/* Pairs that somebody fixed by hand: pinned or forbidden, with a reason and perhaps an end. */
#ifndef TONGXIN_STORE_PINS_H
#define TONGXIN_STORE_PINS_H

#include "store/members.h"
#include "store/store.h"

struct pin_record {
    int64_t number;
    bool forbids;
    const char *relation; /* its name; "": any that allows the pair */
    const char *source;   /* id, as it is now (successors) */
    const char *target;   /* id of a member or name of a window, as they are now, or of a group */
    const char *source_given, *target_given; /* the same as they were given; NULL in a new one */
    int64_t window;     /* number of the target window as it was given; 0: it is no window */
    int64_t window_now; /* of what it became */
    bool is_member;     /* the target is a member */
    const char *reason, *made, *made_by;
    const char *until; /* the last day, or NULL */
    int draft;         /* made by an edit of this version; 0: by itself */
    bool ended;        /* `until` has passed, or the draft was discarded or taken back */
    const char *over;  /* why it holds no longer though it has not ended so; NULL, as pins_read leaves it */
};

/* All pins in the order made. `date`: today. Owned by `owner`. */
enum status pins_read(const void *owner, struct store *store, const struct term_members *members,
                      const char *date, struct pin_record **pin, int *pins, struct error *error);

/* Inside a change. */
enum status pins_put(struct store *store, const struct pin_record *pin, struct error *error);
enum status pins_remove(struct store *store, int64_t number, struct error *error);

#endif
