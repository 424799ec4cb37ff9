/* Files: read whole and bounded, written so that a name never shows half a file. */
#ifndef TONGXIN_BASE_FILE_H
#define TONGXIN_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Reads the file `name` ("-": standard input) into *bytes (owned by `owner`, a NUL follows) and *size, and
 * notes that it was read (files_read.h). A file of more than `most` bytes, and what is no file but a pipe, a
 * device or a folder, is refused (STATUS_INPUT) without being read whole. */
enum status file_read(const void *owner, const char *name, size_t most, char **bytes, size_t *size,
                      struct error *error);

/* Writes bytes[0..size) under `name`: to a temporary name beside it, synced, renamed, folder synced. Links
 * are followed: what they point to is replaced. Where it fails, a file that stood there is untouched; a
 * signal that ends the program leaves either that or the new one, and nothing else. What is no file
 * (/dev/stdout, a pipe) is written to directly. Who may read it: as the umask has it; where it replaces a
 * file, as that one was. */
enum status file_write(const char *name, const char *bytes, size_t size, struct error *error);

/* The same for its owner alone (0600), also where it replaces a file that was open to others. */
enum status file_write_private(const char *name, const char *bytes, size_t size, struct error *error);

/* The file that is meant: `name` with the links at its end followed, also where nothing stands at the end of
 * them. Owned by `owner`; NULL where memory ran out, or where links go round in a circle (errno says). */
char *file_target(const void *owner, const char *name);

/* Whether the target is one of the program's own descriptors (what /dev/stdout leads to): it is written to as
 * it is, whatever file is behind it. */
bool file_is_descriptor(const char *target);

/* Syncs the folder of this file, so that its name is kept. 0 or an errno. */
int file_sync_folder(const char *name);

#endif
