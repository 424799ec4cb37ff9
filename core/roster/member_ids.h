/* Ids of members: letters, then a number (JH0013). Who has none gets the next one of the letters that most
 * have. */
#ifndef TONGXIN_ROSTER_MEMBER_IDS_H
#define TONGXIN_ROSTER_MEMBER_IDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "model/roster.h"

#define IDS_PREFIX "WY" /* where nobody has an id yet */

/* The longest run of ids with the same letters so far; begin with zeroes. */
struct id_run {
    const char *id; /* one of them; NULL: no id with a number was met */
    size_t prefix;  /* how many bytes of it stand before the number */
    int count;
};

/* Looks through the roster's ids, those of former members included. */
void ids_find_run(const struct roster *roster, struct id_run *run);

/* The number of an id that begins with `prefix`; 0 for any other. */
int64_t id_number(const char *id, const char *prefix);

/* The greatest number of that prefix in the roster, or `least`. */
int64_t ids_last(const struct roster *roster, const char *prefix, int64_t least);

/* What somebody wants new ids to begin with, by the rules of ids: full-width letters are ASCII, blanks go;
 * refused is a character that was lost. *prefix is owned by `owner` then. */
enum status ids_tidy_prefix(const void *owner, const char **prefix, struct error *error);

/* The id with that number. Owned by `owner`; NULL where memory ran out. */
const char *id_make(const void *owner, const char *prefix, int64_t number);

#endif
