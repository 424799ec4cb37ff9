/* Faults of one kind as one line: what is the same, how often, and where first. */
#ifndef TONGXIN_CLI_FAULT_GROUPS_H
#define TONGXIN_CLI_FAULT_GROUPS_H

#include <stdbool.h>

#include "base/error.h"

enum { FAULT_PLACES = 8 }; /* shown of a group, beside its first */

/* Faults of one kind that stand in one column and, where not `rest`, are about one and the same text. */
struct fault_group {
    int first; /* index of the first fault */
    int count;
    int further[FAULT_PLACES]; /* [count - 1, at most FAULT_PLACES] the faults behind the first */
    bool rest;                 /* what is left of a kind that has too many texts to show each */
};

/* Sorts the faults of one file into groups, by their first ones. Few faults of a kind (up to three) stay by
 * themselves, as do those about different texts up to twenty. Returns how many groups, -1 where memory ran
 * out; *group is owned by `owner`. */
int fault_groups(const void *owner, const struct fault *fault, int count, struct fault_group **group);

#endif
