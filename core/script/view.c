/* Views of members and windows, and calls of the script's functions with them. */
#include <assert.h>
#include <lauxlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/cells.h"
#include "script/extends.h"
#include "script/frozen.h"
#include "script/reads.h"
#include "script/sandbox.h"
#include "script/trace.h"

static const char view_type[] = "tongxin.view";
static const char rule_views[PAIR_ENDS]; /* their addresses are keys in Lua's registry */

struct view {
    struct end end;
    int place;           /* enum pair_end */
    struct trace *trace; /* notes what is read; NULL */
    bool gone;           /* the call that it was made for is over */
};

bool view_test(lua_State *L, int index)
{
    return luaL_testudata(L, index, view_type) != NULL;
}

struct end end_source(int member)
{
    return (struct end){.kind = TARGET_MEMBER, .index = member, .group_column = -1};
}

struct end end_target(const struct relation *relation, int index)
{
    struct end end = {.kind = relation->target_kind, .index = index, .group_column = -1};
    if (end.kind == TARGET_GROUP) {
        end.group_column = relation->group_column;
        end.groups = relation->groups;
        end.group = relation->group;
    }
    return end;
}

struct end host_end(enum pair_end end, const struct relation *relation, int index)
{
    return end == END_SOURCE || !relation ? end_source(index) : end_target(relation, index);
}

