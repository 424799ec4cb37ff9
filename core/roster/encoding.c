#include "roster/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/private_use.h"
#include "roster/separator.h"

enum {
    HEADING_BYTES = 1 << 16, /* headings are looked for among so many bytes */
    HELD_BACK = 8,           /* what a conversion may still have in hand when its input ends */
};

static const char utf8[] = "UTF-8", utf16le[] = "UTF-16LE", utf16be[] = "UTF-16BE", gb18030[] = "GB18030",
                  big5[] = "Big5-HKSCS";

/* What one encoding makes of bytes. */
struct reading {
    const char *encoding;
    char *text; /* of bytes[0..until), a NUL follows; NULL where memory ran out or the machine lacks the
                   encoding */
    size_t size;
    size_t until; /* bytes that read strictly */
    int errnum;   /* why there is no text; 0: memory */
};

/* Converts as far as the bytes are strictly of that encoding. The text is owned by `owner`. */
static struct reading convert(const void *owner, const char *encoding, const char *bytes, size_t size)
{
    struct reading reading = {.encoding = encoding};
    iconv_t way = iconv_open(utf8, encoding);
    if (way == (iconv_t)-1) {
        reading.errnum = errno;
        return reading;
    }
    /* Two bytes of GB18030, Big5 or UTF-16 become four at most, and three nearly always. */
    size_t room = size + size / 2 + 16, left = size, free_bytes = room;
    char *out = talloc_array(owner, char, room + HELD_BACK + 1);
    char *from =
        (char *)(uintptr_t)bytes; /* iconv(3) takes a pointer to non-const and does not write there */
    char *to = out;
    while (out && left > 0 && iconv(way, &from, &left, &to, &free_bytes) == (size_t)-1 && errno == E2BIG) {
        size_t used = (size_t)(to - out);
        room = 2 * room;
        char *grown = talloc_realloc(owner, out, char, room + HELD_BACK + 1);
        if (!grown) {
            talloc_free(out);
            out = NULL;
            break;
        }
        out = grown;
        to = out + used;
        free_bytes = room - used;
    }
    /* Big5-HKSCS keeps a letter back until it has seen whether an accent follows. */
    free_bytes += HELD_BACK;
    if (out && left == 0)
        iconv(way, NULL, NULL, &to, &free_bytes);
    iconv_close(way);
    if (out) {
        *to = '\0';
        reading.text = out;
        reading.size = (size_t)(to - out);
        reading.until = size - left;
    }
    return reading;
}

/* How many headings the record has, of the first ones, that has most. */
static int count_headings(const char *text, size_t size, const char *const *headings)
{
    static const char bom[] = "\xEF\xBB\xBF";
    size_t skip = size >= 3 && memcmp(text, bom, 3) == 0 ? 3 : 0;
    return separator_headings(text + skip, size - skip, headings);
}

/* The same for bytes of an encoding. */
static int headings_in(const char *encoding, const char *bytes, size_t size, const char *const *headings)
{
    struct reading head = convert(NULL, encoding, bytes, size < HEADING_BYTES ? size : HEADING_BYTES);
    int count = head.text ? count_headings(head.text, head.size, headings) : 0;
    talloc_free(head.text);
    return count;
}

/* UTF-16 without a mark: ASCII characters leave NULs at odd places (little-endian) or even ones. One
 * character of another byte ending in 00 (一 U+4E00, 耀 U+8000) breaks "only", so the headings are asked
 * first. Text that is strict UTF-8 beyond ASCII is UTF-8 with a NUL in it, which the table's reader refuses
 * by its row. */
static const char *tell_utf16(const char *bytes, size_t size, const char *const *headings)
{
    bool even = false, odd = false;
    for (const char *nul = bytes; (nul = memchr(nul, '\0', size - (size_t)(nul - bytes))); nul++) {
        if ((nul - bytes) % 2)
            odd = true;
        else
            even = true;
        if (even && odd)
            break;
    }
    if (!even && !odd)
        return NULL;
    int plain = count_headings(bytes, size < HEADING_BYTES ? size : HEADING_BYTES, headings);
    int little = headings_in(utf16le, bytes, size, headings),
        big = headings_in(utf16be, bytes, size, headings);
    if (little > plain && little > big)
        return utf16le;
    if (big > plain && big > little)
        return utf16be;
    if (plain > 0 || (even && odd))
        return NULL;
    bool beyond_ascii = false;
    for (size_t at = 0; at < size && !beyond_ascii; at++)
        beyond_ascii = (unsigned char)bytes[at] >= 0x80;
    if (beyond_ascii && text_valid_until(bytes, size) == size)
        return NULL;
    return odd ? utf16le : utf16be;
}

/* What is read. */
struct source {
    const char *file;
    const char *const *headings; /* words that headings of such a table use */
};

