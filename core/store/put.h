/* New files beside the old: written whole under a temporary name, then put in place at once, so that a name
 * never shows half a file. Used inside core/store. */
#ifndef TONGXIN_STORE_PUT_H
#define TONGXIN_STORE_PUT_H

#include <stdbool.h>

#include "base/error.h"

/* Makes an empty file beside `name`, for its owner alone (0600: all of them hold members), called NAME.new-1,
 * NAME.new-2 … : the first that is free. *temporary is owned by `owner`. What a killed program leaves under
 * such a name may be removed by hand. */
enum status put_begin(const void *owner, const char *name, char **temporary, struct error *error);

/* Gives the temporary file its name and syncs the folder. Where something stands there and `replace` is
 * false: STATUS_INPUT, and that is untouched. Where it fails the temporary file stays. */
enum status put_end(const char *temporary, const char *name, bool replace, struct error *error);

/* Removes the temporary file and its journal. */
void put_away(const char *temporary);

/* A fault (STATUS_INPUT): something stands there already. */
enum status put_taken(const char *name, struct error *error);

#endif
