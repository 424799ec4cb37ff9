/* A scheme or the faults of one, written out as lines, for golden files. */
#ifndef TONGXIN_TESTS_SCRIPT_DUMP_H
#define TONGXIN_TESTS_SCRIPT_DUMP_H

#include <stdbool.h>

#include "base/error.h"
#include "model/pair_table.h"
#include "model/scheme.h"

/* Everything that the scheme holds; members by id, windows by name. Owned by `owner`. */
char *dump_scheme(const void *owner, const struct scheme *scheme, const struct roster *roster);

/* A line a row of the file of pairs, "" where there is none. Owned by `owner`. */
char *dump_pairs(const void *owner, const struct pair_table *pairs, const struct roster *roster);

/* One line a fault: FILE:LINE: message, the column's heading before it where there is one. Owned by `owner`.
 */
char *dump_faults(const void *owner, const struct error *error);

/* The file as a text, "" where there is none. Owned by `owner`. */
char *read_golden(const void *owner, const char *name);

/* Whether the golden file holds just this text. Where TONGXIN_UPDATE is set in the environment it is written
 * anew, and the difference is for whoever commits it to judge. */
bool golden_holds(const char *name, const char *text);

#endif
