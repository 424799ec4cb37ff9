/* tongxin diff: what is other in one version of the plan than in another, member by member, and why. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/json_lines.h"
#include "cli/stages.h"
#include "cli/term_case.h"
#include "cli/terminal.h"
#include "store/pins.h"

static const char *const help[] = {
    N_("Usage: tongxin diff [OLD [NEW]]"),
    N_("Shows whose contacts are other in NEW than in OLD, and why. Where none is named: the version in "
       "force "
       "against the newest draft, or, without a draft, the last two."),
    "",
    N_("  --db FILE            the term file (TONGXIN_DB, else tongxin.db in this folder)"),
    N_("  --json               as JSON, one change a line"),
    "",
    N_("Example:"),
    "  tongxin diff 1 2",
    "",
    N_("Exit status: 0 done; 2 the input is at fault; 3 the machine is at fault."),
    NULL,
};

/* One pair of a version, by names: what can be compared between rosters. */
struct end_pair {
    const char *relation, *target, *source; /* name of the relation; id or name; id */
    int64_t number; /* of a target window, which keeps it whatever it is called; 0: the target is none */
    const char *title, *target_name, *source_name, *window;
};

struct side {
    const struct plan_version *version;
    struct term_case made;
    struct named_plan *claimed;
    int pairs;
    struct end_pair *pair; /* [pairs] by relation, target, source */
};

/* Windows behind all others, by number. */
static int compare_targets(const struct end_pair *one, const struct end_pair *other)
{
    if (one->number || other->number)
        return (one->number > other->number) - (one->number < other->number);
    return strcmp(one->target, other->target);
}

static int compare_ends(const void *a, const void *b)
{
    const struct end_pair *one = a, *other = b;
    int order = compare_targets(one, other);
    if (order == 0)
        order = strcmp(one->relation, other->relation);
    return order ? order : strcmp(one->source, other->source);
}

/* The window of the term that a pair's target is, or NULL. */
static const struct window_record *window_now(const struct term *term, const struct relation *relation,
                                              const struct roster *roster, int target)
{
    int found = relation->target_kind == TARGET_WINDOW
                    ? members_window(term->members, roster->window[target].number)
                    : -1;
    return found < 0 ? NULL : &term->members->window[found];
}

static const char *id_now(const struct term *term, const struct relation *relation,
                          const struct roster *roster, int target)
{
    const struct window_record *window = window_now(term, relation, roster, target);
    return window ? window->name : target_id(relation, roster, target);
}

static const char *name_now(const struct term *term, const struct relation *relation,
                            const struct roster *roster, int target)
{
    const struct window_record *window = window_now(term, relation, roster, target);
    return window ? window->name : target_name(relation, roster, target);
}

static enum status read_side(struct term *term, const struct plan_version *version, struct side *side)
{
    struct pair *pair;
    *side = (struct side){.version = version};
    enum status status = case_of_version(term, version->version, &side->made);
    if (status == STATUS_OK)
        status = case_result(term, &side->made, &side->claimed, &pair, &side->pairs);
    if (status != STATUS_OK)
        return status;
    side->pair = talloc_array(term->invocation->owner, struct end_pair, (unsigned)side->pairs + 1);
    if (!side->pair)
        return error_add_memory(term->invocation->error);
    for (int p = 0; p < side->pairs; p++) {
        const struct relation *relation = &side->made.scheme->relation[pair[p].relation];
        const struct roster *roster = side->made.roster;
        int window = pair_window(relation, roster, pair[p].target);
        side->pair[p] = (struct end_pair){
            relation->origin.name,
            id_now(term, relation, roster, pair[p].target),
            roster->member[pair[p].source].id,
            relation->target_kind == TARGET_WINDOW ? roster->window[pair[p].target].number : 0,
            relation->origin.title,
            name_now(term, relation, roster, pair[p].target),
            roster->member[pair[p].source].name,
            window == WINDOW_NONE ? "" : roster->window[window].name};
    }
    return STATUS_OK;
}

