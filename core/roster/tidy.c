#include "roster/tidy.h"

#include <ctype.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"

static bool is_ascii_word(uint32_t code)
{
    return code < 0x80 && isalnum((int)code);
}

char *tidy_squeeze(const void *owner, const char *text)
{
    size_t size = strlen(text);
    char *out = talloc_array(owner, char, size + 1), *to = out;
    uint32_t before = 0; /* the last character that is no blank */
    bool blank = false;  /* blanks came since */
    for (size_t at = 0, length; out && at < size; at += length) {
        uint32_t code = text_decode(text + at, size - at, &length);
        if (text_is_blank(code)) {
            blank = true;
            continue;
        }
        if (blank && is_ascii_word(before) && is_ascii_word(code))
            *to++ = ' ';
        memcpy(to, text + at, length);
        to += length;
        before = code;
        blank = false;
    }
    if (out)
        *to = '\0';
    return out;
}

char *tidy_narrow(const void *owner, const char *text)
{
    size_t size = strlen(text);
    char *out = talloc_array(owner, char, size + 1), *to = out;
    for (size_t at = 0, length; out && at < size; at += length) {
        uint32_t code = text_decode(text + at, size - at, &length);
        if (code >= 0xFF01 && code <= 0xFF5E) {
            *to++ = (char)(code - 0xFF01 + '!');
        } else {
            memcpy(to, text + at, length);
            to += length;
        }
    }
    if (out)
        *to = '\0';
    return out;
}

char *tidy_key(const void *owner, const char *text)
{
    char *key = tidy_narrow(owner, text), *to = key;
    size_t size = key ? strlen(key) : 0;
    for (size_t at = 0, length; at < size; at += length) {
        uint32_t code = text_decode(key + at, size - at, &length);
        if (text_is_blank(code))
            continue;
        if (code < 0x80) {
            *to++ = (char)tolower((int)code);
        } else {
            memmove(to, key + at, length);
            to += length;
        }
    }
    if (key)
        *to = '\0';
    return key;
}

const char *tidy_trim(const void *owner, const char *text)
{
    size_t size = strlen(text), last = size;
    if (size == 0)
        return text;
    /* Most cells neither begin nor end in a blank: a look at both ends saves the copy. */
    do
        last--;
    while (last > 0 && ((unsigned char)text[last] & 0xC0) == 0x80);
    size_t length;
    if (!text_is_blank(text_decode(text, size, &length)) &&
        !text_is_blank(text_decode(text + last, size - last, &length)))
        return text;
    return text_trim(owner, text, size);
}

char **tidy_split(const void *owner, const char *text, const struct place *place, int *count,
                  struct error *error)
{
    char **part = text_split_list(owner, text, count);
    if (part && *count > TIDY_PARTS) {
        error_add(error, STATUS_INPUT, place,
                  _("This cell lists %d things, which is more than it can mean. Please check whether rows or "
                    "columns ran "
                    "into one another."),
                  *count);
        *count = TIDY_PARTS;
    }
    return part;
}

bool tidy_is_blank(const char *text)
{
    for (size_t size = strlen(text), at = 0, length; at < size; at += length)
        if (!text_is_blank(text_decode(text + at, size - at, &length)))
            return false;
    return true;
}

bool tidy_integer(const char *text, int32_t *number)
{
    int sign = *text == '-' ? -1 : 1;
    int64_t sum = 0;
    if (sign < 0)
        text++;
    if (!*text)
        return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9')
            return false;
        sum = 10 * sum + (*text - '0');
        if (sum >= INT32_MAX)
            return false;
    }
    *number = (int32_t)(sign * sum);
    return true;
}

int tidied_add(struct tidied_list *list, const struct place *place, const char *now)
{
    /* Room doubles at each power of two, so that a long list is not copied at each item. */
    unsigned count = (unsigned)list->count;
    if ((count & (count - 1)) == 0) {
        struct tidied *grown = talloc_realloc(list, list->item, struct tidied, count ? 2 * count : 1);
        if (!grown)
            return 0;
        list->item = grown;
    }
    struct tidied *item = &list->item[list->count];
    item->place = *place;
    item->place.file = talloc_strdup(list, place->file);
    item->place.sheet = place->sheet ? talloc_strdup(list, place->sheet) : NULL;
    item->place.heading = talloc_strdup(list, place->heading ? place->heading : "");
    item->place.value = talloc_strdup(list, place->value);
    item->now = talloc_strdup(list, now);
    if (!item->place.file || !item->place.heading || !item->place.value || !item->now)
        return 0;
    list->count++;
    return 1;
}
