#include "cli/revert.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/handover_words.h"
#include "cli/named.h"

static const struct relation *relation_of(const struct frontier_view *view, const struct handover *handover)
{
    return &view->inputs->scheme->relation[handover->relation];
}

/* Of whom the change is that the word names; NULL with a fault. */
static const struct handover *find(const struct invocation *invocation, const struct frontier_view *view,
                                   const struct line_changes *changes, const char *word)
{
    const struct roster *roster = view->inputs->roster;
    for (int i = 0; i < changes->count; i++) {
        const struct handover *handover = &changes->handover[i];
        if (strcmp(target_id(relation_of(view, handover), roster, handover->target), word) == 0)
            return handover;
    }
    int member = named_member(invocation, roster, word);
    if (member < 0)
        return NULL;
    for (int i = 0; i < changes->count; i++)
        if (relation_of(view, &changes->handover[i])->target_kind == TARGET_MEMBER &&
            changes->handover[i].target == member)
            return &changes->handover[i];
    error_add(invocation->error, STATUS_INPUT, NULL,
              _("In this line nothing changes for %s %s. Without --revert its changes are listed."),
              roster->member[member].name, roster->member[member].id);
    return NULL;
}

static bool can_go_back(const struct invocation *invocation, const struct frontier_view *view,
                        const struct handover *handover)
{
    const struct problem *problem = view->frontier->problem;
    if (handover_is_revertible(handover))
        return true;
    error_add(invocation->error, STATUS_NO, NULL, _("The change of %s cannot be taken back: %s."),
              handover_target(invocation->owner, problem, handover),
              handover_why(invocation->owner, problem, handover));
    return false;
}

enum status revert_changes(const struct invocation *invocation, const struct frontier_view *view,
                           const struct option_list *words, struct frontier_line *reverted, const char **who)
{
    const void *owner = invocation->owner;
    struct line_changes changes;
    const struct handover **back = talloc_array(owner, const struct handover *, (unsigned)words->count + 1);
    char *names = talloc_strdup(owner, "");
    bool holds;
    if (!back || !names || !frontier_changes(owner, view, view->line, &changes))
        return error_add_memory(invocation->error);
    for (int i = 0; i < words->count; i++) {
        back[i] = find(invocation, view, &changes, words->value[i]);
        if (!back[i] || !can_go_back(invocation, view, back[i]))
            continue;
        names = talloc_asprintf_append(names, "%s%s", *names ? _(", ") : "",
                                       handover_target(owner, view->frontier->problem, back[i]));
    }
    if (invocation->error->status != STATUS_OK)
        return invocation->error->status;
    if (!frontier_revert(owner, view->frontier, view->line, back, words->count, reverted, &holds))
        return error_add_memory(invocation->error);
    *who = names;
    return holds
               ? STATUS_OK
               : error_add(invocation->error, STATUS_NO, NULL,
                           _("The other changes do not hold without this one (%s): a load, a cover or a rule "
                             "would be broken. The best plan in which somebody stays where he is: --freeze "
                             "NAME instead of --revert. Nothing was changed."),
                           names);
}
