#include "solver/task.h"

#include <stdio.h>
#include <string.h>

#include "solver/verify.h"

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
void task_add_proof(struct task *task, int stage, const int64_t *potential)
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
void task_finish_proofs(const struct task *task, int first)
{
    const struct solver_problem *problem = task->solving->problem;
    struct solver_result *result = task->solving->result;
    int64_t *value = ARENA(task->solving->scratch, problem->stages, int64_t);
    verify_add_values(problem, task->component, task->chosen, value);
    for (int s = 0; s < problem->stages; s++)
        if (!task->proven[s] && (task->net->cost[s] || task->net->coupling_stage[s]))
            next_proof(task, s);
    for (int i = first; i < result->proofs; i++) {
        result->proof[i].value = value[result->proof[i].stage];
        result->proof[i].bound = task->bound[result->proof[i].stage];
    }
}

void task_take_flow(const struct task *task, unsigned char *chosen)
{
    const struct indices *pairs = &task->component->part[PART_PAIRS];
    for (int p = 0; p < pairs->n; p++)
        chosen[pairs->item[p]] = task->net->flow[task->net->arc_of_pair[p]] != 0;
}

/* Other components' pairs stay as they are. */
void task_take_choice(struct task *task, const unsigned char *found)
{
    const struct indices *pairs = &task->component->part[PART_PAIRS];
    for (int p = 0; p < pairs->n; p++)
        task->chosen[pairs->item[p]] = found[pairs->item[p]];
    task->has_choice = true;
}

int64_t task_value_at(const struct task *task, const unsigned char *chosen, int stage)
{
    int64_t *value = ARENA(task->solving->scratch, task->solving->problem->stages, int64_t);
    verify_add_values(task->solving->problem, task->component, chosen, value);
    return value[stage];
}

/* Whether a choice from the network alone also keeps the coupling rows and the values of earlier stages. */
bool task_keeps_all(const struct task *task, const unsigned char *chosen)
{
    if (!verify_holds(task->solving->problem, task->component, chosen))
        return false;
    for (int i = 0; i < task->rows; i++)
        if (task_value_at(task, chosen, task->row[i].stage) > task->row[i].value)
            return false;
    return true;
}

enum solver_status task_refuse(const struct task *task, int stage, const char *message)
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
enum solver_status task_infeasible(struct task *task)
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

enum solver_status task_flow_trouble(struct task *task, enum flow_status status, int stage)
{
    switch (status) {
    case FLOW_INFEASIBLE:
        if (!task->has_choice)
            return infeasible_network(task);
        snprintf(task->solving->result->message, sizeof task->solving->result->message,
                 "GLPK calls a flow infeasible that has a solution");
        break;
    case FLOW_TOO_LARGE:
        return task_refuse(task, stage, "a flow's costs pass 2147483647");
    case FLOW_FAILED:
    case FLOW_OPTIMAL:
        break;
    }
    return SOLVER_FAILED;
}

enum flow_status task_run_flow(struct task *task, int stage, int64_t *potential)
{
    struct solver_result *result = task->solving->result;
    result->flows++;
    return flow_solve(task->solving->scratch, task->net, stage, potential, result->message,
                      sizeof result->message);
}
