#include "solver/stages.h"

#include <stdio.h>
#include <string.h>

#include "solver/branch.h"
#include "solver/clock.h"
#include "solver/flow.h"
#include "solver/network.h"
#include "solver/tie.h"
#include "solver/verify.h"

/* One component on its way through the stages. */
struct task {
    struct solving *solving;
    const struct component *component;
    int number;
    struct network *net;
    unsigned char *chosen; /* [problem pairs] the best choice so far */
    bool has_choice;
    int64_t *bound;        /* [stages] */
    struct value_row *row; /* [rows] earlier stages whose face alone does not keep their value */
    int rows;
    bool late;           /* the clock stopped the proof at an earlier stage */
    int first_branched;  /* first stage that needed branch and cut; stages: none */
    bool *coupled;       /* [component's pairs] */
    bool narrowed;       /* faces were taken with a gap: later potentials hold on these only */
    bool *proven;        /* [stages] potentials are among the proofs */
    const int *node_sum; /* [nodes] as the proofs tell it; NULL: not asked for yet */
    int source_nodes;
};

static void *more(struct arena *arena, void *list, int count, int *room, size_t size)
{
    if (count < *room)
        return list;
    int grown = *room ? 2 * *room : 16;
    void *copy = arena_get(arena, (size_t)grown, size);
    if (count > 0)
        memcpy(copy, list, (size_t)count * size);
    *room = grown;
    return copy;
}

static void add_conflict(struct solving *solving, const struct solver_conflict *conflict)
{
    struct solver_result *result = solving->result;
    result->conflict =
        more(solving->arena, result->conflict, result->conflicts, &solving->conflict_room, sizeof *conflict);
    result->conflict[result->conflicts++] = *conflict;
}

static struct solver_proof *next_proof(const struct task *task, int stage)
{
    struct solving *solving = task->solving;
    struct solver_result *result = solving->result;
    const struct indices *pairs = &task->component->part[PART_PAIRS];
    result->proof =
        more(solving->arena, result->proof, result->proofs, &solving->proof_room, sizeof *result->proof);
    struct solver_proof *proof = &result->proof[result->proofs++];
    *proof = (struct solver_proof){
        .component = task->number, .stage = stage, .first_pair = pairs->n > 0 ? pairs->item[0] : -1};
    return proof;
}

/* Potentials that hold on faces without a gap: whoever knows no more than the stages before can check them.
 */
static void add_proof(struct task *task, int stage, const int64_t *potential)
{
    int nodes = task->net->nodes;
    if (task->narrowed)
        return;
    if (!task->node_sum)
        task->node_sum = network_node_sums(task->solving->arena, task->net, &task->source_nodes);
    struct solver_proof *proof = next_proof(task, stage);
    proof->nodes = nodes;
    proof->potential = ARENA(task->solving->arena, nodes, int64_t);
    memcpy(proof->potential, potential, (size_t)nodes * sizeof *potential);
    proof->sum = task->node_sum;
    proof->source_nodes = task->source_nodes;
    task->proven[stage] = true;
}

/* What the component comes to in the end; bounds for the stages that no potentials prove. */
static void finish_proofs(const struct task *task, int first)
{
    const struct solver_problem *problem = task->solving->problem;
    struct solver_result *result = task->solving->result;
    int64_t *value = ARENA(task->solving->arena, problem->stages, int64_t);
    verify_add_values(problem, task->component, task->chosen, value);
    for (int s = 0; s < problem->stages; s++)
        if (!task->proven[s] && (task->net->cost[s] || task->net->coupling_stage[s]))
            next_proof(task, s);
    for (int i = first; i < result->proofs; i++) {
        result->proof[i].value = value[result->proof[i].stage];
        result->proof[i].bound = task->bound[result->proof[i].stage];
    }
}

static void take_flow(const struct task *task, unsigned char *chosen)
{
    const struct indices *pairs = &task->component->part[PART_PAIRS];
    for (int p = 0; p < pairs->n; p++)
        chosen[pairs->item[p]] = task->net->flow[task->net->arc_of_pair[p]] != 0;
}

/* Other components' pairs stay as they are. */
static void take_choice(struct task *task, const unsigned char *found)
{
    const struct indices *pairs = &task->component->part[PART_PAIRS];
    for (int p = 0; p < pairs->n; p++)
        task->chosen[pairs->item[p]] = found[pairs->item[p]];
    task->has_choice = true;
}

static int64_t value_at(const struct task *task, const unsigned char *chosen, int stage)
{
    int64_t *value = ARENA(task->solving->arena, task->solving->problem->stages, int64_t);
    verify_add_values(task->solving->problem, task->component, chosen, value);
    return value[stage];
}

