/* A map from (place, value) to a number from 0: the branches of a decision tree, the classes of what reads
 * alike. Open addressing; what is in stays in. */
#ifndef TONGXIN_SCRIPT_BRANCHES_H
#define TONGXIN_SCRIPT_BRANCHES_H

struct branches {
    int count, room;
    struct branch {
        int from, value, to; /* to: -1 where free */
    } * slot;                /* [room] a power of two */
};

/* An empty map, owned by `owner`; NULL where memory ran out. */
struct branches *branches_new(const void *owner);

/* The number of (from, value), or -1. */
int branches_find(const struct branches *branches, int from, int value);

/* The same; where it is not in, it gets the number `next`. -1 where memory ran out. */
int branches_add(struct branches *branches, int from, int value, int next);

#endif
