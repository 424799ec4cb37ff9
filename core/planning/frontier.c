#include "planning/frontier.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "planning/plan_proof.h"
#include "planning/question.h"
#include "planning/variant.h"
#include "solver/clock.h"

/* One search on its way. */
struct search {
    const struct frontier_request *request;
    struct problem *problem;
    struct frontier *frontier;
    struct error *error;
    int change; /* among the problem's stages */
    double deadline;
    int room;
    struct pair *before; /* [previous_pairs] sorted */
    int *frozen;         /* [frozen_pairs] as the problem numbers them */
    int64_t *best;       /* [stages] of the last line, behind "change" */
    int64_t *free;       /* [stages] of the best plans without regard to the previous one */
};

static int compare_pairs(const void *a, const void *b)
{
    return pair_compare(a, b);
}

/* ---- Asking the solver ---- */

static struct variant *make_variant(const struct search *search)
{
    struct variant *variant = variant_make(search->frontier, search->problem);
    for (int i = 0; variant && i < search->request->frozen_pairs; i++)
        variant_require(variant, &search->frozen[i], 1);
    return variant;
}

/* Solves and frees the variant. */
static enum solver_status ask(struct search *search, struct variant *variant, bool any,
                              struct solver_result *result)
{
    struct solver_options options = search->request->solve.options;
    options.seconds = search->deadline - clock_seconds();
    options.any = any;
    search->frontier->solves++;
    if (variant) {
        variant_solve(variant, &options, result);
    } else {
        *result = (struct solver_result){.status = SOLVER_FAILED, .message = "memory ran out"};
    }
    talloc_free(variant);
    return result->status;
}

/* Whether the values behind "change" come before the others. */
static bool gains(const struct search *search, const int64_t *value, const int64_t *than)
{
    for (int s = search->change + 1; s < search->problem->stages; s++)
        if (value[s] != than[s])
            return value[s] < than[s];
    return false;
}

/* ---- Lines ---- */

static bool take_pairs(const struct search *search, const unsigned char *chosen, struct frontier_line *line)
{
    const struct problem *problem = search->problem;
    line->pair = talloc_array(search->frontier, struct pair, (unsigned)problem->pairs + 1);
    if (!line->pair)
        return false;
    for (int p = 0; p < problem->pairs; p++) {
        const struct relation *r = &problem->scheme->relation[problem->relation[p]];
        struct pair pair = {.relation = problem->relation[p],
                            .source = r->pair_source[problem->candidate[p]],
                            .target = r->pair_target[problem->candidate[p]]};
        if (!chosen[p])
            continue;
        pair.kept = bsearch(&pair, search->before, (size_t)search->request->solve.previous_pairs, sizeof pair,
                            compare_pairs) != NULL;
        line->pair[line->pairs++] = pair;
    }
    return true;
}

static bool add_line(struct search *search, const struct solver_result *result)
{
    struct frontier *frontier = search->frontier;
    const struct problem *problem = search->problem;
    if (frontier->lines == search->room) {
        search->room = search->room ? 2 * search->room : 8;
        frontier->line =
            talloc_realloc(frontier, frontier->line, struct frontier_line, (unsigned)search->room);
    }
    if (!frontier->line)
        return false;
    struct frontier_line *line = &frontier->line[frontier->lines];
    *line = (struct frontier_line){.value = talloc_array(frontier, int64_t, (unsigned)problem->stages)};
    if (!line->value || !take_pairs(search, result->chosen, line))
        return false;
    for (int s = 0; s < problem->stages; s++) {
        line->value[s] = question_figure(problem, s, result->value[s]);
        search->best[s] = result->value[s];
    }
    line->moves = line->value[search->change];
    line->most = frontier_most(problem->scheme, problem->roster, line->pair, line->pairs);
    frontier->lines++;
    return true;
}

/* The status of an answer that is not a proven optimum. The clock leaves the lines there are. */
static enum status unanswered(const struct search *search, const struct solver_result *result)
{
    search->frontier->stopped = result->status == SOLVER_FEASIBLE || result->status == SOLVER_NONE_YET;
    if (search->frontier->stopped || result->status == SOLVER_INFEASIBLE)
        return STATUS_NO;
    return question_trouble(search->problem, result, search->error);
}

/* ---- The first line, the end, and what lies between ---- */

/* Keeps what the solver left of the best plans. */
static bool keep_proof(struct search *search, const struct solver_result *result)
{
    struct frontier *frontier = search->frontier;
    struct plan *plan = frontier_plan(frontier, search->problem->scheme, frontier, &frontier->line[0]);
    if (!plan || !proof_take(plan, search->problem, result))
        return false;
    frontier->proof = plan->proof;
    return true;
}

