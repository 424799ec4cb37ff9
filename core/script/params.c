/* params { ... }: numbers, texts and yes or no that the office sets, by --set or in an extending scheme. */
#include <lauxlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/tidy.h"
#include "script/params.h"
#include "script/sandbox.h"
#include "script/sandbox_state.h"

static struct params *params_of(struct host *host)
{
    if (!host->params)
        host->params = talloc_zero(host, struct params);
    return host->params;
}

/* ---- who sets what ---- */

static void take_override(struct host *host, struct parameter *parameter)
{
    struct params *params = host->params;
    bool first = true;
    for (int i = 0; i < params->overrides; i++) {
        struct override *override = &params->override[i];
        if (strcmp(override->name, parameter->name) != 0)
            continue;
        override->taken = true;
        const char *value =
            override->type == parameter->type ? parameter_allow(parameter, params, override->value) : NULL;
        const struct place place = {.file = override->file, .row = override->line};
        if (!value)
            error_add(host->error, STATUS_INPUT, &place, _("%s is %s here, and %s:%d wants %s."),
                      parameter->name, text_printable(host, override->value), parameter->file,
                      parameter->line, parameter_allowed(host, parameter));
        else if (first)
            parameter->usual = parameter->value = value;
        first = false; /* the outermost file's counts */
    }
}

static const char *setting_of(const struct host *host, const char *name)
{
    for (int i = 0; i < host->request->settings; i++)
        if (strcmp(host->request->setting[i].name, name) == 0)
            return host->request->setting[i].value;
    return NULL;
}

static void take_setting(struct host *host, struct parameter *parameter)
{
    const char *setting = setting_of(host, parameter->name);
    const char *value = setting ? parameter_allow(parameter, host->params, setting) : NULL;
    if (value)
        parameter->value = value;
    else if (setting)
        error_add(host->error, STATUS_INPUT, NULL, _("--set %s=%s: “%s” must be %s."), parameter->name,
                  setting, parameter->title, parameter_allowed(host, parameter));
}

/* ---- params { name = { usual, ... } } ---- */

/* Pushes the field of the table on top of the stack. */
static int push_field(lua_State *L, const char *name)
{
    lua_pushstring(L, name);
    return lua_rawget(L, -2);
}

static bool complain(struct host *host, int line, const char *name)
{
    host_fault(
        host, line,
        _("params.%s must be { usual, lowest, highest, title = \"...\" } of whole numbers, { true, title "
          "= \"...\" } or { \"text\", choices = { ... }, title = \"...\" }, not %s."),
        name, host_describe(host->L, -1));
    return false;
}

static bool read_bounds(lua_State *L, struct parameter *parameter)
{
    int whole = lua_rawlen(L, -1) == 3;
    for (int i = 2; i <= 3; i++) {
        int is_whole;
        lua_rawgeti(L, -1, i);
        lua_Integer bound = lua_tointegerx(L, -1, &is_whole);
        whole =
            whole && is_whole && lua_type(L, -1) == LUA_TNUMBER && bound > -INT32_MAX && bound < INT32_MAX;
        *(i == 2 ? &parameter->lo : &parameter->hi) = whole ? (int32_t)bound : 0;
        lua_pop(L, 1);
    }
    return whole;
}

static bool check_keys(struct host *host, int line, const char *name, bool is_text)
{
    static const char *const fields[] = {"title", "choices"};
    lua_State *L = host->L;
    bool ok = true;
    sandbox_push_keys(L, -1);
    for (lua_Integer i = 1; lua_rawgeti(L, -1, i) != LUA_TNIL; i++) {
        const char *key = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
        const char *nearest = key ? text_nearest(key, fields, 1 + is_text) : NULL;
        bool known = !key || strcmp(key, "title") == 0 || (is_text && strcmp(key, "choices") == 0);
        ok = ok && known;
        if (!known && nearest)
            host_fault(host, line, _("params.%s has no field “%s”. Did you mean “%s”?"), name, key, nearest);
        else if (!known)
            host_fault(host, line, _("params.%s has no field “%s”. Please take it out."), name, key);
        lua_pop(L, 1);
    }
    lua_pop(L, 2);
    return ok;
}

static bool read_texts(struct host *host, struct parameter *parameter)
{
    lua_State *L = host->L;
    bool ok = true;
    if (push_field(L, "title") != LUA_TNIL) {
        int count;
        const char **title = field_read_texts(host, host->params, lua_gettop(L), &count);
        ok = title && count == 1 && lua_type(L, -1) == LUA_TSTRING;
        parameter->title = ok ? title[0] : parameter->name;
    }
    lua_pop(L, 1);
    if (push_field(L, "choices") != LUA_TNIL) {
        parameter->choice = field_read_texts(host, host->params, lua_gettop(L), &parameter->choices);
        ok = ok && parameter->choice && parameter->choices > 0;
    }
    lua_pop(L, 1);
    return ok;
}

