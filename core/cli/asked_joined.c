#include "cli/asked_joined.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/asked_term.h"
#include "cli/named.h"
#include "cli/prose.h"
#include "planning/joined.h"
#include "planning/plan_names.h"

/* ---- Who is meant ---- */

/* Joined after the version: a member today, and not in it. */
static bool has_joined(const struct asked *asked, const struct roster *today, int member)
{
    const char *id = asked->term->term.members->member[member].value[ATTRIBUTE_ID];
    return roster_member(today, id) >= 0 && roster_member(asked->term->made.roster, id) < 0;
}

/* How many the name means of those who joined; *found is the last one. */
static int joined_named(const struct asked *asked, const struct roster *today, const char *word, int *found)
{
    const struct term_members *now = asked->term->term.members;
    int count = 0;
    for (int m = 0; m < now->members; m++)
        if (strcmp(now->member[m].value[ATTRIBUTE_NAME], word) == 0 && has_joined(asked, today, m)) {
            *found = m;
            count++;
        }
    return count;
}

/* Namesakes of whom some joined after the version: all with their ids. */
static int several(struct invocation *invocation, const struct asked *asked, const struct roster *today,
                   const char *word)
{
    const struct term *term = &asked->term->term;
    char *list = talloc_strdup(invocation->owner, "");
    int count = 0;
    for (int m = 0; list && m < term->members->members; m++) {
        const char *const *value = term->members->member[m].value;
        if (strcmp(value[ATTRIBUTE_NAME], word) == 0 &&
            (roster_member(asked->term->made.roster, value[ATTRIBUTE_ID]) >= 0 ||
             has_joined(asked, today, m)))
            list = talloc_asprintf_append(list, "%s%s", count++ ? _(", ") : "", term_name(term, m));
    }
    error_add(invocation->error, STATUS_INPUT, NULL, _("%d members are called %s: %s. Please write the id."),
              count, word, list ? list : "");
    return -1;
}

/* Index into the term's members of whom the word means, where he joined after the version; -1: somebody else
 * is meant, or, with a fault, several may be. */
static int find_joined(struct invocation *invocation, const struct asked *asked, const struct roster *today,
                       const char *word)
{
    int first, found = members_find(asked->term->term.members, word);
    if (found >= 0)
        return has_joined(asked, today, found) ? found : -1;
    int count = joined_named(asked, today, word, &found);
    if (count == 0)
        return -1;
    return count + roster_named(asked->term->made.roster, word, &first) > 1
               ? several(invocation, asked, today, word)
               : found;
}

/* Somebody who had left before the version was made: when and why. False where there is none. */
static bool say_gone(struct invocation *invocation, const struct asked *asked, const char *word)
{
    const struct term *term = &asked->term->term;
    const struct roster *roster = asked->term->made.roster;
    int first;
    for (int m = 0; m < term->members->members; m++) {
        const struct member_record *record = &term->members->member[m];
        if (!record->leaving || roster_member(roster, record->value[ATTRIBUTE_ID]) >= 0 ||
            (strcmp(record->value[ATTRIBUTE_ID], word) != 0 &&
             (strcmp(record->value[ATTRIBUTE_NAME], word) != 0 || roster_named(roster, word, &first) > 0)))
            continue;
        error_add(invocation->error, STATUS_NO, NULL,
                  _("%s left on %s (%s) and is not in version %d of the plan."), term_name(term, m),
                  record->leaving, record->leaving_reason ? record->leaving_reason : "",
                  asked_term_version(asked));
        return true;
    }
    return false;
}

/* ---- The version with them besides ---- */

static enum status join(struct invocation *invocation, struct asked *asked, const struct roster *today,
                        int member)
{
    const char *id = asked->term->term.members->member[member].value[ATTRIBUTE_ID];
    const struct numbering before = {asked->inputs.scheme, asked->inputs.roster};
    struct inputs *inputs = &asked->inputs;
    struct roster *roster = roster_with(invocation->owner, before.roster, today, roster_member(today, id));
    struct scheme *scheme = NULL;
    if (!roster)
        return error_add_memory(invocation->error);
    enum status status =
        inputs->rerun.run(inputs->rerun.context, invocation->owner, roster, &scheme, invocation->error);
    if (status != STATUS_OK)
        return status;
    const struct numbering after = {scheme, roster};
    asked->pair =
        pairs_renumber(invocation->owner, &before, &after, asked->pair, asked->pairs, &asked->pairs);
    inputs->previous = pairs_renumber(invocation->owner, &before, &after, inputs->previous,
                                      inputs->previous_pairs, &inputs->previous_pairs);
    inputs->roster = roster;
    inputs->scheme = scheme;
    return asked->pair && inputs->previous ? STATUS_OK : error_add_memory(invocation->error);
}

