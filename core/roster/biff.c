#include <string.h>
#include <talloc.h>

#include "roster/biff_internal.h"
#include "roster/ole2.h"

enum {
    VERSION_8 = 0x0600,
    KIND_SHEET = 0x0010,
    STRUCK = 8, /* flag of a font */
    ITEMS_MOST = 65535,
};

static const char workbook_stream[] = "Workbook", book_stream[] = "Book",
                  about_stream[] = "\5SummaryInformation";

bool biff_fail(struct biff *biff, enum biff_end end)
{
    if (biff->end == BIFF_DONE)
        biff->end = end;
    return false;
}

bool biff_grow(struct biff *biff, void *array, size_t item, size_t count, size_t *room)
{
    void **at = array;
    if (count < *room)
        return true;
    size_t more = *room ? 2 * *room : 64;
    void *grown = talloc_realloc_size(biff->owner, *at, more * item);
    if (!grown)
        return biff_fail(biff, BIFF_MEMORY);
    *at = grown;
    *room = more;
    return true;
}

bool biff_next(const struct biff *biff, size_t *at, struct record *record)
{
    if (biff->size < 4 || *at > biff->size - 4)
        return false;
    size_t size = little16(biff->bytes + *at + 2);
    if (size > biff->size - 4 - *at)
        return false;
    *record = (struct record){little16(biff->bytes + *at), *at + 4, size};
    *at += 4 + size;
    return true;
}

/* ---- what all sheets share ---- */

static bool read_font(struct biff *biff, const struct record *record)
{
    if (record->size < 4 || biff->fonts >= ITEMS_MOST)
        return biff_fail(biff, BIFF_DAMAGED);
    if (!biff_grow(biff, &biff->struck, sizeof *biff->struck, biff->fonts, &biff->font_room))
        return false;
    biff->struck[biff->fonts++] = little16(biff->bytes + record->at + 2) & STRUCK;
    return true;
}

/* Texts that are no cells': the last one is taken out again as a copy. */
static char *read_name(struct biff *biff, const struct record *record, size_t skip, int length_bytes)
{
    struct source source = {record->at + skip, record->size - skip};
    size_t pool = biff->pool_size;
    unsigned texts = biff->texts, runs = biff->runs;
    char *name = NULL;
    if (biff_read_text(biff, &source, length_bytes))
        name = talloc_strdup(biff->owner, biff->pool + biff->text[texts].at);
    biff->texts = texts;
    biff->runs = runs;
    biff->pool_size = pool;
    return name;
}

static bool read_format(struct biff *biff, const struct record *record)
{
    if (record->size < 3 || biff->formats >= ITEMS_MOST)
        return biff_fail(biff, BIFF_DAMAGED);
    char *code = read_name(biff, record, 2, biff->version == 8 ? 2 : 1);
    if (!code)
        return biff_fail(biff, BIFF_DAMAGED);
    if (!biff_grow(biff, &biff->format, sizeof *biff->format, biff->formats, &biff->format_room))
        return false;
    biff->format[biff->formats].id = little16(biff->bytes + record->at);
    biff->format[biff->formats++].code = code;
    return true;
}

static bool read_style(struct biff *biff, const struct record *record)
{
    if (record->size < 4 || biff->styles >= ITEMS_MOST)
        return biff_fail(biff, BIFF_DAMAGED);
    if (!biff_grow(biff, &biff->style, sizeof *biff->style, biff->styles, &biff->style_room))
        return false;
    const unsigned char *at = biff->bytes + record->at;
    biff->style[biff->styles++] = (struct style){.font = little16(at), .format = little16(at + 2)};
    return true;
}

static bool read_listed(struct biff *biff, const struct record *record)
{
    if (record->size < 7 || biff->sheets > BOOK_SHEETS)
        return biff_fail(biff, record->size < 7 ? BIFF_DAMAGED : BIFF_TOO_MUCH);
    const unsigned char *at = biff->bytes + record->at;
    char *name = read_name(biff, record, 6, 1);
    if (!name)
        return biff_fail(biff, BIFF_DAMAGED);
    if (!biff_grow(biff, &biff->sheet, sizeof *biff->sheet, biff->sheets, &biff->sheet_room))
        return false;
    biff->sheet[biff->sheets++] = (struct listed_sheet){little32(at), (at[4] & 3) != 0, at[5] == 0, name};
    return true;
}