/* The pair of that side with these three names, or NULL. */
static const struct end_pair *find_pair(const struct side *side, const char *relation,
                                        const struct end_pair *target, const char *source)
{
    for (int p = 0; p < side->pairs; p++)
        if (compare_targets(&side->pair[p], target) == 0 && strcmp(side->pair[p].relation, relation) == 0 &&
            strcmp(side->pair[p].source, source) == 0)
            return &side->pair[p];
    return NULL;
}

/* Relations that the other side's scheme has under another name go by that one. Where one was divided, by
 * that of the part in which the other side has the pair. */
static void rename_relations(struct side *side, const struct side *other)
{
    const struct scheme *scheme = other->made.scheme;
    for (int p = 0; p < side->pairs; p++) {
        struct end_pair *pair = &side->pair[p];
        int found = scheme_relation_was(scheme, pair->relation, 0), at = found;
        if (found < 0 || strcmp(scheme->relation[found].origin.name, pair->relation) == 0)
            continue;
        while (at >= 0 && !find_pair(other, scheme->relation[at].origin.name, pair, pair->source))
            at = scheme_relation_was(scheme, pair->relation, at + 1);
        pair->relation = scheme->relation[at >= 0 ? at : found].origin.name;
    }
}

static enum status read_sides(struct term *term, const struct plan_version *one,
                              const struct plan_version *other, struct side *old, struct side *new)
{
    enum status status = read_side(term, one, old);
    if (status == STATUS_OK)
        status = read_side(term, other, new);
    if (status != STATUS_OK)
        return status;
    rename_relations(old, new);
    rename_relations(new, old);
    qsort(old->pair, (size_t)old->pairs, sizeof *old->pair, compare_ends);
    qsort(new->pair, (size_t) new->pairs, sizeof *new->pair, compare_ends);
    return STATUS_OK;
}

/* ---- why ---- */

static bool has_window(const struct side *side, int64_t number)
{
    for (int w = 0; w < side->made.roster->windows; w++)
        if (side->made.roster->window[w].number == number)
            return true;
    return false;
}

/* What befell the window between the two rosters; NULL: nothing that is known. */
static const char *what_befell_window(const struct term *term, const struct side *old, const struct side *new,
                                      int64_t number)
{
    const void *owner = term->invocation->owner;
    int at = members_window(term->members, number);
    bool before = has_window(old, number), now = has_window(new, number);
    if (at < 0 || before == now)
        return NULL;
    const struct window_record *window = &term->members->window[at];
    int became = window->became ? members_window(term->members, window->became) : -1;
    if (now)
        return talloc_asprintf(owner, _("%s is a new window"), window->name);
    if (became >= 0)
        return talloc_asprintf(owner, _("%s was put together into %s"), window->name,
                               term->members->window[became].name);
    return talloc_asprintf(owner, _("%s was closed"), window->name);
}

static int64_t window_number(const struct roster *roster, const struct member *member)
{
    return member->window == WINDOW_NONE ? 0 : roster->window[member->window].number;
}

/* What befell the member between the two rosters; NULL: nothing that is known. taker: who has the pair now,
 * or NULL. */
static const char *what_befell(const struct term *term, const struct side *old, const struct side *new,
                               const char *id, const char *name, const char *taker)
{
    const void *owner = term->invocation->owner;
    int before = roster_member(old->made.roster, id), now = roster_member(new->made.roster, id);
    int record = members_find(term->members, id);
    int became = record < 0 || !term->members->member[record].became
                     ? -1
                     : members_find(term->members, term->members->member[record].became);
    if (before >= 0 && now < 0 && became >= 0)
        return talloc_asprintf(owner,
                               taker && strcmp(taker, term->members->member[became].value[ATTRIBUTE_ID]) == 0
                                   ? _("%s left; %s takes over")
                                   : _("%s left; the successor is %s"),
                               name, term_name(term, became));
    if (before >= 0 && now < 0)
        return talloc_asprintf(owner, _("%s left"), name);
    if (before < 0 && now >= 0)
        return talloc_asprintf(owner, _("%s is new"), name);
    if (before < 0 || now < 0)
        return NULL;
    const struct member *one = &old->made.roster->member[before], *other = &new->made.roster->member[now];
    if (one->exempt != other->exempt)
        return talloc_asprintf(owner, other->exempt ? _("%s is exempt") : _("%s is exempt no longer"), name);
    if (window_number(old->made.roster, one) != window_number(new->made.roster, other))
        return talloc_asprintf(owner, _("%s moved to %s"), name,
                               window_word(owner, other->value[ATTRIBUTE_WINDOW]));
    for (int a = ATTRIBUTE_NAME; a < ATTRIBUTES_BUILT_IN; a++)
        if (a != ATTRIBUTE_WINDOW && strcmp(one->value[a], other->value[a]) != 0)
            return talloc_asprintf(owner, _("%s: %s changed"), name, attribute_heading(a));
    return NULL;
}

