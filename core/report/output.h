/* Bytes that a renderer collects. Failures are remembered, so that callers ask once, at the end. */
#ifndef TONGXIN_REPORT_OUTPUT_H
#define TONGXIN_REPORT_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct output {
    char *bytes; /* owned by the owner that output_open got */
    size_t size, room;
    bool failed;
};

struct output output_open(const void *owner);
void output_bytes(struct output *output, const char *bytes, size_t size);
void output_text(struct output *output, const char *text);
void output_format(struct output *output, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Hands the bytes over, a NUL behind them; STATUS_MACHINE where memory ran out on the way. */
enum status output_close(struct output *output, char **bytes, size_t *size, struct error *error);

#endif
