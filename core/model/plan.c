#include "model/plan.h"

#include <string.h>

#include "model/scheme.h"

int pair_compare(const struct pair *one, const struct pair *other)
{
    if (one->relation != other->relation)
        return one->relation < other->relation ? -1 : 1;
    if (one->source != other->source)
        return one->source < other->source ? -1 : 1;
    return (one->target > other->target) - (one->target < other->target);
}

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

void plan_keep_stages(const struct named_plan *claimed, struct scheme *scheme)
{
    if (claimed->stages == 0 || scheme->stages == 0 || !scheme->stage[scheme->stages - 1].implied)
        return;
    for (int i = 0; i < claimed->stages; i++)
        if (strcmp(claimed->stage[i].name, scheme->stage[scheme->stages - 1].name) == 0)
            return;
    scheme->stages--;
}