/* A pin of the new version on the pair. */
static const char *pinned(const struct term *term, const struct side *new, const struct end_pair *pair)
{
    struct pin_record *pin;
    int pins;
    if (pins_read(term->invocation->owner, term->store, term->members, term->now.date, &pin, &pins,
                  term->invocation->error) != STATUS_OK)
        return NULL;
    for (int i = 0; pair && i < pins; i++)
        if (strcmp(pin[i].source, pair->source) == 0 && strcmp(pin[i].target, pair->target) == 0 &&
            !pin[i].forbids && strcmp(pin[i].made, new->version->made) <= 0)
            return talloc_asprintf(term->invocation->owner, _("fixed by hand: %s"), pin[i].reason);
    return NULL;
}

/* The first stage that is other in the new version: where it is better, a pair that had to go for no other
 * reason went for it. What it comes to stands below the table. */
static const char *better_stage(const struct term *term, const struct side *old, const struct side *new)
{
    for (int n = 0; n < new->claimed->stages; n++)
        for (int o = 0; o < old->claimed->stages; o++) {
            const struct stage_value *now = &new->claimed->stage[n], *before = &old->claimed->stage[o];
            if (strcmp(now->name, before->name) == 0 && strcmp(now->name, "change") != 0 &&
                now->value != before->value) {
                bool better = now->more_is_better ? now->value > before->value : now->value < before->value;
                return better ? talloc_asprintf(term->invocation->owner, _("for the sake of “%s”"),
                                                stages_word(now->name))
                              : _("follows from the others");
            }
        }
    return _("follows from the others");
}

/* The member of the side's roster that this one is or became, or -1. */
static int member_there(const struct term *term, const struct side *side, const char *id)
{
    int at = members_find(term->members, id);
    for (int steps = 0; at >= 0 && steps <= term->members->members; steps++) {
        const struct member_record *record = &term->members->member[at];
        int found = roster_member(side->made.roster, record->value[ATTRIBUTE_ID]);
        if (found >= 0 || !record->became)
            return found;
        at = members_find(term->members, record->became);
    }
    return -1;
}

/* The open window that the side's roster has for this one: it or what it was put into; 0: none. */
static int64_t window_there(const struct term *term, const struct side *side, int64_t number)
{
    for (int steps = 0; number && !has_window(side, number) && steps <= term->members->windows; steps++) {
        int at = members_window(term->members, number);
        number = at < 0 ? 0 : term->members->window[at].became;
    }
    return number && has_window(side, number) ? number : 0;
}

/* The pair of the new version that this one of the old version is now, its ends being what they became; NULL:
 * there is none, or the ends are as they were. */
static const struct end_pair *became_pair(const struct term *term, const struct side *new,
                                          const struct end_pair *gone)
{
    struct end_pair target = *gone;
    int source = member_there(term, new, gone->source);
    if (gone->number)
        target.number = window_there(term, new, gone->number);
    int member = gone->number ? -1 : member_there(term, new, gone->target);
    if (member >= 0)
        target.target = new->made.roster->member[member].id;
    if (source < 0 || (gone->number && !target.number))
        return NULL;
    const char *id = new->made.roster->member[source].id;
    if (compare_targets(&target, gone) == 0 && strcmp(id, gone->source) == 0)
        return NULL;
    return find_pair(new, gone->relation, &target, id);
}

