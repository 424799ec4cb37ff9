#include "solver/flow.h"

#include <glpk.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "solver/guard.h"

struct vertex_data {
    double supply, potential;
};

struct arc_data {
    double lower, upper, cost, flow;
    int arc;
};

struct flow_work {
    struct network *net;
    const int64_t *cost; /* [arcs] or NULL */
    int64_t *potential;
    const int64_t *supply; /* [nodes] what the fixed arcs leave to be balanced */
    int result;
};

/* Costs that GLPK cannot hold, or whose sum could not be kept in integers. (Potentials that pass 2^31-1 on
 * the way are reported by GLPK itself.) */
static bool too_large(const struct network *net, const int64_t *cost)
{
    int64_t total = 0;
    for (int a = 0; cost && a < net->arcs; a++) {
        if (net->lower[a] == net->upper[a])
            continue;
        if (cost[a] > INT32_MAX || cost[a] < -INT32_MAX)
            return true;
        total += (cost[a] < 0 ? -cost[a] : cost[a]) * net->upper[a];
        if (total > INT64_MAX / 4)
            return true;
    }
    return false;
}

static void build_and_solve(void *context)
{
    struct flow_work *work = context;
    struct network *net = work->net;
    glp_graph *graph = glp_create_graph(sizeof(struct vertex_data), sizeof(struct arc_data));
    glp_add_vertices(graph, net->nodes);
    for (int v = 0; v < net->nodes; v++)
        ((struct vertex_data *)graph->v[v + 1]->data)->supply = (double)work->supply[v];
    for (int a = 0; a < net->arcs; a++) {
        if (net->lower[a] == net->upper[a])
            continue;
        struct arc_data *data = glp_add_arc(graph, net->arc[a].from + 1, net->arc[a].to + 1)->data;
        data->lower = (double)net->lower[a];
        data->upper = (double)net->upper[a];
        data->cost = work->cost ? (double)work->cost[a] : 0;
        data->arc = a;
    }
    double value;
    work->result =
        glp_mincost_okalg(graph, offsetof(struct vertex_data, supply), offsetof(struct arc_data, lower),
                          offsetof(struct arc_data, upper), offsetof(struct arc_data, cost), &value,
                          offsetof(struct arc_data, flow), offsetof(struct vertex_data, potential));
    for (int v = 0; work->result == 0 && v < net->nodes; v++) {
        glp_vertex *vertex = graph->v[v + 1];
        work->potential[v] = -(int64_t)((struct vertex_data *)vertex->data)->potential;
        for (glp_arc *arc = vertex->out; arc; arc = arc->t_next) {
            const struct arc_data *data = arc->data;
            net->flow[data->arc] = (int64_t)data->flow;
        }
    }
    glp_delete_graph(graph);
}

/* Flow and potentials prove each other: conservation, bounds, and reduced cost 0 strictly between the bounds.
 */
static bool proves(struct arena *arena, const struct network *net, const int64_t *cost,
                   const int64_t *potential)
{
    int64_t *balance = ARENA(arena, net->nodes, int64_t);
    for (int a = 0; a < net->arcs; a++) {
        int64_t flow = net->flow[a], reduced = network_reduced_cost(net, cost, potential, a);
        balance[net->arc[a].from] -= flow;
        balance[net->arc[a].to] += flow;
        if (flow < net->lower[a] || flow > net->upper[a])
            return false;
        if (net->lower[a] != net->upper[a] &&
            ((reduced > 0 && flow != net->lower[a]) || (reduced < 0 && flow != net->upper[a])))
            return false;
    }
    for (int v = 0; v < net->nodes; v++)
        if (balance[v] != 0)
            return false;
    return true;
}

