/* The sandbox: what a script can see, and that it comes out the same every time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those before it */
#include <cmocka.h>
#include <dirent.h>
#include <lauxlib.h>
#include <lualib.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/file.h"
#include "dump.h"
#include "script/allowed.h"
#include "script/sandbox.h"

#define HERE TREE "/tests/script/"
enum { MEMORY = 64 << 20 };

static void *owner;

static int make_owner(void **state)
{
    (void)state;
    owner = talloc_new(NULL);
    return owner == NULL;
}

static int free_owner(void **state)
{
    (void)state;
    return talloc_free(owner);
}

/* Runs the text in a state of its own; "" or its faults. */
static char *run_in(lua_State *L, const char *file, const char *bytes, size_t size)
{
    struct error *error = error_new(owner);
    const struct script_text text = {file, bytes, size};
    assert_non_null(L);
    enum status status = sandbox_run(L, &text, error);
    assert_int_equal(status, error->status);
    assert_int_equal(lua_gettop(L), 0);
    return dump_faults(owner, error);
}

static char *run_text(const char *bytes)
{
    lua_State *L = sandbox_open(MEMORY);
    char *faults = run_in(L, "x.lua", bytes, strlen(bytes));
    sandbox_close(L);
    return faults;
}

static char *run_file(const char *folder, const char *name)
{
    char *path = talloc_asprintf(owner, "%s%s", folder, name), *bytes;
    size_t size;
    assert_int_equal(file_read(owner, path, 1 << 20, &bytes, &size, error_new(owner)), STATUS_OK);
    lua_State *L = sandbox_open(MEMORY);
    char *faults = run_in(L, name, bytes, size);
    sandbox_close(L);
    return faults;
}

static int is_script(const struct dirent *entry)
{
    return strstr(entry->d_name, ".lua") != NULL;
}

/* ---- what there is ---- */

static char *seen;

static int see(lua_State *L)
{
    seen = talloc_asprintf_append(seen, "%s %s\n", lua_tostring(L, 1), lua_tostring(L, 2));
    return 0;
}

static int expose_see(lua_State *L)
{
    lua_pushcfunction(L, see);
    sandbox_expose(L, "see");
    return 0;
}

static void a_script_can_name_the_allow_list_and_nothing_else(void **state)
{
    (void)state;
    seen = talloc_strdup(owner, "");
    lua_State *L = sandbox_open(MEMORY);
    assert_int_equal(sandbox_protect(L, expose_see, NULL, error_new(owner)), STATUS_OK);
    char *walk = read_golden(owner, HERE "walk.lua");
    assert_string_equal(run_in(L, "walk.lua", walk, strlen(walk)), "");
    sandbox_close(L);
    assert_string_equal(seen, read_golden(owner, HERE "visible.txt"));
}

