/* What shares no row is a part of its own; what a part comes to. */
#include <talloc.h>

#include "proof/proof_parts.h"

static bool can_matter(const struct solver_sum *sum, bool has_curve)
{
    int64_t least = 0, most = 0;
    for (int k = 0; k < sum->n; k++) {
        int64_t weight = sum->weight ? sum->weight[k] : 1;
        *(weight < 0 ? &least : &most) += weight;
    }
    return has_curve || sum->lo > least || sum->hi < most;
}

/* Deals items 0..count out by owner[i] (-1: nobody's). */
static bool deal(const void *owner, const int *owner_of, int count, int owners, struct dealt *dealt)
{
    dealt->first = talloc_zero_array(owner, int, (unsigned)owners + 2);
    dealt->item = talloc_array(owner, int, (unsigned)count + 1);
    if (!dealt->first || !dealt->item)
        return false;
    for (int i = 0; i < count; i++)
        if (owner_of[i] >= 0)
            dealt->first[owner_of[i] + 2]++;
    for (int c = 0; c < owners; c++)
        dealt->first[c + 2] += dealt->first[c + 1];
    for (int i = 0; i < count; i++)
        if (owner_of[i] >= 0)
            dealt->item[dealt->first[owner_of[i] + 1]++] = i;
    return true;
}

/* Rows as lists of neighbours: rows are the sums that matter and then the links. */
struct rows {
    const struct checking *checking;
    const bool *matters;
    int count;
};

static int row_size(const struct rows *rows, int row)
{
    const struct solver_problem *view = rows->checking->view;
    if (row < view->sums)
        return rows->matters[row] ? view->sum[row].n : 0;
    return view->link[row - view->sums].n + 1;
}

static int row_pair(const struct rows *rows, int row, int k)
{
    const struct solver_problem *view = rows->checking->view;
    if (row < view->sums)
        return view->sum[row].pair[k];
    const struct solver_link *link = &view->link[row - view->sums];
    return k < link->n ? link->pair[k] : link->given;
}

/* The rows of each pair. */
static bool rows_of_pairs(const void *owner, const struct rows *rows, struct dealt *of_pair)
{
    int pairs = rows->checking->view->pairs;
    size_t entries = 0;
    of_pair->first = talloc_zero_array(owner, int, (unsigned)pairs + 2);
    for (int r = 0; r < rows->count; r++)
        entries += (size_t)row_size(rows, r);
    of_pair->item = entries < INT32_MAX ? talloc_array(owner, int, (unsigned)entries + 1) : NULL;
    if (!of_pair->first || !of_pair->item)
        return false;
    for (int r = 0; r < rows->count; r++)
        for (int k = 0; k < row_size(rows, r); k++)
            of_pair->first[row_pair(rows, r, k) + 2]++;
    for (int p = 0; p < pairs; p++)
        of_pair->first[p + 2] += of_pair->first[p + 1];
    for (int r = 0; r < rows->count; r++)
        for (int k = 0; k < row_size(rows, r); k++)
            of_pair->item[of_pair->first[row_pair(rows, r, k) + 1]++] = r;
    return true;
}

/* Breadth first from each pair that no search has met. */
static bool search(struct checking *checking, const void *owner, const struct rows *rows)
{
    int pairs = checking->view->pairs;
    struct dealt of_pair;
    int *queue = talloc_array(owner, int, (unsigned)pairs + 1);
    bool *met = talloc_zero_array(owner, bool, (unsigned)rows->count + 1);
    if (!queue || !met || !rows_of_pairs(owner, rows, &of_pair))
        return false;
    for (int p = 0; p < pairs; p++)
        checking->component_of_pair[p] = -1;
    for (int p = 0; p < pairs; p++) {
        if (checking->component_of_pair[p] >= 0)
            continue;
        int end = 0, c = checking->components++;
        queue[end++] = p;
        checking->component_of_pair[p] = c;
        for (int i = 0; i < end; i++)
            for (int e = of_pair.first[queue[i]]; e < of_pair.first[queue[i] + 1]; e++) {
                int row = of_pair.item[e];
                for (int k = 0; !met[row] && k < row_size(rows, row); k++) {
                    int other = row_pair(rows, row, k);
                    if (checking->component_of_pair[other] >= 0)
                        continue;
                    checking->component_of_pair[other] = c;
                    queue[end++] = other;
                }
                met[row] = true;
            }
    }
    return true;
}

static bool deal_all(struct checking *checking, const void *owner, const bool *matters)
{
    const struct solver_problem *view = checking->view;
    int *of_curve = talloc_array(owner, int, (unsigned)view->curves + 1);
    int *sum_of_curve = talloc_array(owner, int, (unsigned)view->curves + 1);
    int *of_link = talloc_array(owner, int, (unsigned)view->links + 1);
    if (!of_curve || !sum_of_curve || !of_link)
        return false;
    for (int i = 0; i < view->sums; i++) {
        bool counts = matters[i] && view->sum[i].n > 0;
        checking->component_of_sum[i] = counts ? checking->component_of_pair[view->sum[i].pair[0]] : -1;
    }
    for (int i = 0; i < view->curves; i++) {
        sum_of_curve[i] = view->curve[i].sum;
        of_curve[i] = checking->component_of_sum[view->curve[i].sum];
    }
    for (int i = 0; i < view->links; i++)
        of_link[i] = checking->component_of_pair[view->link[i].given];
    int n = checking->components;
    return deal(owner, checking->component_of_pair, view->pairs, n, &checking->pairs) &&
           deal(owner, checking->component_of_sum, view->sums, n, &checking->sums) &&
           deal(owner, of_curve, view->curves, n, &checking->curves) &&
           deal(owner, of_link, view->links, n, &checking->links) &&
           deal(owner, sum_of_curve, view->curves, view->sums, &checking->curves_of_sum);
}

