/* same, differ and both "attribute": comparisons of a pair that need no call into Lua. */
#include <lauxlib.h>
#include <string.h>

#include "base/language.h"
#include "base/text.h"
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
    if (lua_type(L, 1) != LUA_TSTRING) {
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

/* A window or group has one cell, its own name, in its own column. */
static bool is_filled(const struct roster *roster, const struct end *end, int column)
{
    switch (end->kind) {
    case TARGET_MEMBER:
        return roster->code[column][end->index] != 0;
    case TARGET_WINDOW:
        return column == ATTRIBUTE_WINDOW;
    case TARGET_GROUP:
        break;
    }
    return column == end->group_column;
}

static const char *name_of_place(const struct roster *roster, const struct end *end)
{
    return end->kind == TARGET_WINDOW ? roster->window[end->index].name : end->group[end->index];
}

/* Both cells are filled. */
static bool is_same(const struct roster *roster, const struct end *one, const struct end *other, int column)
{
    if (one->kind == TARGET_MEMBER && other->kind == TARGET_MEMBER)
        return members_share(roster, column, one->index, other->index);
    if (one->kind == TARGET_MEMBER)
        return member_in_group(roster, column, name_of_place(roster, other), one->index);
    if (other->kind == TARGET_MEMBER)
        return member_in_group(roster, column, name_of_place(roster, one), other->index);
    return strcmp(name_of_place(roster, one), name_of_place(roster, other)) == 0;
}

bool comparison_holds(const struct condition *condition, const struct roster *roster, const struct end *one,
                      const struct end *other)
{
    bool filled = is_filled(roster, one, condition->column) && is_filled(roster, other, condition->column);
    if (condition->kind == CONDITION_BOTH)
        return filled;
    bool same = filled && is_same(roster, one, other, condition->column);
    return condition->kind == CONDITION_SAME ? same : !same;
}
