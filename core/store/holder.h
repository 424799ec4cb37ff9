/* Who holds a term file: the process whose lock is in the way, where it is on this machine. Used inside
 * core/store. */
#ifndef TONGXIN_STORE_HOLDER_H
#define TONGXIN_STORE_HOLDER_H

#include "store/db.h"

/* Adds the sentence for a file that was waited for in vain: STATUS_MACHINE. */
enum status holder_tell(const struct store *store, struct error *error);

#endif
