/* What the functions of a scheme's rules read and how often they were asked, for people who write schemes. */
#ifndef TONGXIN_CLI_TRACES_H
#define TONGXIN_CLI_TRACES_H

#include <stdio.h>

#include "model/scheme.h"

/* A blank line and a table, or a sentence where the scheme has no functions. */
void traces_print(FILE *out, const struct scheme *scheme);

#endif
