/* params { ... }: numbers, texts and yes or no that the office sets, by --set or in an extending scheme. */
#include <lauxlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/tidy.h"
#include "script/extends.h"
#include "script/sandbox.h"
#include "script/sandbox_state.h"

/* params { max_load = 3 } before `extends`: the value that the base's parameter takes as its usual one. */
struct override {
    const char *name, *value, *file;
    int line;
    enum parameter_type type;
    bool taken;
};

struct params {
    int count, overrides;
    struct parameter *parameter; /* [count] in the order declared */
    struct override *override;   /* [overrides] outermost file first */
};

static struct params *params_of(struct host *host)
{
    if (!host->params)
        host->params = talloc_zero(host, struct params);
    return host->params;
}

static struct parameter *find(const struct params *params, const char *name)
{
    for (int i = 0; params && i < params->count; i++)
        if (strcmp(params->parameter[i].name, name) == 0)
            return &params->parameter[i];
    return NULL;
}

/* ---- values ---- */

/* The value at `index` as text, and its type; NULL where it is none of a parameter. */
static char *read_value(const void *owner, lua_State *L, int index, enum parameter_type *type)
{
    int is_whole;
    lua_Integer number = lua_tointegerx(L, index, &is_whole);
    const char *text = lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : NULL;
    if (lua_isboolean(L, index)) {
        *type = PARAMETER_FLAG;
        return talloc_strdup(owner, lua_toboolean(L, index) ? "true" : "false");
    }
    if (text) {
        *type = PARAMETER_TEXT;
        bool whole =
            strlen(text) == lua_rawlen(L, index) && text_valid_until(text, strlen(text)) == strlen(text);
        return whole ? talloc_strdup(owner, text) : NULL;
    }
    *type = PARAMETER_INTEGER;
    if (lua_type(L, index) != LUA_TNUMBER || !is_whole || number <= -INT32_MAX || number >= INT32_MAX)
        return NULL;
    return talloc_asprintf(owner, "%d", (int)number);
}

static void push_value(lua_State *L, enum parameter_type type, const char *value)
{
    int32_t number = 0;
    if (type == PARAMETER_INTEGER && tidy_integer(value, &number))
        lua_pushinteger(L, number);
    else if (type == PARAMETER_FLAG)
        lua_pushboolean(L, strcmp(value, "true") == 0);
    else
        lua_pushstring(L, value);
}

/* What the parameter may be, in the reader's language: "a whole number from 1 to 6". */
static const char *allowed(const void *owner, const struct parameter *parameter)
{
    if (parameter->type == PARAMETER_INTEGER)
        return talloc_asprintf(owner, _("a whole number from %d to %d"), parameter->lo, parameter->hi);
    if (parameter->type == PARAMETER_FLAG)
        return _("true or false");
    if (parameter->choices == 0)
        return _("a text");
    char *list = talloc_strdup(owner, parameter->choice[0]);
    for (int i = 1; list && i < parameter->choices; i++)
        list = talloc_asprintf_append(list, "%s%s", _(", "), parameter->choice[i]);
    return talloc_asprintf(owner, _("one of: %s"), list ? list : "");
}

/* The value as the parameter writes it, or NULL where it does not allow it. */
static const char *allow(const struct parameter *parameter, const void *owner, const char *value)
{
    int32_t number;
    if (parameter->type == PARAMETER_FLAG)
        return strcmp(value, "true") == 0 || strcmp(value, "false") == 0 ? value : NULL;
    if (parameter->type == PARAMETER_INTEGER) {
        const char *narrow = tidy_narrow(owner, value);
        if (!narrow || !tidy_integer(narrow, &number) || number < parameter->lo || number > parameter->hi)
            return NULL;
        return talloc_asprintf(owner, "%d", number);
    }
    for (int i = 0; i < parameter->choices; i++)
        if (strcmp(parameter->choice[i], value) == 0)
            return value;
    return parameter->choices == 0 ? value : NULL;
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
            override->type == parameter->type ? allow(parameter, params, override->value) : NULL;
        const struct place place = {.file = override->file, .row = override->line};
        if (!value)
            error_add(host->error, STATUS_INPUT, &place, _("%s is %s here, and %s:%d wants %s."),
                      parameter->name, text_printable(host, override->value), parameter->file,
                      parameter->line, allowed(host, parameter));
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
    const char *value = setting ? allow(parameter, host->params, setting) : NULL;
    if (value)
        parameter->value = value;
    else if (setting)
        error_add(host->error, STATUS_INPUT, NULL, _("--set %s=%s: “%s” must be %s."), parameter->name,
                  setting, parameter->title, allowed(host, parameter));
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
    parameter->usual = read_value(host->params, L, -1, &parameter->type);
    lua_pop(L, 1);
    if (!parameter->usual)
        return complain(host, line, parameter->name);
    if (!check_keys(host, line, parameter->name, parameter->type == PARAMETER_TEXT))
        return false;
    bool shaped = parameter->type == PARAMETER_INTEGER ? read_bounds(L, parameter) : lua_rawlen(L, -1) == 1;
    if (!shaped || !read_texts(host, parameter))
        return complain(host, line, parameter->name);
    if (allow(parameter, host->params, parameter->usual))
        return true;
    host_fault(host, line, _("params.%s is usually %s, which is not %s. Please correct one of them."),
               parameter->name, parameter->usual, allowed(host, parameter));
    return false;
}

