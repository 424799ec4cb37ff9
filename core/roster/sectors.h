/* Spellings of 界别: 宗教, 宗教界, 宗教界人士 are one; 无党派, 无党派人士 as well. */
#ifndef TONGXIN_ROSTER_SECTORS_H
#define TONGXIN_ROSTER_SECTORS_H

#include <stdbool.h>

#include "model/roster.h"
#include "roster/roster_read.h"

/* How sectors compare: without 人士, 代表人士, 界别 and 界 at the end. Owned by `owner`; NULL where memory
 * ran out. */
char *sector_fold(const void *owner, const char *text);

/* Whether both are the same sector. */
bool sector_same(const char *one, const char *other);

/* Writes each sector of the roster in one way, that of most members, and lists what was tidied. Before the
 * roster is finished. Returns 0 where memory ran out. */
int sectors_unite(struct roster *roster, struct tidied_list *tidied);

#endif
