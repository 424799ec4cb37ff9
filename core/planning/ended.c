#include "planning/ended.h"

#include <string.h>
#include <talloc.h>

#include "planning/plan_names.h"

/* The member that a file names, or -1. */
static int find_member(const void *scratch, const struct roster *roster, const struct name_list *names,
                       const char *id, const char *name)
{
    int first, member = *id ? roster_member(roster, id) : -1;
    const char *folded = member < 0 ? names_fold(scratch, *name ? name : id) : NULL;
    if (folded && names_find(names, folded, &first) == 1)
        member = names->entry[first].member;
    return member;
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

static bool add_ended(const struct named_pair *pair, const struct scheme *scheme, const struct roster *roster,
                      const struct name_list *names, struct ended_pair *list, int *count)
{
    int relation = scheme_relation(scheme, pair->relation);
    if (relation < 0)
        return true;
    bool to_member = scheme->relation[relation].target_kind == TARGET_MEMBER;
    int source = find_member(list, roster, names, pair->source, pair->source_name);
    int end = find_target(list, roster, names, &scheme->relation[relation], pair);
    struct ended_pair *made = &list[(*count)++];
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
                       const struct roster *roster, const int *row, int pairs, struct ended_pair **ended,
                       int *count, struct error *error)
{
    struct ended_pair *list = talloc_array(owner, struct ended_pair, (unsigned)named->pairs + 1);
    if (list && named->pairs == pairs) { /* as a rule; then no names are looked up */
        *ended = list;
        *count = 0;
        return STATUS_OK;
    }
    struct name_list *names = list ? names_make(list, roster) : NULL;
    if (!names)
        return error_add_memory(error);
    bool done = true;
    *count = 0;
    for (int i = 0, bound = 0; done && i < named->pairs; i++) {
        if (bound < pairs && row[bound] == named->pair[i].row)
            bound++;
        else
            done = add_ended(&named->pair[i], scheme, roster, names, list, count);
    }
    talloc_free(names);
    *ended = list;
    return done ? STATUS_OK : error_add_memory(error);
}
