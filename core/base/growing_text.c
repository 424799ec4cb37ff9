#include "base/growing_text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <talloc.h>

static bool make_room(struct growing_text *text, size_t more)
{
    if (text->failed)
        return false;
    if (text->room - text->used > more)
        return true;
    size_t room = 2 * text->room + more + 4096;
    char *grown = talloc_realloc_size(text->owner, text->text, room);
    if (!grown) {
        text->failed = true;
        return false;
    }
    text->text = grown;
    text->room = room;
    return true;
}

void growing_add_bytes(struct growing_text *text, const char *more, size_t size)
{
    if (!make_room(text, size))
        return;
    memcpy(text->text + text->used, more, size);
    text->used += size;
    text->text[text->used] = '\0';
}

void growing_add(struct growing_text *text, const char *more)
{
    growing_add_bytes(text, more, strlen(more));
}

void growing_print(struct growing_text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *more = talloc_vasprintf(text->owner, format, arguments);
    va_end(arguments);
    if (!more) {
        text->failed = true;
        return;
    }
    growing_add(text, more);
    talloc_free(more);
}

void growing_add_number(struct growing_text *text, int64_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRId64, number);
    growing_add(text, digits);
}

void growing_add_json(struct growing_text *text, const char *value)
{
    static const char hex[] = "0123456789abcdef";
    if (!make_room(text, 6 * strlen(value) + 2))
        return;
    char *to = text->text + text->used;
    *to++ = '"';
    for (; *value; value++) {
        unsigned char byte = (unsigned char)*value;
        if (byte == '"' || byte == '\\') {
            *to++ = '\\';
            *to++ = (char)byte;
        } else if (byte < 0x20 || byte == 0x7F) {
            memcpy(to, "\\u00", 4);
            to[4] = hex[byte >> 4];
            to[5] = hex[byte & 15];
            to += 6;
        } else {
            *to++ = (char)byte;
        }
    }
    *to++ = '"';
    *to = '\0';
    text->used = (size_t)(to - text->text);
}

void growing_add_cell(struct growing_text *text, const char *value, bool always)
{
    if (!always && !strpbrk(value, ",\"\r\n;\t") && *value != ' ') {
        growing_add(text, value);
        return;
    }
    growing_add(text, "\"");
    for (const char *quote; (quote = strchr(value, '"')); value = quote + 1) {
        growing_add_bytes(text, value, (size_t)(quote - value) + 1);
        growing_add(text, "\"");
    }
    growing_add(text, value);
    growing_add(text, "\"");
}

enum status growing_close(struct growing_text *text, char **bytes, size_t *size, struct error *error)
{
    growing_add(text, "");
    if (text->failed) {
        TALLOC_FREE(text->text);
        return error_add_memory(error);
    }
    *bytes = text->text;
    *size = text->used;
    return STATUS_OK;
}
