/* Versions of the plan (名单) in a term file. A version is never changed: what it was made from and what came
 * out are contents; what becomes of it is its state. */
#ifndef TONGXIN_STORE_PLANS_H
#define TONGXIN_STORE_PLANS_H

#include "model/plan.h"
#include "model/scheme.h"
#include "store/members.h"
#include "store/store.h"

enum plan_state { PLAN_DRAFT, PLAN_PUBLISHED, PLAN_SUPERSEDED, PLAN_DISCARDED, PLAN_TAKEN_BACK };

/* What a version was made from and what came out, in this order; NULL bytes: none. */
enum plan_part {
    PLAN_ROSTER,   /* members, CSV */
    PLAN_WINDOWS,  /* windows, CSV */
    PLAN_SCHEME,   /* scheme with all it extends, JSON (script/bundle.h) */
    PLAN_SETTINGS, /* the scheme's parameters that were set, JSON */
    PLAN_PREVIOUS, /* the pairs that the stage "change" compares with, JSON; none: there was no plan before */
    PLAN_PINS,     /* pins and forbids that were obeyed, JSON */
    PLAN_RESULT,   /* the plan as `solve --json` prints it */
    PLAN_EDIT,     /* what was changed by hand, JSON; none: nothing */
    PLAN_PAIRS,    /* what files say of single pairs, CSV; none: nothing */
    PLAN_PARTS
};

struct plan_bytes {
    const char *bytes;
    size_t size;
};

/* How a version came about. */
enum plan_origin { PLAN_SOLVED, PLAN_EDITED, PLAN_RESTORED, PLAN_REBALANCED, PLAN_ORIGINS };
const char *plan_origin_word(enum plan_origin origin);

struct plan_version {
    int version;
    const char *made, *made_by, *program;
    enum plan_origin origin;
    int base;           /* the version it goes out from: 0: none */
    const char *status; /* of the plan: "optimal", "feasible"; "edited" */
    int pairs;
    enum plan_state state;
    const char *at, *basis;     /* since when it is in that state; 依据 */
    const char *filed, *office; /* 备案: the last filing, or NULL */
};

/* All versions, ascending. Owned by `owner`. */
enum status plans_read(const void *owner, struct store *store, struct plan_version **version, int *versions,
                       struct error *error);

/* The version that is published, or 0 where none is. */
enum status plans_in_force(struct store *store, int *version, struct error *error);

/* Inside a change: adds a version as a draft; version->version is what it got. `plan`'s pairs, by name, go
 * into the table of pairs as well. */
enum status plans_add(struct store *store, struct plan_version *version,
                      const struct plan_bytes part[PLAN_PARTS], const struct plan *plan,
                      const struct scheme *scheme, const struct roster *roster, struct error *error);

/* Inside a change. Publishing makes the version that was in force superseded. */
enum status plans_set_state(struct store *store, int version, enum plan_state state, const char *at,
                            const char *basis, struct error *error);
enum status plans_file(struct store *store, int version, const char *at, const char *office,
                       struct error *error);

/* One part; bytes NULL where the version has none. Owned by `owner`. */
enum status plans_part(const void *owner, struct store *store, int version, enum plan_part part,
                       struct plan_bytes *bytes, struct error *error);

/* The version's pairs as JSON that plan_parse reads, with members and windows as what they have become since
 * (successors, merged and renamed windows). Owned by `owner`. */
enum status plans_pairs_now(const void *owner, struct store *store, const struct term_members *members,
                            int version, struct plan_bytes *bytes, struct error *error);

/* Whether the tables of the version's pairs and stages say what its result says. *said: how many pairs the
 * table has. */
enum status plans_compare(struct store *store, int version, const struct named_plan *named, bool *same,
                          struct error *error);

/* A pair of one member, as the version has it. */
struct plan_partner {
    bool is_source;       /* the member is the one who contacts */
    const char *other;    /* id of a member, name of a window or group */
    const char *relation; /* its name */
};

/* The pairs of the member in the version. Owned by `owner`. */
enum status plans_partners(const void *owner, struct store *store, int version, const char *id,
                           struct plan_partner **partner, int *partners, struct error *error);

/* ---- what members and windows have become ---- */

/* Follows successors: index of the member that this one is now; -1 where the id is unknown. */
int members_now(const struct term_members *members, const char *id);
/* Follows merges: index of the window that this one is now, or -1. */
int members_window_now(const struct term_members *members, int64_t number);

#endif
