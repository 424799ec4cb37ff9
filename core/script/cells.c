#include "script/cells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void cell_push_order(lua_State *L, int32_t order)
{
    if (order == ORDER_NONE)
        lua_pushnumber(L, HUGE_VAL);
    else
        lua_pushinteger(L, order);
}

/* A list cell's parts are joined by 、 (core/roster), so that nothing has to be split outside Lua's own
 * memory. */
static void push_list(lua_State *L, const char *list)
{
    static const char comma[] = "、";
    lua_newtable(L);
    for (int i = 1; *list; i++) {
        const char *end = strstr(list, comma);
        size_t length = end ? (size_t)(end - list) : strlen(list);
        lua_pushlstring(L, list, length);
        lua_rawseti(L, -2, i);
        list += length + (end ? sizeof comma - 1 : 0);
    }
}

/* A whole number as core/roster writes it; an empty cell is nil. */
static void push_integer(lua_State *L, const char *text)
{
    if (*text)
        lua_pushinteger(L, strtoll(text, NULL, 10));
    else
        lua_pushnil(L);
}

void cell_push(lua_State *L, const struct roster *roster, const struct member *member, int column)
{
    if (column == ATTRIBUTE_ORDER)
        cell_push_order(L, member->order);
    else if (roster->column[column].type == VALUE_INTEGER)
        push_integer(L, member->value[column]);
    else if (roster->column[column].type == VALUE_LIST)
        push_list(L, member->value[column]);
    else
        lua_pushstring(L, member->value[column]);
}

void cell_push_text(lua_State *L, enum value_type type, const char *text)
{
    if (type == VALUE_LIST)
        push_list(L, text);
    else if (type != VALUE_INTEGER)
        lua_pushstring(L, text);
    else if (*text)
        lua_pushinteger(L, strtoll(text, NULL, 10));
    else
        lua_pushnil(L);
}

bool cell_push_of_window(lua_State *L, const struct window *window, const char *field)
{
    if (strcmp(field, "name") == 0)
        lua_pushstring(L, window->name);
    else if (strcmp(field, "full_name") == 0)
        lua_pushstring(L, window->full_name);
    else if (strcmp(field, "kind") == 0)
        lua_pushstring(L, window->kind);
    else if (strcmp(field, "order") == 0)
        cell_push_order(L, window->order);
    else
        return false;
    return true;
}
