/* The ids of members: a prefix and a running number, never used twice. */
#ifndef TONGXIN_STORE_IDS_H
#define TONGXIN_STORE_IDS_H

#include "store/members.h"

/* Sets record->id_prefix and id_last by the ids of the roster: `prefix` where it is not NULL, else what most
 * ids begin with, else "WY". Texts are owned by `owner`. */
void ids_of_roster(const void *owner, const struct roster *roster, const char *prefix,
                   struct term_record *record);

/* The next free id, at least four digits: record->id_last goes up. Owned by `owner`. */
const char *ids_next(const void *owner, const struct term_members *members, struct term_record *record);

/* Takes note that the id is used: record->id_last is never less than its number. */
void ids_seen(struct term_record *record, const char *id);

#endif
