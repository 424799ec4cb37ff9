/* The checker's state and its parts. Between the files check*.c only. */
#ifndef TONGXIN_PLANNING_CHECK_PARTS_H
#define TONGXIN_PLANNING_CHECK_PARTS_H

#include "planning/check.h"

struct checker {
    const struct roster *roster;
    const struct scheme *scheme;
    const struct pair *pair; /* [pairs] in the order of the file */
    int pairs;
    const int *row; /* [pairs] or NULL */
    bool part;
    struct check_result *result;
    struct error *error;
    void *scratch; /* texts of the violation at hand */
    bool failed;   /* memory ran out */

    int distinct;   /* pairs, each counted once however often the file lists it */
    int *sorted;    /* [distinct] indices into pair, by (relation, source, target) */
    bool *again;    /* [pairs] the file listed this pair before */
    int *candidate; /* [pairs] its place among the relation's candidates, or -1 */
    bool *open;     /* [relations] with `part`: no pair of the relation is in the file */
    int **load;     /* [relations][sources] pairs of the source */
    int **covered;  /* [relations][targets] pairs of the target */
    int64_t *cost;  /* [rules] what the soft rules count against the plan */
};

/* Works out what stands below `scratch`. Everything is owned by the scratch's owner. False: memory ran out.
 */
bool checker_prepare(struct checker *checker, const void *owner);

/* Whether the plan holds the pair. */
bool checker_has(const struct checker *checker, int relation, int source, int target);

/* How often the cover's relations cover its target i. */
int checker_cover_count(const struct checker *checker, const struct cover *cover, int i);

/* Adds a violation; frees the texts in checker->scratch. */
void checker_violate(struct checker *checker, const struct origin *origin, int row, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The row of pair i in its file, or 0. */
int checker_row(const struct checker *checker, int i);

/* Words for violations, owned by checker->scratch, never NULL. A person with id; a window; "2 to 4". */
const char *check_person(struct checker *checker, int member);
const char *check_target(struct checker *checker, const struct relation *relation, int target);
const char *check_range(struct checker *checker, int64_t lo, int64_t hi);

/* Every pair of the relation may be: from, to, within, nobody himself, not twice. */
void check_allowed(struct checker *checker, int relation);
/* Loads and covers of the relation, covers over relations. */
void check_loads(struct checker *checker, int relation);
void check_covers(struct checker *checker, int relation);
void check_shared_cover(struct checker *checker, const struct cover *cover);
/* Fills result->stage; false where memory ran out. */
bool check_stages(struct checker *checker, const struct pair *previous, int previous_pairs,
                  bool has_previous);
/* Compares result->stage with what the file claims, and takes its bounds over. */
void check_claims(struct checker *checker, const struct named_plan *claimed);

#endif
