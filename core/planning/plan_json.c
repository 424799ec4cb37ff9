#include "planning/plan_json.h"

#include <stdarg.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"

enum {
    ELEMENT_MOST = 64 * 1024, /* bytes of one element: what jansson may build at once */
    DEPTH_MOST = 64,          /* of values that are read over */
    FAULTS_MOST = 500,
};

/* Moves line and column forward to `at`; faults come nearly always in the order of the file. */
static void count_to(struct json_walk *walk, size_t at)
{
    if (walk->line == 0 || at < walk->counted) {
        walk->counted = 0;
        walk->line = walk->column = 1;
    }
    for (; walk->counted < at; walk->counted++) {
        unsigned char byte = (unsigned char)walk->bytes[walk->counted];
        if (byte == '\n') {
            walk->line++;
            walk->column = 1;
        } else if ((byte & 0xC0) != 0x80) {
            walk->column++;
        }
    }
}

bool walk_fault(struct json_walk *walk, size_t at, const char *value, const char *format, ...)
{
    count_to(walk, at);
    const struct place place = {
        .file = walk->file, .row = walk->line, .column = walk->column, .value = value};
    va_list arguments;
    va_start(arguments, format);
    char *message = talloc_vasprintf(walk->error, format, arguments);
    va_end(arguments);
    if (!message) {
        error_add_memory(walk->error);
        return false;
    }
    error_add(walk->error, STATUS_INPUT, &place, "%s", message);
    talloc_free(message);
    if (++walk->faults < FAULTS_MOST)
        return true;
    error_add(walk->error, STATUS_INPUT, &place,
              _("Reading ended here after %d faults. Please check that this is the right file."),
              walk->faults);
    return false;
}

void walk_blanks(struct json_walk *walk)
{
    if (walk->at == 0 && walk->size >= 3 && memcmp(walk->bytes, "\xEF\xBB\xBF", 3) == 0)
        walk->at = 3;
    while (walk->at < walk->size && walk->bytes[walk->at] && strchr(" \t\r\n", walk->bytes[walk->at]))
        walk->at++;
}

char walk_peek(struct json_walk *walk)
{
    walk_blanks(walk);
    return walk->at < walk->size ? walk->bytes[walk->at] : '\0';
}

static bool ended(struct json_walk *walk)
{
    walk_fault(
        walk, walk->size, NULL,
        _("The file ends in the middle of the plan. Please copy it again, or write the plan once more."));
    return false;
}

/* What jansson refused, in our words: its own texts are English only. */
static bool refuse(struct json_walk *walk, size_t start, const json_error_t *refused)
{
    size_t at = start + (refused->position > 0 ? (size_t)refused->position - 1 : 0);
    switch (json_error_code(refused)) {
    case json_error_out_of_memory:
        error_add_memory(walk->error);
        return false;
    case json_error_premature_end_of_input:
        return ended(walk);
    case json_error_null_character:
    case json_error_null_byte_in_key:
        walk_fault(walk, at, NULL, _("A text holds the character NUL (\\u0000). Please remove it."));
        return false;
    case json_error_numeric_overflow:
        walk_fault(walk, at, NULL,
                   _("This number is too large. Please write a whole number of up to 18 digits."));
        return false;
    case json_error_stack_overflow:
        walk_fault(walk, at, NULL,
                   _("Lists and objects are nested too deeply here. Please check that the file is a plan."));
        return false;
    default:
        walk_fault(
            walk, at, NULL,
            _("This is not correct JSON. Please check quotes, commas and brackets just before this place."));
        return false;
    }
}

