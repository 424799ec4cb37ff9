/* What `tongxin` alone says where there is a term file. */
#ifndef TONGXIN_CLI_STANDING_H
#define TONGXIN_CLI_STANDING_H

#include "cli/command.h"

/* Whether there is a term file where it is usually looked for. */
bool standing_has_term(void);

/* Where the term stands, and the next commands. */
enum status standing_print(struct invocation *invocation);

#endif
