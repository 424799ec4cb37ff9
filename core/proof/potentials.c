/* The network stages, by additions and comparisons alone. Whatever bounds the rows that are nodes is kept by
 * every plan, so a plan that the potentials show to be best among all flows is best among all plans; and what
 * they fix (reduced cost above 0: not used; below 0: used) is fixed in every plan as good. */
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "proof/proof_parts.h"

enum { END_S, END_T, FIRST_NODE };

/* Beyond this a potential is nonsense. */
static const int64_t MOST = INT64_MAX / 8;

static int find_row(const struct checking *checking, const char *name)
{
    int low = 0, high = checking->view->sums;
    while (low < high) {
        int middle = low + (high - low) / 2;
        int order = strcmp(checking->by_name[middle].name, name);
        if (order == 0)
            return checking->by_name[middle].row;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

/* Place of `item` among those of the component, which ascend. */
static int place_of(const struct dealt *dealt, int component, int item)
{
    int low = dealt->first[component], high = dealt->first[component + 1];
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (dealt->item[middle] < item)
            low = middle + 1;
        else
            high = middle;
    }
    return low - dealt->first[component];
}

/* Takes the row in as node v: its pairs must all lie in the same node so far. */
static bool add_node(struct checking *checking, struct proof_network *net, int v, const char *name)
{
    int row = find_row(checking, name), c = net->component;
    const struct solver_sum *sum = row >= 0 ? &checking->view->sum[row] : NULL;
    int *inner = net->inner[v < FIRST_NODE + net->from ? END_SOURCE : END_TARGET];
    bool fits = sum && checking->component_of_sum[row] == c;
    int place = fits ? place_of(&checking->sums, c, row) : -1;
    fits = fits && !net->is_node[place];
    for (int k = 0; fits && sum->weight && k < sum->n; k++)
        fits = sum->weight[k] == 1;
    if (!fits) {
        proof_fault(
            checking,
            _("The proof names “%s” as a node of its part %d, but this is no row of that part, stands "
              "there twice, or does not count pairs one by one."),
            name, checking->plan->proof->part[checking->part_of[c]].number);
        return false;
    }
    net->outer[v] = inner[place_of(&checking->pairs, c, sum->pair[0])];
    for (int k = 0; k < sum->n; k++) {
        int *at = &inner[place_of(&checking->pairs, c, sum->pair[k])];
        if (*at != net->outer[v]) {
            proof_fault(checking, _("In the proof the row “%s” does not nest with the rows before it."),
                        name);
            return false;
        }
        *at = v;
    }
    net->sum[v] = row;
    net->is_node[place] = true;
    net->unit[v] = talloc_zero_array(net, unsigned char, (unsigned)sum->n + 1);
    *checking->failed = *checking->failed || !net->unit[v];
    return net->unit[v] != NULL;
}

static void mark_coupled(const struct checking *checking, struct proof_network *net)
{
    const struct solver_problem *view = checking->view;
    int c = net->component;
    for (int i = checking->sums.first[c]; i < checking->sums.first[c + 1]; i++) {
        int row = checking->sums.item[i];
        const struct solver_sum *sum = &view->sum[row];
        if (net->is_node[i - checking->sums.first[c]])
            continue;
        if (sum->stage != SOLVER_HARD && sum_can_count(sum))
            net->coupled[sum->stage] = true;
        for (int k = checking->curves_of_sum.first[row]; k < checking->curves_of_sum.first[row + 1]; k++) {
            const struct solver_curve *curve = &view->curve[checking->curves_of_sum.item[k]];
            if (curve_can_count(checking, curve))
                net->coupled[curve->stage] = true;
        }
    }
    for (int i = checking->links.first[c]; i < checking->links.first[c + 1]; i++) {
        const struct solver_link *link = &view->link[checking->links.item[i]];
        if (link->stage != SOLVER_HARD && link->points != 0)
            net->coupled[link->stage] = true;
    }
}

struct proof_network *network_describe(struct checking *checking, const void *owner, int c,
                                       const struct proof_part *part)
{
    struct proof_network *net = talloc_zero(owner, struct proof_network);
    int pairs = checking->pairs.first[c + 1] - checking->pairs.first[c];
    int sums = checking->sums.first[c + 1] - checking->sums.first[c];
    int named = part ? part->from + part->to : 0;
    unsigned nodes = (unsigned)named + FIRST_NODE;
    *checking->failed = *checking->failed || !net;
    if (!net)
        return NULL;
    net->component = c;
    net->nodes = named + FIRST_NODE;
    net->from = part ? part->from : 0;
    net->sum = talloc_array(net, int, nodes);
    net->outer = talloc_zero_array(net, int, nodes);
    net->unit = talloc_zero_array(net, unsigned char *, nodes);
    net->inner[END_SOURCE] = talloc_array(net, int, (unsigned)pairs + 1);
    net->inner[END_TARGET] = talloc_array(net, int, (unsigned)pairs + 1);
    net->is_node = talloc_zero_array(net, bool, (unsigned)sums + 1);
    net->coupled = talloc_zero_array(net, bool, (unsigned)checking->view->stages + 1);
    if (!net->sum || !net->outer || !net->unit || !net->inner[0] || !net->inner[1] || !net->is_node ||
        !net->coupled) {
        *checking->failed = true;
        return NULL;
    }
    for (int p = 0; p < pairs; p++) {
        net->inner[END_SOURCE][p] = END_S;
        net->inner[END_TARGET][p] = END_T;
    }
    for (int v = FIRST_NODE; v < net->nodes; v++)
        if (!add_node(checking, net, v, part->node[v - FIRST_NODE]))
            return NULL;
    mark_coupled(checking, net);
    return net;
}

/* One more unit of the row, the j-th, at the stage. */
static bool unit_cost(const struct checking *checking, int row, int64_t j, int stage, int64_t *cost)
{
    const struct solver_sum *sum = &checking->view->sum[row];
    bool fits = true;
    *cost = 0;
    if (sum->stage == stage) {
        *cost -= j <= sum->lo ? sum->under : 0;
        *cost += j > sum->hi ? sum->over : 0;
    }
    for (int k = checking->curves_of_sum.first[row]; k < checking->curves_of_sum.first[row + 1]; k++) {
        const struct solver_curve *curve = &checking->view->curve[checking->curves_of_sum.item[k]];
        if (curve->stage == stage && j <= curve->n)
            fits = fits && !__builtin_add_overflow(*cost, curve->step[j - 1], cost);
    }
    return fits;
}

/* One stage under inspection. */
struct inspection {
    struct checking *checking;
    struct proof_network *net;
    const struct proof_line *line; /* NULL: all potentials are 0 */
    int stage;
    bool overflow;
};

static int64_t potential_of(const struct inspection *in, int node)
{
    return node == END_S || !in->line ? 0 : in->line->potential[node - 1];
}

/* Whether the arc agrees with its reduced cost; *settles where no plan as good can differ. */
static bool arc_agrees(struct inspection *in, int64_t cost, int from, int to, bool at_lower, bool at_upper,
                       bool *settles)
{
    int64_t reduced, difference = potential_of(in, from) - potential_of(in, to);
    if (__builtin_add_overflow(cost, difference, &reduced)) {
        in->overflow = true;
        return false;
    }
    *settles = reduced != 0;
    return reduced > 0 ? at_lower : reduced < 0 ? at_upper : true;
}

static bool node_agrees(struct inspection *in, int v)
{
    struct checking *checking = in->checking;
    struct proof_network *net = in->net;
    int row = net->sum[v];
    const struct solver_sum *sum = &checking->view->sum[row];
    bool hard = sum->stage == SOLVER_HARD, inwards = v < FIRST_NODE + net->from;
    int64_t total = sum_total(sum, checking->chosen);
    int64_t begin = hard && sum->lo > 0 ? sum->lo : 0, end = hard && sum->hi < sum->n ? sum->hi : sum->n;
    for (int64_t j = begin + 1; j <= end; j++) {
        int64_t cost;
        bool settles;
        if (net->unit[v][j - 1])
            continue;
        if (!unit_cost(checking, row, j, in->stage, &cost)) {
            in->overflow = true;
            return false;
        }
        if (!arc_agrees(in, cost, inwards ? net->outer[v] : v, inwards ? v : net->outer[v], j > total,
                        j <= total, &settles))
            return false;
        net->unit[v][j - 1] = settles;
        if (settles && j <= total && checking->least[row] < j)
            checking->least[row] = j;
        if (settles && j > total && checking->most[row] > j - 1)
            checking->most[row] = j - 1;
    }
    return true;
}

static bool pairs_agree(struct inspection *in)
{
    const struct checking *checking = in->checking;
    const struct proof_network *net = in->net;
    const int64_t *cost = checking->view->cost ? checking->view->cost[in->stage] : NULL;
    int begin = checking->pairs.first[net->component], end = checking->pairs.first[net->component + 1];
    bool settles, any = false;
    for (int i = begin; i < end; i++) {
        int pair = checking->pairs.item[i];
        bool chosen = checking->chosen[pair];
        any = any || chosen;
        if (checking->fixed[pair])
            continue;
        if (!arc_agrees(in, cost ? cost[pair] : 0, net->inner[END_SOURCE][i - begin],
                        net->inner[END_TARGET][i - begin], !chosen, chosen, &settles))
            return false;
        checking->fixed[pair] = settles;
    }
    if (net->closed)
        return true;
    /* The way back has room for one more than can ever pass. */
    if (!arc_agrees(in, 0, END_T, END_S, !any, false, &settles))
        return false;
    in->net->closed = settles;
    return true;
}

static bool is_sane(struct checking *checking, const struct proof_network *net, int stage,
                    const struct proof_line *line)
{
    if (line->potentials != net->nodes - 1) {
        proof_fault(checking,
                    _("In the proof part %d has %d potentials in the stage “%s”, but its rows make %d."),
                    line->part, line->potentials, proof_stage(checking, stage), net->nodes - 1);
        return false;
    }
    for (int i = 0; i < line->potentials; i++)
        if (line->potential[i] > MOST || line->potential[i] < -MOST) {
            proof_fault(checking, _("In the proof of part %d, stage “%s”, a potential is beyond all reason."),
                        line->part, proof_stage(checking, stage));
            return false;
        }
    return true;
}

bool network_proves(struct checking *checking, struct proof_network *net, int stage,
                    const struct proof_line *line)
{
    int part = checking->part_of[net->component];
    int number = part >= 0 ? checking->plan->proof->part[part].number : 0;
    const char *name = proof_stage(checking, stage);
    if (net->coupled[stage]) {
        proof_fault(checking,
                    line ? _("In the proof of part %d, stage “%s”, potentials do not prove anything: the "
                             "stage counts more than the nodes of the part.")
                         : _("Of part %d the proof says nothing in the stage “%s”."),
                    number, name);
        return false;
    }
    if (line && !is_sane(checking, net, stage, line))
        return false;
    struct inspection in = {checking, net, line, stage, false};
    bool agrees = pairs_agree(&in);
    for (int v = FIRST_NODE; agrees && v < net->nodes; v++)
        agrees = node_agrees(&in, v);
    if (agrees)
        return true;
    if (in.overflow)
        proof_fault(checking, _("In the proof of part %d, stage “%s”, the figures are too large."), number,
                    name);
    else if (line)
        proof_fault(checking,
                    _("The proof of part %d does not hold in the stage “%s”: by its potentials another plan "
                      "would be better."),
                    number, name);
    else
        proof_fault(checking,
                    _("Of part %d the proof says nothing in the stage “%s”, and pairs count there."), number,
                    name);
    return false;
}
