#include "planning/moved.h"

#include <string.h>
#include <talloc.h>

static bool copy_rows(struct roster *copy, const struct roster *roster)
{
    copy->column = talloc_array(copy, struct column, (unsigned)roster->columns + 1);
    copy->member = talloc_array(copy, struct member, (unsigned)roster->members + 1);
    copy->window = talloc_array(copy, struct window, (unsigned)roster->windows + 1);
    const int **code = talloc_array(copy, const int *, (unsigned)roster->columns + 1);
    const char **cell =
        talloc_array(copy, const char *, (unsigned)roster->members *(unsigned)roster->columns + 1);
    if (!copy->column || !copy->member || !copy->window || !code || !cell)
        return false;
    memcpy(copy->column, roster->column, (size_t)roster->columns * sizeof *copy->column);
    if (roster->windows > 0)
        memcpy(copy->window, roster->window, (size_t)roster->windows * sizeof *copy->window);
    for (int c = 0; c < roster->columns; c++)
        code[c] = roster->code[c];
    copy->code = code;
    for (int m = 0; m < roster->members; m++) {
        copy->member[m] = roster->member[m];
        copy->member[m].value = cell + (size_t)m * (size_t)roster->columns;
        memcpy(cell + (size_t)m * (size_t)roster->columns, roster->member[m].value,
               (size_t)roster->columns * sizeof *cell);
    }
    return true;
}

struct roster *roster_moved(const void *owner, const struct roster *roster, const struct change *change,
                            int changes)
{
    struct roster *copy = talloc_memdup(owner, roster, sizeof *roster);
    if (!copy || !copy_rows(copy, roster))
        return NULL;
    const char **text = talloc_array(copy, const char *, (unsigned)roster->members + 1);
    if (!text)
        return NULL;
    for (int m = 0; m < roster->members; m++)
        text[m] = roster->member[m].value[ATTRIBUTE_WINDOW];
    for (int i = 0; i < changes; i++) {
        if (change[i].kind != CHANGE_MOVE)
            continue;
        struct member *member = &copy->member[change[i].member];
        if (!member->exempt && member->window != WINDOW_NONE)
            copy->window[member->window].members--;
        member->window = change[i].window;
        copy->window[member->window].members += !member->exempt;
        text[change[i].member] = copy->window[member->window].name;
    }
    return roster_retype(copy, ATTRIBUTE_WINDOW, attribute_name(ATTRIBUTE_WINDOW),
                         attribute_type(ATTRIBUTE_WINDOW), text)
               ? copy
               : NULL;
}
