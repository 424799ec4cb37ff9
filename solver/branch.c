#include "solver/branch.h"

#include <glpk.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solver/clock.h"
#include "solver/guard.h"
#include "solver/verify.h"

/* How GLPK is asked. */
struct attempt {
    bool presolve, mir_cuts, cover_cuts;
};

/* One call on its way through the attempts. */
struct asking {
    struct arena *arena;
    struct branch_call *call;
    struct model model;
    int caution, search; /* places in the tables below */
    bool out_of_nodes;
    double best_bound;
    bool has_bound;
    int result, status; /* of GLPK */
    double objective;   /* what GLPK says its choice is worth */
};

/* What GLPK 5.0 is asked, one after the other, until an answer stands. Its cover cuts end in a usage error of
 * their own ("glp_add_cols: ncs = 0") where no row is a knapsack. Where weights are large its presolver is
 * left out at first: on some 10,000 random coupled problems with points of about 100,000 it cut the best
 * choice off once, and the search called the next one optimal; without it that did not happen on 100,000. */
enum { ATTEMPTS = 3, LAST_ATTEMPT = ATTEMPTS - 1, LARGE = 10000 };
static const struct attempt usual[ATTEMPTS] = {
    {.presolve = true, .mir_cuts = true, .cover_cuts = true},
    {.presolve = true, .mir_cuts = true},
    {.presolve = false},
};
static const struct attempt for_large_weights[ATTEMPTS] = {
    {.presolve = false},
    {.presolve = false, .mir_cuts = true},
    {.presolve = true, .mir_cuts = true},
};

/* A search that does not close changes its branching and its cuts instead of going on. Of 200 choices asked
 * for on Jinhua's roster one was still open after 16,000 nodes and 20 s, and closed with pseudo-costs in 27
 * nodes; with ten members gone the roster took 64 s, and 1,025 nodes and 4 s with pseudo-costs and Gomory's
 * cuts, but without either of these it stayed open. Nodes are counted, not seconds, so that the same problem
 * always takes the same way. */
struct search {
    int branching, nodes; /* nodes: 0: no bound */
    bool gomory_cuts;
};
enum { SEARCHES = 4 };
static const struct search searches[SEARCHES] = {
    {.branching = GLP_BR_DTH, .nodes = 400},
    {.branching = GLP_BR_PCH, .nodes = 6000, .gomory_cuts = true},
    {.branching = GLP_BR_DTH, .nodes = 12000},
    {.branching = GLP_BR_PCH, .gomory_cuts = true},
};

static const struct attempt *attempt_of(const struct asking *m)
{
    return &(m->model.largest > LARGE ? for_large_weights : usual)[m->caution];
}

static bool has_spent_nodes(const struct asking *m, glp_tree *tree)
{
    int total;
    glp_ios_tree_size(tree, NULL, NULL, &total);
    return searches[m->search].nodes > 0 && total > searches[m->search].nodes;
}

static int milliseconds_left(const struct asking *m)
{
    double seconds = m->call->deadline - clock_seconds();
    if (m->model.largest > LARGE && m->caution < LAST_ATTEMPT)
        seconds /= 2; /* simplex may turn in circles: leave some for the others */
    return seconds >= 2e6 ? INT32_MAX : seconds > 0 ? (int)(seconds * 1000) + 1 : 1;
}

static void callback(glp_tree *tree, void *info)
{
    struct asking *m = info;
    int node = glp_ios_best_node(tree);
    if (node) {
        m->best_bound = glp_ios_node_bound(tree, node);
        m->has_bound = true;
    }
    if (glp_ios_reason(tree) == GLP_IBINGO && m->call->options->progress)
        m->call->options->progress(m->call->options->context, m->call->stage, true,
                                   (int64_t)llround(glp_mip_obj_val(glp_ios_get_prob(tree))), m->best_bound);
    m->out_of_nodes = has_spent_nodes(m, tree);
    if (m->out_of_nodes ||
        clock_seconds() > m->call->deadline) /* GLPK's own limit begins anew after the root */
        glp_ios_terminate(tree);
}

