/* Text that is collected piece by piece while a part is read: shared texts, inline texts, values. */
#ifndef TONGXIN_ROSTER_XLSX_TEXT_H
#define TONGXIN_ROSTER_XLSX_TEXT_H

#include "roster/sheet_build.h"

/* Zero it and set owner. */
struct collected {
    const void *owner;
    char *bytes;
    size_t size, room;
    int phonetic; /* depth within rPh: how a text is pronounced is not part of it */
    bool open;    /* text that comes now belongs here */
};

/* Adds text where it is open. A text longer than a cell may hold is refused. */
enum status collected_add(struct collected *collected, struct sheet_build *build, const char *text,
                          size_t size);

/* An element begins or ends within the text: t opens it, rPh shuts it out. */
void collected_start(struct collected *collected, const char *name);
void collected_end(struct collected *collected, const char *name);

/* The text as a text of the book, with _x000D_ and the like as the characters they stand for; empty
 * afterwards. NULL after a fault. */
const char *collected_take(struct collected *collected, struct sheet_build *build);

#endif
