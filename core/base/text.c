#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <unicode/uchar.h>

uint32_t text_decode(const char *text, size_t size, size_t *length)
{
    const unsigned char *s = (const unsigned char *)text;
    *length = 1;
    if (s[0] < 0x80)
        return s[0];
    size_t want = s[0] >= 0xC2 && s[0] <= 0xDF   ? 2
                  : s[0] >= 0xE0 && s[0] <= 0xEF ? 3
                  : s[0] >= 0xF0 && s[0] <= 0xF4 ? 4
                                                 : 0;
    if (want == 0 || want > size)
        return UINT32_MAX;
    uint32_t code = s[0] & (0xFFu >> (want + 1));
    for (size_t i = 1; i < want; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return UINT32_MAX;
        code = code << 6 | (s[i] & 0x3Fu);
    }
    if ((want == 3 && code < 0x800) || (want == 4 && code < 0x10000) || code > 0x10FFFF ||
        (code >= 0xD800 && code <= 0xDFFF))
        return UINT32_MAX;
    *length = want;
    return code;
}

size_t text_encode(uint32_t code, char out[4])
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

size_t text_valid_until(const char *text, size_t size)
{
    size_t at = 0;
    while (at < size) {
        size_t length;
        if ((unsigned char)text[at] < 0x80) {
            at++;
            continue;
        }
        if (text_decode(text + at, size - at, &length) == UINT32_MAX)
            return at;
        at += length;
    }
    return size;
}

int text_count(const char *text)
{
    int count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

bool text_is_blank(uint32_t code)
{
    return (code >= 0x09 && code <= 0x0D) || code == 0x20 || code == 0xA0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200B) || code == 0x202F || code == 0x205F || code == 0x3000 ||
           code == 0xFEFF;
}

char *text_trim(const void *owner, const char *text, size_t size)
{
    size_t begin = 0, end = 0;
    bool started = false;
    for (size_t at = 0; at < size;) {
        size_t length;
        uint32_t code = text_decode(text + at, size - at, &length);
        if (!text_is_blank(code)) {
            if (!started)
                begin = at;
            started = true;
            end = at + length;
        }
        at += length;
    }
    return talloc_strndup(owner, text + begin, started ? end - begin : 0);
}

static int code_width(uint32_t code)
{
    if (code == UINT32_MAX)
        return 1;
    if (code >= 0x20 && code < 0x7F)
        return 1;
    if (u_hasBinaryProperty((UChar32)code, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
        return 0;
    int8_t type = u_charType((UChar32)code);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_CONTROL_CHAR)
        return 0;
    int width = u_getIntPropertyValue((UChar32)code, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

int text_width(const char *text)
{
    int width = 0;
    size_t size = strlen(text);
    for (size_t at = 0; at < size;) {
        size_t length;
        width += code_width(text_decode(text + at, size - at, &length));
        at += length;
    }
    return width;
}

static int decode_all(const char *text, uint32_t *out, int most)
{
    int count = 0;
    size_t size = strlen(text);
    for (size_t at = 0; at < size && count < most;) {
        size_t length;
        out[count++] = text_decode(text + at, size - at, &length);
        at += length;
    }
    return count;
}

enum { NEAREST_MOST = 64 }; /* longer texts are no misspelt names */

/* Levenshtein distance, a swap of neighbours counting one (optimal string alignment). */
static int distance(const uint32_t *a, int m, const uint32_t *b, int n)
{
    int rows[3][NEAREST_MOST + 1];
    int *before = rows[0], *last = rows[1], *row = rows[2];
    memset(before, 0, sizeof rows[0]);
    for (int j = 0; j <= n; j++)
        last[j] = j;
    for (int i = 1; i <= m; i++) {
        row[0] = i;
        for (int j = 1; j <= n; j++) {
            int best = last[j - 1] + (a[i - 1] != b[j - 1]);
            if (last[j] + 1 < best)
                best = last[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = best;
        }
        int *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[n];
}

/* Such words are short, so that a distance of one or two is the whole difference. */
bool text_is_contrary(const char *one, const char *other)
{
    static const char *const words[] = {"非",   "不",   "无",   "未",   "没",   "原",   "曾",   "前",  "退",
                                        "除名", "家属", "亲属", "遗属", "子女", "配偶", "后人", "之友"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strstr(one, words[i]) != !strstr(other, words[i]))
            return true;
    return false;
}

const char *text_nearest(const char *text, const char *const *candidates, int count)
{
    uint32_t wanted[NEAREST_MOST], other[NEAREST_MOST];
    int m = decode_all(text, wanted, NEAREST_MOST);
    const char *best = NULL;
    int best_distance = 0;
    for (int i = 0; i < count; i++) {
        int n = decode_all(candidates[i], other, NEAREST_MOST);
        int longer = m > n ? m : n;
        int limit = longer / 3 > 1 ? longer / 3 : 1;
        if (abs(m - n) > limit || (best && abs(m - n) >= best_distance))
            continue;
        int d = distance(wanted, m, other, n);
        if (d <= limit && d < longer && (!best || d < best_distance) &&
            !text_is_contrary(text, candidates[i])) {
            best = candidates[i];
            best_distance = d;
        }
    }
    return best;
}

static bool is_separator(uint32_t code)
{
    return code == 0x3001 || code == 0xFF0C || code == ',' || code == ';' || code == 0xFF1B || code == '/';
}

char **text_split_list(const void *owner, const char *text, int *count)
{
    char **parts = talloc_zero_array(owner, char *, 1);
    *count = 0;
    size_t size = strlen(text), begin = 0;
    for (size_t at = 0; parts && at <= size;) {
        size_t length = 1;
        if (at == size || is_separator(text_decode(text + at, size - at, &length))) {
            char *part = text_trim(parts, text + begin, at - begin);
            if (part && *part) {
                char **grown = talloc_realloc(owner, parts, char *, (unsigned)*count + 2);
                if (!grown)
                    return NULL;
                parts = grown;
                parts[(*count)++] = part;
                parts[*count] = NULL;
            }
            begin = at + length;
        }
        at += length;
    }
    return parts;
}

bool text_list_has(const char *list, const char *part)
{
    static const char comma[] = "、";
    size_t wanted = strlen(part);
    while (*list) {
        const char *end = strstr(list, comma);
        size_t length = end ? (size_t)(end - list) : strlen(list);
        if (length == wanted && memcmp(list, part, length) == 0)
            return true;
        list += length;
        if (end)
            list += sizeof comma - 1;
    }
    return false;
}

char *text_printable(const void *owner, const char *text)
{
    enum { WIDEST = 8 }; /* bytes that one becomes: <U+202E> of three, <U+001B> of one */
    size_t size = strlen(text);
    char *out = talloc_array(owner, char, WIDEST *size + 1), *to = out;
    if (!out)
        return NULL;
    for (size_t at = 0; at < size;) {
        size_t length;
        uint32_t code = text_decode(text + at, size - at, &length);
        if (code == '\n' || code == '\r' || code == '\t') {
            *to++ = ' ';
        } else if (code == UINT32_MAX) {
            to += text_encode(0xFFFD, to);
        } else if (code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x2028 && code <= 0x202E) ||
                   (code >= 0x2066 && code <= 0x2069)) {
            to += sprintf(to, "<U+%04X>", (unsigned)code);
        } else {
            memcpy(to, text + at, length);
            to += length;
        }
        at += length;
    }
    *to = '\0';
    return out;
}
