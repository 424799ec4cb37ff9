#include "script/typed_columns.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/sandbox.h"
#include "script/sandbox_state.h"

static const struct {
    const char *name;
    enum value_type type;
} types[] = {{"text", VALUE_TEXT}, {"integer", VALUE_INTEGER}, {"date", VALUE_DATE}, {"list", VALUE_LIST}};
enum { TYPES = sizeof types / sizeof *types };

static bool find_type(struct host *host, const char *field, int line, const char *name, const char *type,
                      enum value_type *found)
{
    const char *names[TYPES];
    for (int i = 0; i < TYPES; i++) {
        names[i] = types[i].name;
        if (strcmp(names[i], type) == 0) {
            *found = types[i].type;
            return true;
        }
    }
    const char *nearest = text_nearest(type, names, TYPES);
    if (nearest)
        host_fault(host, line, _("“%s” in “%s” has the type “%s”, which there is not. Did you mean “%s”?"),
                   name, field, type, nearest);
    else
        host_fault(host, line,
                   _("“%s” in “%s” has the type “%s”, which there is not. There are: text, integer, date, "
                     "list."),
                   name, field, type);
    return false;
}

static bool is_name(const char *text)
{
    return *text && text_valid_until(text, strlen(text)) == strlen(text);
}

/* The value on top of the stack: "heading", { "heading" } or { "heading", "type" }. */
static bool read_column(struct host *host, const void *owner, const char *field, int line,
                        struct typed_column *column)
{
    int count;
    const char **texts = field_read_texts(host, owner, lua_gettop(host->L), &count);
    if (!texts || count < 1 || count > 2 || !*texts[0]) {
        host_fault(host, line,
                   _("“%s” in “%s” must be a heading, or a heading and a type, not %s: %s = { \"heading\", "
                     "\"date\" }."),
                   column->name, field, host_describe(host->L, -1), column->name);
        return false;
    }
    column->heading = texts[0];
    column->type = VALUE_TEXT;
    return count == 1 || find_type(host, field, line, column->name, texts[1], &column->type);
}

bool typed_columns_read(struct host *host, const void *owner, const char *field, int line, int index,
                        struct typed_column **column, int *columns)
{
    lua_State *L = host->L;
    bool ok = true;
    *columns = 0;
    *column = NULL;
    if (!lua_istable(L, index)) {
        host_fault(host, line,
                   _("“%s” must be { name = \"heading\", name = { \"heading\", \"date\" } }, not %s."), field,
                   host_describe(L, index));
        return false;
    }
    sandbox_push_keys(L, index);
    *column = talloc_zero_array(owner, struct typed_column, (unsigned)lua_rawlen(L, -1) + 1);
    for (lua_Integer i = 1; *column && lua_rawgeti(L, -1, i) != LUA_TNIL; i++) {
        struct typed_column *next = &(*column)[*columns];
        next->name = talloc_strdup(*column, sandbox_text(L, -1));
        bool named = lua_type(L, -2) == LUA_TSTRING && next->name && is_name(next->name);
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_rawget(L, index);
        if (!named)
            host_fault(host, line, _("“%s” holds a value without a name. Please write name = \"heading\"."),
                       field);
        if (named && read_column(host, *column, field, line, next))
            ++*columns;
        else
            ok = false;
        lua_pop(L, 2);
    }
    lua_pop(L, 2);
    return ok && *column;
}
