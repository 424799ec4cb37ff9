/* The words of the scheme language as data: what each declares, its fields and their types. Everything that
 * reads a declaration, finds a misspelt field or prints a guide goes by these tables. Shapes:
 * scripts/README.md. */
#ifndef TONGXIN_SCRIPT_WORDS_H
#define TONGXIN_SCRIPT_WORDS_H

#include <stdbool.h>

#include "model/scheme.h"

enum field_type {
    FIELD_TEXT,
    FIELD_TEXTS,          /* one text or a list of them */
    FIELD_COUNT,          /* whole number from 0 */
    FIELD_POINTS,         /* whole number within POINTS_MOST */
    FIELD_POINTS_OF_PAIR, /* the same, or a function of the pair */
    FIELD_FLAG,           /* true or false */
    FIELD_RANGE,          /* n, { min, max }, { min = n }, { max = n } */
    FIELD_SHORTFALL,      /* true or a whole number from 1 */
    FIELD_MEMBERS,        /* a set of members */
    FIELD_TARGETS,        /* a set of members or windows */
    FIELD_CONDITION,      /* same, differ, both "attribute", or a function of the pair */
    FIELD_RELATION,       /* a relation's name */
    FIELD_RELATIONS,      /* a relation's name, a list of them, or "all" */
    FIELD_COLUMNS,        /* an attribute's name or a list of them */
    FIELD_LATER,          /* belongs to the language; this version does not know it */
};

#define POINTS_MOST 1000000

struct field {
    const char *name;
    enum field_type type;
    bool needed;
};

enum word_declares { DECLARES_SCHEME, DECLARES_RELATION, DECLARES_COVER, DECLARES_RULE };

/* A word that is followed by a table of fields: scheme { ... } itself, or s:WORD "name" { ... }. */
struct word {
    const char *name;
    enum word_declares declares;
    enum rule_kind kind;       /* where it declares a rule */
    const struct field *field; /* ends with a field without name */
};

/* Ends with a word without name. */
extern const struct word words[];

/* Words of the language that this version does not know: methods of the scheme, and globals. End with NULL.
 */
extern const char *const later_words[];
extern const char *const later_globals[];

/* The word of that name, or NULL. */
const struct word *word_find(const char *name);

/* The field's place in word->field, or -1. */
int word_field(const struct word *word, const char *name);
int word_fields(const struct word *word);

/* What a field of this type expects, in the reader's language: "a text". */
const char *field_expects(enum field_type type);

#endif