/* The best plans without regard to what is frozen. */
static enum status find_unfrozen(struct search *search)
{
    struct solver_result result;
    enum status status = STATUS_OK;
    int64_t *figure = talloc_array(search->frontier, int64_t, (unsigned)search->problem->stages + 1);
    if (!figure)
        return error_add_memory(search->error);
    if (ask(search, variant_make(search->frontier, search->problem), true, &result) == SOLVER_OPTIMAL) {
        for (int s = 0; s < search->problem->stages; s++)
            figure[s] = question_figure(search->problem, s, result.value[s]);
        if (!keep_proof(search, &result))
            status = error_add_memory(search->error);
    } else {
        status = unanswered(search, &result);
        search->frontier->lines = 0; /* nothing could be claimed of it */
    }
    search->frontier->unfrozen = figure;
    solver_result_clear(&result);
    return status;
}

static enum status find_first(struct search *search)
{
    struct solver_result result;
    enum status status = STATUS_OK;
    bool frozen = search->request->frozen_pairs > 0;
    if (ask(search, make_variant(search), false, &result) != SOLVER_OPTIMAL)
        status = unanswered(search, &result);
    else if (!add_line(search, &result) || (!frozen && !keep_proof(search, &result)))
        status = error_add_memory(search->error);
    solver_result_clear(&result);
    return status == STATUS_OK && frozen ? find_unfrozen(search) : status;
}

/* Without regard to the previous plan: no number of moves reaches more. */
static enum status find_end(struct search *search)
{
    struct solver_result result;
    struct variant *variant = make_variant(search);
    enum status status = STATUS_OK;
    if (variant)
        variant_leave_out(variant, search->change);
    if (ask(search, variant, true, &result) != SOLVER_OPTIMAL) {
        status = unanswered(search, &result);
    } else {
        const int64_t *cost = search->problem->stage[search->change].cost;
        int64_t change = search->problem->stage[search->change].constant;
        for (int p = 0; cost && p < search->problem->pairs; p++)
            change += result.chosen[p] ? cost[p] : 0;
        search->frontier->free_moves = change;
        for (int s = 0; s < search->problem->stages; s++)
            search->free[s] = s == search->change ? 0 : result.value[s < search->change ? s : s - 1];
    }
    solver_result_clear(&result);
    return status;
}

/* The best values under so many moves; a line where they gain. *gained says so. */
static enum status try_moves(struct search *search, int64_t moves, bool *gained)
{
    struct solver_result result;
    struct variant *variant = make_variant(search);
    enum status status = STATUS_OK;
    if (variant)
        variant->stage[search->change].cap = moves - search->problem->stage[search->change].constant;
    *gained = false;
    if (ask(search, variant, false, &result) != SOLVER_OPTIMAL)
        status = unanswered(search, &result);
    else if (gains(search, result.value, search->best)) {
        *gained = true;
        status = add_line(search, &result) ? STATUS_OK : error_add_memory(search->error);
    }
    solver_result_clear(&result);
    return status;
}

/* The fewest moves with which the stage is better than in the last line while those between "change" and it
 * are no worse. *moves stays where there are none. */
static enum status fewest_for(struct search *search, int stage, int64_t *moves)
{
    struct solver_result result;
    struct variant *variant = make_variant(search);
    enum status status = STATUS_OK;
    int change = search->change;
    if (variant) {
        const struct variant_stage minimised = variant->stage[change];
        for (int s = change; s < stage; s++) {
            variant->stage[s] = variant->stage[s + 1];
            variant->stage[s].cap = search->best[s + 1] - (s + 1 == stage);
        }
        variant->stage[stage] = minimised;
        variant->stages = stage + 1;
    }
    ask(search, variant, true, &result);
    if (result.status == SOLVER_OPTIMAL) {
        int64_t needed = result.value[stage] + search->problem->stage[change].constant;
        if (needed < *moves)
            *moves = needed;
    } else if (result.status != SOLVER_INFEASIBLE) {
        status = unanswered(search, &result);
    }
    solver_result_clear(&result);
    return status;
}

