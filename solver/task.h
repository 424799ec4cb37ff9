/* One component on its way through the stages. Between stages.c and task*.c only. */
#ifndef SOLVER_TASK_H
#define SOLVER_TASK_H

#include "solver/branch.h"
#include "solver/flow.h"
#include "solver/network.h"
#include "solver/stages.h"

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

/* ---- task.c: what is known so far ---- */

/* Potentials that hold on faces without a gap: whoever knows no more than the stages before can check them.
 */
void task_add_proof(struct task *task, int stage, const int64_t *potential);

/* What the component comes to in the end; bounds for the stages that no potentials prove. `first`: the first
 * proof of the component. */
void task_finish_proofs(const struct task *task, int first);

/* The network's flow as a choice [problem pairs]; other components' pairs stay as they are. */
void task_take_flow(const struct task *task, unsigned char *chosen);

/* `found` becomes the best choice so far. */
void task_take_choice(struct task *task, const unsigned char *found);

/* What the component comes to at the stage under that choice. */
int64_t task_value_at(const struct task *task, const unsigned char *chosen, int stage);

/* Whether a choice from the network alone also keeps the coupling rows and the values of earlier stages. */
bool task_keeps_all(const struct task *task, const unsigned char *chosen);

/* The best flow of the stage, with the potentials [nodes] that prove it. */
enum flow_status task_run_flow(struct task *task, int stage, int64_t *potential);

/* What it means for the component that a flow was not found. */
enum solver_status task_flow_trouble(struct task *task, enum flow_status status, int stage);
enum solver_status task_refuse(const struct task *task, int stage, const char *message);

/* Coupling rows leave no plan: all that can be said here is which rows the component has. */
enum solver_status task_infeasible(struct task *task);

/* ---- task_branch.c ---- */

/* A stage with coupling rows: the flow without them is a bound, often it is the answer. */
enum solver_status task_branch(struct task *task, int stage);

/* Value of the network's part of a stage, from the arcs: constants of soft sums included. */
int64_t task_network_value(const struct task *task, int stage);

/* ---- task_caps.c: stages that need not be best (options.cap) ---- */

bool task_is_capped(const struct task *task, int stage);

/* A cap is a coupling row over all that counts at its stage. */
void task_mark_capped(struct task *task, int stage);

/* The cap becomes a row. A choice within it is looked for by the flow that is best in this stage; where that
 * breaks a coupling row, the next search finds one. */
enum solver_status task_cap(struct task *task, int stage);

/* Where no stage had to look for a choice that keeps the caps, the last capped one does. */
enum solver_status task_settle_caps(struct task *task);

#endif
