#include "solver/branch.h"

#include <glpk.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solver/clock.h"
#include "solver/guard.h"
#include "solver/verify.h"

/* What a column of the integer program stands for. */
enum kind {
    COLUMN_PAIR,      /* index: arc */
    COLUMN_UNITS,     /* index: arc of a node's units */
    COLUMN_LINK,      /* index: link; how many of its pairs count */
    COLUMN_LINK_FULL, /* index: link; 1: its cap is reached (links that cost, with a cap that can bind) */
    COLUMN_UNDER,     /* index: sum; units below its lower bound */
    COLUMN_OVER,      /* index: sum; units above its upper bound */
    COLUMN_STEP,      /* index: curve, step: the unit */
};

struct column {
    enum kind kind;
    int index, step;
};

/* How GLPK is asked. */
struct attempt {
    bool presolve, mir_cuts, cover_cuts;
};

struct model {
    struct arena *arena;
    struct branch_call *call;
    struct network *net;
    glp_prob *lp;
    int columns, room;
    struct column *column; /* [columns + 1], from 1 as GLPK counts */
    int *column_of_arc;    /* [arcs] 0: fixed */
    bool *stage_needed;    /* [stages] minimised, or kept by a row */
    /* the row being built */
    int *index;
    double *weight;
    int entries;
    double constant;
    double best_bound;
    bool has_bound;
    const struct attempt *attempt;
    int result, status;
    double objective; /* what GLPK says its choice is worth */
};

static bool arc_is_free(const struct network *net, int arc)
{
    return net->lower[arc] < net->upper[arc];
}

static int add_column(struct model *m, enum kind kind, int index, int step, double lower, double upper)
{
    int c = glp_add_cols(m->lp, 1);
    m->columns = c;
    m->column[c] = (struct column){kind, index, step};
    if (upper == 1 && lower == 0) {
        glp_set_col_kind(m->lp, c, GLP_BV);
    } else {
        glp_set_col_kind(m->lp, c, GLP_IV);
        glp_set_col_bnds(m->lp, c, lower < upper ? GLP_DB : GLP_FX, lower, upper);
    }
    return c;
}

static void row_begin(struct model *m)
{
    m->entries = 0;
    m->constant = 0;
}

static void row_add(struct model *m, int column, double weight)
{
    if (weight == 0)
        return;
    m->index[++m->entries] = column;
    m->weight[m->entries] = weight;
}

/* A pair's share of a row: its column, or a constant where the face has fixed it. */
static void row_add_pair(struct model *m, int pair, double weight)
{
    int arc = m->net->arc_of_pair[component_position(m->net->component, pair)];
    if (m->column_of_arc[arc])
        row_add(m, m->column_of_arc[arc], weight);
    else
        m->constant += weight * (double)m->net->lower[arc];
}

/* Divides a row of integers by their greatest common divisor; bounds become the nearest whole ones inside. */
static void row_reduce(struct model *m, double *lower, double *upper)
{
    int64_t divisor = 0;
    for (int k = 1; k <= m->entries; k++)
        for (int64_t a = llabs((int64_t)m->weight[k]); a != 0;) {
            int64_t rest = divisor % a;
            divisor = a;
            a = rest;
        }
    for (int k = 1; k <= m->entries; k++)
        m->weight[k] /= (double)divisor;
    *lower = ceil(*lower / (double)divisor);
    *upper = floor(*upper / (double)divisor);
}

static void row_store(struct model *m, int type, double lower, double upper)
{
    int row = glp_add_rows(m->lp, 1);
    glp_set_mat_row(m->lp, row, m->entries, m->index, m->weight);
    glp_set_row_bnds(m->lp, row, type, lower, upper);
}

/* lower <= row <= upper; an infinite bound is none. Rows without columns must hold by themselves: where they
 * do not, a row 0 = 1 says so to GLPK.
 * Two bounds of a row with other weights than 1 go into two rows: GLPK 5.0's presolver, left with one integer
 * column in such a row (1 <= 4x <= 3), called x = 1 a solution. Where weights are large, the bound is eased
 * by less than one unit, which admits no further choice: GLPK's tolerance is relative and would cut some off.
 */
