#include "report/output.h"

#include <stdarg.h>
#include <string.h>
#include <talloc.h>

struct output output_open(const void *owner)
{
    enum { FIRST_ROOM = 4096 };
    struct output output = {.bytes = talloc_array(owner, char, FIRST_ROOM), .room = FIRST_ROOM};
    output.failed = !output.bytes;
    return output;
}

void output_bytes(struct output *output, const char *bytes, size_t size)
{
    if (output->failed)
        return;
    if (size >= output->room - output->size) {
        size_t room = 2 * output->room + size;
        char *grown = talloc_realloc(NULL, output->bytes, char, room);
        if (!grown) {
            output->failed = true;
            return;
        }
        output->bytes = grown;
        output->room = room;
    }
    memcpy(output->bytes + output->size, bytes, size);
    output->size += size;
}

void output_text(struct output *output, const char *text)
{
    output_bytes(output, text, strlen(text));
}

void output_format(struct output *output, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = talloc_vasprintf(NULL, format, arguments);
    va_end(arguments);
    if (text)
        output_text(output, text);
    else
        output->failed = true;
    talloc_free(text);
}

enum status output_close(struct output *output, char **bytes, size_t *size, struct error *error)
{
    output_bytes(output, "", 1);
    if (output->failed) {
        TALLOC_FREE(output->bytes);
        return error_add_memory(error);
    }
    *bytes = output->bytes;
    *size = output->size - 1;
    return STATUS_OK;
}
