#include "solver/network.h"

#include <stdlib.h>
#include <string.h>

/* One side's laminar family while sums are being accepted. */
struct family {
    int *first;  /* [pairs of the component] the pair's latest entry, -1: none */
    int *next;   /* [entries] the entry before it */
    int *member; /* [entries] position of the accepted sum */
    int entries, room;
    int *hits; /* [sums] scratch: pairs of the candidate inside each accepted sum; all 0 between calls */
};

int component_position(const struct component *component, int pair)
{
    return indices_position(&component->part[PART_PAIRS], pair);
}

static const struct solver_sum *sum_at(const struct network *net, int position)
{
    return &net->problem->sum[net->component->part[PART_SUMS].item[position]];
}

/* Whether the sum could be a node: every pair counts one, and the bounds are such as a flow can keep. */
static bool fits_a_node(const struct solver_sum *sum)
{
    if (sum->hi < 0 || sum->lo > sum->hi)
        return false;
    for (int k = 0; sum->weight && k < sum->n; k++)
        if (sum->weight[k] != 1)
            return false;
    return true;
}

static bool same_end(const struct solver_sum *sum, const int *end)
{
    for (int k = 1; k < sum->n; k++)
        if (end[sum->pair[k]] != end[sum->pair[0]])
            return false;
    return true;
}

static void family_open(struct arena *arena, struct family *family, int pairs, int sums, int room)
{
    family->first = ARENA(arena, pairs, int);
    for (int p = 0; p < pairs; p++)
        family->first[p] = -1;
    family->next = ARENA(arena, room, int);
    family->member = ARENA(arena, room, int);
    family->hits = ARENA(arena, sums, int);
    family->entries = 0;
    family->room = room;
}

/* Takes the sum in where it nests with all sums taken before: each of them holds all of it, none of it, or
 * lies inside it whole. */
static bool family_accept(const struct network *net, struct family *family, int position)
{
    const struct solver_sum *sum = sum_at(net, position);
    bool nests = true;
    for (int k = 0; k < sum->n; k++)
        for (int e = family->first[component_position(net->component, sum->pair[k])]; e >= 0;
             e = family->next[e])
            family->hits[family->member[e]]++;
    for (int k = 0; k < sum->n; k++) {
        for (int e = family->first[component_position(net->component, sum->pair[k])]; e >= 0;
             e = family->next[e]) {
            int other = family->member[e], hits = family->hits[other];
            if (hits != 0 && hits != sum->n && hits != sum_at(net, other)->n)
                nests = false;
        }
    }
    for (int k = 0; k < sum->n; k++) {
        int p = component_position(net->component, sum->pair[k]);
        for (int e = family->first[p]; e >= 0; e = family->next[e])
            family->hits[family->member[e]] = 0;
        if (nests) {
            family->next[family->entries] = family->first[p];
            family->member[family->entries] = position;
            family->first[p] = family->entries++;
        }
    }
    return nests;
}

enum side { SIDE_SOURCE, SIDE_TARGET, SIDE_NONE };

/* Gives each sum a side or none. Sums of a single source or target come first: loads and covers are what a
 * plan is made of, so where limits cross them it is the limits that become coupling rows. */
static enum side *choose_sides(struct arena *arena, const struct network *net)
{
    const struct solver_problem *problem = net->problem;
    int sums = net->component->part[PART_SUMS].n, pairs = net->component->part[PART_PAIRS].n, room = 0;
    enum side *side = ARENA(arena, sums, enum side);
    for (int i = 0; i < sums; i++)
        room += sum_at(net, i)->n;
    struct family family[2];
    family_open(arena, &family[SIDE_SOURCE], pairs, sums, room);
    family_open(arena, &family[SIDE_TARGET], pairs, sums, room);
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < sums; i++) {
            const struct solver_sum *sum = sum_at(net, i);
            bool target = same_end(sum, problem->target), source = same_end(sum, problem->source);
            if ((pass == 0) != (target || source))
                continue;
            side[i] = SIDE_NONE;
            if (!fits_a_node(sum))
                continue;
            if ((target || !source) && family_accept(net, &family[SIDE_TARGET], i))
                side[i] = SIDE_TARGET;
            else if ((source || !target) && family_accept(net, &family[SIDE_SOURCE], i))
                side[i] = SIDE_SOURCE;
        }
    }
    return side;
}