enum flow_status flow_solve(struct arena *arena, struct network *net, int stage, int64_t *potential,
                            char *message, size_t size)
{
    const int64_t *cost = stage < 0 ? NULL : net->cost[stage];
    if (too_large(net, cost))
        return FLOW_TOO_LARGE;
    int64_t *supply = ARENA(arena, net->nodes, int64_t);
    bool any = false, balanced = true;
    for (int a = 0; a < net->arcs; a++) {
        if (net->lower[a] != net->upper[a]) {
            any = true;
            continue;
        }
        net->flow[a] = net->lower[a];
        supply[net->arc[a].from] -= net->lower[a];
        supply[net->arc[a].to] += net->lower[a];
    }
    for (int v = 0; v < net->nodes; v++) {
        potential[v] = 0;
        balanced = balanced && supply[v] == 0;
    }
    if (!any)
        return balanced ? FLOW_OPTIMAL : FLOW_INFEASIBLE;
    struct flow_work work = {net, cost, potential, supply, 0};
    if (!guard_run(build_and_solve, &work, message, size))
        return FLOW_FAILED;
    if (work.result == GLP_ENOPFS)
        return FLOW_INFEASIBLE;
    if (work.result == GLP_ERANGE || work.result == GLP_EDATA)
        return FLOW_TOO_LARGE;
    if (work.result != 0 || !proves(arena, net, cost, potential)) {
        strncpy(message, "the flow returned by GLPK does not prove itself", size - 1);
        return FLOW_FAILED;
    }
    return FLOW_OPTIMAL;
}

int64_t flow_cost(const struct network *net, int stage)
{
    int64_t total = 0;
    for (int a = 0; net->cost[stage] && a < net->arcs; a++)
        total += net->cost[stage][a] * net->flow[a];
    return total;
}

/* ---- The cut
 * ------------------------------------------------------------------------------------------------- Lower
 * bounds are met as far as can be by augmenting along shortest residual paths from an arc's head to its tail
 * (units of demand are few: this runs once, when there is no plan). What the last search reaches is the cut.
 */

struct search {
    int *first_out, *next_out, *first_in, *next_in; /* arcs by node */
    int *queue, *came;                              /* came[node]: arc + 1, negative when walked backwards */
};

static void search_open(struct arena *arena, const struct network *net, struct search *search)
{
    search->first_out = ARENA(arena, net->nodes, int);
    search->first_in = ARENA(arena, net->nodes, int);
    search->next_out = ARENA(arena, net->arcs, int);
    search->next_in = ARENA(arena, net->arcs, int);
    search->queue = ARENA(arena, net->nodes, int);
    search->came = ARENA(arena, net->nodes, int);
    for (int v = 0; v < net->nodes; v++)
        search->first_out[v] = search->first_in[v] = -1;
    for (int a = net->arcs - 1; a >= 0; a--) {
        search->next_out[a] = search->first_out[net->arc[a].from];
        search->first_out[net->arc[a].from] = a;
        search->next_in[a] = search->first_in[net->arc[a].to];
        search->first_in[net->arc[a].to] = a;
    }
}

/* Nodes that more flow can reach from the marked ones in queue[0..filled): forward below the upper bound,
 * backward while flow is left above the lower bound or, where the lower bound is not met, not at all. */
static int spread(const struct network *net, struct search *search, int filled)
{
    for (int head = 0; head < filled; head++) {
        int v = search->queue[head];
        for (int a = search->first_out[v]; a >= 0; a = search->next_out[a]) {
            int to = net->arc[a].to;
            if (search->came[to] == 0 && net->flow[a] < net->upper[a]) {
                search->came[to] = a + 1;
                search->queue[filled++] = to;
            }
        }
        for (int a = search->first_in[v]; a >= 0; a = search->next_in[a]) {
            int from = net->arc[a].from;
            if (search->came[from] == 0 && net->flow[a] > net->lower[a]) {
                search->came[from] = -(a + 1);
                search->queue[filled++] = from;
            }
        }
    }
    return filled;
}