/* The first relaxation, for a run without the presolver. */
static bool solve_root(struct asking *m)
{
    glp_smcp smcp;
    glp_scale_prob(m->model.lp, GLP_SF_AUTO);
    glp_adv_basis(m->model.lp, 0);
    glp_init_smcp(&smcp);
    smcp.msg_lev = GLP_MSG_ERR;
    smcp.meth = GLP_DUALP;
    smcp.tm_lim = milliseconds_left(m);
    m->result = glp_simplex(m->model.lp, &smcp);
    if (m->result == 0 && glp_get_status(m->model.lp) == GLP_NOFEAS)
        m->result = GLP_ENOPFS;
    return m->result == 0 && glp_get_status(m->model.lp) == GLP_OPT;
}

static void take_solution(struct asking *m)
{
    m->objective = glp_mip_obj_val(m->model.lp);
    for (int c = 1; c <= m->model.columns; c++)
        if (m->model.column[c].kind == COLUMN_PAIR)
            m->call->chosen[m->model.net->arc[m->model.column[c].index].pair] =
                glp_mip_col_val(m->model.lp, c) > 0.5;
}

/* Chosen by measurement on Jinhua and ten generated rosters (tests/independent), each alone and after a
 * previous plan: with the presolver and the Driebeck-Tomlin choice all 21 closed, the slowest in 7 s; without
 * the presolver (which a start would need) one of them stayed open after 40 s; pseudo-costs from the
 * beginning took five times as long on Jinhua. */
static void run(void *context)
{
    struct asking *m = context;
    glp_iocp iocp;
    model_build(&m->model);
    const struct attempt *attempt = attempt_of(m);
    if (m->model.columns == 0) { /* everything is fixed: the rows hold or not */
        m->objective = model_constant(&m->model, m->call->stage);
        m->status = glp_get_num_rows(m->model.lp) == 0 ? GLP_OPT : GLP_NOFEAS;
        glp_delete_prob(m->model.lp);
        return;
    }
    glp_init_iocp(&iocp);
    iocp.presolve = attempt->presolve ? GLP_ON : GLP_OFF;
    iocp.binarize = GLP_OFF;
    iocp.mir_cuts = attempt->mir_cuts ? GLP_ON : GLP_OFF;
    iocp.cov_cuts = attempt->cover_cuts ? GLP_ON : GLP_OFF;
    iocp.gmi_cuts = searches[m->search].gomory_cuts ? GLP_ON : GLP_OFF;
    iocp.br_tech = searches[m->search].branching;
    iocp.bt_tech = GLP_BT_BPH;
    iocp.cb_func = callback;
    iocp.cb_info = m;
    iocp.msg_lev = GLP_MSG_ERR; /* kept from the terminal by the guard, which counts complaints */
    /* The distances at which GLPK takes a number for whole, and two values for one: with large points the
     * usual ones hide whole units. */
    iocp.tol_int = 1e-7;
    iocp.tol_obj = 1e-10;
    iocp.tm_lim = milliseconds_left(m);
    if (attempt->presolve || solve_root(m)) {
        m->result = glp_intopt(m->model.lp, &iocp);
        m->status = glp_mip_status(m->model.lp);
    }
    if ((m->result == 0 || m->result == GLP_ETMLIM || m->result == GLP_ESTOP) &&
        (m->status == GLP_OPT || m->status == GLP_FEAS))
        take_solution(m);
    glp_delete_prob(m->model.lp);
}

/* A choice is taken only where it keeps every row in integers and is worth what GLPK says it is: else GLPK
 * has pruned by a value that nothing has. */
static enum branch_status accept(struct asking *m, bool proven)
{
    struct branch_call *call = m->call;
    const struct component *component = m->model.net->component;
    int64_t *value = ARENA(m->arena, m->model.net->problem->stages, int64_t);
    verify_add_values(m->model.net->problem, component, call->chosen, value);
    bool holds = verify_holds(m->model.net->problem, component, call->chosen);
    for (int i = 0; i < call->rows && holds; i++)
        holds = value[call->row[i].stage] <= call->row[i].value;
    if (!holds || fabs(m->objective - (double)value[call->stage]) > 0.1) {
        snprintf(call->message, call->message_size, "the choice returned by GLPK is not what it claims");
        return BRANCH_FAILED;
    }
    call->value = value[call->stage];
    if (proven || call->bound > call->value)
        call->bound = call->value;
    return call->bound == call->value ? BRANCH_OPTIMAL : BRANCH_FEASIBLE;
}

