/* A scheme with some settings changed, without its script being run. */
#ifndef TONGXIN_PLANNING_RELAXED_H
#define TONGXIN_PLANNING_RELAXED_H

#include "model/repair.h"

/* A copy of the scheme with the changes (moves are passed over). It shares what does not change with
 * `scheme`, which must live as long. Owned by `owner`; NULL where memory ran out. */
struct scheme *scheme_relaxed(const void *owner, const struct scheme *scheme, const struct change *change,
                              int changes);

/* Fills from and to: the bounds that the change meets in the scheme. */
void change_measure(const struct scheme *scheme, struct change *change);

/* Whether it can be more or less strong: then `by` counts. */
bool change_is_graded(enum change_kind kind);

#endif