static void row_end(struct model *m, double lower, double upper)
{
    double largest = 0;
    lower -= m->constant;
    upper -= m->constant;
    bool has_lower = isfinite(lower), has_upper = isfinite(upper);
    if (!has_lower && !has_upper)
        return;
    if (m->entries == 0) {
        if ((has_lower && lower > 0) || (has_upper && upper < 0))
            row_store(m, GLP_FX, 1, 1);
        return;
    }
    row_reduce(m, &lower, &upper);
    for (int k = 1; k <= m->entries; k++)
        largest = fmax(largest, fabs(m->weight[k]));
    if (has_lower && has_upper && (lower == upper || (lower < upper && largest == 1))) {
        row_store(m, lower == upper ? GLP_FX : GLP_DB, lower, upper);
        return;
    }
    double ease = largest > 1000 ? fmin(0.5, largest * 1e-6) : 0;
    if (has_lower)
        row_store(m, GLP_LO, lower - ease, 0);
    if (has_upper)
        row_store(m, GLP_UP, 0, upper + ease);
}

static double cost_of(const struct model *m, int column, int stage)
{
    const struct column *c = &m->column[column];
    const struct solver_problem *problem = m->net->problem;
    switch (c->kind) {
    case COLUMN_PAIR:
    case COLUMN_UNITS:
        return m->net->cost[stage] ? (double)m->net->cost[stage][c->index] : 0;
    case COLUMN_LINK:
        return problem->link[c->index].stage == stage ? (double)problem->link[c->index].points : 0;
    case COLUMN_LINK_FULL:
        return 0;
    case COLUMN_UNDER:
        return problem->sum[c->index].stage == stage ? (double)problem->sum[c->index].under : 0;
    case COLUMN_OVER:
        return problem->sum[c->index].stage == stage ? (double)problem->sum[c->index].over : 0;
    case COLUMN_STEP:
        return problem->curve[c->index].stage == stage ? (double)problem->curve[c->index].step[c->step] : 0;
    }
    return 0;
}

/* What the stage costs before any column counts: fixed arcs, and the units that soft sums of the network
 * credit. */
static double stage_constant(const struct model *m, int stage)
{
    const struct network *net = m->net;
    const struct component *component = net->component;
    double constant = 0;
    for (int a = 0; net->cost[stage] && a < net->arcs; a++)
        if (!m->column_of_arc[a])
            constant += (double)net->cost[stage][a] * (double)net->lower[a];
    for (int i = 0; i < component->part[PART_SUMS].n; i++) {
        const struct solver_sum *sum = &net->problem->sum[component->part[PART_SUMS].item[i]];
        if (!net->coupling_sum[i] && sum->stage == stage && sum->lo > 0)
            constant += (double)sum->under * (double)sum->lo;
    }
    return constant;
}

/* ---- Columns and rows of the network ---- */

static void add_pair_columns(struct model *m)
{
    struct network *net = m->net;
    for (int a = 0; a < net->arcs; a++)
        if (net->arc[a].pair >= 0 && arc_is_free(net, a))
            m->column_of_arc[a] = add_column(m, COLUMN_PAIR, a, 0, 0, 1);
}

static bool arc_measures(const struct model *m, int arc)
{
    for (int s = 0; s < m->net->problem->stages; s++)
        if (m->stage_needed[s] && m->net->cost[s] && m->net->cost[s][arc] != 0)
            return true;
    return false;
}

