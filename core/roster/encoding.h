/* Telling encodings apart, strictly: bytes become UTF-8 or are refused; nothing is replaced and nothing
 * guessed. */
#ifndef TONGXIN_ROSTER_ENCODING_H
#define TONGXIN_ROSTER_ENCODING_H

#include <stddef.h>

#include "base/error.h"

/* Bytes as UTF-8. `text` lies in memory of the owner that encoding_decode was given; a NUL follows
 * text[size]. */
struct decoded {
    char *text;
    size_t size;
    const char *encoding; /* "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030", "Big5-HKSCS" */
};

/* Decodes bytes[0..size), a talloc buffer of `owner` that this function takes over (a NUL follows; it is
 * changed or freed). `headings` (NULL-terminated) are words that headings of such a table use. The rule,
 * first match wins: byte order mark; NULs that show UTF-16; strict UTF-8; strict GB18030, unless Big5-HKSCS
 * finds more of the headings. Otherwise STATUS_INPUT with one fault that names the encoding that reads
 * furthest and the byte, row and column where it stops. A byte order mark is dropped, private-use characters
 * are folded (private_use.h). The README.md of this folder says where and why the rule goes
 * further. */
enum status encoding_decode(const void *owner, const char *file, char *bytes, size_t size,
                            const char *const *headings, struct decoded *decoded, struct error *error);

#endif
