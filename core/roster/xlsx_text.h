/* Text that is collected piece by piece while a part is read: shared texts, inline texts, values. */
#ifndef TONGXIN_ROSTER_XLSX_TEXT_H
#define TONGXIN_ROSTER_XLSX_TEXT_H

#include "roster/sheet_build.h"
#include "roster/xlsx_part.h"

enum strike { STRIKE_AS_CELL, STRIKE_OFF, STRIKE_ON };

/* A run of a rich text: as far as `end` bytes of it. */
struct text_run {
    size_t end;
    enum strike strike;
};

/* Zero it and set owner. */
struct collected {
    const void *owner;
    char *bytes;
    size_t size, room;
    int phonetic;       /* depth within rPh: how a text is pronounced is not part of it */
    bool open;          /* text that comes now belongs here */
    enum strike strike; /* of the run at hand */
    bool differs;       /* some run says of itself whether it is struck through */
    unsigned runs, run_room;
    struct text_run *run; /* [runs] */
};

/* A text of the book, and what of it is not struck through. */
struct rich_text {
    const char *whole;
    const char *left;           /* in a cell that is not struck through; `whole` where nothing is */
    const char *left_in_struck; /* in a cell that is; "" where no run says otherwise */
};

/* Adds text where it is open. A text longer than a cell may hold is refused. */
enum status collected_add(struct collected *collected, struct sheet_build *build, const char *text,
                          size_t size);

/* An element begins or ends within the text: t opens it, rPh shuts it out, r is a run. Returns 0 where memory
 * ran out. */
void collected_start(struct collected *collected, const char *name, const struct attributes *attributes);
int collected_end(struct collected *collected, const char *name);

/* The text as a text of the book, with _x000D_ and the like as the characters they stand for; empty
 * afterwards. NULL after a fault. */
const char *collected_take(struct collected *collected, struct sheet_build *build);

/* The same with what is not struck through. */
enum status collected_take_rich(struct collected *collected, struct sheet_build *build,
                                struct rich_text *text);

/* Forgets what was collected. */
void collected_clear(struct collected *collected);

#endif
