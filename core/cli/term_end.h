/* The end of a pair as people name it. */
#ifndef TONGXIN_CLI_TERM_END_H
#define TONGXIN_CLI_TERM_END_H

#include "cli/term.h"
#include "model/scheme.h"

struct term_end {
    int member;     /* index into term->members->member; -1: no member */
    int64_t window; /* number; 0: no window */
    const char *id; /* id of the member, name of the window or group */
};

/* Finds what `word` names: a window by its name, a member by his id, a group to which the scheme (NULL: none)
 * leads, else a member by his name. False with a fault where there is none of these. */
bool term_target(struct term *term, const struct scheme *scheme, const char *word, struct term_end *end);

#endif