/* One unit more on arc `short_arc`: along a residual path from its head back to its tail. */
static bool raise(struct network *net, struct search *search, int short_arc)
{
    int from = net->arc[short_arc].from, to = net->arc[short_arc].to;
    memset(search->came, 0, (size_t)net->nodes * sizeof *search->came);
    search->came[to] = INT_MAX;
    search->queue[0] = to;
    spread(net, search, 1);
    if (search->came[from] == 0)
        return false;
    net->flow[short_arc]++;
    for (int v = from; v != to;) {
        int a = search->came[v];
        if (a > 0) {
            net->flow[a - 1]++;
            v = net->arc[a - 1].from;
        } else {
            net->flow[-a - 1]--;
            v = net->arc[-a - 1].to;
        }
    }
    return true;
}

/* A sum's arcs stand together, so that its last mention is the last entry. */
static void add_once(int *list, int *count, int sum)
{
    if (*count == 0 || list[*count - 1] != sum)
        list[(*count)++] = sum;
}

/* Meets lower bounds as far as they can be met. */
static void raise_all(struct network *net, struct search *search)
{
    memset(net->flow, 0, (size_t)net->arcs * sizeof *net->flow);
    for (bool changed = true; changed;) {
        changed = false;
        for (int a = 0; a < net->arcs; a++)
            while (net->flow[a] < net->lower[a] && raise(net, search, a))
                changed = true;
    }
}

/* Adds the head of a short arc and what it reaches to the marked set; leaves all as it was where the set
 * would then hold the tail of one of the arcs it is to convict. */
static bool convict(const struct network *net, struct search *search, int *filled, int *convicted, int *count,
                    int arc)
{
    int before = *filled, head = net->arc[arc].to;
    if (search->came[head] == 0) {
        search->came[head] = INT_MAX;
        search->queue[(*filled)++] = head;
        *filled = spread(net, search, *filled);
    }
    bool holds = search->came[net->arc[arc].from] == 0;
    for (int i = 0; i < *count && holds; i++)
        holds = search->came[net->arc[convicted[i]].from] == 0;
    if (holds) {
        convicted[(*count)++] = arc;
        return true;
    }
    while (*filled > before)
        search->came[search->queue[--*filled]] = 0;
    return false;
}

/* The arcs of the cut round the marked set: what flows in is demanded, what flows out is full. */
static void describe_cut(struct arena *arena, const struct network *net, const struct search *search,
                         struct solver_conflict *conflict)
{
    conflict->exact = true;
    conflict->demand = ARENA(arena, net->arcs, int);
    conflict->limit = ARENA(arena, net->arcs, int);
    conflict->pair = ARENA(arena, net->arcs, int);
    for (int a = 0; a < net->arcs; a++) {
        bool from = search->came[net->arc[a].from] != 0, to = search->came[net->arc[a].to] != 0;
        if (from == to)
            continue;
        if (to && net->lower[a] > 0 && net->arc[a].sum >= 0)
            add_once(conflict->demand, &conflict->demands, net->arc[a].sum);
        if (from && net->arc[a].sum >= 0)
            add_once(conflict->limit, &conflict->limits, net->arc[a].sum);
        if (from && net->arc[a].pair >= 0)
            conflict->pair[conflict->pairs++] = net->arc[a].pair;
    }
}

int flow_conflicts(struct arena *arena, struct network *net, struct solver_conflict **list)
{
    struct search search;
    int *todo = ARENA(arena, net->arcs, int), *convicted = ARENA(arena, net->arcs, int), left = 0,
        conflicts = 0;
    search_open(arena, net, &search);
    raise_all(net, &search);
    for (int a = 0; a < net->arcs; a++)
        if (net->flow[a] < net->lower[a])
            todo[left++] = a;
    *list = ARENA(arena, left, struct solver_conflict);
    while (left > 0) {
        int filled = 0, count = 0, kept = 0;
        memset(search.came, 0, (size_t)net->nodes * sizeof *search.came);
        for (int i = 0; i < left; i++)
            if (!convict(net, &search, &filled, convicted, &count, todo[i]))
                todo[kept++] = todo[i];
        if (count == 0)
            break; /* cannot be: an arc that cannot be raised convicts itself */
        left = kept;
        describe_cut(arena, net, &search, &(*list)[conflicts++]);
    }
    return conflicts;
}