/* The number of moves of the next line. */
static enum status next_moves(struct search *search, int64_t *moves)
{
    *moves = INT64_MAX;
    for (int s = search->change + 1; s < search->problem->stages; s++) {
        enum status status = fewest_for(search, s, moves);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static bool is_at_end(const struct search *search)
{
    return !gains(search, search->free, search->best);
}

static enum status find_lines(struct search *search)
{
    int64_t most = search->request->most;
    enum status status = STATUS_OK;
    bool gained = true;
    while (status == STATUS_OK && !is_at_end(search)) {
        const struct frontier *frontier = search->frontier;
        int64_t moves = frontier->line[frontier->lines - 1].moves + 1;
        if (!gained) /* one more was not enough */
            status = next_moves(search, &moves);
        if (status != STATUS_OK || (most >= 0 && moves > most))
            return status;
        if (moves == INT64_MAX)
            return error_add(
                search->error, STATUS_MACHINE, NULL,
                _("The solver contradicts itself about what further moves can reach. Please report "
                  "this roster and scheme."));
        if (search->request->progress)
            search->request->progress(search->request->context, moves);
        status = try_moves(search, moves, &gained);
    }
    search->frontier->whole = status == STATUS_OK && is_at_end(search);
    return status;
}

/* ---- Beginning ---- */

static enum status number_frozen(struct search *search)
{
    const struct frontier_request *request = search->request;
    const struct scheme *scheme = search->problem->scheme;
    const struct roster *roster = search->problem->roster;
    search->frozen = talloc_array(search->frontier, int, (unsigned)request->frozen_pairs + 1);
    if (!search->frozen)
        return error_add_memory(search->error);
    for (int i = 0; i < request->frozen_pairs; i++) {
        const struct pair *pair = &request->solve.previous[request->frozen[i]];
        const struct relation *relation = &scheme->relation[pair->relation];
        search->frozen[i] = question_pair(search->problem, pair->relation, pair->source, pair->target);
        if (search->frozen[i] < 0)
            error_add(
                search->error, STATUS_INPUT, NULL,
                _("%s %s and %s cannot stay as they are in “%s”: the scheme does not allow this pair any "
                  "more. Please freeze less."),
                roster->member[pair->source].name, roster->member[pair->source].id,
                target_name(relation, roster, pair->target), relation->origin.title);
    }
    return search->error->status;
}

static bool name_stages(struct search *search)
{
    struct frontier *frontier = search->frontier;
    const struct problem *problem = search->problem;
    unsigned count = (unsigned)problem->stages + 1;
    frontier->stages = problem->stages;
    frontier->change = search->change;
    frontier->name = talloc_array(frontier, const char *, count);
    frontier->more_is_better = talloc_array(frontier, bool, count);
    search->best = talloc_zero_array(frontier, int64_t, count);
    search->free = talloc_zero_array(frontier, int64_t, count);
    if (!frontier->name || !frontier->more_is_better || !search->best || !search->free)
        return false;
    for (int s = 0; s < problem->stages; s++) {
        frontier->name[s] = problem->scheme->stage[problem->stage[s].scheme_stage].name;
        frontier->more_is_better[s] = problem->stage[s].more_is_better;
    }
    return true;
}

static bool sort_previous(struct search *search)
{
    const struct solve_request *solve = &search->request->solve;
    search->before = talloc_array(search->frontier, struct pair, (unsigned)solve->previous_pairs + 1);
    if (!search->before)
        return false;
    if (solve->previous_pairs > 0)
        memcpy(search->before, solve->previous, (size_t)solve->previous_pairs * sizeof *search->before);
    qsort(search->before, (size_t)solve->previous_pairs, sizeof *search->before, compare_pairs);
    return true;
}

static enum status begin(struct search *search, const struct roster *roster, const struct scheme *scheme)
{
    const struct solve_request *solve = &search->request->solve;
    const struct place place = {.file = scheme->file};
    int change = scheme_stage(scheme, "change");
    if (change < 0)
        return error_add(
            search->error, STATUS_INPUT, &place,
            _("The scheme has no stage “change”, so it does not say how much keeping pairs counts. Please "
              "add it in s:stages."));
    enum status status = problem_build(search->frontier, roster, scheme, solve->previous,
                                       solve->previous_pairs, true, &search->problem, search->error);
    if (status != STATUS_OK)
        return status;
    search->change = search->problem->active[change];
    search->frontier->problem = search->problem;
    if (!name_stages(search) || !sort_previous(search))
        return error_add_memory(search->error);
    return number_frozen(search);
}

enum status frontier_find(const void *owner, const struct roster *roster, const struct scheme *scheme,
                          const struct frontier_request *request, struct frontier **frontier,
                          struct error *error)
{
    struct search search = {.request = request,
                            .frontier = talloc_zero(owner, struct frontier),
                            .error = error,
                            .deadline = clock_seconds() + request->solve.options.seconds};
    if (!search.frontier)
        return error_add_memory(error);
    *frontier = search.frontier;
    enum status status = begin(&search, roster, scheme);
    if (status == STATUS_OK)
        status = find_first(&search);
    if (status == STATUS_OK)
        status = find_end(&search);
    if (status == STATUS_OK)
        status = find_lines(&search);
    return status;
}
