/* What `check` and `check --proof` say of a plan, for tests of altered ones. */
#ifndef TESTS_PROOF_ACCEPT_H
#define TESTS_PROOF_ACCEPT_H

#include "planning/check.h"

/* What a plan is checked against. previous: NULL where there was none. */
struct grounds {
    struct roster *roster;
    struct scheme *scheme;
    struct pair *previous; /* [previous_pairs] */
    int previous_pairs;
    bool has_previous;
    struct error *error;
};

/* The values of the pairs; NULL where rules or claims are violated. `owner` owns them. */
struct check_result *values_on(const struct grounds *on, const void *owner, const struct pair *pair,
                               int pairs, const struct named_plan *claimed);

/* Whether neither the check nor the check of the proof finds anything. What is only trusted may not occur. */
bool accepts_on(const struct grounds *on, const struct pair *pair, int pairs, const struct named_plan *plan);

#endif
