/* Scripts are UTF-8. What else a file was saved as is told strictly, or not at all. */
#include <iconv.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/lexical_parts.h"

/* Whether all of it reads strictly in that encoding. */
static bool reads_as(const char *encoding, const char *bytes, size_t size)
{
    iconv_t conversion = iconv_open("UTF-8", encoding);
    if (conversion == (iconv_t)-1)
        return false;
    char *in = talloc_memdup(NULL, bytes, size), *from = in;
    size_t room = 4 * size + 16;
    char *out = talloc_array(NULL, char, room), *to = out;
    bool reads = in && out && iconv(conversion, &from, &size, &to, &room) != (size_t)-1 && size == 0;
    iconv_close(conversion);
    talloc_free(in);
    talloc_free(out);
    return reads;
}

/* By its mark, or by the zero that each Latin letter has at one side. */
static bool is_utf16(const char *bytes, size_t size)
{
    if (size >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0))
        return true;
    size_t zeros[2] = {0, 0};
    for (size_t i = 0; i < size; i++)
        zeros[i % 2] += bytes[i] == '\0';
    size_t more = zeros[1] > zeros[0] ? zeros[1] : zeros[0];
    if (size % 2 != 0 || more < size / 8 || more == 0)
        return false;
    return zeros[1] > zeros[0] ? zeros[0] == 0 && reads_as("UTF-16LE", bytes, size)
                               : zeros[1] == 0 && reads_as("UTF-16BE", bytes, size);
}

/* A UTF-8 file of which some bytes are damaged may read as GB18030 too: most of its characters tell. */
static bool is_gb18030(const char *bytes, size_t size)
{
    size_t malformed = 0, sound = 0, length;
    for (size_t at = 0; at < size; at += length) {
        malformed += text_decode(bytes + at, size - at, &length) == UINT32_MAX;
        sound += length >= 3;
    }
    return sound < malformed && reads_as("GB18030", bytes, size);
}

enum status lexical_encoding(const struct script_text *text, struct error *error)
{
    struct place place = {.file = text->file, .row = 1, .column = 1};
    if (is_utf16(text->bytes, text->size))
        return error_add(error, STATUS_INPUT, &place,
                         _("The file is saved in the encoding UTF-16. Please save it again as UTF-8: in "
                           "Notepad choose Save As and Encoding UTF-8."));
    size_t bad = text_valid_until(text->bytes, text->size);
    if (bad == text->size)
        return STATUS_OK;
    for (size_t at = 0, length; at < bad; at += length) {
        place.column += text_decode(text->bytes + at, text->size - at, &length) != 0xFEFF;
        if (text->bytes[at] == '\n') {
            place.row++;
            place.column = 1;
        }
    }
    if (is_gb18030(text->bytes, text->size))
        return error_add(
            error, STATUS_INPUT, &place,
            _("The file is saved in the encoding GBK (GB18030; Notepad calls it ANSI). Please save "
              "it again as UTF-8: in Notepad choose Save As and Encoding UTF-8."));
    return error_add(
        error, STATUS_INPUT, &place,
        _("The script is not UTF-8 from here on. Please save it again with the encoding UTF-8."));
}
