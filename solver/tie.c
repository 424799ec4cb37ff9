#include "solver/tie.h"

#include <limits.h>
#include <stdlib.h>

/* A pair's place in the order of asking, and in the component's list. */
struct asked {
    int rank, position;
};

static int compare_asked(const void *a, const void *b)
{
    int one = ((const struct asked *)a)->rank, other = ((const struct asked *)b)->rank;
    return (one > other) - (one < other);
}

/* The residual network of the arcs that are still free. */
struct residual {
    struct network *net;
    int *first, *next, *arc; /* half-arcs by node: 2a forward, 2a+1 backward */
    int *queue, *came;       /* came[node]: half-arc by which the search came */
    int search, *seen;       /* seen[node]: the last search that came there, so that none has to clear it */
    int *group;              /* [nodes] paths never leave a group */
    int groups;
};

static bool is_free(const struct network *net, int a)
{
    return net->lower[a] < net->upper[a];
}

static void residual_open(struct arena *arena, struct network *net, struct residual *r)
{
    r->net = net;
    r->groups = 0;
    r->first = ARENA(arena, net->nodes, int);
    r->next = ARENA(arena, 2 * (size_t)net->arcs, int);
    r->queue = ARENA(arena, net->nodes, int);
    r->came = ARENA(arena, net->nodes, int);
    r->search = 0;
    r->seen = ARENA(arena, net->nodes, int);
    r->group = ARENA(arena, net->nodes, int);
    for (int v = 0; v < net->nodes; v++)
        r->first[v] = -1;
    for (int a = net->arcs - 1; a >= 0; a--) {
        if (!is_free(net, a))
            continue;
        r->next[2 * a + 1] = r->first[net->arc[a].to];
        r->first[net->arc[a].to] = 2 * a + 1;
        r->next[2 * a] = r->first[net->arc[a].from];
        r->first[net->arc[a].from] = 2 * a;
    }
}

static bool can_pass(const struct network *net, int half)
{
    int a = half / 2;
    return half % 2 == 0 ? net->flow[a] < net->upper[a] : net->flow[a] > net->lower[a];
}

static int head_of(const struct network *net, int half)
{
    return half % 2 == 0 ? net->arc[half / 2].to : net->arc[half / 2].from;
}

static int tail_of(const struct network *net, int half)
{
    return half % 2 == 0 ? net->arc[half / 2].from : net->arc[half / 2].to;
}

/* Strongly connected parts by Tarjan's method, without recursion. A pair that joins two parts lies on no
 * cycle and can never change, which saves its search. */
static void find_groups(struct arena *arena, struct residual *r)
{
    const struct network *net = r->net;
    int n = net->nodes, count = 0, depth = 0, stacked = 0;
    int *index = ARENA(arena, n, int), *low = ARENA(arena, n, int), *at = ARENA(arena, n, int);
    int *path = ARENA(arena, n, int), *stack = ARENA(arena, n, int);
    for (int v = 0; v < n; v++)
        r->group[v] = -1;
    for (int start = 0; start < n; start++) {
        if (index[start])
            continue;
        path[depth++] = start;
        while (depth > 0) {
            int v = path[depth - 1];
            if (!index[v]) {
                index[v] = low[v] = ++count;
                at[v] = r->first[v];
                stack[stacked++] = v;
            }
            bool deeper = false;
            for (; at[v] >= 0 && !deeper; at[v] = deeper ? at[v] : r->next[at[v]]) {
                int w = head_of(net, at[v]);
                if (!can_pass(net, at[v]))
                    continue;
                if (!index[w]) {
                    path[depth++] = w;
                    deeper = true;
                } else if (r->group[w] < 0 && low[w] < low[v]) {
                    low[v] = low[w];
                }
            }
            if (deeper)
                continue;
            depth--;
            if (low[v] != index[v])
                continue;
            int w;
            do {
                w = stack[--stacked];
                r->group[w] = r->groups;
            } while (w != v);
            r->groups++;
        }
    }
}

/* Changes flow along a residual path from one node to another. Arcs that have been decided meanwhile are
 * taken out of the lists on the way. */
static bool augment(struct residual *r, int from, int to)
{
    struct network *net = r->net;
    int filled = 0;
    r->seen[from] = ++r->search;
    r->queue[filled++] = from;
    for (int head = 0; head < filled && r->seen[to] != r->search; head++) {
        for (int *link = &r->first[r->queue[head]]; *link >= 0;) {
            int half = *link, w = head_of(net, half);
            if (!is_free(net, half / 2)) {
                *link = r->next[half];
                continue;
            }
            if (r->seen[w] != r->search && r->group[w] == r->group[from] && can_pass(net, half)) {
                r->seen[w] = r->search;
                r->came[w] = half;
                r->queue[filled++] = w;
            }
            link = &r->next[half];
        }
    }
    if (r->seen[to] != r->search) {
        /* No flow can leave what was seen, now or later: a group of its own. Hence searches fail less often
         * than there are nodes. */
        for (int i = 0; i < filled; i++)
            r->group[r->queue[i]] = r->groups;
        r->groups++;
        return false;
    }
    for (int v = to; v != from; v = tail_of(net, r->came[v]))
        net->flow[r->came[v] / 2] += r->came[v] % 2 == 0 ? 1 : -1;
    return true;
}

/* The component's pairs in the order in which the tie asks them. */
static int *asking_order(struct arena *arena, const struct network *net, const int *rank)
{
    const struct indices *pairs = &net->component->part[PART_PAIRS];
    struct asked *asked = ARENA(arena, pairs->n, struct asked);
    int *order = ARENA(arena, pairs->n, int);
    for (int p = 0; p < pairs->n; p++)
        asked[p] = (struct asked){rank ? rank[pairs->item[p]] : p, p};
    qsort(asked, (size_t)pairs->n, sizeof *asked, compare_asked);
    for (int p = 0; p < pairs->n; p++)
        order[p] = asked[p].position;
    return order;
}

int tie_decide(struct arena *arena, struct network *net, const int *rank)
{
    struct residual r;
    int turned = 0;
    residual_open(arena, net, &r);
    find_groups(arena, &r);
    int *order = asking_order(arena, net, rank);
    for (int k = 0; k < net->component->part[PART_PAIRS].n; k++) {
        int a = net->arc_of_pair[order[k]];
        if (!is_free(net, a))
            continue;
        int from = net->arc[a].from, to = net->arc[a].to;
        if (net->flow[a] == 0 && r.group[from] == r.group[to]) {
            /* Taken for a moment, so that the way back cannot use the pair itself. */
            net->upper[a] = 0;
            if (augment(&r, to, from)) {
                net->upper[a] = net->flow[a] = 1;
                turned++;
            }
        }
        net->lower[a] = net->upper[a] = net->flow[a];
    }
    return turned;
}
