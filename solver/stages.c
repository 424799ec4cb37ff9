#include "solver/stages.h"

#include <stdio.h>
#include <string.h>

#include "solver/task.h"
#include "solver/tie.h"
#include "solver/verify.h"

/* A stage that no coupling row takes part in: a flow, and its face. */
static enum solver_status solve_by_flow(struct task *task, int stage)
{
    struct network *net = task->net;
    if (!net->cost[stage] && task->has_choice) {
        task->bound[stage] = task_value_at(task, task->chosen, stage);
        return SOLVER_OPTIMAL; /* every choice is as good */
    }
    int64_t *potential = ARENA(task->solving->scratch, net->nodes, int64_t);
    enum flow_status status = task_run_flow(task, stage, potential);
    if (status != FLOW_OPTIMAL)
        return task_flow_trouble(task, status, stage);
    task_take_flow(task, task->chosen);
    task->has_choice = true;
    task->bound[stage] = task_value_at(task, task->chosen, stage);
    task_add_proof(task, stage, potential);
    if (!network_fix_face(net, stage, potential, 0))
        return SOLVER_FAILED;
    return SOLVER_OPTIMAL;
}

static enum solver_status run_stages(struct task *task)
{
    struct network *net = task->net;
    for (int s = 0; s < task->solving->problem->stages; s++) {
        bool coupled = net->coupling_hard || net->coupling_stage[s] || task->rows > 0 || task->late;
        enum solver_status status = task_is_capped(task, s) ? task_cap(task, s)
                                    : coupled               ? task_branch(task, s)
                                                            : solve_by_flow(task, s);
        if (status != SOLVER_OPTIMAL && status != SOLVER_FEASIBLE)
            return status;
    }
    enum solver_status status = task_settle_caps(task);
    if (status != SOLVER_OPTIMAL && status != SOLVER_FEASIBLE)
        return status;
    return task->late ? SOLVER_FEASIBLE : SOLVER_OPTIMAL;
}

/* With the pairs of coupling rows fixed, the rest is a network: its stages once more as flows, for their
 * faces. */
static enum solver_status settle_rest(struct task *task)
{
    struct network *net = task->net;
    int64_t *potential = ARENA(task->solving->scratch, net->nodes, int64_t);
    for (int p = 0; p < task->component->part[PART_PAIRS].n; p++) {
        int a = net->arc_of_pair[p];
        if (task->coupled[p])
            net->lower[a] = net->upper[a] = task->chosen[task->component->part[PART_PAIRS].item[p]];
    }
    for (int s = task->first_branched; s < task->solving->problem->stages; s++) {
        if (!net->cost[s] || task_is_capped(task, s))
            continue;
        enum flow_status status = task_run_flow(task, s, potential);
        if (status != FLOW_OPTIMAL)
            return status == FLOW_TOO_LARGE ? task_refuse(task, s, "a flow's costs pass 2147483647")
                                            : SOLVER_FAILED;
        task_take_flow(task, task->chosen);
        if (!network_fix_face(net, s, potential, 0))
            return SOLVER_FAILED;
    }
    return SOLVER_OPTIMAL;
}

static enum solver_status settle_tie(struct task *task, const int *rank)
{
    struct solving *solving = task->solving;
    int64_t *before = ARENA(solving->scratch, 2 * solving->problem->stages, int64_t);
    int64_t *after = before + solving->problem->stages;
    verify_add_values(solving->problem, task->component, task->chosen, before);
    if (task->first_branched < solving->problem->stages) {
        enum solver_status status = settle_rest(task);
        if (status != SOLVER_OPTIMAL)
            return status;
    }
    network_load_choice(task->net, task->chosen); /* it lies on every face by now */
    solving->result->tied += tie_decide(solving->scratch, task->net, rank);
    task_take_flow(task, task->chosen);
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
    task.bound = ARENA(solving->scratch, problem->stages, int64_t);
    task.row = ARENA(solving->scratch, 2 * problem->stages, struct value_row);
    task.proven = ARENA(solving->scratch, problem->stages, bool);
    int first_proof = solving->result->proofs;
    task.first_branched = problem->stages;
    task.net = network_build(solving->scratch, problem, component);
    task.coupled = ARENA(solving->scratch, component->part[PART_PAIRS].n, bool);
    branch_coupled_pairs(task.net, task.coupled);
    for (int p = 0; p < component->part[PART_PAIRS].n; p++)
        if (task.coupled[p]) {
            solving->result->coupled++;
            break;
        }
    for (int s = 0; s < problem->stages; s++)
        if (task_is_capped(&task, s))
            task_mark_capped(&task, s);
    enum solver_status status = run_stages(&task);
    if (status == SOLVER_OPTIMAL || status == SOLVER_FEASIBLE) {
        if (!task.has_choice)
            return SOLVER_FAILED;
        enum solver_status tie = solving->options->any ? SOLVER_OPTIMAL : settle_tie(&task, rank);
        if (tie != SOLVER_OPTIMAL)
            return tie;
        task_finish_proofs(&task, first_proof);
    }
    for (int s = 0; s < problem->stages; s++)
        solving->result->bound[s] += task.bound[s];
    return status;
}
