/* Cases that are data: a file holds inputs and the answers that the reader, the binder or the checker must
 * give. */
#ifndef TONGXIN_TESTS_PLANNING_CASES_H
#define TONGXIN_TESTS_PLANNING_CASES_H

#include <stddef.h>

#include "base/error.h"

/* "row:column: message" of each fault, a line each; owned by `owner`. */
char *cases_faults(const void *owner, const struct error *error);

/* Runs every case of the file: a case is a line "== its title", the input's lines, a line "--" and the lines
 * expected. `answer` turns an input into the text that is compared (owned by `owner`, each line ended). In
 * inputs <XX> stands for the byte of that hexadecimal number, and a line that ends with <> has no line feed.
 * Fails the test with every case that differs; returns how many cases the file has. With TONGXIN_GOLDEN set
 * to a folder, the file is written there with the answers given, to be looked at and taken over. */
int cases_run(const char *file, char *(*answer)(const void *owner, const char *input, size_t size));

#endif