/* Whether a choice from the network alone also keeps the coupling rows and the values of earlier stages. */
static bool keeps_all(const struct task *task, const unsigned char *chosen)
{
    if (!verify_holds(task->solving->problem, task->component, chosen))
        return false;
    for (int i = 0; i < task->rows; i++)
        if (value_at(task, chosen, task->row[i].stage) > task->row[i].value)
            return false;
    return true;
}

static enum solver_status refuse(const struct task *task, int stage, const char *message)
{
    task->solving->result->refused_stage = stage;
    snprintf(task->solving->result->message, sizeof task->solving->result->message, "%s", message);
    return SOLVER_REFUSED;
}

static enum solver_status infeasible_network(struct task *task)
{
    struct solver_conflict *list;
    int count = flow_conflicts(task->solving->arena, task->net, &list);
    for (int i = 0; i < count; i++)
        add_conflict(task->solving, &list[i]);
    return SOLVER_INFEASIBLE;
}

/* Whether choosing nothing, or only what counts below 0, breaks the lower bound. */
static bool asks_for_something(const struct solver_sum *sum)
{
    int64_t least = 0;
    for (int k = 0; sum->weight && k < sum->n; k++)
        least += sum->weight[k] < 0 ? sum->weight[k] : 0;
    return sum->lo > least;
}

/* Coupling rows leave no plan: all that can be said here is which rows the component has. */
static enum solver_status infeasible_component(struct task *task)
{
    const struct component *component = task->component;
    const struct solver_problem *problem = task->solving->problem;
    struct solver_conflict conflict = {.exact = false};
    conflict.demand = ARENA(task->solving->arena, component->part[PART_SUMS].n, int);
    conflict.limit = ARENA(task->solving->arena, component->part[PART_SUMS].n, int);
    conflict.pair = component->part[PART_PAIRS].item;
    conflict.pairs = component->part[PART_PAIRS].n;
    for (int i = 0; i < component->part[PART_SUMS].n; i++) {
        int index = component->part[PART_SUMS].item[i];
        if (problem->sum[index].stage != SOLVER_HARD)
            continue;
        if (asks_for_something(&problem->sum[index]))
            conflict.demand[conflict.demands++] = index;
        if (problem->sum[index].hi != SOLVER_UNBOUNDED)
            conflict.limit[conflict.limits++] = index;
    }
    add_conflict(task->solving, &conflict);
    return SOLVER_INFEASIBLE;
}

static enum solver_status flow_trouble(struct task *task, enum flow_status status, int stage)
{
    switch (status) {
    case FLOW_INFEASIBLE:
        if (!task->has_choice)
            return infeasible_network(task);
        snprintf(task->solving->result->message, sizeof task->solving->result->message,
                 "GLPK calls a flow infeasible that has a solution");
        break;
    case FLOW_TOO_LARGE:
        return refuse(task, stage, "a flow's costs pass 2147483647");
    case FLOW_FAILED:
    case FLOW_OPTIMAL:
        break;
    }
    return SOLVER_FAILED;
}

static enum flow_status run_flow(struct task *task, int stage, int64_t *potential)
{
    struct solver_result *result = task->solving->result;
    result->flows++;
    return flow_solve(task->solving->arena, task->net, stage, potential, result->message,
                      sizeof result->message);
}

/* A stage that no coupling row takes part in: a flow, and its face. */
static enum solver_status solve_by_flow(struct task *task, int stage)
{
    struct network *net = task->net;
    if (!net->cost[stage] && task->has_choice) {
        task->bound[stage] = value_at(task, task->chosen, stage);
        return SOLVER_OPTIMAL; /* every choice is as good */
    }
    int64_t *potential = ARENA(task->solving->arena, net->nodes, int64_t);
    enum flow_status status = run_flow(task, stage, potential);
    if (status != FLOW_OPTIMAL)
        return flow_trouble(task, status, stage);
    take_flow(task, task->chosen);
    task->has_choice = true;
    task->bound[stage] = value_at(task, task->chosen, stage);
    add_proof(task, stage, potential);
    if (!network_fix_face(net, stage, potential, 0))
        return SOLVER_FAILED;
    return SOLVER_OPTIMAL;
}

