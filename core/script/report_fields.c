/* Reading fields of the tables that report scripts write. */
#include <lauxlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/report_host.h"
#include "script/sandbox.h"

const char *report_describe(lua_State *L, int index)
{
    const struct report_view *view = report_test_view(L, index);
    if (view)
        return view->kind == VIEW_MEMBER ? _("a member") : _("a window");
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        return _("a number");
    case LUA_TSTRING:
        return _("a text");
    case LUA_TBOOLEAN:
        return _("true or false");
    case LUA_TTABLE:
        return _("a table");
    case LUA_TFUNCTION:
        return _("a function");
    case LUA_TUSERDATA:
        return _("a relation, report or table of the report");
    default:
        return _("nothing (nil)");
    }
}

int report_no_memory(lua_State *L)
{
    return sandbox_raise(L, _("The machine has too little memory for this report."));
}

/* Pushes t[name]; 1 where it is not nil. */
static bool push_field(lua_State *L, int index, const char *name)
{
    lua_pushstring(L, name);
    return lua_rawget(L, index) != LUA_TNIL;
}

const char *report_field_text(lua_State *L, int index, const char *subject, const char *name,
                              const char *otherwise)
{
    if (!push_field(L, index, name)) {
        lua_pop(L, 1);
        return otherwise;
    }
    size_t size = 0;
    const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &size) : NULL;
    if (!text) {
        sandbox_raise(L, _("“%s” of %s must be a text, not %s."), name, subject, report_describe(L, -1));
        return NULL;
    }
    if (document_text(text, size) != size)
        sandbox_raise(
            L,
            _("“%s” of %s holds a line break, another control character or bytes that are not UTF-8. "
              "Please take them out."),
            name, subject);
    const struct report_host *host = report_host_of(L);
    char *copy = talloc_strndup(host->document ? (const void *)host->document : host->owner, text, size);
    if (!copy)
        report_no_memory(L);
    lua_pop(L, 1);
    return copy;
}

int report_field_number(lua_State *L, int index, const char *subject, const char *name, int from, int to,
                        int otherwise)
{
    if (!push_field(L, index, name)) {
        lua_pop(L, 1);
        return otherwise;
    }
    int is_whole;
    lua_Integer value = lua_tointegerx(L, -1, &is_whole);
    if (lua_type(L, -1) != LUA_TNUMBER || !is_whole || value < from || value > to)
        sandbox_raise(L, _("“%s” of %s must be a whole number from %d to %d."), name, subject, from, to);
    lua_pop(L, 1);
    return (int)value;
}

bool report_field_flag(lua_State *L, int index, const char *subject, const char *name)
{
    bool given = push_field(L, index, name);
    if (given && !lua_isboolean(L, -1))
        sandbox_raise(L, _("“%s” of %s must be true or false, not %s."), name, subject,
                      report_describe(L, -1));
    bool flag = given && lua_toboolean(L, -1);
    lua_pop(L, 1);
    return flag;
}

enum align report_field_align(lua_State *L, int index, const char *subject)
{
    static const struct {
        const char *word;
        enum align align;
    } words[] = {
        {"left", ALIGN_LEFT}, {"centre", ALIGN_CENTRE}, {"center", ALIGN_CENTRE}, {"right", ALIGN_RIGHT}};
    enum align align = ALIGN_INHERIT;
    if (push_field(L, index, "align")) {
        const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (strcmp(words[i].word, text) == 0)
                align = words[i].align;
        if (align == ALIGN_INHERIT)
            sandbox_raise(L, _("“%s” of %s must be \"left\", \"centre\" or \"right\"."), "align", subject);
    }
    lua_pop(L, 1);
    return align;
}

/* The unknown text key that comes first bytewise, so that the fault does not depend on Lua's order; NULL:
 * none. */
static const char *first_unknown(lua_State *L, int index, const char *const *names, int count)
{
    const char *first = NULL;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            continue;
        const char *key = lua_tostring(L, -2);
        bool known = false;
        for (int i = 0; i < count; i++)
            known |= strcmp(names[i], key) == 0;
        if (!known && (!first || strcmp(key, first) < 0))
            first = key;
    }
    return first;
}

void report_check_fields(lua_State *L, int index, const char *subject, const char *const *names, int count,
                         bool list)
{
    lua_Integer length = list ? (lua_Integer)lua_rawlen(L, index) : 0, others = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        others += lua_type(L, -2) != LUA_TSTRING;
    const char *unknown = first_unknown(L, index, names, count);
    const char *nearest = unknown ? text_nearest(unknown, names, count) : NULL;
    if (nearest)
        sandbox_raise(L, _("%s has no field “%s”. Did you mean “%s”?"), subject, unknown, nearest);
    else if (unknown)
        sandbox_raise(L, _("%s has no field “%s”. Its fields are in scripts/reports/README.md."), subject,
                      unknown);
    else if (others != length && list)
        sandbox_raise(L, _("%s has a gap: one of its values is nil. Please write \"\" for an empty one."),
                      subject);
    else if (others != length)
        sandbox_raise(L, _("%s holds a value without a name. Please write field = value."), subject);
}
