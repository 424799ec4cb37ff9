#include "script/sandbox.h"

#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/lua_words.h"
#include "script/sandbox_state.h"

static const char
    sentence_key; /* its address is the key in Lua's registry: looking it up allocates nothing */

struct sandbox *sandbox_of(lua_State *L)
{
    void *data;
    lua_getallocf(L, &data);
    return data;
}

int sandbox_line(lua_State *L, const char **file)
{
    lua_Debug call;
    for (int level = 0; lua_getstack(L, level, &call); level++) {
        lua_getinfo(L, "Sl", &call);
        if (call.currentline > 0) {
            struct sandbox *sandbox = sandbox_of(L);
            sandbox->latest = call.source + 1; /* chunks are loaded as "=name" */
            sandbox->latest_line = call.currentline;
            if (file)
                *file = sandbox->latest;
            return call.currentline;
        }
    }
    if (file)
        *file = NULL;
    return 0;
}

int sandbox_place(lua_State *L, const char **file)
{
    const struct sandbox *sandbox = sandbox_of(L);
    if (sandbox->reading) {
        *file = sandbox->reading;
        return sandbox->reading_line;
    }
    int line = sandbox_line(L, file);
    if (line == 0)
        *file = sandbox->latest;
    return line > 0 ? line : sandbox->latest_line;
}

void sandbox_end_at_limit(lua_State *L, void (*end)(void *argument, enum sandbox_limit limit), void *argument)
{
    struct sandbox *sandbox = sandbox_of(L);
    sandbox->end = end;
    sandbox->end_argument = argument;
}

/* A refusal notes the place at once: errors of memory carry none and call no handler. Where Lua has less than
 * half of its share and the process has no more to give, it is not the script that took it. */
static void *refuse(struct sandbox *sandbox, size_t size, bool over_the_limit)
{
    bool again = sandbox->refused == size;
    sandbox->refused = size;
    sandbox->machine_failed = !over_the_limit && sandbox->used < sandbox->most / 2;
    if (sandbox->L)
        sandbox->line = sandbox_place(sandbox->L, &sandbox->file);
    if (sandbox->end && again)
        sandbox->end(sandbox->end_argument,
                     sandbox->machine_failed ? SANDBOX_MACHINE_MEMORY : SANDBOX_MEMORY);
    return NULL;
}

static void *count_and_allocate(void *data, void *block, size_t old_size, size_t new_size)
{
    struct sandbox *sandbox = data;
    if (!block)
        old_size = 0; /* then it is a kind of object, not a size */
    if (new_size == 0) {
        free(block);
        sandbox->used -= old_size;
        return NULL;
    }
    if (new_size > old_size && new_size - old_size > sandbox->most - sandbox->used)
        return refuse(sandbox, new_size, true);
    void *grown = realloc(block, new_size);
    if (!grown)
        return refuse(sandbox, new_size, false);
    sandbox->used = sandbox->used - old_size + new_size;
    return grown;
}

static int install(lua_State *L)
{
    sandbox_install(L);
    return 0;
}

lua_State *sandbox_open(size_t most)
{
    struct sandbox *sandbox = talloc_zero(NULL, struct sandbox);
    if (!sandbox)
        return NULL;
    sandbox->most = most;
    lua_State *L = lua_newstate(count_and_allocate, sandbox);
    if (!L) {
        talloc_free(sandbox);
        return NULL;
    }
    sandbox->L = L;
    lua_pushcfunction(L, install);
    if (lua_pcall(L, 0, 0, 0) != LUA_OK) {
        sandbox_close(L);
        return NULL;
    }
    return L;
}

void sandbox_close(lua_State *L)
{
    if (!L)
        return;
    struct sandbox *sandbox = sandbox_of(L);
    lua_close(L);
    talloc_free(sandbox);
}

void sandbox_mark_sentence(lua_State *L)
{
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &sentence_key);
}

int sandbox_raise(lua_State *L, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = talloc_vasprintf(sandbox_of(L), format, arguments);
    va_end(arguments);
    const char *file;
    int line = sandbox_line(L, &file);
    if (line > 0)
        lua_pushfstring(L, "%s:%d: %s", file, line, text ? text : "");
    else
        lua_pushstring(L, text ? text : "");
    talloc_free(text);
    sandbox_mark_sentence(L);
    return lua_error(L);
}

/* Message handler: the error's value goes on unchanged, the place of the running line is noted. */
static int note_place(lua_State *L)
{
    struct sandbox *sandbox = sandbox_of(L);
    sandbox->line = sandbox_line(L, &sandbox->file);
    return 1;
}

