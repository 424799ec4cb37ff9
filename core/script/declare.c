/* scheme { ... } and the methods of what it returns: s:WORD "name" { ... } and s:stages { ... }. */
#include <lauxlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/extends.h"
#include "script/sandbox.h"
#include "script/typed_columns.h"

static const char handle_type[] = "tongxin.scheme";
static const char host_key; /* its address is the key in Lua's registry */

struct host *host_of(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &host_key);
    struct host *host = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return host;
}

const char *host_file(struct host *host)
{
    const char *file;
    int text = sandbox_line(host->L, &file) > 0 ? extends_text(host->bases, file) : -1;
    return text >= 0 ? host->bases->text[text].file : host->file;
}

void host_fault(struct host *host, int line, const char *format, ...)
{
    struct place place = {.file = host_file(host), .row = line};
    if (host->error->count == FAULTS_MOST)
        error_add(host->error, STATUS_INPUT, &place,
                  _("There are more faults than these. Please correct these first."));
    if (host->error->count > FAULTS_MOST)
        return;
    va_list arguments;
    va_start(arguments, format);
    char *text = talloc_vasprintf(host, format, arguments);
    va_end(arguments);
    /* Names come from the script: nothing of it reaches a terminal raw. */
    char *shown = text ? text_printable(host, text) : NULL;
    if (shown)
        error_add(host->error, STATUS_INPUT, &place, "%s", shown);
    else
        error_add_memory(host->error);
    talloc_free(text);
    talloc_free(shown);
}

const struct field_value *declaration_value(const struct declaration *declaration, const char *field)
{
    int i = word_field(declaration->word, field);
    return i >= 0 && declaration->value[i].given ? &declaration->value[i] : NULL;
}

const char *declaration_text(const struct declaration *declaration, const char *field)
{
    const struct field_value *value = declaration_value(declaration, field);
    return value ? value->text : NULL;
}

static struct declaration *new_declaration(struct host *host, const struct word *word, const char *name,
                                           int line)
{
    struct declaration *declaration = talloc_zero(host, struct declaration);
    if (!declaration)
        return NULL;
    declaration->word = word;
    declaration->index = -1;
    declaration->origin =
        (struct origin){.name = talloc_strdup(declaration, name), .file = host_file(host), .line = line};
    declaration->subject = word->declares == DECLARES_SCHEME
                               ? word->name
                               : talloc_asprintf(declaration, "%s \"%s\"", word->name, name);
    declaration->value = talloc_zero_array(declaration, struct field_value, (unsigned)word_fields(word));
    if (!declaration->origin.name || !declaration->subject || !declaration->value)
        return NULL;
    return declaration;
}

static bool keep_declaration(struct host *host, struct declaration *declaration)
{
    if (reuse_replace(host, declaration))
        return true;
    declaration->order = reuse_order(host, declaration->origin.name);
    if (declaration->order < 0)
        declaration->order = host->orders++;
    struct declaration **grown =
        talloc_realloc(host, host->declaration, struct declaration *, (unsigned)host->declarations + 1);
    if (!grown)
        return false;
    host->declaration = grown;
    grown[host->declarations++] = declaration;
    return true;
}

/* ---- s:WORD "name" { ... } ---- */

/* What s:WORD "name" returns. Upvalue: the declaration that waits for its fields. */
static int take_fields(lua_State *L)
{
    struct host *host = host_of(L);
    struct declaration *declaration = lua_touserdata(L, lua_upvalueindex(1));
    host_refuse_late(L, declaration->word->name);
    if (!lua_istable(L, 1)) {
        host_fault(host, declaration->origin.line,
                   _("%s must be followed by { field = value, ... }, not by %s."), declaration->subject,
                   host_describe(L, 1));
        declaration->broken = true;
    } else if (declaration->complete) {
        host_fault(host, sandbox_line(L, NULL),
                   _("%s has its { ... } already. Please remove one of the two."), declaration->subject);
    } else {
        lua_settop(L, 1);
        field_read_all(host, declaration, 1);
    }
    declaration->complete = true;
    return 0;
}

void scheme_check_handle(lua_State *L, const char *word)
{
    if (!luaL_testudata(L, 1, handle_type))
        sandbox_raise(L, _("Please write s:%s with a colon, where s is what scheme { ... } returned."), word);
    host_refuse_late(L, word);
}

/* Upvalue: the word's place in the list of words. */
static int declare(lua_State *L)
{
    struct host *host = host_of(L);
    const struct word *word = &words[lua_tointeger(L, lua_upvalueindex(1))];
    scheme_check_handle(L, word->name);
    int line = sandbox_line(L, NULL);
    bool named = lua_type(L, 2) == LUA_TSTRING && *lua_tostring(L, 2);
    if (!named)
        host_fault(host, line, _("“%s” must be followed by a name, not by %s: s:%s \"name\" { ... }."),
                   word->name, host_describe(L, 2), word->name);
    if (host->declarations == DECLARATIONS_MOST)
        return sandbox_raise(
            L, _("A scheme has at most %d relations, covers and rules. Please join some of them."),
            DECLARATIONS_MOST);
    struct declaration *declaration = new_declaration(host, word, named ? lua_tostring(L, 2) : "", line);
    if (!declaration || !keep_declaration(host, declaration))
        return sandbox_raise(L, _("The machine has too little memory for this."));
    declaration->broken |= !named;
    declaration->complete = lua_istable(L, 2); /* then the fields were meant, and no second call comes */
    if (lua_istable(L, 3)) {                   /* s:WORD("name", { ... }) says the same */
        declaration->complete = true;
        field_read_all(host, declaration, 3);
        return 0;
    }
    lua_pushlightuserdata(L, declaration);
    lua_pushcclosure(L, take_fields, 1);
    return 1;
}

