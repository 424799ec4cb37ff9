#include <string.h>

#include "script/stream.h"

void stream_flush(struct stream_writer *writer)
{
    if (writer->used > 0 && !writer->failed)
        writer->failed = !writer->put(writer->target, writer->buffer, writer->used);
    writer->used = 0;
}

void stream_put_block(struct stream_writer *writer, const void *bytes, size_t size)
{
    if (size > sizeof writer->buffer - writer->used)
        stream_flush(writer);
    if (size > sizeof writer->buffer) {
        if (!writer->failed)
            writer->failed = !writer->put(writer->target, bytes, size);
    } else if (size > 0) {
        memcpy(writer->buffer + writer->used, bytes, size);
        writer->used += size;
    }
}

/* Seven bits a byte, the sign in the lowest, the last byte without the high bit. */
void stream_put(struct stream_writer *writer, int64_t number)
{
    uint64_t rest = number < 0 ? ~((uint64_t)number << 1) : (uint64_t)number << 1;
    unsigned char bytes[10];
    size_t size = 0;
    for (; rest >= 0x80; rest >>= 7)
        bytes[size++] = (unsigned char)(rest | 0x80);
    bytes[size++] = (unsigned char)rest;
    stream_put_block(writer, bytes, size);
}

void stream_put_text(struct stream_writer *writer, const char *text)
{
    size_t size = text ? strlen(text) : 0;
    stream_put(writer, text ? (int64_t)size : -1);
    stream_put_block(writer, text, size);
}
