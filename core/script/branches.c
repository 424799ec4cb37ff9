#include "script/branches.h"

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

enum { FIRST_ROOM = 64 };

static struct branch *new_slots(const void *owner, int room)
{
    struct branch *slot = talloc_array(owner, struct branch, (unsigned)room);
    for (int i = 0; slot && i < room; i++)
        slot[i].to = -1;
    return slot;
}

struct branches *branches_new(const void *owner)
{
    struct branches *branches = talloc_zero(owner, struct branches);
    if (!branches)
        return NULL;
    branches->room = FIRST_ROOM;
    branches->slot = new_slots(branches, FIRST_ROOM);
    if (branches->slot)
        return branches;
    talloc_free(branches);
    return NULL;
}

/* The slot that holds (from, value), or the free one where it belongs. */
static struct branch *place_of(struct branch *slot, int room, int from, int value)
{
    uint64_t hash = ((uint64_t)(uint32_t)from << 32 | (uint32_t)value) * 0x9E3779B97F4A7C15u;
    uint32_t at = (uint32_t)(hash >> 32) ^ (uint32_t)(hash >> 15);
    for (;; at++) {
        struct branch *here = &slot[at & (uint32_t)(room - 1)];
        if (here->to < 0 || (here->from == from && here->value == value))
            return here;
    }
}

int branches_find(const struct branches *branches, int from, int value)
{
    return place_of(branches->slot, branches->room, from, value)->to;
}

static bool make_room(struct branches *branches)
{
    if (branches->count < branches->room / 2)
        return true;
    int room = 2 * branches->room;
    struct branch *slot = new_slots(branches, room);
    if (!slot)
        return false;
    for (int i = 0; i < branches->room; i++) {
        const struct branch *old = &branches->slot[i];
        if (old->to >= 0)
            *place_of(slot, room, old->from, old->value) = *old;
    }
    talloc_free(branches->slot);
    branches->slot = slot;
    branches->room = room;
    return true;
}

int branches_add(struct branches *branches, int from, int value, int next)
{
    struct branch *here = place_of(branches->slot, branches->room, from, value);
    if (here->to >= 0)
        return here->to;
    if (!make_room(branches))
        return -1;
    here = place_of(branches->slot, branches->room, from, value);
    *here = (struct branch){from, value, next};
    branches->count++;
    return next;
}