/* Reads the table on top of the stack; false with a fault. */
static bool read_parameter(struct host *host, int line, struct parameter *parameter)
{
    lua_State *L = host->L;
    lua_rawgeti(L, -1, 1);
    parameter->usual = parameter_read(host->params, L, -1, &parameter->type);
    lua_pop(L, 1);
    if (!parameter->usual)
        return complain(host, line, parameter->name);
    if (!check_keys(host, line, parameter->name, parameter->type == PARAMETER_TEXT))
        return false;
    bool shaped = parameter->type == PARAMETER_INTEGER ? read_bounds(L, parameter) : lua_rawlen(L, -1) == 1;
    if (!shaped || !read_texts(host, parameter))
        return complain(host, line, parameter->name);
    if (parameter_allow(parameter, host->params, parameter->usual))
        return true;
    host_fault(host, line, _("params.%s is usually %s, which is not %s. Please correct one of them."),
               parameter->name, parameter->usual, parameter_allowed(host, parameter));
    return false;
}

/* The table on top of the stack declares the parameter. */
static struct parameter *declare(struct host *host, int line, const char *name)
{
    struct params *params = host->params;
    const struct parameter *earlier = parameter_find(params, name);
    struct parameter parameter = {.name = name, .title = name, .file = host_file(host), .line = line};
    if (!read_parameter(host, line, &parameter))
        return NULL;
    if (earlier) {
        host_fault(
            host, line,
            _("The parameter “%s” is declared already, in %s:%d. To give it another usual value, please "
              "write params { %s = value } before “extends”."),
            name, earlier->file, earlier->line, name);
        return NULL;
    }
    struct parameter *grown =
        talloc_realloc(params, params->parameter, struct parameter, (unsigned)params->count + 1);
    if (!grown) {
        error_add_memory(host->error);
        return NULL;
    }
    params->parameter = grown;
    parameter.value = parameter.usual;
    grown[params->count] = parameter;
    take_override(host, &grown[params->count]);
    take_setting(host, &grown[params->count]);
    return &grown[params->count++];
}

/* The value on top of the stack is to be the usual one of a base that comes later. Pushes what it reads as.
 */
static void add_override(struct host *host, int line, const char *name)
{
    struct params *params = host->params;
    struct override made = {.name = name, .file = host_file(host), .line = line};
    made.value = parameter_read(params, host->L, -1, &made.type);
    const struct parameter *declared = parameter_find(params, name);
    if (!made.value) {
        complain(host, line, name);
    } else if (declared) {
        host_fault(
            host, line,
            _("params { %s = ... } comes too late: %s:%d has read the parameter already. Please write it "
              "before “extends”."),
            name, declared->file, declared->line);
    } else {
        struct override *grown =
            talloc_realloc(params, params->override, struct override, (unsigned)params->overrides + 1);
        if (!grown) {
            error_add_memory(host->error);
            return;
        }
        params->override = grown;
        grown[params->overrides++] = made;
    }
}

/* What p.name reads: pushes the value of the parameter or, before the base came, of what sets it. */
static void push_named(struct host *host, const char *name)
{
    const struct parameter *parameter = parameter_find(host->params, name);
    const char *setting = setting_of(host, name);
    if (parameter) {
        parameter_push(host->L, parameter->type, parameter->value);
        return;
    }
    for (int i = 0; i < host->params->overrides; i++) {
        const struct override *override = &host->params->override[i];
        int32_t number;
        if (strcmp(override->name, name) != 0)
            continue;
        bool fits = setting && (override->type != PARAMETER_INTEGER || tidy_integer(setting, &number));
        parameter_push(host->L, override->type, fits ? setting : override->value);
        return;
    }
    lua_pushboolean(host->L, 0); /* after a fault: the run goes on to find others */
}

static int make_params(lua_State *L)
{
    struct host *host = host_of(L);
    int line = sandbox_line(L, NULL);
    host_refuse_late(L, "params");
    if (!params_of(host))
        return sandbox_raise(L, _("The machine has too little memory for this."));
    if (!lua_istable(L, 1))
        return sandbox_raise(L, _("“params” must be followed by { name = { usual, ... } }, not by %s."),
                             host_describe(L, 1));
    lua_settop(L, 1);
    lua_newtable(L);
    sandbox_push_keys(L, 1);
    for (lua_Integer i = 1; lua_rawgeti(L, 3, i) != LUA_TNIL; i++) {
        const char *name = talloc_strdup(host->params, sandbox_text(L, -1));
        bool named = lua_type(L, 4) == LUA_TSTRING && name && *name && !strpbrk(name, "= \t\n") &&
                     text_valid_until(name, strlen(name)) == strlen(name);
        lua_pop(L, 1);
        lua_pushvalue(L, 4);
        lua_rawget(L, 1);
        if (!named)
            host_fault(host, line,
                       _("“params” holds a value without a name that --set could call. Please write "
                         "name = { usual, ... }."));
        else if (lua_istable(L, -1))
            declare(host, line, name);
        else
            add_override(host, line, name);
        lua_settop(L, 4);
        if (named) {
            push_named(host, name);
            lua_rawset(L, 2);
        }
        lua_settop(L, 3);
    }
    lua_settop(L, 2);
    proxy_push(L, "params");
    return 1;
}

void params_install(lua_State *L)
{
    lua_pushcfunction(L, make_params);
    sandbox_expose(L, "params");
}