/* A bound for a stage with coupling terms that no search has looked at: each term at its best. */
static int64_t best_of_terms(const struct task *task, int stage)
{
    const struct solver_problem *problem = task->solving->problem;
    const struct component *component = task->component;
    int64_t best = 0;
    for (int i = 0; i < component->part[PART_LINKS].n; i++) {
        const struct solver_link *link = &problem->link[component->part[PART_LINKS].item[i]];
        if (link->stage == stage && link->points < 0)
            best += link->points * (link->cap < link->n ? link->cap : link->n);
    }
    for (int i = 0; i < component->part[PART_CURVES].n; i++) {
        const struct solver_curve *curve = &problem->curve[component->part[PART_CURVES].item[i]];
        int position = indices_position(&component->part[PART_SUMS], curve->sum);
        for (int j = 0; curve->stage == stage && task->net->coupling_sum[position] && j < curve->n; j++)
            if (curve->step[j] < 0)
                best += curve->step[j];
    }
    return best;
}

/* Value of the network's part of a stage, from the arcs: constants of soft sums included. */
static int64_t network_value(const struct task *task, int stage)
{
    const struct component *component = task->component;
    int64_t value = flow_cost(task->net, stage);
    for (int i = 0; i < component->part[PART_SUMS].n; i++) {
        const struct solver_sum *sum = &task->solving->problem->sum[component->part[PART_SUMS].item[i]];
        if (!task->net->coupling_sum[i] && sum->stage == stage && sum->lo > 0)
            value += sum->under * sum->lo;
    }
    return value;
}

/* After the optimum of a stage was found by branch and cut: what of it can be kept by bounds, else by a row.
 */
static enum solver_status keep_value(struct task *task, int stage, bool measured_by_coupling, int64_t value,
                                     int64_t network_bound, const int64_t *potential)
{
    int64_t gap = value - network_bound;
    if (!measured_by_coupling) {
        network_load_choice(task->net, task->chosen);
        if (!network_fix_face(task->net, stage, potential, gap))
            return SOLVER_FAILED;
        if (gap == 0) {
            add_proof(task, stage, potential);
            return SOLVER_OPTIMAL;
        }
        task->narrowed = true;
    }
    task->row[task->rows++] = (struct value_row){stage, value};
    return SOLVER_OPTIMAL;
}

static enum solver_status branch_stage(struct task *task, int stage, bool measured, const int64_t *potential,
                                       int64_t network_bound)
{
    struct solving *solving = task->solving;
    unsigned char *found = solving->found;
    struct branch_call call = {
        .net = task->net,
        .stage = stage,
        .row = task->row,
        .rows = task->rows,
        .deadline = solving->deadline,
        .has_choice = task->has_choice,
        .options = solving->options,
        .chosen = found,
        .bound = network_bound,
        .message = solving->result->message,
        .message_size = sizeof solving->result->message,
    };
    enum branch_status status = BRANCH_NONE_YET;
    if (call.deadline > clock_seconds()) {
        solving->result->branch_and_cuts++;
        status = branch_solve(solving->arena, &call);
    }
    task->bound[stage] = call.bound;
    switch (status) {
    case BRANCH_OPTIMAL:
    case BRANCH_FEASIBLE:
        /* The clock can leave branch and cut with less than the stage before had handed over. */
        if (status == BRANCH_OPTIMAL || !task->has_choice || call.value < value_at(task, task->chosen, stage))
            take_choice(task, found);
        if (status == BRANCH_OPTIMAL)
            return keep_value(task, stage, measured, call.value, network_bound, potential);
        task->late = true;
        return SOLVER_FEASIBLE;
    case BRANCH_NONE_YET:
        task->late = true;
        return task->has_choice ? SOLVER_FEASIBLE : SOLVER_NONE_YET;
    case BRANCH_INFEASIBLE:
        if (!task->has_choice)
            return infeasible_component(task);
        snprintf(solving->result->message, sizeof solving->result->message,
                 "GLPK calls a stage infeasible that has a solution");
        break;
    case BRANCH_TOO_LARGE:
        return refuse(task, call.large_stage, "a stage's value could pass 1000000000 in branch and cut");
    case BRANCH_FAILED:
        break;
    }
    task->late = true; /* what is known so far is still a choice and a bound */
    return task->has_choice ? SOLVER_FEASIBLE : SOLVER_FAILED;
}

