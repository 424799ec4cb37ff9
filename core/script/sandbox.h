/* What exists for a script: a fresh Lua 5.4 state with nothing in it but the allow list of allowed.h (no io,
 * os, debug, package, load, coroutine, xpcall, setmetatable, collectgarbage, clock or randomness),
 * deterministic pairs, next, sort, tostring and format, and a counting allocator. Schemes and reports both
 * run here.
 *
 * Lua's API may raise an error wherever it needs memory, so a host does its work inside sandbox_protect and
 * hands its functions to the script with sandbox_expose. */
#ifndef TONGXIN_SCRIPT_SANDBOX_H
#define TONGXIN_SCRIPT_SANDBOX_H

#include <lua.h>
#include <stddef.h>

#include "base/error.h"
#include "script/script.h"

enum { SANDBOX_MEMORY_MOST = 160 * 1024 * 1024 }; /* bytes of Lua's objects (measured) */

/* What a script can pass. */
enum sandbox_limit { SANDBOX_TIME, SANDBOX_MEMORY, SANDBOX_MACHINE_MEMORY };

/* A new state whose memory may not pass `most` bytes, or NULL where there is none. Close it with
 * sandbox_close. */
lua_State *sandbox_open(size_t most);
void sandbox_close(lua_State *L);

/* Runs function(L) with `argument` as its one argument, a light userdata, in a protected call that leaves
 * nothing on the stack. A Lua error, lack of memory included, becomes a fault. */
enum status sandbox_protect(lua_State *L, lua_CFunction function, void *argument, struct error *error);

/* Pops the value on top of the stack and makes it the global `name` of scripts (read-only for them). A plain
 * table is shown behind a read-only proxy of one level; reading a name it does not hold is an error with the
 * nearest one. May raise: call it inside sandbox_protect. */
void sandbox_expose(lua_State *L, const char *name);

/* Loads the text as sandbox_run does, without running it, and pushes what would be run. Where it cannot be
 * read there is a fault, and nothing is pushed. */
enum status sandbox_load(lua_State *L, const struct script_text *text, struct error *error);

/* Loads the text (never bytecode; a BOM is stripped) and runs it with no arguments. A Lua error becomes a
 * fault with file and line. */
enum status sandbox_run(lua_State *L, const struct script_text *text, struct error *error);

/* lua_pcall for functions of the script; an error becomes a fault with file and line, the stack as after
 * lua_pcall with the message popped. */
enum status sandbox_call(lua_State *L, int arguments, int results, struct error *error);

/* For C functions called by a script: raises a Lua error that becomes a fault with the line of the script
 * that called, in the reader's language. Does not return. */
int sandbox_raise(lua_State *L, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The line of the script that is running, and its file if `file` is not NULL (valid as long as the state); 0
 * and NULL where no script runs. */
int sandbox_line(lua_State *L, const char **file);

/* Where the script is, be it running or still being read; 0 and NULL where that is unknown. Allocates
 * nothing: it may be asked anywhere, in a signal handler too. */
int sandbox_place(lua_State *L, const char **file);

/* From now on a script that passes the limit of memory meets no error, which it could catch, but `end`, which
 * does not return. A request is refused once before, so that Lua may collect its garbage. */
void sandbox_end_at_limit(lua_State *L, void (*end)(void *argument, enum sandbox_limit limit),
                          void *argument);

/* Pushes the text of the value at `index` that tostring shows: never an address. */
const char *sandbox_text(lua_State *L, int index);

/* The string key of the table at `index` nearest to `name`, or NULL; valid as long as the table holds it. May
 * raise. */
const char *sandbox_nearest_key(lua_State *L, int index, const char *name);

#endif