/* One row a node: its chosen pairs are its units. Units appear as columns only where a stage counts them. */
static void add_node_row(struct model *m, int index, int first, int end)
{
    struct network *net = m->net;
    const struct solver_sum *sum = &net->problem->sum[index];
    double lower = 0, upper = 0;
    bool measured = false;
    for (int a = first; a < end; a++)
        measured = measured || (arc_is_free(net, a) && arc_measures(m, a));
    row_begin(m);
    for (int a = first; a < end; a++) {
        if (measured && arc_is_free(net, a)) {
            m->column_of_arc[a] =
                add_column(m, COLUMN_UNITS, a, 0, (double)net->lower[a], (double)net->upper[a]);
            row_add(m, m->column_of_arc[a], -1);
        } else {
            lower += (double)net->lower[a];
            upper += (double)net->upper[a];
        }
    }
    int free_pairs = 0;
    for (int k = 0; k < sum->n; k++) {
        int before = m->entries;
        row_add_pair(m, sum->pair[k], 1);
        free_pairs += m->entries > before;
    }
    if (!measured && lower <= m->constant && upper >= m->constant + free_pairs)
        return; /* cannot bind */
    row_end(m, lower, upper);
}

static void add_network_rows(struct model *m)
{
    struct network *net = m->net;
    for (int a = 0; a < net->arcs;) {
        int end = a + 1;
        if (net->arc[a].sum >= 0) {
            while (net->arc[end].sum == net->arc[a].sum)
                end++;
            add_node_row(m, net->arc[a].sum, a, end);
        }
        a = end;
    }
}

/* ---- Coupling rows ---- */

static void add_sum_terms(struct model *m, const struct solver_sum *sum)
{
    for (int k = 0; k < sum->n; k++)
        row_add_pair(m, sum->pair[k], sum->weight ? sum->weight[k] : 1);
}

static double upper_or_none(int64_t hi)
{
    return hi == SOLVER_UNBOUNDED ? INFINITY : (double)hi;
}

static double most_of(const struct solver_sum *sum)
{
    double most = 0;
    for (int k = 0; k < sum->n; k++) {
        double weight = sum->weight ? sum->weight[k] : 1;
        most += fabs(weight);
    }
    return most;
}

static void add_coupling_sum(struct model *m, int index)
{
    const struct solver_sum *sum = &m->net->problem->sum[index];
    if (sum->stage == SOLVER_HARD) {
        row_begin(m);
        add_sum_terms(m, sum);
        row_end(m, sum->lo == INT64_MIN ? -INFINITY : (double)sum->lo, upper_or_none(sum->hi));
        return;
    }
    if (!m->stage_needed[sum->stage])
        return;
    double most = most_of(sum);
    if (sum->under > 0 && (double)sum->lo > -most) {
        int under = add_column(m, COLUMN_UNDER, index, 0, 0, most + fabs((double)sum->lo));
        row_begin(m);
        add_sum_terms(m, sum);
        row_add(m, under, 1);
        row_end(m, (double)sum->lo, INFINITY);
    }
    if (sum->over > 0 && sum->hi != SOLVER_UNBOUNDED) {
        int over = add_column(m, COLUMN_OVER, index, 0, 0, most + fabs((double)sum->hi));
        row_begin(m);
        add_sum_terms(m, sum);
        row_add(m, over, -1);
        row_end(m, -INFINITY, (double)sum->hi);
    }
}

static void add_coupling_curve(struct model *m, int index)
{
    const struct solver_curve *curve = &m->net->problem->curve[index];
    const struct solver_sum *sum = &m->net->problem->sum[curve->sum];
    if (!m->stage_needed[curve->stage])
        return;
    row_begin(m);
    add_sum_terms(m, sum);
    for (int j = 0; j < curve->n && j < sum->n; j++)
        row_add(m, add_column(m, COLUMN_STEP, index, j, 0, 1), -1);
    row_end(m, 0, 0);
}

/* min(cap, chosen) counts if given: z <= cap * given, z <= chosen where it earns; the other way round where
 * it costs. */
