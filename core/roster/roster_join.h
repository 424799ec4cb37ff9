/* Several lists become one roster: who is who is matched by id, else by name and unit; doubts are asked,
 * never guessed. Source: RULES.md of this folder. */
#ifndef TONGXIN_ROSTER_ROSTER_JOIN_H
#define TONGXIN_ROSTER_ROSTER_JOIN_H

#include <stdbool.h>

#include "base/error.h"
#include "model/roster.h"

/* Why a row is in doubt, or how it met somebody all the same. */
enum join_kind {
    JOIN_SEVERAL,       /* there are several of the name */
    JOIN_TWICE,         /* the list names the same person twice, or two who are told apart by nothing */
    JOIN_UNITS_DIFFER,  /* the units are written otherwise; as a match: one begins with the other */
    JOIN_OTHERS_DIFFER, /* something else differs: window, sector, county, party, gender */
    JOIN_NAME_ALONE,    /* nothing but the name is said by both */
};

struct origin;

/* What both say of one attribute. */
struct join_fact {
    enum attribute attribute;
    const char *here, *there; /* of the row, of the person */
    bool agrees;
};
enum { JOIN_FACTS = 6 };

/* Somebody whom a row may be. */
struct join_candidate {
    const char *id, *name, *sector, *window, *unit; /* "" where unknown */
    const char *left;                               /* the day of leaving, NULL: a member */
    int facts;
    struct join_fact fact[JOIN_FACTS]; /* what decides */
};

/* A row that may be one of several people, or none of them. */
struct join_doubt {
    enum join_kind kind;
    const char *file, *sheet; /* sheet NULL: the file has none */
    int row;
    const char *name, *unit;
    const char *key; /* what an answer is remembered under: name and unit, or where the row stands */
    int candidates;
    struct join_candidate *candidate; /* [candidates] */
};

/* A row that met somebody without a doubt, though not by id or by name and the same unit. */
struct join_match {
    enum join_kind how; /* JOIN_UNITS_DIFFER, JOIN_NAME_ALONE */
    int list;
    const char *sheet;
    int row;
    const char *name, *id;
    const char *here, *there; /* the units, "" where none is said */
};

/* An answer: the key of the doubt, and an id or JOIN_NEW. */
struct join_answer {
    const char *key, *id;
};
#define JOIN_NEW "新"

struct join_request {
    const struct origin *by_party, *by_window; /* see struct roster_request */
    int lists;
    struct roster *const
        *list; /* [lists] each read with roster_request.part; the first decides the order of ids */
    const struct roster *known; /* people who have ids already (the term's), for ids alone; NULL: none */
    const char *prefix;         /* what new ids begin with; NULL: what most ids begin with, else WY */
    int64_t last;               /* the greatest number given so far; new ids come after it */
    int answers;
    const struct join_answer *answer;
    const char
        *today; /* who leaves behind this day is a member still; NULL: whoever has a 离任日期 has left */
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
    int matches;
    struct join_match *match; /* [matches] what people should look at */
};

/* Joins. STATUS_OK with *result, whose roster is NULL while there are doubts; contradictions between lists
 * (two windows of one person) and members who are in no window without a reason are faults, all of them at
 * once. Whoever has a date of leaving in one of them is a former member. Everything is owned by `owner`;
 * texts are the lists'. */
enum status roster_join(const void *owner, const struct join_request *request, struct join_result **result,
                        struct error *error);

#endif
