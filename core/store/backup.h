/* A copy of a term file while others may write to it. */
#ifndef TONGXIN_STORE_BACKUP_H
#define TONGXIN_STORE_BACKUP_H

#include <stdbool.h>

#include "store/store.h"

/* Copies the file to `name`: under a temporary name beside it, verified, synced, renamed. Where something
 * stands there and `replace` is false: STATUS_INPUT, and that is untouched. A signal that ends the program
 * leaves nothing behind. */
enum status store_backup(struct store *store, const char *name, bool replace, struct error *error);

/* Whether `file` is a term file whose log is the beginning of this one's: then nothing is lost where a backup
 * replaces it. False where it is none, or cannot be read. It must not be open in this process. */
bool store_holds(struct store *store, const char *file);

#endif
