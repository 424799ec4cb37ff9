/* What a report script sees of the plan: relations, and who is paired with whom. */
#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "report/name_order.h"
#include "script/report_host.h"
#include "script/sandbox.h"

static const char relation_type[] = "tongxin.report.relation";

static enum report_view_kind kind_of_targets(const struct relation *relation)
{
    static const enum report_view_kind kinds[] = {
        [TARGET_MEMBER] = VIEW_MEMBER, [TARGET_WINDOW] = VIEW_WINDOW, [TARGET_GROUP] = VIEW_GROUP};
    return kinds[relation->target_kind];
}

/* How views number the targets of the relation. */
static int view_number(const struct report_input *input, int relation, int target)
{
    bool group = input->scheme->relation[relation].target_kind == TARGET_GROUP;
    return group ? scheme_group_number(input->scheme, relation, target) : target;
}

static int compare_ints(const void *a, const void *b)
{
    int one = *(const int *)a, other = *(const int *)b;
    return (one > other) - (one < other);
}

static int *new_list(lua_State *L, int most)
{
    return lua_newuserdatauv(L, ((size_t)most + 1) * sizeof(int), 0);
}

/* Puts the list of `kind` into the order on paper without doubles and pushes views of it. */
static void push_ordered(lua_State *L, enum report_view_kind kind, int *list, int count)
{
    const struct roster *roster = report_host_of(L)->input->roster;
    if (kind == VIEW_MEMBER)
        name_order_members(roster, list, count);
    else if (kind == VIEW_WINDOW)
        name_order_windows(roster, list, count);
    else
        qsort(list, (size_t)count, sizeof *list, compare_ints);
    int kept = 0;
    for (int i = 0; i < count; i++)
        if (i == 0 || list[i] != list[i - 1])
            list[kept++] = list[i];
    report_push_views(L, kind, list, kept);
}

/* Everybody who may take part by the scheme, and whoever does in the plan. */
static void push_side(lua_State *L, int index, bool sources)
{
    const struct report_input *input = report_host_of(L)->input;
    const struct relation *relation = &input->scheme->relation[index];
    int count = sources ? relation->sources : relation->targets;
    int *list = new_list(L, count + input->pairs);
    if (count > 0)
        memcpy(list, sources ? relation->source : relation->target, (size_t)count * sizeof *list);
    for (int i = 0; i < count && !sources; i++)
        list[i] = view_number(input, index, list[i]);
    for (int i = 0; i < input->pairs; i++)
        if (input->pair[i].relation == index)
            list[count++] =
                sources ? input->pair[i].source : view_number(input, index, input->pair[i].target);
    push_ordered(L, sources ? VIEW_MEMBER : kind_of_targets(relation), list, count);
}

static int *check_relation(lua_State *L, const char *method)
{
    int *index = luaL_testudata(L, 1, relation_type);
    if (!index)
        sandbox_raise(L, _("Please write r:%s(...) with a colon, where r is the relation."), method);
    return index;
}

/* Pushes what is paired with the member or window at 2, on the other side. */
static int partners(lua_State *L, const char *method, bool of_source)
{
    const struct report_input *input = report_host_of(L)->input;
    int index = *check_relation(L, method);
    enum report_view_kind targets = kind_of_targets(&input->scheme->relation[index]);
    const struct report_view *view = report_test_view(L, 2);
    enum report_view_kind wanted = of_source ? VIEW_MEMBER : targets;
    if (!view || view->kind != wanted)
        return sandbox_raise(L, _("“%s” asks for %s, not for %s."), method,
                             wanted == VIEW_MEMBER   ? _("a member")
                             : wanted == VIEW_WINDOW ? _("a window")
                                                     : _("a group"),
                             report_describe(L, 2));
    int *list = new_list(L, input->pairs), count = 0;
    for (int i = 0; i < input->pairs; i++) {
        const struct pair *pair = &input->pair[i];
        int target = pair->relation == index ? view_number(input, index, pair->target) : -1;
        if (pair->relation == index && (of_source ? pair->source : target) == view->index)
            list[count++] = of_source ? target : pair->source;
    }
    push_ordered(L, of_source ? targets : VIEW_MEMBER, list, count);
    return 1;
}

static int relation_targets_of(lua_State *L)
{
    return partners(L, "targets_of", true);
}

static int relation_sources_of(lua_State *L)
{
    return partners(L, "sources_of", false);
}

static void push_within(lua_State *L, const struct relation *relation)
{
    const struct roster *roster = report_host_of(L)->input->roster;
    lua_createtable(L, relation->within_count, 0);
    for (int i = 0; i < relation->within_count; i++) {
        const struct column *column = &roster->column[relation->within[i]];
        lua_pushstring(L, column->attribute ? column->attribute : column->heading);
        lua_rawseti(L, -2, i + 1);
    }
}

