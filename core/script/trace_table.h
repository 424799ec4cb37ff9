/* All pairs of a relation at once: what a function answered, tabled by the classes of the two ends, where a
 * class is all ends of which the function has read the same so far. Between the files of the scheme host
 * only. */
#ifndef TONGXIN_SCRIPT_TRACE_TABLE_H
#define TONGXIN_SCRIPT_TRACE_TABLE_H

#include "script/trace.h"

/* values[p] for all pairs of the relation: the answer, or meaning[answer] where `meaning` is given. With
 * `only_some`, pairs whose value is 0 beforehand stay as they are. False with a fault. */
bool trace_fill(struct trace *trace, const struct relation *relation, bool only_some, const int32_t *meaning,
                int32_t *values);

/* Calls the trace's function (ask.c) about that pair and learns the answer; false with a fault. */
bool ask_function(struct trace *trace, const struct ends *ends, int32_t *answer);

#endif
