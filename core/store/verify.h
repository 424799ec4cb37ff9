/* Whether a term file is as its log says: every table is compared with the log repeated on an empty database.
 */
#ifndef TONGXIN_STORE_VERIFY_H
#define TONGXIN_STORE_VERIFY_H

#include "store/store.h"

struct verified {
    int64_t entries; /* of the log */
    int plans;
};

/* Checks a stored version of the plan; the store itself knows nothing of planning. */
struct plan_check {
    enum status (*check)(void *data, struct store *store, int version, struct error *error);
    void *data;
};

/* Integrity, references, schema, chain of the log, contents, the log repeated and compared row by row, then
 * each plan by `plans` (NULL: not). What is found is STATUS_NO, as many sentences as it takes (at most 20
 * rows). */
enum status store_verify(struct store *store, const struct plan_check *plans, struct verified *found,
                         struct error *error);

#endif
