/* Names as people write them into lists: 陈 琳（女）, 买买提•艾力（维吾尔族）. */
#ifndef TONGXIN_ROSTER_PERSON_NAME_H
#define TONGXIN_ROSTER_PERSON_NAME_H

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

#endif
