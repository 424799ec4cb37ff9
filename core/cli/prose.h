/* Sentences for people, broken at the terminal's edge. */
#ifndef TONGXIN_CLI_PROSE_H
#define TONGXIN_CLI_PROSE_H

#include <stdio.h>

/* Prints a paragraph. What comes from files is shown without control characters. */
void prose(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
