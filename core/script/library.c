/* Stand-ins for functions of Lua's library whose results depend on a hash seed, an address or a pivot, and
 * the making of the environment. */
#include <assert.h>
#include <lauxlib.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "script/frozen.h"
#include "script/sandbox.h"
#include "script/sandbox_state.h"

/* ---- order of keys: numbers, then texts bytewise, then false and true; nothing else has an order ---- */

enum key_rank { RANK_NUMBER, RANK_TEXT, RANK_BOOLEAN };

struct key {
    enum key_rank rank;
    bool is_integer;
    lua_Integer integer; /* a whole number; a boolean as 0 or 1 */
    lua_Number number;
    const char *text;
    size_t size;
    int place; /* in the list of keys */
};

static struct key read_key(lua_State *L, int index)
{
    struct key key = {.is_integer = true};
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        key.is_integer = lua_isinteger(L, index);
        key.integer = key.is_integer ? lua_tointeger(L, index) : 0;
        key.number = lua_tonumber(L, index);
        break;
    case LUA_TSTRING:
        key.rank = RANK_TEXT;
        key.text = lua_tolstring(L, index, &key.size);
        break;
    case LUA_TBOOLEAN:
        key.rank = RANK_BOOLEAN;
        key.integer = lua_toboolean(L, index);
        break;
    default:
        sandbox_raise(
            L,
            _("The keys of this table have no order, because one of them is a %s. Please use numbers or "
              "texts as keys, a member's id for instance."),
            sandbox_text(L, index));
    }
    return key;
}

/* A fraction or a number beyond all integers against an integer, exactly. Whole floats are never keys. */
static int compare_mixed(lua_Integer integer, lua_Number number)
{
    if (number >= 0x1p63)
        return -1;
    if (number < -0x1p63)
        return 1;
    lua_Integer whole = (lua_Integer)number;
    if (number < (lua_Number)whole)
        whole--;
    return integer <= whole ? -1 : 1;
}

static int compare_numbers(const struct key *a, const struct key *b)
{
    if (a->is_integer && b->is_integer)
        return (a->integer > b->integer) - (a->integer < b->integer);
    if (!a->is_integer && !b->is_integer)
        return (a->number > b->number) - (a->number < b->number);
    return a->is_integer ? compare_mixed(a->integer, b->number) : -compare_mixed(b->integer, a->number);
}

static int compare_keys(const void *one, const void *other)
{
    const struct key *a = one, *b = other;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (a->rank != RANK_TEXT)
        return compare_numbers(a, b);
    int order = memcmp(a->text, b->text, a->size < b->size ? a->size : b->size);
    return order ? order : (a->size > b->size) - (a->size < b->size);
}

int library_next(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    frozen_open(L, 1);
    bool from_start = lua_isnil(L, 2), found = false;
    struct key last = {0}, best = {0};
    if (!from_start)
        last = read_key(L, 2);
    lua_pushnil(L); /* slot 3: the best key so far */
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
        struct key key = read_key(L, -2);
        if ((!from_start && compare_keys(&key, &last) <= 0) || (found && compare_keys(&key, &best) >= 0))
            continue;
        best = key;
        found = true;
        lua_pushvalue(L, -2);
        lua_replace(L, 3);
    }
    lua_settop(L, 3);
    if (!found)
        return 1;
    lua_pushvalue(L, 3);
    lua_rawget(L, 1);
    return 2;
}

/* Upvalues: the table, its keys in order, how many were handed out. A key whose value is gone is passed over.
 */
static int next_of_pairs(lua_State *L)
{
    lua_Integer at = lua_tointeger(L, lua_upvalueindex(3));
    for (;;) {
        if (lua_rawgeti(L, lua_upvalueindex(2), ++at) == LUA_TNIL)
            return 1;
        lua_pushvalue(L, -1);
        if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
            break;
        lua_pop(L, 2);
    }
    lua_pushinteger(L, at);
    lua_replace(L, lua_upvalueindex(3));
    return 2;
}

bool library_is_step(lua_CFunction function)
{
    return function == next_of_pairs;
}

void sandbox_push_keys(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    int count = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        count++;
    lua_createtable(L, count, 0);
    struct key *keys = lua_newuserdatauv(L, (size_t)(count + 1) * sizeof *keys, 0);
    lua_createtable(L, count, 0); /* found order; keeps the texts alive while they are sorted */
    count = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        keys[count] = read_key(L, -2);
        keys[count].place = count + 1;
        lua_pushvalue(L, -2);
        lua_rawseti(L, -4, ++count);
    }
    qsort(keys, (size_t)count, sizeof *keys, compare_keys);
    for (int i = 0; i < count; i++) {
        lua_rawgeti(L, -1, keys[i].place);
        lua_rawseti(L, -4, i + 1);
    }
    lua_pop(L, 2);
}

