/* In place of cage.c, for tests alone: sanitizers reserve terabytes of address space, and they and coverage
 * counters make calls of the system at the end. The alarm and the counting allocator stay, with the patience
 * that a slower program needs. */
#include <sys/resource.h>
#include <unistd.h>

#include "script/cage.h"

#ifndef CAGE_PATIENCE
#define CAGE_PATIENCE 1
#endif
const int cage_patience = CAGE_PATIENCE;
const bool cage_limits_memory = false;

#ifdef CAGE_COVERAGE
void __gcov_dump(void);
void __gcov_reset(void);
#endif

int cage_close(int pipe, size_t memory, int seconds)
{
    (void)pipe;
    (void)memory;
#ifdef CAGE_COVERAGE
    __gcov_reset(); /* what the parent counted is the parent's */
#endif
    const struct rlimit time = {(rlim_t)seconds, (rlim_t)seconds + 1}, none = {0, 0};
    setrlimit(RLIMIT_CPU, &time);
    setrlimit(RLIMIT_CORE, &none);
    return 0;
}

void cage_leave(void)
{
#ifdef CAGE_COVERAGE
    __gcov_dump(); /* counters are written at exit, which never comes */
#endif
    _exit(0);
}
