/* What reading the roster did: tidied cells, rows left out. */
#ifndef TONGXIN_CLI_READING_H
#define TONGXIN_CLI_READING_H

#include <stdio.h>

#include "cli/inputs.h"

/* Says in a few lines how many cells were tidied and what was left out; nothing where nothing was. */
void reading_print(FILE *out, const struct inputs *inputs);

/* Lists every cell that was tidied and every row that was left out. */
void reading_tidied(FILE *out, const struct inputs *inputs);

#endif
