#include "cli/term_rerun.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/term_given.h"
#include "planning/check.h"
#include "planning/plan_file.h"
#include "planning/solve.h"

/* The plan again, as JSON in made->part[PLAN_RESULT]. */
static enum status make_again(struct term *term, const struct plan_version *version, struct term_case *made,
                              const struct named_plan *claimed, struct pair *pair, int pairs,
                              struct plan *plan)
{
    struct invocation *invocation = term->invocation;
    if (version->origin != PLAN_SOLVED) {
        enum status status =
            given_plan(term, made, pair, pairs, claimed->stage, claimed->stages, claimed->proof, plan,
                       _("What is kept of this version does not hold by its own rules."));
        return status;
    }
    const struct solve_request request = {.previous = made->previous,
                                          .previous_pairs = made->previous_pairs,
                                          .has_previous = made->has_previous,
                                          .options = solver_defaults()};
    struct plan *solved;
    enum status status =
        plan_solve(invocation->owner, made->roster, made->scheme, &request, &solved, invocation->error);
    if (status != STATUS_OK && status != STATUS_NO)
        return status;
    *plan = *solved;
    char *text =
        plan_to_json(invocation->owner, plan, made->scheme, made->roster, &made->part[PLAN_RESULT].size);
    made->part[PLAN_RESULT].bytes = text;
    return text ? STATUS_OK : error_add_memory(invocation->error);
}

static bool same_values(const struct named_plan *claimed, const struct plan *plan)
{
    if (claimed->stages != plan->stages)
        return false;
    for (int s = 0; s < plan->stages; s++)
        if (strcmp(claimed->stage[s].name, plan->stage[s].name) != 0 ||
            claimed->stage[s].value != plan->stage[s].value)
            return false;
    return true;
}

/* Both lists are by (relation, source, target). */
static int count_others(const struct pair *one, int ones, const struct plan *plan)
{
    int others = 0;
    for (int a = 0, b = 0; b < plan->pairs;) {
        int order = a == ones ? 1 : pair_compare(&one[a], &plan->pair[b]);
        others += order > 0;
        a += order <= 0;
        b += order >= 0;
    }
    return others;
}

enum status term_rerun(struct term *term, const struct plan_version *version, struct rerun *rerun)
{
    struct term_case made;
    struct named_plan *claimed = NULL;
    struct pair *pair;
    struct plan *plan = talloc_zero(term->invocation->owner, struct plan);
    int pairs;
    if (!plan)
        return error_add_memory(term->invocation->error);
    *rerun = (struct rerun){.answer = RERUN_OTHER};
    enum status status = case_of_version(term, version->version, &made);
    if (status == STATUS_OK)
        status = case_result(term, &made, &claimed, &pair, &pairs);
    const struct plan_bytes kept = made.part[PLAN_RESULT];
    if (status == STATUS_OK)
        status = make_again(term, version, &made, claimed, pair, pairs, plan);
    rerun->kept = claimed;
    if (status == STATUS_NO)
        return STATUS_OK;
    if (status != STATUS_OK)
        return status;
    const struct plan_bytes *again = &made.part[PLAN_RESULT];
    rerun->again = plan;
    rerun->others = count_others(pair, pairs, plan);
    if (again->size == kept.size && memcmp(again->bytes, kept.bytes, kept.size) == 0)
        rerun->answer = RERUN_SAME_BYTES;
    else if (same_values(claimed, plan))
        rerun->answer = RERUN_SAME_VALUES;
    return STATUS_OK;
}

enum status term_recheck(struct term *term, const struct plan_version *version, int *violations)
{
    struct term_case made;
    struct named_plan *claimed;
    struct pair *pair;
    struct check_result *result;
    int pairs;
    bool same = false;
    struct error *error = term->invocation->error;
    enum status status = case_of_version(term, version->version, &made);
    if (status == STATUS_OK)
        status = case_result(term, &made, &claimed, &pair, &pairs);
    if (status == STATUS_OK)
        status =
            plan_check(term->invocation->owner, made.roster, made.scheme, pair, pairs, NULL, made.previous,
                       made.previous_pairs, made.has_previous, false, claimed, &result, error);
    if (status == STATUS_OK)
        status = plans_compare(term->store, version->version, claimed, &same, error);
    if (status == STATUS_OK)
        *violations = result->violations + !same;
    return status;
}
