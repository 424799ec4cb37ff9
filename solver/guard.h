/* GLPK made safe to call: its terminal output kept quiet, its fatal errors turned into a return value, its
 * environment freed afterwards. (Measured with 5.0: a usage error aborts the process; after an error the
 * environment of the thread must be freed, which invalidates all of the thread's problems.) */
#ifndef TONGXIN_SOLVER_GUARD_H
#define TONGXIN_SOLVER_GUARD_H

#include <stdbool.h>
#include <stddef.h>

/* Runs work(context), which may call GLPK. Returns false where GLPK gave up; then `message` (of `size` bytes)
 * says why and every GLPK object that work made is gone. work must keep nothing in GLPK across calls. */
bool guard_run(void (*work)(void *context), void *context, char *message, size_t size);

/* Frees what GLPK keeps for this thread. */
void guard_close(void);

#endif
