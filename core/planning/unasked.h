/* Pairs that are taken for their points alone: no bound asks for them. Where loads and covers leave the
 * number of pairs open, a stage in which more is better ("preference") takes every pair that earns
 * something, which a county rarely means. Source: ARCHITECTURE.md (Stages, fewest). */
#ifndef TONGXIN_PLANNING_UNASKED_H
#define TONGXIN_PLANNING_UNASKED_H

#include "planning/solve.h"

enum { UNASKED_SECONDS = 10 }; /* enough for what a plan of a minute counts */

struct unasked {
    bool possible;     /* the number of pairs is open, and a stage before "fewest" rewards pairs */
    bool counted;      /* `pairs` is proven; else the clock ended the count */
    int pairs;         /* so many more than the best plan has where no stage before "fewest" rewards */
    const char *stage; /* the first stage that rewards, of the scheme; NULL unless possible */
};

/* Counts them in a plan that plan_solve made from the same request; `seconds` bound the work. What is filled
 * in points into the scheme. STATUS_INPUT: the points are too large to be worked out exactly. */
enum status unasked_count(const struct roster *roster, const struct scheme *scheme,
                          const struct solve_request *request, const struct plan *plan, double seconds,
                          struct unasked *unasked, struct error *error);

#endif
