/* Bytes between the child and its parent: numbers, texts and blocks. The writer trusts itself; the reader
 * trusts nothing: each number is asked for with its bounds, each text is looked through, and room grows no
 * faster than bytes arrive. The first thing that is amiss stays in `trouble`; from then on every answer is
 * the lowest allowed number or an empty text, so that a caller may look at `trouble` once in a while. */
#ifndef TONGXIN_SCRIPT_STREAM_H
#define TONGXIN_SCRIPT_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STREAM_BUFFER = 1 << 16, STREAM_TEXT_MOST = 1 << 16 };

/* ---- writing ---- */

struct stream_writer {
    bool (*put)(void *target, const char *bytes, size_t size); /* false: nothing more can be written */
    void *target;
    bool failed;
    size_t used;
    char buffer[STREAM_BUFFER];
};

void stream_put(struct stream_writer *writer, int64_t number);
void stream_put_text(struct stream_writer *writer, const char *text); /* NULL is a text of its own */
void stream_put_block(struct stream_writer *writer, const void *bytes, size_t size);
void stream_flush(struct stream_writer *writer);

/* ---- reading ---- */

enum stream_trouble { STREAM_FINE, STREAM_SHORT, STREAM_UNSOUND, STREAM_NO_MEMORY };

struct stream_reader {
    ptrdiff_t (*fill)(void *source, char *bytes, size_t room); /* bytes got; 0 or less: no more will come */
    void *source;
    enum stream_trouble trouble;
    size_t at, end;
    char buffer[STREAM_BUFFER];
};

/* What a text may hold: SHOWN is strict UTF-8 without control characters; CELL may have these (a cell of a
 * roster); RAW is any bytes but NUL. */
enum stream_text { STREAM_SHOWN, STREAM_CELL, STREAM_RAW };

/* Remembers that something is unsound; false, so that callers may return it. */
bool stream_refuse(struct stream_reader *reader);
/* The same for memory that ran out. */
bool stream_no_memory(struct stream_reader *reader);

int64_t stream_get(struct stream_reader *reader, int64_t lo, int64_t hi);
bool stream_get_flag(struct stream_reader *reader);
/* Owned by `owner`, "" where there is trouble. NULL is refused. */
const char *stream_get_text(struct stream_reader *reader, const void *owner, enum stream_text kind);
/* The same of at most `most` bytes, where NULL may come. */
const char *stream_get_text_or_null(struct stream_reader *reader, const void *owner, enum stream_text kind,
                                    size_t most);
bool stream_get_block(struct stream_reader *reader, void *bytes, size_t size);

/* A block of 32-bit numbers within lo and hi; NULL where there is trouble. The caller knows `count` from
 * elsewhere than the stream, or has it bounded. */
int32_t *stream_get_numbers(struct stream_reader *reader, const void *owner, int count, int32_t lo,
                            int32_t hi);
/* The same, each above the one before and below `limit`. */
int *stream_get_ascending(struct stream_reader *reader, const void *owner, int count, int limit);

/* Room in `array` (elements of `size` bytes) for number `have` of `count` elements, zeroed; NULL where there
 * is trouble. */
void *stream_room(struct stream_reader *reader, const void *owner, void *array, int have, int count,
                  size_t size);

#endif
