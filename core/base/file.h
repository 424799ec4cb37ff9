/* Files: read whole and bounded, written so that a name never shows half a file. */
#ifndef TONGXIN_BASE_FILE_H
#define TONGXIN_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Reads the file `name` ("-": standard input) into *bytes (owned by `owner`, a NUL follows) and *size.
 * A file of more than `most` bytes is refused (STATUS_INPUT) without being read whole. */
enum status file_read(const void *owner, const char *name, size_t most, char **bytes, size_t *size,
                      struct error *error);

/* Writes bytes[0..size) under `name`: to a temporary name beside it, synced, renamed, folder synced.
 * Where it fails, a file that stood there is untouched. */
enum status file_write(const char *name, const char *bytes, size_t size, struct error *error);

/* Whether nothing has this name yet; a fault (STATUS_INPUT) where something does, for commands that make a
 * file which somebody then works in. */
bool file_is_free(const char *name, struct error *error);

#endif
