/* From a document to bytes: one renderer a file, and the list of them. */
#ifndef TONGXIN_REPORT_RENDER_H
#define TONGXIN_REPORT_RENDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "report/document.h"

/* A format: the name that --format takes, the extension of its files without the dot, and its renderer, which
 * appends to nothing and prints nothing. `render` gets a document that document_check accepts; the bytes are
 * owned by `owner` and followed by a NUL. */
struct renderer {
    const char *name, *extension;
    enum status (*render)(const void *owner, const struct document *document, char **bytes, size_t *size,
                          struct error *error);
};

/* All renderers; ends with an entry whose name is NULL. */
extern const struct renderer renderers[];

/* Renders the document in a format of the list. A document whose tables are unsound and an unknown format are
 * STATUS_INPUT; the latter's sentence says which formats there are. */
enum status document_render(const void *owner, const struct document *document, const char *format,
                            char **bytes, size_t *size, struct error *error);

/* The format that a file's name asks for by its extension (附件1.html: "html"), in *format, static. Without
 * an extension, and for one that is not rendered, STATUS_INPUT with the extensions there are. */
enum status render_format_of(const char *file, const char **format, struct error *error);

/* Whether a file that begins so is a page that render_html wrote, which says so itself (its generator).
 * NUL-terminated, RENDER_MARK_WITHIN bytes are enough. Markdown and CSV carry no mark. */
bool render_is_ours(const char *begin);
enum { RENDER_MARK_WITHIN = 4096 };

/* The renderers; each in its own file. */
enum status render_html(const void *owner, const struct document *document, char **bytes, size_t *size,
                        struct error *error);
enum status render_markdown(const void *owner, const struct document *document, char **bytes, size_t *size,
                            struct error *error);
enum status render_csv(const void *owner, const struct document *document, char **bytes, size_t *size,
                       struct error *error);

#endif
