/* The frontier for people and for programs: lines, and changes person by person. */
#ifndef TONGXIN_CLI_FRONTIER_PRINT_H
#define TONGXIN_CLI_FRONTIER_PRINT_H

#include <stdio.h>

#include "cli/inputs.h"
#include "cli/options.h"
#include "planning/frontier.h"
#include "planning/handover.h"

struct frontier_view {
    const struct inputs *inputs; /* previous pairs are bound */
    const struct frontier *frontier;
    const struct frontier_line *line; /* the one that is taken; NULL: all are shown */
    int64_t most;                     /* with it: so many moves were allowed */
    const struct option_list *freeze; /* as given on the command line */
    const struct frontier_line *from; /* `line` is this one with changes taken back; NULL: none were */
    const char *reverted;             /* of whom, "何燕国 JH0356, 赵五 JH0007" */
    int frozen_pairs;
    const char *term_options; /* of a term, to be given again; NULL: files */
};

/* What a line changes, person by person. */
struct line_changes {
    struct handover *handover; /* [count] */
    int count, gaps, moves;    /* gaps: filled where nobody, or one who left, contacted before */
    int joins;                 /* where who contacted before stays, and one more does */
};
/* Owned by `owner`; false where memory ran out. */
bool frontier_changes(const void *owner, const struct frontier_view *view, const struct frontier_line *line,
                      struct line_changes *changes);

/* False where memory ran out. */
bool frontier_print(FILE *out, const struct invocation *invocation, const struct frontier_view *view);
bool frontier_json(FILE *out, const struct frontier_view *view);

#endif
