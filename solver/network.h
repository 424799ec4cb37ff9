/* The network in a component: sums that nest on either side become nodes, pairs become arcs between them,
 * convex cost becomes parallel arcs. What does not fit is a coupling row.
 *
 *   S ─► load nodes (outer ─► inner) ─► pairs ─► cover nodes (inner ─► outer) ─► T ─► S
 */
#ifndef TONGXIN_SOLVER_NETWORK_H
#define TONGXIN_SOLVER_NETWORK_H

#include "solver/component.h"

enum { NODE_S = 0, NODE_T = 1 };

struct arc {
    int from, to;
    int pair; /* the pair it stands for (index in the problem), or -1 */
    int sum;  /* the sum whose units it carries, or -1 */
};

struct network {
    const struct solver_problem *problem;
    const struct component *component;
    int nodes, arcs;
    struct arc *arc;
    int64_t *lower, *upper;   /* [arcs] narrowed as stages fix their faces */
    int64_t *flow;            /* [arcs] of the last flow or choice */
    int64_t **cost;           /* [stages][arcs]; NULL: nothing in this stage costs */
    int *arc_of_pair;         /* [problem pairs of the component, by position in part[PART_PAIRS]] arc */
    int *curve_first, *curve; /* curves by sum: of position i, curve[curve_first[i] .. curve_first[i + 1]) */
    bool *coupling_sum;       /* [sums of the component] not in the network */
    int coupling_sums;
    bool *coupling_stage; /* [stages] a coupling row measures something at this stage */
    bool coupling_hard;   /* a coupling row must hold */
};

/* Builds the network of a component. Deterministic: depends on the problem alone. */
struct network *network_build(struct arena *arena, const struct solver_problem *problem,
                              const struct component *component);

/* The sum each node stands for, -1 for the two ends; *source_nodes of the others, which come first, are on
 * the sources' side. */
int *network_node_sums(struct arena *arena, const struct network *network, int *source_nodes);

/* Position of pair `pair` in the component's list. */
int component_position(const struct component *component, int pair);

/* Sets network->flow from chosen pairs: 0/1 on pair arcs, and fills the units of each node from the cheapest.
 */
void network_load_choice(struct network *network, const unsigned char *chosen);

/* Reduced cost of an arc under potentials: cost + potential[from] - potential[to]. */
int64_t network_reduced_cost(const struct network *network, const int64_t *cost, const int64_t *potential,
                             int arc);

/* Narrows bounds to the face of all choices within `gap` of the optimum that `potential` proves: an arc whose
 * reduced cost exceeds gap in size stays at its bound (README.md). Returns false where network->flow itself
 * contradicts that, which only wrong potentials can bring about (gap 0 only). */
bool network_fix_face(struct network *network, int stage, const int64_t *potential, int64_t gap);

#endif
