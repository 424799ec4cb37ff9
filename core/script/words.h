/* The words of the scheme language as data: what each declares, its fields and their types. Everything that
 * reads a declaration, finds a misspelt field or prints a guide goes by these tables. Shapes:
 * scripts/README.md. */
#ifndef TONGXIN_SCRIPT_WORDS_H
#define TONGXIN_SCRIPT_WORDS_H

#include "model/fields.h"
#include "model/scheme.h"

enum word_declares { DECLARES_SCHEME, DECLARES_RELATION, DECLARES_COVER, DECLARES_RULE };

/* A word that is followed by a table of fields: scheme { ... } itself, or s:WORD "name" { ... }. */
struct word {
    const char *name;
    enum word_declares declares;
    enum rule_kind kind;       /* where it declares a rule: its fields stand with the kind */
    const struct field *field; /* else: ends with a field without name */
};

/* Ends with a word without name. */
extern const struct word words[];

/* Methods of the scheme that belong to the language and that this version does not know. Ends with NULL. */
extern const char *const later_words[];

/* The word of that name, or NULL. */
const struct word *word_find(const char *name);

/* The word's fields; ends with one without name. */
const struct field *word_table(const struct word *word);
/* The field's place in that table, or -1; how many there are. */
int word_field(const struct word *word, const char *name);
int word_fields(const struct word *word);

/* What a field of this type expects, in the reader's language: "a text". */
const char *field_expects(enum field_type type);

#endif
