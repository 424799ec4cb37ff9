/* What exists for a script: a fresh Lua 5.4 state with nothing in it but the allow list of README.md (no io, os,
 * debug, package, load, coroutine, xpcall, setmetatable, collectgarbage, clock or randomness), deterministic pairs,
 * next, sort, tostring and format, and a counting allocator. Schemes and reports both run here. */
#ifndef TONGXIN_SCRIPT_SANDBOX_H
#define TONGXIN_SCRIPT_SANDBOX_H

#include <lua.h>
#include <stddef.h>

#include "base/error.h"
#include "script/script.h"

/* A new state whose memory may not pass `most` bytes, or NULL where there is none. Close it with sandbox_close. */
lua_State *sandbox_open(size_t most);
void sandbox_close(lua_State *L);

/* Pops the value on top of the stack and makes it the global `name` of scripts (read-only for them). */
void sandbox_expose(lua_State *L, const char *name);

/* Loads the text (never bytecode; a BOM is stripped) and runs it with no arguments. A Lua error becomes a fault with
 * file and line. */
enum status sandbox_run(lua_State *L, const struct script_text *text, struct error *error);

/* lua_pcall for functions of the script; an error becomes a fault with file and line, the stack as after lua_pcall
 * with the message popped. */
enum status sandbox_call(lua_State *L, int arguments, int results, struct error *error);

/* For C functions called by a script: raises a Lua error that becomes a fault with the line of the script that called,
 * in the reader's language. Does not return. */
int sandbox_raise(lua_State *L, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
