#include "planning/unasked.h"

#include <string.h>
#include <talloc.h>

#include "planning/problem.h"
#include "planning/question.h"
#include "planning/variant.h"

/* The first stage before "fewest" in which more is better, or -1. */
static int rewarding(const struct problem *problem, int fewest)
{
    for (int s = 0; s < fewest; s++)
        if (problem->stage[s].more_is_better)
            return s;
    return -1;
}

static int active_fewest(const struct problem *problem)
{
    int stage = scheme_stage(problem->scheme, "fewest");
    return stage < 0 ? -1 : problem->active[stage];
}

/* The fewest pairs that there would be if nothing rewarded any. */
static enum status count(const struct problem *problem, int fewest, double seconds, struct unasked *unasked,
                         const struct plan *plan, struct error *error)
{
    struct solver_result result;
    const struct solver_options options = {.seconds = seconds, .any = true};
    struct variant *variant = variant_make(problem, problem);
    enum status status = STATUS_OK;
    if (!variant)
        return error_add_memory(error);
    variant->stages = fewest + 1;
    for (int s = fewest - 1; s >= 0; s--)
        if (problem->stage[s].more_is_better)
            variant_leave_out(variant, s);
    variant_solve(variant, &options, &result);
    if (result.status == SOLVER_OPTIMAL) {
        unasked->counted = true;
        unasked->pairs = plan->pairs - (int)result.value[variant->stages - 1];
    } else if (result.status != SOLVER_FEASIBLE && result.status != SOLVER_NONE_YET) {
        status = question_trouble(problem, &result, error);
    }
    solver_result_clear(&result);
    return status;
}

enum status unasked_count(const struct roster *roster, const struct scheme *scheme,
                          const struct solve_request *request, const struct plan *plan, double seconds,
                          struct unasked *unasked, struct error *error)
{
    struct problem *problem;
    *unasked = (struct unasked){.possible = false};
    if (!scheme_number_is_open(scheme))
        return STATUS_OK;
    enum status status = problem_build(NULL, roster, scheme, request->previous, request->previous_pairs,
                                       request->has_previous, &problem, error);
    if (status != STATUS_OK)
        return status;
    int fewest = active_fewest(problem), stage = fewest < 0 ? -1 : rewarding(problem, fewest);
    if (stage >= 0 && problem->pairs > 0) {
        unasked->possible = true;
        unasked->stage = scheme->stage[problem->stage[stage].scheme_stage].name;
        status = count(problem, fewest, seconds, unasked, plan, error);
    }
    talloc_free(problem);
    return status;
}
