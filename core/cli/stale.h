/* Whether a version of the plan is behind its roster: who and what changed since it was made. */
#ifndef TONGXIN_CLI_STALE_H
#define TONGXIN_CLI_STALE_H

#include "cli/term.h"
#include "cli/term_case.h"

/* *sentence (owned by the invocation's owner): "Since version 2 was made there are changes: 王建国 T001
 * (left), …"; NULL: there are none. Looks at what a plan can depend on: members who came and left, their
 * built-in columns and those that the scheme needs, and names and kinds of windows. `made` is the version's
 * case; reads term->members where that was not done yet. */
enum status stale_find(struct term *term, int version, const struct term_case *made, const char **sentence);

#endif