/* ---- s:stages { ... } ---- */

static void check_stage_names(struct host *host)
{
    for (int i = 0; i < host->stages; i++)
        for (int k = 0; k < i; k++)
            if (strcmp(host->stage[i], host->stage[k]) == 0)
                host_fault(host, host->stages_line, _("Stage “%s” is listed twice. Please remove one."),
                           host->stage[i]);
}

static int declare_stages(lua_State *L)
{
    struct host *host = host_of(L);
    scheme_check_handle(L, "stages");
    int line = sandbox_line(L, NULL);
    const char *file = host_file(host);
    if (host->stages_line > 0 && strcmp(host->stages_file, file) == 0) {
        host_fault(host, line,
                   _("The stages are listed already, in line %d. Please keep one of the two lists."),
                   host->stages_line);
        return 0;
    }
    host->stages_line = line;
    host->stages_file = file;
    host->stages_broken = false;
    host->stage = lua_istable(L, 2) ? field_read_texts(host, host, 2, &host->stages) : NULL;
    if (!host->stage || host->stages == 0) {
        host->stages = 0;
        host->stages_broken = true;
        host_fault(host, line,
                   _("“stages” must be followed by the list of stages, not by %s: s:stages { \"principle\", "
                     "\"change\", \"balance\", \"preference\" }."),
                   host_describe(L, 2));
    }
    check_stage_names(host);
    return 0;
}

/* ---- the scheme itself ---- */

static int later_word(lua_State *L)
{
    return sandbox_raise(
        L,
        _("“%s” is a word of the language that this version does not know yet. Please leave it "
          "out for now."),
        lua_tostring(L, lua_upvalueindex(1)));
}

static int refuse_word(lua_State *L, const char *name)
{
    for (int i = 0; later_words[i]; i++) {
        if (strcmp(later_words[i], name) == 0) {
            lua_pushstring(L, name);
            lua_pushcclosure(L, later_word, 1);
            return 1;
        }
    }
    const char *names[32];
    int count = 0;
    for (const struct word *word = words; word->name; word++)
        if (word->declares != DECLARES_SCHEME)
            names[count++] = word->name;
    static const char *const methods[] = {"stages", "amend", "remove", "from", "to"};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        names[count++] = methods[i];
    const char *nearest = text_nearest(name, names, count);
    if (nearest)
        return sandbox_raise(L, _("A scheme has no “%s”. Did you mean s:%s?"), name, nearest);
    return sandbox_raise(
        L,
        _("A scheme has no “%s”. There are: relation, cover, forbid, require, must, principle, prefer, link, "
          "limit, together, apart, stages, amend, remove, from, to."),
        name);
}

static int handle_index(lua_State *L)
{
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
    const struct word *word = word_find(name);
    if (word && word->declares != DECLARES_SCHEME) {
        lua_pushinteger(L, word - words);
        lua_pushcclosure(L, declare, 1);
    } else if (strcmp(name, "stages") == 0) {
        lua_pushcfunction(L, declare_stages);
    } else if (!reuse_push_method(L, name)) {
        return refuse_word(L, name);
    }
    return 1;
}

static int handle_assign(lua_State *L)
{
    return sandbox_raise(
        L, _("A scheme is told by its words: s:relation \"name\" { ... }. Nothing can be set in it."));
}

static int make_scheme(lua_State *L)
{
    struct host *host = host_of(L);
    int line = sandbox_line(L, NULL);
    host_refuse_late(L, "scheme");
    if (host->self && strcmp(host->self->origin.file, host_file(host)) != 0) {
        host_fault(host, line,
                   _("This file extends the scheme of %s. Please name its own scheme behind that: extends "
                     "\"NAME\" { name = ... }."),
                   host->self->origin.file);
    } else if (host->self) {
        host_fault(host, line,
                   _("A file states one scheme, and this one began in line %d. Please keep one scheme "
                     "{ ... }."),
                   host->self->origin.line);
    } else {
        host->self = new_declaration(host, word_find("scheme"), "scheme", line);
        if (!host->self)
            return sandbox_raise(L, _("The machine has too little memory for this."));
        host->self->complete = true;
        if (lua_istable(L, 1)) {
            lua_settop(L, 1);
            field_read_all(host, host->self, 1);
        } else {
            host_fault(host, line, _("%s must be followed by { field = value, ... }, not by %s."), "scheme",
                       host_describe(L, 1));
        }
    }
    scheme_push_handle(L);
    return 1;
}

void scheme_push_handle(lua_State *L)
{
    lua_newuserdatauv(L, 1, 0);
    luaL_setmetatable(L, handle_type);
}

void host_install(struct host *host)
{
    static const luaL_Reg methods[] = {
        {"__index", handle_index}, {"__newindex", handle_assign}, {"__call", extends_name}, {NULL, NULL}};
    lua_State *L = host->L;
    lua_pushlightuserdata(L, host);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &host_key);
    luaL_newmetatable(L, handle_type);
    luaL_setfuncs(L, methods, 0);
    lua_pushliteral(L, "scheme");
    lua_setfield(L, -2, "__name");
    lua_pop(L, 1);
    lua_pushcfunction(L, make_scheme);
    sandbox_expose(L, "scheme");
    set_install(L);
    view_install(L);
    comparison_install(L);
    dates_install(L);
    extends_install(L);
    params_install(L);
}
