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

/* ---- The cut ----
 * Lower bounds are met as far as can be by augmenting along residual paths from an arc's head to its tail
 * (units of demand are few: this runs once, when there is no plan). What the last search reaches is a cut,
 * and so is what its end cannot be reached from. */

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

/* Meets lower bounds as far as they can be met. Once round is enough: what a search that failed has seen, no
 * later path leaves. */
static void raise_all(struct network *net, struct search *search)
{
    memset(net->flow, 0, (size_t)net->arcs * sizeof *net->flow);
    for (int a = 0; a < net->arcs; a++)
        while (net->flow[a] < net->lower[a] && raise(net, search, a))
            continue;
}

/* Nodes from which more flow can reach the marked ones: spread against the arcs. */
static void spread_back(const struct network *net, struct search *search, int filled)
{
    for (int head = 0; head < filled; head++) {
        int v = search->queue[head];
        for (int a = search->first_in[v]; a >= 0; a = search->next_in[a]) {
            int from = net->arc[a].from;
            if (search->came[from] == 0 && net->flow[a] < net->upper[a]) {
                search->came[from] = a + 1;
                search->queue[filled++] = from;
            }
        }
        for (int a = search->first_out[v]; a >= 0; a = search->next_out[a]) {
            int to = net->arc[a].to;
            if (search->came[to] == 0 && net->flow[a] > net->lower[a]) {
                search->came[to] = -(a + 1);
                search->queue[filled++] = to;
            }
        }
    }
}

/* Into inside[nodes] a set that holds the short arc's head and not its tail, whose arcs in all carry no more
 * than they must and whose arcs out are all full: what the head reaches, or all but what reaches the tail. */
static void cut_of(const struct network *net, struct search *search, int arc, bool from_head, bool *inside)
{
    int start = from_head ? net->arc[arc].to : net->arc[arc].from;
    memset(search->came, 0, (size_t)net->nodes * sizeof *search->came);
    search->came[start] = INT_MAX;
    search->queue[0] = start;
    if (from_head)
        spread(net, search, 1);
    else
        spread_back(net, search, 1);
    for (int v = 0; v < net->nodes; v++)
        inside[v] = (search->came[v] != 0) == from_head;
}

/* The arcs of the cut round the set: what flows in is demanded, what flows out is full. Lists may be NULL:
 * then only counted. */
static void list_cut(const struct network *net, const bool *inside, struct solver_conflict *conflict)
{
    int demand = -1, limit = -1; /* the last ones: a sum's arcs stand together */
    conflict->demands = conflict->limits = conflict->pairs = 0;
    for (int a = 0; a < net->arcs; a++) {
        bool from = inside[net->arc[a].from], to = inside[net->arc[a].to];
        int sum = net->arc[a].sum;
        if (from == to)
            continue;
        if (to && net->lower[a] > 0 && sum >= 0 && sum != demand) {
            if (conflict->demand)
                conflict->demand[conflict->demands] = sum;
            conflict->demands++;
            demand = sum;
        }
        if (from && sum >= 0 && sum != limit) {
            if (conflict->limit)
                conflict->limit[conflict->limits] = sum;
            conflict->limits++;
            limit = sum;
        }
        if (from && net->arc[a].pair >= 0) {
            if (conflict->pair)
                conflict->pair[conflict->pairs] = net->arc[a].pair;
            conflict->pairs++;
        }
    }
}

/* Conflicts while they are found. Each is a set of nodes: what heads of short arcs reach, or what reaches
 * their tails. Sets that meet are one conflict, which is again a cut that holds: among arcs that stay short
 * there is always one whose head the others do not reach. */
struct finder {
    const struct network *net;
    struct search search;
    bool *inside;
    int *owner[2]; /* [from_head][nodes] number of the conflict, from 1; 0: none */
    int *parent;   /* [conflicts + 1] the conflict that it became part of, itself where it is one */
    bool *by_head; /* [conflicts + 1] */
    int count;
};

static int owner_of(const struct finder *finder, bool from_head, int node)
{
    int c = finder->owner[from_head][node];
    while (c != finder->parent[c])
        c = finder->parent[c];
    return c;
}

/* Whether a conflict found before has the arc in its cut. */
static bool is_told(const struct finder *finder, int arc)
{
    int from = finder->net->arc[arc].from, to = finder->net->arc[arc].to;
    int head = owner_of(finder, true, to), tail = owner_of(finder, false, from);
    return (head != 0 && owner_of(finder, true, from) != head) ||
           (tail != 0 && owner_of(finder, false, to) != tail);
}

static int cut_size(struct finder *finder, int arc, bool from_head)
{
    struct solver_conflict conflict = {.exact = true};
    cut_of(finder->net, &finder->search, arc, from_head, finder->inside);
    list_cut(finder->net, finder->inside, &conflict);
    return conflict.demands + conflict.limits + conflict.pairs;
}

/* Adds the one of the arc's two cuts that has less to tell. */
static void add_cut(struct finder *finder, int arc)
{
    bool from_head = cut_size(finder, arc, true) < cut_size(finder, arc, false);
    int number = ++finder->count;
    finder->parent[number] = number;
    finder->by_head[number] = from_head;
    cut_of(finder->net, &finder->search, arc, from_head, finder->inside);
    for (int v = 0; v < finder->net->nodes; v++) {
        if (finder->inside[v] != from_head)
            continue;
        int before = owner_of(finder, from_head, v);
        if (before != 0 && before != number)
            finder->parent[before] = number;
        finder->owner[from_head][v] = number;
    }
}

static struct solver_conflict take_conflict(struct arena *arena, const struct finder *finder, int number)
{
    struct solver_conflict conflict = {.exact = true};
    bool from_head = finder->by_head[number];
    for (int v = 0; v < finder->net->nodes; v++)
        finder->inside[v] = (owner_of(finder, from_head, v) == number) == from_head;
    list_cut(finder->net, finder->inside, &conflict);
    conflict.demand = ARENA(arena, conflict.demands, int);
    conflict.limit = ARENA(arena, conflict.limits, int);
    conflict.pair = ARENA(arena, conflict.pairs, int);
    list_cut(finder->net, finder->inside, &conflict);
    return conflict;
}

int flow_conflicts(struct arena *arena, struct network *net, struct solver_conflict **list)
{
    struct finder finder = {.net = net};
    int count = 0, short_arcs = 0;
    search_open(arena, net, &finder.search);
    raise_all(net, &finder.search);
    for (int a = 0; a < net->arcs; a++)
        short_arcs += net->flow[a] < net->lower[a];
    finder.inside = ARENA(arena, net->nodes, bool);
    finder.owner[false] = ARENA(arena, net->nodes, int);
    finder.owner[true] = ARENA(arena, net->nodes, int);
    finder.parent = ARENA(arena, short_arcs + 1, int);
    finder.by_head = ARENA(arena, short_arcs + 1, bool);
    for (int a = 0; a < net->arcs; a++)
        if (net->flow[a] < net->lower[a] && !is_told(&finder, a))
            add_cut(&finder, a);
    *list = ARENA(arena, finder.count, struct solver_conflict);
    for (int c = 1; c <= finder.count; c++)
        if (finder.parent[c] == c)
            (*list)[count++] = take_conflict(arena, &finder, c);
    return count;
}
