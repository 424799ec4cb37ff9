#include "script/frozen.h"

#include <lauxlib.h>
#include <string.h>

#include "base/language.h"
#include "script/sandbox.h"
#include "script/sandbox_state.h"

/* Their addresses are keys: of what the kept functions' variables hold, in Lua's registry; of a frozen
 * table's contents, and of the tables and functions among them, in its metatable. */
static const char watched_key, contents_key, children_key, plain_key;

enum { LENGTH = 1 }; /* place in a frozen table's metatable */

void host_refuse_late(lua_State *L, const char *word)
{
    if (host_of(L)->loaded)
        sandbox_raise(
            L,
            _("“%s” tells of the scheme as a whole, and this function is asked about single pairs or "
              "members. Please take it out of the function."),
            word);
}

/* ---- frozen tables: empty themselves, with a metatable that reads another one ---- */

static int refuse_change(lua_State *L)
{
    return sandbox_raise(L,
                         _("This changes a table that the function did not make itself. A rule only reads "
                           "what is outside of it. Please make a table inside the function: local t = {}."));
}

/* __index of the contents: a key that is not there. */
static int missing_key(lua_State *L)
{
    if (view_test(L, 2))
        return sandbox_raise(L, _("A member or window is no key of a table. Please take its id or another "
                                  "text: t[a.id]."));
    return 0;
}

static void push_of_metatable(lua_State *L, int table, const void *key)
{
    if (!lua_getmetatable(L, table)) {
        lua_pushnil(L);
        return;
    }
    lua_rawgetp(L, -1, key);
    lua_remove(L, -2);
}

static int frozen_length(lua_State *L)
{
    lua_getmetatable(L, 1);
    lua_rawgeti(L, -1, LENGTH);
    return 1;
}

static int frozen_pairs(lua_State *L)
{
    push_of_metatable(L, 1, &contents_key);
    lua_replace(L, 1);
    return library_pairs(L);
}

void frozen_open(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    if (!lua_istable(L, index))
        return;
    push_of_metatable(L, index, &contents_key);
    if (lua_istable(L, -1))
        lua_replace(L, index);
    else
        lua_pop(L, 1);
}

static void push_plain_metatable(lua_State *L)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &plain_key) == LUA_TTABLE)
        return;
    lua_pop(L, 1);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, missing_key);
    lua_setfield(L, -2, "__index");
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &plain_key);
}

static bool is_shared(lua_State *L, int index)
{
    return lua_istable(L, index) || lua_isfunction(L, index);
}

/* Moves what the table at `table` holds into the one at `contents`, and lists tables and functions. */
static void move_contents(lua_State *L, int table, int contents, int children)
{
    lua_Integer listed = 0;
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
        for (int i = -2; i < 0; i++) {
            if (!is_shared(L, i))
                continue;
            lua_pushvalue(L, i);
            lua_rawseti(L, children, ++listed);
        }
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        lua_rawset(L, contents);
    }
    for (lua_pushnil(L); lua_next(L, contents); lua_pop(L, 1)) {
        lua_pushvalue(L, -2);
        lua_pushnil(L);
        lua_rawset(L, table);
    }
}

/* The table stays the same object, so that everything that holds it holds the frozen one. */
static void freeze(lua_State *L, int table)
{
    lua_Integer length = (lua_Integer)lua_rawlen(L, table);
    lua_createtable(L, 1, 7);
    int metatable = lua_gettop(L);
    lua_newtable(L);
    lua_newtable(L);
    move_contents(L, table, metatable + 1, metatable + 2);
    lua_rawsetp(L, metatable, &children_key);
    push_plain_metatable(L);
    lua_setmetatable(L, metatable + 1);
    lua_pushvalue(L, metatable + 1);
    lua_rawsetp(L, metatable, &contents_key);
    lua_setfield(L, metatable, "__index");
    lua_pushinteger(L, length);
    lua_rawseti(L, metatable, LENGTH);
    lua_pushcfunction(L, refuse_change);
    lua_setfield(L, metatable, "__newindex");
    lua_pushcfunction(L, frozen_length);
    lua_setfield(L, metatable, "__len");
    lua_pushcfunction(L, frozen_pairs);
    lua_setfield(L, metatable, "__pairs");
    lua_pushboolean(L, 0);
    lua_setfield(L, metatable, "__metatable");
    lua_setmetatable(L, table);
}

/* ---- everything that a kept function reaches ---- */

struct walk {
    lua_State *L;
    int seen;  /* stack: tables, functions and variables met so far */
    int open;  /* stack: list of those not looked into yet */
    int watch; /* stack: list of function, number of the variable, value */
    lua_Integer opened, watched;
    bool finds_iterator;
};

/* True the first time for the key on top of the stack, which it pops. */
static bool is_new(const struct walk *walk)
{
    lua_State *L = walk->L;
    lua_pushvalue(L, -1);
    bool known = lua_rawget(L, walk->seen) != LUA_TNIL;
    lua_pop(L, 1);
    lua_pushboolean(L, 1);
    lua_rawset(L, walk->seen);
    return !known;
}

static void meet(struct walk *walk, int index)
{
    lua_State *L = walk->L;
    if (!is_shared(L, index))
        return;
    lua_pushvalue(L, index);
    lua_pushvalue(L, -1);
    if (is_new(walk))
        lua_rawseti(L, walk->open, ++walk->opened);
    else
        lua_pop(L, 1);
}