/* The one fault of a file that no encoding reads; `mark` where its first bytes named the encoding. */
static enum status refuse(const struct source *source, const struct reading *reading, size_t skipped,
                          const char *bytes, bool mark, struct error *error)
{
    struct place place = {.file = source->file};
    separator_locate(reading->text, reading->size, source->headings, &place.row, &place.column);
    size_t byte = skipped + reading->until + 1;
    unsigned code = (unsigned char)bytes[reading->until];
    if (mark)
        return error_add(
            error, STATUS_INPUT, &place,
            _("The file says of itself that it is %s, but that stops at byte %zu (%02X), in row %d, "
              "column %d. The file is damaged: save it anew as “CSV UTF-8”, or ask for it once more."),
            reading->encoding, byte, code, place.row, place.column);
    return error_add(
        error, STATUS_INPUT, &place,
        _("No known encoding fits the whole file. %s reads furthest and stops at byte %zu (%02X), in "
          "row %d, column %d. Open the file where it was made and save it as “CSV UTF-8”."),
        reading->encoding, byte, code, place.row, place.column);
}

static enum status cannot_convert(const char *file, const struct reading *reading, struct error *error)
{
    const struct place place = {.file = file};
    if (!reading->errnum)
        return error_add_memory(error);
    return error_add(
        error, STATUS_MACHINE, &place,
        _("The machine cannot convert from %s: the conversions of its C library (gconv) are missing. "
          "Install them, or save the file as “CSV UTF-8”."),
        reading->encoding);
}

/* Takes the whole file as one encoding, or refuses it. */
static enum status decode_as(const void *owner, const struct source *source, const char *encoding, bool mark,
                             char *bytes, size_t skip, size_t size, struct decoded *decoded,
                             struct error *error)
{
    struct reading reading = convert(owner, encoding, bytes + skip, size - skip);
    if (!reading.text)
        return cannot_convert(source->file, &reading, error);
    if (reading.until < size - skip) {
        enum status status = refuse(source, &reading, skip, bytes + skip, mark, error);
        talloc_free(reading.text);
        return status;
    }
    talloc_free(bytes);
    *decoded = (struct decoded){reading.text, reading.size, encoding};
    return STATUS_OK;
}

/* UTF-8 as far as it is strict, without a copy: the text is the bytes. */
static struct reading as_utf8(char *bytes, size_t size)
{
    size_t until = text_valid_until(bytes, size);
    return (struct reading){.encoding = utf8, .text = bytes, .size = until, .until = until};
}

/* Neither a mark, nor NULs, nor strict UTF-8: GB18030 or Big5-HKSCS, or a refusal. */
static enum status decode_double_byte(const void *owner, const struct source *source, char *bytes,
                                      size_t size, const struct reading *plain, struct decoded *decoded,
                                      struct error *error)
{
    const char *const *headings = source->headings;
    int in_plain =
        count_headings(bytes, plain->until < HEADING_BYTES ? plain->until : HEADING_BYTES, headings);
    int in_gb = headings_in(gb18030, bytes, size, headings),
        in_big5 = headings_in(big5, bytes, size, headings);
    struct reading other = convert(owner, in_big5 > in_gb ? big5 : gb18030, bytes, size);
    if (!other.text)
        return cannot_convert(source->file, &other, error);
    int in_other = in_big5 > in_gb ? in_big5 : in_gb;
    /* A UTF-8 file with one damaged byte may well be valid GB18030 and yet nonsense. */
    if (other.until == size && in_other >= in_plain) {
        talloc_free(bytes);
        *decoded = (struct decoded){other.text, other.size, other.encoding};
        return STATUS_OK;
    }
    bool plain_is_it = in_plain > in_other || (in_plain == in_other && plain->until > other.until);
    const struct reading *furthest = plain_is_it ? plain : &other;
    enum status status = refuse(source, furthest, 0, bytes, false, error);
    talloc_free(other.text);
    return status;
}

/* The bytes of a byte order mark at the front, and the encoding that it names; 0 where there is none. */
static size_t byte_order_mark(const char *bytes, size_t size, const char **encoding)
{
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        *encoding = utf8;
        return 3;
    }
    if (size >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0)) {
        *encoding = bytes[0] == '\xFF' ? utf16le : utf16be;
        return 2;
    }
    if (size >= 4 && memcmp(bytes, "\x84\x31\x95\x33", 4) == 0) {
        *encoding = gb18030;
        return 4;
    }
    return 0;
}

static enum status decode(const void *owner, const char *file, char *bytes, size_t size,
                          const char *const *headings, struct decoded *decoded, struct error *error)
{
    const struct source source = {file, headings};
    const char *encoding = NULL;
    size_t mark = byte_order_mark(bytes, size, &encoding);
    if (mark && encoding != utf8)
        return decode_as(owner, &source, encoding, true, bytes, mark, size, decoded, error);
    if (!mark && (encoding = tell_utf16(bytes, size, headings)))
        return decode_as(owner, &source, encoding, false, bytes, 0, size, decoded, error);
    struct reading plain = as_utf8(bytes + mark, size - mark);
    if (plain.until == size - mark) {
        *decoded = (struct decoded){plain.text, plain.size, utf8};
        return STATUS_OK;
    }
    if (mark)
        return refuse(&source, &plain, mark, bytes + mark, true, error);
    return decode_double_byte(owner, &source, bytes, size, &plain, decoded, error);
}

enum status encoding_decode(const void *owner, const char *file, char *bytes, size_t size,
                            const char *const *headings, struct decoded *decoded, struct error *error)
{
    enum status status = decode(owner, file, bytes, size, headings, decoded, error);
    if (status != STATUS_OK)
        return status;
    decoded->text = private_use_fold_text(owner, decoded->text, &decoded->size);
    return decoded->text ? STATUS_OK : error_add_memory(error);
}
