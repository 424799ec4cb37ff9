#include "solver/component.h"

int indices_position(const struct indices *list, int value)
{
    int low = 0, high = list->n - 1;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (list->item[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Union-find with path halving over pairs, then one number more for each sum without pairs. */
static int root_of(int *parent, int i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

static void unite(int *parent, int a, int b)
{
    a = root_of(parent, a);
    b = root_of(parent, b);
    /* The smaller number stays the root, so that a component is named after its first pair. */
    if (a < b)
        parent[b] = a;
    else
        parent[a] = b;
}

static int64_t weight_of(const struct solver_sum *sum, int k)
{
    return sum->weight ? sum->weight[k] : 1;
}

/* Whether some choice could break the bounds, or the bounds are counted by a stage. */
static bool can_bind(const struct solver_sum *sum)
{
    int64_t least = 0, most = 0;
    for (int k = 0; k < sum->n; k++) {
        int64_t weight = weight_of(sum, k);
        if (weight < 0)
            least += weight;
        else
            most += weight;
    }
    return least < sum->lo || most > sum->hi;
}

static bool *sums_that_count(struct arena *arena, const struct solver_problem *problem)
{
    bool *counts = ARENA(arena, problem->sums, bool);
    for (int i = 0; i < problem->sums; i++)
        counts[i] = can_bind(&problem->sum[i]);
    for (int i = 0; i < problem->curves; i++)
        counts[problem->curve[i].sum] = true;
    return counts;
}

static void unite_rows(const struct solver_problem *problem, const bool *counts, int *parent)
{
    for (int i = 0; i < problem->sums; i++) {
        const struct solver_sum *sum = &problem->sum[i];
        for (int k = 1; counts[i] && k < sum->n; k++)
            unite(parent, sum->pair[0], sum->pair[k]);
    }
    for (int i = 0; i < problem->links; i++) {
        const struct solver_link *link = &problem->link[i];
        for (int k = 0; k < link->n; k++)
            unite(parent, link->given, link->pair[k]);
    }
}

/* Deals items 0..count out to the components' lists; owner[i] is the component of item i, -1: none. */
static void deal(struct arena *arena, enum part part, const int *owner, int count,
                 struct component *component, int components)
{
    for (int i = 0; i < count; i++)
        if (owner[i] >= 0)
            component[owner[i]].part[part].n++;
    for (int c = 0; c < components; c++) {
        struct indices *list = &component[c].part[part];
        list->item = ARENA(arena, list->n, int);
        list->n = 0;
    }
    for (int i = 0; i < count; i++) {
        if (owner[i] < 0)
            continue;
        struct indices *list = &component[owner[i]].part[part];
        list->item[list->n++] = i;
    }
}

struct component *components_split(struct arena *arena, const struct solver_problem *problem, int *count)
{
    bool *counts = sums_that_count(arena, problem);
    int *parent = ARENA(arena, problem->pairs, int), *number = ARENA(arena, problem->pairs, int);
    int components = 0;
    for (int p = 0; p < problem->pairs; p++)
        parent[p] = p;
    unite_rows(problem, counts, parent);
    for (int p = 0; p < problem->pairs; p++)
        number[p] = root_of(parent, p) == p ? components++ : number[root_of(parent, p)];
    int most = problem->pairs;
    most = problem->sums > most ? problem->sums : most;
    most = problem->curves > most ? problem->curves : most;
    most = problem->links > most ? problem->links : most;
    int *owner = ARENA(arena, most, int), *sum_owner = ARENA(arena, problem->sums, int);
    for (int i = 0; i < problem->sums; i++)
        sum_owner[i] = !counts[i]              ? -1
                       : problem->sum[i].n > 0 ? number[problem->sum[i].pair[0]]
                                               : components++;
    struct component *component = ARENA(arena, components, struct component);
    for (int p = 0; p < problem->pairs; p++)
        owner[p] = number[p];
    deal(arena, PART_PAIRS, owner, problem->pairs, component, components);
    for (int i = 0; i < problem->sums; i++)
        owner[i] = sum_owner[i];
    deal(arena, PART_SUMS, owner, problem->sums, component, components);
    for (int i = 0; i < problem->curves; i++)
        owner[i] = sum_owner[problem->curve[i].sum];
    deal(arena, PART_CURVES, owner, problem->curves, component, components);
    for (int i = 0; i < problem->links; i++)
        owner[i] = number[problem->link[i].given];
    deal(arena, PART_LINKS, owner, problem->links, component, components);
    *count = components;
    return component;
}

struct component *component_whole(struct arena *arena, const struct solver_problem *problem)
{
    const int items[PARTS] = {problem->pairs, problem->sums, problem->curves, problem->links};
    bool *counts = sums_that_count(arena, problem);
    struct component *whole = ARENA(arena, 1, struct component);
    for (int part = 0; part < PARTS; part++) {
        struct indices *list = &whole->part[part];
        list->item = ARENA(arena, items[part], int);
        for (int i = 0; i < items[part]; i++)
            if (part != PART_SUMS || counts[i])
                list->item[list->n++] = i;
    }
    return whole;
}
