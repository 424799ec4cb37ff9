#include "planning/variant.h"

#include <string.h>
#include <talloc.h>

struct variant *variant_make(const void *owner, const struct problem *problem)
{
    struct variant *made = talloc_zero(owner, struct variant);
    if (!made)
        return NULL;
    made->problem = problem;
    made->stages = problem->stages;
    made->stage = talloc_array(made, struct variant_stage, (unsigned)problem->stages + 1);
    if (!made->stage) {
        talloc_free(made);
        return NULL;
    }
    for (int s = 0; s < problem->stages; s++)
        made->stage[s] =
            (struct variant_stage){.stage = s, .cost = problem->stage[s].cost, .cap = SOLVER_UNBOUNDED};
    return made;
}

static void add_sum(struct variant *variant, const int *pair, int n, int64_t lo, int64_t hi)
{
    struct solver_sum *grown =
        talloc_realloc(variant, variant->sum, struct solver_sum, (unsigned)variant->sums + 1);
    int *copy = talloc_array(variant, int, (unsigned)n + 1);
    if (grown)
        variant->sum = grown;
    if (!grown || !copy) {
        variant->failed = true;
        return;
    }
    if (n > 0)
        memcpy(copy, pair, (size_t)n * sizeof *copy);
    variant->sum[variant->sums++] =
        (struct solver_sum){.n = n, .pair = copy, .lo = lo, .hi = hi, .stage = SOLVER_HARD};
}

void variant_require(struct variant *variant, const int *pair, int n)
{
    add_sum(variant, pair, n, 1, SOLVER_UNBOUNDED);
}

void variant_exclude(struct variant *variant, int pair)
{
    add_sum(variant, &pair, 1, 0, 0);
}

void variant_insert(struct variant *variant, int at, const int64_t *cost)
{
    struct variant_stage *grown =
        talloc_realloc(variant, variant->stage, struct variant_stage, (unsigned)variant->stages + 2);
    if (!grown) {
        variant->failed = true;
        return;
    }
    variant->stage = grown;
    memmove(grown + at + 1, grown + at, (size_t)(variant->stages - at) * sizeof *grown);
    grown[at] = (struct variant_stage){VARIANT_OWN_STAGE, cost, SOLVER_UNBOUNDED};
    variant->stages++;
}

void variant_leave_out(struct variant *variant, int at)
{
    struct variant_stage *stage = variant->stage;
    variant->stages--;
    memmove(stage + at, stage + at + 1, (size_t)(variant->stages - at) * sizeof *stage);
}

int variant_place(const struct variant *variant, int stage)
{
    for (int s = 0; s < variant->stages; s++)
        if (variant->stage[s].stage == stage)
            return s;
    return -1;
}

/* ---- The solver's view ---- */

/* A sum whose stage was left out holds always, and measures nothing. */
static struct solver_sum moved_sum(const struct solver_sum *sum, const int *place)
{
    struct solver_sum moved = *sum;
    if (sum->stage == SOLVER_HARD)
        return moved;
    moved.stage = place[sum->stage];
    if (moved.stage >= 0)
        return moved;
    moved.stage = SOLVER_HARD;
    moved.lo = INT64_MIN;
    moved.hi = SOLVER_UNBOUNDED;
    moved.under = moved.over = 0;
    return moved;
}

struct view {
    struct solver_problem solver;
    int64_t *cap;
    int *place; /* [problem's stages] */
};

static bool view_rows(struct view *view, const struct variant *variant)
{
    const struct problem *problem = variant->problem;
    int sums = problem->sums + variant->sums, curves = 0, links = 0;
    struct solver_sum *sum = talloc_array(view, struct solver_sum, (unsigned)sums + 1);
    struct solver_curve *curve = talloc_array(view, struct solver_curve, (unsigned)problem->curves + 1);
    struct solver_link *link = talloc_array(view, struct solver_link, (unsigned)problem->links + 1);
    if (!sum || !curve || !link)
        return false;
    for (int i = 0; i < problem->sums; i++)
        sum[i] = moved_sum(&problem->sum[i], view->place);
    for (int i = 0; i < variant->sums; i++)
        sum[problem->sums + i] = variant->sum[i];
    for (int i = 0; i < problem->curves; i++)
        if (view->place[problem->curve[i].stage] >= 0) {
            curve[curves] = problem->curve[i];
            curve[curves++].stage = view->place[problem->curve[i].stage];
        }
    for (int i = 0; i < problem->links; i++) {
        int stage = problem->link[i].stage;
        if (stage != SOLVER_HARD && view->place[stage] < 0)
            continue;
        link[links] = problem->link[i];
        link[links++].stage = stage == SOLVER_HARD ? stage : view->place[stage];
    }
    view->solver.sums = sums;
    view->solver.curves = curves;
    view->solver.links = links;
    view->solver.sum = sum;
    view->solver.curve = curve;
    view->solver.link = link;
    return true;
}

static struct view *view_make(const void *owner, const struct variant *variant)
{
    const struct problem *problem = variant->problem;
    struct view *view = talloc_zero(owner, struct view);
    if (!view || variant->failed)
        return NULL;
    const int64_t **cost = talloc_array(view, const int64_t *, (unsigned)variant->stages + 1);
    view->cap = talloc_array(view, int64_t, (unsigned)variant->stages + 1);
    view->place = talloc_array(view, int, (unsigned)problem->stages + 1);
    if (!cost || !view->cap || !view->place)
        return NULL;
    for (int s = 0; s < problem->stages; s++)
        view->place[s] = variant_place(variant, s);
    view->cap[variant->stages] = SOLVER_UNBOUNDED; /* the solver makes up a stage where there is none */
    for (int s = 0; s < variant->stages; s++) {
        cost[s] = variant->stage[s].cost;
        view->cap[s] = variant->stage[s].cap;
    }
    view->solver = problem->solver;
    view->solver.stages = variant->stages;
    view->solver.cost = cost;
    return view_rows(view, variant) ? view : NULL;
}

enum solver_status variant_solve(const struct variant *variant, const struct solver_options *options,
                                 struct solver_result *result)
{
    void *owner = talloc_new(NULL);
    struct view *view = owner ? view_make(owner, variant) : NULL;
    if (view) {
        struct solver_options capped = *options;
        capped.cap = view->cap;
        solver_solve(&view->solver, &capped, result);
    } else {
        *result = (struct solver_result){.status = SOLVER_FAILED, .message = "memory ran out"};
    }
    talloc_free(owner);
    return result->status;
}

bool variant_evaluate(const struct variant *variant, const unsigned char *chosen, int64_t *value)
{
    void *owner = talloc_new(NULL);
    struct view *view = owner ? view_make(owner, variant) : NULL;
    bool holds = view && solver_verify(&view->solver, chosen, value);
    talloc_free(owner);
    return holds;
}
