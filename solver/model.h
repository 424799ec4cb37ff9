/* The integer program of a stage: the network's rows on what the faces leave free, the coupling rows that
 * hold or measure, and the values of earlier stages as rows. */
#ifndef TONGXIN_SOLVER_MODEL_H
#define TONGXIN_SOLVER_MODEL_H

#include <glpk.h>

#include "solver/network.h"

/* An earlier stage whose face is not enough to keep its value: kept by a row. */
struct value_row {
    int stage;
    int64_t value;
};

/* What a column of the integer program stands for. */
enum kind {
    COLUMN_PAIR,      /* index: arc */
    COLUMN_UNITS,     /* index: arc of a node's units */
    COLUMN_LINK,      /* index: link; how many of its pairs count */
    COLUMN_LINK_FULL, /* index: link; 1: its cap is reached (links that cost, with a cap that can bind) */
    COLUMN_UNDER,     /* index: sum; units below its lower bound */
    COLUMN_OVER,      /* index: sum; units above its upper bound */
    COLUMN_STEP,      /* index: curve, step: the unit */
};

struct column {
    enum kind kind;
    int index, step;
};

struct model {
    struct network *net; /* bounds are those of the faces */
    int stage;           /* minimised */
    const struct value_row *row;
    int rows;
    glp_prob *lp;
    int columns;
    struct column *column; /* [columns + 1], from 1 as GLPK counts */
    int *column_of_arc;    /* [arcs] 0: none, or fixed */
    bool *stage_needed;    /* [stages] minimised, or kept by a row */
    double largest;        /* weight of a row or of the objective, after division by what is common */
    /* the row being built */
    int *index;
    double *weight;
    int entries;
    double constant;
};

/* Prepares; everything is the arena's. */
void model_open(struct model *model, struct arena *arena, struct network *network, int stage,
                const struct value_row *row, int rows);

/* Makes model->lp, which belongs to GLPK's environment of this thread. May be called again. */
void model_build(struct model *model);

/* What the stage costs before any column counts: fixed arcs, and the units that soft sums of the network
 * credit. */
double model_constant(const struct model *model, int stage);

/* The first stage needed whose values could pass 10^9, beyond which GLPK's are not exact, or -1. */
int model_stage_too_large(const struct model *model);

#endif
