/* What the rows of --pairs meet: the pairs that the scheme's relations have. */
#ifndef TONGXIN_PLANNING_PAIR_ROWS_H
#define TONGXIN_PLANNING_PAIR_ROWS_H

#include "model/pair_table.h"
#include "model/scheme.h"

enum row_meets {
    MEETS_PAIR,    /* one or several relations have the pair */
    MEETS_SWAPPED, /* none has, but one has the pair of the two ends the other way round */
    MEETS_NOTHING, /* none has either */
    MEETS_SEVERAL, /* relations that lead to different things of that name have it: a window and a group */
};

/* What row number `row` of the table meets. */
enum row_meets pair_row_meets(const struct roster *roster, const struct scheme *scheme,
                              const struct pair_table *table, int row);

#endif
