#include "planning/plan_proof.h"

#include <string.h>
#include <talloc.h>

static char *row_name(const void *owner, const struct problem *problem, const struct duty *duty, int *row)
{
    const struct scheme *scheme = problem->scheme;
    const struct roster *roster = problem->roster;
    const struct relation *relation = &scheme->relation[duty->owner];
    switch (duty->kind) {
    case DUTY_LOAD:
        return talloc_asprintf(owner, "load/%s/%s", relation->origin.name, roster->member[duty->end].id);
    case DUTY_COVER:
        return talloc_asprintf(owner, "cover/%s/%s", relation->origin.name,
                               target_id(relation, roster, duty->end));
    case DUTY_EVERYONE:
    case DUTY_SHORTFALL:
        return talloc_asprintf(owner, "%s/%s/%s", duty->kind == DUTY_EVERYONE ? "everyone" : "shortfall",
                               scheme->cover[duty->owner].origin.name, roster->member[duty->end].id);
    case DUTY_RULE:
        break;
    }
    return talloc_asprintf(owner, "rule/%s/%d", scheme->rule[duty->owner].origin.name, ++row[duty->owner]);
}

const char **problem_row_names(const void *owner, const struct problem *problem)
{
    const char **name = talloc_zero_array(owner, const char *, (unsigned)problem->sums + 1);
    int *row = talloc_zero_array(name, int, (unsigned)problem->scheme->rules + 1);
    for (int i = 0; row && i < problem->sums; i++) {
        name[i] = row_name(name, problem, &problem->duty[i], row);
        if (!name[i])
            row = NULL;
    }
    if (!row)
        TALLOC_FREE(name);
    return name;
}

/* What is being taken over. */
struct taking {
    struct proof *proof;
    const struct problem *problem;
    const char **name; /* [sums] */
    int part_room, line_room;
};

static int name_pair(const struct taking *taking, int pair, const char **word)
{
    const struct problem *problem = taking->problem;
    const struct relation *relation = &problem->scheme->relation[problem->relation[pair]];
    int candidate = problem->candidate[pair];
    word[0] = talloc_strdup(taking->proof, relation->origin.name);
    word[1] = talloc_strdup(taking->proof, problem->roster->member[relation->pair_source[candidate]].id);
    word[2] =
        talloc_strdup(taking->proof, target_id(relation, problem->roster, relation->pair_target[candidate]));
    return word[0] && word[1] && word[2];
}

/* Nodes are named once a part, though every stage has potentials of them. */
static int name_nodes(const struct taking *taking, struct proof_part *part, const struct solver_proof *found)
{
    part->node = talloc_array(taking->proof, const char *, (unsigned)found->nodes);
    if (!part->node)
        return 0;
    part->from = found->source_nodes;
    part->to = found->nodes - 2 - found->source_nodes;
    for (int v = 2; v < found->nodes; v++)
        part->node[v - 2] = talloc_steal(part->node, (void *)(uintptr_t)taking->name[found->sum[v]]);
    return 1;
}

static void *grown(const void *owner, void *list, int count, int *room, size_t size)
{
    if (count < *room)
        return list;
    *room = *room ? 2 * *room : 16;
    return talloc_realloc_size(owner, list, (size_t)*room * size);
}

static struct proof_part *add_part(struct taking *taking, const struct solver_proof *found)
{
    struct proof *proof = taking->proof;
    struct proof_part *list =
        grown(proof, proof->part, proof->parts, &taking->part_room, sizeof *proof->part);
    if (!list)
        return NULL;
    proof->part = list;
    struct proof_part *part = &proof->part[proof->parts++];
    *part = (struct proof_part){.number = proof->parts};
    return name_pair(taking, found->first_pair, part->pair) ? part : NULL;
}

static int add_line(struct taking *taking, const struct solver_proof *found)
{
    struct proof *proof = taking->proof;
    struct proof_line *list =
        grown(proof, proof->line, proof->lines, &taking->line_room, sizeof *proof->line);
    if (!list)
        return 0;
    proof->line = list;
    const struct active_stage *active = &taking->problem->stage[found->stage];
    int64_t sign = active->more_is_better ? -1 : 1;
    struct proof_line *line = &proof->line[proof->lines++];
    *line = (struct proof_line){.part = proof->parts,
                                .stage = taking->problem->scheme->stage[active->scheme_stage].name,
                                .potentials = -1,
                                .value = sign * found->value,
                                .bound = sign * found->bound};
    if (found->nodes == 0)
        return 1;
    line->potentials = found->nodes - 1;
    line->potential = talloc_array(proof, int64_t, (unsigned)line->potentials);
    for (int v = 1; line->potential && v < found->nodes; v++)
        line->potential[v - 1] = found->potential[v] - found->potential[0];
    return line->potential != NULL;
}

