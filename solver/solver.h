/* Choose pairs: an exact lexicographic solver for assignment with loads, covers, limits, convex balance and
 * links. It knows nothing of members, Lua or SQLite: plain arrays in, chosen pairs, values, bounds and proofs
 * out. Network problems are min-cost flows with optimal faces; what couples them goes to branch and cut
 * (GLPK, both). See README.md for the method and ARCHITECTURE.md for the promises. */
#ifndef TONGXIN_SOLVER_SOLVER_H
#define TONGXIN_SOLVER_SOLVER_H

#include <stdbool.h>
#include <stdint.h>

#define SOLVER_HARD (-1)           /* as a stage: must hold */
#define SOLVER_UNBOUNDED INT64_MAX /* as an upper bound */

/* Pairs of one component: GLPK's flows take some 400 bytes for each, 2 GB in all. */
enum { SOLVER_TOGETHER_MOST = 5 * 1000 * 1000 };

/* Bounds on the number (or weight) of chosen pairs of a set: load, cover, limit. */
struct solver_sum {
    int n;
    int stage;           /* SOLVER_HARD, or the stage that counts what lies outside the bounds */
    const int *pair;     /* [n] pairs, each at most once */
    const int *weight;   /* [n], or NULL: each pair counts one */
    int64_t lo, hi;      /* hi may be SOLVER_UNBOUNDED */
    int64_t under, over; /* soft: points (at least 0) per unit below lo, above hi */
};

/* Convex cost of a sum's total: the j-th unit costs step[j-1], never less than the unit before. The sum has
 * no weights. n is at least the greatest total that the sum can have. */
struct solver_curve {
    int sum, stage, n;
    const int64_t *step; /* [n] ascending */
};

/* Pairs that count only beside another one: min(cap, chosen of pair[]) * points at `stage` if `given` is
 * chosen. At SOLVER_HARD: none of pair[] may be chosen unless `given` is (cap and points mean nothing). */
struct solver_link {
    int n;
    const int *pair; /* [n] pairs, each at most once, `given` not among them */
    int given, cap, stage;
    int64_t points; /* less is better: a link that earns has negative points */
};

/* Every stage is minimised, an earlier one never traded for a later one. The problem owns nothing and is not
 * changed; arrays must live until the call ends. */
struct solver_problem {
    int pairs;
    const int *source, *target; /* [pairs] any numbering of the two ends, from 0 */
    const int *rank; /* [pairs] the tie asks pairs by ascending rank, all different; NULL: by number */
    int stages;
    const int64_t *const *cost; /* [stages][pairs] points of each pair; a stage may be NULL: all 0 */
    int sums, curves, links;
    const struct solver_sum *sum;
    const struct solver_curve *curve;
    const struct solver_link *link;
};

enum solver_status {
    SOLVER_OPTIMAL,    /* every stage's value equals its bound */
    SOLVER_FEASIBLE,   /* a valid choice; the clock stopped the proof, or GLPK did: then see message */
    SOLVER_NONE_YET,   /* the clock ran out before a choice was found */
    SOLVER_INFEASIBLE, /* there is none; see conflict */
    SOLVER_REFUSED,    /* the numbers are too large for exact work, or too many pairs hang together: see
                        * refused_stage, refused_pairs */
    SOLVER_FAILED,     /* memory or a library failed: see message */
};

/* What clashes in one component without a solution. */
struct solver_conflict {
    bool exact; /* a violated cut (the sums listed cannot hold together); else all rows of the component */
    int demands;
    int *demand; /* [demands] sums whose lower bounds ask for more ... */
    int limits;
    int *limit; /* [limits] ... than these sums' upper bounds and ... */
    int pairs;
    int *pair; /* [pairs] ... these pairs (each at most once) can give */
};

/* What proves a stage of a component (README.md): integer potentials of its network, or (nodes 0) the bound
 * that branch and cut closed. Stages in which nothing counts have none. */
struct solver_proof {
    int component, stage, nodes;
    int64_t *potential; /* [nodes] */
    const int *sum;     /* [nodes] the sum that the node stands for; -1: the network's two ends */
    int source_nodes;   /* of the nodes behind these two, so many come first and stand on the sources' side */
    int first_pair;     /* of the component; -1: it has none */
    int64_t value, bound; /* of the component at this stage; bound as in the result */
};

struct solver_result {
    enum solver_status status;
    unsigned char *chosen;   /* [pairs] 1: chosen; NULL where there is no choice */
    int64_t *value, *bound;  /* [stages]; bound: of every choice that is best in the stages proven before */
    int components, coupled; /* how many components, how many of them with coupling rows */
    int tied;                /* how many pairs the tie took in place of equals that a flow had found first */
    int flows, branch_and_cuts; /* runs of GLPK */
    int conflicts;
    struct solver_conflict *conflict; /* [conflicts] */
    int proofs;
    struct solver_proof *proof; /* [proofs] by component, then stage */
    int refused_stage;          /* -1: too many pairs */
    int refused_pairs;          /* so many hang together, more than SOLVER_TOGETHER_MOST; else 0 */
    char message[200];
    void *memory; /* private: owns all of the above */
};

struct solver_options {
    double
        seconds; /* bound on branch and cut, all components together; 0 or less: no branch and cut at all */
    /* Called now and then during branch and cut, may be NULL: the stage and its best value and bound so far.
     */
    void (*progress)(void *context, int stage, bool has_value, int64_t value, double bound);
    void *context;
    bool any; /* whether there is a choice is all that is asked: no tie is settled */
    /* [stages] or NULL. A stage whose cap is not SOLVER_UNBOUNDED is not minimised: it may be worth its cap
     * at most, and the stages after it are as good as that allows. Caps are over the whole problem, which is
     * then one component; `bound` of a capped stage is its value, and stages from it on come without
     * potentials. */
    const int64_t *cap;
};

/* Solves the problem. Fill options with solver_defaults first, or pass NULL. The result is filled in every
 * case and must be given to solver_result_clear. Returns result->status. */
enum solver_status solver_solve(const struct solver_problem *problem, const struct solver_options *options,
                                struct solver_result *result);
struct solver_options solver_defaults(void);
void solver_result_clear(struct solver_result *result);

/* Whether `chosen` keeps every hard row; with value != NULL also each stage's value, in integers, worked out
 * from the problem alone. */
bool solver_verify(const struct solver_problem *problem, const unsigned char *chosen, int64_t *value);

/* Verifies the proofs by integer arithmetic alone (no solver): for every component without coupling rows
 * `chosen` is optimal in every stage. *components (may be NULL) is the number of components so proven.
 * Returns false where a proof does not hold. */
bool solver_verify_proofs(const struct solver_problem *problem, const unsigned char *chosen,
                          const struct solver_proof *proof, int proofs, int *components);

#endif
