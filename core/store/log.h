/* The log: who did what when. Each entry carries the hash of the one before (a chain), so that a changed or
 * missing one is found. */
#ifndef TONGXIN_STORE_LOG_H
#define TONGXIN_STORE_LOG_H

#include "store/store.h"

/* One entry, as it is read. Texts belong to the context it was read under. */
struct log_entry {
    int64_t number, undoes; /* undoes: 0 where it takes nothing back */
    const char *at, *who, *action, *subject, *reason, *detail;
    const char *hash; /* of the entry, which the next one carries */
    int version;      /* 0: none */
    bool undone;      /* a later entry takes it back, and that one is not taken back itself */
};

/* Inside a change: appends the entry. *number (may be NULL) and hash are the entry's. Used by change.c and
 * migrate.c. */
enum status log_add(struct store *store, const struct store_change *change, const void *changes, size_t size,
                    int64_t *number, char hash[HASH_TEXT], struct error *error);

/* The number of the last entry; 0: none. What was read before and is written after it has not changed. */
enum status log_last(struct store *store, int64_t *number, struct error *error);

/* The entries from `from` on, at most `most`, oldest first; *count of them in *entry, owned by `owner`. */
enum status log_read(const void *owner, struct store *store, int64_t from, int most, struct log_entry **entry,
                     int *count, struct error *error);

/* Walks the chain; STATUS_NO and a sentence for the first entry that is not as it was written. *entries: how
 * many. */
enum status log_verify(struct store *store, int64_t *entries, struct error *error);

#endif
