/* members { field = value } and members(function(m) ... end) of reports, and windows likewise: as in schemes.
 */
#include <lauxlib.h>
#include <string.h>

#include "base/language.h"
#include "script/report_host.h"
#include "script/sandbox.h"
#include "script/sandbox_state.h"

/* Whether the value at `value` is the one at `wanted`: a list has it, a yes is a cell that is filled in. */
static bool is_wanted(lua_State *L, int value, int wanted, const char *field)
{
    if (lua_isboolean(L, wanted)) {
        bool empty = lua_isnil(L, value) ||
                     (lua_type(L, value) == LUA_TSTRING && *lua_tostring(L, value) == '\0') ||
                     (lua_istable(L, value) && lua_rawlen(L, value) == 0);
        return (bool)lua_toboolean(L, wanted) == !empty;
    }
    bool found = false;
    for (lua_Integer i = 1; lua_istable(L, value) && i <= (lua_Integer)lua_rawlen(L, value) && !found; i++) {
        lua_rawgeti(L, value, i);
        found = lua_rawequal(L, -1, wanted);
        lua_pop(L, 1);
    }
    if (lua_istable(L, value))
        return found;
    if (!lua_isnil(L, value) && lua_type(L, value) != lua_type(L, wanted))
        sandbox_raise(L, _("“%s” is %s and is compared here with %s. Please write one of its kind."), field,
                      report_describe(L, value), report_describe(L, wanted));
    return lua_rawequal(L, value, wanted);
}

/* Whether the field of the view at `view` has the value at `wanted`, or one of the list there. */
static bool has_field(lua_State *L, int view, const char *field, int wanted)
{
    lua_getfield(L, view, field);
    int value = lua_gettop(L);
    bool found = false;
    if (!lua_istable(L, wanted)) {
        found = is_wanted(L, value, wanted, field);
    } else {
        for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, wanted) && !found; i++) {
            lua_rawgeti(L, wanted, i);
            found = is_wanted(L, value, lua_gettop(L), field);
            lua_pop(L, 1);
        }
    }
    lua_settop(L, value - 1);
    return found;
}

static bool fits_fields(lua_State *L, int view, int filter, int keys)
{
    bool fits = true;
    for (lua_Integer i = 1; fits && lua_rawgeti(L, keys, i) != LUA_TNIL; i++) {
        lua_pushvalue(L, -1);
        lua_rawget(L, filter);
        fits = has_field(L, view, lua_tostring(L, -2), lua_gettop(L));
        lua_pop(L, 2);
    }
    lua_settop(L, view);
    return fits;
}

static bool fits_function(lua_State *L, int view, int filter, const char *word)
{
    lua_pushvalue(L, filter);
    lua_pushvalue(L, view);
    lua_call(L, 1, 1);
    if (!lua_isnil(L, -1) && !lua_isboolean(L, -1))
        sandbox_raise(L, _("The function of %s must answer true or false, not %s."), word,
                      report_describe(L, -1));
    bool fits = lua_toboolean(L, -1);
    lua_settop(L, view);
    return fits;
}

static void check_names(lua_State *L, int keys, const char *word)
{
    for (lua_Integer i = 1; lua_rawgeti(L, keys, i) != LUA_TNIL; i++) {
        if (lua_type(L, -1) != LUA_TSTRING)
            sandbox_raise(L, _("%s { ... } holds a value without a name. Please write field = value."), word);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

void report_filter(lua_State *L, const char *word)
{
    enum { FILTER = 1, LIST, KEYS, KEPT };
    bool by_function = lua_isfunction(L, FILTER);
    if (lua_isnil(L, FILTER))
        return;
    if (!by_function && !lua_istable(L, FILTER)) {
        sandbox_raise(L, _("%s is followed by { field = value, ... } or a function, not by %s."), word,
                      report_describe(L, FILTER));
        return;
    }
    if (by_function)
        lua_pushnil(L);
    else
        sandbox_push_keys(L, FILTER);
    if (!by_function)
        check_names(L, KEYS, word);
    lua_newtable(L);
    lua_Integer count = (lua_Integer)lua_rawlen(L, LIST), kept = 0;
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, LIST, i);
        int view = lua_gettop(L);
        bool fits = by_function ? fits_function(L, view, FILTER, word) : fits_fields(L, view, FILTER, KEYS);
        if (fits)
            lua_rawseti(L, KEPT, ++kept);
        else
            lua_pop(L, 1);
    }
}
