/* What may be tidied in a cell without changing who is who, and the list of what was. */
#ifndef TONGXIN_ROSTER_TIDY_H
#define TONGXIN_ROSTER_TIDY_H

#include <stdbool.h>
#include <stdint.h>

#include "roster/roster_read.h"

/* The text without blanks between its characters, except single ones between two ASCII letters or digits
 * (陈 琳 → 陈琳, "Li Ming" stays). Owned by `owner`; NULL where memory ran out. */
char *tidy_squeeze(const void *owner, const char *text);

/* The text with full-width forms of ASCII (ＪＨ０１) as ASCII. Owned by `owner`; NULL where memory ran out.
 */
char *tidy_narrow(const void *owner, const char *text);

/* How headings and spellings compare: no blanks, no full-width ASCII, no capitals. Owned by `owner`; NULL
 * where memory ran out. */
char *tidy_key(const void *owner, const char *text);

/* The text without blanks at either end: `text` itself where it has none, else a copy owned by `owner`; NULL
 * where memory ran out. */
const char *tidy_trim(const void *owner, const char *text);

enum { TIDY_PARTS = 64 }; /* more parts than any list cell of a roster has */

/* Splits a list cell (text_split_list). More than TIDY_PARTS parts are a fault at `place`, and only so many
 * are returned. Owned by `owner`; NULL where memory ran out. */
char **tidy_split(const void *owner, const char *text, const struct place *place, int *count,
                  struct error *error);

/* Whether the text is nothing but blanks. */
bool tidy_is_blank(const char *text);

/* Whether the text is a whole number within ±(2^31 - 2), and which. */
bool tidy_integer(const char *text, int32_t *number);

/* Notes that place->value is used as `now`; the list copies all texts. Returns 0 where memory ran out. */
int tidied_add(struct tidied_list *list, const struct place *place, const char *now);

#endif