static void add_soft_link(struct model *m, int index)
{
    const struct solver_link *link = &m->net->problem->link[index];
    int given = m->net->arc_of_pair[component_position(m->net->component, link->given)];
    double cap = link->cap < link->n ? link->cap : link->n;
    bool given_free = m->column_of_arc[given] != 0;
    if (!given_free && m->net->lower[given] == 0)
        return;
    int count = add_column(m, COLUMN_LINK, index, 0, 0, cap);
    if (link->points < 0) {
        row_begin(m);
        row_add(m, count, 1);
        row_add_pair(m, link->given, -cap);
        row_end(m, -INFINITY, 0);
        row_begin(m);
        row_add(m, count, 1);
        for (int k = 0; k < link->n; k++)
            row_add_pair(m, link->pair[k], -1);
        row_end(m, -INFINITY, 0);
        return;
    }
    int full = cap < link->n ? add_column(m, COLUMN_LINK_FULL, index, 0, 0, 1) : 0;
    row_begin(m); /* count >= chosen - n (1 - given) - (n - cap) full */
    row_add(m, count, 1);
    for (int k = 0; k < link->n; k++)
        row_add_pair(m, link->pair[k], -1);
    row_add_pair(m, link->given, -link->n);
    if (full)
        row_add(m, full, link->n - cap);
    row_end(m, -link->n, INFINITY);
    if (full) { /* count >= cap full - cap (1 - given) */
        row_begin(m);
        row_add(m, count, 1);
        row_add(m, full, -cap);
        row_add_pair(m, link->given, -cap);
        row_end(m, -cap, INFINITY);
    }
}

static void add_link(struct model *m, int index)
{
    const struct solver_link *link = &m->net->problem->link[index];
    if (link->stage != SOLVER_HARD) {
        if (m->stage_needed[link->stage] && link->points != 0 && link->cap > 0)
            add_soft_link(m, index);
        return;
    }
    for (int k = 0; k < link->n; k++) { /* one row a pair: the strongest form */
        row_begin(m);
        row_add_pair(m, link->pair[k], 1);
        row_add_pair(m, link->given, -1);
        row_end(m, -INFINITY, 0);
    }
}

static void add_value_rows(struct model *m)
{
    for (int i = 0; i < m->call->rows; i++) {
        int stage = m->call->row[i].stage;
        row_begin(m);
        for (int c = 1; c <= m->columns; c++) {
            double cost = cost_of(m, c, stage);
            if (cost != 0)
                row_add(m, c, cost);
        }
        m->constant = stage_constant(m, stage);
        row_end(m, -INFINITY, (double)m->call->row[i].value);
    }
}

/* Most columns there can be, which is also the most entries of a row. */
static int column_room(const struct network *net)
{
    const struct component *component = net->component;
    int64_t room = net->arcs + 2 * (int64_t)component->part[PART_SUMS].n +
                   2 * (int64_t)component->part[PART_LINKS].n + 2;
    for (int i = 0; i < component->part[PART_CURVES].n; i++)
        room += net->problem->curve[component->part[PART_CURVES].item[i]].n;
    return (int)room;
}

static void build(struct model *m)
{
    const struct component *component = m->net->component;
    m->lp = glp_create_prob();
    glp_set_obj_dir(m->lp, GLP_MIN);
    add_pair_columns(m);
    add_network_rows(m);
    for (int i = 0; i < component->part[PART_SUMS].n; i++)
        if (m->net->coupling_sum[i])
            add_coupling_sum(m, component->part[PART_SUMS].item[i]);
    for (int i = 0; i < component->part[PART_CURVES].n; i++) {
        int index = component->part[PART_CURVES].item[i], sum = m->net->problem->curve[index].sum;
        if (m->net->coupling_sum[indices_position(&component->part[PART_SUMS], sum)])
            add_coupling_curve(m, index);
    }
    for (int i = 0; i < component->part[PART_LINKS].n; i++)
        add_link(m, component->part[PART_LINKS].item[i]);
    add_value_rows(m);
    for (int c = 1; c <= m->columns; c++)
        glp_set_obj_coef(m->lp, c, cost_of(m, c, m->call->stage));
    glp_set_obj_coef(m->lp, 0, stage_constant(m, m->call->stage));
}

