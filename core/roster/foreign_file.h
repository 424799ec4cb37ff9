/* Files that are no table: told by their first bytes, refused with a sentence that says what they are. */
#ifndef TONGXIN_ROSTER_FOREIGN_FILE_H
#define TONGXIN_ROSTER_FOREIGN_FILE_H

#include <stddef.h>

#include "base/error.h"

/* STATUS_OK where the bytes may be a table; otherwise STATUS_INPUT with a fault. Packed files (zip) and old
 * workbooks are told apart by their readers, since that takes a look inside. */
enum status foreign_file_refuse(const char *file, const char *bytes, size_t size, struct error *error);

#endif
