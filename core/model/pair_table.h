/* What a file says of single pairs (`--pairs`): wishes, recusals, costs, last term's pairs. Plain data;
 * reading is core/roster's work. */
#ifndef TONGXIN_MODEL_PAIR_TABLE_H
#define TONGXIN_MODEL_PAIR_TABLE_H

/* One row of the file. */
struct pair_row {
    int source;               /* member */
    const char *target;       /* a member's id, or the name of a window or group */
    int row;                  /* in the file, the heading being row 1 */
    const char *const *value; /* [columns] "" where empty, never NULL */
};

struct pair_table {
    const char *file;
    int columns;                /* besides those that name the two ends */
    const char *const *heading; /* [columns] */
    int rows;
    const struct pair_row *row; /* [rows] ascending by (source, target bytewise), no two alike */
};

/* The row of the pair, or NULL. Binary search. */
const struct pair_row *pair_table_find(const struct pair_table *table, int source, const char *target);

#endif
