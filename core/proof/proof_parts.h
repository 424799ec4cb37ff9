/* The proof checker's state and its parts. Between the files of this folder only. */
#ifndef TONGXIN_PROOF_PROOF_PARTS_H
#define TONGXIN_PROOF_PROOF_PARTS_H

#include "planning/problem.h"
#include "proof/proof_check.h"

/* Items dealt out to components: those of c are item[first[c] .. first[c + 1]). */
struct dealt {
    int *first, *item;
};

struct named_row {
    const char *name;
    int row;
};

struct checking {
    const struct problem *problem;
    const struct solver_problem *view; /* the same as plain arrays */
    const struct named_plan *plan;
    struct proof_result *result;
    double deadline;
    unsigned char *chosen; /* [pairs] */
    int components;
    int *component_of_pair, *component_of_sum; /* -1: a sum that cannot bind and measures nothing */
    struct dealt pairs, sums, curves, links;   /* of each component */
    struct dealt curves_of_sum;
    bool *by_face;             /* [stages] of the component at hand: verified potentials keep its value */
    bool *done;                /* [stages] of the component at hand: verified or solved again */
    unsigned char *fixed;      /* [pairs] it stays as chosen in every plan that is as good so far */
    int64_t *least, *most;     /* [sums] totals that such plans can have */
    struct named_row *by_name; /* [sums] in the order of names */
    int *part_of;              /* [components] place in plan->proof->part, or -1 */
    int **line_of;             /* [parts of the proof][stages] place in plan->proof->line, or -1 */
    int *whole_line;           /* [stages] the same of all parts together */
    bool whole;                /* the one component are all parts together */
    int capped;                /* the stage that is worth at most so much; stages: none */
    bool *all_by_face;         /* [stages] before it: by_face of every part, done of every part */
    bool *all_done;
    int64_t *open; /* [stages] what the parts' bounds leave open, as the solver counts */
    int64_t *idle; /* [stages] what rows without any pair come to: no part's, but of all parts together */
    bool *failed;  /* memory ran out */
};

/* Splits the problem by a search of its own. False: memory ran out. */
bool components_find(struct checking *checking, const void *owner);

/* The component's share of the stage, worked out from rows, curves and links. False: beyond 64 bits. */
bool component_value(const struct checking *checking, const unsigned char *chosen, int component, int stage,
                     int64_t *value);
/* Whether any choice of the sum's pairs lies outside its bounds: a soft sum of which none does counts
 * nothing.
 */
bool sum_can_count(const struct solver_sum *sum);
/* Whether any plan can have units of the curve: a row that allows none leaves it nothing to measure. */
bool curve_can_count(const struct checking *checking, const struct solver_curve *curve);
/* Whether the component's hard rows hold. */
bool component_holds(const struct checking *checking, const unsigned char *chosen, int component);
/* Pairs, or weight, of a sum. */
int64_t sum_total(const struct solver_sum *sum, const unsigned char *chosen);

/* The network of one part as its proof describes it. */
struct proof_network {
    int component, nodes;  /* nodes[0] and [1] are the two ends */
    int from;              /* nodes on the sources' side */
    int *sum;              /* [nodes] */
    int *outer;            /* [nodes] the node around it, or an end */
    int *inner[PAIR_ENDS]; /* [pairs of the component] the innermost node of each pair */
    bool *is_node;         /* [sums of the component] */
    bool *coupled;         /* [stages] something counts there that is no node */
    unsigned char **unit;  /* [nodes] [units] whether that unit of the row is fixed */
    bool closed;           /* the way back between the two ends is fixed */
};

/* Builds it; `part` may be NULL: no nodes. NULL with a fault added where the part is not as it must be. */
struct proof_network *network_describe(struct checking *checking, const void *owner, int component,
                                       const struct proof_part *part);
/* Whether the potentials ([nodes - 1]; NULL: all 0) prove the stage; then narrows what is fixed. On false a
 * fault was added. */
bool network_proves(struct checking *checking, struct proof_network *network, int stage,
                    const struct proof_line *line);

/* Solves the stage of the component in another form, earlier stages kept. *found: the best value met; *least:
 * it is the least there is. */
enum proof_outcome component_solve_again(struct checking *checking, int component, int stage, int64_t value,
                                         int64_t *found, bool *least);

/* A stage that only a bound is written down for; `loose`: a stage before is open, so that nothing is known of
 * this one. Tells what it came to. */
bool check_bound(struct checking *checking, int component, int stage, const struct proof_line *line,
                 bool loose);

/* The stages from the capped one on, of all parts together. */
void check_whole(const struct checking *checking, const void *owner);

/* Adds a part's outcome to the row of its stage. */
void proof_tell(struct checking *checking, int stage, enum proof_outcome outcome, int component);

/* Adds a fault. */
void proof_fault(struct checking *checking, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The stage's name as the scheme has it. */
const char *proof_stage(const struct checking *checking, int stage);

#endif