int library_pairs(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_settop(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        lua_pushvalue(L, 1); /* nobody gets hold of the table behind a read-only one */
        lua_replace(L, 3);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_pushvalue(L, 1);
    sandbox_push_keys(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_of_pairs, 3);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

/* ---- sort: a merge sort, so that equal elements keep their order whatever the comparison does ---- */

enum { SORT_TABLE = 1, SORT_LESS, SORT_FROM, SORT_TO };

static bool right_goes_first(lua_State *L, lua_Integer left, lua_Integer right)
{
    bool less;
    if (lua_isnil(L, SORT_LESS)) {
        lua_rawgeti(L, SORT_FROM, right);
        lua_rawgeti(L, SORT_FROM, left);
        less = lua_compare(L, -2, -1, LUA_OPLT);
        lua_pop(L, 2);
    } else {
        lua_pushvalue(L, SORT_LESS);
        lua_rawgeti(L, SORT_FROM, right);
        lua_rawgeti(L, SORT_FROM, left);
        lua_call(L, 2, 1);
        less = lua_toboolean(L, -1);
        lua_pop(L, 1);
    }
    return less;
}

static void merge(lua_State *L, lua_Integer begin, lua_Integer middle, lua_Integer end)
{
    lua_Integer left = begin, right = middle;
    for (lua_Integer to = begin; to < end; to++) {
        bool take_right = left == middle || (right < end && right_goes_first(L, left, right));
        lua_rawgeti(L, SORT_FROM, take_right ? right++ : left++);
        lua_rawseti(L, SORT_TO, to);
    }
}

int library_sort(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer count = luaL_len(L, 1);
    luaL_argcheck(L, count < INT_MAX, 1, "array too big");
    if (!lua_isnoneornil(L, 2))
        luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    if (count < 2)
        return 0;
    lua_createtable(L, (int)count, 0);
    lua_createtable(L, (int)count, 0);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_geti(L, SORT_TABLE, i);
        lua_rawseti(L, SORT_FROM, i);
    }
    for (lua_Integer width = 1; width < count; width *= 2) {
        for (lua_Integer begin = 1; begin <= count; begin += 2 * width) {
            lua_Integer middle = begin + width, end = middle + width;
            merge(L, begin, middle <= count ? middle : count + 1, end <= count ? end : count + 1);
        }
        lua_insert(L, SORT_FROM); /* the two lists change places */
    }
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, SORT_FROM, i);
        lua_seti(L, SORT_TABLE, i);
    }
    return 0;
}

/* ---- texts without addresses ---- */

const char *sandbox_text(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    switch (lua_type(L, index)) {
    case LUA_TNIL:
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
    case LUA_TSTRING:
        return luaL_tolstring(L, index, NULL);
    default:
        /* Only the host sets metatables. */
        if (luaL_getmetafield(L, index, "__tostring") != LUA_TNIL) {
            lua_pop(L, 1);
            return luaL_tolstring(L, index, NULL);
        }
        if (luaL_getmetafield(L, index, "__name") == LUA_TSTRING)
            return lua_tostring(L, -1);
        return lua_pushstring(L, luaL_typename(L, index));
    }
}

int library_tostring(lua_State *L)
{
    luaL_checkany(L, 1);
    sandbox_text(L, 1);
    return 1;
}

/* Lua's own does the work; arguments of %s become texts first, %p is refused. */
int library_format(lua_State *L)
{
    const char *at = luaL_checkstring(L, 1);
    int count = lua_gettop(L), argument = 1;
    while ((at = strchr(at, '%')) != NULL) {
        at++;
        if (*at == '%') {
            at++;
            continue;
        }
        at += strspn(at, "-+ #0123456789.");
        argument++;
        if (*at == 'p')
            return sandbox_raise(L,
                                 _("%%p prints an address, which differs from run to run. Please use %%s."));
        if (*at == 's' && argument <= count) {
            sandbox_text(L, argument);
            lua_replace(L, argument);
        }
        if (*at)
            at++;
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, count, 1);
    return 1;
}

/* ---- errors ---- */

int library_error(lua_State *L)
{
    int level = (int)luaL_optinteger(L, 2, 1);
    lua_settop(L, 1);
    if (lua_type(L, 1) == LUA_TSTRING) {
        if (level > 0) {
            luaL_where(L, level);
            lua_pushvalue(L, 1);
            lua_concat(L, 2);
        }
        sandbox_mark_sentence(L);
    }
    return lua_error(L);
}

int library_assert(lua_State *L)
{
    luaL_checkany(L, 1);
    if (lua_toboolean(L, 1))
        return lua_gettop(L);
    if (lua_isnone(L, 2))
        return sandbox_raise(L, _("An “assert” of the script does not hold. Please check what it expects."));
    lua_settop(L, 2);
    if (lua_type(L, 2) == LUA_TSTRING)
        sandbox_mark_sentence(L);
    return lua_error(L);
}

/* As Lua's, but lack of memory goes through to the host: what happens at the limit is not for a script to
 * decide. */
int library_pcall(lua_State *L)
{
    struct sandbox *sandbox = sandbox_of(L);
    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    int code = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
    if (code == LUA_OK)
        return lua_gettop(L);
    if (code == LUA_ERRMEM)
        sandbox->exhausted = true;
    if (sandbox->exhausted)
        return lua_error(L);
    lua_pushboolean(L, 0);
    lua_insert(L, -2);
    return 2;
}
