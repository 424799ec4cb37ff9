#include "planning/solve.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "planning/conflict.h"
#include "planning/plan_proof.h"
#include "planning/problem.h"

/* For why there is no plan, where coupling rows take part. */
static const double CLASH_SECONDS = 5;

static int compare_pairs(const void *a, const void *b)
{
    return pair_compare(a, b);
}

/* The chosen pairs; problem numbers ascend by relation, source and target, so the list does too. */
static int take_pairs(struct plan *plan, const struct problem *problem, const unsigned char *chosen,
                      const struct solve_request *request)
{
    int count = 0;
    for (int p = 0; p < problem->pairs; p++)
        count += chosen[p] != 0;
    struct pair *before = talloc_array(plan, struct pair, (unsigned)request->previous_pairs + 1);
    plan->pair = talloc_array(plan, struct pair, (unsigned)count + 1);
    if (!before || !plan->pair)
        return 0;
    if (request->previous_pairs > 0)
        memcpy(before, request->previous, (size_t)request->previous_pairs * sizeof *before);
    qsort(before, (size_t)request->previous_pairs, sizeof *before, compare_pairs);
    for (int p = 0; p < problem->pairs; p++) {
        if (!chosen[p])
            continue;
        const struct relation *r = &problem->scheme->relation[problem->relation[p]];
        struct pair pair = {.relation = problem->relation[p],
                            .source = r->pair_source[problem->candidate[p]],
                            .target = r->pair_target[problem->candidate[p]]};
        pair.kept =
            bsearch(&pair, before, (size_t)request->previous_pairs, sizeof pair, compare_pairs) != NULL;
        plan->pair[plan->pairs++] = pair;
    }
    talloc_free(before);
    return 1;
}

static int take_stages(struct plan *plan, const struct problem *problem, const struct solver_result *result)
{
    plan->stage = talloc_array(plan, struct stage_value, (unsigned)problem->stages + 1);
    if (!plan->stage)
        return 0;
    for (int s = 0; s < problem->stages; s++) {
        const struct active_stage *active = &problem->stage[s];
        int64_t sign = active->more_is_better ? -1 : 1;
        plan->stage[s] = (struct stage_value){
            .name = problem->scheme->stage[active->scheme_stage].name,
            .more_is_better = active->more_is_better,
            .value = sign * (result->value[s] + active->constant),
            .bound = sign * (result->bound[s] + active->constant),
        };
    }
    plan->stages = problem->stages;
    return 1;
}

static enum status refused(const struct problem *problem, const struct solver_result *result,
                           struct error *error)
{
    const struct place place = {.file = problem->scheme->file};
    if (result->refused_pairs > 0)
        return problem_too_large(problem, result->refused_pairs, error);
    const char *stage = problem->scheme->stage[problem->stage[result->refused_stage].scheme_stage].name;
    return error_add(
        error, STATUS_INPUT, &place,
        _("The points of the stage “%s” are too large to be worked out exactly (their sum could pass what "
          "the solver holds). Use smaller points: only their ratio matters."),
        stage);
}

static enum status result_to_plan(struct plan *plan, const struct problem *problem,
                                  const struct solver_result *result, const struct solve_request *request,
                                  struct error *error)
{
    enum status status;
    switch (result->status) {
    case SOLVER_OPTIMAL:
    case SOLVER_FEASIBLE:
        plan->status = result->status == SOLVER_OPTIMAL ? PLAN_OPTIMAL : PLAN_FEASIBLE;
        if (!take_pairs(plan, problem, result->chosen, request) || !take_stages(plan, problem, result) ||
            !proof_take(plan, problem, result))
            return error_add_memory(error);
        if (result->status == SOLVER_FEASIBLE && result->message[0])
            plan->trouble = talloc_strdup(plan, result->message);
        return result->status == SOLVER_OPTIMAL ? STATUS_OK : STATUS_NO;
    case SOLVER_NONE_YET:
        plan->status = PLAN_NONE_YET;
        return STATUS_NO;
    case SOLVER_INFEASIBLE:
        plan->status = PLAN_INFEASIBLE;
        if (request->without_reasons)
            return STATUS_NO;
        status = conflict_explain(plan, problem->roster, problem->scheme, request->ended,
                                  request->ended_pairs, CLASH_SECONDS, error);
        return status == STATUS_OK ? STATUS_NO : status;
    case SOLVER_REFUSED:
        return refused(problem, result, error);
    case SOLVER_FAILED:
        break;
    }
    return error_add(error, STATUS_MACHINE, NULL, _("The solver gave up: %s. Nothing was written."),
                     result->message);
}

enum status plan_solve(const void *owner, const struct roster *roster, const struct scheme *scheme,
                       const struct solve_request *request, struct plan **plan, struct error *error)
{
    struct problem *problem;
    struct solver_result result;
    struct plan *made = talloc_zero(owner, struct plan);
    if (!made)
        return error_add_memory(error);
    made->scheme = scheme->name;
    made->has_previous = request->has_previous;
    enum status status = problem_build(made, roster, scheme, request->previous, request->previous_pairs,
                                       request->has_previous, &problem, error);
    if (status != STATUS_OK) {
        talloc_free(made);
        return status;
    }
    solver_solve(&problem->solver, &request->options, &result);
    status = result_to_plan(made, problem, &result, request, error);
    solver_result_clear(&result);
    talloc_free(problem);
    if (status == STATUS_OK || status == STATUS_NO)
        *plan = made;
    else
        talloc_free(made);
    return status;
}
