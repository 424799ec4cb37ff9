/* The standing of every pair as a document, for paper. */
#ifndef TONGXIN_CLI_EXPLAIN_REPORT_H
#define TONGXIN_CLI_EXPLAIN_REPORT_H

#include "planning/explain.h"
#include "report/document.h"

/* Pairs relation by relation, within them by window, source and target in the order on paper, each with what
 * standing[question.pairs] says. `when`: a line about the plan's version, "" where there is none. Owned by
 * `owner`; NULL where memory ran out. */
struct document *explain_document(const void *owner, const struct question *question,
                                  const enum pair_standing *standing, const char *when);

#endif
