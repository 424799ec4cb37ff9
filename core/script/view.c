/* Views of members and windows, and calls of the script's functions with them. */
#include <lauxlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/cells.h"
#include "script/extends.h"
#include "script/host.h"
#include "script/sandbox.h"

static const char view_type[] = "tongxin.view";

struct view {
    struct end end;
    bool gone; /* the call that it was made for is over */
};

struct end host_end(enum pair_end end, const struct relation *relation, int index)
{
    if (end == END_SOURCE || !relation)
        return (struct end){.kind = TARGET_MEMBER, .index = index};
    return (struct end){relation->target_kind, index, relation->group_column, relation->group};
}

static struct view *push_view(lua_State *L, const struct end *end)
{
    struct view *view = lua_newuserdatauv(L, sizeof *view, 0);
    *view = (struct view){.end = *end};
    luaL_setmetatable(L, view_type);
    return view;
}

const char *view_person(const void *owner, const struct roster *roster, const struct end *end)
{
    if (end->kind == TARGET_WINDOW)
        return roster->window[end->index].name;
    if (end->kind == TARGET_GROUP)
        return end->group[end->index];
    const struct member *member = &roster->member[end->index];
    return talloc_asprintf(owner, "%s %s", member->name, member->id);
}

static const struct view *check_view(lua_State *L, int index, const char *method)
{
    const struct view *view = luaL_testudata(L, index, view_type);
    if (!view)
        sandbox_raise(L, _("Please write m:%s \"...\" with a colon, where m is the member."), method);
    else if (view->gone)
        sandbox_raise(
            L, _("A member or window can be read only while the function it was given to runs. Please keep "
                 "its id or another text instead."));
    return view;
}

static int in_list(lua_State *L, const char *method, enum attribute attribute)
{
    const struct view *view = check_view(L, 1, method);
    if (view->end.kind == TARGET_GROUP)
        return sandbox_raise(L, _("“%s” asks a member, and this is a group. Groups have: name, size."),
                             method);
    if (view->end.kind != TARGET_MEMBER)
        return sandbox_raise(
            L, _("“%s” asks a member, and this is a window. Windows have: name, full_name, kind, order."),
            method);
    if (lua_type(L, 2) != LUA_TSTRING)
        return sandbox_raise(L, _("“%s” must be followed by a text, not by %s."), method,
                             host_describe(L, 2));
    const struct member *member = &host_of(L)->roster->member[view->end.index];
    lua_pushboolean(L, text_list_has(member->value[attribute], lua_tostring(L, 2)));
    return 1;
}

static int view_in_party(lua_State *L)
{
    return in_list(L, "in_party", ATTRIBUTE_PARTY);
}

static int view_has_role(lua_State *L)
{
    return in_list(L, "has_role", ATTRIBUTE_ROLE);
}

static int read_window(lua_State *L, const struct window *window, const char *name)
{
    static const char *const fields[] = {"name", "full_name", "kind", "order"};
    if (cell_push_of_window(L, window, name))
        return 1;
    const char *nearest = text_nearest(name, fields, sizeof fields / sizeof *fields);
    if (nearest)
        return sandbox_raise(L, _("Windows have no “%s”. Did you mean “%s”?"), name, nearest);
    return sandbox_raise(L, _("Windows have no “%s”. There are: name, full_name, kind, order."), name);
}

static int read_member(lua_State *L, const struct member *member, const char *name)
{
    struct host *host = host_of(L);
    if (strcmp(name, "in_party") == 0) {
        lua_pushcfunction(L, view_in_party);
        return 1;
    }
    if (strcmp(name, "has_role") == 0) {
        lua_pushcfunction(L, view_has_role);
        return 1;
    }
    int column = attribute_find(host->roster, name);
    if (column < 0) {
        char *complaint = attribute_complaint(host, host->roster, name);
        lua_pushstring(L, complaint);
        talloc_free(complaint); /* before the error leaves this function */
        return sandbox_raise(L, "%s", lua_tostring(L, -1));
    }
    cell_push(L, host->roster, member, column);
    return 1;
}

