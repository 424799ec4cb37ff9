/* What a script can name: Lua's libraries cut to the allow list, and what the host exposes. */
#include <assert.h>
#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

#include "base/language.h"
#include "base/text.h"
#include "model/roster.h"
#include "script/allowed.h"
#include "script/sandbox.h"
#include "script/sandbox_state.h"

static const char environment_key; /* its address is the key in Lua's registry */

static const struct {
    const char *library, *name;
    lua_CFunction function;
} replacements[] = {
    {NULL, "assert", library_assert}, {NULL, "error", library_error},
    {NULL, "next", library_next},     {NULL, "pairs", library_pairs},
    {NULL, "pcall", library_pcall},   {NULL, "tostring", library_tostring},
    {"table", "sort", library_sort},  {"string", "format", library_format},
};

static bool same_library(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Copies the listed names of the table at `from` into the one on top of the stack. */
static void copy_names(lua_State *L, const struct allowed_library *library, int from)
{
    for (int i = 0; library->names[i]; i++) {
        int type = lua_getfield(L, from, library->names[i]);
        assert(type != LUA_TNIL);
        (void)type;
        for (size_t r = 0; r < sizeof replacements / sizeof *replacements; r++) {
            if (same_library(replacements[r].library, library->name) &&
                strcmp(replacements[r].name, library->names[i]) == 0)
                lua_pushcclosure(L, replacements[r].function, 1); /* over Lua's own */
        }
        lua_setfield(L, -2, library->names[i]);
    }
}

/* What members, windows and groups have, and texts have not. */
static bool is_attribute(const char *name)
{
    static const char *const others[] = {"full_name", "kind", "size", "members"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(name, others[i]) == 0)
            return true;
    for (int a = 0; a < ATTRIBUTES_BUILT_IN; a++)
        if (strcmp(name, attribute_name(a)) == 0)
            return true;
    return false;
}

/* __index of texts. Upvalue: the cut library. What it lacks was mostly meant as a field of a member or
 * window.
 */
static int index_text(lua_State *L)
{
    enum { SHOWN_MOST = 30 };
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
        return 1;
    const char *text = lua_tostring(L, 1), *name = sandbox_text(L, 2);
    const char *nearest = sandbox_nearest_key(L, lua_upvalueindex(1), name);
    if (!is_attribute(name) && nearest)
        return sandbox_raise(L, _("“%s” has no “%s”. Did you mean “%s”?"), "string", name, nearest);
    if (!is_attribute(name))
        return sandbox_raise(L, _("“%s” has no “%s”. Please check the spelling."), "string", name);
    if (*text && text_valid_until(text, strlen(text)) == strlen(text) && text_count(text) <= SHOWN_MOST)
        return sandbox_raise(
            L,
            _("A text has no “%s”, and this is one: “%s”. An attribute of a member is the text "
              "itself. Please leave .%s out."),
            name, text, name);
    return sandbox_raise(
        L,
        _("A text has no “%s”, and this is one. An attribute of a member is the text itself. "
          "Please leave .%s out."),
        name, name);
}

/* Methods of text values come from the cut library too; scripts have no way to the metatable. */
static void cut_string_methods(lua_State *L)
{
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    lua_pushvalue(L, -3);
    lua_pushcclosure(L, index_text, 1);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 2);
}

void sandbox_install(lua_State *L)
{
    static const struct {
        const char *name;
        lua_CFunction open;
    } openers[] = {
        {"math", luaopen_math}, {"string", luaopen_string}, {"table", luaopen_table}, {"utf8", luaopen_utf8}};
    lua_newtable(L);
    int environment = lua_gettop(L);
    lua_pushcfunction(L, luaopen_base);
    lua_call(L, 0, 1);
    lua_pushvalue(L, environment);
    copy_names(L, &allowed_libraries[0], environment + 1);
    lua_settop(L, environment);
    for (int i = 1; allowed_libraries[i].names; i++) {
        const char *name = allowed_libraries[i].name;
        lua_pushcfunction(L, openers[i - 1].open);
        assert(strcmp(openers[i - 1].name, name) == 0);
        lua_call(L, 0, 1);
        lua_newtable(L);
        copy_names(L, &allowed_libraries[i], environment + 1);
        if (strcmp(name, "string") == 0)
            cut_string_methods(L);
        proxy_push(L, name);
        lua_setfield(L, environment, name);
        lua_settop(L, environment);
    }
    lua_pushvalue(L, environment);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &environment_key);
    proxy_push(L, NULL);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
}

void sandbox_expose(lua_State *L, const char *name)
{
    if (lua_type(L, -1) == LUA_TTABLE && !lua_getmetatable(L, -1))
        proxy_push(L, name);
    else if (lua_type(L, -1) == LUA_TTABLE)
        lua_pop(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &environment_key);
    lua_insert(L, -2);
    lua_setfield(L, -2, name);
    lua_pop(L, 1);
}
