/* extends "NAME": runs the scheme that another one builds on, in the same state, and hands over its scheme.
 */
#include "script/extends.h"

#include <lauxlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "script/sandbox.h"

static const char chunks_key; /* its address is the key of the table of chunks in Lua's registry */

static int keep_chunks(lua_State *L)
{
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &chunks_key);
    return 0;
}

enum status extends_compile(struct host *host)
{
    lua_State *L = host->L;
    enum status worst = sandbox_protect(L, keep_chunks, host, host->error);
    for (int i = 1; i < host->bases->texts && worst != STATUS_MACHINE; i++) {
        enum status status = sandbox_load(L, &host->bases->text[i], host->error);
        worst = status > worst ? status : worst;
        if (status != STATUS_OK)
            continue;
        lua_rawgetp(L, LUA_REGISTRYINDEX, &chunks_key);
        lua_insert(L, -2);
        lua_rawseti(L, -2, i);
        lua_pop(L, 1);
    }
    /* What is wrong with the writing of the scheme itself is told, too. */
    if (worst == STATUS_INPUT && sandbox_load(L, &host->bases->text[0], host->error) == STATUS_OK)
        lua_pop(L, 1);
    return worst;
}

static int find_base(const struct script_bases *bases, const char *file, const char *wanted)
{
    int from = extends_text(bases, file);
    for (int i = 0; i < bases->extensions; i++)
        if (bases->extension[i].from == from && strcmp(bases->extension[i].wanted, wanted) == 0)
            return bases->extension[i].to;
    return -1;
}

static int extend(lua_State *L)
{
    struct host *host = host_of(L);
    const char *file;
    sandbox_line(L, &file);
    host_refuse_late(L, "extends");
    if (lua_type(L, 1) != LUA_TSTRING)
        return sandbox_raise(L,
                             _("“extends” must be followed by the name of a scheme, not by %s: extends "
                               "\"jinhua-2022\"."),
                             host_describe(L, 1));
    int base = file ? find_base(host->bases, file, lua_tostring(L, 1)) : -1;
    if (base < 0)
        return sandbox_raise(L,
                             _("The name behind “extends” must stand there as it is, since it is looked up "
                               "before anything runs. Please write: extends \"jinhua-2022\"."));
    if (host->self)
        return sandbox_raise(L,
                             _("A file states or extends one scheme, and that was done in %s:%d. Please keep "
                               "one “scheme { ... }” or “extends”."),
                             host->self->origin.file, host->self->origin.line);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &chunks_key);
    lua_rawgeti(L, -1, base);
    lua_call(L, 0, 0);
    if (!host->self)
        return sandbox_raise(L, _("%s, which is extended here, states no scheme."),
                             host->bases->text[base].file);
    host->extended[extends_text(host->bases, file)] = true;
    scheme_push_handle(L);
    return 1;
}

int extends_name(lua_State *L)
{
    struct host *host = host_of(L);
    const char *file;
    int line = sandbox_line(L, &file), text = file ? extends_text(host->bases, file) : -1;
    scheme_check_handle(L, "relation");
    if (text < 0 || !host->extended[text])
        return sandbox_raise(L, _("Only a scheme that extends another is named so: extends \"NAME\" { name = "
                                  "... }. Please use s:relation and the other words."));
    if (!lua_istable(L, 2)) {
        host_fault(host, line, _("%s must be followed by { field = value, ... }, not by %s."), "extends",
                   host_describe(L, 2));
    } else {
        host->self->origin.file = host->bases->text[text].file;
        host->self->origin.line = line;
        field_amend(host, host->self, 2, line);
    }
    lua_settop(L, 1);
    return 1;
}

void extends_install(lua_State *L)
{
    lua_pushcfunction(L, extend);
    sandbox_expose(L, "extends");
}