static void callback(glp_tree *tree, void *info)
{
    struct model *m = info;
    int node = glp_ios_best_node(tree);
    if (node) {
        m->best_bound = glp_ios_node_bound(tree, node);
        m->has_bound = true;
    }
    if (glp_ios_reason(tree) == GLP_IBINGO && m->call->options->progress)
        m->call->options->progress(m->call->options->context, m->call->stage, true,
                                   (int64_t)llround(glp_mip_obj_val(glp_ios_get_prob(tree))), m->best_bound);
    if (clock_seconds() > m->call->deadline) /* GLPK's own limit begins anew after the root */
        glp_ios_terminate(tree);
}

static int milliseconds_left(const struct model *m)
{
    double seconds = m->call->deadline - clock_seconds();
    return seconds >= 2e6 ? INT32_MAX : seconds > 0 ? (int)(seconds * 1000) + 1 : 1;
}

/* The first relaxation, for a run without the presolver. */
static bool solve_root(struct model *m)
{
    glp_smcp smcp;
    glp_scale_prob(m->lp, GLP_SF_AUTO);
    glp_adv_basis(m->lp, 0);
    glp_init_smcp(&smcp);
    smcp.msg_lev = GLP_MSG_ERR;
    smcp.meth = GLP_DUALP;
    smcp.tm_lim = milliseconds_left(m);
    m->result = glp_simplex(m->lp, &smcp);
    if (m->result == 0 && glp_get_status(m->lp) == GLP_NOFEAS)
        m->result = GLP_ENOPFS;
    return m->result == 0 && glp_get_status(m->lp) == GLP_OPT;
}

static void take_solution(struct model *m)
{
    m->objective = glp_mip_obj_val(m->lp);
    for (int c = 1; c <= m->columns; c++)
        if (m->column[c].kind == COLUMN_PAIR)
            m->call->chosen[m->net->arc[m->column[c].index].pair] = glp_mip_col_val(m->lp, c) > 0.5;
}

/* Chosen by measurement on Jinhua and ten generated rosters (tests/independent), each alone and after a
 * previous plan: with the presolver and the Driebeck-Tomlin choice all 21 closed, the slowest in 7 s; without
 * the presolver (which a start would need) one of them stayed open after 40 s; pseudo-costs took five times
 * as long on Jinhua. */
static void run(void *context)
{
    struct model *m = context;
    glp_iocp iocp;
    build(m);
    if (m->columns == 0) { /* everything is fixed: the rows hold or not */
        m->objective = stage_constant(m, m->call->stage);
        m->status = glp_get_num_rows(m->lp) == 0 ? GLP_OPT : GLP_NOFEAS;
        glp_delete_prob(m->lp);
        return;
    }
    glp_init_iocp(&iocp);
    iocp.presolve = m->attempt->presolve ? GLP_ON : GLP_OFF;
    iocp.binarize = GLP_OFF;
    iocp.mir_cuts = m->attempt->mir_cuts ? GLP_ON : GLP_OFF;
    iocp.cov_cuts = m->attempt->cover_cuts ? GLP_ON : GLP_OFF;
    iocp.br_tech = GLP_BR_DTH;
    iocp.bt_tech = GLP_BT_BPH;
    iocp.cb_func = callback;
    iocp.cb_info = m;
    iocp.msg_lev = GLP_MSG_ERR; /* kept from the terminal by the guard, which counts complaints */
    /* The distances at which GLPK takes a number for whole, and two values for one: with large points the
     * usual ones hide whole units. */
    iocp.tol_int = 1e-7;
    iocp.tol_obj = 1e-10;
    iocp.tm_lim = milliseconds_left(m);
    if (m->attempt->presolve || solve_root(m)) {
        m->result = glp_intopt(m->lp, &iocp);
        m->status = glp_mip_status(m->lp);
    }
    if ((m->result == 0 || m->result == GLP_ETMLIM || m->result == GLP_ESTOP) &&
        (m->status == GLP_OPT || m->status == GLP_FEAS))
        take_solution(m);
    glp_delete_prob(m->lp);
}

