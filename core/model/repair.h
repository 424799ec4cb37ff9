/* What would give a plan where there is none: the fewest permitted changes. Plain data; owned by the talloc
 * context that made it. */
#ifndef TONGXIN_MODEL_REPAIR_H
#define TONGXIN_MODEL_REPAIR_H

#include <stdbool.h>

#include "model/scheme.h"

/* What can be changed: settings of the scheme that it marks with `relax`, pairs that somebody fixed by hand,
 * and the window of a member. */
enum change_kind {
    CHANGE_LOAD_MIN, /* a relation's load, or cover, may be less or more */
    CHANGE_LOAD_MAX,
    CHANGE_COVER_MIN,
    CHANGE_COVER_MAX,
    CHANGE_SHORTFALL, /* a cover may fall short */
    CHANGE_LIMIT_MIN, /* a limit may be less or more */
    CHANGE_LIMIT_MAX,
    CHANGE_PRINCIPLE, /* a hard rule becomes one in principle */
    CHANGE_LIFT,      /* a pair that was pinned or forbidden is free again */
    CHANGE_MOVE,      /* a member goes to another window */
};
/* "load.max": the word for files. */
const char *change_word(enum change_kind kind);

struct change {
    enum change_kind kind;
    int index;                /* relation, cover or rule; MOVE: -1 */
    int32_t by;               /* how much less or more, at the least; 0 where that says nothing */
    int32_t from, to;         /* the bound before and after where all have the same; else from is -1 */
    int member, window, left; /* MOVE: who, to which window, from which one (or WINDOW_NONE) */
    bool out;                 /* MOVE: away from what clashes, wherever to */
};

/* One line: the changes, and how many there are that differ only in who moves. */
struct repair {
    int changes;
    struct change *change;
    int alternatives;  /* ways to choose those who move, this one included; all tried */
    int members;       /* where one moves: how many could in his place, himself included ... */
    int *member;       /* [members] ... and who */
    const char *text;  /* in the reader's language */
    const char *exact; /* the same of those alone who stand in `change` */
    const char *set;   /* "max_load=4": what a parameter of the scheme makes of it; NULL: there is none */
};

struct repairs {
    int count;
    struct repair *repair; /* [count] numbered from 1 as they stand here */
    int size;              /* changes in each: no fewer would do */
    bool smallest;         /* it is proven that no smaller one gives a plan */
    bool whole;   /* all was tried: there is no smaller one, and no other of this size but `left_out` */
    int left_out; /* lines beyond those listed */
};

#endif