static bool read_global(struct biff *biff, const struct record *record)
{
    const unsigned char *at = biff->bytes + record->at;
    switch (record->id) {
    case RECORD_FILEPASS:
        return biff_fail(biff, BIFF_LOCKED);
    case RECORD_CODEPAGE:
        biff->codepage = record->size >= 2 ? little16(at) : 0;
        return true;
    case RECORD_DATE1904:
        biff->date1904 = record->size >= 2 && little16(at) == 1;
        return true;
    case RECORD_FONT:
        return read_font(biff, record);
    case RECORD_FORMAT:
        return read_format(biff, record);
    case RECORD_XF:
        return read_style(biff, record);
    case RECORD_BOUNDSHEET:
        return read_listed(biff, record);
    case RECORD_SST:
        return biff_read_shared(biff, record);
    default:
        return true;
    }
}

/* Styles name fonts and formats that may stand behind them. */
static void finish_styles(struct biff *biff)
{
    for (unsigned s = 0; s < biff->styles; s++) {
        struct style *style = &biff->style[s];
        unsigned font = style->font > 4 ? style->font - 1U : style->font;
        const char *code = NULL;
        for (unsigned f = 0; f < biff->formats && !code; f++)
            if (biff->format[f].id == style->format)
                code = biff->format[f].code;
        style->shows = number_format(style->format, code);
        style->struck = font < biff->fonts && biff->struck[font];
    }
}

static bool read_globals(struct biff *biff, size_t at)
{
    struct record record;
    while (biff_next(biff, &at, &record)) {
        if (record.id == RECORD_EOF) {
            finish_styles(biff);
            return true;
        }
        if (!read_global(biff, &record))
            return false;
    }
    return biff_fail(biff, BIFF_DAMAGED);
}

static bool read_sheets(struct biff *biff)
{
    bool any = false;
    for (unsigned s = 0; s < biff->sheets; s++) {
        const struct listed_sheet *sheet = &biff->sheet[s];
        if (!sheet->is_sheet)
            continue;
        any = true;
        if (!biff->sink->sheet(biff->sink->context, sheet->name, sheet->hidden))
            return biff_fail(biff, BIFF_STOPPED);
        if (!biff_read_sheet(biff, sheet->at))
            return false;
    }
    return any || biff_fail(biff, BIFF_NONE);
}

/* A single sheet without a workbook round it, as programs write it who take a short cut: what its texts are
 * encoded in is not said; in lists like these it is GB18030. */
static bool read_single(struct biff *biff)
{
    static const unsigned gb18030 = 54936;
    biff->codepage = gb18030;
    if (!biff->sink->sheet(biff->sink->context, "Sheet1", false))
        return biff_fail(biff, BIFF_STOPPED);
    return biff_read_sheet(biff, 0);
}

static bool read_stream(struct biff *biff)
{
    struct record record;
    size_t at = 0;
    if (!biff_next(biff, &at, &record))
        return biff_fail(biff, BIFF_DAMAGED);
    if (record.id == RECORD_BOF2 || record.id == RECORD_BOF3 || record.id == RECORD_BOF4)
        return biff_fail(biff, BIFF_OLD);
    if (record.id != RECORD_BOF || record.size < 4)
        return biff_fail(biff, BIFF_DAMAGED);
    biff->version = little16(biff->bytes + record.at) == VERSION_8 ? 8 : 5;
    if (little16(biff->bytes + record.at + 2) == KIND_SHEET)
        return read_single(biff);
    return read_globals(biff, at) && read_sheets(biff);
}

bool biff_sniff(const char *bytes, size_t size)
{
    return ole2_sniff(bytes, size) ||
           (size >= 8 && bytes[0] == '\x09' && bytes[1] == '\x08' && bytes[3] == '\0' &&
            (bytes[2] == '\x08' || bytes[2] == '\x10' || bytes[2] == '\x06'));
}

enum biff_end biff_read(const void *owner, const char *bytes, size_t size, const struct biff_sink *sink)
{
    void *scratch = talloc_new(owner);
    struct biff biff = {.owner = scratch, .sink = sink, .bytes = (const unsigned char *)bytes, .size = size};
    unsigned char *stream = NULL;
    if (ole2_sniff(bytes, size)) {
        /* A file for both Excel 95 and 97 holds both streams. */
        if (!ole2_stream(scratch, bytes, size, workbook_stream, &stream, &biff.size) &&
            !ole2_stream(scratch, bytes, size, book_stream, &stream, &biff.size))
            biff.end = BIFF_NONE;
        biff.bytes = stream;
        unsigned char *about;
        size_t about_size;
        biff.bare = !ole2_stream(scratch, bytes, size, about_stream, &about, &about_size);
    }
    if (biff.end == BIFF_DONE && !read_stream(&biff))
        biff_fail(&biff, BIFF_DAMAGED);
    talloc_free(scratch);
    return biff.end;
}
