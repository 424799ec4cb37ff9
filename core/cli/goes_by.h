/* Which declarations of a scheme go by the columns 党派 and 窗口, seen before a roster is read: what lists
 * lack there is told with their other faults. */
#ifndef TONGXIN_CLI_GOES_BY_H
#define TONGXIN_CLI_GOES_BY_H

#include "cli/command.h"
#include "script/script.h"

struct goes_by {
    const struct origin *party, *window; /* NULL: the scheme does not, or is at fault, which is told later */
};

/* Runs the scheme without a roster; the request's text, bases and settings count. Owned by the invocation. */
struct goes_by goes_by_scheme(struct invocation *invocation, const struct script_request *request);

/* The same of a scheme in a file, or of one that travels with the program; name NULL: of none. */
struct goes_by goes_by_name(struct invocation *invocation, const char *name, int settings,
                            const struct script_setting *setting);

#endif
