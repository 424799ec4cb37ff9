/* The allow list: all that a script can name besides the words that the host exposes. What is not here does
 * not exist for a script; .luacheckrc repeats it and tests/script compares the two. */
#ifndef TONGXIN_SCRIPT_ALLOWED_H
#define TONGXIN_SCRIPT_ALLOWED_H

struct allowed_library {
    const char *name;         /* "string"; NULL for the names that stand alone */
    const char *const *names; /* ends with NULL */
};

/* Ends with an entry without names; the first are the names that stand alone. */
extern const struct allowed_library allowed_libraries[];

/* Names of Lua's own library that were left out on purpose (ends with NULL): a script that uses one learns
 * that it is no misspelling. */
extern const char *const refused_names[];

#endif
