#include "roster/xlsx_text.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"

enum { CHARACTER_BYTES = 4, ESCAPE = 7 /* _x000D_ */ };

static enum status refuse_length(struct collected *collected, struct sheet_build *build)
{
    const struct place place = build_place(build, build->sheet ? build->row : 0, -1);
    collected->size = 0;
    return error_add(build->error, STATUS_INPUT, &place,
                     _("A cell holds more than %d characters, which no spreadsheet can. Please check that "
                       "this is the right file."),
                     CSV_CELL_CHARACTERS);
}

enum status collected_add(struct collected *collected, struct sheet_build *build, const char *text,
                          size_t size)
{
    if (!collected->open || collected->phonetic > 0)
        return STATUS_OK;
    if (collected->size + size > (size_t)CHARACTER_BYTES * CSV_CELL_CHARACTERS)
        return refuse_length(collected, build);
    if (collected->size + size + 1 > collected->room) {
        size_t room = 2 * (collected->size + size) + 256;
        char *grown = talloc_realloc(collected->owner, collected->bytes, char, room);
        if (!grown)
            return error_add_memory(build->error);
        collected->bytes = grown;
        collected->room = room;
    }
    memcpy(collected->bytes + collected->size, text, size);
    collected->size += size;
    return STATUS_OK;
}

void collected_start(struct collected *collected, const char *name)
{
    if (strcmp(name, "rPh") == 0)
        collected->phonetic++;
    else if (strcmp(name, "t") == 0)
        collected->open = true;
}

void collected_end(struct collected *collected, const char *name)
{
    if (strcmp(name, "rPh") == 0)
        collected->phonetic--;
    else if (strcmp(name, "t") == 0)
        collected->open = false;
}

/* The character that _xHHHH_ at `text` stands for, or UINT32_MAX. */
static uint32_t escaped(const char *text, size_t size)
{
    if (size < ESCAPE || text[0] != '_' || text[1] != 'x' || text[6] != '_')
        return UINT32_MAX;
    char digits[5];
    memcpy(digits, text + 2, 4);
    digits[4] = '\0';
    if (strspn(digits, "0123456789abcdefABCDEF") != 4)
        return UINT32_MAX;
    uint32_t code = (uint32_t)strtoul(digits, NULL, 16);
    return code == 0 || (code >= 0xD800 && code <= 0xDFFF) ? UINT32_MAX : code;
}

/* Puts characters in the place of their escapes; a text never grows. */
static void unescape(struct collected *collected)
{
    char *bytes = collected->bytes, *to = bytes;
    size_t size = collected->size;
    for (size_t at = 0; at < size;) {
        uint32_t code = bytes[at] == '_' ? escaped(bytes + at, size - at) : UINT32_MAX;
        if (code == UINT32_MAX) {
            *to++ = bytes[at++];
            continue;
        }
        char character[4];
        size_t length = text_encode(code, character);
        memcpy(to, character, length);
        to += length;
        at += ESCAPE;
    }
    collected->size = (size_t)(to - bytes);
}

const char *collected_take(struct collected *collected, struct sheet_build *build)
{
    static const char empty[] = "";
    if (collected->size == 0)
        return empty;
    if (memchr(collected->bytes, '_', collected->size))
        unescape(collected);
    collected->bytes[collected->size] = '\0';
    if (collected->size > CSV_CELL_CHARACTERS && text_count(collected->bytes) > CSV_CELL_CHARACTERS) {
        refuse_length(collected, build);
        return NULL;
    }
    const char *text = build_text(build, collected->bytes, collected->size);
    collected->size = 0;
    return text;
}
