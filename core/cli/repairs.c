#include "cli/repairs.h"

#include <stdlib.h>
#include <talloc.h>

#include "base/language.h"
#include "planning/lacks.h"

static void show_tried(void *context, int tried)
{
    (void)context;
    fprintf(stderr, "\r");
    fprintf(stderr, _("Repairs tried: %d ..."), tried);
    fflush(stderr);
}

enum status repairs_add(const struct invocation *invocation, const struct inputs *inputs, struct plan *plan,
                        bool progress)
{
    if (lacks_may_mislead(inputs->lacks))
        return STATUS_OK; /* they would weaken a rule for a slip of writing */
    struct rerun rerun = inputs->rerun;
    struct repair_options options = repair_defaults();
    rerun.progress = progress ? show_tried : NULL;
    enum status status = repairs_find(plan, inputs->roster, inputs->scheme, &rerun, &options, &plan->repairs,
                                      invocation->error);
    if (progress)
        fputs("\r\033[K", stderr);
    return status;
}

enum status repairs_solve(const struct invocation *invocation, const struct inputs *inputs,
                          const struct plan *plan, const char *text, const struct solve_request *request,
                          struct inputs *under, struct plan **repaired)
{
    char *end;
    long number = strtol(text, &end, 10);
    int count = plan->repairs ? plan->repairs->count : 0;
    if (plan->status != PLAN_INFEASIBLE)
        return error_add(
            invocation->error, STATUS_INPUT, NULL,
            _("--repair shows the plan under a repair where there is none without. Here there is a "
              "plan; please leave --repair out."));
    if (end == text || *end || number < 1 || number > count)
        return error_add(
            invocation->error, STATUS_INPUT, NULL,
            _("--repair takes the number of a repair, from 1 to %d here, not “%s”. Without --repair "
              "they are listed."),
            count, text);
    const struct repair *repair = &plan->repairs->repair[number - 1];
    *under = *inputs;
    enum status status =
        repair_apply(invocation->owner, repair->change, repair->changes, inputs->roster, inputs->scheme,
                     &inputs->rerun, &under->roster, &under->scheme, invocation->error);
    if (status != STATUS_OK)
        return status == STATUS_NO ? STATUS_INPUT : status;
    under->repair = (int)number;
    return plan_solve(invocation->owner, under->roster, under->scheme, request, repaired, invocation->error);
}

void repairs_refuse_output(const struct invocation *invocation, const char *repair, const char *output)
{
    if (repair && output)
        error_add(
            invocation->error, STATUS_INPUT, NULL,
            _("--repair only shows a plan, so nothing can be written. Please leave -o out; make the changes "
              "in roster or scheme first."));
}
