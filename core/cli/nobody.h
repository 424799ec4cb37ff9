/* What the scheme asks of nobody on this roster: mostly a slip, and a duty that would be lost without a word.
 */
#ifndef TONGXIN_CLI_NOBODY_H
#define TONGXIN_CLI_NOBODY_H

#include <stdbool.h>
#include <stdio.h>

#include "model/scheme.h"

/* Prints a line for each cover that is of nobody, and for each relation that no pair can be of. Returns
 * whether there was one. */
bool nobody_print(FILE *out, const struct scheme *scheme);

#endif