/* The most that a soft sum can cost, roughly. */
static double most_outside(const struct solver_sum *sum)
{
    double most = most_of(sum), outside = 0;
    if (sum->under > 0 && (double)sum->lo > -most)
        outside += (double)sum->under * (most + fabs((double)sum->lo));
    if (sum->over > 0 && (double)sum->hi < most)
        outside += (double)sum->over * (most + fabs((double)sum->hi));
    return outside;
}

/* The first stage whose values could pass what GLPK holds exactly, or -1. */
static int stage_too_large(const struct model *m)
{
    const struct network *net = m->net;
    const struct component *component = net->component;
    const double most = 1e9;
    for (int s = 0; s < net->problem->stages; s++) {
        double size = 0;
        if (!m->stage_needed[s])
            continue;
        for (int a = 0; net->cost[s] && a < net->arcs; a++)
            size += fabs((double)net->cost[s][a]) * (double)net->upper[a];
        for (int i = 0; i < component->part[PART_LINKS].n; i++) {
            const struct solver_link *link = &net->problem->link[component->part[PART_LINKS].item[i]];
            if (link->stage == s)
                size += fabs((double)link->points) * link->n;
        }
        for (int i = 0; i < component->part[PART_SUMS].n; i++) {
            const struct solver_sum *sum = &net->problem->sum[component->part[PART_SUMS].item[i]];
            if (net->coupling_sum[i] && sum->stage == s)
                size += most_outside(sum);
        }
        for (int i = 0; i < component->part[PART_CURVES].n; i++) {
            const struct solver_curve *curve = &net->problem->curve[component->part[PART_CURVES].item[i]];
            for (int j = 0; curve->stage == s && j < curve->n; j++)
                size += fabs((double)curve->step[j]);
        }
        if (size > most)
            return s;
    }
    return -1;
}

/* A choice is taken only where it keeps every row in integers and is worth what GLPK says it is: else GLPK
 * has pruned by a value that nothing has. */
static enum branch_status accept(struct model *m, bool proven)
{
    struct branch_call *call = m->call;
    const struct component *component = m->net->component;
    int64_t *value = ARENA(m->arena, m->net->problem->stages, int64_t);
    verify_add_values(m->net->problem, component, call->chosen, value);
    bool holds = verify_holds(m->net->problem, component, call->chosen);
    for (int i = 0; i < call->rows && holds; i++)
        holds = value[call->row[i].stage] <= call->row[i].value;
    if (!holds || fabs(m->objective - (double)value[call->stage]) > 0.5) {
        snprintf(call->message, call->message_size, "the choice returned by GLPK is not what it claims");
        return BRANCH_FAILED;
    }
    call->value = value[call->stage];
    if (proven || call->bound > call->value)
        call->bound = call->value;
    return call->bound == call->value ? BRANCH_OPTIMAL : BRANCH_FEASIBLE;
}

/* The best bound of the search so far, if it beats what the caller knew; a little is left for rounding. */
static void take_bound(struct model *m)
{
    if (!m->has_bound || !isfinite(m->best_bound) || fabs(m->best_bound) > 4e18)
        return;
    int64_t bound = (int64_t)ceil(m->best_bound - 1e-6 - 1e-8 * fabs(m->best_bound));
    if (bound > m->call->bound)
        m->call->bound = bound;
}