static bool has_relation(const struct side *side, const char *name)
{
    return scheme_relation_was(side->made.scheme, name, 0) >= 0;
}

static const char *why(const struct term *term, const struct side *old, const struct side *new,
                       const struct end_pair *any, const struct end_pair *gone, const struct end_pair *come)
{
    const char *reason = any->number ? what_befell_window(term, old, new, any->number)
                                     : what_befell(term, old, new, any->target, any->target_name, NULL);
    if (!reason && gone)
        reason = what_befell(term, old, new, gone->source, gone->source_name, come ? come->source : NULL);
    if (!reason && come)
        reason = pinned(term, new, come);
    if (!reason && come)
        reason = what_befell(term, old, new, come->source, come->source_name, NULL);
    if (!reason && gone && !has_relation(new, gone->relation))
        return _("the scheme has no such relation any more");
    if (!reason && come && !has_relation(old, come->relation))
        return _("the scheme has this relation since then");
    return reason ? reason : better_stage(term, old, new);
}

/* ---- what is other ---- */

struct pair_change {
    const struct end_pair *any, *gone, *come; /* any: the one of the others that is there; or NULL */
    const char *why;
    bool joined; /* gone, but only since it is one now with a pair that the new version has */
};

static struct pair_change change_of(const struct term *term, const struct side *old, const struct side *new,
                                    const struct end_pair *gone, const struct end_pair *come)
{
    const struct end_pair *any = come ? come : gone;
    assert(any); /* the side that comes first has one */
    struct pair_change change = {any, gone, come, why(term, old, new, any, gone, come), false};
    const struct end_pair *now = gone && !come ? became_pair(term, new, gone) : NULL;
    if (now) {
        change.joined = true;
        change.why = talloc_asprintf(term->invocation->owner, _("%s; one pair now with that of %s with %s"),
                                     change.why, now->source_name, now->target_name);
    }
    return change;
}

/* Pairs of one target in one relation that only one side has are put beside one another. */
static int collect(const struct term *term, const struct side *old, const struct side *new,
                   struct pair_change *change)
{
    int changes = 0, o = 0, n = 0;
    while (o < old->pairs || n < new->pairs) {
        int order = o == old->pairs ? 1 : n == new->pairs ? -1 : compare_ends(&old->pair[o], &new->pair[n]);
        if (order == 0) {
            o++;
            n++;
            continue;
        }
        const struct end_pair *gone = o < old->pairs ? &old->pair[o] : NULL;
        const struct end_pair *come = n < new->pairs ? &new->pair[n] : NULL;
        bool same_target =
            gone && come && compare_targets(gone, come) == 0 && strcmp(gone->relation, come->relation) == 0;
        /* One that both sides have further on is not replaced by this one. */
        bool gone_stays =
            same_target && bsearch(gone, new->pair, (size_t) new->pairs, sizeof *gone, compare_ends);
        bool come_was =
            same_target && bsearch(come, old->pair, (size_t)old->pairs, sizeof *come, compare_ends);
        if (!same_target || gone_stays || come_was) {
            bool take_old = same_target ? !gone_stays : order < 0;
            change[changes++] = change_of(term, old, new, take_old ? gone : NULL, take_old ? NULL : come);
            o += take_old;
            n += !take_old;
            continue;
        }
        change[changes++] = change_of(term, old, new, gone, come);
        o++;
        n++;
    }
    return changes;
}

static bool same_target(const struct pair_change *one, const struct pair_change *other)
{
    return compare_targets(one->any, other->any) == 0;
}

/* Of one target a pair of one relation that went and a pair of another that came are one change. */
static int join_changes(const struct term *term, const struct side *old, const struct side *new,
                        struct pair_change *change, int changes)
{
    for (int i = 0; i < changes; i++) {
        bool went = change[i].gone && !change[i].come && !change[i].joined;
        for (int k = 0; went && k < changes; k++) {
            if (change[k].gone || !same_target(&change[i], &change[k]))
                continue;
            change[i] = change_of(term, old, new, change[i].gone, change[k].come);
            memmove(&change[k], &change[k + 1], (size_t)(changes - k - 1) * sizeof *change);
            changes--;
            i -= k < i;
            went = false;
        }
    }
    return changes;
}

