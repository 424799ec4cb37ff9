#include "cli/term_keep.h"

#include <stdio.h>
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
