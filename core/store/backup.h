/* A copy of a term file while others may write to it. */
#ifndef TONGXIN_STORE_BACKUP_H
#define TONGXIN_STORE_BACKUP_H

#include "store/store.h"

/* Copies the file to `name`: under a temporary name beside it, verified, synced, renamed. Where something
 * stands there: STATUS_INPUT, and that is untouched. */
enum status store_backup(struct store *store, const char *name, struct error *error);

#endif