/* What follows "FILE:LINE: " in a message that begins with one of our files, which Lua shows cut to
 * LUA_IDSIZE - 1 bytes; else the whole message and an untouched place. */
static const char *split_place(const struct sandbox *sandbox, const char *message, struct place *place)
{
    for (int i = 0; i < sandbox->files; i++) {
        const char *name = sandbox->names[i];
        size_t whole = strlen(name), shown = whole < LUA_IDSIZE - 1 ? whole : LUA_IDSIZE - 1;
        for (int cut = 0; cut < 2; cut++) {
            size_t length = cut ? shown : whole;
            if (strncmp(message, name, length) != 0 || message[length] != ':')
                continue;
            char *end;
            long line = strtol(message + length + 1, &end, 10);
            if (line > 0 && end[0] == ':' && end[1] == ' ') {
                place->file = name;
                place->row = (int)line;
                return end + 2;
            }
        }
    }
    return message;
}

static bool is_sentence(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &sentence_key);
    bool same = lua_rawequal(L, -1, -2);
    lua_pop(L, 1);
    return same;
}

/* As much of a message as a reader wants to see, fit for a terminal. */
static char *shorten(const void *owner, const char *message)
{
    enum { MESSAGE_MOST = 2000 }; /* bytes */
    size_t size = strnlen(message, MESSAGE_MOST + 1);
    if (size <= MESSAGE_MOST)
        return text_printable(owner, message);
    size = MESSAGE_MOST;
    while (size > 0 && ((unsigned char)message[size] & 0xC0) == 0x80)
        size--; /* to the beginning of a character */
    char *cut = talloc_strndup(owner, message, size), *shown = cut ? text_printable(owner, cut) : NULL;
    talloc_free(cut);
    return shown ? talloc_strdup_append(shown, "…") : NULL;
}

static enum status add_memory_fault(const struct sandbox *sandbox, const struct place *place,
                                    struct error *error)
{
    if (sandbox->machine_failed)
        return error_add_memory(error);
    return error_add(
        error, STATUS_INPUT, place,
        _("The script needs more than %zu MiB of memory and was stopped here. Please look for a list or "
          "text that grows without end."),
        sandbox->most >> 20);
}

/* The text on top of the stack as a fault. */
static enum status add_text_fault(lua_State *L, int code, struct place *place, struct error *error)
{
    const struct sandbox *sandbox = sandbox_of(L);
    const char *message = split_place(sandbox, lua_tostring(L, -1), place);
    if (!*message)
        return error_add(
            error, STATUS_INPUT, place,
            _("The script stopped itself with an error that says nothing. Please write a sentence: "
              "error(\"what is wrong\")."));
    bool syntax = code == LUA_ERRSYNTAX || sandbox->unread, sentence = is_sentence(L);
    char *said = sentence ? NULL : syntax ? lua_words_syntax(error, message) : lua_words_run(error, message);
    char *shown = shorten(error, said ? said : message);
    const char *format = sentence || said ? "%s"
                         : syntax         ? _("Lua cannot read this: %s. Please correct the line.")
                                          : _("Lua stopped here: %s. Please correct the line.");
    enum status status = error_add(error, STATUS_INPUT, place, format, shown ? shown : "");
    talloc_free(said);
    talloc_free(shown);
    return status;
}

/* Turns the error value on top of the stack into a fault and pops it. Never calls into the script: an error
 * object's own text is not asked for. */
static enum status add_fault(lua_State *L, int code, struct error *error)
{
    struct sandbox *sandbox = sandbox_of(L);
    struct place place = {.file = sandbox->file, .row = sandbox->line};
    if (!place.file && sandbox->files > 0)
        place.file = sandbox->names[sandbox->files - 1];
    enum status status;
    if (code == LUA_ERRMEM || sandbox->exhausted) {
        status = add_memory_fault(sandbox, &place, error);
    } else if (lua_type(L, -1) != LUA_TSTRING) {
        status = error_add(
            error, STATUS_INPUT, &place,
            _("The script stopped itself with an error that is no text (%s). Please write a sentence: "
              "error(\"what is wrong\")."),
            lua_typename(L, lua_type(L, -1)));
    } else {
        status = add_text_fault(L, code, &place, error);
    }
    lua_pop(L, 1);
    sandbox->exhausted = false;
    return status;
}

