/* What the files of the sandbox share; nobody else includes this. */
#ifndef TONGXIN_SCRIPT_SANDBOX_STATE_H
#define TONGXIN_SCRIPT_SANDBOX_STATE_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

#include "script/sandbox.h"

/* One a state; the allocator's userdata. */
struct sandbox {
    lua_State *L;
    size_t used, most;   /* bytes of Lua's objects, and their limit */
    bool machine_failed; /* the machine had no memory although the limit was not reached */
    bool exhausted;      /* a call ended for lack of memory: no pcall of the script may go on from there */
    const char *file;    /* where the last error or refusal of memory was noticed, NULL and 0 where unknown */
    int line;
    const char *reading; /* the file that Lua's parser reads and how far it is; NULL while it reads none */
    int reading_line;
    bool unread; /* the last text could not be read: its error is one of writing, whatever Lua calls it */
    const char *latest; /* where the host last asked who called it, for what comes up after the script */
    int latest_line;
    void (*end)(void *argument, enum sandbox_limit limit); /* NULL: a passed limit is an error of Lua */
    void *end_argument;
    size_t refused; /* the latest request that was refused */
    int files;
    const char **names; /* [files] what was loaded, as faults show it */
};

struct sandbox *sandbox_of(lua_State *L);

/* Remembers the string on top of the stack as a whole sentence of ours or the script's own, not one of Lua's.
 */
void sandbox_mark_sentence(lua_State *L);

/* Makes the environment of scripts: Lua's libraries cut to the allow list, behind read-only proxies, and the
 * deterministic replacements. */
void sandbox_install(lua_State *L);

/* Replaces the plain table on top of the stack by a read-only proxy; reading a name it lacks raises an error
 * with the nearest one. `name` is what the error calls the table; NULL for the environment itself. */
void proxy_push(lua_State *L, const char *name);

/* Pushes a list of the keys of the plain table at `index`: numbers, then texts bytewise, then false and true;
 * any other key raises. */
void sandbox_push_keys(lua_State *L, int index);

/* Whether that is what library_pairs returns to step through a table; it counts its steps. */
bool library_is_step(lua_CFunction function);

/* Deterministic stand-ins for Lua's own functions. */
int library_assert(lua_State *L);
int library_error(lua_State *L);
int library_format(lua_State *L); /* upvalue: Lua's own */
int library_next(lua_State *L);
int library_pairs(lua_State *L);
int library_pcall(lua_State *L);
int library_sort(lua_State *L);
int library_tostring(lua_State *L);

#endif
