#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/text.h"
#include "roster/biff_internal.h"

enum {
    WIDE = 1,     /* flags of a text: two bytes a character */
    PHONETIC = 4, /* how it is pronounced stands behind it */
    RICH = 8,     /* it has runs */
    UNITS_MOST = 65535,
};

#define REPLACEMENT 0xFFFDU

/* ---- bytes across records ---- */

/* Goes on in the record behind, where that is one of continuation. */
static bool enter_continue(const struct biff *biff, struct source *source)
{
    struct record record;
    size_t at = source->at;
    if (!biff_next(biff, &at, &record) || record.id != RECORD_CONTINUE)
        return false;
    *source = (struct source){record.at, record.size};
    return true;
}

static bool take(const struct biff *biff, struct source *source, unsigned char *out, size_t count)
{
    while (count > 0) {
        if (source->left == 0 && !enter_continue(biff, source))
            return false;
        size_t some = source->left < count ? source->left : count;
        if (out) {
            memcpy(out, biff->bytes + source->at, some);
            out += some;
        }
        source->at += some;
        source->left -= some;
        count -= some;
    }
    return true;
}

/* ---- characters ---- */

static bool pool_add(struct biff *biff, const char *text, size_t size)
{
    if (biff->pool_size + size + 1 > biff->pool_room) {
        size_t room = 2 * (biff->pool_size + size) + 4096;
        char *grown = talloc_realloc(biff->owner, biff->pool, char, room);
        if (!grown)
            return biff_fail(biff, BIFF_MEMORY);
        biff->pool = grown;
        biff->pool_room = room;
    }
    if (size > 0)
        memcpy(biff->pool + biff->pool_size, text, size);
    biff->pool_size += size;
    if (biff->pool_size > (size_t)3 * BOOK_TEXT_BYTES)
        return biff_fail(biff, BIFF_TOO_MUCH);
    return true;
}

static bool pool_add_code(struct biff *biff, uint32_t code)
{
    char character[4] = "";
    return code == 0 || pool_add(biff, character, text_encode(code, character));
}

/* UTF-16 units come one by one; *high is what waits for its other half. */
static bool add_unit(struct biff *biff, uint32_t unit, uint32_t *high)
{
    bool is_high = unit >= 0xD800 && unit < 0xDC00, is_low = unit >= 0xDC00 && unit < 0xE000;
    uint32_t before = *high;
    *high = 0;
    if (before && is_low)
        return pool_add_code(biff, 0x10000 + ((before - 0xD800) << 10) + (unit - 0xDC00));
    if (before && !pool_add_code(biff, REPLACEMENT))
        return false;
    if (is_high) {
        *high = unit;
        return true;
    }
    return pool_add_code(biff, is_low ? REPLACEMENT : unit);
}

/* Characters of Excel 97 and later: where a record of continuation begins amid them, it says anew how wide
 * they are. */
static bool add_units(struct biff *biff, struct source *source, unsigned count, bool wide)
{
    uint32_t high = 0;
    for (unsigned i = 0; i < count; i++) {
        unsigned char unit[2] = {0, 0};
        if (source->left == 0) {
            if (!take(biff, source, unit, 1))
                return false;
            wide = unit[0] & WIDE;
            unit[0] = 0;
        }
        if (!take(biff, source, unit, wide ? 2 : 1) || !add_unit(biff, little16(unit), &high))
            return false;
    }
    return !high || pool_add_code(biff, REPLACEMENT);
}

/* The names under which the C library knows the pages of code. */
static void codepage_name(unsigned page, char *name, size_t room)
{
    static const struct {
        unsigned page;
        const char *name;
    } names[] = {{0, "CP1252"},      {936, "GB18030"},     {950, "BIG5-HKSCS"},  {1200, "UTF-16LE"},
                 {1361, "JOHAB"},    {10000, "MACINTOSH"}, {10001, "SHIFT-JIS"}, {10002, "BIG5"},
                 {10008, "GB18030"}, {20127, "CP1252"},    {367, "CP1252"},      {32768, "MACINTOSH"},
                 {32769, "CP1252"},  {54936, "GB18030"},   {65001, "UTF-8"},     {28591, "ISO-8859-1"}};
    snprintf(name, room, "CP%u", page);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].page == page)
            snprintf(name, room, "%s", names[i].name);
}

/* Characters before Excel 97, in the workbook's page of code. */
static bool add_bytes(struct biff *biff, char *bytes, size_t count)
{
    char name[32], *from = bytes, *out = talloc_array(biff->owner, char, 4 * count + 1), *to = out;
    size_t left = count, room = 4 * count + 1;
    codepage_name(biff->codepage, name, sizeof name);
    iconv_t way = iconv_open("UTF-8", name);
    bool done = out && way != (iconv_t)-1 && iconv(way, &from, &left, &to, &room) != (size_t)-1 &&
                iconv(way, NULL, NULL, &to, &room) != (size_t)-1;
    for (char *c = out; done && c < to; c++)
        if (*c)
            done = pool_add(biff, c, 1);
    if (way != (iconv_t)-1)
        iconv_close(way);
    talloc_free(out);
    return done;
}

/* ---- texts ---- */

static bool begin_text(struct biff *biff)
{
    if (biff->texts >= BOOK_CELLS)
        return biff_fail(biff, BIFF_TOO_MUCH);
    if (!biff_grow(biff, &biff->text, sizeof *biff->text, biff->texts, &biff->text_room))
        return false;
    biff->text[biff->texts++] = (struct text){biff->pool_size, biff->runs, 0};
    return true;
}