const char *view_person(const void *owner, const struct roster *roster, const struct end *end)
{
    if (end->kind == TARGET_WINDOW)
        return roster->window[end->index].name;
    assert(end->kind != TARGET_GROUP || end->group);
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

/* Every attribute that a function asks for goes through here before it is handed out. */
static void note(lua_State *L, const struct view *view, enum read_what what, int column, const char *part)
{
    if (what == READ_CELL || what == READ_PART)
        reads_note(host_of(L), TARGET_MEMBER, column, part);
    if (view->trace && !trace_read(view->trace, view->place, what, column, part))
        sandbox_raise(L, _("The machine has too little memory for this."));
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
    note(L, view, READ_PART, (int)attribute, lua_tostring(L, 2));
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

static int read_window(lua_State *L, const struct view *view, const char *name)
{
    static const char *const fields[] = {"name", "full_name", "kind", "order"}; /* enum view_field */
    enum { FIELDS = sizeof fields / sizeof *fields };
    for (int i = 0; i < FIELDS; i++) {
        if (strcmp(fields[i], name) != 0)
            continue;
        note(L, view, READ_FIELD, i, NULL);
        cell_push_of_window(L, &host_of(L)->roster->window[view->end.index], name);
        return 1;
    }
    const char *nearest = text_nearest(name, fields, FIELDS);
    if (nearest)
        return sandbox_raise(L, _("Windows have no “%s”. Did you mean “%s”?"), name, nearest);
    return sandbox_raise(L, _("Windows have no “%s”. There are: name, full_name, kind, order."), name);
}

static int group_size(const struct roster *roster, const struct end *end)
{
    int size = 0;
    for (int m = 0; m < roster->members; m++)
        size += !roster->member[m].exempt &&
                member_in_group(roster, end->group_column, end->group[end->index], m);
    return size;
}

static int read_group(lua_State *L, const struct view *view, const char *name)
{
    if (strcmp(name, "name") == 0) {
        note(L, view, READ_FIELD, VIEW_NAME, NULL);
        lua_pushstring(L, view->end.group[view->end.index]);
        return 1;
    }
    if (strcmp(name, "size") == 0) {
        note(L, view, READ_FIELD, VIEW_SIZE, NULL);
        lua_pushinteger(L, group_size(host_of(L)->roster, &view->end));
        return 1;
    }
    return sandbox_raise(L, _("Groups have no “%s”. There are: name, size."), name);
}

/* Pushes what the member has under the name at index 2: a method, or the column as a number. Upvalue 1 of the
 * caller keeps what was found. */
static void push_attribute(lua_State *L)
{
    const struct host *host = host_of(L);
    const char *name = lua_tostring(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
        return;
    int column = attribute_find(host->roster, name);
    if (strcmp(name, "in_party") == 0) {
        lua_pushcfunction(L, view_in_party);
    } else if (strcmp(name, "has_role") == 0) {
        lua_pushcfunction(L, view_has_role);
    } else if (column >= 0) {
        lua_pushinteger(L, column);
    } else {
        char *complaint = attribute_complaint(host, host->roster, name);
        lua_pushstring(L, complaint);
        talloc_free(complaint); /* before the error leaves this function */
        sandbox_raise(L, "%s", lua_tostring(L, -1));
    }
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_rawset(L, lua_upvalueindex(1));
}

static int read_member(lua_State *L, const struct view *view)
{
    push_attribute(L);
    if (lua_isfunction(L, -1))
        return 1;
    const struct roster *roster = host_of(L)->roster;
    int column = (int)lua_tointeger(L, -1);
    note(L, view, READ_CELL, column, NULL);
    cell_push(L, roster, &roster->member[view->end.index], column);
    return 1;
}

static int view_index(lua_State *L)
{
    const struct view *view = check_view(L, 1, "unit");
    if (lua_type(L, 2) != LUA_TSTRING)
        return sandbox_raise(L, _("An attribute has a name: m.unit, not %s."), host_describe(L, 2));
    const char *name = lua_tostring(L, 2);
    return view->end.kind == TARGET_WINDOW  ? read_window(L, view, name)
           : view->end.kind == TARGET_GROUP ? read_group(L, view, name)
                                            : read_member(L, view);
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
        {"__newindex", view_assign},
        {"__eq", view_compare},
        {NULL, NULL},
    };
    luaL_newmetatable(L, view_type);
    luaL_setfuncs(L, methods, 0);
    lua_newtable(L);
    lua_pushcclosure(L, view_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushliteral(L, "member");
    lua_setfield(L, -2, "__name");
    lua_pop(L, 1);
    pair_view_install(L);
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

/* Rules are asked so often that their views are made once: after the script has run no function can keep one
 * from call to call, so nobody sees that they are the same. */
static struct view *push_view(lua_State *L, bool of_rule, int place)
{
    if (of_rule && lua_rawgetp(L, LUA_REGISTRYINDEX, &rule_views[place]) == LUA_TUSERDATA)
        return lua_touserdata(L, -1);
    if (of_rule)
        lua_pop(L, 1);
    struct view *view = lua_newuserdatauv(L, sizeof *view, 0);
    luaL_setmetatable(L, view_type);
    if (of_rule) {
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &rule_views[place]);
    }
    return view;
}

static void push_views(lua_State *L, const struct call *call)
{
    for (int i = 0; i < call->count; i++)
        *push_view(L, call->trace != NULL, i) = (struct view){call->end[i], i, call->trace, false};
    if (call->has_row)
        pair_view_push(L, call->trace, call->row);
}

static void end_views(lua_State *L, const struct call *call, int first)
{
    for (int i = 0; i < call->count; i++)
        ((struct view *)lua_touserdata(L, first + i))->gone = true;
    if (call->has_row)
        pair_view_end(L, first + call->count);
}

bool view_run(struct host *host, const struct call *call)
{
    lua_State *L = host->L;
    int views = call->count + call->has_row;
    luaL_checkstack(L, 2 * views + 8, NULL);
    int function = lua_gettop(L), faults = host->error->count;
    reads_enter(host, call->subject, function);
    push_views(L, call);
    for (int i = 0; i <= views; i++)
        lua_pushvalue(L, function + i);
    bool ok = sandbox_call(L, views, 1, host->error) == STATUS_OK;
    host->earned += EARNED_BY_CALL;
    end_views(L, call, function + 1);
    const char *changed = NULL;
    if (ok) {
        frozen_open(L, -1);
        lua_replace(L, function + 1);
        lua_settop(L, function + 1);
        lua_pushvalue(L, function);
        changed = frozen_changed(L);
    }
    if (changed) /* the function is on top */
        host_fault(host, view_function_line(L, 0),
                   _("The function changes “%s”, which stands outside of it. A rule only reads what is "
                     "outside. Please make it: local %s = ... inside the function."),
                   changed, changed);
    if (!ok || changed) {
        view_complete_faults(host, faults, call->subject, call->count, call->end);
        lua_settop(L, function - 1);
        return false;
    }
    lua_settop(L, function + 1);
    return true;
}

bool view_call(struct host *host, const char *subject, int count, const struct end *end)
{
    if (!view_run(host, &(struct call){.subject = subject, .count = count, .end = end}))
        return false;
    lua_remove(host->L, -2);
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

int view_answer(struct host *host, const struct call *call, int line)
{
    lua_State *L = host->L;
    int faults = host->error->count;
    int answer = lua_toboolean(L, -1);
    if (!lua_isnil(L, -1) && !lua_isboolean(L, -1)) {
        const char *found = host_describe(L, -1);
        lua_pop(L, 1);
        host_fault(host, view_function_line(L, line), _("The function must answer true or false, not %s."),
                   found);
        view_complete_faults(host, faults, call->subject, call->count, call->end);
        answer = -1;
    } else {
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return answer;
}

int view_ask(struct host *host, const char *subject, int line, int count, const struct end *end)
{
    const struct call call = {.subject = subject, .count = count, .end = end};
    return view_run(host, &call) ? view_answer(host, &call, line) : -1;
}