/* All who are named and joined since, one after the other. */
static enum status join_all(struct invocation *invocation, struct asked *asked, const struct roster *today,
                            const struct asked_word *found, int words)
{
    enum status status = STATUS_OK;
    for (int i = 0; i < words && status == STATUS_OK; i++) {
        bool again = found[i].joined < 0;
        for (int k = 0; k < i; k++)
            again |= found[k].joined == found[i].joined;
        if (again)
            continue;
        if (asked->joined++ == 0) {
            status = asked_open(invocation, asked); /* how good the version itself is */
            asked->near = status == STATUS_OK ? asked->question->near : 0;
        }
        if (status == STATUS_OK)
            status = join(invocation, asked, today, found[i].joined);
    }
    return status;
}

bool asked_words(struct invocation *invocation, struct asked *asked, const char *const *word, int words,
                 struct asked_word *found)
{
    struct error *error = invocation->error;
    const struct term_members *now = asked->term ? asked->term->term.members : NULL;
    struct roster *today = NULL;
    for (int i = 0; i < words; i++)
        found[i] = (struct asked_word){{TARGET_MEMBER, -1}, -1};
    if (now && members_roster(invocation->owner, now, asked->term->term.file, &today, error) != STATUS_OK)
        return false;
    for (int i = 0; i < words; i++)
        if (today && word[i])
            found[i].joined = find_joined(invocation, asked, today, word[i]);
    for (int i = 0; i < words; i++)
        if (today && word[i] && found[i].joined < 0 && error->status == STATUS_OK)
            say_gone(invocation, asked, word[i]);
    if (error->status != STATUS_OK ||
        (today && join_all(invocation, asked, today, found, words) != STATUS_OK))
        return false;
    for (int i = 0; i < words; i++) {
        if (!word[i])
            continue;
        if (now && found[i].joined >= 0)
            found[i].whom.number =
                roster_member(asked->inputs.roster, now->member[found[i].joined].value[ATTRIBUTE_ID]);
        else if (i == 0)
            asked_named(invocation, asked, word[i], &found[i].whom);
        else
            found[i].whom.number = named_member(invocation, asked->inputs.roster, word[i]);
    }
    return error->status == STATUS_OK;
}

/* ---- What is said of it ---- */

/* Of one who is in the version: when he has left since. */
static bool say_left(FILE *out, const struct asked *asked, const struct whom *whom)
{
    const struct term *term = &asked->term->term;
    if (whom->kind != TARGET_MEMBER || whom->number < 0)
        return false;
    int at = members_find(term->members, asked->inputs.roster->member[whom->number].id);
    const struct member_record *record = at >= 0 ? &term->members->member[at] : NULL;
    bool left = record && record->leaving;
    if (left)
        prose(out, _("%s: left on %s (%s). What follows is told of version %d, where the pairs still stand."),
              term_name(term, at), record->leaving, record->leaving_reason ? record->leaving_reason : "",
              asked_term_version(asked));
    return left;
}

bool asked_say_joined(FILE *out, const struct asked *asked, const struct asked_word *found, int words)
{
    const struct term *term = asked->term ? &asked->term->term : NULL;
    bool left = false;
    for (int i = 0; term && i < words; i++) {
        if (found[i].joined < 0) {
            left |= say_left(out, asked, &found[i].whom);
            continue;
        }
        const char *name = term_name(term, found[i].joined);
        const char *since = term->members->member[found[i].joined].joined;
        if (*since)
            prose(out, _("%s was added since version %d was made (a member since %s)."), name,
                  asked_term_version(asked), since);
        else
            prose(out, _("%s was added since version %d was made."), name, asked_term_version(asked));
    }
    return left;
}
