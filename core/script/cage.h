/* What the kernel holds a script's process to: memory, processor time, no file, no process, and no call of
 * the system but those that memory, time and one pipe need. cage.c is what the program has; cage_open.c
 * stands in its place in builds with sanitizers or coverage counters, whose runtime needs more than that. */
#ifndef TONGXIN_SCRIPT_CAGE_H
#define TONGXIN_SCRIPT_CAGE_H

#include <stdbool.h>
#include <stddef.h>

/* How often as long everything may take: 1 in the program, more where an instrument makes it slow. */
extern const int cage_patience;
/* Whether cage_close limits the address space. */
extern const bool cage_limits_memory;

/* Shuts the calling process in, for good: `memory` bytes of address space more than it has now, `seconds` of
 * processor time, and only `pipe` to write to. 0, or an errno where the machine cannot do it. */
int cage_close(int pipe, size_t memory, int seconds);

/* Ends the process at once: nothing is flushed, freed or closed. */
_Noreturn void cage_leave(void);

#endif