/* The table on top of the stack declares the parameter. */
static struct parameter *declare(struct host *host, int line, const char *name)
{
    struct params *params = host->params;
    const struct parameter *earlier = find(params, name);
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
    made.value = read_value(params, host->L, -1, &made.type);
    const struct parameter *declared = find(params, name);
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
    const struct parameter *parameter = find(host->params, name);
    const char *setting = setting_of(host, name);
    if (parameter) {
        push_value(host->L, parameter->type, parameter->value);
        return;
    }
    for (int i = 0; i < host->params->overrides; i++) {
        const struct override *override = &host->params->override[i];
        int32_t number;
        if (strcmp(override->name, name) != 0)
            continue;
        bool fits = setting && (override->type != PARAMETER_INTEGER || tidy_integer(setting, &number));
        push_value(host->L, override->type, fits ? setting : override->value);
        return;
    }
    lua_pushboolean(host->L, 0); /* after a fault: the run goes on to find others */
}

static int make_params(lua_State *L)
{
    struct host *host = host_of(L);
    int line = sandbox_line(L, NULL);
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

/* ---- after the script ---- */

static const char *nearest_parameter(struct host *host, const char *name)
{
    const struct params *params = host->params;
    const char **names = talloc_array(host, const char *, params ? (unsigned)params->count : 0);
    for (int i = 0; names && params && i < params->count; i++)
        names[i] = params->parameter[i].name;
    const char *nearest = names && params ? text_nearest(name, names, params->count) : NULL;
    talloc_free(names);
    return nearest;
}

static void check_settings(struct host *host)
{
    for (int i = 0; i < host->request->settings; i++) {
        const struct script_setting *setting = &host->request->setting[i];
        const char *nearest = nearest_parameter(host, setting->name);
        if (find(host->params, setting->name))
            continue;
        if (nearest)
            error_add(host->error, STATUS_INPUT, NULL,
                      _("--set %s=%s: the scheme has no parameter “%s”. Did you mean “%s”?"), setting->name,
                      setting->value, setting->name, nearest);
        else
            error_add(host->error, STATUS_INPUT, NULL,
                      _("--set %s=%s: the scheme has no parameter “%s”. To see what there is: tongxin solve "
                        "--scheme %s --params"),
                      setting->name, setting->value, setting->name,
                      host->request->text->path ? host->request->text->path : host->request->text->file);
    }
}

static void check_overrides(struct host *host)
{
    for (int i = 0; host->params && i < host->params->overrides; i++) {
        const struct override *override = &host->params->override[i];
        const char *nearest = nearest_parameter(host, override->name);
        if (override->taken)
            continue;
        host->file = override->file;
        if (nearest)
            host_fault(host, override->line,
                       _("No scheme that this one extends has a parameter “%s”. Did you mean “%s”?"),
                       override->name, nearest);
        else
            host_fault(
                host, override->line,
                _("No scheme that this one extends has a parameter “%s”. To declare one, please write %s "
                  "= { usual, lowest, highest, title = \"...\" }."),
                override->name, override->name);
    }
}

/* Copies a text under the scheme's parameters; false where memory ran out. */
static bool keep(const void *owner, const char **text)
{
    *text = talloc_strdup(owner, *text);
    return *text != NULL;
}

static bool copy(const void *owner, struct parameter *to)
{
    const char **choices = talloc_array(owner, const char *, (unsigned)to->choices);
    for (int i = 0; choices && i < to->choices; i++) {
        choices[i] = to->choice[i];
        if (!keep(choices, &choices[i]))
            return false;
    }
    to->choice = choices;
    return choices && keep(owner, &to->name) && keep(owner, &to->title) && keep(owner, &to->usual) &&
           keep(owner, &to->value) && keep(owner, &to->file);
}

bool params_hand_over(struct host *host)
{
    struct scheme *scheme = host->scheme;
    check_settings(host);
    check_overrides(host);
    int count = host->params ? host->params->count : 0;
    scheme->parameter = talloc_zero_array(scheme, struct parameter, (unsigned)count);
    for (int i = 0; scheme->parameter && i < count; i++) {
        scheme->parameter[i] = host->params->parameter[i];
        if (!copy(scheme->parameter, &scheme->parameter[i]))
            return false;
        scheme->parameters++;
    }
    return scheme->parameter != NULL;
}
