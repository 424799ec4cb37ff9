#include "planning/departed.h"

#include <stdbool.h>
#include <string.h>
#include <talloc.h>

/* A copy of list[count] without the i-th item. */
static void *without(const void *owner, const void *list, int count, int i, size_t size)
{
    char *copy = talloc_size(owner, (size_t)count * size + 1);
    const char *from = list;
    if (!copy)
        return NULL;
    memcpy(copy, from, (size_t)i * size);
    memcpy(copy + (size_t)i * size, from + (size_t)(i + 1) * size, (size_t)(count - i - 1) * size);
    return copy;
}

/* Codes of a column without one member's. Codes have no gaps (model/roster.h), so where he alone had his the
 * higher ones move down by one. */
static const int *codes_without(const void *owner, const int *code, int members, int member)
{
    int *copy = without(owner, code, members, member, sizeof *code);
    int gone = code[member];
    for (int m = 0; m < members; m++)
        if (m != member && code[m] == gone)
            gone = 0;
    for (int m = 0; copy && gone > 0 && m < members - 1; m++)
        copy[m] -= copy[m] > gone;
    return copy;
}

/* The rows' cells are the copy's own: a scheme that runs on it gives columns types, and with them new texts.
 */
static bool own_cells(struct roster *copy)
{
    size_t columns = (size_t)copy->columns;
    const char **cell =
        talloc_array_size(copy, sizeof *cell, (unsigned)((size_t)copy->members * columns + 1));
    for (int m = 0; cell && m < copy->members; m++) {
        const char **own = cell + (size_t)m * columns;
        memcpy(own, copy->member[m].value, columns * sizeof *own);
        copy->member[m].value = own;
    }
    return cell != NULL;
}

struct roster *roster_without(const void *owner, const struct roster *roster, int member)
{
    struct roster *copy = talloc_memdup(owner, roster, sizeof *roster);
    if (!copy)
        return NULL;
    const int **code = talloc_array(copy, const int *, (unsigned)roster->columns + 1);
    copy->column = talloc_memdup(copy, roster->column, (size_t)roster->columns * sizeof *copy->column);
    copy->window = talloc_array(copy, struct window, (unsigned)roster->windows + 1);
    copy->member = without(copy, roster->member, roster->members, member, sizeof *roster->member);
    copy->code = code;
    if (!code || !copy->column || !copy->window || !copy->member)
        return NULL;
    if (roster->windows > 0)
        memcpy(copy->window, roster->window, (size_t)roster->windows * sizeof *copy->window);
    for (int c = 0; c < roster->columns; c++) {
        code[c] = codes_without(copy, roster->code[c], roster->members, member);
        if (!code[c])
            return NULL;
    }
    const struct member *left = &roster->member[member];
    if (!left->exempt && left->window != WINDOW_NONE)
        copy->window[left->window].members--;
    copy->members--;
    return own_cells(copy) ? copy : NULL;
}
