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

/* <strike/> and <strike val="1"/> strike through, <strike val="0"/> does not. */
static enum strike read_strike(const struct attributes *attributes)
{
    size_t size;
    const char *value = part_attribute(attributes, "val", &size);
    return !value || part_attribute_true(attributes, "val") ? STRIKE_ON : STRIKE_OFF;
}

void collected_start(struct collected *collected, const char *name, const struct attributes *attributes)
{
    if (strcmp(name, "rPh") == 0) {
        collected->phonetic++;
    } else if (strcmp(name, "t") == 0) {
        collected->open = true;
    } else if (strcmp(name, "r") == 0) {
        collected->strike = STRIKE_AS_CELL;
    } else if (strcmp(name, "rPr") == 0) {
        collected->strike = STRIKE_OFF; /* a run's font takes the place of the cell's as a whole */
        collected->differs = true;
    } else if (strcmp(name, "strike") == 0) {
        collected->strike = read_strike(attributes);
    }
}

static int end_run(struct collected *collected)
{
    if (collected->runs == collected->run_room) {
        unsigned room = collected->run_room ? 2 * collected->run_room : 8;
        struct text_run *grown = talloc_realloc(collected->owner, collected->run, struct text_run, room);
        if (!grown)
            return 0;
        collected->run = grown;
        collected->run_room = room;
    }
    collected->run[collected->runs++] = (struct text_run){collected->size, collected->strike};
    return 1;
}

int collected_end(struct collected *collected, const char *name)
{
    if (strcmp(name, "rPh") == 0)
        collected->phonetic--;
    else if (strcmp(name, "r") == 0)
        collected->strike = STRIKE_AS_CELL;
    else if (strcmp(name, "t") == 0)
        collected->open = false;
    else
        return 1;
    return strcmp(name, "t") != 0 || collected->phonetic > 0 || end_run(collected);
}

void collected_clear(struct collected *collected)
{
    collected->size = 0;
    collected->runs = 0;
    collected->strike = STRIKE_AS_CELL;
    collected->differs = false;
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

/* Puts characters in the place of their escapes; a text never grows. Returns its size. */
static size_t unescape(char *bytes, size_t size)
{
    char *to = bytes;
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
    return (size_t)(to - bytes);
}

const char *collected_take(struct collected *collected, struct sheet_build *build)
{
    static const char empty[] = "";
    if (collected->size == 0) {
        collected_clear(collected);
        return empty;
    }
    if (memchr(collected->bytes, '_', collected->size))
        collected->size = unescape(collected->bytes, collected->size);
    collected->bytes[collected->size] = '\0';
    if (collected->size > CSV_CELL_CHARACTERS && text_count(collected->bytes) > CSV_CELL_CHARACTERS) {
        refuse_length(collected, build);
        return NULL;
    }
    const char *text = build_text(build, collected->bytes, collected->size);
    collected_clear(collected);
    return text;
}

/* The runs that are not struck through, in a cell that is or is not. */
static const char *take_left(const struct collected *collected, struct sheet_build *build, bool struck_cell)
{
    char *left = talloc_array(collected->owner, char, collected->size + 1);
    size_t size = 0, from = 0;
    if (!left) {
        error_add_memory(build->error);
        return NULL;
    }
    for (unsigned r = 0; r < collected->runs; r++) {
        const struct text_run *run = &collected->run[r];
        bool struck = run->strike == STRIKE_AS_CELL ? struck_cell : run->strike == STRIKE_ON;
        if (!struck) {
            memcpy(left + size, collected->bytes + from, run->end - from);
            size += run->end - from;
        }
        from = run->end;
    }
    size = unescape(left, size);
    const char *text = build_text(build, left, size);
    talloc_free(left);
    return text;
}

enum status collected_take_rich(struct collected *collected, struct sheet_build *build,
                                struct rich_text *text)
{
    bool on = false, off = false;
    for (unsigned r = 0; r < collected->runs && collected->differs; r++) {
        on = on || collected->run[r].strike == STRIKE_ON;
        off = off || collected->run[r].strike == STRIKE_OFF;
    }
    const char *left = on ? take_left(collected, build, false) : "";
    const char *left_in_struck = left && off ? take_left(collected, build, true) : "";
    if (!left || !left_in_struck)
        return build->error->status;
    text->whole = collected_take(collected, build);
    text->left = on ? left : text->whole;
    text->left_in_struck = left_in_struck;
    return text->whole ? STATUS_OK : build->error->status;
}
