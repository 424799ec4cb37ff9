/* Lua's own messages, said for people who do not know Lua: what is missing or wrong, and what to write.
 * Sources: lparser.c, llex.c, ldebug.c and lauxlib.c of Lua 5.4. */
#ifndef TONGXIN_SCRIPT_LUA_WORDS_H
#define TONGXIN_SCRIPT_LUA_WORDS_H

/* A whole sentence for Lua's message (without its place), or NULL where it is none of the usual ones. Owned
 * by `owner`. */
char *lua_words_syntax(const void *owner, const char *message);
char *lua_words_run(const void *owner, const char *message);

#endif
