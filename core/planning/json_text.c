#include "planning/json_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <talloc.h>

static bool make_room(struct json_text *buffer, size_t more)
{
    if (buffer->failed)
        return false;
    if (buffer->room - buffer->used > more)
        return true;
    size_t room = 2 * buffer->room + more + 4096;
    char *grown = talloc_realloc_size(buffer->owner, buffer->text, room);
    if (!grown) {
        buffer->failed = true;
        return false;
    }
    buffer->text = grown;
    buffer->room = room;
    return true;
}

void json_put(struct json_text *buffer, const char *text)
{
    size_t size = strlen(text);
    if (!make_room(buffer, size))
        return;
    memcpy(buffer->text + buffer->used, text, size + 1);
    buffer->used += size;
}

void json_put_number(struct json_text *buffer, int64_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRId64, number);
    json_put(buffer, digits);
}

/* The text as a JSON string: strict UTF-8 stays as it is, RFC 8259 section 7 says what must be escaped. */
void json_put_text(struct json_text *buffer, const char *text)
{
    static const char hex[] = "0123456789abcdef";
    size_t size = strlen(text);
    if (!make_room(buffer, 6 * size + 2))
        return;
    char *to = buffer->text + buffer->used;
    *to++ = '"';
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
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
    buffer->used = (size_t)(to - buffer->text);
}
