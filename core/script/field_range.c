/* How many: n, { min, max }, { min = n }, { max = n }, and what is wrong with one that is neither. */
#include <math.h>
#include <string.h>

#include "base/language.h"
#include "script/field_parts.h"
#include "script/sandbox.h"
#include "script/sandbox_state.h"

/* The fault that one number of the range is none. */
static bool complain_number(const struct spot *spot, int index)
{
    lua_State *L = spot->host->L;
    const char *subject = spot->declaration->subject;
    int line = spot->declaration->origin.line;
    if (lua_type(L, index) != LUA_TNUMBER)
        host_fault(spot->host, line, _("“%s” of %s holds %s where a whole number from 0 must stand."),
                   spot->field, subject, host_describe(L, index));
    else if (lua_tonumber(L, index) >= UNLIMITED)
        host_fault(
            spot->host, line,
            _("“%s” of %s holds %s, which is too large to be a number of pairs. For no upper bound please "
              "leave it out: { min = n }."),
            spot->field, subject, host_describe(L, index));
    else
        host_fault(spot->host, line, _("“%s” of %s holds %s; numbers of pairs are whole and not below 0."),
                   spot->field, subject, host_describe(L, index));
    return false;
}

/* One end of the range: the value on top of the stack, popped. False with a fault. */
static bool read_bound(const struct spot *spot, int32_t otherwise, int32_t *bound)
{
    lua_State *L = spot->host->L;
    bool ok = true;
    if (lua_isnil(L, -1))
        *bound = otherwise;
    else if (lua_type(L, -1) == LUA_TNUMBER && otherwise == UNLIMITED && lua_tonumber(L, -1) == HUGE_VAL)
        *bound = UNLIMITED;
    else
        ok = field_read_whole(L, -1, 0, UNLIMITED - 1, bound) || complain_number(spot, -1);
    lua_pop(L, 1);
    return ok;
}

/* "points" of the table; 0 where it has none. */
static bool read_points(const struct spot *spot, int index, int32_t *points)
{
    lua_State *L = spot->host->L;
    lua_pushliteral(L, "points");
    bool ok = lua_rawget(L, index) == LUA_TNIL || field_read_whole(L, -1, 1, POINTS_MOST, points);
    if (!ok)
        host_fault(spot->host, spot->declaration->origin.line,
                   _("“points” in “%s” of %s must be a whole number from 1, not %s."), spot->field,
                   spot->declaration->subject, host_describe(L, -1));
    lua_pop(L, 1);
    return ok;
}

/* The first key that a range does not have, as text; pushes it. NULL (nothing pushed): there is none. */
static const char *strange_key(lua_State *L, int index, bool or_points)
{
    int top = lua_gettop(L);
    sandbox_push_keys(L, index);
    for (lua_Integer i = 1; lua_rawgeti(L, top + 1, i) != LUA_TNIL; i++) {
        bool is_text = lua_type(L, -1) == LUA_TSTRING;
        const char *key = is_text ? lua_tostring(L, -1) : "";
        bool known = is_text ? strcmp(key, "min") == 0 || strcmp(key, "max") == 0 ||
                                   (or_points && strcmp(key, "points") == 0)
                             : lua_isinteger(L, -1);
        if (!known)
            return sandbox_text(L, -1);
        lua_pop(L, 1);
    }
    lua_settop(L, top);
    return NULL;
}

/* { min, max }. */
static bool read_two(const struct spot *spot, enum field_type type, int index, bool named,
                     struct range *range)
{
    lua_State *L = spot->host->L;
    if (lua_rawlen(L, index) != 2 || named)
        return field_complain(spot, field_expects(type), index);
    lua_rawgeti(L, index, 1);
    bool ok = read_bound(spot, 0, &range->lo);
    lua_rawgeti(L, index, 2);
    return read_bound(spot, UNLIMITED, &range->hi) && ok;
}

static bool read_table(const struct spot *spot, enum field_type type, int index, struct range *range)
{
    lua_State *L = spot->host->L;
    int top = lua_gettop(L);
    bool or_points = type == FIELD_RANGE_OR_POINTS;
    const char *strange = strange_key(L, index, or_points);
    if (strange) {
        host_fault(spot->host, spot->declaration->origin.line,
                   or_points
                       ? _("“%s” of %s has no “%s”. There are min, max and, for what holds in principle, "
                           "points.")
                       : _("“%s” of %s has no “%s”. There are min and max."),
                   spot->field, spot->declaration->subject, strange);
        lua_settop(L, top);
        return false;
    }
    if (or_points && !read_points(spot, index, &range->points))
        return false;
    lua_pushliteral(L, "min");
    bool named = lua_rawget(L, index) != LUA_TNIL;
    lua_pushliteral(L, "max");
    named = (lua_rawget(L, index) != LUA_TNIL) || named;
    lua_settop(L, top);
    if (lua_rawlen(L, index) > 0 || !named)
        return read_two(spot, type, index, named, range);
    lua_pushliteral(L, "min");
    lua_rawget(L, index);
    bool ok = read_bound(spot, 0, &range->lo);
    lua_pushliteral(L, "max");
    lua_rawget(L, index);
    return read_bound(spot, UNLIMITED, &range->hi) && ok;
}

bool field_read_bounds(const struct spot *spot, enum field_type type, int index, struct range *range)
{
    lua_State *L = spot->host->L;
    *range = (struct range){0, 0, 0};
    if (lua_istable(L, index)) {
        if (!read_table(spot, type, index, range))
            return false;
    } else if (field_read_whole(L, index, 0, UNLIMITED - 1, &range->lo)) {
        range->hi = range->lo;
    } else if (lua_type(L, index) == LUA_TNUMBER) {
        return complain_number(spot, index);
    } else {
        return field_complain(spot, field_expects(type), index);
    }
    if (range->lo <= range->hi)
        return true;
    host_fault(spot->host, spot->declaration->origin.line,
               _("“%s” of %s goes from %d down to %d. Please write the smaller number first."), spot->field,
               spot->declaration->subject, range->lo, range->hi);
    return false;
}
