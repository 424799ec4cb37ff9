#include "script/script.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>

#include "base/embed.h"
#include "base/file.h"
#include "base/language.h"
#include "base/text.h"
#include "script/host.h"
#include "script/sandbox.h"

enum {
    TEXT_MOST = 256 * 1024,          /* bytes of a script: Lua's parser is quadratic in places (measured) */
    MEMORY_MOST = 160 * 1024 * 1024, /* bytes of Lua's objects (measured) */
};

/* ---- finding ---- */

static enum status complain_unknown(const void *owner, const char *wanted, struct error *error)
{
    const char *names[64];
    int count = 0;
    char *listed = talloc_strdup(owner, "");
    for (const struct embedded_file *file = embedded_schemes; listed && file->name && count < 64; file++) {
        size_t length = strlen(file->name);
        size_t ending = length > 4 && strcmp(file->name + length - 4, ".lua") == 0 ? 4 : 0;
        names[count] = talloc_strndup(listed, file->name, length - ending);
        if (!names[count])
            return error_add_memory(error);
        listed = talloc_asprintf_append(listed, "%s%s", count > 0 ? _(", ") : "", names[count]);
        count++;
    }
    if (!listed)
        return error_add_memory(error);
    const struct place place = {.file = wanted};
    const char *nearest = text_nearest(wanted, names, count);
    enum status status =
        nearest
            ? error_add(
                  error, STATUS_INPUT, &place,
                  _("There is no such file and no scheme of that name. Did you mean “%s”? There are: %s."),
                  nearest, listed)
            : error_add(
                  error, STATUS_INPUT, &place,
                  _("There is no such file and no scheme of that name. Please name a file, or one of: %s."),
                  listed);
    talloc_free(listed);
    return status;
}

static const struct embedded_file *find_embedded(const void *owner, const char *name)
{
    const struct embedded_file *file = embed_find(embedded_schemes, name);
    char *with_ending = file ? NULL : talloc_asprintf(owner, "%s.lua", name);
    if (with_ending)
        file = embed_find(embedded_schemes, with_ending);
    talloc_free(with_ending);
    return file;
}

static bool is_file(const char *path)
{
    struct stat found;
    return strcmp(path, "-") == 0 || (stat(path, &found) == 0 && !S_ISDIR(found.st_mode));
}

enum status script_find_scheme(const void *owner, const char *wanted, struct script_text *text,
                               struct error *error)
{
    const char *slash = strrchr(wanted, '/');
    if (is_file(wanted)) {
        char *bytes;
        enum status status = file_read(owner, wanted, TEXT_MOST, &bytes, &text->size, error);
        if (status != STATUS_OK)
            return status;
        text->bytes = bytes;
        text->file = talloc_strdup(owner, slash ? slash + 1 : wanted);
    } else {
        const struct embedded_file *file = find_embedded(owner, wanted);
        if (!file)
            return complain_unknown(owner, wanted, error);
        text->bytes = file->bytes;
        text->size = file->size;
        text->file = talloc_strdup(owner, file->name);
    }
    return text->file ? STATUS_OK : error_add_memory(error);
}

/* ---- running ---- */

static int install_words(lua_State *L)
{
    host_install(lua_touserdata(L, 1));
    return 0;
}

static int evaluate(lua_State *L)
{
    evaluate_rules(lua_touserdata(L, 1));
    return 0;
}

/* In the order of lines; faults of one line stay in the order found. */
static void hand_over(const struct error *from, struct error *to)
{
    int last = -1;
    for (;;) {
        int next = -1;
        for (int i = 0; i < from->count; i++)
            if (from->fault[i].place.row > last && (next < 0 || from->fault[i].place.row < next))
                next = from->fault[i].place.row;
        if (next < 0)
            return;
        for (int i = 0; i < from->count; i++)
            if (from->fault[i].place.row == next)
                error_add(to, from->status, &from->fault[i].place, "%s", from->fault[i].message);
        last = next;
    }
}

static void run(struct host *host, const void *owner, const struct script_text *text)
{
    if (sandbox_protect(host->L, install_words, host, host->error) != STATUS_OK ||
        sandbox_run(host->L, text, host->error) != STATUS_OK)
        return; /* what the rest of the script would have declared is unknown */
    resolve_scheme(host, owner);
    if (host->error->status != STATUS_MACHINE)
        sandbox_protect(host->L, evaluate, host, host->error);
}

enum status script_load_scheme(const void *owner, const struct script_text *text, const struct roster *roster,
                               struct scheme **scheme, struct error *error)
{
    *scheme = NULL;
    struct host *host = talloc_zero(owner, struct host);
    if (!host)
        return error_add_memory(error);
    host->roster = roster;
    host->file = text->file;
    host->error = error_new(host);
    host->L = sandbox_open(MEMORY_MOST);
    if (!host->L || !host->error) {
        sandbox_close(host->L);
        talloc_free(host);
        return error_add_memory(error);
    }
    run(host, owner, text);
    sandbox_close(host->L);
    enum status status = host->error->status;
    hand_over(host->error, error);
    if (status == STATUS_OK)
        *scheme = host->scheme;
    else
        talloc_free(host->scheme);
    talloc_free(host);
    return status;
}
