/* What a scheme's comparison or function says of pairs: a comparison without Lua, a function by one call for
 * all pairs of which it reads the same (trace.h). Between the files of the scheme host only. */
#ifndef TONGXIN_SCRIPT_ASK_H
#define TONGXIN_SCRIPT_ASK_H

#include "script/host.h"

/* Whom a question is about and who asks it. */
struct asking {
    struct host *host;
    const struct declaration *declaration;
    const char *field;                 /* "when", "points" */
    const struct relation *relation;   /* whose pairs; NULL: two ends, who make no pair */
    const struct relation *targets_of; /* without a relation: whose targets they are; NULL: two members */
};

/* Whether the condition holds of the pair: 1, 0, or -1 with a fault. */
int ask_holds(const struct asking *asking, const struct condition *condition, int source, int target);

/* The whole number within lo..hi that the function says of the pair; false with a fault where it is none. */
bool ask_number(const struct asking *asking, const struct condition *condition, int32_t lo, int32_t hi,
                int source, int target, int32_t *number);

/* The same for all pairs of asking->relation, in their order: values[p] is `yes` where the condition holds
 * and `no` where not, or the number. With `only_some`, pairs whose value is 0 beforehand are not asked and
 * stay 0. False with the fault of the first pair that has one. */
bool ask_all_hold(const struct asking *asking, const struct condition *condition, bool only_some, int32_t yes,
                  int32_t no, int32_t *values);
bool ask_all_numbers(const struct asking *asking, const struct condition *condition, bool only_some,
                     int32_t lo, int32_t hi, int32_t *values);

#endif
