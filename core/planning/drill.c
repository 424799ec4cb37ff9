#include "planning/drill.h"

#include <stdlib.h>
#include <talloc.h>

#include "planning/departed.h"
#include "planning/question.h"
#include "planning/solve.h"
#include "planning/variant.h"

/* One departure on its way. */
struct leaving {
    const void *owner; /* of what stays */
    void *scratch;
    const struct drill_request *request;
    struct departure *departure;
    struct roster *roster;
    struct scheme *scheme;
    struct pair *pair; /* the plan's pairs that are left, as the new roster and scheme number them */
    int pairs;
    struct error *error;
};

static enum status run_scheme(struct leaving *leaving)
{
    struct error *faults = error_new(leaving->scratch);
    if (!faults)
        return error_add_memory(leaving->error);
    enum status status = leaving->request->rerun->run(leaving->request->rerun->context, leaving->scratch,
                                                      leaving->roster, &leaving->scheme, faults);
    if (status == STATUS_MACHINE)
        return error_add(leaving->error, status, NULL, "%s", faults->fault[0].message);
    if (status != STATUS_OK) {
        leaving->departure->answer = DEPARTURE_NOT_RUN;
        leaving->departure->why =
            talloc_strdup(leaving->owner, faults->count > 0 ? faults->fault[0].message : "");
    }
    return STATUS_OK;
}

/* Pairs without him; those to windows that he leaves empty have ended as well. Groups keep their names, not
 * their numbers: they are found anew. */
static bool keep_pairs(struct leaving *leaving, const struct scheme *before, const struct roster *old,
                       const struct pair *pair, int pairs)
{
    int left = leaving->departure->member;
    leaving->pair = talloc_array(leaving->scratch, struct pair, (unsigned)pairs + 1);
    for (int i = 0; leaving->pair && i < pairs; i++) {
        const struct relation *relation = &before->relation[pair[i].relation];
        struct pair kept = pair[i];
        kept.source = number_without(pair[i].source, left);
        if (relation->target_kind == TARGET_MEMBER)
            kept.target = number_without(pair[i].target, left);
        else if (relation->target_kind == TARGET_WINDOW)
            kept.target = leaving->roster->window[pair[i].target].members > 0 ? pair[i].target : -1;
        else
            kept.target = relation_group(&leaving->scheme->relation[pair[i].relation],
                                         target_id(relation, old, pair[i].target));
        if (kept.source >= 0 && kept.target >= 0)
            leaving->pair[leaving->pairs++] = kept;
    }
    leaving->departure->ended = pairs - leaving->pairs;
    return leaving->pair != NULL;
}

static enum status find_reasons(struct leaving *leaving)
{
    struct departure *departure = leaving->departure;
    const struct solve_request request = {.options = {.seconds = leaving->request->seconds}};
    departure->answer = DEPARTURE_NO_PLAN;
    if (!leaving->request->reasons)
        return STATUS_OK;
    departure->roster = leaving->roster;
    enum status status = plan_solve(leaving->owner, leaving->roster, leaving->scheme, &request,
                                    &departure->plan, leaving->error);
    talloc_steal(leaving->owner, leaving->scheme); /* conflicts name its texts */
    talloc_steal(leaving->owner, leaving->roster);
    return status == STATUS_NO ? STATUS_OK : status;
}

/* The fewest pairs that are given up: stages up to "change" alone. */
static enum status find_moves(struct leaving *leaving)
{
    struct problem *problem;
    struct solver_result result;
    const struct solver_options options = {.seconds = leaving->request->seconds, .any = true};
    enum status status = problem_build(leaving->scratch, leaving->roster, leaving->scheme, NULL, 0, false,
                                       &problem, leaving->error);
    struct variant *variant = status == STATUS_OK ? variant_make(leaving->scratch, problem) : NULL;
    int64_t *lost = variant ? talloc_zero_array(variant, int64_t, (unsigned)problem->pairs + 1) : NULL;
    if (!lost)
        return status == STATUS_OK ? error_add_memory(leaving->error) : status;
    for (int i = 0; i < leaving->pairs; i++) {
        int number = question_pair(problem, leaving->pair[i].relation, leaving->pair[i].source,
                                   leaving->pair[i].target);
        if (number >= 0)
            lost[number] = -1;
    }
    int place = question_near_place(problem);
    variant_insert(variant, place, lost);
    variant->stages = place + 1;
    variant_solve(variant, &options, &result);
    switch (result.status) {
    case SOLVER_OPTIMAL:
        leaving->departure->answer = DEPARTURE_MOVES;
        leaving->departure->moves = result.value[place] + leaving->pairs;
        break;
    case SOLVER_INFEASIBLE:
        status = find_reasons(leaving);
        break;
    case SOLVER_FEASIBLE:
    case SOLVER_NONE_YET:
        leaving->departure->answer = DEPARTURE_OPEN;
        break;
    default:
        status = question_trouble(problem, &result, leaving->error);
    }
    solver_result_clear(&result);
    return status;
}

/* `before` is the scheme on the whole roster. */
static enum status leave(struct leaving *leaving, const struct scheme *before, const struct roster *roster,
                         const struct pair *pair, int pairs)
{
    leaving->scratch = talloc_new(leaving->owner);
    leaving->roster =
        leaving->scratch ? roster_without(leaving->scratch, roster, leaving->departure->member) : NULL;
    if (!leaving->roster)
        return error_add_memory(leaving->error);
    enum status status = run_scheme(leaving);
    if (status == STATUS_OK && leaving->scheme) {
        if (!keep_pairs(leaving, before, roster, pair, pairs))
            status = error_add_memory(leaving->error);
        else
            status = find_moves(leaving);
    }
    talloc_free(leaving->scratch);
    return status;
}

enum status drill_run(const void *owner, const struct roster *roster, const struct pair *pair, int pairs,
                      const struct drill_request *request, struct departure **departure, struct error *error)
{
    struct departure *list = talloc_zero_array(owner, struct departure, (unsigned)roster->members + 1);
    struct roster *whole = list ? talloc_memdup(list, roster, sizeof *roster) : NULL;
    struct scheme *scheme = NULL;
    if (!whole)
        return error_add_memory(error);
    enum status status = request->rerun->run(request->rerun->context, list, whole, &scheme, error);
    for (int m = 0; m < roster->members && status == STATUS_OK; m++) {
        struct leaving leaving = {.owner = list, .request = request, .departure = &list[m], .error = error};
        list[m].member = m;
        status = leave(&leaving, scheme, whole, pair, pairs);
        if (request->progress)
            request->progress(request->context, m + 1, roster->members);
    }
    *departure = list;
    return status;
}

static int compare(const void *a, const void *b)
{
    static const int gravity[] = {
        [DEPARTURE_MOVES] = 0, [DEPARTURE_OPEN] = 1, [DEPARTURE_NOT_RUN] = 2, [DEPARTURE_NO_PLAN] = 3};
    const struct departure *one = a, *other = b;
    if (gravity[one->answer] != gravity[other->answer])
        return gravity[one->answer] > gravity[other->answer] ? -1 : 1;
    if (one->moves != other->moves)
        return one->moves > other->moves ? -1 : 1;
    if (one->ended != other->ended)
        return one->ended > other->ended ? -1 : 1;
    return (one->member > other->member) - (one->member < other->member);
}

void drill_sort(struct departure *departure, int count)
{
    qsort(departure, (size_t)count, sizeof *departure, compare);
}
