/* What a report script sees of the roster: members and windows, read only, and the words that hand them out.
 */
#include <lauxlib.h>
#include <string.h>

#include "base/language.h"
#include "base/text.h"
#include "report/name_order.h"
#include "script/cells.h"
#include "script/report_host.h"
#include "script/sandbox.h"

static const char view_type[] = "tongxin.report.view";
static const char views_key; /* its address is the key of the table of views in Lua's registry */

const struct report_view *report_test_view(lua_State *L, int index)
{
    return luaL_testudata(L, index, view_type);
}

void report_push_view(lua_State *L, enum report_view_kind kind, int index)
{
    lua_Integer key = (lua_Integer)index * (VIEW_GROUP + 1) + (lua_Integer)kind;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &views_key);
    if (lua_rawgeti(L, -1, key) == LUA_TNIL) {
        lua_pop(L, 1);
        struct report_view *view = lua_newuserdatauv(L, sizeof *view, 0);
        *view = (struct report_view){kind, index};
        luaL_setmetatable(L, view_type);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, key);
    }
    lua_remove(L, -2);
}

void report_push_views(lua_State *L, enum report_view_kind kind, const int *list, int count)
{
    luaL_checkstack(L, 6, NULL);
    lua_createtable(L, count, 0);
    for (int i = 0; i < count; i++) {
        report_push_view(L, kind, list[i]);
        lua_rawseti(L, -2, i + 1);
    }
}

static const struct member *check_member(lua_State *L, const char *method)
{
    const struct report_view *view = report_test_view(L, 1);
    if (!view || view->kind != VIEW_MEMBER)
        sandbox_raise(L, _("Please write m:%s \"...\" with a colon, where m is the member."), method);
    return &report_host_of(L)->input->roster->member[view ? view->index : 0];
}

static const char *check_text(lua_State *L, int index, const char *word)
{
    if (lua_type(L, index) != LUA_TSTRING)
        sandbox_raise(L, _("“%s” must be followed by a text, not by %s."), word, report_describe(L, index));
    return lua_tostring(L, index);
}

static int member_in_party_word(lua_State *L)
{
    const struct member *member = check_member(L, "in_party");
    lua_pushboolean(L, member_in_party(member, check_text(L, 2, "in_party")));
    return 1;
}

static int member_has_role_word(lua_State *L)
{
    const struct member *member = check_member(L, "has_role");
    lua_pushboolean(L, member_has_role(member, check_text(L, 2, "has_role")));
    return 1;
}

/* The nearest of the methods, attributes and headings. */
static const char *nearest_attribute(lua_State *L, const char *name)
{
    const struct roster *roster = report_host_of(L)->input->roster;
    const char **names = lua_newuserdatauv(L, (size_t)(2 * roster->columns + 2) * sizeof *names, 0);
    int count = 0;
    names[count++] = "in_party";
    names[count++] = "has_role";
    for (int c = 0; c < roster->columns; c++)
        if (roster->column[c].attribute)
            names[count++] = roster->column[c].attribute;
    for (int c = 0; c < roster->columns; c++)
        names[count++] = roster->column[c].heading;
    const char *nearest = text_nearest(name, names, count);
    lua_pop(L, 1);
    return nearest;
}

static int read_member(lua_State *L, const struct member *member, const char *name)
{
    const struct roster *roster = report_host_of(L)->input->roster;
    int column = roster_column(roster, name);
    if (strcmp(name, "in_party") == 0) {
        lua_pushcfunction(L, member_in_party_word);
    } else if (strcmp(name, "has_role") == 0) {
        lua_pushcfunction(L, member_has_role_word);
    } else if (column < 0) {
        const char *nearest = nearest_attribute(L, name);
        if (nearest)
            return sandbox_raise(L, _("Members have no “%s”. Did you mean “%s”?"), name, nearest);
        return sandbox_raise(L,
                             _("Members have no “%s”. A report may read the columns of the roster by their "
                               "headings, m[\"...\"], and the usual ones by name: id, name, gender, party, "
                               "sector, window, county, unit, post, role, exempt, order."),
                             name);
    } else {
        cell_push(L, roster, member, column);
    }
    return 1;
}

static void push_members_of(lua_State *L, int window)
{
    const struct roster *roster = report_host_of(L)->input->roster;
    int *list = lua_newuserdatauv(L, (size_t)(roster->members + 1) * sizeof *list, 0), count = 0;
    for (int m = 0; m < roster->members; m++)
        if (window == WINDOW_NONE || (roster->member[m].window == window && !roster->member[m].exempt))
            list[count++] = m;
    name_order_members(roster, list, count);
    report_push_views(L, VIEW_MEMBER, list, count);
    lua_remove(L, -2);
}

static int read_window(lua_State *L, int index, const char *name)
{
    static const char *const fields[] = {"name", "full_name", "kind", "order", "members"};
    const struct window *window = &report_host_of(L)->input->roster->window[index];
    if (cell_push_of_window(L, window, name))
        return 1;
    if (strcmp(name, "members") == 0) {
        push_members_of(L, index);
        return 1;
    }
    const char *nearest = text_nearest(name, fields, sizeof fields / sizeof *fields);
    if (nearest)
        return sandbox_raise(L, _("Windows have no “%s”. Did you mean “%s”?"), name, nearest);
    return sandbox_raise(L, _("Windows have no “%s”. There are: name, full_name, kind, order, members."),
                         name);
}

