/* Read-only tables, and names that are nearly right. */
#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/text.h"
#include "script/allowed.h"
#include "script/sandbox.h"
#include "script/sandbox_state.h"
#include "script/words.h"

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *sandbox_nearest_key(lua_State *L, int index, const char *name)
{
    index = lua_absindex(L, index);
    int count = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        count += lua_type(L, -2) == LUA_TSTRING;
    const char **names = lua_newuserdatauv(L, (size_t)(count + 1) * sizeof *names, 0);
    count = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        if (lua_type(L, -2) == LUA_TSTRING)
            names[count++] = lua_tostring(L, -2);
    qsort(names, (size_t)count, sizeof *names, compare_texts); /* ties must not depend on Lua's own order */
    const char *nearest = text_nearest(name, names, count);
    lua_pop(L, 1);
    return nearest;
}

static bool was_refused(const char *name)
{
    for (int i = 0; refused_names[i]; i++)
        if (strcmp(refused_names[i], name) == 0)
            return true;
    return false;
}

/* What other languages call so. */
static const char *same_in_lua(const char *name)
{
    static const char *const twins[][2] = {
        {"null", "nil"},  {"NULL", "nil"}, {"None", "nil"},    {"undefined", "nil"}, {"True", "true"},
        {"TRUE", "true"}, {"Yes", "true"}, {"False", "false"}, {"FALSE", "false"},   {"No", "false"},
        {"len", "#"},     {"AND", "and"},  {"OR", "or"},       {"NOT", "not"},
    };
    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
        if (strcmp(twins[i][0], name) == 0)
            return twins[i][1];
    return NULL;
}

/* __index of the real table: what is not in it. Upvalue 1: the table's name, or nil for the environment. */
static int missing_name(lua_State *L)
{
    if (lua_type(L, 2) != LUA_TSTRING)
        return 0;
    const char *name = lua_tostring(L, 2);
    const char *table = lua_tostring(L, lua_upvalueindex(1));
    const char *nearest = sandbox_nearest_key(L, 1, name);
    if (was_refused(name))
        return sandbox_raise(
            L,
            _("“%s” does not exist for scripts: they reach no files, clock, randomness or the "
              "machinery of Lua. Please write it another way."),
            name);
    if (table && nearest)
        return sandbox_raise(L, _("“%s” has no “%s”. Did you mean “%s”?"), table, name, nearest);
    if (table)
        return sandbox_raise(L, _("“%s” has no “%s”. Please check the spelling."), table, name);
    if (!nearest)
        nearest = same_in_lua(name);
    const struct word *word = table ? NULL : word_find(name);
    if (word || (!table &&
                 (strcmp(name, "stages") == 0 || strcmp(name, "amend") == 0 || strcmp(name, "remove") == 0)))
        return sandbox_raise(
            L,
            _("“%s” is a word of the scheme. Please write s:%s, where s is what scheme { ... } or "
              "extends returned."),
            name, name);
    if (nearest)
        return sandbox_raise(L, _("There is no “%s”. Did you mean “%s”?"), name, nearest);
    return sandbox_raise(L, _("There is no “%s”. Please check the spelling, or set it first: local %s = ..."),
                         name, name);
}

/* __newindex of a proxy. Upvalues: the table's name or nil, the real table. */
static int refuse_assignment(lua_State *L)
{
    const char *table = lua_tostring(L, lua_upvalueindex(1));
    const char *name = sandbox_text(L, 2);
    if (table)
        return sandbox_raise(L, _("“%s” cannot be changed. Please keep “%s” in a table of your own."), table,
                             name);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL)
        return sandbox_raise(
            L, _("“%s” is a word of the language and cannot be changed. Please choose another name."), name);
    return sandbox_raise(L, _("“%s” is set without “local”. Please write: local %s = ..."), name, name);
}

/* __pairs of a proxy: the pairs of the real table. */
static int proxy_pairs(lua_State *L)
{
    lua_settop(L, 0);
    lua_pushvalue(L, lua_upvalueindex(1));
    return library_pairs(L);
}

static int proxy_length(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, lua_upvalueindex(1)));
    return 1;
}

static void push_name(lua_State *L, const char *name)
{
    if (name)
        lua_pushstring(L, name);
    else
        lua_pushnil(L);
}

void proxy_push(lua_State *L, const char *name)
{
    int real = lua_gettop(L);
    lua_createtable(L, 0, 1);
    push_name(L, name);
    lua_pushcclosure(L, missing_name, 1);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, real);

    lua_newtable(L);
    lua_createtable(L, 0, 5);
    lua_pushvalue(L, real);
    lua_setfield(L, -2, "__index");
    push_name(L, name);
    lua_pushvalue(L, real);
    lua_pushcclosure(L, refuse_assignment, 2);
    lua_setfield(L, -2, "__newindex");
    lua_pushvalue(L, real);
    lua_pushcclosure(L, proxy_pairs, 1);
    lua_setfield(L, -2, "__pairs");
    lua_pushvalue(L, real);
    lua_pushcclosure(L, proxy_length, 1);
    lua_setfield(L, -2, "__len");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_remove(L, real);
}
