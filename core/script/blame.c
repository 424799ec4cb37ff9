#include "script/blame.h"

#include <stdarg.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "script/extends.h"

enum { MISSED_NAMED = 3 };

/* Whether the file stands outside the other one: it extends it, at once or by others. */
static bool is_outside(const struct host *host, const char *file, const char *other)
{
    int one = extends_text(host->bases, file), two = extends_text(host->bases, other);
    return one >= 0 && two >= 0 && one < two; /* texts are found outermost first */
}

static bool is_elsewhere(const struct blame *blame, const struct declaration *declaration)
{
    return strcmp(blame->file, declaration->origin.file) != 0;
}

struct blame blame_place(struct host *host, const struct declaration *declaration, const char *file, int line)
{
    const struct origin *origin = &declaration->origin;
    struct blame blame = {origin->file, origin->line, declaration->subject};
    if (!file || !is_outside(host, file, origin->file))
        return blame;
    const char *subject =
        talloc_asprintf(host, _("%s (of %s:%d)"), declaration->subject, origin->file, origin->line);
    return (struct blame){file, line, subject ? subject : declaration->subject};
}

const struct declaration *blame_declaration(const struct host *host, int relation)
{
    for (int i = 0; i < host->declarations; i++) {
        const struct declaration *one = host->declaration[i];
        if (one->word->declares == DECLARES_RELATION && one->index == relation)
            return one;
    }
    return NULL;
}

struct blame blame_relation(struct host *host, const struct declaration *declaration, int relation)
{
    return blame_relations(host, declaration, &relation, 1);
}

struct blame blame_relations(struct host *host, const struct declaration *declaration, const int *relation,
                             int relations)
{
    const struct declaration *outermost = NULL;
    for (int i = 0; i < relations; i++) {
        const struct declaration *one = blame_declaration(host, relation[i]);
        if (one && (!outermost || is_outside(host, one->origin.file, outermost->origin.file)))
            outermost = one;
    }
    return blame_place(host, declaration, outermost ? outermost->origin.file : NULL,
                       outermost ? outermost->origin.line : 0);
}

void blame_fault(struct host *host, const struct blame *blame, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = talloc_vasprintf(host, format, arguments);
    va_end(arguments);
    const char *file = host->file;
    host->file = blame->file;
    if (text)
        host_fault(host, blame->line, "%s", text);
    else
        error_add_memory(host->error);
    host->file = file;
    talloc_free(text);
}

void blame_move(struct host *host, int first, const struct declaration *declaration,
                const struct blame *blame)
{
    if (!is_elsewhere(blame, declaration))
        return;
    for (int i = first; i < host->error->count; i++) {
        struct fault *fault = &host->error->fault[i];
        if (!fault->place.file || strcmp(fault->place.file, declaration->origin.file) != 0)
            continue;
        char *message = talloc_asprintf(host->error,
                                        _("%s Found in %s:%d, which was written for what stood "
                                          "here before."),
                                        fault->message, fault->place.file, fault->place.row);
        if (message)
            fault->message = message;
        fault->place.file = talloc_strdup(host->error, blame->file);
        fault->place.row = blame->line;
        fault->place.column = 0;
    }
}

/* ---- what was taken away ---- */

static struct missed *find_missed(struct host *host, const struct missed *like)
{
    for (int i = 0; i < host->missing; i++) {
        struct missed *one = &host->missed[i];
        if (one->stage == like->stage && strcmp(one->name, like->name) == 0)
            return one;
    }
    struct missed *grown = talloc_realloc(host, host->missed, struct missed, (unsigned)host->missing + 1);
    if (!grown)
        return NULL;
    host->missed = grown;
    struct missed *made = &grown[host->missing++];
    *made = *like;
    made->names = talloc_strdup(host, "");
    return made;
}

void blame_missing(struct host *host, const struct declaration *declaration, const struct missed *missed)
{
    struct missed *one = find_missed(host, missed);
    if (!one || !one->names)
        error_add_memory(host->error);
    else if (one->count++ < MISSED_NAMED)
        one->names =
            talloc_asprintf_append(one->names, "%s%s (%s:%d)", one->count > 1 ? _(", ") : "",
                                   declaration->subject, declaration->origin.file, declaration->origin.line);
}

void blame_tell(struct host *host)
{
    for (int i = 0; i < host->missing; i++) {
        const struct missed *one = &host->missed[i];
        host->file = one->file;
        host_fault(
            host, one->line,
            one->stage
                ? one->count > MISSED_NAMED
                      ? _("s:stages leaves out “%s”, where these belong: %s and others, %d in all. Please "
                          "list it, or amend or remove them.")
                      : _("s:stages leaves out “%s”, where these belong: %s (%d in all). Please list it, "
                          "or amend or remove them.")
            : one->count > MISSED_NAMED
                ? _("“%s” is removed here, but these speak of it: %s and others, %d in all. Please amend "
                    "or remove them, too.")
                : _("“%s” is removed here, but these speak of it: %s (%d in all). Please amend or remove "
                    "them, too."),
            one->name, one->names ? one->names : "", one->count);
    }
}