bool components_find(struct checking *checking, const void *owner)
{
    const struct solver_problem *view = checking->view;
    bool *matters = talloc_zero_array(owner, bool, (unsigned)view->sums + 1);
    checking->component_of_pair = talloc_array(owner, int, (unsigned)view->pairs + 1);
    checking->component_of_sum = talloc_array(owner, int, (unsigned)view->sums + 1);
    if (!matters || !checking->component_of_pair || !checking->component_of_sum)
        return false;
    for (int i = 0; i < view->curves; i++)
        matters[view->curve[i].sum] = true;
    for (int i = 0; i < view->sums; i++)
        matters[i] = can_matter(&view->sum[i], matters[i]);
    const struct rows rows = {checking, matters, view->sums + view->links};
    return search(checking, owner, &rows) && deal_all(checking, owner, matters);
}

int64_t sum_total(const struct solver_sum *sum, const unsigned char *chosen)
{
    int64_t total = 0;
    for (int k = 0; k < sum->n; k++)
        total += !chosen[sum->pair[k]] ? 0 : sum->weight ? sum->weight[k] : 1;
    return total;
}

static bool add_product(int64_t *value, int64_t points, int64_t units)
{
    int64_t product;
    return !__builtin_mul_overflow(points, units, &product) &&
           !__builtin_add_overflow(*value, product, value);
}

static bool add_sums(const struct checking *checking, const unsigned char *chosen, int c, int stage,
                     int64_t *value)
{
    bool fits = true;
    for (int i = checking->sums.first[c]; i < checking->sums.first[c + 1]; i++) {
        const struct solver_sum *sum = &checking->view->sum[checking->sums.item[i]];
        if (sum->stage != stage)
            continue;
        int64_t total = sum_total(sum, chosen);
        if (total < sum->lo)
            fits = fits && add_product(value, sum->under, sum->lo - total);
        if (total > sum->hi)
            fits = fits && add_product(value, sum->over, total - sum->hi);
    }
    for (int i = checking->curves.first[c]; i < checking->curves.first[c + 1]; i++) {
        const struct solver_curve *curve = &checking->view->curve[checking->curves.item[i]];
        int64_t total = curve->stage == stage ? sum_total(&checking->view->sum[curve->sum], chosen) : 0;
        for (int64_t j = 0; j < total && j < curve->n; j++)
            fits = fits && add_product(value, curve->step[j], 1);
    }
    return fits;
}

bool component_value(const struct checking *checking, const unsigned char *chosen, int c, int stage,
                     int64_t *value)
{
    const struct solver_problem *view = checking->view;
    const int64_t *cost = view->cost ? view->cost[stage] : NULL;
    *value = 0;
    bool fits = true;
    for (int i = checking->pairs.first[c]; cost && i < checking->pairs.first[c + 1]; i++)
        if (chosen[checking->pairs.item[i]])
            fits = fits && add_product(value, cost[checking->pairs.item[i]], 1);
    fits = fits && add_sums(checking, chosen, c, stage, value);
    for (int i = checking->links.first[c]; i < checking->links.first[c + 1]; i++) {
        const struct solver_link *link = &view->link[checking->links.item[i]];
        int64_t count = 0;
        for (int k = 0; link->stage == stage && chosen[link->given] && k < link->n; k++)
            count += chosen[link->pair[k]];
        fits = fits && add_product(value, link->points, count < link->cap ? count : link->cap);
    }
    return fits;
}

bool sum_can_count(const struct solver_sum *sum)
{
    int64_t least = 0, most = 0;
    for (int k = 0; k < sum->n; k++) {
        int64_t weight = sum->weight ? sum->weight[k] : 1;
        least += weight < 0 ? weight : 0;
        most += weight > 0 ? weight : 0;
    }
    return least < sum->lo || most > sum->hi;
}

bool curve_can_count(const struct checking *checking, const struct solver_curve *curve)
{
    const struct solver_sum *sum = &checking->view->sum[curve->sum];
    return sum->stage != SOLVER_HARD || sum->hi > 0;
}

bool component_holds(const struct checking *checking, const unsigned char *chosen, int c)
{
    for (int i = checking->sums.first[c]; i < checking->sums.first[c + 1]; i++) {
        const struct solver_sum *sum = &checking->view->sum[checking->sums.item[i]];
        int64_t total = sum_total(sum, chosen);
        if (sum->stage == SOLVER_HARD && (total < sum->lo || total > sum->hi))
            return false;
    }
    for (int i = checking->links.first[c]; i < checking->links.first[c + 1]; i++) {
        const struct solver_link *link = &checking->view->link[checking->links.item[i]];
        for (int k = 0; link->stage == SOLVER_HARD && k < link->n; k++)
            if (chosen[link->pair[k]] && !chosen[link->given])
                return false;
    }
    return true;
}