static int read_group(lua_State *L, const struct end *end, const char *name)
{
    const struct roster *roster = host_of(L)->roster;
    if (strcmp(name, "name") == 0) {
        lua_pushstring(L, end->group[end->index]);
        return 1;
    }
    if (strcmp(name, "size") != 0)
        return sandbox_raise(L, _("Groups have no “%s”. There are: name, size."), name);
    int size = 0;
    for (int m = 0; m < roster->members; m++)
        size += !roster->member[m].exempt &&
                member_in_group(roster, end->group_column, end->group[end->index], m);
    lua_pushinteger(L, size);
    return 1;
}

static int view_index(lua_State *L)
{
    const struct view *view = check_view(L, 1, "unit");
    if (lua_type(L, 2) != LUA_TSTRING)
        return sandbox_raise(L, _("An attribute has a name: m.unit, not %s."), host_describe(L, 2));
    const struct roster *roster = host_of(L)->roster;
    const char *name = lua_tostring(L, 2);
    switch (view->end.kind) {
    case TARGET_WINDOW:
        return read_window(L, &roster->window[view->end.index], name);
    case TARGET_GROUP:
        return read_group(L, &view->end, name);
    case TARGET_MEMBER:
        break;
    }
    return read_member(L, &roster->member[view->end.index], name);
}

static int view_assign(lua_State *L)
{
    return sandbox_raise(L, _("Members and windows are there to be read. Please take this assignment out."));
}

static int view_compare(lua_State *L)
{
    return sandbox_raise(L,
                         _("Members are not compared as such. Please compare what is meant: a.id == b.id."));
}

void view_install(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"__index", view_index},
        {"__newindex", view_assign},
        {"__eq", view_compare},
        {NULL, NULL},
    };
    luaL_newmetatable(L, view_type);
    luaL_setfuncs(L, methods, 0);
    lua_pushliteral(L, "member");
    lua_setfield(L, -2, "__name");
    lua_pop(L, 1);
}

/* A fault from inside the script's function says what was looked at, too. */
void view_complete_faults(struct host *host, int first, const char *subject, int count, const struct end *end)
{
    for (int i = first; i < host->error->count; i++) {
        struct fault *fault = &host->error->fault[i];
        const char *one = view_person(host, host->roster, &end[0]);
        const char *message =
            count == 1 ? talloc_asprintf(host->error, _("%s (%s, at %s)"), fault->message, subject, one)
                       : talloc_asprintf(host->error, _("%s (%s, at %s and %s)"), fault->message, subject,
                                         one, view_person(host, host->roster, &end[1]));
        if (message)
            fault->message = message;
    }
}

bool view_call(struct host *host, const char *subject, int count, const struct end *end)
{
    lua_State *L = host->L;
    luaL_checkstack(L, 2 * count + 8, NULL);
    int function = lua_gettop(L), faults = host->error->count;
    struct view *view[2];
    for (int i = 0; i < count; i++)
        view[i] = push_view(L, &end[i]);
    for (int i = 0; i <= count; i++)
        lua_pushvalue(L, function + i);
    enum status status = sandbox_call(L, count, 1, host->error);
    for (int i = 0; i < count; i++)
        view[i]->gone = true;
    if (status != STATUS_OK) {
        view_complete_faults(host, faults, subject, count, end);
        lua_settop(L, function - 1);
        return false;
    }
    lua_replace(L, function);
    lua_settop(L, function);
    return true;
}

int view_function_line(lua_State *L, int otherwise)
{
    lua_Debug function;
    lua_pushvalue(L, -1);
    lua_getinfo(L, ">S", &function);
    struct host *host = host_of(L);
    int text = function.linedefined > 0 ? extends_text(host->bases, function.source + 1) : -1;
    if (text >= 0)
        host->file = host->bases->text[text].file;
    return function.linedefined > 0 ? function.linedefined : otherwise;
}

int view_ask(struct host *host, const char *subject, int line, int count, const struct end *end)
{
    lua_State *L = host->L;
    int from = view_function_line(L, line), faults = host->error->count;
    if (!view_call(host, subject, count, end))
        return -1;
    int answer = lua_toboolean(L, -1);
    if (!lua_isnil(L, -1) && !lua_isboolean(L, -1)) {
        host_fault(host, from, _("The function must answer true or false, not %s."), host_describe(L, -1));
        view_complete_faults(host, faults, subject, count, end);
        answer = -1;
    }
    lua_pop(L, 1);
    return answer;
}
