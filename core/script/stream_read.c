#include <string.h>
#include <talloc.h>

#include "base/text.h"
#include "report/document.h"
#include "script/stream.h"

bool stream_refuse(struct stream_reader *reader)
{
    if (reader->trouble == STREAM_FINE)
        reader->trouble = STREAM_UNSOUND;
    return false;
}

bool stream_no_memory(struct stream_reader *reader)
{
    if (reader->trouble == STREAM_FINE)
        reader->trouble = STREAM_NO_MEMORY;
    return false;
}

static bool fill(struct stream_reader *reader, char *bytes, size_t room, size_t *got)
{
    ptrdiff_t size = reader->fill(reader->source, bytes, room);
    *got = size > 0 ? (size_t)size : 0;
    if (size <= 0)
        reader->trouble = STREAM_SHORT;
    return size > 0;
}

bool stream_get_block(struct stream_reader *reader, void *bytes, size_t size)
{
    char *to = bytes;
    while (size > 0 && reader->trouble == STREAM_FINE) {
        size_t here = reader->end - reader->at;
        if (here > size)
            here = size;
        if (here > 0) {
            memcpy(to, reader->buffer + reader->at, here);
            reader->at += here;
        } else if (size >= sizeof reader->buffer) {
            fill(reader, to, size, &here); /* a large block goes to its place at once */
        } else {
            reader->at = 0;
            fill(reader, reader->buffer, sizeof reader->buffer, &reader->end);
        }
        to += here;
        size -= here;
    }
    return reader->trouble == STREAM_FINE;
}

int64_t stream_get(struct stream_reader *reader, int64_t lo, int64_t hi)
{
    uint64_t rest = 0;
    for (int shift = 0;; shift += 7) {
        unsigned char byte;
        if (!stream_get_block(reader, &byte, 1))
            return lo;
        if (shift == 63 && byte > 1) {
            stream_refuse(reader);
            return lo;
        }
        rest |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            break;
    }
    int64_t number = (int64_t)(rest >> 1);
    if (rest & 1)
        number = -number - 1;
    if (number >= lo && number <= hi)
        return number;
    stream_refuse(reader);
    return lo;
}

bool stream_get_flag(struct stream_reader *reader)
{
    return stream_get(reader, 0, 1) != 0;
}

static bool is_allowed(const char *text, size_t size, enum stream_text kind)
{
    if (strlen(text) != size)
        return false;
    return kind == STREAM_RAW ||
           (kind == STREAM_CELL ? text_valid_until(text, size) == size : document_text(text, size) == size);
}

const char *stream_get_text_or_null(struct stream_reader *reader, const void *owner, enum stream_text kind,
                                    size_t most)
{
    int64_t size = stream_get(reader, -1, (int64_t)most);
    if (size == -1)
        return NULL;
    if (size == 0)
        return "";
    char *text = talloc_array(owner, char, (size_t)size + 1);
    if (!text) {
        stream_no_memory(reader);
        return "";
    }
    text[size] = '\0';
    if (stream_get_block(reader, text, (size_t)size) && is_allowed(text, (size_t)size, kind))
        return text;
    stream_refuse(reader);
    talloc_free(text);
    return "";
}

const char *stream_get_text(struct stream_reader *reader, const void *owner, enum stream_text kind)
{
    const char *text = stream_get_text_or_null(reader, owner, kind, STREAM_TEXT_MOST);
    if (text)
        return text;
    stream_refuse(reader);
    return "";
}

int32_t *stream_get_numbers(struct stream_reader *reader, const void *owner, int count, int32_t lo,
                            int32_t hi)
{
    if (reader->trouble != STREAM_FINE)
        return NULL;
    int32_t *numbers = talloc_array(owner, int32_t, (unsigned)count);
    if (!numbers) {
        stream_no_memory(reader);
        return NULL;
    }
    if (!stream_get_block(reader, numbers, (size_t)count * sizeof *numbers))
        return NULL;
    bool sound = true;
    for (int i = 0; i < count; i++)
        sound = sound && numbers[i] >= lo && numbers[i] <= hi;
    if (!sound)
        stream_refuse(reader);
    return sound ? numbers : NULL;
}

int *stream_get_ascending(struct stream_reader *reader, const void *owner, int count, int limit)
{
    int *numbers = stream_get_numbers(reader, owner, count, 0, limit - 1);
    for (int i = 1; numbers && i < count; i++)
        if (numbers[i] <= numbers[i - 1]) {
            stream_refuse(reader);
            return NULL;
        }
    return numbers;
}

void *stream_room(struct stream_reader *reader, const void *owner, void *array, int have, int count,
                  size_t size)
{
    enum { FIRST_ROOM = 64 };
    size_t room = array ? talloc_get_size(array) / size : 0, wanted = (size_t)have + 1;
    if (reader->trouble != STREAM_FINE)
        return NULL;
    if (wanted > room) {
        room = room < FIRST_ROOM ? FIRST_ROOM : 2 * room;
        if (room > (size_t)count)
            room = (size_t)count;
        array = talloc_realloc_size(owner, array, room * size);
        if (!array) {
            stream_no_memory(reader);
            return NULL;
        }
    }
    memset((char *)array + (size_t)have * size, 0, size);
    return array;
}
