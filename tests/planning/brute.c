#include "brute.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <talloc.h>

static bool row_holds(const struct ground *ground, const bool *on, int sum, unsigned chosen)
{
    const struct solver_sum *row = &ground->problem->sum[sum];
    int64_t total = 0;
    if (!on[2 * sum] && !on[2 * sum + 1])
        return true;
    for (int k = 0; k < row->n; k++)
        if (chosen >> row->pair[k] & 1)
            total += row->weight ? row->weight[k] : 1;
    return (!on[2 * sum] || total >= row->lo) && (!on[2 * sum + 1] || total <= row->hi);
}

static bool link_holds(const struct ground *ground, const bool *on, int link, unsigned chosen)
{
    const struct solver_link *one = &ground->problem->link[link];
    if (!on[2 * ground->problem->sums + link] || chosen >> one->given & 1)
        return true;
    for (int k = 0; k < one->n; k++)
        if (chosen >> one->pair[k] & 1)
            return false;
    return true;
}

static bool choice_holds(const struct ground *ground, const bool *on, unsigned chosen)
{
    const struct problem *problem = ground->problem;
    for (int f = 0; f < ground->forbids; f++)
        if (on[2 * problem->sums + problem->links + f] && chosen >> ground->forbid_pair[f] & 1)
            return false;
    for (int s = 0; s < problem->sums; s++)
        if (!row_holds(ground, on, s, chosen))
            return false;
    for (int l = 0; l < problem->links; l++)
        if (!link_holds(ground, on, l, chosen))
            return false;
    return true;
}

bool brute_holds(const struct ground *ground, const bool *on)
{
    assert_true(ground->problem->pairs <= BRUTE_PAIRS);
    for (unsigned chosen = 0; chosen < 1u << ground->problem->pairs; chosen++)
        if (choice_holds(ground, on, chosen))
            return true;
    return false;
}

bool *brute_units(struct ground *ground, const struct clash *clash, int without)
{
    bool *on = talloc_zero_array(ground, bool, (unsigned)ground->units + 1);
    for (int e = 0; e < clash->elements; e++)
        for (int u = 0; e != without && u < clash->element[e].units; u++)
            on[clash->element[e].unit[u]] = true;
    return on;
}
