/* Names as people write them into lists: 陈 琳（女）, 买买提•艾力（维吾尔族）. */
#ifndef TONGXIN_ROSTER_PERSON_NAME_H
#define TONGXIN_ROSTER_PERSON_NAME_H

#include <stdbool.h>

#include "roster/codes.h"

struct person_name {
    const char *name;   /* without blanks between Chinese characters; middle dots as U+00B7 */
    const char *gender; /* 男 or 女, where brackets behind the name say so; else NULL */
    const char *nation; /* 回族, likewise */
};

/* Reads a name that is not blank. Brackets whose content is anything but a gender or a nationality stay with
 * the name. Texts are owned by `owner`. Returns 0 where memory ran out. */
int person_name_read(const void *owner, const char *text, const struct codes *nations,
                     struct person_name *name);

/* How names compare: cleaned (base/characters.h), without blanks, dots as person_name_level_dots. Owned by
 * `owner`; NULL where memory ran out. */
char *person_name_fold(const void *owner, const char *text);

/* Whether a text of old, which may hold what is not seen, is what somebody means by `word`: the same folded,
 * or the text with the codes of what is not seen, 张敏<U+200E>. */
bool person_name_meant(const char *text, const char *word);

/* Whether the cell that was read as `name` looks like two people: parts with 、 or the like between them, or
 * two that are names by themselves with a blank between (not 欧阳 小敏, whose first is a surname). *one and
 * *other: the first two, owned by `owner`. */
bool person_name_is_two(const void *owner, const char *text, const char *name, const char **one,
                        const char **other);

/* The name with the dots between its parts as U+00B7: those that are bullets wherever they stand, the others
 * (． . ● ﹒ ˙ ･ － ...) between Han characters, where several are one. Owned by `owner`; NULL where memory
 * ran out. */
char *person_name_level_dots(const void *owner, const char *text);

#endif
