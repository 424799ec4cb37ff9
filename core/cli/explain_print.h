/* Answers of `explain` in words and for programs. */
#ifndef TONGXIN_CLI_EXPLAIN_PRINT_H
#define TONGXIN_CLI_EXPLAIN_PRINT_H

#include <jansson.h>
#include <stdio.h>

#include "cli/asked.h"
#include "planning/explain.h"

/* What is known of the pairs of a member, a window or a group. */
struct whom_answer {
    struct whom whom;
    int pairs;                        /* in which he is contacted */
    struct explanation **explanation; /* [pairs] */
    struct takeovers **takeovers;     /* [pairs] who else could, in the place of this one */
    enum pair_standing *standing;     /* [question.pairs] known where he contacts */
};

bool explain_print_whom(FILE *out, const void *owner, const struct question *question,
                        const struct whom_answer *answer);
bool explain_print_all(FILE *out, const void *owner, const struct question *question,
                       const enum pair_standing *standing);

/* New references; NULL where memory ran out. */
json_t *explain_json_whom(const struct question *question, const struct whom_answer *answer);
json_t *explain_json_all(const struct question *question, const enum pair_standing *standing);

/* "forced: every best plan has it". */
const char *explain_standing(enum pair_standing standing);

#endif
