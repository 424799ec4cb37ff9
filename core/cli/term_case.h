/* What a version of the plan is made from: parts that are kept with it, and what they say. Planning goes
 * through the parts, so that what is run again later is what was run. */
#ifndef TONGXIN_CLI_TERM_CASE_H
#define TONGXIN_CLI_TERM_CASE_H

#include "cli/options.h"
#include "cli/term.h"
#include "model/plan.h"
#include "planning/ended.h"
#include "planning/pins.h"
#include "store/plans.h"

struct term_case {
    struct plan_bytes part[PLAN_PARTS];
    int base; /* the version whose pairs are the previous ones; 0: none */
    /* as read from the parts */
    struct roster *roster;
    struct scheme *scheme;
    struct pair_table *pairs_said; /* what files say of single pairs; NULL: nothing */
    bool pairs_given;              /* they are new: keeping the plan makes them the term's */
    int pairs_gone;                /* rows of it, left out, with an end that is no longer there */
    struct pair *previous;
    int previous_pairs;
    bool has_previous;
    struct carried carried; /* what became of the others */
    struct pin_record *pin; /* [pins] all that were ever fixed by hand, of a case of now (case_now) */
    int pins;
};

/* What a new case goes out from. */
struct case_request {
    int base;           /* the version whose pairs are to be kept; 0: none (then the last term's plan) */
    bool fresh;         /* no pairs are to be kept at all */
    bool without_edits; /* pins that edits left do not count */
    const struct plan_bytes *scheme; /* a bundle other than the term's own, or NULL */
    const struct plan_bytes *pairs;  /* of single pairs, other than the term's own, or NULL */
};

/* The case as the term stands now, with members and pins. Members must have been read. */
enum status case_now(struct term *term, const struct case_request *request, struct term_case *made);

/* The case of a version as it was. */
enum status case_of_version(struct term *term, int version, struct term_case *made);

/* The roster alone that a version was made from. */
enum status case_roster_of_version(struct term *term, int version, struct roster **roster);

/* Reads roster, scheme (with its pins) and previous pairs from the parts. Called by both of the above. */
enum status case_open(struct term *term, struct term_case *made);

/* The scheme with its pins on another roster of the same members and windows, owned by `owner`; faults go to
 * `error`. */
enum status case_run_anew(struct term *term, const struct term_case *made, const void *owner,
                          struct roster *roster, struct scheme **scheme, struct error *error);

/* The term's scheme alone on a roster that comes in, with what is said of pairs (NULL: what the term keeps,
 * of those who are there); faults go to `error`. *scheme is owned by the term's owner. */
enum status case_try_scheme(struct term *term, struct roster *roster, const struct pair_table *pairs,
                            struct scheme **scheme, struct error *error);

/* The bound pairs and stages of the result; *claimed is owned by the invocation's owner. */
enum status case_result(struct term *term, const struct term_case *made, struct named_plan **claimed,
                        struct pair **pair, int *pairs);

/* --set NAME=VALUE, over the settings that the term has. */
enum status case_settings(struct term *term, const struct option_list *set);

/* The version that a word on the command line names ("3"); 0 and a fault where there is none. */
int case_version(struct term *term, const char *word, const struct plan_version *version, int versions);

/* The version that `plan` goes out from: the published one, else the newest draft; 0: none. */
int case_current(const struct plan_version *version, int versions);

/* The newest draft that is newer than what is in force, or 0: an older one was left behind. */
int case_draft(const struct plan_version *version, int versions);

/* "published", "draft" ... in the reader's language. */
const char *case_state_word(enum plan_state state);

#endif