/* A stage with coupling rows: the flow without them is a bound, often it is the answer. */
static enum solver_status solve_by_branching(struct task *task, int stage)
{
    struct solving *solving = task->solving;
    struct network *net = task->net;
    bool measured = net->coupling_stage[stage];
    int64_t *potential = ARENA(solving->arena, net->nodes, int64_t);
    if (task->first_branched == solving->problem->stages)
        task->first_branched = stage;
    if (!measured && !net->cost[stage] && task->has_choice) {
        task->bound[stage] = value_at(task, task->chosen, stage);
        return SOLVER_OPTIMAL;
    }
    enum flow_status status = run_flow(task, stage, potential);
    if (status != FLOW_OPTIMAL)
        return flow_trouble(task, status, stage);
    int64_t network_bound = network_value(task, stage);
    int64_t bound = network_bound + (measured ? best_of_terms(task, stage) : 0);
    if (!task->late) {
        unsigned char *candidate = solving->found;
        take_flow(task, candidate);
        if (keeps_all(task, candidate) &&
            (!task->has_choice || value_at(task, candidate, stage) < value_at(task, task->chosen, stage))) {
            take_choice(task, candidate);
        }
        if (!task->has_choice || value_at(task, task->chosen, stage) > bound)
            return branch_stage(task, stage, measured, potential, measured ? bound : network_bound);
        task->bound[stage] = bound;
        return keep_value(task, stage, measured, bound, network_bound, potential);
    }
    task->bound[stage] = bound;
    return SOLVER_FEASIBLE;
}

static bool is_capped(const struct task *task, int stage)
{
    const int64_t *cap = task->solving->options->cap;
    return cap && cap[stage] != SOLVER_UNBOUNDED;
}

/* A stage that need not be best: its cap becomes a row. A choice within it is looked for by the flow that is
 * best in this stage; where that breaks a coupling row, the next search finds one. */
static enum solver_status cap_stage(struct task *task, int stage)
{
    int64_t *potential = ARENA(task->solving->arena, task->net->nodes, int64_t);
    task->row[task->rows++] = (struct value_row){stage, task->solving->options->cap[stage]};
    task->narrowed = true;
    if (task->first_branched > stage)
        task->first_branched = stage;
    if (task->has_choice && keeps_all(task, task->chosen))
        return SOLVER_OPTIMAL;
    enum flow_status status = run_flow(task, stage, potential);
    if (status != FLOW_OPTIMAL)
        return flow_trouble(task, status, stage);
    take_flow(task, task->solving->found);
    task->has_choice = false;
    if (keeps_all(task, task->solving->found))
        take_choice(task, task->solving->found);
    else if (!task->net->coupling_stage[stage] &&
             network_value(task, stage) > task->solving->options->cap[stage])
        return infeasible_component(task);
    return SOLVER_OPTIMAL;
}

/* With caps: where no stage had to look for a choice that keeps them, the last capped one does. */
static enum solver_status settle_caps(struct task *task)
{
    int last = -1;
    for (int s = 0; s < task->solving->problem->stages; s++) {
        if (!is_capped(task, s))
            continue;
        last = s;
        if (task->has_choice)
            task->bound[s] = value_at(task, task->chosen, s);
    }
    if (last < 0 || task->has_choice)
        return SOLVER_OPTIMAL;
    if (task->late)
        return SOLVER_NONE_YET;
    enum solver_status status = solve_by_branching(task, last);
    return status == SOLVER_OPTIMAL || status == SOLVER_FEASIBLE ? settle_caps(task) : status;
}

static enum solver_status run_stages(struct task *task)
{
    struct network *net = task->net;
    for (int s = 0; s < task->solving->problem->stages; s++) {
        bool coupled = net->coupling_hard || net->coupling_stage[s] || task->rows > 0 || task->late;
        enum solver_status status = is_capped(task, s) ? cap_stage(task, s)
                                    : coupled          ? solve_by_branching(task, s)
                                                       : solve_by_flow(task, s);
        if (status != SOLVER_OPTIMAL && status != SOLVER_FEASIBLE)
            return status;
    }
    enum solver_status status = settle_caps(task);
    if (status != SOLVER_OPTIMAL && status != SOLVER_FEASIBLE)
        return status;
    return task->late ? SOLVER_FEASIBLE : SOLVER_OPTIMAL;
}

/* Whether the stage counts the sum: by a curve, or what lies outside its bounds. */
static bool measures(const struct solver_problem *problem, const struct component *component, int stage,
                     int sum)
{
    if (problem->sum[sum].stage == stage)
        return true;
    for (int i = 0; i < component->part[PART_CURVES].n; i++) {
        const struct solver_curve *curve = &problem->curve[component->part[PART_CURVES].item[i]];
        if (curve->sum == sum && curve->stage == stage)
            return true;
    }
    return false;
}