static void look_into_table(struct walk *walk, int table)
{
    lua_State *L = walk->L;
    if (!luaL_getmetafield(L, table, "__index"))
        freeze(L, table);
    else
        lua_pop(L, 1);
    push_of_metatable(L, table, &children_key);
    int children = lua_gettop(L);
    for (lua_Integer i = 1; lua_istable(L, children) && lua_rawgeti(L, children, i) != LUA_TNIL; i++) {
        meet(walk, lua_gettop(L));
        lua_pop(L, 1);
    }
}

/* What pairs and string.gmatch return goes on from where it was: a state that nothing could freeze. */
static bool is_iterator(lua_State *L, int function)
{
    bool found = library_is_step(lua_tocfunction(L, function));
    for (int n = 1; lua_getupvalue(L, function, n); n++) {
        found |= lua_type(L, -1) == LUA_TUSERDATA && !lua_getmetatable(L, -1);
        lua_settop(L, function);
    }
    return found;
}

static void look_into_function(struct walk *walk, int function)
{
    lua_State *L = walk->L;
    if (lua_iscfunction(L, function)) {
        walk->finds_iterator |= is_iterator(L, function);
        return;
    }
    for (int n = 1; lua_getupvalue(L, function, n); n++) {
        lua_pushlightuserdata(L, lua_upvalueid(L, function, n));
        if (is_new(walk)) {
            meet(walk, lua_gettop(L));
            lua_rawseti(L, walk->watch, walk->watched + 3);
            lua_pushvalue(L, function);
            lua_rawseti(L, walk->watch, walk->watched + 1);
            lua_pushinteger(L, n);
            lua_rawseti(L, walk->watch, walk->watched + 2);
            walk->watched += 3;
        }
        lua_settop(L, function);
    }
}

/* Freezes what the function on top of the stack reaches, and pops it. */
static void close_function(struct host *host, int watched)
{
    lua_State *L = host->L;
    int function = lua_gettop(L);
    struct walk walk = {.L = L, .seen = function + 1, .open = function + 2, .watch = function + 3};
    for (int i = 0; i < 3; i++)
        lua_newtable(L);
    meet(&walk, function);
    while (walk.opened > 0) {
        lua_rawgeti(L, walk.open, walk.opened);
        lua_pushnil(L);
        lua_rawseti(L, walk.open, walk.opened--);
        int top = lua_gettop(L);
        if (lua_istable(L, top))
            look_into_table(&walk, top);
        else
            look_into_function(&walk, top);
        lua_settop(L, walk.watch);
    }
    if (walk.finds_iterator) {
        lua_pushvalue(L, function);
        host_fault(host, view_function_line(L, 0),
                   _("The function uses an iterator (of pairs or string.gmatch) that was made outside of it "
                     "and would go on from pair to pair. Please make it inside the function."));
    }
    lua_settop(L, walk.watch);
    if (walk.watched > 0) {
        lua_pushvalue(L, function);
        lua_insert(L, -2);
        lua_rawset(L, watched);
    }
    lua_settop(L, function - 1);
}

/* The host keeps functions in Lua's registry under numbers (luaL_ref). */
void frozen_close(struct host *host)
{
    lua_State *L = host->L;
    luaL_checkstack(L, 32, NULL);
    host->loaded = true;
    lua_newtable(L);
    int watched = lua_gettop(L);
    lua_pushvalue(L, watched);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &watched_key);
    lua_Integer last = (lua_Integer)lua_rawlen(L, LUA_REGISTRYINDEX);
    for (lua_Integer i = 1; i <= last; i++) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, i);
        if (lua_isfunction(L, -1))
            close_function(host, watched);
        lua_settop(L, watched);
    }
    lua_pop(L, 1);
}

/* ---- variables ---- */

/* Whether the two values on top of the stack are the same to every function of Lua: 1 is not 1.0, 0.0 not
 * -0.0, and a NaN the same as itself. */
static bool are_same(lua_State *L)
{
    if (lua_type(L, -1) != LUA_TNUMBER || lua_type(L, -2) != LUA_TNUMBER)
        return lua_rawequal(L, -1, -2);
    if (lua_isinteger(L, -1) != lua_isinteger(L, -2))
        return false;
    if (lua_isinteger(L, -1))
        return lua_tointeger(L, -1) == lua_tointeger(L, -2);
    lua_Number number[2] = {lua_tonumber(L, -1), lua_tonumber(L, -2)};
    uint64_t bits[2];
    memcpy(bits, number, sizeof bits);
    return bits[0] == bits[1];
}

const char *frozen_changed(lua_State *L)
{
    int function = lua_gettop(L);
    const char *changed = NULL;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &watched_key);
    if (lua_istable(L, -1)) {
        lua_pushvalue(L, function);
        lua_rawget(L, -2);
    }
    int list = lua_gettop(L);
    for (lua_Integer i = 1; !changed && lua_istable(L, list); i += 3) {
        if (lua_rawgeti(L, list, i) != LUA_TFUNCTION)
            break;
        lua_rawgeti(L, list, i + 1);
        const char *name = lua_getupvalue(L, list + 1, (int)lua_tointeger(L, -1));
        lua_rawgeti(L, list, i + 2);
        if (!are_same(L)) {
            changed = name;
            lua_setupvalue(L, list + 1,
                           (int)lua_tointeger(L, list + 2)); /* the other rules are not to blame */
        }
        lua_settop(L, list);
    }
    lua_settop(L, function);
    return changed;
}
