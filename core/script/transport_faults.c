#include <string.h>
#include <talloc.h>

#include "base/text.h"
#include "script/transport.h"

enum { FAULTS_MOST_IN_ALL = 100000, FAULT_TEXT_MOST = 1 << 20 };

void transport_put_faults(struct stream_writer *writer, const struct error *error)
{
    stream_put(writer, error->status);
    stream_put(writer, error->count);
    for (int i = 0; i < error->count; i++) {
        const struct fault *fault = &error->fault[i];
        stream_put_text(writer, fault->place.file);
        stream_put(writer, fault->place.row);
        stream_put(writer, fault->place.column);
        stream_put_text(writer, fault->place.heading);
        stream_put_text(writer, fault->place.value);
        stream_put_text(writer, fault->place.line_text);
        stream_put_text(writer, fault->message);
    }
}

/* As it came where it can be shown; else what can be shown of it. */
static const char *get_shown(struct stream_reader *reader, const void *owner)
{
    const char *text = stream_get_text_or_null(reader, owner, STREAM_RAW, FAULT_TEXT_MOST);
    if (!text || document_text(text, strlen(text)) == strlen(text))
        return text;
    const char *shown = text_printable(owner, text);
    if (!shown)
        stream_no_memory(reader);
    return shown;
}

/* A line of the script keeps its tabs, which the caret below it counts; whoever shows it sees to them. */
static const char *get_line(struct stream_reader *reader, const void *owner)
{
    return stream_get_text_or_null(reader, owner, STREAM_RAW, FAULT_TEXT_MOST);
}

void transport_get_faults(struct stream_reader *reader, struct error *error)
{
    void *scratch = talloc_new(error);
    enum status status = (enum status)stream_get(reader, STATUS_OK, STATUS_MACHINE);
    int count = (int)stream_get(reader, 0, FAULTS_MOST_IN_ALL);
    if (!scratch || (count > 0) != (status != STATUS_OK))
        stream_refuse(reader);
    for (int i = 0; i < count && reader->trouble == STREAM_FINE; i++) {
        struct place place = {.file = get_shown(reader, scratch)};
        place.row = (int)stream_get(reader, 0, INT32_MAX);
        place.column = (int)stream_get(reader, 0, INT32_MAX);
        place.heading = get_shown(reader, scratch);
        place.value = get_shown(reader, scratch);
        place.line_text = get_line(reader, scratch);
        const char *message = get_shown(reader, scratch);
        if (!message)
            stream_refuse(reader);
        else if (reader->trouble == STREAM_FINE)
            error_add(error, status, &place, "%s", message);
    }
    talloc_free(scratch);
}
