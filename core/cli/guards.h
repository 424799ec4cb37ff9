/* What an import would do that is more likely a slip: asked on a terminal, answered in the file of answers,
 * or refused. */
#ifndef TONGXIN_CLI_GUARDS_H
#define TONGXIN_CLI_GUARDS_H

#include "cli/inquiry.h"
#include "store/import_guard.h"

/* STATUS_OK where all that was found is meant: by the answers, or as a terminal says, where `asks`. Otherwise
 * a fault of `file` for each. */
enum status guards_pass(struct invocation *invocation, const struct import_guards *guards, const char *file,
                        bool asks, struct answers *answers);

#endif