/* One row of the walk from large sets to small ones. */
struct sized {
    int n, position;
};

static int compare_sized(const void *a, const void *b)
{
    const struct sized *one = a, *other = b;
    if (one->n != other->n)
        return one->n < other->n ? 1 : -1;
    return (one->position > other->position) - (one->position < other->position);
}

static void add_arc(struct network *net, int from, int to, int pair, int sum, int64_t lower, int64_t upper)
{
    int a = net->arcs++;
    net->arc[a] = (struct arc){from, to, pair, sum};
    net->lower[a] = lower;
    net->upper[a] = upper;
}

/* Marginal cost of the j-th unit (from 1) of the sum at each stage, into step[stages]. */
static void unit_costs(const struct network *net, int position, int64_t j, int64_t *step)
{
    const struct solver_problem *problem = net->problem;
    const struct solver_sum *sum = sum_at(net, position);
    memset(step, 0, (size_t)problem->stages * sizeof *step);
    if (sum->stage != SOLVER_HARD)
        step[sum->stage] += j <= sum->lo ? -sum->under : j > sum->hi ? sum->over : 0;
    for (int c = net->curve_first[position]; c < net->curve_first[position + 1]; c++) {
        const struct solver_curve *curve = &problem->curve[net->curve[c]];
        step[curve->stage] += j <= curve->n ? curve->step[j - 1] : 0;
    }
}

static void set_costs(struct arena *arena, struct network *net, int arc, const int64_t *step, int room)
{
    for (int s = 0; s < net->problem->stages; s++) {
        if (step[s] == 0)
            continue;
        if (!net->cost[s])
            net->cost[s] = ARENA(arena, room, int64_t);
        net->cost[s][arc] = step[s];
    }
}

/* The units of a node: one arc for each run of units with equal costs; units below a hard lower bound are
 * forced, which agrees with filling from the cheapest, since costs rise at every stage alike. */
static void add_units(struct arena *arena, struct network *net, int position, int from, int to, int room)
{
    const struct solver_sum *sum = sum_at(net, position);
    int stages = net->problem->stages;
    bool hard = sum->stage == SOLVER_HARD;
    /* Asking for more than all pairs is as hopeless as asking for one more, and as easy to explain. */
    int64_t lo = !hard || sum->lo < 0 ? 0 : sum->lo > sum->n ? sum->n + 1 : sum->lo;
    int64_t most = hard && sum->hi < sum->n ? sum->hi : sum->n;
    int64_t units = most > lo ? most : lo, begin = 1;
    int64_t *step = ARENA(arena, 2 * stages, int64_t), *next = step + stages;
    if (units <= 0) { /* nothing may pass: an arc all the same, so that the node is seen to be shut */
        add_arc(net, from, to, -1, net->component->part[PART_SUMS].item[position], 0, 0);
        return;
    }
    unit_costs(net, position, 1, step);
    for (int64_t j = 1; j <= units; j++) {
        bool last = j == units || j == lo;
        if (j < units) {
            unit_costs(net, position, j + 1, next);
            last = last || memcmp(step, next, (size_t)stages * sizeof *step) != 0;
        }
        if (!last)
            continue;
        int arc = net->arcs;
        add_arc(net, from, to, -1, net->component->part[PART_SUMS].item[position],
                j <= lo ? j - begin + 1 : 0, j - begin + 1);
        set_costs(arena, net, arc, step, room);
        memcpy(step, next, (size_t)stages * sizeof *step);
        begin = j + 1;
    }
}