static int relation_index(lua_State *L)
{
    static const char *const fields[] = {"name",    "title",   "clause",     "to",        "within",
                                         "sources", "targets", "targets_of", "sources_of"};
    int index = *check_relation(L, "sources");
    const struct relation *relation = &report_host_of(L)->input->scheme->relation[index];
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    if (strcmp(name, "name") == 0)
        lua_pushstring(L, relation->origin.name);
    else if (strcmp(name, "title") == 0)
        lua_pushstring(L, relation->origin.title);
    else if (strcmp(name, "clause") == 0)
        lua_pushstring(L, relation->origin.clause);
    else if (strcmp(name, "to") == 0)
        lua_pushstring(L, relation->target_kind == TARGET_MEMBER   ? "members"
                          : relation->target_kind == TARGET_WINDOW ? "windows"
                                                                   : "groups");
    else if (strcmp(name, "within") == 0)
        push_within(L, relation);
    else if (strcmp(name, "sources") == 0)
        push_side(L, index, true);
    else if (strcmp(name, "targets") == 0)
        push_side(L, index, false);
    else if (strcmp(name, "targets_of") == 0)
        lua_pushcfunction(L, relation_targets_of);
    else if (strcmp(name, "sources_of") == 0)
        lua_pushcfunction(L, relation_sources_of);
    else {
        const char *nearest = text_nearest(name, fields, sizeof fields / sizeof *fields);
        if (nearest)
            return sandbox_raise(L, _("Relations have no “%s”. Did you mean “%s”?"), name, nearest);
        return sandbox_raise(L,
                             _("Relations have no “%s”. There are: name, title, clause, to, within, sources, "
                               "targets, targets_of, sources_of."),
                             name);
    }
    return 1;
}

static int relation_assign(lua_State *L)
{
    return sandbox_raise(L, _("Relations are there to be read and cannot be changed."));
}

static int relation_text(lua_State *L)
{
    int index = *check_relation(L, "title");
    lua_pushstring(L, report_host_of(L)->input->scheme->relation[index].origin.title);
    return 1;
}

static void push_relation(lua_State *L, int index)
{
    int *view = lua_newuserdatauv(L, sizeof *view, 0);
    *view = index;
    luaL_setmetatable(L, relation_type);
}

/* ---- words ---- */

static int refuse_relation(lua_State *L, const char *name)
{
    const struct scheme *scheme = report_host_of(L)->input->scheme;
    const char **names = lua_newuserdatauv(L, (size_t)(scheme->relations + 1) * sizeof *names, 0);
    luaL_Buffer listed;
    luaL_buffinit(L, &listed);
    for (int i = 0; i < scheme->relations; i++) {
        names[i] = scheme->relation[i].origin.name;
        if (i > 0)
            luaL_addstring(&listed, _(", "));
        luaL_addstring(&listed, names[i]);
    }
    luaL_pushresult(&listed);
    const char *nearest = text_nearest(name, names, scheme->relations);
    if (nearest)
        return sandbox_raise(L, _("The scheme “%s” has no relation “%s”. Did you mean “%s”? It has: %s."),
                             scheme->name, name, nearest, lua_tostring(L, -1));
    return sandbox_raise(L,
                         _("This report needs a relation “%s”, and the scheme “%s” has none of that name. It "
                           "has: %s. Please use another report, or declare the relation."),
                         name, scheme->name, lua_tostring(L, -1));
}

static int word_relation(lua_State *L)
{
    if (lua_type(L, 1) != LUA_TSTRING)
        return sandbox_raise(L, _("“%s” must be followed by a text, not by %s."), "relation",
                             report_describe(L, 1));
    const char *name = lua_tostring(L, 1);
    int index = scheme_relation(report_host_of(L)->input->scheme, name);
    if (index < 0)
        return refuse_relation(L, name);
    push_relation(L, index);
    return 1;
}

static int word_relations(lua_State *L)
{
    int count = report_host_of(L)->input->scheme->relations;
    lua_createtable(L, count, 0);
    for (int i = 0; i < count; i++) {
        push_relation(L, i);
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

void report_plan_install(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"__index", relation_index},
        {"__newindex", relation_assign},
        {"__tostring", relation_text},
        {NULL, NULL},
    };
    luaL_newmetatable(L, relation_type);
    luaL_setfuncs(L, methods, 0);
    lua_pop(L, 1);
    lua_pushcfunction(L, word_relation);
    sandbox_expose(L, "relation");
    lua_pushcfunction(L, word_relations);
    sandbox_expose(L, "relations");
}