static enum branch_status run_attempt(struct model *m, const struct attempt *attempt)
{
    struct branch_call *call = m->call;
    const struct network *net = m->net;
    m->attempt = attempt;
    m->columns = m->result = m->status = 0;
    m->has_bound = false;
    memset(m->column_of_arc, 0, (size_t)net->arcs * sizeof *m->column_of_arc);
    for (int p = 0; p < net->component->part[PART_PAIRS].n; p++)
        call->chosen[net->component->part[PART_PAIRS].item[p]] =
            (unsigned char)net->lower[net->arc_of_pair[p]];
    if (!guard_run(run, m, call->message, call->message_size))
        return BRANCH_FAILED;
    switch (m->result) {
    case 0:
        if (m->status == GLP_OPT)
            return accept(m, true);
        if (m->status == GLP_NOFEAS)
            return BRANCH_INFEASIBLE;
        break;
    case GLP_ENOPFS:
        return BRANCH_INFEASIBLE;
    case GLP_ETMLIM:
    case GLP_ESTOP:
        take_bound(m);
        return m->status == GLP_FEAS || m->status == GLP_OPT ? accept(m, false) : BRANCH_NONE_YET;
    default:
        break;
    }
    snprintf(call->message, call->message_size, "branch and cut failed in GLPK");
    return BRANCH_FAILED;
}

/* What GLPK 5.0 is asked, one after the other, until an answer stands. Its cover cuts end in a usage error of
 * their own ("glp_add_cols: ncs = 0") where no row is a knapsack; its presolver and its primal simplex fail
 * on some rows of large numbers. */
static const struct attempt attempts[] = {
    {.presolve = true, .mir_cuts = true, .cover_cuts = true},
    {.presolve = true, .mir_cuts = true},
    {.presolve = false},
};
enum { ATTEMPTS = sizeof attempts / sizeof *attempts, LAST_ATTEMPT = ATTEMPTS - 1 };

enum branch_status branch_solve(struct arena *arena, struct branch_call *call)
{
    struct network *net = call->net;
    struct model m = {.arena = arena, .call = call, .net = net};
    enum branch_status status = BRANCH_FAILED;
    bool infeasible = false;
    m.room = column_room(net);
    m.column = ARENA(arena, m.room + 1, struct column);
    m.column_of_arc = ARENA(arena, net->arcs, int);
    m.index = ARENA(arena, m.room + 1, int);
    m.weight = ARENA(arena, m.room + 1, double);
    m.stage_needed = ARENA(arena, net->problem->stages, bool);
    m.stage_needed[call->stage] = true;
    for (int i = 0; i < call->rows; i++)
        m.stage_needed[call->row[i].stage] = true;
    call->large_stage = stage_too_large(&m);
    if (call->large_stage >= 0)
        return BRANCH_TOO_LARGE;
    for (int i = 0; i < ATTEMPTS; i++) {
        status = run_attempt(&m, &attempts[i]);
        if (status == BRANCH_INFEASIBLE && !infeasible) { /* too grave to be believed once */
            infeasible = true;
            i = i < LAST_ATTEMPT - 1 ? LAST_ATTEMPT - 1 : i;
        } else if (status != BRANCH_FAILED) {
            break;
        }
    }
    if (infeasible && !call->has_choice && (status == BRANCH_FAILED || status == BRANCH_NONE_YET))
        status = BRANCH_INFEASIBLE; /* said once, and not contradicted */
    if (status != BRANCH_FAILED)
        call->message[0] = '\0';
    return status;
}

void branch_coupled_pairs(const struct network *net, bool *coupled)
{
    const struct component *component = net->component;
    for (int i = 0; i < component->part[PART_SUMS].n; i++) {
        const struct solver_sum *sum = &net->problem->sum[component->part[PART_SUMS].item[i]];
        for (int k = 0; net->coupling_sum[i] && k < sum->n; k++)
            coupled[component_position(component, sum->pair[k])] = true;
    }
    for (int i = 0; i < component->part[PART_LINKS].n; i++) {
        const struct solver_link *link = &net->problem->link[component->part[PART_LINKS].item[i]];
        if (link->stage != SOLVER_HARD && link->points == 0)
            continue;
        coupled[component_position(component, link->given)] = true;
        for (int k = 0; k < link->n; k++)
            coupled[component_position(component, link->pair[k])] = true;
    }
}
