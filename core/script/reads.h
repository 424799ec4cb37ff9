/* What a scheme reads of the roster: which columns, and which texts it looks for there. So that it can be
 * said before solving what the roster lacks. Between the files of the scheme host only.
 *
 * A reader is a declaration, or a set, which reads for the declarations that it goes into. */
#ifndef TONGXIN_SCRIPT_READS_H
#define TONGXIN_SCRIPT_READS_H

#include "script/host.h"

struct reads;

/* A set at `line` is being made: what is noted from now on is its own. NULL where memory ran out. */
const struct set_reads *reads_begin_set(struct host *host, int line);
/* What two sets read that are joined. Either may be NULL: a set of all. */
const struct set_reads *reads_join(struct host *host, const struct set_reads *one,
                                   const struct set_reads *other);

/* The function at `index` of the stack is called for `subject`: a declaration's, or the set's that began
 * last. */
void reads_enter(struct host *host, const char *subject, int index);

/* A column is read; value: the text that is looked for, or NULL. kind TARGET_WINDOW: a field of windows. */
void reads_note(struct host *host, enum target_kind kind, int column, const char *value);

/* Fills scheme->read; after all rules were asked. False where memory ran out. */
bool reads_hand_over(struct host *host);

#endif
