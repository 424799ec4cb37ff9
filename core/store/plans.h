/* Versions of the plan (名单) in a term file. */
#ifndef TONGXIN_STORE_PLANS_H
#define TONGXIN_STORE_PLANS_H

#include "store/store.h"

/* The version that is published, or 0 where none is. */
enum status plans_in_force(struct store *store, int *version, struct error *error);

#endif
