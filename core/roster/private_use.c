#include "roster/private_use.h"

#include <string.h>
#include <talloc.h>

#include "base/text.h"

static const uint32_t from_e78d[] = {
    0xFE10, 0xFE12, 0xFE11, 0xFE13, 0xFE14, 0xFE15, 0xFE16, 0xFE17, 0xFE18, 0xFE19,
};

static const uint32_t from_e7e7[] = {
    0x303E, 0x2FF0, 0x2FF1, 0x2FF2, 0x2FF3, 0x2FF4, 0x2FF5, 0x2FF6, 0x2FF7, 0x2FF8, 0x2FF9, 0x2FFA, 0x2FFB,
};

static const uint32_t from_e815[] = {
    0x2E81, 0x20087, 0x20089, 0x200CC, 0x2E84,  0x3473, 0x3447, 0x2E88, 0x2E8B, 0x9FB4, 0x359E, 0x361A,
    0x360E, 0x2E8C,  0x2E97,  0x396E,  0x3918,  0x9FB5, 0x39CF, 0x39DF, 0x3A73, 0x39D0, 0x9FB6, 0x9FB7,
    0x3B4E, 0x3C6E,  0x3CE0,  0x2EA7,  0x215D7, 0x9FB8, 0x2EAA, 0x4056, 0x415F, 0x2EAE, 0x4337, 0x2EB3,
    0x2EB6, 0x2EB7,  0x2298F, 0x43B1,  0x43AC,  0x2EBB, 0x43DD, 0x44D6, 0x4661, 0x464C, 0x9FB9, 0x4723,
    0x4729, 0x477C,  0x478D,  0x2ECA,  0x4947,  0x497A, 0x497D, 0x4982, 0x4983, 0x4985, 0x4986, 0x499F,
    0x499B, 0x49B7,  0x49B6,  0x9FBA,  0x241FE, 0x4CA3, 0x4C9F, 0x4CA0, 0x4CA1, 0x4C77, 0x4CA2, 0x4D13,
    0x4D14, 0x4D15,  0x4D16,  0x4D17,  0x4D18,  0x4D19, 0x4DAE, 0x9FBB,
};

static const uint32_t from_e76c[] = {0x20AC};
static const uint32_t from_e7c7[] = {0x1E3F, 0x01F9};

/* Neighbouring private-use code points from `first` on, and what they stand for. */
static const struct run {
    uint32_t first;
    size_t count;
    const uint32_t *now;
} runs[] = {
    {0xE76C, sizeof from_e76c / sizeof *from_e76c, from_e76c},
    {0xE78D, sizeof from_e78d / sizeof *from_e78d, from_e78d},
    {0xE7C7, sizeof from_e7c7 / sizeof *from_e7c7, from_e7c7},
    {0xE7E7, sizeof from_e7e7 / sizeof *from_e7e7, from_e7e7},
    {0xE815, sizeof from_e815 / sizeof *from_e815, from_e815},
};

uint32_t private_use_fold(uint32_t code)
{
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        if (code >= runs[i].first && code - runs[i].first < runs[i].count)
            return runs[i].now[code - runs[i].first];
    return code;
}

/* All code points of the table begin with the byte EE in UTF-8, which no character outside U+E000-EFFF does.
 */
static const char *next_folded(const char *from, const char *end)
{
    while (from < end && (from = memchr(from, 0xEE, (size_t)(end - from)))) {
        size_t length;
        uint32_t code = text_decode(from, (size_t)(end - from), &length);
        if (private_use_fold(code) != code)
            return from;
        from += length;
    }
    return NULL;
}

char *private_use_fold_text(const void *owner, char *text, size_t *size)
{
    const char *end = text + *size, *from = text, *next = next_folded(text, end);
    if (!next)
        return text;
    /* Three bytes become four at most. */
    char *out = talloc_array(owner, char, *size + *size / 3 + 2), *to = out;
    if (!out)
        return NULL;
    for (; next; next = next_folded(from, end)) {
        size_t length;
        memcpy(to, from, (size_t)(next - from));
        to += next - from;
        to += text_encode(private_use_fold(text_decode(next, (size_t)(end - next), &length)), to);
        from = next + length;
    }
    memcpy(to, from, (size_t)(end - from));
    to += end - from;
    *to = '\0';
    *size = (size_t)(to - out);
    return out;
}
