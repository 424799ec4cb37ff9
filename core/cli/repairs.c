#include "cli/repairs.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "planning/lacks.h"
#include "planning/relaxed.h"

static void show_tried(void *context, int tried)
{
    (void)context;
    fprintf(stderr, "\r");
    fprintf(stderr, _("Repairs tried: %d ..."), tried);
    fflush(stderr);
}

/* ---- Parameters that do what a repair does ---- */

static bool same_ranges(const struct range *one, const struct range *other, int count)
{
    for (int i = 0; i < count; i++)
        if (one[i].lo != other[i].lo || one[i].hi != other[i].hi || one[i].points != other[i].points)
            return false;
    return true;
}

static bool same_rows(const struct rule *one, const struct rule *other)
{
    bool same = one->kind == other->kind && one->stage == other->stage && one->rows == other->rows;
    for (int i = 0; same && i < one->rows; i++)
        same = same_ranges(&one->row[i].range, &other->row[i].range, 1);
    return same;
}

/* Whether the two schemes on one roster have the same bounds. */
static bool same_bounds(const struct scheme *one, const struct scheme *other)
{
    bool same =
        one->relations == other->relations && one->covers == other->covers && one->rules == other->rules;
    for (int r = 0; same && r < one->relations; r++) {
        const struct relation *left = &one->relation[r], *right = &other->relation[r];
        same = left->sources == right->sources && left->targets == right->targets &&
               left->pairs == right->pairs && same_ranges(left->load, right->load, left->sources) &&
               same_ranges(left->cover, right->cover, left->targets);
    }
    for (int c = 0; same && c < one->covers; c++) {
        const struct cover *left = &one->cover[c], *right = &other->cover[c];
        same = left->targets == right->targets && left->shortfall == right->shortfall &&
               same_ranges(left->times, right->times, left->targets);
    }
    for (int r = 0; same && r < one->rules; r++)
        same = same_rows(&one->rule[r], &other->rule[r]);
    return same;
}

/* "max_load=4" where setting this parameter gives the scheme the very bounds of the repair, and no others;
 * NULL where it does not. */
static const char *setting_of(const void *owner, const struct inputs *inputs, const struct change *change,
                              const struct parameter *parameter, const struct scheme *relaxed)
{
    const char *from = talloc_asprintf(owner, "%d", (int)change->from);
    const char *to = talloc_asprintf(owner, "%d", (int)change->to);
    struct error *unsaid = error_new(owner);
    struct scheme *scheme = NULL;
    if (!from || !to || !unsaid || parameter->type != PARAMETER_INTEGER || change->to < parameter->lo ||
        change->to > parameter->hi || strcmp(parameter->value, from) != 0)
        return NULL;
    const struct script_setting set = {parameter->name, to};
    bool runs = inputs->set_anew(inputs, owner, &set, &scheme, unsaid) == STATUS_OK;
    return runs && same_bounds(scheme, relaxed) ? talloc_asprintf(owner, "%s=%s", parameter->name, to) : NULL;
}

static void find_settings(const struct invocation *invocation, const struct inputs *inputs,
                          const struct repairs *repairs)
{
    for (int i = 0; inputs->set_anew && i < repairs->count; i++) {
        struct repair *repair = &repairs->repair[i];
        const struct change *change = &repair->change[0];
        if (repair->changes != 1 || !change_is_graded(change->kind) || change->from < 0)
            continue;
        const struct scheme *relaxed = scheme_relaxed(invocation->owner, inputs->scheme, change, 1);
        for (int p = 0; relaxed && !repair->set && p < inputs->scheme->parameters; p++)
            repair->set =
                setting_of(invocation->owner, inputs, change, &inputs->scheme->parameter[p], relaxed);
    }
}

enum status repairs_add(const struct invocation *invocation, const struct inputs *inputs, struct plan *plan,
                        bool progress)
{
    if (lacks_may_mislead(inputs->lacks))
        return STATUS_OK; /* they would weaken a rule for a slip of writing */
    struct rerun rerun = inputs->rerun;
    struct repair_options options = repair_defaults();
    int *load = talloc_zero_array(invocation->owner, int, (unsigned)inputs->roster->members + 1);
    if (!load)
        return error_add_memory(invocation->error);
    for (int i = 0; i < inputs->previous_pairs; i++)
        load[inputs->previous[i].source]++;
    options.load = load;
    rerun.progress = progress ? show_tried : NULL;
    enum status status = repairs_find(plan, inputs->roster, inputs->scheme, &rerun, &options, &plan->repairs,
                                      invocation->error);
    if (progress)
        fputs("\r\033[K", stderr);
    if (status == STATUS_OK)
        find_settings(invocation, inputs, plan->repairs);
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
