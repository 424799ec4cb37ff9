/* What is not seen in a script as somebody wrote it. */
#include <string.h>
#include <talloc.h>

#include "base/characters.h"
#include "base/language.h"
#include "base/text.h"
#include "script/unseen.h"

/* A script on the way through it. */
struct walk {
    const char *text;
    size_t size;
    int row, column; /* of the character at hand, in characters from 1 */
    size_t line;     /* where its row begins */
    char quote;      /* the mark that opened the text it stands in; 0: none */
    bool escaped;    /* the character before was a backslash in a text */
    uint32_t before; /* the character before */
    struct error *error;
};

static void pass(struct walk *walk, uint32_t code, size_t at, size_t length)
{
    walk->before = code;
    walk->column++;
    if (code == '\n') {
        walk->row++;
        walk->column = 1;
        walk->line = at + length;
        walk->quote = '\0';
    } else if (walk->escaped) {
        walk->escaped = false;
        return;
    } else if (walk->quote && code == (uint32_t)walk->quote) {
        walk->quote = '\0';
    } else if (!walk->quote && (code == '"' || code == '\'')) {
        walk->quote = (char)code;
    }
    walk->escaped = walk->quote && code == '\\';
}

static void refuse(const struct walk *walk, const char *file, uint32_t code)
{
    const char *line = walk->text + walk->line;
    const char *end = memchr(line, '\n', walk->size - walk->line);
    size_t size = end ? (size_t)(end - line) : walk->size - walk->line;
    char *copy = talloc_strndup(walk->error, line, size);
    const struct place place = {
        .file = file, .row = walk->row, .column = walk->column, .line_text = size < 500 ? copy : NULL};
    error_add(walk->error, STATUS_INPUT, &place,
              _("The character U+%04X, which is not seen, turns the order of the others here. Please take it "
                "out."),
              (unsigned)code);
    talloc_free(copy);
}

/* Whether the mark stands in a text: in quotation marks, or between two characters beyond ASCII. */
static bool in_text(const struct walk *walk, size_t after)
{
    return walk->quote ||
           (walk->before >= 0x80 && after < walk->size && (unsigned char)walk->text[after] >= 0x80);
}

enum status script_clean_text(const void *owner, struct script_text *text, struct error *error)
{
    struct walk walk = {.text = text->bytes, .size = text->size, .row = 1, .column = 1, .error = error};
    char *out = talloc_array(owner, char, text->size + 1), *to = out;
    int before = error->count;
    text->unseen = 0;
    text->unseen_code = 0;
    if (!out)
        return error_add_memory(error);
    for (size_t at = 0, length; at < text->size; at += length) {
        uint32_t code = text_decode(text->bytes + at, text->size - at, &length);
        enum character_kind kind = code == UINT32_MAX ? CHARACTER_SEEN : character_kind(code);
        if (kind == CHARACTER_REORDERS)
            refuse(&walk, text->file, code);
        if (kind == CHARACTER_MARK && at > 0 && in_text(&walk, at + length)) {
            text->unseen_code = text->unseen++ ? text->unseen_code : code;
            continue;
        }
        memcpy(to, text->bytes + at, length);
        to += length;
        pass(&walk, code, at, length);
    }
    *to = '\0';
    text->bytes = out;
    text->size = (size_t)(to - out);
    return error->count > before ? STATUS_INPUT : STATUS_OK;
}
