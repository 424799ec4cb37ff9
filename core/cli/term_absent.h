/* A member who is named for a version of the plan in which he is not. */
#ifndef TONGXIN_CLI_TERM_ABSENT_H
#define TONGXIN_CLI_TERM_ABSENT_H

#include "cli/term.h"

/* Refuses (STATUS_INPUT): he left, when and why; or he was added since the version was made, and what to do
 * then. version 0: the members of today are meant. Always returns a status other than STATUS_OK. */
enum status term_absent(struct term *term, int member, int version);

#endif
