#include "model/plan.h"

const char *plan_status_word(enum plan_status status)
{
    static const char *const words[] = {
        [PLAN_OPTIMAL] = "optimal",
        [PLAN_FEASIBLE] = "feasible",
        [PLAN_NONE_YET] = "none yet",
        [PLAN_INFEASIBLE] = "infeasible",
    };
    return words[status];
}
