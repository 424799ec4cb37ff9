/* Values of parameters, and what the finished scheme keeps of them. */
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/tidy.h"
#include "script/params.h"

struct parameter *parameter_find(const struct params *params, const char *name)
{
    for (int i = 0; params && i < params->count; i++)
        if (strcmp(params->parameter[i].name, name) == 0)
            return &params->parameter[i];
    return NULL;
}

char *parameter_read(const void *owner, lua_State *L, int index, enum parameter_type *type)
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

void parameter_push(lua_State *L, enum parameter_type type, const char *value)
{
    int32_t number = 0;
    if (type == PARAMETER_INTEGER && tidy_integer(value, &number))
        lua_pushinteger(L, number);
    else if (type == PARAMETER_FLAG)
        lua_pushboolean(L, strcmp(value, "true") == 0);
    else
        lua_pushstring(L, value);
}

const char *parameter_allowed(const void *owner, const struct parameter *parameter)
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

const char *parameter_allow(const struct parameter *parameter, const void *owner, const char *value)
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
        if (parameter_find(host->params, setting->name))
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
