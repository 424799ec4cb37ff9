#include "solver/solver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solver/arena.h"
#include "solver/clock.h"
#include "solver/component.h"
#include "solver/guard.h"
#include "solver/stages.h"
#include "solver/validate.h"

struct solver_options solver_defaults(void)
{
    return (struct solver_options){.seconds = 60};
}

/* The graver of two: infeasible over none yet over feasible over optimal; trouble over all. */
static enum solver_status graver(enum solver_status a, enum solver_status b)
{
    return a > b ? a : b;
}

static bool has_cap(const struct solving *solving)
{
    const int64_t *cap = solving->options->cap;
    for (int s = 0; cap && s < solving->problem->stages; s++)
        if (cap[s] != SOLVER_UNBOUNDED)
            return true;
    return false;
}

static struct component *split(const struct solving *solving, int *components)
{
    if (!has_cap(solving))
        return components_split(solving->arena, solving->problem, components);
    *components = 1;
    return component_whole(solving->arena, solving->problem);
}

static void solve_all(struct solving *solving)
{
    const struct solver_problem *problem = solving->problem;
    struct solver_result *result = solving->result;
    int components;
    if (problem_is_malformed(solving->arena, problem)) {
        snprintf(result->message, sizeof result->message, "the problem's arrays contradict each other");
        result->status = SOLVER_FAILED;
        return;
    }
    result->refused_stage = problem_stage_beyond_integers(problem);
    if (result->refused_stage >= 0) {
        snprintf(result->message, sizeof result->message, "a stage's values pass 64-bit integers");
        result->status = SOLVER_REFUSED;
        return;
    }
    struct component *component = split(solving, &components);
    for (int c = 0; c < components; c++)
        if (component[c].part[PART_PAIRS].n > result->refused_pairs)
            result->refused_pairs = component[c].part[PART_PAIRS].n;
    if (result->refused_pairs > SOLVER_TOGETHER_MOST) {
        snprintf(result->message, sizeof result->message, "too many pairs hang together");
        result->status = SOLVER_REFUSED;
        return;
    }
    result->refused_pairs = 0;
    unsigned char *chosen = ARENA(solving->arena, problem->pairs, unsigned char);
    solving->found = ARENA(solving->arena, problem->pairs, unsigned char);
    result->components = components;
    result->value = ARENA(solving->arena, problem->stages, int64_t);
    result->bound = ARENA(solving->arena, problem->stages, int64_t);
    result->status = SOLVER_OPTIMAL;
    for (int c = 0; c < components; c++) {
        enum solver_status status = stages_solve(solving, &component[c], c, chosen, problem->rank);
        arena_reset(solving->scratch);
        result->status = graver(result->status, status);
        if (result->status >= SOLVER_REFUSED)
            return;
    }
    if (result->status > SOLVER_FEASIBLE)
        return;
    result->chosen = chosen;
    if (!solver_verify(problem, chosen, result->value)) {
        snprintf(result->message, sizeof result->message, "the final choice does not keep its rows");
        result->status = SOLVER_FAILED;
        return;
    }
    for (int s = 0; s < problem->stages && result->status == SOLVER_FEASIBLE; s++)
        if (result->value[s] < result->bound[s])
            result->bound[s] = result->value[s];
}

enum solver_status solver_solve(const struct solver_problem *problem, const struct solver_options *options,
                                struct solver_result *result)
{
    struct solver_options defaults = solver_defaults();
    jmp_buf failed;
    memset(result, 0, sizeof *result);
    struct arena *arena = calloc(1, sizeof *arena), *scratch = calloc(1, sizeof *scratch);
    result->status = SOLVER_FAILED;
    snprintf(result->message, sizeof result->message, "memory ran out");
    if (!arena || !scratch) {
        free(arena);
        free(scratch);
        return result->status;
    }
    result->memory = arena;
    arena->failed = scratch->failed = &failed;
    if (setjmp(failed) == 0) {
        struct solver_problem measured = *problem;
        if (problem->stages == 0) { /* a stage in which every choice is as good finds one all the same */
            measured.stages = 1;
            measured.cost = NULL;
        }
        struct solving solving = {.problem = &measured,
                                  .options = options ? options : &defaults,
                                  .result = result,
                                  .arena = arena,
                                  .scratch = scratch};
        solving.deadline = clock_seconds() + solving.options->seconds;
        result->message[0] = '\0';
        solve_all(&solving);
    } else {
        result->status = SOLVER_FAILED;
        result->chosen = NULL;
        snprintf(result->message, sizeof result->message, "memory ran out");
    }
    guard_close();
    arena_clear(scratch);
    free(scratch);
    return result->status;
}

void solver_result_clear(struct solver_result *result)
{
    if (result->memory) {
        arena_clear(result->memory);
        free(result->memory);
    }
    memset(result, 0, sizeof *result);
}