enum status sandbox_call(lua_State *L, int arguments, int results, struct error *error)
{
    struct sandbox *sandbox = sandbox_of(L);
    if (!lua_checkstack(L, 8))
        return error_add_memory(error);
    int handler = lua_gettop(L) - arguments;
    lua_pushcfunction(L, note_place);
    lua_insert(L, handler);
    sandbox->file = NULL;
    sandbox->line = 0;
    int code = lua_pcall(L, arguments, results, handler);
    sandbox->unread = false;
    lua_remove(L, handler);
    return code == LUA_OK ? STATUS_OK : add_fault(L, code, error);
}

enum status sandbox_protect(lua_State *L, lua_CFunction function, void *argument, struct error *error)
{
    if (!lua_checkstack(L, 8))
        return error_add_memory(error);
    lua_pushcfunction(L, function);
    lua_pushlightuserdata(L, argument);
    return sandbox_call(L, 1, 0, error);
}

static enum status remember_file(struct sandbox *sandbox, const char *file, struct error *error)
{
    const char **names = talloc_realloc(sandbox, sandbox->names, const char *, (unsigned)sandbox->files + 1);
    if (!names)
        return error_add_memory(error);
    sandbox->names = names;
    names[sandbox->files] = talloc_strdup(sandbox, file);
    if (!names[sandbox->files])
        return error_add_memory(error);
    sandbox->files++;
    return STATUS_OK;
}

/* Lua's parser would take any bytes; strings in another encoding would then silently equal nothing in the
 * roster. */
static enum status check_text(const char *file, const char *bytes, size_t size, struct error *error)
{
    struct place place = {.file = file, .row = 1};
    if (size > 0 && bytes[0] == LUA_SIGNATURE[0])
        return error_add(error, STATUS_INPUT, &place,
                         _("This is compiled Lua, not a text. Please give the script as it was written."));
    size_t bad = text_valid_until(bytes, size);
    if (bad == size)
        return STATUS_OK;
    for (size_t i = 0; i < bad; i++)
        place.row += bytes[i] == '\n';
    return error_add(
        error, STATUS_INPUT, &place,
        _("The script is not UTF-8 from here on. Please save it again with the encoding UTF-8."));
}

/* What is left of a script that Lua's parser asks for line by line. */
struct unread {
    struct sandbox *sandbox;
    const char *bytes;
    size_t size;
};

static const char *next_line(lua_State *L, void *data, size_t *size)
{
    (void)L;
    struct unread *unread = data;
    const char *line = unread->bytes, *end = memchr(line, '\n', unread->size);
    *size = end ? (size_t)(end - line) + 1 : unread->size;
    unread->bytes += *size;
    unread->size -= *size;
    if (*size > 0)
        unread->sandbox->reading_line++;
    return *size > 0 ? line : NULL;
}

/* Line by line, so that a parser that runs out of time or memory has a place. -1 with a fault where memory
 * ran out before it began. */
static int load(lua_State *L, const char *bytes, size_t size, struct error *error)
{
    struct sandbox *sandbox = sandbox_of(L);
    struct unread unread = {sandbox, bytes, size};
    const char *file = sandbox->names[sandbox->files - 1];
    char *chunk = talloc_asprintf(sandbox, "=%s", file);
    if (!chunk || !lua_checkstack(L, 8)) {
        error_add_memory(error);
        return -1;
    }
    sandbox->file = NULL;
    sandbox->line = 0;
    sandbox->reading_line = 0;
    sandbox->reading = file;
    int code = lua_load(L, next_line, &unread, chunk, "t");
    sandbox->unread = code != LUA_OK;
    if (code != LUA_OK) { /* "C stack overflow" comes without a place */
        sandbox->file = file;
        sandbox->line = sandbox->reading_line;
    }
    sandbox->reading = NULL;
    talloc_free(chunk);
    return code;
}

enum status sandbox_load(lua_State *L, const struct script_text *text, struct error *error)
{
    static const char mark[] = "\xEF\xBB\xBF";
    struct sandbox *sandbox = sandbox_of(L);
    const char *bytes = text->bytes;
    size_t size = text->size;
    if (size >= 3 && memcmp(bytes, mark, 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    enum status status = check_text(text->file, bytes, size, error);
    if (status == STATUS_OK)
        status = remember_file(sandbox, text->file, error);
    if (status != STATUS_OK)
        return status;
    int code = load(L, bytes, size, error);
    if (code < 0)
        return error->status;
    return code == LUA_OK ? STATUS_OK : add_fault(L, code, error);
}

enum status sandbox_run(lua_State *L, const struct script_text *text, struct error *error)
{
    enum status status = sandbox_load(L, text, error);
    return status == STATUS_OK ? sandbox_call(L, 0, 0, error) : status;
}
