/* The end of a pair as people name it. */
#ifndef TONGXIN_CLI_TERM_END_H
#define TONGXIN_CLI_TERM_END_H

#include "cli/term.h"

struct term_end {
    int member;     /* index into term->members->member; -1: no member */
    int64_t window; /* number; 0: no window */
    const char *id; /* id of the member, name of the window */
};

/* Finds what `word` names: a window by its name, else a member by id or name. False with a fault where there
 * is neither. */
bool term_target(struct term *term, const char *word, struct term_end *end);

#endif
