#include "solver/model.h"

#include <glpk.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

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

static int64_t common_divisor(int64_t a, double weight)
{
    int64_t b = llabs((int64_t)weight);
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Divides a row of integers by what they have in common; bounds become the nearest whole ones inside. */
static void row_reduce(struct model *m, double *lower, double *upper)
{
    int64_t divisor = 0;
    for (int k = 1; k <= m->entries; k++)
        divisor = common_divisor(divisor, m->weight[k]);
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
    m->largest = fmax(m->largest, largest);
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

double model_constant(const struct model *m, int stage)
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
    for (int i = 0; i < m->rows; i++) {
        int stage = m->row[i].stage;
        row_begin(m);
        for (int c = 1; c <= m->columns; c++) {
            double cost = cost_of(m, c, stage);
            if (cost != 0)
                row_add(m, c, cost);
        }
        m->constant = model_constant(m, stage);
        row_end(m, -INFINITY, (double)m->row[i].value);
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

static void add_objective(struct model *m)
{
    double largest = 0;
    int64_t divisor = 0;
    for (int c = 1; c <= m->columns; c++) {
        double cost = cost_of(m, c, m->stage);
        glp_set_obj_coef(m->lp, c, cost);
        largest = fmax(largest, fabs(cost));
        divisor = common_divisor(divisor, cost);
    }
    if (divisor > 0)
        m->largest = fmax(m->largest, largest / (double)divisor);
    glp_set_obj_coef(m->lp, 0, model_constant(m, m->stage));
}

void model_open(struct model *m, struct arena *arena, struct network *net, int stage,
                const struct value_row *row, int rows)
{
    *m = (struct model){.net = net, .stage = stage, .row = row, .rows = rows};
    int room = column_room(net);
    m->column = ARENA(arena, room + 1, struct column);
    m->column_of_arc = ARENA(arena, net->arcs, int);
    m->index = ARENA(arena, room + 1, int);
    m->weight = ARENA(arena, room + 1, double);
    m->stage_needed = ARENA(arena, net->problem->stages, bool);
    m->stage_needed[stage] = true;
    for (int i = 0; i < rows; i++)
        m->stage_needed[row[i].stage] = true;
}

void model_build(struct model *m)
{
    const struct component *component = m->net->component;
    m->lp = glp_create_prob();
    m->columns = 0;
    m->largest = 0;
    memset(m->column_of_arc, 0, (size_t)m->net->arcs * sizeof *m->column_of_arc);
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
    add_objective(m);
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

int model_stage_too_large(const struct model *m)
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
