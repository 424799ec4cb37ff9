#include "roster/faults.h"

#include <stdlib.h>
#include <talloc.h>

static int compare(const void *a, const void *b)
{
    const struct fault *const *one = a, *const *other = b;
    const struct place *x = &(*one)->place, *y = &(*other)->place;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    /* Both stand in one array, so their addresses tell which was found first. */
    return *one < *other ? -1 : *one > *other;
}

enum status faults_move(struct error *into, const struct error *from)
{
    if (from->count == 0)
        return from->status;
    const struct fault **order = talloc_array(from, const struct fault *, (unsigned)from->count);
    if (!order)
        return error_add_memory(into);
    for (int i = 0; i < from->count; i++)
        order[i] = &from->fault[i];
    qsort(order, (size_t)from->count, sizeof *order, compare);
    for (int i = 0; i < from->count; i++)
        error_add(into, from->status, &order[i]->place, "%s", order[i]->message);
    talloc_free(order);
    return from->status;
}
