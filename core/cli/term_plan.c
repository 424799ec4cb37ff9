#include "cli/term_plan.h"

#include <talloc.h>

#include "base/language.h"
#include "cli/stale.h"
#include "planning/plan_file.h"

bool term_plan_wanted(struct invocation *invocation, const struct term_plan_options *options,
                      const struct inputs *inputs, const char *plan)
{
    bool files = inputs->scheme_name || inputs->roster_file || plan || inputs->windows_file ||
                 inputs->sheet || inputs->pairs_file || inputs->previous_file || inputs->set.count > 0 ||
                 inputs->columns.count > 0;
    if (files && (options->db || options->version))
        error_add(invocation->error, STATUS_INPUT, NULL,
                  _("--db and --version name a plan of a term file, which knows its scheme and roster. Name "
                    "either these, or files."));
    return !files;
}

static enum status read_result(struct invocation *invocation, const struct term_case *made,
                               struct term_plan *plan)
{
    const struct plan_bytes *result = &made->part[PLAN_RESULT];
    enum status status = plan_parse(invocation->owner, plan->term.file, result->bytes, result->size,
                                    &plan->named, invocation->error);
    if (status == STATUS_OK)
        plan_keep_stages(plan->named, made->scheme);
    return status == STATUS_OK
               ? plan_bind(invocation->owner, plan->named, made->scheme, made->roster, BIND_REFUSE,
                           &plan->pair, &plan->pairs, &plan->row, invocation->error)
               : status;
}

static int choose(struct term_plan *plan, const char *word)
{
    struct plan_version *version;
    int versions;
    struct invocation *invocation = plan->term.invocation;
    if (plans_read(invocation->owner, plan->term.store, &version, &versions, invocation->error) != STATUS_OK)
        return 0;
    int chosen = case_current(version, versions);
    return word || !chosen ? case_version(&plan->term, word ? word : "", version, versions) : chosen;
}

enum status term_plan_read(struct invocation *invocation, const struct term_plan_options *options,
                           struct inputs *inputs, struct term_plan *plan)
{
    struct term_case made;
    enum status status = term_open(invocation, options->db, STORE_READ, &plan->term);
    if (status == STATUS_OK)
        plan->version = choose(plan, options->version);
    status = invocation->error->status;
    if (status == STATUS_OK)
        status = case_of_version(&plan->term, plan->version, &made);
    if (status == STATUS_OK)
        status = read_result(invocation, &made, plan);
    if (status == STATUS_OK)
        status = stale_find(&plan->term, plan->version, &made, &plan->stale);
    if (status != STATUS_OK)
        return status;
    inputs->roster = made.roster;
    inputs->scheme = made.scheme;
    inputs->previous = made.previous;
    inputs->previous_pairs = made.previous_pairs;
    inputs->previous_file = made.has_previous ? plan->term.file : NULL;
    return STATUS_OK;
}
