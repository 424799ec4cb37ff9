/* Text as people write it: UTF-8, blanks of every kind, widths on a terminal, names that are nearly right. */
#ifndef TONGXIN_BASE_TEXT_H
#define TONGXIN_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The code point at `text` (at most `size` bytes) and in *length the bytes it takes; strict (RFC 3629: no
 * surrogates, no overlong forms, at most U+10FFFF). Malformed: returns UINT32_MAX and *length 1. size > 0. */
uint32_t text_decode(const char *text, size_t size, size_t *length);

/* Writes the code point as UTF-8 into `out` (4 bytes at most); returns the bytes written. */
size_t text_encode(uint32_t code, char out[4]);

/* The offset of the first byte that is not strict UTF-8, or `size` where all is well. */
size_t text_valid_until(const char *text, size_t size);

/* Number of code points of a NUL-terminated text. */
int text_count(const char *text);

/* Blank: ASCII white space, U+00A0, U+1680, U+2000-200B, U+202F, U+205F, U+3000, U+FEFF. */
bool text_is_blank(uint32_t code);

/* Copy under `owner` of text[0..size) without blanks at either end. */
char *text_trim(const void *owner, const char *text, size_t size);

/* Columns on a terminal (East Asian Width W and F: 2; combining, default-ignorable and control: 0; ambiguous:
 * 1). */
int text_width(const char *text);

/* The candidate nearest to `text` by edit distance over code points, or NULL where none is near enough to be
 * what was meant (a distance of at most a third of the longer one's length, at least 1, and not the whole
 * text; and neither denies the other: 非…, 原…, …家属). The first candidate wins a tie. */
const char *text_nearest(const char *text, const char *const *candidates, int count);

/* Whether one of the two says what the other denies, in what they differ: 非中共党员 and 中共党员. */
bool text_is_contrary(const char *one, const char *other);

/* Splits a list cell at 、 (also ， , ; ； and /), trims the parts, drops empty ones. Owned by `owner`;
 * *count parts; the array itself is NULL-terminated. */
char **text_split_list(const void *owner, const char *text, int *count);

/* True where a list cell whose parts are joined by 、 holds `part`. */
bool text_list_has(const char *list, const char *part);

/* `text` fit for a terminal: control characters (C0, DEL, C1) and what reorders shown as <U+202E>, malformed
 * bytes as U+FFFD, line breaks and tabs as a blank. Owned by `owner`. */
char *text_printable(const void *owner, const char *text);

#endif
