/* Memory of one call of the solver: blocks that are freed together. Where memory runs out, control returns to
 * the caller's jump buffer, so that no step of the method has to ask. GLPK's errors leave by the same door.
 */
#ifndef TONGXIN_SOLVER_ARENA_H
#define TONGXIN_SOLVER_ARENA_H

#include <setjmp.h>
#include <stddef.h>

struct arena_block;
struct arena {
    struct arena_block *first;
    jmp_buf *failed; /* where to go when memory runs out */
};

/* `count` zeroed items of `size` bytes (one item where count is 0). Never NULL. */
void *arena_get(struct arena *arena, size_t count, size_t size);
void arena_clear(struct arena *arena);
/* Everything in it is gone; a block is kept for what comes next. */
void arena_reset(struct arena *arena);

#define ARENA(arena, count, type) ((type *)arena_get((arena), (size_t)(count), sizeof(type)))

#endif
