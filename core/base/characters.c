#include "base/characters.h"

#include <stdio.h>
#include <string.h>
#include <talloc.h>
#include <unicode/uchar.h>

#include "base/text.h"

enum { CODE_SHOWN = 10 }; /* bytes of <U+10FFFF> */

/* What the properties alone do not say. First and last of each range. */
static const struct {
    uint32_t first, last;
    enum character_kind kind;
} exceptions[] = {
    {0x0009, 0x000A, CHARACTER_BREAK},    {0x000D, 0x000D, CHARACTER_BREAK},
    {0x2028, 0x2029, CHARACTER_BREAK}, /* line and paragraph separator */
    {0x00A0, 0x00A0, CHARACTER_BLANK},    {0x1680, 0x1680, CHARACTER_BLANK},
    {0x2000, 0x200A, CHARACTER_BLANK},    {0x202F, 0x202F, CHARACTER_BLANK},
    {0x205F, 0x205F, CHARACTER_BLANK},    {0x202A, 0x202E, CHARACTER_REORDERS},
    {0x2066, 0x2069, CHARACTER_REORDERS}, {0x2800, 0x2800, CHARACTER_MARK}, /* a pattern of no dots */
    {0x1D159, 0x1D159, CHARACTER_MARK},                                     /* a note without a head */
};

/* First bytes in UTF-8 of what needs a closer look, so that most text is only looked at. */
static bool is_suspect(unsigned char byte)
{
    return byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xCD || byte == 0xD8 || byte == 0xDB ||
           byte == 0xDC || (byte >= 0xE0 && byte <= 0xE3) || byte >= 0xEF;
}

enum character_kind character_kind(uint32_t code)
{
    if ((code >= 0x20 && code < 0x7F) || code > 0x10FFFF)
        return CHARACTER_SEEN;
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
        if (code >= exceptions[i].first && code <= exceptions[i].last)
            return exceptions[i].kind;
    if (u_hasBinaryProperty((UChar32)code, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
        return CHARACTER_MARK;
    int8_t type = u_charType((UChar32)code);
    return type == U_CONTROL_CHAR || type == U_FORMAT_CHAR ? CHARACTER_CONTROLS : CHARACTER_SEEN;
}

bool character_is_lost(uint32_t code)
{
    static const uint32_t boxes[] = {0xFFFC, 0xFFFD, 0x25A0, 0x25A1, 0x25AF, 0x2610, 0x3013};
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++)
        if (code == boxes[i])
            return true;
    return (code >= 0xE000 && code <= 0xF8FF) || (code >= 0xF0000 && code <= 0x10FFFF) ||
           (code >= 0xFDD0 && code <= 0xFDEF) || (code <= 0x10FFFF && (code & 0xFFFE) == 0xFFFE);
}

uint32_t characters_find_lost(const char *text, const char *also)
{
    size_t size = strlen(text);
    for (size_t at = 0, length; at < size; at += length) {
        uint32_t code = text_decode(text + at, size - at, &length);
        if (code == UINT32_MAX)
            continue;
        char bytes[5] = "";
        bytes[text_encode(code, bytes)] = '\0';
        if (character_is_lost(code) || strstr(also, bytes))
            return code;
    }
    return 0;
}

bool character_is_dot(uint32_t code)
{
    static const uint32_t dots[] = {
        0xB7,   '.',    '-',    0xB0,   0x0387, 0x02D9, 0x2010, 0x2011, 0x2012, 0x2013,
        0x2014, 0x2015, 0x2022, 0x2024, 0x2027, 0x2043, 0x2212, 0x2218, 0x2219, 0x22C5,
        0x25CF, 0x25E6, 0x26AB, 0x2981, 0x2B24, 0x2E30, 0x2E31, 0x2E33, 0x3002, 0x30FB,
        0xA78F, 0xFE52, 0xFE63, 0xFF0D, 0xFF0E, 0xFF61, 0xFF65, 0x16EB,
    };
    for (size_t i = 0; i < sizeof dots / sizeof *dots; i++)
        if (code == dots[i])
            return true;
    return false;
}

bool character_is_han(uint32_t code)
{
    return code <= 0x10FFFF && u_hasBinaryProperty((UChar32)code, UCHAR_IDEOGRAPHIC);
}

static bool is_blank(uint32_t code)
{
    return code == ' ' || code == 0x3000 || character_kind(code) == CHARACTER_BLANK;
}

/* Whether the text has anything that changes or is refused. */
static bool is_suspicious(const char *text)
{
    size_t size = strlen(text);
    for (size_t at = 0, length; at < size; at += length) {
        length = 1;
        if (is_suspect((unsigned char)text[at]) &&
            character_kind(text_decode(text + at, size - at, &length)) != CHARACTER_SEEN)
            return true;
    }
    return false;
}

/* The text being written anew. */
struct writer {
    char *begin, *to;
    bool breaks; /* a break was written as one blank: blanks that follow go with it */
};

static void put_break(struct writer *writer)
{
    while (writer->to > writer->begin && writer->to[-1] == ' ')
        writer->to--;
    *writer->to++ = ' ';
    writer->breaks = true;
}

static void put(struct writer *writer, const char *text, size_t length, uint32_t code)
{
    if (writer->breaks && is_blank(code))
        return;
    writer->breaks = false;
    if (character_kind(code) == CHARACTER_BLANK) {
        *writer->to++ = ' ';
        return;
    }
    memcpy(writer->to, text, length);
    writer->to += length;
}

const char *characters_clean(const void *owner, const char *text, struct characters_found *found)
{
    struct characters_found seen = {0};
    if (found)
        *found = seen;
    if (!is_suspicious(text))
        return text;
    size_t size = strlen(text);
    struct writer writer = {.begin = talloc_array(owner, char, size + 1)};
    if (!(writer.to = writer.begin))
        return NULL;
    for (size_t at = 0, length; at < size; at += length) {
        uint32_t code = text_decode(text + at, size - at, &length);
        enum character_kind kind = character_kind(code);
        if (kind == CHARACTER_BREAK) {
            put_break(&writer);
            continue;
        }
        if (kind == CHARACTER_MARK) {
            seen.taken = seen.taken ? seen.taken : code;
            continue;
        }
        if ((kind == CHARACTER_REORDERS || kind == CHARACTER_CONTROLS) && !seen.refused) {
            seen.refused = code;
            seen.kind = kind;
        }
        put(&writer, text + at, length, code);
    }
    *writer.to = '\0';
    if (found)
        *found = seen;
    return writer.begin;
}

char *characters_shown(const void *owner, const char *text)
{
    size_t size = strlen(text);
    char *out = talloc_array(owner, char, CODE_SHOWN *size + 1), *to = out;
    for (size_t at = 0, length; out && at < size; at += length) {
        uint32_t code = text_decode(text + at, size - at, &length);
        if (code != UINT32_MAX && character_kind(code) != CHARACTER_SEEN) {
            to += sprintf(to, "<U+%04X>", (unsigned)code);
            continue;
        }
        memcpy(to, text + at, length);
        to += length;
    }
    if (out)
        *to = '\0';
    return out;
}
