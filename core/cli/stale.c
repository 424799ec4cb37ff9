#include "cli/stale.h"

#include <assert.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"

enum { NAMED_MOST = 6 };

struct comparison {
    const void *owner;
    const struct roster *before, *now;
    const struct scheme *scheme;
    char *list; /* what changed, the first few */
    int count;
};

static void add(struct comparison *comparison, const char *name, const char *what)
{
    if (++comparison->count <= NAMED_MOST && comparison->list)
        comparison->list = talloc_asprintf_append(comparison->list, _("%s%s (%s)"),
                                                  comparison->count > 1 ? _(", ") : "", name, what);
}

static const char *with_id(const void *owner, const struct member *member)
{
    assert(member); /* the side that comes first has one */
    return talloc_asprintf(owner, "%s %s", member->name, member->id);
}

/* Place of the column in the roster of now, or -1. */
static int column_now(const struct roster *now, const char *heading)
{
    for (int c = ATTRIBUTES_BUILT_IN; c < now->columns; c++)
        if (strcmp(now->column[c].heading, heading) == 0)
            return c;
    return -1;
}

static bool is_needed(const struct scheme *scheme, const struct column *column)
{
    for (int n = 0; n < scheme->needs; n++)
        if (strcmp(scheme->need[n].name, column->heading) == 0)
            return true;
    return false;
}

static int64_t window_number(const struct roster *roster, const struct member *member)
{
    return member->window == WINDOW_NONE ? 0 : roster->window[member->window].number;
}

/* Heading of the first column that is another one now, or NULL. A window that is called otherwise is the same
 * one. */
static const char *changed_column(const struct comparison *comparison, const struct member *before,
                                  const struct member *now)
{
    const struct roster *roster = comparison->before;
    for (int a = 0; a < ATTRIBUTES_BUILT_IN; a++) {
        bool same = a == ATTRIBUTE_WINDOW
                        ? window_number(roster, before) == window_number(comparison->now, now)
                        : strcmp(before->value[a], now->value[a]) == 0;
        if (!same)
            return attribute_heading(a);
    }
    for (int c = ATTRIBUTES_BUILT_IN; c < roster->columns; c++) {
        if (!is_needed(comparison->scheme, &roster->column[c]))
            continue;
        int at = column_now(comparison->now, roster->column[c].heading);
        if (strcmp(before->value[c], at < 0 ? "" : now->value[at]) != 0)
            return roster->column[c].heading;
    }
    return NULL;
}

static void compare_members(struct comparison *comparison)
{
    const struct roster *before = comparison->before, *now = comparison->now;
    for (int b = 0, n = 0; b < before->members || n < now->members;) {
        const struct member *one = b < before->members ? &before->member[b] : NULL;
        const struct member *other = n < now->members ? &now->member[n] : NULL;
        int order = !one ? 1 : !other ? -1 : strcmp(one->id, other->id);
        const char *column = order == 0 ? changed_column(comparison, one, other) : NULL;
        if (order < 0)
            add(comparison, with_id(comparison->owner, one), _("left"));
        else if (order > 0)
            add(comparison, with_id(comparison->owner, other), _("is new"));
        else if (column)
            add(comparison, with_id(comparison->owner, other), column);
        b += order <= 0;
        n += order >= 0;
    }
}

static const struct window *find_window(const struct roster *roster, int64_t number)
{
    for (int w = 0; w < roster->windows; w++)
        if (roster->window[w].number == number)
            return &roster->window[w];
    return NULL;
}

static void compare_windows(struct comparison *comparison)
{
    const struct roster *before = comparison->before, *now = comparison->now;
    for (int w = 0; w < before->windows; w++) {
        const struct window *one = &before->window[w], *other = find_window(now, one->number);
        if (!other)
            add(comparison, window_word(comparison->owner, one->name), _("closed"));
        else if (strcmp(one->name, other->name) != 0)
            add(comparison, window_word(comparison->owner, one->name),
                talloc_asprintf(comparison->owner, _("now called %s"), other->name));
        else if (strcmp(one->kind, other->kind) != 0)
            add(comparison, window_word(comparison->owner, one->name), _("another kind"));
    }
    for (int w = 0; w < now->windows; w++)
        if (!find_window(before, now->window[w].number))
            add(comparison, window_word(comparison->owner, now->window[w].name), _("is new"));
}

enum status stale_find(struct term *term, int version, const struct term_case *made, const char **sentence)
{
    const void *owner = term->invocation->owner;
    struct error *error = term->invocation->error;
    struct roster *now;
    *sentence = NULL;
    enum status status = term->members ? STATUS_OK : term_read_members(term);
    if (status == STATUS_OK)
        status = members_roster(owner, term->members, term->file, &now, error);
    if (status != STATUS_OK)
        return status;
    struct comparison comparison = {
        .owner = owner, .before = made->roster, .now = now, .scheme = made->scheme};
    comparison.list = talloc_strdup(owner, "");
    compare_members(&comparison);
    compare_windows(&comparison);
    if (!comparison.list)
        return error_add_memory(error);
    if (comparison.count > NAMED_MOST)
        comparison.list =
            talloc_asprintf_append(comparison.list, _(" and %d more"), comparison.count - NAMED_MOST);
    if (comparison.count > 0)
        *sentence = text_printable(
            owner, talloc_asprintf(owner, _("Since version %d was made, this has changed: %s."), version,
                                   comparison.list));
    return STATUS_OK;
}
