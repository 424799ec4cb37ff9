/* Numbers of files that are written little-endian. The bytes must be there. */
#ifndef TONGXIN_ROSTER_LITTLE_H
#define TONGXIN_ROSTER_LITTLE_H

#include <stdint.h>

static inline uint16_t little16(const unsigned char *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}

static inline uint32_t little32(const unsigned char *at)
{
    return (uint32_t)little16(at) | (uint32_t)little16(at + 2) << 16;
}

#endif