/* Targets by what became of them: still there and contacted otherwise, not there any more, or new. */
struct target_counts {
    int otherwise, gone, come;
};

static bool has_target(const struct side *side, const struct end_pair *pair)
{
    if (pair->number)
        return has_window(side, pair->number);
    if (roster_member(side->made.roster, pair->target) >= 0)
        return true;
    for (int p = 0; p < side->pairs; p++) /* a group is there while somebody contacts it */
        if (compare_targets(&side->pair[p], pair) == 0)
            return true;
    return false;
}

static struct target_counts count_targets(const struct term *term, const struct side *old,
                                          const struct side *new, const struct pair_change *change,
                                          int changes)
{
    struct target_counts counts = {0, 0, 0};
    for (int c = 0; c < changes; c++) {
        const struct end_pair *any = change[c].any;
        const struct end_pair *gone = change[c].gone, *come = change[c].come;
        bool again = change[c].joined || (gone && come && strcmp(gone->source, come->source) == 0);
        for (int k = 0; k < c; k++)
            again = again || (!change[k].joined && same_target(&change[k], &change[c]));
        bool is_end = any->number || members_find(term->members, any->target) >= 0;
        if (again)
            continue;
        if (is_end && !has_target(new, any))
            counts.gone++;
        else if (is_end && !has_target(old, any))
            counts.come++;
        else
            counts.otherwise++;
    }
    return counts;
}

/* ---- as a table, as JSON ---- */

static const char *with_id(const void *owner, const char *name, const char *id)
{
    return strcmp(name, id) == 0 ? name : talloc_asprintf(owner, "%s %s", name, id);
}

static const char *source_of(const void *owner, const struct end_pair *pair)
{
    return pair ? with_id(owner, pair->source_name, pair->source) : "";
}

static void print_table(const struct term *term, const struct pair_change *change, int changes)
{
    enum { COLUMNS = 5 };
    static const enum align align[COLUMNS] = {ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT};
    const void *owner = term->invocation->owner;
    const char *const heading[COLUMNS] = {_("Contacted"), _("By, before"), _("By, now"), _("Relation"),
                                          _("Why")};
    const char **cell = talloc_array(owner, const char *, COLUMNS *(unsigned)(changes + 1));
    for (int c = 0; cell && c < COLUMNS; c++)
        cell[c] = heading[c];
    for (int i = 0; cell && i < changes; i++) {
        const char **row = cell + COLUMNS * (i + 1);
        row[0] = with_id(owner, change[i].any->target_name, change[i].any->target);
        row[1] = source_of(owner, change[i].gone);
        row[2] = source_of(owner, change[i].come);
        row[3] = change[i].any->title;
        if (change[i].gone && strcmp(change[i].gone->title, change[i].any->title) != 0)
            row[3] = talloc_asprintf(owner, _("%s, before: %s"), row[3], change[i].gone->title);
        row[4] = change[i].why;
    }
    if (cell)
        terminal_table(stdout, &(struct text_table){COLUMNS, changes + 1, align, cell});
}

static enum status print_json(const struct term *term, const struct pair_change *change, int changes)
{
    struct json_lines lines = {0};
    for (int i = 0; i < changes; i++) {
        const struct pair_change *at = &change[i];
        json_line(&lines,
                  json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:s}", "target", at->any->target, "name",
                            at->any->target_name, "window", at->any->window, "relation", at->any->relation,
                            "before", json_text_or_null(at->gone ? at->gone->source : NULL), "now",
                            json_text_or_null(at->come ? at->come->source : NULL), "why", at->why));
    }
    return json_lines_end(&lines) ? STATUS_OK : error_add_memory(term->invocation->error);
}

