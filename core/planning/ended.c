#include "planning/ended.h"

#include <string.h>
#include <talloc.h>

#include "planning/plan_names.h"

/* The member that a file names, or -1. */
static int find_member(const void *scratch, const struct roster *roster, const struct name_list *names,
                       const char *id, const char *name)
{
    int first;
    if (*id)
        return roster_member(roster, id); /* a namesake of one who left is somebody else */
    const char *folded = names_fold(scratch, name);
    return folded && names_find(names, folded, &first) == 1 ? names->entry[first].member : -1;
}

static int find_target(const void *scratch, const struct roster *roster, const struct name_list *names,
                       const struct relation *relation, const struct named_pair *pair)
{
    const char *text = *pair->target ? pair->target : pair->target_name;
    int window;
    switch (relation->target_kind) {
    case TARGET_MEMBER:
        return find_member(scratch, roster, names, pair->target, pair->target_name);
    case TARGET_WINDOW:
        window = roster_window(roster, text);
        return window >= 0 && roster->window[window].members > 0 ? window : -1;
    default:
        return relation_group(relation, text);
    }
}

/* The former member that a file names by id, or by a name that one of them bears; or NULL. */
static const struct member *find_former(const struct roster *roster, const char *id, const char *name)
{
    const struct member *found = NULL;
    for (int m = 0; m < roster->former_members; m++) {
        const struct member *member = &roster->former_member[m];
        if (*id && strcmp(member->id, id) == 0)
            return member;
        if (strcmp(member->name, *name ? name : id) == 0) {
            if (found)
                return NULL;
            found = member;
        }
    }
    return found;
}

/* What people read of an end. NULL where memory ran out. */
static const char *name_end(const void *owner, const struct roster *roster, int member,
                            const struct member *former, const char *id, const char *name)
{
    const struct member *known = member >= 0 ? &roster->member[member] : former;
    return known ? talloc_asprintf(owner, "%s %s", known->name, known->id) : *name ? name : id;
}

int carried_ended(const struct carried *carried)
{
    int count = carried->ended_pairs + carried->own;
    for (int g = 0; g < carried->gone_relations; g++)
        count += carried->gone[g].pairs;
    return count;
}

static void add_gone(const char *name, struct carried *carried)
{
    int g = 0;
    while (g < carried->gone_relations && strcmp(carried->gone[g].name, name) != 0)
        g++;
    if (g == carried->gone_relations)
        carried->gone[carried->gone_relations++] = (struct gone_relation){name, 0};
    carried->gone[g].pairs++;
}

/* A pair whose ends the roster has both: one with another, or of one member with himself. */
static void add_joined(bool to_member, int source, int end, struct carried *carried)
{
    if (to_member && source == end)
        carried->own++;
    else
        carried->joined++;
}

static bool add_pair(const struct named_pair *pair, const struct scheme *scheme, const struct roster *roster,
                     const struct name_list *names, struct carried *carried)
{
    struct ended_pair *list = carried->ended;
    int relation = scheme_relation_was(scheme, pair->relation, 0);
    if (relation < 0) {
        add_gone(pair->relation, carried);
        return true;
    }
    bool to_member = scheme->relation[relation].target_kind == TARGET_MEMBER;
    int source = find_member(list, roster, names, pair->source, pair->source_name);
    int end = find_target(list, roster, names, &scheme->relation[relation], pair);
    if (source >= 0 && end >= 0) {
        add_joined(to_member, source, end, carried);
        return true;
    }
    struct ended_pair *made = &list[carried->ended_pairs++];
    *made = (struct ended_pair){.relation = relation,
                                .source_left = source < 0,
                                .target_left = end < 0,
                                .source_end = source,
                                .end = end};
    if (source < 0)
        made->former_source = find_former(roster, pair->source, pair->source_name);
    if (end < 0 && to_member)
        made->former_target = find_former(roster, pair->target, pair->target_name);
    made->source = name_end(list, roster, source, made->former_source, pair->source, pair->source_name);
    made->target =
        name_end(list, roster, to_member ? end : -1, made->former_target, pair->target, pair->target_name);
    return made->source && made->target;
}

enum status ended_find(const void *owner, const struct named_plan *named, const struct scheme *scheme,
                       const struct roster *roster, const int *row, int pairs, struct carried *carried,
                       struct error *error)
{
    *carried =
        (struct carried){.ended = talloc_array(owner, struct ended_pair, (unsigned)named->pairs + 1),
                         .gone = talloc_array(owner, struct gone_relation, (unsigned)named->pairs + 1)};
    if (!carried->ended || !carried->gone)
        return error_add_memory(error);
    if (named->pairs == pairs) /* as a rule; then no names are looked up */
        return STATUS_OK;
    struct name_list *names = names_make(carried->ended, roster);
    if (!names)
        return error_add_memory(error);
    bool done = true;
    for (int i = 0, bound = 0; done && i < named->pairs; i++) {
        if (bound < pairs && row[bound] == named->pair[i].row)
            bound++;
        else
            done = add_pair(&named->pair[i], scheme, roster, names, carried);
    }
    talloc_free(names);
    return done ? STATUS_OK : error_add_memory(error);
}
