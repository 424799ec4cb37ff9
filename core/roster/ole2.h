/* Compound files (OLE2), in which old workbooks are kept: streams by name. Nothing that the file says of
 * itself is believed: every offset is checked, every chain ends. Source: [MS-CFB]. */
#ifndef TONGXIN_ROSTER_OLE2_H
#define TONGXIN_ROSTER_OLE2_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the bytes begin as a compound file does. */
bool ole2_sniff(const char *bytes, size_t size);

/* The stream of this name that stands at the top of the file (objects embedded in a document have streams of
 * their own), without regard to capitals. Returns false where there is none, or where it is damaged. *stream
 * is owned by `owner`. */
bool ole2_stream(const void *owner, const char *bytes, size_t size, const char *name, unsigned char **stream,
                 size_t *length);

#endif
