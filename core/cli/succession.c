#include "cli/succession.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/term_case.h"
#include "planning/plan_file.h"
#include "planning/takeover.h"

enum { NAMED_MOST = 5 };

enum status succession_pairs(struct term *term, struct named_plan **named)
{
    struct plan_version *version;
    struct plan_bytes bytes;
    int versions;
    const void *owner = term->invocation->owner;
    struct error *error = term->invocation->error;
    enum status status = plans_read(owner, term->store, &version, &versions, error);
    int base = status == STATUS_OK ? case_current(version, versions) : 0;
    *named = talloc_zero(owner, struct named_plan);
    if (status != STATUS_OK || !base)
        return *named ? status : error_add_memory(error);
    status = plans_pairs_now(owner, term->store, term->members, base, &bytes, error);
    return status == STATUS_OK ? plan_parse(owner, term->file, bytes.bytes, bytes.size, named, error)
                               : status;
}

/* A pair that the scheme does not allow the successor. */
struct refused {
    int relation;
    bool as_source;
    enum barrier barrier;
    int rule;
    const char *other; /* whom they would have contacted, or who would have contacted them */
};

struct taking {
    struct term *term;
    const struct term_case *made;
    const char *old, *successor; /* ids */
    int pairs;                   /* of the one who leaves, whose other end is there */
    struct refused *refused;     /* [count] */
    int count;
};

static int target_of(const struct taking *taking, const struct relation *relation, const char *target)
{
    switch (relation->target_kind) {
    case TARGET_MEMBER:
        return roster_member(taking->made->roster, target);
    case TARGET_WINDOW:
        return roster_window(taking->made->roster, target);
    default:
        return relation_group(relation, target);
    }
}

/* Looks at a pair of the one who leaves as the successor would have it. */
static void look_at(struct taking *taking, const struct named_pair *pair)
{
    const struct scheme *scheme = taking->made->scheme;
    const struct roster *roster = taking->made->roster;
    bool as_source = strcmp(pair->source, taking->old) == 0;
    int r = scheme_relation_was(scheme, pair->relation, 0), rule = -1;
    if (r < 0 || (!as_source && (scheme->relation[r].target_kind != TARGET_MEMBER ||
                                 strcmp(pair->target, taking->old) != 0)))
        return;
    const struct relation *relation = &scheme->relation[r];
    int source = roster_member(roster, as_source ? taking->successor : pair->source);
    int target = target_of(taking, relation, as_source ? pair->target : taking->successor);
    if (source < 0 || target < 0)
        return;
    taking->pairs++;
    enum barrier barrier = barrier_between(scheme, r, source, whom_of(scheme, r, target), &rule);
    if (barrier == BARRIER_NONE)
        return;
    const char *other = target_name(relation, roster, target);
    if (!as_source || relation->target_kind == TARGET_MEMBER) {
        const struct member *member = &roster->member[as_source ? target : source];
        other = talloc_asprintf(taking->refused, "%s %s", member->name, member->id);
    }
    taking->refused[taking->count++] = (struct refused){r, as_source, barrier, rule, other};
}

static bool same_reason(const struct refused *one, const struct refused *other)
{
    return one->relation == other->relation && one->as_source == other->as_source &&
           one->barrier == other->barrier && one->rule == other->rule;
}

/* "张三 T003, 李四 T004 and 2 more": all that are refused for the same reason, which are marked as told. */
static const char *others_of(struct taking *taking, int first)
{
    char *list = talloc_strdup(taking->refused, "");
    int named = 0;
    for (int i = first; list && i < taking->count; i++) {
        struct refused *at = &taking->refused[i];
        if (!at->other || !same_reason(at, &taking->refused[first]))
            continue;
        if (++named <= NAMED_MOST)
            list = talloc_asprintf_append(list, "%s%s", named > 1 ? _(", ") : "", at->other);
        if (i > first)
            at->other = NULL;
    }
    if (list && named > NAMED_MOST)
        list = talloc_asprintf_append(list, _(" and %d more"), named - NAMED_MOST);
    return list ? list : "";
}

static void say_reason(struct taking *taking, int first)
{
    const struct refused *at = &taking->refused[first];
    const struct scheme *scheme = taking->made->scheme;
    const char *title = scheme->relation[at->relation].origin.title, *others = others_of(taking, first);
    switch (at->barrier) {
    case BARRIER_RULE:
        term_say(taking->term, _("  “%s”: the rule “%s” rules that pair out: %s.\n"), title,
                 scheme->rule[at->rule].origin.title, others);
        break;
    case BARRIER_WITHIN:
        term_say(taking->term, _("  “%s”: not in one window, or whatever the relation is within: %s.\n"),
                 title, others);
        break;
    default:
        if (at->as_source)
            term_say(taking->term, _("  “%s”: is not among those who contact; that was for %s.\n"), title,
                     others);
        else
            term_say(taking->term, _("  “%s”: is not among those who are contacted; that was by %s.\n"),
                     title, others);
    }
}

static void say_all(struct taking *taking)
{
    const struct term *term = taking->term;
    int at = members_find(term->members, taking->successor);
    const char *name = at < 0 ? taking->successor : term_name(term, at);
    if (taking->count == 0) {
        term_say(taking->term, _("%s takes over.\n"), name);
        return;
    }
    if (taking->count == taking->pairs)
        term_say(taking->term, _("%s takes over none of the pairs (%d); the scheme does not allow it:\n"),
                 name, taking->pairs);
    else
        term_say(taking->term, _("%s takes over pairs: %d. The scheme does not allow the other %d:\n"), name,
                 taking->pairs - taking->count, taking->count);
    for (int i = 0; i < taking->count; i++)
        if (taking->refused[i].other)
            say_reason(taking, i);
}

enum status succession_say(struct term *term, const struct named_plan *named, const char *old,
                           const char *successor)
{
    struct term_case made;
    struct error *before = term->invocation->error; /* a roster that does not fit is no fault of the change */
    term->invocation->error = error_new(term->invocation->owner);
    enum status status = case_now(term, &(struct case_request){.fresh = true}, &made);
    term->invocation->error = before;
    if (status != STATUS_OK) {
        term_say(term, _("What the successor takes over cannot be told, since the scheme does not fit the "
                         "roster as it is now; tongxin plan says why.\n"));
        return STATUS_OK;
    }
    struct taking taking = {.term = term, .made = &made, .old = old, .successor = successor};
    taking.refused = talloc_array(term->invocation->owner, struct refused, (unsigned)named->pairs + 1);
    if (!taking.refused)
        return error_add_memory(before);
    for (int i = 0; i < named->pairs; i++)
        look_at(&taking, &named->pair[i]);
    say_all(&taking);
    return STATUS_OK;
}
