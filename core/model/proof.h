/* What a plan's file says to prove that no plan is better: of every part of the problem (what shares no row
 * with the rest) and every stage, integer potentials of its network or the bound that the search closed.
 * ARCHITECTURE.md ("Every claim carries its proof") says what they mean. Plain data. */
#ifndef TONGXIN_MODEL_PROOF_H
#define TONGXIN_MODEL_PROOF_H

#include <stdbool.h>
#include <stdint.h>

struct pair;
struct roster;
struct scheme;

enum { PAIR_WORDS = 3 }; /* relation, source, target */

/* A part, and the rows that are nodes of its network. */
struct proof_part {
    int number;                   /* what its stages call it, from 1 */
    const char *pair[PAIR_WORDS]; /* its first candidate pair, by which it is known */
    int from, to;                 /* nodes on the sources' side, on the targets' side; outer rows first */
    const char **node;            /* [from + to] names of rows: "load/in-window/JH0012" */
};

#define PROOF_WHOLE 0 /* as the part of a line: all parts together */

/* A part's proof of one stage. Value and bound are the part's share of the stage's, without what no choice
 * changes; in a whole line they are the stage's own. */
struct proof_line {
    int part; /* its number, or PROOF_WHOLE */
    const char *stage;
    int potentials;       /* -1: a bound is all there is */
    int64_t *potential;   /* [potentials] of the end where all nodes on the targets' side meet, then of the
                           * nodes   in their order; that of the sources' end is 0 */
    int64_t value, bound; /* where there are no potentials */
    /* Of a whole line: the stage is not best, which would be `bound`, but it may be worth so much, and the
     * stages behind it, whose lines are whole ones too, are best for that. */
    bool capped;
    int64_t at_most;
};

struct proof {
    const char *digest; /* of the pairs that it is about */
    int parts, lines;
    struct proof_part *part; /* [parts] */
    struct proof_line *line; /* [lines] */
};

enum { PROOF_DIGEST = 17 }; /* 16 digits and the end */

/* A short sum over the names of the pairs, which must be in the order of pair_compare: pairs that were
 * changed by a slip have another one. */
void proof_digest(const struct scheme *scheme, const struct roster *roster, const struct pair *pair,
                  int pairs, char digest[PROOF_DIGEST]);

#endif
