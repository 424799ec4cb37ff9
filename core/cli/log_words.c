#include "cli/log_words.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"

/* Where a sentence has two places the subject is parted at its first blank: ids and names have none. */
static const struct action_words {
    const char *action, *words;
} actions[] = {
    {"init", N_("began the term %s")},
    {"migrate", N_("brought the file up to date for a newer tongxin")},
    {"import", N_("took in the list %s")},
    {"plan", N_("made version %s of the plan")},
    {"rebalance", N_("made version %s of the plan by rebalance")},
    {"restore", N_("brought version %s back as a draft")},
    {"publish", N_("put version %s in force")},
    {"discard", N_("put draft %s aside")},
    {"file", N_("recorded the filing of version %s")},
    {"edit", N_("changed by hand: %s is contacted by %s")},
    {"pin", N_("pinned: %s with %s")},
    {"forbid", N_("forbade: %s with %s")},
    {"unpin", N_("freed again: %s with %s")},
    {"member add", N_("added %s")},
    {"member set", N_("changed what the roster says of %s")},
    {"member move", N_("moved to another window: %s")},
    {"member leave", N_("recorded that %s left")},
    {"member return", N_("recorded that %s is back")},
    {"member exempt", N_("changed the exemption of %s")},
    {"member replace", N_("recorded that %s left, with the successor %s")},
    {"window rename", N_("gave the window %s the name %s")},
    {"window merge", N_("put windows together: %s")},
    {"window split", N_("made a window out of another: %s")},
};

static const struct action_words *find_action(const char *action, size_t size)
{
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (strlen(actions[i].action) == size && strncmp(actions[i].action, action, size) == 0)
            return &actions[i];
    return NULL;
}

/* The words with "name id" in the place of every id. */
static const char *with_names(const struct term *term, const char *words)
{
    const void *owner = term->invocation->owner;
    char *text = talloc_strdup(owner, "");
    while (text && *words) {
        size_t size = strcspn(words, " ");
        const char *word = talloc_strndup(owner, words, size);
        int member = word && term->members ? members_find(term->members, word) : -1;
        text = talloc_asprintf_append(text, "%s%s", *text ? " " : "",
                                      member < 0 ? word : term_name(term, member));
        words += size;
        words += strspn(words, " ");
    }
    return text ? text_printable(owner, text) : "";
}

static int places(const char *words)
{
    int count = 0;
    for (const char *at = words; (at = strstr(at, "%s")); at += 2)
        count++;
    return count;
}

static const char *say(const struct term *term, const struct action_words *action, const char *subject)
{
    const void *owner = term->invocation->owner;
    const char *blank = strchr(subject, ' ');
    if (!*subject && strcmp(action->action, "init") == 0)
        return _("began the term");
    if (places(action->words) == 0)
        return _(action->words);
    if (places(action->words) == 1)
        return talloc_asprintf(owner, _(action->words), with_names(term, subject));
    if (!blank)
        return NULL;
    const char *first = talloc_strndup(owner, subject, (size_t)(blank - subject));
    return talloc_asprintf(owner, _(action->words), with_names(term, first), with_names(term, blank + 1));
}

/* "member leave T001", as an undo has it for its subject. */
static const char *say_whole(const struct term *term, const char *done)
{
    for (size_t size = strlen(done); size > 0; size--) {
        const struct action_words *action =
            done[size] == '\0' || done[size] == ' ' ? find_action(done, size) : NULL;
        if (action)
            return say(term, action, done[size] ? done + size + 1 : "");
    }
    return NULL;
}

const char *log_words(struct term *term, const struct log_entry *entry)
{
    const void *owner = term->invocation->owner;
    const struct action_words *action = find_action(entry->action, strlen(entry->action));
    if (!term->members)
        term_read_members(term);
    const char *said = action ? say(term, action, entry->subject) : NULL;
    if (entry->undoes && (said = say_whole(term, entry->subject)))
        said = talloc_asprintf(owner, _("took back: %s"), said);
    return said ? said
                : talloc_asprintf(owner, "%s%s%s", entry->action, *entry->subject ? " " : "",
                                  with_names(term, entry->subject));
}
