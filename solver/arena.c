#include "solver/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct arena_block {
    struct arena_block *next;
    size_t size, used;
    max_align_t data[];
};

enum { BLOCK = 1 << 18 };

void *arena_get(struct arena *arena, size_t count, size_t size)
{
    const size_t align = sizeof(max_align_t);
    if (count == 0)
        count = 1;
    if (count > (SIZE_MAX - BLOCK) / size)
        longjmp(*arena->failed, 1);
    size_t want = (count * size + align - 1) / align * align;
    struct arena_block *block = arena->first;
    if (!block || block->size - block->used < want) {
        size_t room = want > BLOCK ? want : BLOCK;
        block = malloc(sizeof *block + room);
        if (!block)
            longjmp(*arena->failed, 1);
        block->size = room;
        block->used = 0;
        block->next = arena->first;
        arena->first = block;
    }
    void *data = (char *)block->data + block->used;
    block->used += want;
    memset(data, 0, want);
    return data;
}

void arena_clear(struct arena *arena)
{
    while (arena->first) {
        struct arena_block *next = arena->first->next;
        free(arena->first);
        arena->first = next;
    }
}

void arena_reset(struct arena *arena)
{
    struct arena_block *kept = NULL;
    while (arena->first) {
        struct arena_block *next = arena->first->next;
        if (!kept && arena->first->size == BLOCK)
            kept = arena->first;
        else
            free(arena->first);
        arena->first = next;
    }
    if (kept) {
        kept->next = NULL;
        kept->used = 0;
    }
    arena->first = kept;
}
