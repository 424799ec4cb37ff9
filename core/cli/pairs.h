/* What files say of single pairs: taking it into a term, and saying what of it meets no pair. */
#ifndef TONGXIN_CLI_PAIRS_H
#define TONGXIN_CLI_PAIRS_H

#include <stdio.h>

#include "cli/term.h"
#include "model/pair_table.h"
#include "model/scheme.h"
#include "store/plans.h"

/* Reads the file against the term's members and windows (which must have been read), as the text that a term
 * keeps. */
enum status pairs_given(struct term *term, const char *file, struct plan_bytes *bytes);

/* Says which rows meet no pair of the scheme, have their two ends swapped, or name two things at once; and
 * how many, `gone`, were left out because somebody left. `pairs` may be NULL. */
void pairs_notice(FILE *out, const struct roster *roster, const struct scheme *scheme,
                  const struct pair_table *pairs, int gone);

#endif
