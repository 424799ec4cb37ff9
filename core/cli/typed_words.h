/* What is typed at the command line passes the rules of cells (base/characters.h). */
#ifndef TONGXIN_CLI_TYPED_WORDS_H
#define TONGXIN_CLI_TYPED_WORDS_H

#include "base/error.h"

/* Cleans argv[1..argc): what only marks is taken off and said on the standard error stream, a line break
 * becomes a blank; what reorders or controls is a fault by its code. A word that names a file that is there,
 * alone or behind --option=, stays as it is. Clean words are owned by `owner`. */
enum status typed_words_clean(const void *owner, int argc, char **argv, struct error *error);

#endif
