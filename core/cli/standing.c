/* tongxin alone: where the term stands, and what comes next. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/standing.h"
#include "cli/term_case.h"
#include "cli/terminal.h"

/* What the lines and the advice are made of. */
struct standing {
    int present, exempt, windows, leaving; /* leaving: whose day of leaving lies ahead */
    int changed; /* members who came, left or were changed since the version in force was made; as far as it
                    shows */
    const struct plan_version *in_force, *draft, *filed; /* NULL: none */
};

bool standing_has_term(void)
{
    struct stat seen;
    return stat(term_file(NULL), &seen) == 0;
}

static void count_members(const struct term *term, struct standing *standing)
{
    for (int m = 0; m < term->members->members; m++) {
        const struct member_record *member = &term->members->member[m];
        if (member->left)
            continue;
        standing->present++;
        standing->leaving += member->leaving != NULL;
        standing->exempt += *member->value[ATTRIBUTE_EXEMPT] != '\0';
    }
    for (int w = 0; w < term->members->windows; w++)
        standing->windows += term->members->window[w].closed == NULL;
}

static void find_versions(const struct plan_version *version, int versions, struct standing *standing)
{
    int draft = case_draft(version, versions);
    for (int v = 0; v < versions; v++) {
        if (version[v].state == PLAN_PUBLISHED)
            standing->in_force = &version[v];
        if (version[v].filed)
            standing->filed = &version[v];
    }
    if (draft && (!standing->in_force || draft > standing->in_force->version))
        standing->draft = &version[draft - 1];
}

static bool same_member(const struct member *before, const struct member *now)
{
    for (int a = 0; a < ATTRIBUTES_BUILT_IN; a++)
        if (strcmp(before->value[a], now->value[a]) != 0)
            return false;
    return true;
}

static const struct plan_version *newest_of(const struct standing *standing)
{
    return standing->draft ? standing->draft : standing->in_force;
}

/* Members who are others in the roster of the newest version than now. */
static enum status count_changes(struct term *term, struct standing *standing)
{
    struct roster *before, *now;
    struct invocation *invocation = term->invocation;
    const struct plan_version *newest = newest_of(standing);
    if (!newest)
        return STATUS_OK;
    enum status status = case_roster_of_version(term, newest->version, &before);
    if (status == STATUS_OK)
        status = members_roster(invocation->owner, term->members, term->file, &now, invocation->error);
    for (int b = 0, n = 0; status == STATUS_OK && (b < before->members || n < now->members);) {
        int order = b == before->members ? 1
                    : n == now->members  ? -1
                                         : strcmp(before->member[b].id, now->member[n].id);
        standing->changed += order != 0 || !same_member(&before->member[b], &now->member[n]);
        b += order <= 0;
        n += order >= 0;
    }
    return status;
}

static void print_line(const char *label, char *text)
{
    char *line = talloc_asprintf(text, "  %s  ", label);
    if (line)
        fputs(line, stdout);
    terminal_paragraph(stdout, text, 10, 10, terminal_width(stdout));
}

static char *plan_line(const struct term *term, const struct standing *standing)
{
    const void *owner = term->invocation->owner;
    char *text;
    if (standing->in_force)
        text = talloc_asprintf(owner, _("version %d is in force (%.10s)"), standing->in_force->version,
                               standing->in_force->at);
    else
        text = talloc_strdup(owner, standing->draft ? _("none is in force yet") : _("there is none yet"));
    if (text && standing->draft)
        text = talloc_asprintf_append(text, _("; draft: version %d"), standing->draft->version);
    return text;
}

static char *filing_line(const struct term *term, const struct standing *standing)
{
    const void *owner = term->invocation->owner;
    if (!standing->filed)
        return talloc_strdup(owner, _("not filed yet"));
    if (standing->filed == standing->in_force)
        return talloc_asprintf(owner, _("version %d, %.10s, %s"), standing->filed->version,
                               standing->filed->filed, standing->filed->office);
    return talloc_asprintf(owner, _("version %d was filed; version %d must be filed anew"),
                           standing->filed->version, standing->in_force ? standing->in_force->version : 0);
}

