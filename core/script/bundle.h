/* A scheme with all it extends as one text, so that it can be kept and run again wherever its files have
 * gone. */
#ifndef TONGXIN_SCRIPT_BUNDLE_H
#define TONGXIN_SCRIPT_BUNDLE_H

#include "script/script.h"

/* The scheme's text and the texts it extends, as JSON; the same texts give the same bytes. Faults of their
 * writing are in `error`. *bytes is owned by `owner`. */
enum status script_bundle(const void *owner, const struct script_text *text, char **bytes, size_t *size,
                          struct error *error);

/* The other way: *text, and *bases for script_request.bases. `file` is named where the bytes are no bundle.
 */
enum status script_unbundle(const void *owner, const char *file, const char *bytes, size_t size,
                            struct script_text *text, struct script_bases **bases, struct error *error);

#endif
