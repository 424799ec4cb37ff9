/* The fields of a declaration in a scheme, as data: their names, their types, which are needed. Everything
 * that reads a declaration, finds a misspelt field or prints a guide goes by such tables. Shapes:
 * scripts/README.md.
 */
#ifndef TONGXIN_MODEL_FIELDS_H
#define TONGXIN_MODEL_FIELDS_H

#include <stdbool.h>

enum field_type {
    FIELD_TEXT,
    FIELD_TEXTS,           /* one text or a list of them */
    FIELD_COUNT,           /* whole number from 0 */
    FIELD_COUNT_OF_END,    /* the same, or a function of the source, target or team */
    FIELD_POINTS,          /* whole number within POINTS_MOST */
    FIELD_POINTS_OF_PAIR,  /* the same, or a function of the pair */
    FIELD_POINTS_A_UNIT,   /* whole number from 1 */
    FIELD_WEIGHT,          /* whole number from 0, or a function of the pair */
    FIELD_FLAG,            /* true or false */
    FIELD_RANGE,           /* n, { min, max }, { min = n }, { max = n }, function of the end */
    FIELD_RANGE_OR_POINTS, /* the same, with points = n in principle */
    FIELD_SHORTFALL,       /* true or a whole number from 1 */
    FIELD_BALANCE,         /* true, false, "source", "target" or a list of the two */
    FIELD_SHARE,           /* a function of the end */
    FIELD_END,             /* "source" or "target" */
    FIELD_PER,             /* "source", "target", "all", a function or attribute of an end */
    FIELD_MEMBERS,         /* a set of members */
    FIELD_TARGETS,         /* a set of members, windows or groups */
    FIELD_TARGETS_OR_TWO,  /* the same, or what FIELD_CONDITION takes, of two of one kind */
    FIELD_CONDITION,       /* same, differ, both "attribute", or a function of the pair */
    FIELD_PAIRS,           /* a list of { source, target } */
    FIELD_RELATION,        /* a relation's name */
    FIELD_RELATIONS,       /* a relation's name, a list of them, or "all" */
    FIELD_COLUMN,          /* an attribute's name */
    FIELD_COLUMNS,         /* an attribute's name or a list of them */
    FIELD_NEEDS,           /* columns of the roster: { born = { "heading", "date" } } */
    FIELD_PAIR_COLUMNS,    /* columns of --pairs, likewise */
};

#define POINTS_MOST 1000000

/* A table of fields ends with one without name. */
struct field {
    const char *name;
    enum field_type type;
    bool needed;
};

#endif
