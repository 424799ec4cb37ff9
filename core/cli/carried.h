/* What became of the previous plan's pairs that are none of their own any more, in words. */
#ifndef TONGXIN_CLI_CARRIED_H
#define TONGXIN_CLI_CARRIED_H

#include <stdio.h>

#include "planning/ended.h"

/* Relations that the scheme has no more, each once with its pairs; pairs that fell together; pairs of one
 * with himself. Who left is told by others. Prints nothing where there is none of these. */
void carried_print(FILE *out, const struct carried *carried);

#endif
