/* The scheme host without a process of its own: for the child, and for tests and fuzzing that want to see
 * into it. The program calls script_load_scheme. */
#ifndef TONGXIN_SCRIPT_SCRIPT_RUN_H
#define TONGXIN_SCRIPT_SCRIPT_RUN_H

#include "script/script.h"

struct lua_State;

/* What is done to the run from outside; every part may be NULL. */
struct script_watch {
    void *argument;
    /* The state is open and nothing has run; the faults found from now on are in `error`. */
    void (*opened)(void *argument, struct lua_State *L, const struct error *error);
    /* The declarations are read, and their functions are going to be asked. *earned grows meanwhile, by the
     * nanoseconds that are ample for each question that was answered. */
    void (*resolved)(void *argument, const int64_t *earned);
    /* There are faults. */
    void (*failed)(void *argument);
};

/* Like script_load_scheme, in this process: nothing limits its time, and its memory only Lua's own count, of
 * `memory` bytes. `error` must be empty; its faults come in the order found. With `close` the state of Lua is
 * closed at the end. */
enum status script_run_scheme(const void *owner, const struct script_request *request, size_t memory,
                              const struct script_watch *watch, bool close, struct scheme **scheme,
                              struct error *error);

#endif
