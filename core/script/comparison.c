/* same, differ and both "attribute": comparisons of a pair that need no call into Lua. */
#include <lauxlib.h>
#include <talloc.h>

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

/* Two list cells are the same where they have a part in common. */
static bool lists_meet(const void *owner, const char *one, const char *other)
{
    int count;
    bool meet = false;
    char **parts = text_split_list(owner, one, &count);
    for (int i = 0; parts && i < count && !meet; i++)
        meet = text_list_has(other, parts[i]);
    talloc_free(parts);
    return meet;
}

/* A window has one cell, its own name in the column of windows. */
static int target_cell(const struct roster *roster, enum target_kind kind, int column, int source, int target)
{
    if (kind == TARGET_MEMBER)
        return roster->code[column][target];
    if (column != ATTRIBUTE_WINDOW)
        return 0;
    return roster->member[source].window == target ? roster->code[column][source] : -1;
}

bool comparison_holds(const struct condition *condition, const struct roster *roster, enum target_kind kind,
                      int source, int target)
{
    int column = condition->column;
    int one = roster->code[column][source], other = target_cell(roster, kind, column, source, target);
    bool filled = one != 0 && other != 0;
    if (condition->kind == CONDITION_BOTH)
        return filled;
    bool same = filled && one == other;
    if (filled && !same && roster->column[column].type == VALUE_LIST)
        same = lists_meet(NULL, roster->member[source].value[column], roster->member[target].value[column]);
    return condition->kind == CONDITION_SAME ? same : !same;
}