static const char *group_name(lua_State *L, const struct report_view *view)
{
    int group = 0;
    const struct relation *relation = scheme_group(report_host_of(L)->input->scheme, view->index, &group);
    return relation ? relation->group[group] : "";
}

static int read_group(lua_State *L, const struct report_view *view, const char *name)
{
    const struct report_input *input = report_host_of(L)->input;
    int group = 0, count = 0;
    const struct relation *relation = scheme_group(input->scheme, view->index, &group);
    if (strcmp(name, "name") == 0) {
        lua_pushstring(L, group_name(L, view));
        return 1;
    }
    if (strcmp(name, "members") != 0)
        return sandbox_raise(L, _("Groups have no “%s”. There are: name, members."), name);
    int *list = lua_newuserdatauv(L, (size_t)(input->roster->members + 1) * sizeof *list, 0);
    for (int m = 0; relation && m < input->roster->members; m++)
        if (!input->roster->member[m].exempt &&
            member_in_group(input->roster, relation->group_column, relation->group[group], m))
            list[count++] = m;
    name_order_members(input->roster, list, count);
    report_push_views(L, VIEW_MEMBER, list, count);
    return 1;
}

static int view_index(lua_State *L)
{
    const struct report_view *view = report_test_view(L, 1);
    if (lua_type(L, 2) != LUA_TSTRING)
        return sandbox_raise(L, _("An attribute has a name: m.unit, not %s."), report_describe(L, 2));
    const char *name = lua_tostring(L, 2);
    if (view->kind == VIEW_GROUP)
        return read_group(L, view, name);
    if (view->kind == VIEW_WINDOW)
        return read_window(L, view->index, name);
    return read_member(L, &report_host_of(L)->input->roster->member[view->index], name);
}

static int view_assign(lua_State *L)
{
    return sandbox_raise(L, _("Members and windows are there to be read and cannot be changed."));
}

static int view_text(lua_State *L)
{
    const struct report_view *view = report_test_view(L, 1);
    const struct roster *roster = report_host_of(L)->input->roster;
    lua_pushstring(L, view->kind == VIEW_MEMBER   ? roster->member[view->index].name
                      : view->kind == VIEW_WINDOW ? roster->window[view->index].name
                                                  : group_name(L, view));
    return 1;
}

/* ---- words ---- */

static int word_members(lua_State *L)
{
    lua_settop(L, 1);
    push_members_of(L, WINDOW_NONE);
    report_filter(L, "members");
    return 1;
}

static int word_windows(lua_State *L)
{
    const struct roster *roster = report_host_of(L)->input->roster;
    lua_settop(L, 1);
    int *list = lua_newuserdatauv(L, (size_t)(roster->windows + 1) * sizeof *list, 0);
    for (int w = 0; w < roster->windows; w++)
        list[w] = w;
    name_order_windows(roster, list, roster->windows);
    report_push_views(L, VIEW_WINDOW, list, roster->windows);
    lua_remove(L, 2); /* the list of numbers */
    report_filter(L, "windows");
    return 1;
}

static int word_window(lua_State *L)
{
    const struct roster *roster = report_host_of(L)->input->roster;
    const char *name = check_text(L, 1, "window");
    int window = roster_window(roster, name);
    if (window >= 0) {
        report_push_view(L, VIEW_WINDOW, window);
        return 1;
    }
    const char **names = lua_newuserdatauv(L, (size_t)(roster->windows + 1) * sizeof *names, 0);
    for (int w = 0; w < roster->windows; w++)
        names[w] = roster->window[w].name;
    const char *nearest = text_nearest(name, names, roster->windows);
    if (nearest)
        return sandbox_raise(L, _("The roster has no window “%s”. Did you mean “%s”?"), name, nearest);
    return sandbox_raise(L, _("The roster has no window “%s”. windows() lists those it has."), name);
}

static void install_type(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"__index", view_index},
        {"__newindex", view_assign},
        {"__tostring", view_text},
        {NULL, NULL},
    };
    luaL_newmetatable(L, view_type);
    luaL_setfuncs(L, methods, 0);
    lua_pop(L, 1);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &views_key);
}

void report_views_install(lua_State *L)
{
    const struct report_input *input = report_host_of(L)->input;
    install_type(L);
    lua_pushcfunction(L, word_members);
    sandbox_expose(L, "members");
    lua_pushcfunction(L, word_windows);
    sandbox_expose(L, "windows");
    lua_pushcfunction(L, word_window);
    sandbox_expose(L, "window");
    lua_createtable(L, 0, 3);
    lua_pushstring(L, input->scheme->name);
    lua_setfield(L, -2, "name");
    lua_pushstring(L, input->scheme->title);
    lua_setfield(L, -2, "title");
    lua_pushstring(L, input->scheme->source);
    lua_setfield(L, -2, "source");
    sandbox_expose(L, "scheme");
    lua_pushstring(L, input->today ? input->today : "");
    sandbox_expose(L, "today");
}
