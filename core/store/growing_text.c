#include "store/growing_text.h"

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
    size_t room = 2 * text->room + more + 1024;
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

void growing_add_json(struct growing_text *text, const char *value)
{
    growing_add(text, "\"");
    for (const char *at = value; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        char escape[8];
        if (byte == '"' || byte == '\\')
            growing_add_bytes(text, (char[]){'\\', *at}, 2);
        else if (byte >= 0x20)
            growing_add_bytes(text, at, 1);
        else {
            int size = snprintf(escape, sizeof escape, "\\u%04x", byte);
            growing_add_bytes(text, escape, (size_t)size);
        }
    }
    growing_add(text, "\"");
}
