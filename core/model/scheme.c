#include "model/scheme.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/text.h"

const struct origin *scheme_unset(const struct scheme *scheme)
{
    for (int r = 0; r < scheme->relations; r++) {
        const struct relation *relation = &scheme->relation[r];
        if (!relation->source || !relation->target || !relation->load || !relation->cover)
            return &relation->origin;
    }
    for (int c = 0; c < scheme->covers; c++) {
        const struct cover *cover = &scheme->cover[c];
        if (!cover->target || !cover->relation || !cover->times)
            return &cover->origin;
    }
    return NULL;
}

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

int scheme_relation_was(const struct scheme *scheme, const char *text, int from)
{
    int found = scheme_relation(scheme, text);
    if (found >= 0)
        return found >= from ? found : -1;
    for (int i = from; i < scheme->relations; i++)
        for (int k = 0; k < scheme->relation[i].was_count; k++)
            if (strcmp(scheme->relation[i].was[k], text) == 0)
                return i;
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

bool member_in_group(const struct roster *roster, int column, const char *group, int member)
{
    const char *cell = roster->member[member].value[column];
    return roster->column[column].type == VALUE_LIST ? text_list_has(cell, group) : strcmp(cell, group) == 0;
}

/* The bytes of the list's first part (parts are joined by 、); *rest is what follows it, NULL at the end. */
static size_t first_part(const char *list, const char **rest)
{
    static const char comma[] = "、";
    const char *end = strstr(list, comma);
    *rest = end ? end + sizeof comma - 1 : NULL;
    return end ? (size_t)(end - list) : strlen(list);
}

static bool lists_meet(const char *one, const char *other)
{
    for (const char *mine = one, *next; mine; mine = next) {
        size_t length = first_part(mine, &next);
        for (const char *theirs = other, *after; theirs; theirs = after)
            if (first_part(theirs, &after) == length && memcmp(mine, theirs, length) == 0)
                return true;
    }
    return false;
}

bool members_share(const struct roster *roster, int column, int one, int other)
{
    int code = roster->code[column][one], other_code = roster->code[column][other];
    if (code == 0 || other_code == 0)
        return false;
    if (code == other_code || roster->column[column].type != VALUE_LIST)
        return code == other_code;
    return lists_meet(roster->member[one].value[column], roster->member[other].value[column]);
}

static bool agree_in(const struct relation *relation, const struct roster *roster, int column, int source,
                     int target)
{
    switch (relation->target_kind) {
    case TARGET_MEMBER:
        return members_share(roster, column, source, target);
    case TARGET_WINDOW:
        return column == ATTRIBUTE_WINDOW && roster->member[source].window == target;
    case TARGET_GROUP:
        break;
    }
    return column == relation->group_column &&
           member_in_group(roster, column, relation->group[target], source);
}

static bool within_allows(const struct relation *relation, const struct roster *roster, int source,
                          int target)
{
    bool allowed = relation->within_count == 0;
    for (int i = 0; i < relation->within_count && !allowed; i++)
        allowed = agree_in(relation, roster, relation->within[i], source, target);
    return allowed;
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

/* The relation's targets by the cell that they share with a source, each list ascending. */
struct sharing {
    int codes;
    int *first;  /* [codes + 2] */
    int *target; /* [targets] */
};

/* One column without lists decides who is within, so that nobody else need be looked at. */
static bool one_cell_decides(const struct relation *relation, const struct roster *roster)
{
    return relation->target_kind == TARGET_MEMBER && relation->within_count == 1 &&
           roster->column[relation->within[0]].type != VALUE_LIST;
}

/* NULL where memory ran out. */
static struct sharing *sharing_make(const struct relation *relation, const struct roster *roster)
{
    const int *code = roster->code[relation->within[0]];
    struct sharing *sharing = talloc_zero(NULL, struct sharing);
    if (!sharing)
        return NULL;
    for (int m = 0; m < roster->members; m++)
        sharing->codes = code[m] > sharing->codes ? code[m] : sharing->codes;
    sharing->first = talloc_zero_array(sharing, int, (unsigned)sharing->codes + 3);
    sharing->target = talloc_array(sharing, int, (unsigned)relation->targets + 1);
    if (!sharing->first || !sharing->target) {
        talloc_free(sharing);
        return NULL;
    }
    for (int k = 0; k < relation->targets; k++)
        sharing->first[code[relation->target[k]] + 2]++;
    for (int c = 0; c <= sharing->codes; c++)
        sharing->first[c + 2] += sharing->first[c + 1];
    for (int k = 0; k < relation->targets; k++)
        sharing->target[sharing->first[code[relation->target[k]] + 1]++] = relation->target[k];
    return sharing;
}

/* The candidate pairs, into source[] and target[] where these are given. Returns how many there are, or -1
 * where they would pass `most`. */
static int list_pairs(const struct relation *relation, const struct roster *roster,
                      const struct sharing *sharing, int most, int *source, int *target)
{
    int pairs = 0;
    for (int i = 0; i < relation->sources; i++) {
        int s = relation->source[i], code = sharing ? roster->code[relation->within[0]][s] : 0;
        const int *list = sharing ? sharing->target + sharing->first[code] : relation->target;
        int count = sharing ? sharing->first[code + 1] - sharing->first[code] : relation->targets;
        for (int k = 0; k < count; k++) {
            if (is_himself(relation, s, list[k]) || !within_allows(relation, roster, s, list[k]))
                continue;
            if (pairs == most)
                return -1;
            if (source && target) {
                source[pairs] = s;
                target[pairs] = list[k];
            }
            pairs++;
        }
    }
    return pairs;
}

enum enumeration relation_enumerate(const void *owner, struct relation *relation, const struct roster *roster,
                                    int most)
{
    bool decides = one_cell_decides(relation, roster);
    struct sharing *sharing = decides ? sharing_make(relation, roster) : NULL;
    if (decides && !sharing)
        return ENUMERATION_NO_MEMORY;
    int pairs =
        list_pairs(relation, roster, sharing, most, NULL, NULL); /* counted first: no room is left over */
    int *source = pairs < 0 ? NULL : talloc_array(owner, int, (unsigned)pairs + 1);
    int *target = pairs < 0 ? NULL : talloc_array(owner, int, (unsigned)pairs + 1);
    if (source && target) {
        list_pairs(relation, roster, sharing, most, source, target);
        relation->pairs = pairs;
        relation->pair_source = source;
        relation->pair_target = target;
    } else {
        talloc_free(source);
        talloc_free(target);
    }
    talloc_free(sharing);
    return pairs < 0 ? ENUMERATION_TOO_MANY : source && target ? ENUMERATED : ENUMERATION_NO_MEMORY;
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
    if (relation->target_kind == TARGET_GROUP)
        return WINDOW_NONE;
    return relation->target_kind == TARGET_WINDOW ? target : roster->member[target].window;
}

const char *target_id(const struct relation *relation, const struct roster *roster, int target)
{
    if (relation->target_kind == TARGET_MEMBER)
        return roster->member[target].id;
    return target_name(relation, roster, target);
}

const char *target_name(const struct relation *relation, const struct roster *roster, int target)
{
    switch (relation->target_kind) {
    case TARGET_MEMBER:
        return roster->member[target].name;
    case TARGET_WINDOW:
        return roster->window[target].name;
    case TARGET_GROUP:
        break;
    }
    return relation->group[target];
}

int relation_group(const struct relation *relation, const char *name)
{
    int low = 0, high = relation->groups;
    while (low < high) {
        int middle = low + (high - low) / 2, order = strcmp(relation->group[middle], name);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

/* The first relation that leads to groups of the same column. */
static int first_of_column(const struct scheme *scheme, int relation)
{
    int first = 0;
    while (scheme->relation[first].target_kind != TARGET_GROUP ||
           scheme->relation[first].group_column != scheme->relation[relation].group_column)
        first++;
    return first;
}

int scheme_group_number(const struct scheme *scheme, int relation, int group)
{
    int first = first_of_column(scheme, relation), number = group;
    for (int r = 0; r < first; r++)
        if (scheme->relation[r].target_kind == TARGET_GROUP && first_of_column(scheme, r) == r)
            number += scheme->relation[r].groups;
    return number;
}

const struct relation *scheme_group(const struct scheme *scheme, int number, int *group)
{
    for (int r = 0; r < scheme->relations; r++) {
        const struct relation *relation = &scheme->relation[r];
        if (relation->target_kind != TARGET_GROUP)
            continue;
        int first = scheme_group_number(scheme, r, 0);
        if (number < first || number >= first + relation->groups)
            continue;
        *group = number - first;
        return relation;
    }
    return NULL;
}

bool relations_share_cover(const struct scheme *scheme, int one, int other)
{
    for (int c = 0; c < scheme->covers; c++) {
        bool has_one = false, has_other = false;
        for (int k = 0; k < scheme->cover[c].relations; k++) {
            has_one |= scheme->cover[c].relation[k] == one;
            has_other |= scheme->cover[c].relation[k] == other;
        }
        if (has_one && has_other)
            return true;
    }
    return one == other;
}

struct whom whom_of(const struct scheme *scheme, int relation, int target)
{
    enum target_kind kind = scheme->relation[relation].target_kind;
    return (struct whom){kind, kind == TARGET_GROUP ? scheme_group_number(scheme, relation, target) : target};
}

int whom_target(const struct scheme *scheme, int relation, struct whom whom)
{
    const struct relation *leads = &scheme->relation[relation];
    if (leads->target_kind != whom.kind)
        return -1;
    if (whom.kind != TARGET_GROUP)
        return whom.number;
    int place = whom.number - scheme_group_number(scheme, relation, 0);
    return place >= 0 && place < leads->groups ? place : -1;
}

int pair_place(const struct relation *to, const struct relation *relation, const struct roster *roster,
               int target)
{
    if (to->target_kind == TARGET_WINDOW)
        return pair_window(relation, roster, target);
    if (relation->target_kind == TARGET_MEMBER)
        return relation_group(to, roster->member[target].value[to->group_column]);
    if (relation->target_kind == TARGET_GROUP && relation->group_column == to->group_column)
        return target;
    return to->group_column == ATTRIBUTE_WINDOW && relation->target_kind == TARGET_WINDOW
               ? relation_group(to, roster->window[target].name)
               : -1;
}

int32_t relation_balance_scale(const struct scheme *scheme, const struct relation *relation,
                               enum pair_end end, int i)
{
    bool shared = relation->share && relation->balance[end];
    int32_t scale = scheme->share_scale > 0 ? scheme->share_scale : 1;
    return shared ? scale / relation->share[i] : scale;
}

const char *rule_word(enum rule_kind kind)
{
    static const char *const words[RULE_KINDS] = {
        [RULE_FORBID] = "forbid", [RULE_REQUIRE] = "require",     [RULE_MUST] = "must",
        [RULE_LIMIT] = "limit",   [RULE_PRINCIPLE] = "principle", [RULE_PREFER] = "prefer",
        [RULE_LINK] = "link",     [RULE_TOGETHER] = "together",   [RULE_APART] = "apart",
    };
    return words[kind];
}
