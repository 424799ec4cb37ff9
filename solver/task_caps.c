/* Stages that are capped instead of minimised. */
#include "solver/task.h"

bool task_is_capped(const struct task *task, int stage)
{
    const int64_t *cap = task->solving->options->cap;
    return cap && cap[stage] != SOLVER_UNBOUNDED;
}

/* A stage that need not be best: its cap becomes a row. A choice within it is looked for by the flow that is
 * best in this stage; where that breaks a coupling row, the next search finds one. */
enum solver_status task_cap(struct task *task, int stage)
{
    int64_t *potential = ARENA(task->solving->scratch, task->net->nodes, int64_t);
    task->row[task->rows++] = (struct value_row){stage, task->solving->options->cap[stage]};
    task->narrowed = true;
    if (task->first_branched > stage)
        task->first_branched = stage;
    if (task->has_choice && task_keeps_all(task, task->chosen))
        return SOLVER_OPTIMAL;
    enum flow_status status = task_run_flow(task, stage, potential);
    if (status != FLOW_OPTIMAL)
        return task_flow_trouble(task, status, stage);
    task_take_flow(task, task->solving->found);
    task->has_choice = false;
    if (task_keeps_all(task, task->solving->found))
        task_take_choice(task, task->solving->found);
    else if (!task->net->coupling_stage[stage] &&
             task_network_value(task, stage) > task->solving->options->cap[stage])
        return task_infeasible(task);
    return SOLVER_OPTIMAL;
}

/* With caps: where no stage had to look for a choice that keeps them, the last capped one does. */
enum solver_status task_settle_caps(struct task *task)
{
    int last = -1;
    for (int s = 0; s < task->solving->problem->stages; s++) {
        if (!task_is_capped(task, s))
            continue;
        last = s;
        if (task->has_choice)
            task->bound[s] = task_value_at(task, task->chosen, s);
    }
    if (last < 0 || task->has_choice)
        return SOLVER_OPTIMAL;
    if (task->late)
        return SOLVER_NONE_YET;
    enum solver_status status = task_branch(task, last);
    return status == SOLVER_OPTIMAL || status == SOLVER_FEASIBLE ? task_settle_caps(task) : status;
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
void task_mark_capped(struct task *task, int stage)
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
