/* What functions of rules share with each other cannot be changed once the script has run: an answer may then
 * be remembered by what was read. Between the files of the scheme host only. */
#ifndef TONGXIN_SCRIPT_FROZEN_H
#define TONGXIN_SCRIPT_FROZEN_H

#include "script/host.h"

/* Freezes what the kept functions reach: their tables can no longer be changed, and what their variables hold
 * is noted for frozen_changed. Faults for what cannot be frozen. Runs once, inside sandbox_protect. */
void frozen_close(struct host *host);

/* The name of a variable outside of the function on top of the stack that it, or a function that it reaches,
 * has changed; NULL where there is none, or the function is not a kept one. The variable gets its value
 * back. Valid as long as the function. */
const char *frozen_changed(lua_State *L);

/* Replaces a frozen table at `index` by the plain one that holds its contents, which the host reads raw;
 * anything else stays. Never hand the plain table to a script. */
void frozen_open(lua_State *L, int index);

#endif