/* A pair alone that no row holds proves itself: its points are its reduced cost. Where no stage measures
 * anything the solver looks for any plan, as if there were one. */
static bool says_nothing(const struct problem *problem, const struct solver_proof *found)
{
    bool nothing = found->nodes == 2;
    for (int v = 1; nothing && v < found->nodes; v++)
        nothing = found->potential[v] == found->potential[0];
    return nothing || found->first_pair < 0 || found->stage >= problem->stages;
}

static int take_component(struct taking *taking, const struct solver_proof *list, int count)
{
    struct proof_part *part = NULL;
    bool named = false;
    for (int i = 0; i < count; i++) {
        if (says_nothing(taking->problem, &list[i]))
            continue;
        if (!part)
            part = add_part(taking, &list[i]);
        if (!part)
            return 0;
        if (list[i].nodes > 0 && !named) {
            named = true;
            if (!name_nodes(taking, part, &list[i]))
                return 0;
        }
        if (!add_line(taking, &list[i]))
            return 0;
    }
    return 1;
}

/* An empty proof of the plan's pairs. */
static struct proof *begin(struct plan *plan, const struct problem *problem)
{
    char digest[PROOF_DIGEST];
    struct proof *proof = talloc_zero(plan, struct proof);
    plan->proof = proof;
    if (!proof)
        return NULL;
    proof_digest(problem->scheme, problem->roster, plan->pair, plan->pairs, digest);
    proof->digest = talloc_strdup(proof, digest);
    return proof->digest ? proof : NULL;
}

static bool is_before(const struct plan *plan, const char *stage, int capped)
{
    for (int s = 0; s < capped; s++)
        if (strcmp(plan->stage[s].name, stage) == 0)
            return true;
    return false;
}

/* The parts of `first` that prove anything in the stages before, with these lines. */
static void take_before(struct proof *proof, const struct plan *plan, const struct proof *first, int capped)
{
    for (int i = 0; i < first->lines; i++) {
        const struct proof_line *line = &first->line[i];
        if (!is_before(plan, line->stage, capped))
            continue;
        bool known = proof->parts > 0 && proof->part[proof->parts - 1].number == line->part;
        for (int p = 0; !known && p < first->parts; p++)
            if (first->part[p].number == line->part)
                proof->part[proof->parts++] = first->part[p];
        proof->line[proof->lines++] = *line;
    }
}

int proof_take_capped(struct plan *plan, const struct problem *problem, const struct proof *first, int stage)
{
    struct proof *proof = begin(plan, problem);
    if (!proof)
        return 0;
    proof->part = talloc_array(proof, struct proof_part, (unsigned)first->parts + 1);
    proof->line = talloc_array(proof, struct proof_line, (unsigned)(first->lines + plan->stages) + 1);
    if (!proof->part || !proof->line)
        return 0;
    take_before(proof, plan, first, stage);
    for (int s = stage; s < plan->stages; s++)
        proof->line[proof->lines++] = (struct proof_line){.part = PROOF_WHOLE,
                                                          .stage = plan->stage[s].name,
                                                          .potentials = -1,
                                                          .value = plan->stage[s].value,
                                                          .bound = plan->stage[s].bound,
                                                          .capped = s == stage,
                                                          .at_most = s == stage ? plan->stage[s].value : 0};
    return 1;
}

int proof_take_same(struct plan *plan, const struct problem *problem, const struct proof *first)
{
    return proof_take_capped(plan, problem, first, plan->stages);
}

int proof_take(struct plan *plan, const struct problem *problem, const struct solver_result *result)
{
    struct taking taking = {.proof = begin(plan, problem), .problem = problem};
    if (!taking.proof)
        return 0;
    taking.name = problem_row_names(taking.proof, problem);
    if (!taking.name)
        return 0;
    for (int i = 0; i < result->proofs;) {
        int begin = i;
        while (i < result->proofs && result->proof[i].component == result->proof[begin].component)
            i++;
        if (!take_component(&taking, result->proof + begin, i - begin))
            return 0;
    }
    talloc_free(taking.name);
    return 1;
}
