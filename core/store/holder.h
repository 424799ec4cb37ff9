/* Who holds a term file for writing. Used inside core/store. */
#ifndef TONGXIN_STORE_HOLDER_H
#define TONGXIN_STORE_HOLDER_H

#include "store/store.h"

/* "process 1234 (tongxin)" where a process of this machine holds the file, else NULL: another computer, or
 * nobody any more. Owned by `owner`. To be called only while this process holds no lock on the file: looking
 * gives up any that it has (fcntl(2), record locks). */
char *holder_of(const void *owner, const char *file);

#endif
