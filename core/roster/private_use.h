/* Characters that GB 18030 and GBK once kept in Unicode's private use area and that have code points of their
 * own since (䶮 was U+E863). Two copies of a name must be equal whichever way they were written. */
#ifndef TONGXIN_ROSTER_PRIVATE_USE_H
#define TONGXIN_ROSTER_PRIVATE_USE_H

#include <stddef.h>
#include <stdint.h>

/* The character that the private-use code point stood for in GB 18030-2000 or GBK, or `code` itself.
 * Source: GB 18030-2022, code points of the double-byte region FE50-FEA0, A2E3, A6D9-A6F3, A8BC, A8BF,
 * A989-A995. */
uint32_t private_use_fold(uint32_t code);

/* Folds strict UTF-8 text[0..*size). Returns `text` itself where nothing had to change, else a copy owned by
 * `owner` (a NUL follows) with its length in *size; NULL where memory ran out. */
char *private_use_fold_text(const void *owner, char *text, size_t *size);

#endif
