#include "report/render.h"

#include <string.h>
#include <strings.h>
#include <talloc.h>

#include "base/language.h"

const struct renderer renderers[] = {
    {"html", "html", render_html},
    {"md", "md", render_markdown},
    {"csv", "csv", render_csv},
    {NULL, NULL, NULL},
};

/* "html、md、csv" or "html, md, csv". */
static char *list_of_formats(const void *owner)
{
    char *list = talloc_strdup(owner, "");
    for (int i = 0; list && renderers[i].name; i++)
        list = talloc_asprintf_append(list, "%s%s", i ? _(", ") : "", renderers[i].name);
    return list;
}

static enum status refuse_format(const char *format, struct error *error)
{
    char *list = list_of_formats(error);
    if (!list)
        return error_add_memory(error);
    const struct place place = {.value = format};
    return error_add(error, STATUS_INPUT, &place,
                     _("Reports cannot be written as “%s” yet. Please choose one of: %s."), format, list);
}

enum status document_render(const void *owner, const struct document *document, const char *format,
                            char **bytes, size_t *size, struct error *error)
{
    *bytes = NULL;
    *size = 0;
    for (int i = 0; renderers[i].name; i++) {
        if (strcmp(renderers[i].name, format) != 0)
            continue;
        enum status status = document_check(document, error);
        return status == STATUS_OK ? renderers[i].render(owner, document, bytes, size, error) : status;
    }
    return refuse_format(format, error);
}

enum status render_format_of(const char *file, const char **format, struct error *error)
{
    *format = NULL;
    const char *slash = strrchr(file, '/');
    const char *dot = strrchr(slash ? slash : file, '.');
    if (!dot || !dot[1]) {
        char *list = list_of_formats(error);
        const struct place place = {.file = file};
        return list ? error_add(
                          error, STATUS_INPUT, &place,
                          _("The file's name does not say which format it shall have. Please end it with a "
                            "dot and one of: %s."),
                          list)
                    : error_add_memory(error);
    }
    for (int i = 0; renderers[i].name; i++)
        if (strcasecmp(renderers[i].extension, dot + 1) == 0) {
            *format = renderers[i].name;
            return STATUS_OK;
        }
    if (strcasecmp(dot + 1, "htm") == 0) {
        *format = "html";
        return STATUS_OK;
    }
    return refuse_format(dot + 1, error);
}