/* Whether the list at the top of the stack holds just these names. */
static void assert_names(lua_State *L, const char *const *names)
{
    int count = 0;
    while (names[count])
        count++;
    int listed = 0;
    for (int i = 1; lua_rawgeti(L, -1, i) != LUA_TNIL; i++) {
        bool found = false;
        for (int k = 0; k < count; k++)
            found |= strcmp(names[k], lua_tostring(L, -1)) == 0;
        if (!found)
            fail_msg(".luacheckrc lists %s", lua_tostring(L, -1));
        listed++;
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    assert_int_equal(listed, count);
}

static void luacheck_knows_the_allow_list(void **state)
{
    (void)state;
    lua_State *L = luaL_newstate();
    luaL_openlibs(L);
    assert_int_equal(luaL_dostring(L, "stds, files = {}, {}"), LUA_OK);
    assert_int_equal(luaL_dofile(L, TREE "/.luacheckrc"), LUA_OK);
    assert_int_equal(luaL_dostring(L, "return stds.sandbox.read_globals"), LUA_OK);
    assert_names(L, allowed_libraries[0].names);
    for (int i = 1; allowed_libraries[i].names; i++) {
        assert_int_equal(lua_getfield(L, -1, allowed_libraries[i].name), LUA_TTABLE);
        lua_getfield(L, -1, "fields");
        assert_names(L, allowed_libraries[i].names);
        lua_pop(L, 2);
    }
    lua_close(L);
}

static bool is_listed(const char *const *names, const char *name)
{
    for (int i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* A function that a later Lua brings along is neither: then somebody decides, and scripts have it no sooner.
 */
static void every_name_of_lua_is_allowed_or_refused(void **state)
{
    (void)state;
    /* Debian's Lua keeps these of Lua 5.2; there is x ^ y and math.log(x, 10). */
    static const char *const older[] = {"atan2", "cosh",  "sinh",  "tanh", "pow",
                                        "frexp", "ldexp", "log10", NULL};
    lua_State *L = luaL_newstate();
    luaL_openlibs(L);
    for (int i = 0; allowed_libraries[i].names; i++) {
        const struct allowed_library *library = &allowed_libraries[i];
        if (library->name)
            lua_getglobal(L, library->name);
        else
            lua_pushglobaltable(L);
        for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
            const char *name = lua_tostring(L, -2);
            bool is_library = false;
            for (int k = 1; allowed_libraries[k].names && !library->name; k++)
                is_library |= strcmp(allowed_libraries[k].name, name) == 0;
            if (!is_library && !is_listed(library->names, name) && !is_listed(refused_names, name) &&
                !is_listed(older, name))
                fail_msg("%s%s%s is neither allowed nor refused", library->name ? library->name : "",
                         library->name ? "." : "", name);
        }
        lua_pop(L, 1);
    }
    lua_close(L);
}

/* Values lead nowhere: only texts have a metatable of Lua's own, and what it shows is the cut library. */
static void no_value_of_lua_has_a_door(void **state)
{
    (void)state;
    lua_State *L = sandbox_open(MEMORY);
    lua_settop(L, 0);
    lua_pushnil(L);
    lua_pushboolean(L, 1);
    lua_pushinteger(L, 1);
    lua_pushcfunction(L, lua_error);
    lua_pushlightuserdata(L, L);
    lua_newtable(L);
    lua_pushthread(L);
    for (int i = lua_gettop(L); i >= 1; i--)
        assert_false(lua_getmetatable(L, i));
    lua_settop(L, 0);
    lua_pushliteral(L, "");
    assert_true(lua_getmetatable(L, 1));
    lua_getfield(L, -1, "__metatable");
    assert_true(lua_isboolean(L, -1) && !lua_toboolean(L, -1));
    lua_getfield(L, 2, "__index");
    assert_true(lua_iscfunction(L, -1)); /* of the host, and all that it finds stands in this table: */
    assert_non_null(lua_getupvalue(L, -1, 1));
    assert_int_equal(lua_type(L, -1), LUA_TTABLE);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        const struct allowed_library *library = allowed_libraries;
        while (!library->name || strcmp(library->name, "string") != 0)
            library++;
        assert_true(is_listed(library->names, lua_tostring(L, -2)));
    }
    lua_settop(L, 0);
    sandbox_close(L);
}

/* ---- what it does ---- */

static void the_scripts_about_the_sandbox_find_all_as_they_expect(void **state)
{
    (void)state;
    struct dirent **entries;
    int count = scandir(HERE "sandbox", &entries, is_script, alphasort);
    assert_true(count >= 5);
    for (int i = 0; i < count; i++) {
        assert_string_equal(run_file(HERE "sandbox/", entries[i]->d_name), "");
        free(entries[i]);
    }
    free(entries);
}

static void memory_is_counted_and_the_line_is_told(void **state)
{
    (void)state;
    static const char script[] = "local t = {}\n"
                                 "for i = 1, 1e9 do\n"
                                 "  t[i] = { i }\n"
                                 "end\n";
    lua_State *L = sandbox_open(2 << 20);
    assert_string_equal(
        run_in(L, "x.lua", script, strlen(script)),
        "x.lua:3: The script needs more than 2 MiB of memory and was stopped here. Please look for a "
        "list or text that grows without end.\n");
    /* The state is of use again. */
    assert_string_equal(run_in(L, "y.lua", "local a = 1", 11), "");
    sandbox_close(L);
    assert_null(sandbox_open(1000));
}

static void lack_of_memory_goes_through_every_pcall(void **state)
{
    (void)state;
    char *faults = run_text("local function fill() local t = {} for i = 1, 1e9 do t[i] = { i } end end\n"
                            "local function inner() return pcall(fill) end\n"
                            "pcall(inner)\n"
                            "error('went on')\n");
    assert_non_null(strstr(faults, "x.lua:1: The script needs more than 64 MiB"));
    assert_null(strstr(faults, "went on"));
}

static void a_file_may_have_a_long_name_and_a_byte_order_mark(void **state)
{
    (void)state;
    char *name = talloc_strdup(owner, "");
    for (int i = 0; i < 12; i++)
        name = talloc_asprintf_append(name, "很长的名字");
    static const char raises[] = "\xEF\xBB\xBFlocal a = 1\nerror('here')";
    static const char breaks[] = "\xEF\xBB\xBFlocal a = \nlocal b";
    lua_State *L = sandbox_open(MEMORY);
    assert_string_equal(run_in(L, name, raises, strlen(raises)),
                        talloc_asprintf(owner, "%s:2: here\n", name));
    char *faults = run_in(L, name, breaks, strlen(breaks));
    assert_int_equal(strncmp(faults, name, strlen(name)), 0);
    assert_int_equal(strncmp(faults + strlen(name), ":2: “local” cannot stand here: ", 35), 0);
    sandbox_close(L);
}

static void bytecode_is_refused_also_behind_a_byte_order_mark(void **state)
{
    (void)state;
    assert_non_null(strstr(run_text("\xEF\xBB\xBF\x1BLua"), "x.lua:1: This is compiled Lua"));
    assert_non_null(strstr(run_text("-- fine\n\x1BLua"), "x.lua:2: "));
}

static void a_zero_byte_in_a_script_is_a_fault_not_its_end(void **state)
{
    (void)state;
    lua_State *L = sandbox_open(MEMORY);
    static const char script[] = "local a = 1\n\0error('hidden')";
    char *faults = run_in(L, "x.lua", script, sizeof script - 1);
    assert_non_null(strstr(faults, "x.lua:2: "));
    sandbox_close(L);
}

static void a_fault_names_the_file_that_it_is_in(void **state)
{
    (void)state;
    lua_State *L = sandbox_open(MEMORY);
    assert_string_equal(run_in(L, "a.lua", "local a = 1", 11), "");
    assert_string_equal(run_in(L, "b.lua", "error('x')", 10), "b.lua:1: x\n");
    assert_string_equal(run_in(L, "c.lua", "error('a.lua:99: x', 0)", 23),
                        "a.lua:99: x\n"); /* the script's own claim */
    assert_string_equal(run_in(L, "d.lua", "error('d.lua: x', 0)", 20), "d.lua:1: d.lua: x\n");
    sandbox_close(L);
}

/* ---- the host's side ---- */

static int raise_sentence(lua_State *L)
{
    return sandbox_raise(L, "Sentence %d with a %% sign.", 7);
}

static int keep_function(lua_State *L)
{
    lua_settop(L, 1);
    lua_setfield(L, LUA_REGISTRYINDEX, "kept");
    return 0;
}

static int tell_line(lua_State *L)
{
    const char *file;
    lua_pushinteger(L, sandbox_line(L, &file));
    lua_pushstring(L, file);
    return 2;
}

static int expose_host(lua_State *L)
{
    lua_pushcfunction(L, raise_sentence);
    sandbox_expose(L, "raise_sentence");
    lua_pushcfunction(L, keep_function);
    sandbox_expose(L, "keep");
    lua_pushcfunction(L, tell_line);
    sandbox_expose(L, "line");
    lua_newtable(L);
    lua_pushliteral(L, "one");
    lua_rawseti(L, -2, 1);
    lua_pushinteger(L, 3);
    lua_setfield(L, -2, "three");
    sandbox_expose(L, "data");
    return 0;
}

static lua_State *open_with_host(void)
{
    lua_State *L = sandbox_open(MEMORY);
    assert_int_equal(sandbox_protect(L, expose_host, NULL, error_new(owner)), STATUS_OK);
    return L;
}

static char *run_with_host(const char *bytes)
{
    lua_State *L = open_with_host();
    char *faults = run_in(L, "x.lua", bytes, strlen(bytes));
    sandbox_close(L);
    return faults;
}

static void a_sentence_of_the_host_carries_the_line_of_the_script(void **state)
{
    (void)state;
    assert_string_equal(run_with_host("\n\nraise_sentence()"), "x.lua:3: Sentence 7 with a % sign.\n");
    assert_string_equal(run_with_host("\nlocal ok, why = pcall(raise_sentence)\n\nerror(why, 0)"),
                        "x.lua:2: Sentence 7 with a % sign.\n");
    assert_string_equal(run_with_host("local n, file = line()\nassert(n == 1 and file == 'x.lua')"), "");
}

static void what_the_host_exposes_is_read_only_and_misspelling_is_told(void **state)
{
    (void)state;
    assert_string_equal(
        run_with_host("assert(data.three == 3 and data[1] == 'one' and #data == 1 and data[2] == nil)\n"
                      "for i, v in ipairs(data) do assert(i == 1 and v == 'one') end\n"
                      "local n = 0 for _ in pairs(data) do n = n + 1 end assert(n == 2)"),
        "");
    assert_string_equal(run_with_host("local x = data.thre"),
                        "x.lua:1: “data” has no “thre”. Did you mean “three”?\n");
    assert_string_equal(run_with_host("data.x = 1"),
                        "x.lua:1: “data” cannot be changed. Please keep “x” in a table of your own.\n");
    assert_string_equal(run_with_host("data = 1"),
                        "x.lua:1: “data” is a word of the language and cannot be changed. "
                        "Please choose another name.\n");
}

static void a_function_of_the_script_is_called_with_its_faults_told(void **state)
{
    (void)state;
    lua_State *L = open_with_host();
    static const char script[] = "keep(function(a, b)\n"
                                 "  return a / b, a < b\n"
                                 "end)";
    assert_string_equal(run_in(L, "x.lua", script, strlen(script)), "");
    struct error *error = error_new(owner);
    lua_pushinteger(L, 42); /* stays where it is */
    lua_getfield(L, LUA_REGISTRYINDEX, "kept");
    lua_pushinteger(L, 6);
    lua_pushinteger(L, 4);
    assert_int_equal(sandbox_call(L, 2, 2, error), STATUS_OK);
    assert_true(lua_tonumber(L, -2) == 1.5 && !lua_toboolean(L, -1));
    lua_settop(L, 1);
    lua_getfield(L, LUA_REGISTRYINDEX, "kept");
    lua_pushinteger(L, 6);
    lua_pushnil(L);
    assert_int_equal(sandbox_call(L, 2, 2, error), STATUS_INPUT);
    assert_int_equal(lua_gettop(L), 1);
    assert_int_equal(lua_tointeger(L, 1), 42);
    assert_string_equal(dump_faults(owner, error), "x.lua:2: “b” is nothing (nil) here, so it cannot be "
                                                   "reckoned with. Please check the spelling, or ask "
                                                   "first whether it is there: if b then.\n");
    sandbox_close(L);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_script_can_name_the_allow_list_and_nothing_else),
        cmocka_unit_test(luacheck_knows_the_allow_list),
        cmocka_unit_test(every_name_of_lua_is_allowed_or_refused),
        cmocka_unit_test(no_value_of_lua_has_a_door),
        cmocka_unit_test(the_scripts_about_the_sandbox_find_all_as_they_expect),
        cmocka_unit_test(memory_is_counted_and_the_line_is_told),
        cmocka_unit_test(lack_of_memory_goes_through_every_pcall),
        cmocka_unit_test(a_file_may_have_a_long_name_and_a_byte_order_mark),
        cmocka_unit_test(bytecode_is_refused_also_behind_a_byte_order_mark),
        cmocka_unit_test(a_zero_byte_in_a_script_is_a_fault_not_its_end),
        cmocka_unit_test(a_fault_names_the_file_that_it_is_in),
        cmocka_unit_test(a_sentence_of_the_host_carries_the_line_of_the_script),
        cmocka_unit_test(what_the_host_exposes_is_read_only_and_misspelling_is_told),
        cmocka_unit_test(a_function_of_the_script_is_called_with_its_faults_told),
    };
    return cmocka_run_group_tests(tests, make_owner, free_owner);
}