bool walk_element(struct json_walk *walk, json_t **value)
{
    walk_blanks(walk);
    *value = NULL;
    size_t left = walk->size - walk->at;
    size_t slice = left < ELEMENT_MOST ? left : ELEMENT_MOST;
    if (slice == 0)
        return ended(walk);
    json_error_t refused;
    *value = json_loadb(walk->bytes + walk->at, slice,
                        JSON_DISABLE_EOF_CHECK | JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &refused);
    if (*value) {
        walk->at += (size_t)refused.position;
        return true;
    }
    if (json_error_code(&refused) == json_error_duplicate_key)
        return walk_fault(walk, walk->at, NULL,
                          _("A key stands twice between these braces. Please keep one of them.")) &&
               walk_skip(walk);
    /* A cut through a character or a token looks like an error of its own kind. */
    if (slice < left && (size_t)refused.position + 8 >= slice) {
        walk_fault(walk, walk->at, NULL,
                   _("What begins here is longer than %d bytes. Please check that the file is a plan."),
                   ELEMENT_MOST);
        return false;
    }
    return refuse(walk, walk->at, &refused);
}

/* Reads the separator after a part: true with *more where another part follows. */
static bool separator(struct json_walk *walk, char close, bool *more)
{
    char next = walk_peek(walk);
    if (walk->at >= walk->size)
        return ended(walk);
    if (next != ',' && next != close) {
        walk_fault(walk, walk->at, NULL, _("Here a comma or the closing %c is expected."), close);
        return false;
    }
    walk->at++;
    *more = next == ',';
    return true;
}

/* Steps over the opening bracket: true with *more where there is a part inside. */
static bool enter(struct json_walk *walk, char close, bool *more)
{
    walk_blanks(walk);
    if (walk->depth >= DEPTH_MOST) {
        walk_fault(walk, walk->at, NULL,
                   _("Lists and objects are nested too deeply here. Please check that the file is a plan."));
        return false;
    }
    walk->at++;
    *more = walk_peek(walk) != close;
    if (*more)
        walk->depth++;
    else
        walk->at++;
    return true;
}

/* Reads a key and its colon. */
static bool read_key(struct json_walk *walk, json_t **key)
{
    char first = walk_peek(walk);
    if (walk->at >= walk->size)
        return ended(walk);
    if (first != '"') {
        walk_fault(walk, walk->at, NULL, _("Here a key in double quotes is expected."));
        return false;
    }
    if (!walk_element(walk, key))
        return false;
    char next = walk_peek(walk);
    if (next == ':') {
        walk->at++;
        walk_blanks(walk);
        if (walk->at < walk->size)
            return true;
    }
    json_decref(*key);
    if (walk->at >= walk->size)
        return ended(walk);
    walk_fault(walk, walk->at, NULL, _("Here a colon is expected, between key and value."));
    return false;
}

bool walk_object(struct json_walk *walk,
                 bool (*member)(struct json_walk *walk, const char *key, size_t at, void *data), void *data)
{
    bool more;
    if (!enter(walk, '}', &more))
        return false;
    if (!more)
        return true;
    while (more) {
        walk_blanks(walk);
        size_t at = walk->at;
        json_t *key;
        if (!read_key(walk, &key))
            return false;
        bool read = member(walk, json_string_value(key), at, data);
        json_decref(key);
        if (!read || !separator(walk, '}', &more))
            return false;
    }
    walk->depth--;
    return true;
}

bool walk_list(struct json_walk *walk, bool (*element)(struct json_walk *walk, void *data), void *data)
{
    bool more;
    if (!enter(walk, ']', &more))
        return false;
    if (!more)
        return true;
    while (more)
        if (!element(walk, data) || !separator(walk, ']', &more))
            return false;
    walk->depth--;
    return true;
}

static bool skip_element(struct json_walk *walk, void *data)
{
    (void)data;
    return walk_skip(walk);
}

static bool skip_member(struct json_walk *walk, const char *key, size_t at, void *data)
{
    (void)key;
    (void)at;
    (void)data;
    return walk_skip(walk);
}

bool walk_skip(struct json_walk *walk)
{
    char first = walk_peek(walk);
    if (first == '{')
        return walk_object(walk, skip_member, NULL);
    if (first == '[')
        return walk_list(walk, skip_element, NULL);
    json_t *value;
    if (!walk_element(walk, &value))
        return false;
    json_decref(value);
    return true;
}