static void print_lines(const struct term *term, const struct standing *standing)
{
    const void *owner = term->invocation->owner;
    char *roster = talloc_asprintf(owner, _("members %d, windows %d"), standing->present, standing->windows);
    if (roster && standing->exempt)
        roster = talloc_asprintf_append(roster, _(", exempt %d"), standing->exempt);
    if (roster && standing->leaving)
        roster = talloc_asprintf_append(roster, _(", with a day of leaving ahead %d"), standing->leaving);
    if (roster && standing->changed)
        roster = talloc_asprintf_append(roster, _("; changed since version %d was made: %d"),
                                        newest_of(standing)->version, standing->changed);
    print_line(_("Roster"), roster);
    print_line(_("Plan  "), plan_line(term, standing));
    if (standing->in_force)
        print_line(_("Filing"), filing_line(term, standing));
}

static void advise(const struct term *term, const struct standing *standing)
{
    static const enum align align[] = {ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT};
    const void *owner = term->invocation->owner;
    const char *db = term_options(term), *cell[3 * 6];
    int rows = 0;
#define ADVICE(what, command)                                    \
    do {                                                         \
        cell[3 * rows] = talloc_asprintf(owner, "%d", rows + 1); \
        cell[3 * rows + 1] = (what);                             \
        cell[3 * rows + 2] = (command);                          \
        rows++;                                                  \
    } while (0)
    if (standing->present == 0)
        ADVICE(_("take the roster in"), talloc_asprintf(owner, "tongxin import%s FILE", db));
    else if (!standing->draft && !standing->in_force)
        ADVICE(_("make the first plan"), talloc_asprintf(owner, "tongxin plan%s", db));
    if (standing->changed && standing->in_force)
        ADVICE(_("see what must change, and why"), talloc_asprintf(owner, "tongxin rebalance%s", db));
    if (standing->changed)
        ADVICE(_("plan anew for the changed roster"), talloc_asprintf(owner, "tongxin plan%s", db));
    if (standing->draft && standing->in_force)
        ADVICE(_("see what the draft changes"), talloc_asprintf(owner, "tongxin diff%s", db));
    if (standing->draft)
        ADVICE(_("put the draft in force"), talloc_asprintf(owner, "tongxin publish%s", db));
    if (standing->in_force && standing->filed != standing->in_force)
        ADVICE(_("record the filing"),
               talloc_asprintf(owner, "tongxin file %d --with 办公室%s", standing->in_force->version, db));
    if (rows == 0)
        ADVICE(_("keep a copy"), talloc_asprintf(owner, "tongxin backup%s FILE", db));
#undef ADVICE
    puts(_("What can be done next:"));
    terminal_table(stdout, &(struct text_table){3, rows, align, cell});
    putchar('\n');
    printf(_("All commands: tongxin help\n"));
}

enum status standing_print(struct invocation *invocation)
{
    struct term term;
    struct standing standing = {0};
    struct plan_version *version;
    int versions;
    enum status status = term_enter(invocation, NULL, STORE_READ, &term);
    if (status == STATUS_OK)
        status = plans_read(invocation->owner, term.store, &version, &versions, invocation->error);
    if (status != STATUS_OK)
        return status;
    count_members(&term, &standing);
    find_versions(version, versions, &standing);
    status = count_changes(&term, &standing);
    if (status != STATUS_OK)
        return status;
    if (*term.record.title)
        printf("%s  ", term.record.title);
    printf(_("scheme %s  file %s\n\n"), text_printable(invocation->owner, term.record.scheme_file),
           text_printable(invocation->owner, term.file));
    print_lines(&term, &standing);
    putchar('\n');
    advise(&term, &standing);
    return STATUS_OK;
}