/* Makes the nodes of one side, outer sets first, and leaves in deepest[] the innermost node of each pair. */
static void add_side(struct arena *arena, struct network *net, const enum side *sides, enum side side,
                     int *deepest, int room)
{
    int sums = net->component->part[PART_SUMS].n, count = 0;
    int root = side == SIDE_SOURCE ? NODE_S : NODE_T;
    struct sized *sized = ARENA(arena, sums, struct sized);
    for (int p = 0; p < net->component->part[PART_PAIRS].n; p++)
        deepest[p] = root;
    for (int i = 0; i < sums; i++)
        if (sides[i] == side)
            sized[count++] = (struct sized){sum_at(net, i)->n, i};
    qsort(sized, (size_t)count, sizeof *sized, compare_sized);
    for (int i = 0; i < count; i++) {
        const struct solver_sum *sum = sum_at(net, sized[i].position);
        int node = net->nodes++;
        int outer = sum->n > 0 ? deepest[component_position(net->component, sum->pair[0])] : root;
        if (side == SIDE_SOURCE)
            add_units(arena, net, sized[i].position, outer, node, room);
        else
            add_units(arena, net, sized[i].position, node, outer, room);
        for (int k = 0; k < sum->n; k++)
            deepest[component_position(net->component, sum->pair[k])] = node;
    }
}

static void mark_coupling(struct arena *arena, struct network *net, const enum side *sides)
{
    const struct solver_problem *problem = net->problem;
    const struct component *component = net->component;
    net->coupling_sum = ARENA(arena, component->part[PART_SUMS].n, bool);
    net->coupling_stage = ARENA(arena, problem->stages, bool);
    for (int i = 0; i < component->part[PART_SUMS].n; i++) {
        if (sides[i] != SIDE_NONE)
            continue;
        const struct solver_sum *sum = sum_at(net, i);
        net->coupling_sum[i] = true;
        net->coupling_sums++;
        if (sum->stage == SOLVER_HARD)
            net->coupling_hard = true;
        else
            net->coupling_stage[sum->stage] = true;
        for (int c = net->curve_first[i]; c < net->curve_first[i + 1]; c++)
            net->coupling_stage[problem->curve[net->curve[c]].stage] = true;
    }
    for (int i = 0; i < component->part[PART_LINKS].n; i++) {
        const struct solver_link *link = &problem->link[component->part[PART_LINKS].item[i]];
        if (link->stage == SOLVER_HARD)
            net->coupling_hard = true;
        else if (link->points != 0)
            net->coupling_stage[link->stage] = true;
    }
}

static void sort_curves(struct arena *arena, struct network *net)
{
    const struct indices *sums = &net->component->part[PART_SUMS],
                         *curves = &net->component->part[PART_CURVES];
    int *place = ARENA(arena, sums->n + 2, int);
    net->curve = ARENA(arena, curves->n, int);
    for (int c = 0; c < curves->n; c++)
        place[indices_position(sums, net->problem->curve[curves->item[c]].sum) + 2]++;
    for (int i = 0; i < sums->n; i++)
        place[i + 2] += place[i + 1];
    /* place[i + 1] is i's first entry here, and its end when all are dealt out. */
    for (int c = 0; c < curves->n; c++) {
        int position = indices_position(sums, net->problem->curve[curves->item[c]].sum);
        net->curve[place[position + 1]++] = curves->item[c];
    }
    net->curve_first = place;
}

/* Most arcs the network can have. */
static int arc_room(const struct network *net)
{
    int64_t room = net->component->part[PART_PAIRS].n + 1;
    for (int i = 0; i < net->component->part[PART_SUMS].n; i++)
        room += sum_at(net, i)->n + 2;
    return (int)room;
}

