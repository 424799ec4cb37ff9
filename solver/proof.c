/* Verifying proofs without a solver: integer potentials against flow, stage by stage (README.md). */
#include <stdlib.h>
#include <string.h>

#include "solver/network.h"
#include "solver/verify.h"

static bool is_circulation(struct arena *arena, const struct network *net)
{
    int64_t *balance = ARENA(arena, net->nodes, int64_t);
    for (int a = 0; a < net->arcs; a++) {
        if (net->flow[a] < net->lower[a] || net->flow[a] > net->upper[a])
            return false;
        balance[net->arc[a].from] -= net->flow[a];
        balance[net->arc[a].to] += net->flow[a];
    }
    for (int v = 0; v < net->nodes; v++)
        if (balance[v] != 0)
            return false;
    return true;
}

static bool is_network_alone(const struct network *net)
{
    if (net->coupling_hard)
        return false;
    for (int s = 0; s < net->problem->stages; s++)
        if (net->coupling_stage[s])
            return false;
    return true;
}

/* Potentials of a component's stage; NULL: none stored, which claims that all of them are 0. */
static const int64_t *find_proof(const struct solver_proof *proof, int proofs, int component, int stage,
                                 int nodes)
{
    for (int i = 0; i < proofs; i++)
        if (proof[i].component == component && proof[i].stage == stage && proof[i].nodes == nodes)
            return proof[i].potential;
    return NULL;
}

/* Beyond this a stored potential is nonsense, and sums of two would overflow. */
static bool is_sane(const int64_t *potential, int nodes)
{
    const int64_t most = INT64_MAX / 8;
    for (int v = 0; v < nodes; v++)
        if (potential[v] > most || potential[v] < -most)
            return false;
    return true;
}

static bool component_is_proven(struct arena *arena, struct network *net, const unsigned char *chosen,
                                int number, const struct solver_proof *proof, int proofs)
{
    int64_t *zero = ARENA(arena, net->nodes, int64_t);
    network_load_choice(net, chosen);
    if (!is_circulation(arena, net))
        return false;
    for (int s = 0; s < net->problem->stages; s++) {
        const int64_t *potential = find_proof(proof, proofs, number, s, net->nodes);
        if (potential && !is_sane(potential, net->nodes))
            return false;
        if (!network_fix_face(net, s, potential ? potential : zero, 0))
            return false;
    }
    return true;
}

bool solver_verify_proofs(const struct solver_problem *problem, const unsigned char *chosen,
                          const struct solver_proof *proof, int proofs, int *components)
{
    jmp_buf failed;
    struct arena arena = {.failed = &failed};
    volatile bool proven = false;
    if (setjmp(failed) == 0) {
        int count, done = 0;
        bool holds = solver_verify(problem, chosen, NULL);
        struct component *component = components_split(&arena, problem, &count);
        for (int c = 0; c < count && holds; c++) {
            struct network *net = network_build(&arena, problem, &component[c]);
            if (!is_network_alone(net))
                continue;
            holds = component_is_proven(&arena, net, chosen, c, proof, proofs);
            done++;
        }
        if (components)
            *components = done;
        proven = holds;
    }
    arena_clear(&arena);
    return proven;
}
