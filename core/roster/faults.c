#include "roster/faults.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

/* A fault and its sheet's place among the sheets, by where each has its first fault. */
struct ranked {
    const struct fault *fault;
    int sheet;
};

static int compare(const void *a, const void *b)
{
    const struct ranked *one = a, *other = b;
    const struct place *x = &one->fault->place, *y = &other->fault->place;
    if (one->sheet != other->sheet)
        return one->sheet < other->sheet ? -1 : 1;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    /* Both stand in one array, so their addresses tell which was found first. */
    return one->fault < other->fault ? -1 : one->fault > other->fault;
}

static bool same_sheet(const char *one, const char *other)
{
    return one && other ? strcmp(one, other) == 0 : one == other;
}

/* The rank of the fault's sheet; faults of one sheet mostly stand together. */
static int rank(const struct ranked *ranked, int count, const struct fault *fault)
{
    int sheets = 0;
    for (int i = count - 1; i >= 0; i--) {
        if (same_sheet(ranked[i].fault->place.sheet, fault->place.sheet))
            return ranked[i].sheet;
        sheets = ranked[i].sheet >= sheets ? ranked[i].sheet + 1 : sheets;
    }
    return sheets;
}

enum status faults_move(struct error *into, const struct error *from)
{
    if (from->count == 0)
        return from->status;
    struct ranked *order = talloc_array(from, struct ranked, (unsigned)from->count);
    if (!order)
        return error_add_memory(into);
    for (int i = 0; i < from->count; i++)
        order[i] = (struct ranked){&from->fault[i], rank(order, i, &from->fault[i])};
    qsort(order, (size_t)from->count, sizeof *order, compare);
    for (int i = 0; i < from->count; i++)
        error_copy(into, from->status, order[i].fault);
    talloc_free(order);
    return from->status;
}
