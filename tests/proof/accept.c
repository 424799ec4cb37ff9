#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those before it */
#include <cmocka.h>
#include <talloc.h>

#include "accept.h"
#include "proof/proof_check.h"

struct check_result *values_on(const struct grounds *on, const void *owner, const struct pair *pair,
                               int pairs, const struct named_plan *claimed)
{
    struct check_result *result;
    assert_int_equal(plan_check(owner, on->roster, on->scheme, pair, pairs, NULL, on->previous,
                                on->previous_pairs, on->has_previous, false, claimed, &result, on->error),
                     STATUS_OK);
    return result->violations == 0 ? result : NULL;
}

bool accepts_on(const struct grounds *on, const struct pair *pair, int pairs, const struct named_plan *plan)
{
    void *owner = talloc_new(on->error);
    struct proof_result *result = NULL;
    bool passes = values_on(on, owner, pair, pairs, plan) != NULL;
    if (passes) {
        assert_int_equal(proof_check(owner, on->roster, on->scheme, pair, pairs, on->previous,
                                     on->previous_pairs, on->has_previous, plan, 600, &result, on->error),
                         STATUS_OK);
        passes = result->faults == 0;
        for (int i = 0; i < result->rows && passes; i++)
            assert_true(result->row[i].outcome == PROOF_VERIFIED || result->row[i].outcome == PROOF_RESOLVED);
    }
    talloc_free(owner);
    return passes;
}
