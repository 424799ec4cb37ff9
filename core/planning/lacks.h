/* What a scheme reads and the roster lacks: columns that are not there or empty, texts that nobody has. A
 * rule that reads such a thing holds of nobody without a word, so it is said before a plan is made. */
#ifndef TONGXIN_PLANNING_LACKS_H
#define TONGXIN_PLANNING_LACKS_H

#include "base/error.h"
#include "model/scheme.h"

enum lack_kind {
    LACK_COLUMN, /* the roster's files have no such column */
    LACK_CELLS,  /* the column is there, and empty for everybody */
    LACK_TEXT,   /* nobody (no window) has the text that is looked for */
};

struct lack {
    enum lack_kind kind;
    enum target_kind of; /* TARGET_WINDOW: a field of windows */
    int column;
    const char *heading;            /* as people know the column: 单位; of windows 窗口, 全称, 类别 */
    const char *text;               /* LACK_TEXT: what is looked for */
    const struct scheme_read *read; /* the first that reads it; one that is no wish, where there is one */
    int others;                     /* further declarations that do */
    bool is_wish;                   /* points of convenience alone depend on it */
    int choices;
    const char *const *choice; /* [choices] headings that may be the column, the likeliest first; or the
                                  nearest text that somebody has */
};

struct lacks {
    int count;
    struct lack *lack; /* [count] columns first, each in the order of the scheme's declarations */
};

/* Finds them; a roster without members lacks nothing yet. Owned by `owner`; NULL where memory ran out. */
struct lacks *lacks_find(const void *owner, const struct roster *roster, const struct scheme *scheme);

/* Whether no plan may be made: the files have no such column, and more than a wish depends on it. */
bool lack_is_hard(const struct lack *lack);

/* Whether a text that more than a wish looks for is near to one that somebody has: what clashes may come from
 * the writing alone, and no rule should be weakened for that. */
bool lacks_may_mislead(const struct lacks *lacks);

#endif
