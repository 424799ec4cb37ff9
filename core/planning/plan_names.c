#include "planning/plan_names.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/text.h"

/* Offices write the dot inside a name in four ways: U+00B7, U+2022, U+2027 and U+30FB. */
static uint32_t fold_dot(uint32_t code)
{
    return code == 0x2022 || code == 0x2027 || code == 0x30FB ? 0xB7 : code;
}

char *names_fold(const void *owner, const char *name)
{
    size_t size = strlen(name);
    char *folded = talloc_array(owner, char, size + 1);
    if (!folded)
        return NULL;
    char *to = folded;
    for (size_t at = 0; at < size;) {
        size_t length;
        uint32_t code = text_decode(name + at, size - at, &length);
        if (code == UINT32_MAX)
            *to++ = name[at];
        else if (!text_is_blank(code))
            to += text_encode(fold_dot(code), to);
        at += length;
    }
    *to = '\0';
    return folded;
}

static int compare(const void *a, const void *b)
{
    const struct name_entry *one = a, *other = b;
    int order = strcmp(one->folded, other->folded);
    return order ? order : (one->member > other->member) - (one->member < other->member);
}

struct name_list *names_make(const void *owner, const struct roster *roster)
{
    struct name_list *list = talloc_zero(owner, struct name_list);
    if (!list)
        return NULL;
    list->roster = roster;
    list->entry = talloc_array(list, struct name_entry, (unsigned)roster->members + 1);
    for (int m = 0; list->entry && m < roster->members; m++) {
        list->entry[m] = (struct name_entry){names_fold(list->entry, roster->member[m].name), m};
        if (!list->entry[m].folded)
            TALLOC_FREE(list->entry);
    }
    if (!list->entry) {
        talloc_free(list);
        return NULL;
    }
    qsort(list->entry, (size_t)roster->members, sizeof *list->entry, compare);
    return list;
}

int names_find(const struct name_list *list, const char *folded, int *first)
{
    int low = 0, high = list->roster->members, count = 0;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (strcmp(list->entry[middle].folded, folded) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *first = low;
    while (low + count < list->roster->members && strcmp(list->entry[low + count].folded, folded) == 0)
        count++;
    return count;
}

int names_nearest(const struct name_list *list, const char *folded)
{
    int count = list->roster->members;
    const char **names = talloc_array(NULL, const char *, (unsigned)count + 1);
    if (!names)
        return -1;
    for (int i = 0; i < count; i++)
        names[i] = list->entry[i].folded;
    const char *nearest = text_nearest(folded, names, count);
    int member = -1, first;
    if (nearest && names_find(list, nearest, &first) == 1)
        member = list->entry[first].member;
    talloc_free(names);
    return member;
}
