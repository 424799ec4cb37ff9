/* Stages without potentials, solved once more in another form than the solver's: one variable for each pair
 * of a link (not one a link), earlier stages as rows, rows instead of a network, and GLPK's presolver. */
#include <glpk.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <time.h>

#include "proof/proof_parts.h"

/* Larger coefficients and sums GLPK's floating point cannot tell apart. */
static const double LARGEST = 1e9;

/* An entry of a row that keeps a stage; these rows are written at the end. */
struct kept {
    int row, column;
    double factor;
};

struct model {
    struct checking *checking;
    int component, stage;
    glp_prob *prob;
    const void *owner;
    int *column;    /* [pairs of the problem] */
    int *stage_row; /* [stages] row that keeps an earlier stage; 0: none */
    int *index;     /* of the row being written; GLPK counts from 1 */
    double *factor;
    int used, room;
    struct kept *kept; /* [keeps] */
    int keeps, keep_room;
    double magnitude;
    jmp_buf out;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void leave(void *info)
{
    struct model *model = info;
    longjmp(model->out, 1);
}

static void *model_grow(struct model *model, void *list, size_t count, size_t size)
{
    void *grown = talloc_realloc_size(model->owner, list, count * size);
    if (!grown) {
        *model->checking->failed = true;
        longjmp(model->out, 1);
    }
    return grown;
}

static void put(struct model *model, int column, double factor)
{
    if (model->used + 1 >= model->room) {
        model->room = 2 * model->room + 64;
        model->index = model_grow(model, model->index, (size_t)model->room, sizeof *model->index);
        model->factor = model_grow(model, model->factor, (size_t)model->room, sizeof *model->factor);
    }
    model->used++;
    model->index[model->used] = column;
    model->factor[model->used] = factor;
}

/* Ends the row begun by put(): lo <= ... <= hi, either of them infinite. */
static void end_row(struct model *model, double lo, double hi)
{
    int row = glp_add_rows(model->prob, 1);
    bool below = isfinite(lo), above = isfinite(hi);
    glp_set_mat_row(model->prob, row, model->used, model->index, model->factor);
    glp_set_row_bnds(model->prob, row,
                     below && above ? (lo == hi ? GLP_FX : GLP_DB)
                     : below        ? GLP_LO
                     : above        ? GLP_UP
                                    : GLP_FR,
                     below ? lo : 0, above ? hi : 0);
    model->used = 0;
}

/* Whether the stage is measured in this model: the one asked about, or one that a row keeps. */
static bool is_measured(const struct model *model, int stage)
{
    return stage == model->stage || (stage >= 0 && stage < model->stage && model->stage_row[stage] > 0);
}

/* Counts the column at the stage: in the objective, or in the row that keeps the stage. */
static void measure(struct model *model, int stage, int column, double points)
{
    if (points == 0 || !is_measured(model, stage))
        return;
    model->magnitude = fmax(model->magnitude, fabs(points));
    if (stage == model->stage) {
        glp_set_obj_coef(model->prob, column, glp_get_obj_coef(model->prob, column) + points);
        return;
    }
    if (model->keeps == model->keep_room) {
        model->keep_room = 2 * model->keep_room + 64;
        model->kept = model_grow(model, model->kept, (size_t)model->keep_room, sizeof *model->kept);
    }
    model->kept[model->keeps++] = (struct kept){model->stage_row[stage], column, points};
}

static int add_column(struct model *model, double hi)
{
    int column = glp_add_cols(model->prob, 1);
    glp_set_col_bnds(model->prob, column, isfinite(hi) ? (hi > 0 ? GLP_DB : GLP_FX) : GLP_LO, 0,
                     isfinite(hi) ? hi : 0);
    return column;
}

static void add_pairs(struct model *model)
{
    const struct checking *checking = model->checking;
    const struct solver_problem *view = checking->view;
    for (int i = checking->pairs.first[model->component]; i < checking->pairs.first[model->component + 1];
         i++) {
        int pair = checking->pairs.item[i], column = glp_add_cols(model->prob, 1);
        model->column[pair] = column;
        glp_set_col_kind(model->prob, column, GLP_BV);
        if (checking->fixed[pair])
            glp_set_col_bnds(model->prob, column, GLP_FX, checking->chosen[pair], checking->chosen[pair]);
        for (int s = 0; view->cost && s <= model->stage; s++)
            if (view->cost[s])
                measure(model, s, column, (double)view->cost[s][pair]);
    }
}

static void put_sum(struct model *model, const struct solver_sum *sum)
{
    for (int k = 0; k < sum->n; k++) {
        double weight = sum->weight ? sum->weight[k] : 1;
        model->magnitude = fmax(model->magnitude, fabs(weight));
        put(model, model->column[sum->pair[k]], weight);
    }
}

/* Bounds of a row: what it says itself, and what verified stages have left of it. */
static void add_bounds(struct model *model, int row)
{
    const struct checking *checking = model->checking;
    const struct solver_sum *sum = &checking->view->sum[row];
    bool hard = sum->stage == SOLVER_HARD;
    double lo = hard ? (double)sum->lo : -INFINITY;
    double hi = hard && sum->hi != SOLVER_UNBOUNDED ? (double)sum->hi : INFINITY;
    if (checking->least[row] > 0)
        lo = fmax(lo, (double)checking->least[row]);
    if (checking->most[row] < sum->n)
        hi = fmin(hi, (double)checking->most[row]);
    if (!isfinite(lo) && !isfinite(hi))
        return;
    put_sum(model, sum);
    end_row(model, lo, hi);
}

static void add_soft(struct model *model, const struct solver_sum *sum)
{
    if (!is_measured(model, sum->stage))
        return;
    if (sum->under != 0) {
        int under = add_column(model, INFINITY);
        measure(model, sum->stage, under, (double)sum->under);
        put_sum(model, sum);
        put(model, under, 1);
        end_row(model, (double)sum->lo, INFINITY);
    }
    if (sum->over != 0 && sum->hi != SOLVER_UNBOUNDED) {
        int over = add_column(model, INFINITY);
        measure(model, sum->stage, over, (double)sum->over);
        put_sum(model, sum);
        put(model, over, -1);
        end_row(model, -INFINITY, (double)sum->hi);
    }
}

/* A column a unit; costs rise, so cheaper ones fill first. */
static void add_curve(struct model *model, const struct solver_curve *curve)
{
    if (!is_measured(model, curve->stage))
        return;
    put_sum(model, &model->checking->view->sum[curve->sum]);
    for (int j = 0; j < curve->n; j++) {
        int unit = add_column(model, 1);
        measure(model, curve->stage, unit, (double)curve->step[j]);
        put(model, unit, -1);
    }
    end_row(model, 0, 0);
}

/* pair - given <= 0 for each pair; a soft link: a column a pair, below both, and together below the cap. */
static void add_link(struct model *model, const struct solver_link *link)
{
    bool hard = link->stage == SOLVER_HARD;
    if (!hard && (!is_measured(model, link->stage) || link->points == 0))
        return;
    int first = 0;
    for (int k = 0; k < link->n; k++) {
        int column = hard ? model->column[link->pair[k]] : add_column(model, 1);
        first = k == 0 ? column : first;
        if (!hard) {
            measure(model, link->stage, column, (double)link->points);
            put(model, column, 1);
            put(model, model->column[link->pair[k]], -1);
            end_row(model, -INFINITY, 0);
        }
        put(model, column, 1);
        put(model, model->column[link->given], -1);
        end_row(model, -INFINITY, 0);
    }
    if (hard || link->cap >= link->n)
        return;
    for (int k = 0; k < link->n; k++)
        put(model, first + k, 1);
    put(model, model->column[link->given], -(double)link->cap);
    end_row(model, -INFINITY, 0);
}

static void keep_stages(struct model *model)
{
    for (int s = 0; s < model->stage; s++) {
        int64_t value;
        if (model->stage_row[s] == 0)
            continue;
        if (!component_value(model->checking, model->checking->chosen, model->component, s, &value))
            longjmp(model->out, 1);
        for (int i = 0; i < model->keeps; i++)
            if (model->kept[i].row == model->stage_row[s])
                put(model, model->kept[i].column, model->kept[i].factor);
        int row = model->stage_row[s];
        glp_set_mat_row(model->prob, row, model->used, model->index, model->factor);
        glp_set_row_bnds(model->prob, row, GLP_UP, 0, (double)value);
        model->used = 0;
    }
}

static void build(struct model *model)
{
    const struct checking *checking = model->checking;
    int c = model->component;
    for (int s = 0; s < model->stage; s++)
        if (checking->done[s] && !checking->by_face[s])
            model->stage_row[s] = glp_add_rows(model->prob, 1);
    add_pairs(model);
    for (int i = checking->sums.first[c]; i < checking->sums.first[c + 1]; i++) {
        add_bounds(model, checking->sums.item[i]);
        add_soft(model, &checking->view->sum[checking->sums.item[i]]);
    }
    for (int i = checking->curves.first[c]; i < checking->curves.first[c + 1]; i++)
        add_curve(model, &checking->view->curve[checking->curves.item[i]]);
    for (int i = checking->links.first[c]; i < checking->links.first[c + 1]; i++)
        add_link(model, &checking->view->link[checking->links.item[i]]);
    keep_stages(model);
}

/* A link that counts against the plan is not bounded by the rows above: it would simply not be counted. */
static bool can_be_told(const struct checking *checking, int component, int stage)
{
    for (int i = checking->links.first[component]; i < checking->links.first[component + 1]; i++) {
        const struct solver_link *link = &checking->view->link[checking->links.item[i]];
        if (link->stage >= 0 && link->stage <= stage && link->points > 0)
            return false;
    }
    return true;
}

/* Whether what GLPK found is a plan, as good in the stages before and with this value, in integers. */
static bool is_plan(struct model *model, int64_t *value)
{
    const struct checking *checking = model->checking;
    int pairs = checking->view->pairs;
    unsigned char *found = talloc_memdup(model->owner, checking->chosen, (size_t)pairs + 1);
    if (!found)
        return false;
    for (int i = checking->pairs.first[model->component]; i < checking->pairs.first[model->component + 1];
         i++) {
        int pair = checking->pairs.item[i];
        found[pair] = glp_mip_col_val(model->prob, model->column[pair]) > 0.5;
    }
    bool holds = component_holds(checking, found, model->component);
    for (int s = 0; s < model->stage && holds; s++) {
        int64_t before, after;
        holds = component_value(checking, checking->chosen, model->component, s, &before) &&
                component_value(checking, found, model->component, s, &after) && after <= before;
    }
    return holds && component_value(checking, found, model->component, model->stage, value);
}

static enum proof_outcome solve(struct model *model, int64_t value, int64_t *found, bool *least)
{
    glp_iocp how;
    double left = model->checking->deadline - now();
    if (left <= 0 || model->magnitude > LARGEST)
        return PROOF_TRUSTED;
    glp_init_iocp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.presolve = GLP_ON;
    how.mir_cuts = GLP_ON;
    how.gmi_cuts = GLP_ON;
    how.tol_obj = 1e-9;
    how.tm_lim = left < 1e6 ? (int)(left * 1000) + 1 : 1000000000;
    int code = glp_intopt(model->prob, &how);
    int status = glp_mip_status(model->prob);
    int64_t best;
    if ((status == GLP_OPT || status == GLP_FEAS) && is_plan(model, &best)) {
        *found = best;
        *least = code == 0 && status == GLP_OPT;
        if (best < value)
            return PROOF_WRONG;
        if (*least && best == value)
            return PROOF_RESOLVED;
    }
    return PROOF_TRUSTED;
}

enum proof_outcome component_solve_again(struct checking *checking, int component, int stage, int64_t value,
                                         int64_t *found, bool *least)
{
    struct model *model = talloc_zero(NULL, struct model);
    volatile enum proof_outcome outcome = PROOF_TRUSTED;
    *least = false;
    if (!model) {
        *checking->failed = true;
        return PROOF_TRUSTED;
    }
    model->checking = checking;
    model->owner = model;
    model->component = component;
    model->stage = stage;
    model->column = talloc_zero_array(model, int, (unsigned)checking->view->pairs + 1);
    model->stage_row = talloc_zero_array(model, int, (unsigned)checking->view->stages + 1);
    if (!model->column || !model->stage_row)
        *checking->failed = true;
    else if (can_be_told(checking, component, stage)) {
        glp_error_hook(leave, model);
        glp_term_out(GLP_OFF);
        if (setjmp(model->out) == 0) {
            model->prob = glp_create_prob();
            glp_set_obj_dir(model->prob, GLP_MIN);
            build(model);
            outcome = solve(model, value, found, least);
        }
        glp_error_hook(NULL, NULL);
        glp_free_env();
    }
    talloc_free(model);
    return outcome;
}
