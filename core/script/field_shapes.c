/* Fields whose values have a shape of their own: ends, balance, per, named pairs. */
#include <lauxlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "script/field_parts.h"

bool field_is_end(lua_State *L, int index, enum pair_end *end)
{
    const char *text = lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : "";
    *end = strcmp(text, "target") == 0 ? END_TARGET : END_SOURCE;
    return *end == END_TARGET || strcmp(text, "source") == 0;
}

bool field_read_balance(const struct spot *spot, int index, struct field_value *value)
{
    lua_State *L = spot->host->L;
    enum pair_end end;
    if (lua_isboolean(L, index)) {
        value->ends[END_SOURCE] = lua_toboolean(L, index);
        return true;
    }
    bool ok = field_is_end(L, index, &end) || (lua_istable(L, index) && lua_rawlen(L, index) > 0);
    if (ok && !lua_istable(L, index))
        value->ends[end] = true;
    for (lua_Integer i = 1; ok && lua_istable(L, index) && i <= (lua_Integer)lua_rawlen(L, index); i++) {
        lua_rawgeti(L, index, i);
        ok = field_is_end(L, -1, &end);
        value->ends[end] = true;
        lua_pop(L, 1);
    }
    return ok || field_complain(spot, field_expects(FIELD_BALANCE), index);
}

/* A team: a function of the end, or one of its attributes. */
static bool read_team(const struct spot *spot, int index, struct field_value *value)
{
    value->per = LIMIT_TEAM;
    value->is_function = lua_isfunction(spot->host->L, index);
    if (value->is_function)
        return field_read_condition(spot, index, FIELD_PER, &value->condition);
    return field_read_columns(spot, FIELD_COLUMN, index, value);
}

bool field_read_per(const struct spot *spot, int index, struct field_value *value)
{
    lua_State *L = spot->host->L;
    if (lua_type(L, index) == LUA_TSTRING && strcmp(lua_tostring(L, index), "all") == 0) {
        value->per = LIMIT_ALL;
        return true;
    }
    value->per = LIMIT_END;
    if (field_is_end(L, index, &value->end))
        return true;
    if (lua_isfunction(L, index))
        return read_team(spot, index, value);
    int entries = 0;
    for (lua_pushnil(L); lua_istable(L, index) && lua_next(L, index); lua_pop(L, 1))
        entries++;
    lua_settop(L, index);
    static const char *const names[PAIR_ENDS] = {"source", "target"};
    for (int end = 0; entries == 1 && end < PAIR_ENDS; end++) {
        lua_pushstring(L, names[end]);
        value->end = (enum pair_end)end;
        if (lua_rawget(L, index) != LUA_TNIL) {
            bool ok = read_team(spot, lua_gettop(L), value);
            lua_pop(L, 1);
            return ok;
        }
        lua_pop(L, 1);
    }
    if (lua_type(L, index) == LUA_TSTRING &&
        attribute_find(spot->host->roster, lua_tostring(L, index)) >= 0) {
        host_fault(
            spot->host, spot->declaration->origin.line,
            _("“per” of %s must say of whom “%s” is. Please write per = { source = \"%s\" } for those who "
              "contact, or per = { target = \"%s\" } for those who are contacted."),
            spot->declaration->subject, lua_tostring(L, index), lua_tostring(L, index),
            lua_tostring(L, index));
        return false;
    }
    return field_complain(spot, field_expects(FIELD_PER), index);
}

bool field_read_pairs(const struct spot *spot, int index, struct field_value *value)
{
    lua_State *L = spot->host->L;
    bool ok = lua_istable(L, index) && lua_rawlen(L, index) > 0;
    value->count = ok ? (int)lua_rawlen(L, index) : 0;
    value->texts = talloc_zero_array(spot->declaration, const char *, 2 * (unsigned)value->count + 1);
    for (int i = 0; ok && value->texts && i < value->count; i++) {
        int ends = 0;
        lua_rawgeti(L, index, i + 1);
        const char **two =
            lua_istable(L, -1) ? field_read_texts(spot->host, value->texts, lua_gettop(L), &ends) : NULL;
        ok = two && ends == 2;
        for (int end = 0; ok && end < 2; end++)
            value->texts[2 * i + end] = two[end];
        lua_pop(L, 1);
    }
    return (ok && value->texts) || field_complain(spot, field_expects(FIELD_PAIRS), index);
}