static bool end_text(struct biff *biff)
{
    if (!pool_add(biff, "", 0))
        return false;
    biff->pool[biff->pool_size++] = '\0';
    return true;
}

static bool add_run(struct biff *biff, unsigned at, unsigned font)
{
    if (!biff_grow(biff, &biff->run, sizeof *biff->run, biff->runs, &biff->run_room))
        return false;
    biff->run[biff->runs++] = (struct text_font){(uint16_t)at, (uint16_t)font};
    biff->text[biff->texts - 1].runs++;
    return true;
}

static bool read_wide_runs(struct biff *biff, struct source *source, unsigned count)
{
    for (; count > 0; count--) {
        unsigned char run[4];
        if (!take(biff, source, run, sizeof run) || !add_run(biff, little16(run), little16(run + 2)))
            return false;
    }
    return true;
}

static bool read_wide_text(struct biff *biff, struct source *source, unsigned count)
{
    unsigned char flags, head[4] = {0};
    unsigned runs = 0;
    size_t pronounced = 0;
    if (!take(biff, source, &flags, 1))
        return false;
    if (flags & RICH) {
        if (!take(biff, source, head, 2))
            return false;
        runs = little16(head);
    }
    if (flags & PHONETIC) {
        if (!take(biff, source, head, 4))
            return false;
        pronounced = little32(head);
    }
    return add_units(biff, source, count, flags & WIDE) && end_text(biff) &&
           read_wide_runs(biff, source, runs) && take(biff, source, NULL, pronounced);
}

static bool read_byte_text(struct biff *biff, struct source *source, unsigned count)
{
    char *bytes = talloc_array(biff->owner, char, count + 1);
    bool done = bytes && take(biff, source, (unsigned char *)bytes, count) && add_bytes(biff, bytes, count) &&
                end_text(biff);
    talloc_free(bytes);
    return done;
}

bool biff_read_text(struct biff *biff, struct source *source, int length_bytes)
{
    unsigned char head[2] = {0, 0};
    if (!take(biff, source, head, (size_t)length_bytes) || !begin_text(biff))
        return false;
    unsigned count = little16(head);
    return biff->version == 8 ? read_wide_text(biff, source, count) : read_byte_text(biff, source, count);
}

bool biff_read_runs(struct biff *biff, struct source *source)
{
    unsigned char head[2] = {0, 0};
    if (biff->version == 8)
        return take(biff, source, head, 2) && read_wide_runs(biff, source, little16(head));
    if (!take(biff, source, head, 1))
        return false;
    for (unsigned count = head[0]; count > 0; count--)
        if (!take(biff, source, head, 2) || !add_run(biff, head[0], head[1]))
            return false;
    return true;
}

/* Its first number counts the cells that use it, and is often wrong. */
bool biff_read_shared(struct biff *biff, const struct record *record)
{
    struct source source = {record->at, record->size};
    unsigned char head[8];
    if (biff->shared > 0 || !take(biff, &source, head, sizeof head))
        return biff_fail(biff, BIFF_DAMAGED);
    uint32_t count = little32(head + 4);
    for (uint32_t i = 0; i < count; i++) {
        /* A table that says it has more texts than it holds is read as far as it goes. */
        if (source.left == 0 && !enter_continue(biff, &source))
            break;
        if (!biff_read_text(biff, &source, 2))
            return biff_fail(biff, BIFF_DAMAGED);
    }
    biff->shared = biff->texts;
    return true;
}

/* ---- what is struck through ---- */

/* Fonts are counted without the fourth, which no workbook has. */
static bool font_struck(const struct biff *biff, unsigned font)
{
    unsigned index = font > 4 ? font - 1 : font;
    return index < biff->fonts && biff->struck[index];
}

/* The characters before *unit passes `end`, in UTF-16 units (before Excel 97, roughly, in bytes of the page).
 */
static size_t units_until(const struct biff *biff, const char *text, size_t at, unsigned *unit, unsigned end)
{
    size_t size = strlen(text), length;
    while (at < size && *unit < end) {
        uint32_t code = text_decode(text + at, size - at, &length);
        *unit += biff->version == 8 ? 1 + (code >= 0x10000) : 1 + (code >= 0x80);
        at += length;
    }
    return at;
}

const char *biff_left(struct biff *biff, const struct text *text, bool cell_struck)
{
    const char *whole = biff->pool + text->at;
    char *left = talloc_array(biff->owner, char, strlen(whole) + 1), *to = left;
    bool struck = cell_struck;
    unsigned unit = 0;
    size_t at = 0;
    for (uint32_t r = 0; left && r <= text->runs; r++) {
        const struct text_font *run = r < text->runs ? &biff->run[text->first_run + r] : NULL;
        size_t end = run ? units_until(biff, whole, at, &unit, run->at) : strlen(whole);
        if (!struck) {
            memcpy(to, whole + at, end - at);
            to += end - at;
        }
        at = end;
        struck = run ? font_struck(biff, run->font) : struck;
    }
    if (!left) {
        biff_fail(biff, BIFF_MEMORY);
        return NULL;
    }
    *to = '\0';
    if (strcmp(left, whole) != 0)
        return left;
    talloc_free(left);
    return NULL;
}
