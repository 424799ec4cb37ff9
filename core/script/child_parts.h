/* What the two sides of child.h say to each other. */
#ifndef TONGXIN_SCRIPT_CHILD_PARTS_H
#define TONGXIN_SCRIPT_CHILD_PARTS_H

#include <stdbool.h>

#include "script/child.h"
#include "script/sandbox.h"

/* Each message begins with one of these. */
enum child_message {
    CHILD_CAGE_FAILED, /* errno */
    CHILD_GRANT,       /* microseconds */
    CHILD_FAULTS,
    CHILD_STOPPED, /* enum sandbox_limit, file, line; a later one knows better */
    CHILD_RESULT,
    CHILD_DONE, /* the last; without it the child did not end well */
};

/* Works in the forked child, which ends here. */
_Noreturn void child_work(const struct child_job *job, int pipe);

#endif
