/* What a line of a frontier is as a plan: with changes taken back, and with the proof that it carries. */
#include <string.h>
#include <talloc.h>

#include "planning/frontier.h"
#include "planning/handover.h"
#include "planning/plan_proof.h"
#include "planning/question.h"

int frontier_most(const struct scheme *scheme, const struct roster *roster, const struct pair *pair,
                  int pairs)
{
    bool balanced = false;
    int most = 0;
    int *load = talloc_zero_array(NULL, int, (unsigned)roster->members + 1);
    for (int r = 0; r < scheme->relations; r++)
        balanced |=
            scheme->relation[r].balance[END_SOURCE] && scheme->relation[r].target_kind == TARGET_MEMBER;
    for (int p = 0; load && p < pairs; p++) {
        const struct relation *relation = &scheme->relation[pair[p].relation];
        if (relation->target_kind != TARGET_MEMBER || (balanced && !relation->balance[END_SOURCE]))
            continue;
        load[pair[p].source]++;
        most = load[pair[p].source] > most ? load[pair[p].source] : most;
    }
    talloc_free(load);
    return most;
}

const struct frontier_line *frontier_within(const struct frontier *frontier, int64_t most)
{
    const struct frontier_line *line = NULL;
    for (int i = 0; i < frontier->lines && frontier->line[i].moves <= most; i++)
        line = &frontier->line[i];
    return line;
}

bool frontier_revert(const void *owner, const struct frontier *frontier, const struct frontier_line *line,
                     const struct handover *const *handover, int handovers, struct frontier_line *reverted,
                     bool *holds)
{
    const struct problem *problem = frontier->problem;
    int room = line->pairs;
    for (int i = 0; i < handovers; i++)
        room += handover[i]->from;
    *reverted = (struct frontier_line){.reverted = true, .pairs = line->pairs};
    unsigned char *chosen = talloc_zero_array(owner, unsigned char, (unsigned)problem->pairs + 1);
    reverted->value = talloc_array(owner, int64_t, (unsigned)problem->stages + 1);
    reverted->pair = talloc_array(owner, struct pair, (unsigned)room + 1);
    if (!chosen || !reverted->value || !reverted->pair)
        return false;
    if (line->pairs > 0)
        memcpy(reverted->pair, line->pair, (size_t)line->pairs * sizeof *line->pair);
    handovers_revert(problem, handover, handovers, reverted->pair, &reverted->pairs);
    for (int i = 0; i < reverted->pairs; i++) {
        const struct pair *pair = &reverted->pair[i];
        chosen[question_pair(problem, pair->relation, pair->source, pair->target)] = 1;
    }
    *holds = solver_verify(&problem->solver, chosen, reverted->value);
    for (int s = 0; s < problem->stages; s++)
        reverted->value[s] = question_figure(problem, s, reverted->value[s]);
    reverted->moves = reverted->value[frontier->change];
    reverted->most = frontier_most(problem->scheme, problem->roster, reverted->pair, reverted->pairs);
    return true;
}

/* What no plan can pass that is best before. */
static int64_t bound_of(const struct frontier *frontier, const struct frontier_line *line, int stage)
{
    if (frontier->unfrozen)
        return frontier->unfrozen[stage];
    if (line->reverted)
        return frontier->line[0].value[stage];
    return stage == frontier->change ? frontier->line[0].moves : line->value[stage];
}

static bool take_proof(struct plan *plan, const struct frontier *frontier)
{
    if (!frontier->proof)
        return true;
    if (plan->status == PLAN_OPTIMAL)
        return proof_take_same(plan, frontier->problem, frontier->proof);
    return !plan->capped || proof_take_capped(plan, frontier->problem, frontier->proof, frontier->change);
}

struct plan *frontier_plan(const void *owner, const struct scheme *scheme, const struct frontier *frontier,
                           const struct frontier_line *line)
{
    struct plan *plan = talloc_zero(owner, struct plan);
    if (!plan)
        return NULL;
    plan->scheme = scheme->name;
    plan->capped = line->moves != frontier->line[0].moves && !line->reverted && !frontier->unfrozen;
    plan->status = PLAN_OPTIMAL;
    plan->has_previous = true;
    plan->pair = line->pair;
    plan->pairs = line->pairs;
    plan->stages = frontier->stages;
    plan->stage = talloc_array(plan, struct stage_value, (unsigned)frontier->stages + 1);
    for (int s = 0; plan->stage && s < frontier->stages; s++) {
        plan->stage[s] = (struct stage_value){.name = frontier->name[s],
                                              .more_is_better = frontier->more_is_better[s],
                                              .value = line->value[s],
                                              .bound = bound_of(frontier, line, s)};
        if (plan->stage[s].value != plan->stage[s].bound)
            plan->status = PLAN_FEASIBLE;
    }
    if (!plan->stage || !take_proof(plan, frontier)) {
        talloc_free(plan);
        return NULL;
    }
    return plan;
}
