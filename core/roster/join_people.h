/* The join at work: the people that it knows so far, and its parts. Between the files roster_join.c and
 * join_*.c only. */
#ifndef TONGXIN_ROSTER_JOIN_PEOPLE_H
#define TONGXIN_ROSTER_JOIN_PEOPLE_H

#include "roster/roster_join.h"

/* One person, with what the lists say together. */
struct person {
    const char *id;     /* "" until one is given */
    const char *folded; /* the name as names compare */
    const char *unit;   /* the unit as units compare */
    const char **value; /* [columns] of the join */
    const char *file, *sheet;
    int row;                /* where the person stood first */
    int list;               /* the list that named the person last: one list names nobody twice */
    const char *last_sheet; /* of it */
    const char *left;       /* of the term, and left on that day; NULL: not */
    bool real;              /* in a list; otherwise only known by id from before */
    bool given;             /* the id was given here, for want of one in the lists so far */
};

/* Where a name is. */
struct people {
    const void *owner;
    int count, room;
    struct person *person; /* [count] in the order met */
    int *by_name, *by_id;  /* [slots] index + 1, hashed by folded name, by id; 0: free */
    unsigned slots;
    bool unseen; /* somebody's id holds what is not seen, which an earlier version took in */
};

bool people_add(struct people *people, const struct person *person);

/* Gives the p-th person another id (once: a list brings it). */
void people_set_id(struct people *people, int p, const char *id);

/* The next person of that name behind `after` (-1 at first), or -1. */
int people_named(const struct people *people, const char *folded, int after);

/* The person with that id, or -1. */
int people_with_id(const struct people *people, const char *id);

/* The join at work. */
struct join {
    const void *owner;
    const struct join_request *request;
    struct join_result *result;
    struct people people;
    int columns; /* of all lists together */
    struct column *column;
    int joined, leaving, reason; /* the columns 任职日期, 离任日期, 离任原因, -1: none */
    int **place;                 /* [lists][columns of the list] column of the join */
    int names;
    const char **name; /* [names] of the list at hand, as names compare, sorted */
    struct error *error;
};

enum { WHO_NEW = -1, WHO_DOUBT = -2, WHO_FAILED = -3 };

/* The person that the row of the list is; WHO_NEW, WHO_DOUBT, which is noted, or WHO_FAILED where memory ran
 * out. `folded` and `unit`: name and unit as they compare. */
int join_who(struct join *join, int list, const struct member *member, const char *folded, const char *unit);

/* How many rows of the list at hand have that name, as names compare. */
int join_times_named(const struct join *join, const char *folded);

/* Whether every part of the list cell `part_of_it` is in the list cell `list`. `owner`: for what is needed
 * meanwhile. */
bool join_holds(const char *list, const char *part_of_it, const void *owner);

/* Makes result->roster of the people, unless they have faults. False where memory ran out. */
bool join_make_roster(struct join *join);

/* How names and units compare: without blanks, with one kind of middle dot, full-width forms of ASCII as
 * ASCII. Owned by `owner`; NULL where memory ran out. */
const char *people_fold(const void *owner, const char *text);

#endif
