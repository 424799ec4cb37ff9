/* Finding members by the names that people wrote. */
#ifndef TONGXIN_PLANNING_PLAN_NAMES_H
#define TONGXIN_PLANNING_PLAN_NAMES_H

#include <stdbool.h>

#include "model/roster.h"

struct name_entry {
    const char *folded;
    int member;
};

/* The roster's names, folded and sorted. Owned by the context it was made under. */
struct name_list {
    const struct roster *roster;
    struct name_entry *entry; /* [roster->members] by folded name, then member */
};

/* NULL where memory ran out. */
struct name_list *names_make(const void *owner, const struct roster *roster);

/* The name without blanks inside (陈 琳 is 陈琳) and with one kind of middle dot; owned by `owner`. */
char *names_fold(const void *owner, const char *name);

/* How many members bear the folded name; *first is the first one's place in list->entry, the others follow
 * it. */
int names_find(const struct name_list *list, const char *folded, int *first);

/* The member whose name is nearest to the folded name, or -1 where none is near. */
int names_nearest(const struct name_list *list, const char *folded);

#endif
