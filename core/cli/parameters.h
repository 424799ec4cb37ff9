/* The parameters of a scheme as a table for people (--params). */
#ifndef TONGXIN_CLI_PARAMETERS_H
#define TONGXIN_CLI_PARAMETERS_H

#include <stdio.h>

#include "model/scheme.h"

/* Prints name, value, usual value, range and title of each parameter, or that there is none. */
void parameters_print(FILE *out, const struct scheme *scheme);

#endif
