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

/* A pair alone that no row holds proves itself: its points are its reduced cost. */
static bool says_nothing(const struct solver_proof *found)
{
    bool nothing = found->nodes == 2;
    for (int v = 1; nothing && v < found->nodes; v++)
        nothing = found->potential[v] == found->potential[0];
    return nothing || found->first_pair < 0;
}

static int take_component(struct taking *taking, const struct solver_proof *list, int count)
{
    struct proof_part *part = NULL;
    bool named = false;
    for (int i = 0; i < count; i++) {
        if (says_nothing(&list[i]))
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

int proof_take(struct plan *plan, const struct problem *problem, const struct solver_result *result)
{
    char digest[PROOF_DIGEST];
    struct taking taking = {.proof = talloc_zero(plan, struct proof), .problem = problem};
    if (!taking.proof)
        return 0;
    plan->proof = taking.proof;
    taking.name = problem_row_names(taking.proof, problem);
    proof_digest(problem->scheme, problem->roster, plan->pair, plan->pairs, digest);
    taking.proof->digest = talloc_strdup(taking.proof, digest);
    if (!taking.name || !taking.proof->digest)
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
