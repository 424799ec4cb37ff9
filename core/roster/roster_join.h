/* Several lists become one roster: who is who is matched by id, else by name and unit; doubts are asked,
 * never guessed. Source: RULES.md of this folder. */
#ifndef TONGXIN_ROSTER_ROSTER_JOIN_H
#define TONGXIN_ROSTER_ROSTER_JOIN_H

#include <stdbool.h>

#include "base/error.h"
#include "model/roster.h"

/* Somebody whom a row may be. */
struct join_candidate {
    const char *id, *name, *sector, *window, *unit; /* "" where unknown */
};

/* A row that may be one of several people, or none of them. */
struct join_doubt {
    const char *file, *sheet; /* sheet NULL: the file has none */
    int row;
    const char *name, *unit;
    const char *key; /* what an answer is remembered under: name and unit, or where the row stands */
    int candidates;
    struct join_candidate *candidate; /* [candidates] */
};

/* An answer: the key of the doubt, and an id or JOIN_NEW. */
struct join_answer {
    const char *key, *id;
};
#define JOIN_NEW "新"

struct join_request {
    int lists;
    struct roster *const
        *list; /* [lists] each read with roster_request.part; the first decides the order of ids */
    const struct roster *known; /* people who have ids already (the term's), for ids alone; NULL: none */
    const char *prefix;         /* what new ids begin with; NULL: what most ids begin with, else WY */
    int64_t last;               /* the greatest number given so far; new ids come after it */
    int answers;
    const struct join_answer *answer;
    const struct roster *table; /* the list with a table of windows, whose windows serve; NULL: none */
};

struct join_result {
    struct roster *roster; /* finished; NULL where there are doubts or faults */
    int *matched, *added;  /* [lists] rows that met somebody, and rows that are somebody new */
    int given;             /* ids that were given */
    const char *prefix;
    int64_t last;
    int doubts;
    struct join_doubt *doubt; /* [doubts] in the order of the lists */
};

/* Joins. STATUS_OK with *result, whose roster is NULL while there are doubts; contradictions between lists
 * (two windows of one person) and members who are in no window without a reason are faults, all of them at
 * once. Whoever has a date of leaving in one of them is a former member. Everything is owned by `owner`;
 * texts are the lists'. */
enum status roster_join(const void *owner, const struct join_request *request, struct join_result **result,
                        struct error *error);

#endif
