#include "cli/named.h"

#include <talloc.h>

#include "base/language.h"
#include "planning/plan_names.h"
#include "roster/person_name.h"

/* "王磊 JH0027 (无党派，某中学)": what tells namesakes apart. */
static char *add_namesake(const struct member *member, char *list)
{
    const char *sector = member->value[ATTRIBUTE_SECTOR], *unit = member->value[ATTRIBUTE_UNIT];
    list = talloc_asprintf_append(list, "%s%s", *list ? _(", ") : "", member->id);
    if (*sector && *unit)
        return talloc_asprintf_append(list, _(" (%s, %s)"), sector, unit);
    return *sector || *unit ? talloc_asprintf_append(list, _(" (%s)"), *sector ? sector : unit) : list;
}

static int namesakes(const struct invocation *invocation, const struct name_list *names, const char *word,
                     int first, int count)
{
    char *list = talloc_strdup(invocation->owner, "");
    for (int i = 0; list && i < count; i++)
        list = add_namesake(&names->roster->member[names->entry[first + i].member], list);
    error_add(invocation->error, STATUS_INPUT, NULL, _("%d members are called %s: %s. Please write the id."),
              count, word, list ? list : "");
    return -1;
}

int named_member(const struct invocation *invocation, const struct roster *roster, const char *word)
{
    int first, member = roster_member(roster, word);
    if (member >= 0)
        return member;
    struct name_list *names = names_make(invocation->owner, roster);
    const char *folded = names ? names_fold(names, word) : NULL;
    if (!folded)
        return error_add_memory(invocation->error), -1;
    int count = names_find(names, folded, &first);
    if (count > 1)
        return namesakes(invocation, names, word, first, count);
    if (count == 1)
        return names->entry[first].member;
    int near = names_nearest(names, folded);
    if (near >= 0)
        error_add(invocation->error, STATUS_INPUT, NULL, _("No member is called %s. Is %s %s meant?"), word,
                  roster->member[near].name, roster->member[near].id);
    else
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("The roster has no member “%s”. Please check the name, or write the id."), word);
    return -1;
}

/* The window (or group, as `kind` says) of that name, where a relation leads to such. */
static bool find_place(const struct roster *roster, const struct scheme *scheme, enum target_kind kind,
                       const char *word, struct whom *whom)
{
    for (int r = 0; r < scheme->relations; r++) {
        const struct relation *relation = &scheme->relation[r];
        if (relation->target_kind != kind)
            continue;
        int place = kind == TARGET_WINDOW ? roster_window(roster, word) : relation_group(relation, word);
        if (place >= 0)
            return *whom = whom_of(scheme, r, place), true;
    }
    return false;
}

/* The word as the roster of old has it, where that differs in what is not seen alone: the id of a member or
 * the name of a window. */
static const char *as_stored(const struct roster *roster, const char *word)
{
    if (roster_window(roster, word) >= 0 || roster_member(roster, word) >= 0)
        return word;
    for (int w = 0; w < roster->windows; w++)
        if (person_name_meant(roster->window[w].name, word))
            return roster->window[w].name;
    for (int m = 0; m < roster->members; m++)
        if (person_name_meant(roster->member[m].id, word))
            return roster->member[m].id;
    return word;
}

bool named_whom(const struct invocation *invocation, const struct roster *roster, const struct scheme *scheme,
                const char *word, struct whom *whom)
{
    word = as_stored(roster, word);
    if (find_place(roster, scheme, TARGET_WINDOW, word, whom))
        return true;
    *whom = (struct whom){TARGET_MEMBER, roster_member(roster, word)};
    if (whom->number < 0 && find_place(roster, scheme, TARGET_GROUP, word, whom))
        return true; /* after ids: groups are often numbers, too */
    if (whom->number < 0 && roster_window(roster, word) >= 0) {
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("“%s” is a window, and by this scheme nobody contacts windows. Please name a member."),
                  word);
        return false;
    }
    if (whom->number < 0)
        whom->number = named_member(invocation, roster, word);
    return whom->number >= 0;
}

bool named_part(const struct invocation *invocation, const struct roster *roster, const struct scheme *scheme,
                const char *word, struct named_part *part)
{
    word = as_stored(roster, word);
    *part = (struct named_part){.window = roster_window(roster, word), .relation = -1, .member = -1};
    if (part->window >= 0)
        return true;
    part->relation = scheme_relation(scheme, word);
    if (part->relation >= 0)
        return true;
    part->member = named_member(invocation, roster, word);
    return part->member >= 0;
}
