/* The sentence about pairs that are taken for their points alone. */
#ifndef TONGXIN_CLI_UNASKED_PRINT_H
#define TONGXIN_CLI_UNASKED_PRINT_H

#include <stdio.h>

#include "planning/unasked.h"

/* Nothing where no pair is. */
void unasked_print(FILE *out, const struct unasked *unasked);

/* Makes the plan, to count such pairs, where the scheme may take some: for `scheme check`. Where there is no
 * plan, or none in `seconds`, nothing is counted and unasked->possible is false. */
enum status unasked_try(const void *owner, const struct roster *roster, const struct scheme *scheme,
                        double seconds, struct unasked *unasked, struct error *error);

#endif
