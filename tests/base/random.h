/* Numbers that repeat for a seed on every machine (xorshift64*), for tests on random instances. */
#ifndef TONGXIN_TESTS_BASE_RANDOM_H
#define TONGXIN_TESTS_BASE_RANDOM_H

#include <stdint.h>

static inline uint64_t random_next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545F4914F6CDD1Du;
}

/* From 0 to below - 1. */
static inline int random_below(uint64_t *state, int below)
{
    return (int)((random_next(state) >> 33) % (uint64_t)below);
}

#endif
