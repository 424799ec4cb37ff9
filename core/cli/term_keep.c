#include "cli/term_keep.h"

#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/version.h"
#include "store/log.h"

/* The plan was made from what was read; that must not have changed in the meantime. */
static enum status is_still_so(struct term *term, int64_t entry)
{
    int64_t now;
    enum status status = log_last(term->store, &now, term->invocation->error);
    if (status == STATUS_OK && now != entry)
        status = error_add(
            term->invocation->error, STATUS_INPUT, NULL,
            _("Somebody changed the term while the plan was being made. The plan was not kept; please "
              "run the command again."));
    return status;
}

static enum status keep_scheme(struct term *term, const struct term_case *made)
{
    char hash[HASH_TEXT];
    enum status status = store_keep(term->store, made->part[PLAN_SCHEME].bytes, made->part[PLAN_SCHEME].size,
                                    hash, term->invocation->error);
    if (status != STATUS_OK)
        return status;
    term->record.scheme = talloc_strdup(term->invocation->owner, hash);
    const struct plan_bytes *pairs = &made->part[PLAN_PAIRS];
    if (made->pairs_given) {
        status = store_keep(term->store, pairs->bytes, pairs->size, hash, term->invocation->error);
        if (status != STATUS_OK)
            return status;
        term->record.pairs = talloc_strdup(term->invocation->owner, hash);
    }
    return term_put(term->store, &term->record, term->invocation->error);
}

static bool same_text(const char *one, const char *other)
{
    return strcmp(one ? one : "", other ? other : "") == 0;
}

/* Whether the term's scheme, settings and single pairs are those of the plan already. */
static enum status keeps_scheme(struct term *term, const struct term_case *made, bool *keeps)
{
    char hash[HASH_TEXT];
    struct term_record kept;
    enum status status = term_read(term->invocation->owner, term->store, &kept, term->invocation->error);
    store_hash(made->part[PLAN_SCHEME].bytes, made->part[PLAN_SCHEME].size, hash);
    *keeps = status == STATUS_OK && same_text(kept.scheme, hash) &&
             same_text(kept.scheme_file, term->record.scheme_file) &&
             same_text(kept.settings, term->record.settings);
    if (*keeps && made->pairs_given) {
        store_hash(made->part[PLAN_PAIRS].bytes, made->part[PLAN_PAIRS].size, hash);
        *keeps = same_text(kept.pairs, hash);
    }
    return status;
}

static bool same_bytes(const struct plan_bytes *one, const struct plan_bytes *other)
{
    if (!one->bytes || !other->bytes)
        return !one->bytes && !other->bytes;
    return one->size == other->size && memcmp(one->bytes, other->bytes, one->size) == 0;
}

/* Whether the draft was made from the same as the case. That a first draft is gone out from makes no other
 * case of it. */
static enum status same_parts(struct term *term, const struct term_case *made, int draft, int base,
                              bool *same)
{
    static const enum plan_part parts[] = {PLAN_ROSTER, PLAN_WINDOWS, PLAN_SCHEME, PLAN_SETTINGS,
                                           PLAN_PAIRS,  PLAN_PINS,    PLAN_EDIT,   PLAN_PREVIOUS};
    enum status status = STATUS_OK;
    *same = true;
    for (size_t p = 0; p < sizeof parts / sizeof *parts && *same && status == STATUS_OK; p++) {
        struct plan_bytes kept;
        status =
            plans_part(term->invocation->owner, term->store, draft, parts[p], &kept, term->invocation->error);
        *same = status == STATUS_OK &&
                (same_bytes(&kept, &made->part[parts[p]]) || (parts[p] == PLAN_PREVIOUS && base == draft));
    }
    return status;
}

static enum status same_pairs(struct term *term, const struct term_case *made, const struct plan *plan,
                              int draft, bool *same)
{
    struct term_case kept = *made;
    struct named_plan *claimed;
    struct pair *pair;
    int pairs = 0;
    enum status status = plans_part(term->invocation->owner, term->store, draft, PLAN_RESULT,
                                    &kept.part[PLAN_RESULT], term->invocation->error);
    if (status == STATUS_OK)
        status = case_result(term, &kept, &claimed, &pair, &pairs);
    *same = status == STATUS_OK && pairs == plan->pairs;
    for (int p = 0; *same && p < pairs; p++)
        *same = pair_compare(&pair[p], &plan->pair[p]) == 0;
    return status;
}

/* Sets term->same to the newest draft, where the plan is that one: made in the same way, from the same, with
 * the same pairs. */
static enum status find_same(struct term *term, const struct term_case *made, const struct plan *plan,
                             const struct plan_version *version)
{
    struct plan_version *list;
    int versions;
    bool same = true;
    enum status status =
        plans_read(term->invocation->owner, term->store, &list, &versions, term->invocation->error);
    int draft = status == STATUS_OK ? case_draft(list, versions) : 0;
    term->same = 0;
    if (!draft || list[draft - 1].origin != version->origin ||
        strcmp(list[draft - 1].status, version->status) != 0)
        return status;
    if (version->origin == PLAN_SOLVED)
        status = keeps_scheme(term, made, &same);
    if (status == STATUS_OK && same)
        status = same_parts(term, made, draft, version->base, &same);
    if (status == STATUS_OK && same)
        status = same_pairs(term, made, plan, draft, &same);
    if (status == STATUS_OK && same)
        term->same = draft;
    return status;
}

enum status term_keep_plan(struct term *term, int64_t entry, const struct term_case *made,
                           const struct plan *plan, struct plan_version *version, const char *action,
                           const struct term_keep_more *more)
{
    struct error *error = term->invocation->error;
    char subject[32];
    enum status status = term_begin(term);
    if (status != STATUS_OK)
        return status;
    version->made = term->now.moment;
    version->made_by = term->who;
    version->program = VERSION_NUMBER;
    version->status = version->origin == PLAN_EDITED ? "edited" : plan_status_word(plan->status);
    status = is_still_so(term, entry);
    if (status == STATUS_OK)
        status = find_same(term, made, plan, version);
    if (status == STATUS_OK && term->same) {
        version->version = term->same;
        term_give_up(term);
        return STATUS_OK;
    }
    if (status == STATUS_OK && version->origin == PLAN_SOLVED)
        status = keep_scheme(term, made);
    if (status == STATUS_OK)
        status = plans_add(term->store, version, made->part, plan, made->scheme, made->roster, error);
    if (status == STATUS_OK && more && more->work)
        status = more->work(term, version, more->data);
    snprintf(subject, sizeof subject, "%d", version->version);
    if (status == STATUS_OK)
        return term_commit(term, action, more && more->subject ? more->subject : subject,
                           more ? more->reason : NULL, more ? more->detail : NULL);
    term_give_up(term);
    return status;
}