/* The best bound of the search so far, if it beats what the caller knew; a little is left for rounding. */
static void take_bound(struct asking *m)
{
    if (!m->has_bound || !isfinite(m->best_bound) || fabs(m->best_bound) > 4e18)
        return;
    int64_t bound = (int64_t)ceil(m->best_bound - 1e-6 - 1e-8 * fabs(m->best_bound));
    if (bound > m->call->bound)
        m->call->bound = bound;
}

static enum branch_status run_attempt(struct asking *m)
{
    struct branch_call *call = m->call;
    const struct network *net = m->model.net;
    m->out_of_nodes = false;
    m->result = m->status = 0;
    m->has_bound = false;
    m->model.largest = 0;
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

/* The best choice of the searches that did not close. */
struct kept {
    bool has;
    int64_t value;
    unsigned char *chosen; /* [component's pairs] */
};

static void copy_choice(const struct asking *m, unsigned char *to, bool back)
{
    const struct indices *pairs = &m->model.net->component->part[PART_PAIRS];
    for (int p = 0; p < pairs->n; p++)
        if (back)
            m->call->chosen[pairs->item[p]] = to[p];
        else
            to[p] = m->call->chosen[pairs->item[p]];
}

static void keep(const struct asking *m, struct kept *kept)
{
    if (kept->has && kept->value <= m->call->value)
        return;
    if (!kept->chosen)
        kept->chosen = ARENA(m->arena, m->model.net->component->part[PART_PAIRS].n, unsigned char);
    kept->has = true;
    kept->value = m->call->value;
    copy_choice(m, kept->chosen, false);
}

static enum branch_status take_kept(const struct asking *m, const struct kept *kept,
                                    enum branch_status status)
{
    struct branch_call *call = m->call;
    if (!kept->has || status == BRANCH_OPTIMAL || (status == BRANCH_FEASIBLE && call->value <= kept->value))
        return status;
    copy_choice(m, kept->chosen, true);
    call->value = kept->value;
    if (call->bound > call->value)
        call->bound = call->value;
    return call->bound == call->value ? BRANCH_OPTIMAL : BRANCH_FEASIBLE;
}

/* Whether there is a next thing to ask GLPK after this answer; sets it. */
static bool ask_on(struct asking *m, enum branch_status status, bool first_infeasible)
{
    if (first_infeasible) { /* too grave to be believed once */
        m->search = 0;
        return m->caution < LAST_ATTEMPT ? m->caution = LAST_ATTEMPT, true : false;
    }
    if (m->call->deadline <= clock_seconds())
        return false;
    if (status == BRANCH_FAILED || (status == BRANCH_NONE_YET && !m->out_of_nodes))
        return m->caution++ < LAST_ATTEMPT;
    if ((status == BRANCH_FEASIBLE || status == BRANCH_NONE_YET) && m->out_of_nodes)
        return m->search++ < SEARCHES - 1;
    return false;
}

enum branch_status branch_solve(struct arena *arena, struct branch_call *call)
{
    struct asking m = {.arena = arena, .call = call};
    struct kept kept = {.has = false};
    enum branch_status status;
    bool infeasible = false, first;
    model_open(&m.model, arena, call->net, call->stage, call->row, call->rows);
    call->large_stage = model_stage_too_large(&m.model);
    if (call->large_stage >= 0)
        return BRANCH_TOO_LARGE;
    do {
        status = run_attempt(&m);
        first = status == BRANCH_INFEASIBLE && !infeasible;
        infeasible = infeasible || first;
        if (status == BRANCH_FEASIBLE)
            keep(&m, &kept);
    } while (ask_on(&m, status, first));
    if (infeasible && !call->has_choice && !kept.has &&
        (status == BRANCH_FAILED || status == BRANCH_NONE_YET))
        status = BRANCH_INFEASIBLE; /* said once, and not contradicted */
    status = take_kept(&m, &kept, status);
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
