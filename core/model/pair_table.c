#include "model/pair_table.h"

#include <stddef.h>
#include <string.h>

const struct pair_row *pair_table_find(const struct pair_table *table, int source, const char *target)
{
    int low = 0, high = table->rows;
    while (low < high) {
        int middle = low + (high - low) / 2;
        const struct pair_row *row = &table->row[middle];
        int order = row->source != source ? (row->source < source ? -1 : 1) : strcmp(row->target, target);
        if (order == 0)
            return row;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