static void print_stages(const struct side *old, const struct side *new)
{
    for (int n = 0; n < new->claimed->stages; n++)
        for (int o = 0; o < old->claimed->stages; o++) {
            const struct stage_value *now = &new->claimed->stage[n], *before = &old->claimed->stage[o];
            if (strcmp(now->name, before->name) == 0 && strcmp(now->name, "change") != 0 &&
                now->value != before->value)
                printf(_("  %s: %lld, was %lld\n"), stages_word(now->name), (long long)now->value,
                       (long long)before->value);
        }
}

static enum status diff(struct term *term, const struct plan_version *one, const struct plan_version *other,
                        bool json)
{
    struct side old, new;
    enum status status = read_sides(term, one, other, &old, &new);
    if (status != STATUS_OK)
        return status;
    struct pair_change *change =
        talloc_array(term->invocation->owner, struct pair_change, (unsigned)(old.pairs + new.pairs) + 1);
    if (!change)
        return error_add_memory(term->invocation->error);
    int changes = join_changes(term, &old, &new, change, collect(term, &old, &new, change));
    if (json)
        return print_json(term, change, changes);
    if (changes == 0) {
        printf(_("Versions %d and %d have the same pairs (%d).\n"), one->version, other->version, new.pairs);
        return STATUS_OK;
    }
    const struct target_counts counts = count_targets(term, &old, &new, change, changes);
    printf(_("From version %d to %d: pairs %d, were %d; people or windows contacted otherwise: %d"),
           one->version, other->version, new.pairs, old.pairs, counts.otherwise);
    if (counts.gone > 0)
        printf(_("; not there any more: %d"), counts.gone);
    if (counts.come > 0)
        printf(_("; new: %d"), counts.come);
    printf(_(".\n\n"));
    print_table(term, change, changes);
    putchar('\n');
    print_stages(&old, &new);
    return STATUS_OK;
}

/* The last two versions that were in force, where there are two. */
static void last_two(const struct plan_version *version, int versions, int *chosen)
{
    int found = 0, last[2] = {0, 0};
    for (int v = versions - 1; v >= 0 && found < 2; v--)
        if (version[v].state == PLAN_PUBLISHED || version[v].state == PLAN_SUPERSEDED)
            last[found++] = version[v].version;
    if (found == 2) {
        chosen[0] = last[1];
        chosen[1] = last[0];
    }
}

static enum status run(struct invocation *invocation)
{
    const char *db = NULL, *word[2] = {NULL, NULL};
    struct term term;
    struct plan_version *version;
    int words, versions, chosen[2];
    bool json = false;
    const struct option_row rows[] = {{"db", 0, &db, NULL}, {"json", 0, NULL, &json}, {NULL, 0, NULL, NULL}};
    enum status status = options_read(invocation, rows, word, 2, &words);
    if (status == STATUS_OK)
        status = term_enter(invocation, db, STORE_READ, &term);
    if (status == STATUS_OK)
        status = plans_read(invocation->owner, term.store, &version, &versions, invocation->error);
    if (status != STATUS_OK)
        return status;
    chosen[0] = case_current(version, versions);
    chosen[1] = case_draft(version, versions);
    bool stale = chosen[1] < chosen[0]; /* no draft at all, or one that something else was put in force for */
    if (!word[0] && stale)
        last_two(version, versions, chosen);
    if (!word[0] && chosen[1] == chosen[0] && chosen[1])
        chosen[0] = version[chosen[1] - 1].base;
    for (int i = 0; i < 2; i++)
        if (word[i])
            chosen[i] = case_version(&term, word[i], version, versions);
    if (word[0] && !word[1])
        chosen[1] = case_draft(version, versions) > chosen[0] ? case_draft(version, versions)
                                                              : case_current(version, versions);
    if (invocation->error->status != STATUS_OK)
        return STATUS_INPUT;
    if (!chosen[0] || !chosen[1])
        return error_add(invocation->error, STATUS_INPUT, NULL,
                         _("There are no two versions to compare. To list them: tongxin history%s"),
                         term_options(&term));
    return diff(&term, &version[chosen[0] - 1], &version[chosen[1] - 1], json);
}

const struct command command_diff = {
    .name = "diff",
    .summary = N_("show what is other between two versions"),
    .help = help,
    .run = run,
};
