/* same, differ and both "attribute": comparisons of a pair that need no call into Lua. */
#include <lauxlib.h>
#include <talloc.h>

#include "base/language.h"
#include "script/host.h"
#include "script/sandbox.h"

static const char comparison_type[] = "tongxin.comparison";

bool comparison_test(lua_State *L, int index, struct condition *condition)
{
    const struct condition *found = luaL_testudata(L, index, comparison_type);
    if (found)
        *condition = *found;
    return found != NULL;
}

static int make_comparison(lua_State *L)
{
    struct host *host = host_of(L);
    int line = sandbox_line(L, NULL);
    const char *word = lua_tostring(L, lua_upvalueindex(2));
    int column = -1;
    if (lua_gettop(L) > 1 || lua_istable(L, 1)) {
        host_fault(
            host, line,
            _("“%s” takes one attribute. For several please write a function: function(a, b) return a.unit "
              "== b.unit and a.county == b.county end."),
            word);
    } else if (lua_type(L, 1) != LUA_TSTRING) {
        host_fault(host, line,
                   _("“%s” must be followed by the name of an attribute, not by %s: %s \"unit\"."), word,
                   host_describe(L, 1), word);
    } else {
        column = attribute_find(host->roster, lua_tostring(L, 1));
        if (column < 0)
            host_fault(host, line, "%s", attribute_complaint(host, host->roster, lua_tostring(L, 1)));
    }
    struct condition *condition = lua_newuserdatauv(L, sizeof *condition, 0);
    condition->kind = (enum condition_kind)lua_tointeger(L, lua_upvalueindex(1));
    condition->column = column;
    condition->reference = LUA_NOREF;
    luaL_setmetatable(L, comparison_type);
    return 1;
}

void comparison_install(lua_State *L)
{
    static const struct {
        const char *name;
        enum condition_kind kind;
    } comparisons[] = {{"same", CONDITION_SAME}, {"differ", CONDITION_DIFFER}, {"both", CONDITION_BOTH}};
    luaL_newmetatable(L, comparison_type);
    lua_pushliteral(L, "comparison");
    lua_setfield(L, -2, "__name");
    lua_pop(L, 1);
    for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
        lua_pushinteger(L, comparisons[i].kind);
        lua_pushstring(L, comparisons[i].name);
        lua_pushcclosure(L, make_comparison, 2);
        sandbox_expose(L, comparisons[i].name);
    }
}
