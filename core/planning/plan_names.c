#include "planning/plan_names.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/text.h"
#include "roster/person_name.h"

char *names_fold(const void *owner, const char *name)
{
    return person_name_fold(owner, name);
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
