/* The search for a clash. Between clash.c and clash_atoms.c only. */
#ifndef TONGXIN_PLANNING_CLASH_PARTS_H
#define TONGXIN_PLANNING_CLASH_PARTS_H

#include "planning/ground.h"

/* What can be left out as one: the units with one key. */
struct atom {
    struct duty duty;
    enum pair_end side;
    int bound; /* 0: lower or whole, 1: upper */
    int unit;
};

/* One search. Lists of atoms are sorted, so that the units of one key stand together. */
struct search {
    struct ground *ground;
    bool *on; /* [units] what is asked about */
    int atoms;
    struct atom *atom; /* [atoms] one a unit */
    int groups;
    int *first; /* [groups + 1] atoms of a group */
    double deadline;
    bool failed; /* memory ran out */
};

/* Whether the two differ in their units alone. */
bool atoms_of_one_group(const struct atom *one, const struct atom *other);

/* Fills search->atom with the rows of a violated cut and what takes pairs away from them. */
void atoms_of_cut(struct search *search, const struct reduced *reduced, const struct solver_conflict *cut);

/* The same with all that is active on the pairs of a component without a choice. */
void atoms_of_component(struct search *search, const struct reduced *reduced,
                        const struct solver_conflict *of);

/* The same with all that is active. */
void atoms_of_all(struct search *search);

/* Sorts the atoms into groups. */
void atoms_group(struct search *search);

#endif
