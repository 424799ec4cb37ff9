/* Members and windows of a term file, as records that are read and written whole. Reading needs no change
 * begun; every function whose name ends in _put works inside a change only (store_begin). Source: ROSTER
 * columns in core/roster/RULES.md; the measure, 一（一）3. */
#ifndef TONGXIN_STORE_MEMBERS_H
#define TONGXIN_STORE_MEMBERS_H

#include "model/roster.h"
#include "store/store.h"

/* The term as a whole. Texts belong to the context it was read under. */
struct term_record {
    const char *title, *created;
    const char *id_prefix; /* what new ids begin with */
    int64_t id_last;       /* the greatest number ever given to a member of that prefix; it only grows */
    const char *scheme;    /* hash of the scheme's text */
    const char *scheme_file;
    const char *settings; /* JSON object: the scheme's parameters that the office set */
    const char *previous; /* hash of the last term's plan, or NULL */
    const char *pairs;    /* hash of what files say of single pairs (CSV), or NULL */
};

struct window_record {
    int64_t number; /* 0 where window_put is to give one */
    const char *name, *full_name, *kind;
    int32_t order; /* 排序 or ORDER_NONE */
    const char *convenor, *liaison, *phone;
    const char *closed; /* 停用日期, or NULL */
    int64_t became;     /* the window that it was merged into; 0: none */
};

struct member_record {
    const char *value[ATTRIBUTES_BUILT_IN]; /* by enum attribute; "" where empty; the window by its name */
    int64_t window;                         /* number; 0: none */
    const char *joined;                     /* 任职日期, "" where unknown */
    const char *leaving; /* 离任日期, or NULL; a day that lies ahead: still a member until then */
    bool left;           /* left by the day that the members were read for */
    const char *leaving_reason;
    const char *became;         /* id of the successor, or NULL */
    const char *const *further; /* [further columns], "" where empty */
};

/* All members and windows, those who left and those that were closed included. Owned by one context. */
struct term_members {
    int members, windows, further;
    struct member_record *member; /* [members] ascending by id */
    struct window_record *window; /* [windows] ascending by number */
    const char **heading;         /* [further] headings of further columns, in their order */
    const char *today;            /* the day they were read for */
};

enum status term_read(const void *owner, struct store *store, struct term_record *term, struct error *error);
enum status term_put(struct store *store, const struct term_record *term, struct error *error);

/* Which heading is which column, as it was said once, in the order of the columns; texts are owned by
 * `owner`, and each is marked as kept. */
struct column_names;
enum status columns_read(const void *owner, struct store *store, struct column_names *names,
                         struct error *error);
/* Inside a change: keeps them; what is kept already is kept once. What is said of a column anew, that it has
 * a heading or that no list has it, takes the place of the other. */
enum status columns_put(struct store *store, const struct column_names *names, struct error *error);

/* `today` decides who has left: whose day of leaving it is, or was. */
enum status members_read(const void *owner, struct store *store, const char *today,
                         struct term_members **members, struct error *error);

/* Index of the member with this id, or -1; of the open window with this name or full name, or -1; of the
 * window with this number, or -1. */
int members_find(const struct term_members *members, const char *id);
int members_find_window(const struct term_members *members, const char *name);
int members_window(const struct term_members *members, int64_t number);

/* Writes the member, new or known by id. further: [further columns of the file] in their order. */
enum status member_put(struct store *store, const struct member_record *member, int further,
                       struct error *error);

/* Writes the window; where its number is 0 it is new, and *number (may be NULL) is what it got. */
enum status window_put(struct store *store, const struct window_record *window, int64_t *number,
                       struct error *error);

/* Adds a further column behind those there are. */
enum status further_put(struct store *store, const char *heading, struct error *error);

/* The present members and open windows as a finished roster, as reading the file of a roster gives it: what
 * schemes, plans and checks work on. `members` must outlive it. */
enum status members_roster(const void *owner, const struct term_members *members, const char *file,
                           struct roster **roster, struct error *error);

/* Adds those who left to the roster as its former members, by id, name, built-in columns, when and why; its
 * further columns say nothing of them. `members` must outlive it. */
enum status members_former(const struct term_members *members, struct roster *roster, struct error *error);

/* The same as members_roster with those who left: who comes back keeps the id. */
enum status members_roster_of_all(const void *owner, const struct term_members *members, const char *file,
                                  struct roster **roster, struct error *error);

#endif
