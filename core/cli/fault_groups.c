#include "cli/fault_groups.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

enum {
    ALONE_MOST = 3,  /* so many of a kind are told each by itself: their sentences name who it is */
    TEXTS_MOST = 20, /* groups of one kind */
};

/* A fault while faults are sorted: by kind and column, then by text, then as found. */
struct sorted {
    const struct fault *fault;
    int index;
    int kind; /* number of its kind */
};

static int compare_texts(const char *one, const char *other)
{
    return strcmp(one ? one : "", other ? other : "");
}

static int compare_kinds(const struct fault *one, const struct fault *other)
{
    int order = compare_texts(one->kind, other->kind);
    if (order == 0 && one->kind && strcmp(one->kind, "%s") == 0)
        order = compare_texts(one->message, other->message);
    if (order == 0)
        order = compare_texts(one->place.heading, other->place.heading);
    if (order == 0)
        order = (one->place.column > other->place.column) - (one->place.column < other->place.column);
    return order;
}

/* What the fault is about: the text at its place; of a fault without a place, the sentence says it. */
static const char *text_of(const struct fault *fault)
{
    return fault->place.row > 0 ? fault->place.value : fault->message;
}

static int compare(const void *a, const void *b)
{
    const struct sorted *one = a, *other = b;
    int order = compare_kinds(one->fault, other->fault);
    if (order == 0)
        order = compare_texts(text_of(one->fault), text_of(other->fault));
    return order ? order : (one->index > other->index) - (one->index < other->index);
}

static void add(struct fault_group *group, int index)
{
    if (group->count == 0)
        group->first = index;
    else if (group->count <= FAULT_PLACES)
        group->further[group->count - 1] = index;
    group->count++;
}

/* Groups of equal kind and text, in the order of `sorted`; kind[group] is the number of its kind. */
static int group_equal(const struct sorted *sorted, int count, struct fault_group *group, int *kind)
{
    int groups = 0;
    for (int begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; end < count && sorted[end].kind == sorted[begin].kind &&
                              compare_texts(text_of(sorted[end].fault), text_of(sorted[begin].fault)) == 0;)
            end++;
        bool together = end - begin > ALONE_MOST;
        for (int i = begin; i < end; i++) {
            if (i == begin || !together) {
                kind[groups] = sorted[i].kind;
                group[groups++] = (struct fault_group){0};
            }
            add(&group[groups - 1], sorted[i].index);
        }
    }
    return groups;
}

/* A group while groups are sorted by their first faults. */
struct ranked {
    struct fault_group group;
    int kind;
};

static int compare_firsts(const void *a, const void *b)
{
    const struct ranked *one = a, *other = b;
    return (one->group.first > other->group.first) - (one->group.first < other->group.first);
}

static void merge(struct fault_group *into, const struct fault_group *from)
{
    for (int i = 0; i < from->count; i++) {
        int index = i == 0 ? from->first : i <= FAULT_PLACES ? from->further[i - 1] : from->first;
        add(into, index);
    }
}

/* Puts what a kind has beyond TEXTS_MOST groups into its last one. Returns how many groups are left. */
static int limit_kinds(struct ranked *ranked, int groups, int *seen, int *rest)
{
    int kept = 0;
    for (int g = 0; g < groups; g++) {
        int kind = ranked[g].kind;
        if (++seen[kind] <= TEXTS_MOST) {
            ranked[kept++] = ranked[g];
            continue;
        }
        if (seen[kind] == TEXTS_MOST + 1) {
            rest[kind] = kept;
            ranked[kept++] = ranked[g];
            continue;
        }
        ranked[rest[kind]].group.rest = true;
        merge(&ranked[rest[kind]].group, &ranked[g].group);
    }
    return kept;
}

static int make(const void *scratch, struct sorted *sorted, int count, struct ranked **ranked)
{
    struct fault_group *group = talloc_array(scratch, struct fault_group, (unsigned)count);
    int *kind = talloc_array(scratch, int, (unsigned)count);
    int *seen = talloc_zero_array(scratch, int, (unsigned)count);
    int *rest = talloc_zero_array(scratch, int, (unsigned)count);
    *ranked = talloc_array(scratch, struct ranked, (unsigned)count);
    if (!group || !kind || !seen || !rest || !*ranked)
        return -1;
    qsort(sorted, (size_t)count, sizeof *sorted, compare);
    for (int i = 1; i < count; i++)
        sorted[i].kind = sorted[i - 1].kind + (compare_kinds(sorted[i - 1].fault, sorted[i].fault) != 0);
    int groups = group_equal(sorted, count, group, kind);
    for (int g = 0; g < groups; g++)
        (*ranked)[g] = (struct ranked){group[g], kind[g]};
    qsort(*ranked, (size_t)groups, sizeof **ranked, compare_firsts);
    return limit_kinds(*ranked, groups, seen, rest);
}

int fault_groups(const void *owner, const struct fault *fault, int count, struct fault_group **group)
{
    void *scratch = talloc_new(owner);
    struct sorted *sorted = talloc_array(scratch, struct sorted, (unsigned)count + 1);
    struct ranked *ranked;
    for (int i = 0; sorted && i < count; i++)
        sorted[i] = (struct sorted){&fault[i], i, 0};
    int groups = sorted ? make(scratch, sorted, count, &ranked) : -1;
    *group = groups < 0 ? NULL : talloc_array(owner, struct fault_group, (unsigned)groups + 1);
    for (int g = 0; *group && g < groups; g++)
        (*group)[g] = ranked[g].group;
    talloc_free(scratch);
    return *group ? groups : -1;
}
