/* What a scheme's comparison or function says of pairs: asked once per pair, or once for all pairs of which
 * it reads the same. Between the files of the scheme host only. */
#ifndef TONGXIN_SCRIPT_ASK_H
#define TONGXIN_SCRIPT_ASK_H

#include "script/host.h"

/* Whom a question is about and who asks it. */
struct asking {
    struct host *host;
    const struct declaration *declaration;
    const char *field;               /* "when", "points" */
    const struct relation *relation; /* whose pairs; NULL: two ends of one kind, which make no pair */
    const struct relation *ends_of;  /* then: two of its sources or, */
    enum pair_end both;              /* with END_TARGET, of its targets */
};

/* Whether the condition holds of the pair: 1, 0, or -1 with a fault. */
int ask_holds(const struct asking *asking, const struct condition *condition, int source, int target);

/* The whole number within lo..hi that the function says of the pair; false with a fault where it is none. */
bool ask_number(const struct asking *asking, const struct condition *condition, int32_t lo, int32_t hi,
                int source, int target, int32_t *number);

#endif