/* A cap is a coupling row over all that counts at its stage. */
static void mark_capped_pairs(struct task *task, int stage)
{
    const struct component *component = task->component;
    const struct solver_problem *problem = task->solving->problem;
    for (int p = 0; p < component->part[PART_PAIRS].n && problem->cost && problem->cost[stage]; p++)
        task->coupled[p] |= problem->cost[stage][component->part[PART_PAIRS].item[p]] != 0;
    for (int i = 0; i < component->part[PART_SUMS].n; i++) {
        int index = component->part[PART_SUMS].item[i];
        const struct solver_sum *sum = &problem->sum[index];
        if (!measures(problem, component, stage, index))
            continue;
        for (int k = 0; k < sum->n; k++)
            task->coupled[component_position(component, sum->pair[k])] = true;
    }
}

/* With the pairs of coupling rows fixed, the rest is a network: its stages once more as flows, for their
 * faces. */
static enum solver_status settle_rest(struct task *task)
{
    struct network *net = task->net;
    int64_t *potential = ARENA(task->solving->arena, net->nodes, int64_t);
    for (int p = 0; p < task->component->part[PART_PAIRS].n; p++) {
        int a = net->arc_of_pair[p];
        if (task->coupled[p])
            net->lower[a] = net->upper[a] = task->chosen[task->component->part[PART_PAIRS].item[p]];
    }
    for (int s = task->first_branched; s < task->solving->problem->stages; s++) {
        if (!net->cost[s] || is_capped(task, s))
            continue;
        enum flow_status status = run_flow(task, s, potential);
        if (status != FLOW_OPTIMAL)
            return status == FLOW_TOO_LARGE ? refuse(task, s, "a flow's costs pass 2147483647")
                                            : SOLVER_FAILED;
        take_flow(task, task->chosen);
        if (!network_fix_face(net, s, potential, 0))
            return SOLVER_FAILED;
    }
    return SOLVER_OPTIMAL;
}

static enum solver_status settle_tie(struct task *task, const int *rank)
{
    struct solving *solving = task->solving;
    int64_t *before = ARENA(solving->arena, 2 * solving->problem->stages, int64_t);
    int64_t *after = before + solving->problem->stages;
    verify_add_values(solving->problem, task->component, task->chosen, before);
    if (task->first_branched < solving->problem->stages) {
        enum solver_status status = settle_rest(task);
        if (status != SOLVER_OPTIMAL)
            return status;
    }
    network_load_choice(task->net, task->chosen); /* it lies on every face by now */
    solving->result->tied += tie_decide(solving->arena, task->net, rank);
    take_flow(task, task->chosen);
    verify_add_values(solving->problem, task->component, task->chosen, after);
    bool same = verify_holds(solving->problem, task->component, task->chosen);
    for (int s = 0; s < solving->problem->stages && !task->late; s++)
        same = same && before[s] == after[s];
    if (!same) {
        snprintf(solving->result->message, sizeof solving->result->message,
                 "the tie changed a value that was proven");
        return SOLVER_FAILED;
    }
    return SOLVER_OPTIMAL;
}

enum solver_status stages_solve(
    struct solving *solving, const struct component *component, int number,
    unsigned char *chosen, /* NOLINT(readability-non-const-parameter): the task writes it */
    const int *rank)
{
    const struct solver_problem *problem = solving->problem;
    struct task task = {.solving = solving, .component = component, .number = number, .chosen = chosen};
    task.bound = ARENA(solving->arena, problem->stages, int64_t);
    task.row = ARENA(solving->arena, 2 * problem->stages, struct value_row);
    task.proven = ARENA(solving->arena, problem->stages, bool);
    int first_proof = solving->result->proofs;
    task.first_branched = problem->stages;
    task.net = network_build(solving->arena, problem, component);
    task.coupled = ARENA(solving->arena, component->part[PART_PAIRS].n, bool);
    branch_coupled_pairs(task.net, task.coupled);
    for (int p = 0; p < component->part[PART_PAIRS].n; p++)
        if (task.coupled[p]) {
            solving->result->coupled++;
            break;
        }
    for (int s = 0; s < problem->stages; s++)
        if (is_capped(&task, s))
            mark_capped_pairs(&task, s);
    enum solver_status status = run_stages(&task);
    if (status == SOLVER_OPTIMAL || status == SOLVER_FEASIBLE) {
        if (!task.has_choice)
            return SOLVER_FAILED;
        enum solver_status tie = solving->options->any ? SOLVER_OPTIMAL : settle_tie(&task, rank);
        if (tie != SOLVER_OPTIMAL)
            return tie;
        finish_proofs(&task, first_proof);
    }
    for (int s = 0; s < problem->stages; s++)
        solving->result->bound[s] += task.bound[s];
    return status;
}
