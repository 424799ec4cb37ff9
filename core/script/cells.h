/* What schemes and reports read of the roster alike: cells as Lua values, and the fields of a window. */
#ifndef TONGXIN_SCRIPT_CELLS_H
#define TONGXIN_SCRIPT_CELLS_H

#include <lua.h>
#include <stdbool.h>

#include "model/roster.h"

/* Pushes 排序; none stands behind every order, so it reads as the largest number rather than as nil. */
void cell_push_order(lua_State *L, int32_t order);

/* Pushes the member's cell in the column: a text, a list, or the order. */
void cell_push(lua_State *L, const struct roster *roster, const struct member *member, int column);

/* Pushes a cell's text as the type says: a whole number (nil where empty), a list, else the text. */
void cell_push_text(lua_State *L, enum value_type type, const char *text);

/* Pushes the window's field name, full_name, kind or order; false, and nothing pushed, where it is none of
 * them. */
bool cell_push_of_window(lua_State *L, const struct window *window, const char *field);

#endif
