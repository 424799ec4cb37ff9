#include "model/scheme.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

int scheme_stage(const struct scheme *scheme, const char *name)
{
    for (int i = 0; i < scheme->stages; i++)
        if (strcmp(scheme->stage[i].name, name) == 0)
            return i;
    return -1;
}

int scheme_relation(const struct scheme *scheme, const char *text)
{
    for (int i = 0; i < scheme->relations; i++)
        if (strcmp(scheme->relation[i].origin.name, text) == 0)
            return i;
    for (int i = 0; i < scheme->relations; i++) {
        const struct relation *relation = &scheme->relation[i];
        if (strcmp(relation->origin.title, text) == 0)
            return i;
        for (int k = 0; k < relation->also_count; k++)
            if (strcmp(relation->also[k], text) == 0)
                return i;
    }
    return -1;
}

int index_in(const int *list, int count, int value)
{
    int low = 0, high = count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (list[middle] == value)
            return middle;
        if (list[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

/* The cell of a target in a column: a window stands for its own name and has no other cells. */
static int target_code(const struct relation *relation, const struct roster *roster, int column, int source,
                       int target)
{
    if (relation->target_kind == TARGET_MEMBER)
        return roster->code[column][target];
    return column == ATTRIBUTE_WINDOW && roster->member[source].window == target
               ? roster->code[column][source]
               : 0;
}

static bool within_allows(const struct relation *relation, const struct roster *roster, int source,
                          int target)
{
    if (relation->within_count == 0)
        return true;
    for (int i = 0; i < relation->within_count; i++) {
        int column = relation->within[i];
        int code = roster->code[column][source];
        if (code != 0 && code == target_code(relation, roster, column, source, target))
            return true;
    }
    return false;
}

static bool is_himself(const struct relation *relation, int source, int target)
{
    return relation->target_kind == TARGET_MEMBER && source == target;
}

bool relation_allows(const struct relation *relation, const struct roster *roster, int source, int target)
{
    return !is_himself(relation, source, target) &&
           index_in(relation->source, relation->sources, source) >= 0 &&
           index_in(relation->target, relation->targets, target) >= 0 &&
           within_allows(relation, roster, source, target);
}

int relation_enumerate(const void *owner, struct relation *relation, const struct roster *roster, int most)
{
    int room = 256, pairs = 0;
    int *source = talloc_array(owner, int, (unsigned)room),
        *target = talloc_array(owner, int, (unsigned)room);
    for (int i = 0; i < relation->sources; i++) {
        for (int k = 0; k < relation->targets; k++) {
            int s = relation->source[i], t = relation->target[k];
            if (is_himself(relation, s, t) || !within_allows(relation, roster, s, t))
                continue;
            if (pairs == most)
                return 0;
            if (pairs == room) {
                room *= 2;
                source = talloc_realloc(owner, source, int, (unsigned)room);
                target = talloc_realloc(owner, target, int, (unsigned)room);
            }
            if (!source || !target)
                return 0;
            source[pairs] = s;
            target[pairs++] = t;
        }
    }
    relation->pairs = pairs;
    relation->pair_source = source;
    relation->pair_target = target;
    return source && target;
}

int relation_pair(const struct relation *relation, int source, int target)
{
    int low = 0, high = relation->pairs;
    while (low < high) {
        int middle = low + (high - low) / 2;
        int s = relation->pair_source[middle], t = relation->pair_target[middle];
        if (s == source && t == target)
            return middle;
        if (s < source || (s == source && t < target))
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

int pair_window(const struct relation *relation, const struct roster *roster, int target)
{
    return relation->target_kind == TARGET_WINDOW ? target : roster->member[target].window;
}

const char *target_id(const struct relation *relation, const struct roster *roster, int target)
{
    return relation->target_kind == TARGET_WINDOW ? roster->window[target].name : roster->member[target].id;
}

const char *target_name(const struct relation *relation, const struct roster *roster, int target)
{
    return relation->target_kind == TARGET_WINDOW ? roster->window[target].name : roster->member[target].name;
}
