/* Text that grows at its end: what plans, reports and exports are written into. A failure is remembered, so
 * that callers ask once, at the end. */
#ifndef TONGXIN_BASE_GROWING_TEXT_H
#define TONGXIN_BASE_GROWING_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Set `owner`, a talloc context or NULL; the rest is 0. Once memory ran out it stays as it is and `failed`
 * says so. */
struct growing_text {
    const void *owner;
    char *text; /* [used], a NUL follows; NULL while nothing was added */
    size_t used, room;
    bool failed;
};

void growing_add(struct growing_text *text, const char *more);
void growing_add_bytes(struct growing_text *text, const char *more, size_t size);
void growing_add_number(struct growing_text *text, int64_t number);
void growing_print(struct growing_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* As a JSON string, quotation marks included: strict UTF-8 stays as it is, RFC 8259 section 7 says what must
 * be escaped. */
void growing_add_json(struct growing_text *text, const char *value);

/* As a cell of CSV (RFC 4180), in quotation marks where `always` or where it holds a comma, another
 * separator, a quotation mark, a line break or a blank at its beginning. */
void growing_add_cell(struct growing_text *text, const char *value, bool always);

/* Hands the text over, a NUL behind it and never NULL; STATUS_MACHINE where memory ran out on the way, and
 * then it is freed. */
enum status growing_close(struct growing_text *text, char **bytes, size_t *size, struct error *error);

#endif
