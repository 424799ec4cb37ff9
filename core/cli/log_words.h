/* Entries of the log in words: what was done, with names beside ids. The codes in the file never change. */
#ifndef TONGXIN_CLI_LOG_WORDS_H
#define TONGXIN_CLI_LOG_WORDS_H

#include "cli/term.h"
#include "store/log.h"

/* "put version 2 in force", "王建国 T001 left". Reads term->members where that was not done yet; where they
 * cannot be read, or a code is not known, ids and codes stand for themselves. Owned by the invocation's
 * owner. */
const char *log_words(struct term *term, const struct log_entry *entry);

#endif