struct network *network_build(struct arena *arena, const struct solver_problem *problem,
                              const struct component *component)
{
    struct network *net = ARENA(arena, 1, struct network);
    int pairs = component->part[PART_PAIRS].n;
    net->problem = problem;
    net->component = component;
    int room = arc_room(net);
    net->arc = ARENA(arena, room, struct arc);
    net->lower = ARENA(arena, room, int64_t);
    net->upper = ARENA(arena, room, int64_t);
    net->flow = ARENA(arena, room, int64_t);
    net->cost = ARENA(arena, problem->stages, int64_t *);
    net->arc_of_pair = ARENA(arena, pairs, int);
    net->nodes = 2;
    sort_curves(arena, net);
    enum side *sides = choose_sides(arena, net);
    mark_coupling(arena, net, sides);
    int *inner_source = ARENA(arena, pairs, int), *inner_target = ARENA(arena, pairs, int);
    add_side(arena, net, sides, SIDE_SOURCE, inner_source, room);
    add_side(arena, net, sides, SIDE_TARGET, inner_target, room);
    int64_t *step = ARENA(arena, problem->stages, int64_t);
    for (int p = 0; p < pairs; p++) {
        int pair = component->part[PART_PAIRS].item[p];
        net->arc_of_pair[p] = net->arcs;
        for (int s = 0; s < problem->stages; s++)
            step[s] = problem->cost && problem->cost[s] ? problem->cost[s][pair] : 0;
        set_costs(arena, net, net->arcs, step, room);
        add_arc(net, inner_source[p], inner_target[p], pair, -1, 0, 1);
    }
    add_arc(net, NODE_T, NODE_S, -1, -1, 0, (int64_t)pairs + 1); /* one more than can flow: never in a cut */
    return net;
}

int *network_node_sums(struct arena *arena, const struct network *net, int *source_nodes)
{
    int *sum = ARENA(arena, net->nodes, int);
    int sources = 0;
    for (int v = 0; v < net->nodes; v++)
        sum[v] = -1;
    for (int a = 0; a < net->arcs; a++) {
        const struct arc *arc = &net->arc[a];
        if (arc->sum < 0)
            continue;
        /* Outer nodes are made before inner ones; on the sources' side arcs lead inwards. */
        int node = arc->from > arc->to ? arc->from : arc->to;
        sources += arc->to == node && sum[node] < 0;
        sum[node] = arc->sum;
    }
    *source_nodes = sources;
    return sum;
}

void network_load_choice(struct network *net, const unsigned char *chosen)
{
    int64_t total = 0;
    for (int a = 0; a < net->arcs; a++) {
        int pair = net->arc[a].pair;
        net->flow[a] = pair >= 0 && chosen[pair];
        total += net->flow[a];
    }
    net->flow[net->arcs - 1] = total;
    for (int a = 0; a + 1 < net->arcs;) {
        int index = net->arc[a].sum;
        if (index < 0) {
            a++;
            continue;
        }
        const struct solver_sum *sum = &net->problem->sum[index];
        int64_t left = 0;
        for (int k = 0; k < sum->n; k++)
            left += chosen[sum->pair[k]];
        for (; net->arc[a].sum == index; a++) { /* a sum's arcs stand together, cheapest first */
            net->flow[a] = left < net->upper[a] ? left : net->upper[a];
            left -= net->flow[a];
        }
    }
}

int64_t network_reduced_cost(const struct network *net, const int64_t *cost, const int64_t *potential,
                             int arc)
{
    return (cost ? cost[arc] : 0) + potential[net->arc[arc].from] - potential[net->arc[arc].to];
}

bool network_fix_face(struct network *net, int stage, const int64_t *potential, int64_t gap)
{
    for (int a = 0; a < net->arcs; a++) {
        if (net->lower[a] == net->upper[a])
            continue;
        int64_t reduced = network_reduced_cost(net, net->cost[stage], potential, a);
        if (reduced > gap) {
            if (gap == 0 && net->flow[a] != net->lower[a])
                return false;
            net->upper[a] = net->lower[a];
        } else if (reduced < -gap) {
            if (gap == 0 && net->flow[a] != net->upper[a])
                return false;
            net->lower[a] = net->upper[a];
        }
    }
    return true;
}
