/* Stages with coupling rows. */
#include <stdio.h>
#include <string.h>

#include "solver/clock.h"
#include "solver/task.h"

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
int64_t task_network_value(const struct task *task, int stage)
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
            task_add_proof(task, stage, potential);
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
        status = branch_solve(solving->scratch, &call);
    }
    task->bound[stage] = call.bound;
    switch (status) {
    case BRANCH_OPTIMAL:
    case BRANCH_FEASIBLE:
        /* The clock can leave branch and cut with less than the stage before had handed over. */
        if (status == BRANCH_OPTIMAL || !task->has_choice ||
            call.value < task_value_at(task, task->chosen, stage))
            task_take_choice(task, found);
        if (status == BRANCH_OPTIMAL)
            return keep_value(task, stage, measured, call.value, network_bound, potential);
        task->late = true;
        return SOLVER_FEASIBLE;
    case BRANCH_NONE_YET:
        task->late = true;
        return task->has_choice ? SOLVER_FEASIBLE : SOLVER_NONE_YET;
    case BRANCH_INFEASIBLE:
        if (!task->has_choice)
            return task_infeasible(task);
        snprintf(solving->result->message, sizeof solving->result->message,
                 "GLPK calls a stage infeasible that has a solution");
        break;
    case BRANCH_TOO_LARGE:
        return task_refuse(task, call.large_stage, "a stage's value could pass 1000000000 in branch and cut");
    case BRANCH_FAILED:
        break;
    }
    task->late = true; /* what is known so far is still a choice and a bound */
    return task->has_choice ? SOLVER_FEASIBLE : SOLVER_FAILED;
}

/* A stage with coupling rows: the flow without them is a bound, often it is the answer. */
enum solver_status task_branch(struct task *task, int stage)
{
    struct solving *solving = task->solving;
    struct network *net = task->net;
    bool measured = net->coupling_stage[stage];
    int64_t *potential = ARENA(solving->scratch, net->nodes, int64_t);
    if (task->first_branched == solving->problem->stages)
        task->first_branched = stage;
    if (!measured && !net->cost[stage] && task->has_choice) {
        task->bound[stage] = task_value_at(task, task->chosen, stage);
        return SOLVER_OPTIMAL;
    }
    enum flow_status status = task_run_flow(task, stage, potential);
    if (status != FLOW_OPTIMAL)
        return task_flow_trouble(task, status, stage);
    int64_t network_bound = task_network_value(task, stage);
    int64_t bound = network_bound + (measured ? best_of_terms(task, stage) : 0);
    if (!task->late) {
        unsigned char *candidate = solving->found;
        task_take_flow(task, candidate);
        if (task_keeps_all(task, candidate) &&
            (!task->has_choice ||
             task_value_at(task, candidate, stage) < task_value_at(task, task->chosen, stage))) {
            task_take_choice(task, candidate);
        }
        if (!task->has_choice || task_value_at(task, task->chosen, stage) > bound)
            return branch_stage(task, stage, measured, potential, measured ? bound : network_bound);
        task->bound[stage] = bound;
        return keep_value(task, stage, measured, bound, network_bound, potential);
    }
    task->bound[stage] = bound;
    return SOLVER_FEASIBLE;
}
