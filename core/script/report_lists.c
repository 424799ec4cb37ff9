/* Words for lists: by_order and join. */
#include <lauxlib.h>
#include <string.h>

#include "base/language.h"
#include "report/name_order.h"
#include "script/report_host.h"
#include "script/sandbox.h"

static int *read_views(lua_State *L, int count, enum report_view_kind *kind)
{
    int *list = lua_newuserdatauv(L, ((size_t)count + 1) * sizeof *list, 0);
    for (int i = 0; i < count; i++) {
        lua_rawgeti(L, 1, i + 1);
        const struct report_view *view = report_test_view(L, -1);
        if (!view || (i > 0 && view->kind != *kind)) {
            sandbox_raise(L,
                          _("by_order sorts a list of members or a list of windows; number %d is %s. Please "
                            "sort the two apart."),
                          i + 1, report_describe(L, -1));
            return NULL;
        }
        *kind = view->kind;
        list[i] = view->index;
        lua_pop(L, 1);
    }
    return list;
}

static int word_by_order(lua_State *L)
{
    if (!lua_istable(L, 1))
        return sandbox_raise(L, _("by_order sorts a list of members or a list of windows, not %s."),
                             report_describe(L, 1));
    report_check_fields(L, 1, _("The list of by_order"), NULL, 0, true);
    const struct roster *roster = report_host_of(L)->input->roster;
    int count = (int)lua_rawlen(L, 1);
    enum report_view_kind kind = VIEW_MEMBER;
    int *list = read_views(L, count, &kind);
    if (kind == VIEW_MEMBER)
        name_order_members(roster, list, count);
    else
        name_order_windows(roster, list, count);
    report_push_views(L, kind, list, count);
    return 1;
}

/* Pushes what `what` (at 3: nothing, a field's name, a function) makes of the value on top, which it pops. */
static void apply(lua_State *L)
{
    if (lua_isfunction(L, 3)) {
        lua_pushvalue(L, 3);
        lua_insert(L, -2);
        lua_call(L, 1, 1);
    } else if (lua_type(L, 3) == LUA_TSTRING) {
        lua_pushvalue(L, 3);
        lua_gettable(L, -2);
        lua_remove(L, -2);
    }
}

/* join(list, separator [, what]): a list of parts, so that names stay names. */
static int word_join(lua_State *L)
{
    lua_settop(L, 3);
    if (!lua_istable(L, 1) || lua_type(L, 2) != LUA_TSTRING)
        return sandbox_raise(L, _("Please write join(list, \"、\"), and if need be what to take of each: "
                                  "join(list, \"、\", \"full_name\")."));
    if (!lua_isnil(L, 3) && !lua_isfunction(L, 3) && lua_type(L, 3) != LUA_TSTRING)
        return sandbox_raise(L, _("The third value of join is a field's name or a function, not %s."),
                             report_describe(L, 3));
    report_check_fields(L, 1, _("The list of join"), NULL, 0, true);
    lua_Integer count = (lua_Integer)lua_rawlen(L, 1), parts = 0;
    lua_createtable(L, (int)(2 * count), 0);
    for (lua_Integer i = 1; i <= count; i++) {
        if (i > 1) {
            lua_pushvalue(L, 2);
            lua_rawseti(L, 4, ++parts);
        }
        lua_rawgeti(L, 1, i);
        apply(L);
        lua_rawseti(L, 4, ++parts);
    }
    return 1;
}

void report_lists_install(lua_State *L)
{
    lua_pushcfunction(L, word_by_order);
    sandbox_expose(L, "by_order");
    lua_pushcfunction(L, word_join);
    sandbox_expose(L, "join");
}
