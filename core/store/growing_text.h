/* A text that grows at its end. Used inside core/store. */
#ifndef TONGXIN_STORE_GROWING_TEXT_H
#define TONGXIN_STORE_GROWING_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Set `owner`; the rest is 0. Once memory ran out it stays as it is and `failed` says so. */
struct growing_text {
    const void *owner;
    char *text; /* [used], a NUL follows; NULL while nothing was added */
    size_t used, room;
    bool failed;
};

void growing_add(struct growing_text *text, const char *more);
void growing_add_bytes(struct growing_text *text, const char *more, size_t size);
void growing_print(struct growing_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* As a JSON string, quotation marks included. */
void growing_add_json(struct growing_text *text, const char *value);

#endif
