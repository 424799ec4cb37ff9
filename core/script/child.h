/* Runs scripts in a process of their own, which hands back bytes and nothing else. The child is shut in
 * (cage.h), watched by an alarm and by its allocator, and it ends by itself where the script passes a limit,
 * after it has said why and where. Time is the processor time of the child: a machine that is busy, or was
 * asleep, takes nothing from it. Its parent waits no longer than that takes, takes what came for what it
 * is, and makes an honest fault of whatever else may happen to the child. */
#ifndef TONGXIN_SCRIPT_CHILD_H
#define TONGXIN_SCRIPT_CHILD_H

#include <lua.h>
#include <stdint.h>

#include "base/error.h"
#include "script/stream.h"

/* The child's own side. NULL wherever a script runs in the process that asked for it. */
struct child;

struct child_job {
    const char *file;     /* the script's name in faults */
    int64_t microseconds; /* of processor time that it may take, and be ahead of what it has earned */
    int64_t grants_most;  /* microseconds that it may earn in all, by work of known size that was done */
    size_t memory;        /* bytes beyond what the process has */
    void *argument;
    /* In the child: runs the script. What it has to tell goes to child_tell, at the end. */
    void (*work)(struct child *child, void *argument);
    /* In the parent: reads what `write` of child_tell wrote. Trouble may be left to the reader. */
    void (*take)(struct stream_reader *reader, void *argument, struct error *error);
};

/* Whatever goes wrong is in `error`; the status is error's own. Faults come in the order of the script's
 * lines. */
enum status child_run(const struct child_job *job, struct error *error);

/* ---- in the child ---- */

/* From here on the state is watched: a script that passes a limit of time or memory ends the process. The
 * faults collected until then are told too. */
void child_watch(struct child *child, lua_State *L, const struct error *error);

/* From here on *earned says, in nanoseconds, how much time was earned by what is done: it grows with each
 * question answered. Time is paid out as it is needed and never saved up beyond job->microseconds, so that
 * one question which never ends has no use of all that came before it. */
void child_pay(struct child *child, const int64_t *earned);

/* For a script that failed: where its demands have taken all memory, outside Lua too, whatever
 * the host says of it is only what came of that, and the process ends as at a passed limit. Else it returns.
 */
void child_blame_memory(struct child *child);

/* The script is done. Tells the faults, and where there are none, what `write` writes. */
void child_tell(struct child *child, const struct error *error,
                void (*write)(struct stream_writer *writer, const void *argument), const void *argument);

#endif
