/* What a value of the script is, for people. */
#include <math.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/host.h"
#include "script/sandbox_state.h"

enum {
    SHOWN_MOST = 30,  /* code points of a text that a fault still shows */
    ENTRIES_MOST = 6, /* of a table that it still shows */
    TABLE_MOST = 60,  /* code points of the whole */
};

/* Keeps the last two texts, so that a sentence may describe two values and a script cannot fill the memory.
 */
static const char *keep_described(struct host *host, char *text)
{
    talloc_free(host->described[0]);
    host->described[0] = host->described[1];
    host->described[1] = text;
    return text ? text : "";
}

/* Whether it can be shown at all, and is short. */
static bool is_shown(lua_State *L, int index)
{
    size_t size;
    const char *text = lua_tolstring(L, index, &size);
    return strlen(text) == size && text_valid_until(text, size) == size && text_count(text) <= SHOWN_MOST;
}

static const char *describe_text(lua_State *L, int index)
{
    size_t size;
    const char *text = lua_tolstring(L, index, &size);
    if (size == 0)
        return _("an empty text");
    if (strlen(text) != size || text_valid_until(text, size) != size)
        return _("bytes that are no UTF-8");
    if (!is_shown(L, index))
        return _("a text");
    return keep_described(host_of(L), talloc_asprintf(host_of(L), "“%s”", text));
}

/* ---- tables: { 1, 2.5 }, { min = 1, mx = 3 } ---- */

static char *append_number(char *text, lua_Number number)
{
    if (isinf(number))
        return talloc_asprintf_append(text, number > 0 ? "math.huge" : "-math.huge");
    return talloc_asprintf_append(text, "%.14g", number);
}

static char *append_table(char *text, lua_State *L, int index, int depth);

/* The value on top of the stack as the script would write it; NULL where it cannot. */
static char *append_value(char *text, lua_State *L, int depth)
{
    switch (lua_type(L, -1)) {
    case LUA_TBOOLEAN:
        return talloc_strdup_append(text, lua_toboolean(L, -1) ? "true" : "false");
    case LUA_TNUMBER:
        return append_number(text, lua_tonumber(L, -1));
    case LUA_TSTRING:
        return is_shown(L, -1) ? talloc_asprintf_append(text, "\"%s\"", lua_tostring(L, -1)) : NULL;
    case LUA_TTABLE:
        return depth > 0 ? append_table(text, L, lua_gettop(L), depth - 1)
                         : talloc_strdup_append(text, "{ ... }");
    default:
        return talloc_strdup_append(text, "...");
    }
}

static char *append_entry(char *text, lua_State *L, int table, lua_Integer place, int depth)
{
    text = talloc_strdup_append(text, place == 1 ? " " : ", ");
    bool is_name = lua_type(L, -1) == LUA_TSTRING;
    bool is_next = lua_isinteger(L, -1) && lua_tointeger(L, -1) == place;
    if (text && is_name)
        text = is_shown(L, -1) ? talloc_asprintf_append(text, "%s = ", lua_tostring(L, -1)) : NULL;
    else if (!is_next)
        return NULL;
    lua_pushvalue(L, -1);
    lua_rawget(L, table);
    text = text ? append_value(text, L, depth) : NULL;
    lua_pop(L, 1);
    return text;
}

/* Few entries with plain keys. */
static bool is_plain(lua_State *L, int index)
{
    int entries = 0;
    bool plain = true;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        plain = plain && (lua_type(L, -2) == LUA_TSTRING || lua_isinteger(L, -2));
        entries++;
    }
    return plain && entries <= ENTRIES_MOST;
}

/* NULL where it is too long, or has what cannot be written. */
static char *append_table(char *text, lua_State *L, int index, int depth)
{
    int top = lua_gettop(L);
    index = lua_absindex(L, index);
    if (!is_plain(L, index) || !lua_checkstack(L, 8))
        return NULL;
    sandbox_push_keys(L, index);
    lua_Integer entries = (lua_Integer)lua_rawlen(L, top + 1);
    text = talloc_strdup_append(text, "{");
    for (lua_Integer i = 1; i <= entries && text; i++) {
        lua_rawgeti(L, top + 1, i);
        text = append_entry(text, L, index, i, depth);
        lua_pop(L, 1);
    }
    lua_settop(L, top);
    return text ? talloc_strdup_append(text, entries > 0 ? " }" : "}") : NULL;
}

static const char *describe_table(lua_State *L, int index)
{
    void *scratch = talloc_new(host_of(L));
    char *text = append_table(talloc_strdup(scratch, ""), L, index, 1);
    const char *shown = _("a table");
    if (text && text_count(text) <= TABLE_MOST)
        shown = keep_described(host_of(L), talloc_strdup(host_of(L), text));
    talloc_free(scratch);
    return shown;
}

/* ---- functions ---- */

/* The word of the language that the function is, or NULL. */
static const char *word_of(lua_State *L, int index)
{
    static const char *const known[] = {"members", "windows", "groups", "same", "differ", "both"};
    index = lua_absindex(L, index);
    for (size_t i = 0; lua_iscfunction(L, index) && i < sizeof known / sizeof *known; i++) {
        lua_getglobal(L, known[i]);
        bool same = lua_rawequal(L, index, -1);
        lua_pop(L, 1);
        if (same)
            return known[i];
    }
    return NULL;
}

static const char *describe_function(lua_State *L, int index)
{
    const char *word = word_of(L, index);
    if (!word)
        return lua_iscfunction(L, index) ? _("a function of the language itself") : _("a function");
    if (strcmp(word, "members") == 0 || strcmp(word, "windows") == 0)
        return keep_described(host_of(L),
                              talloc_asprintf(host_of(L), _("“%s” alone (please write %s())"), word, word));
    return keep_described(host_of(L), talloc_asprintf(host_of(L),
                                                      _("“%s” alone (please write %s \"unit\", or "
                                                        "whichever attribute is meant)"),
                                                      word, word));
}

const char *host_describe(lua_State *L, int index)
{
    struct condition comparison;
    char *number;
    switch (lua_type(L, index)) {
    case LUA_TNIL:
    case LUA_TNONE:
        return _("nothing");
    case LUA_TBOOLEAN:
        return lua_toboolean(L, index) ? "true" : "false";
    case LUA_TNUMBER:
        number = talloc_strdup(host_of(L), "");
        return keep_described(host_of(L), number ? append_number(number, lua_tonumber(L, index)) : NULL);
    case LUA_TSTRING:
        return describe_text(L, index);
    case LUA_TTABLE:
        return describe_table(L, index);
    case LUA_TFUNCTION:
        return describe_function(L, index);
    default:
        if (set_test(L, index))
            return set_test(L, index)->kind == TARGET_WINDOW  ? _("a set of windows")
                   : set_test(L, index)->kind == TARGET_GROUP ? _("a set of groups")
                                                              : _("a set of members");
        if (comparison_test(L, index, &comparison))
            return _("a comparison");
        return _("something else");
    }
}
