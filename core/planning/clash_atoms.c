/* What a clash is sought in: units of the ground, those of one rule at one place together. */
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "planning/clash_parts.h"
#include "planning/rules/rules.h"

static int compare_atoms(const void *a, const void *b)
{
    const struct atom *one = a, *other = b;
    const int left[] = {(int)one->duty.kind, one->duty.owner, (int)one->side, one->duty.row,
                        one->duty.end,       one->bound,      one->unit};
    const int right[] = {(int)other->duty.kind, other->duty.owner, (int)other->side, other->duty.row,
                         other->duty.end,       other->bound,      other->unit};
    for (int i = 0; i < 7; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

bool atoms_of_one_group(const struct atom *one, const struct atom *other)
{
    struct atom copy = *other;
    copy.unit = one->unit;
    return compare_atoms(one, &copy) == 0;
}

static struct atom sum_atom(const struct ground *ground, int sum, bool upper)
{
    const struct problem *problem = ground->problem;
    struct atom atom = {.duty = problem->duty[sum], .bound = upper, .unit = 2 * sum + upper};
    if (atom.duty.kind != DUTY_RULE)
        return atom;
    switch (problem->scheme->rule[atom.duty.owner].kind) {
    case RULE_TOGETHER:
    case RULE_APART: /* all rows of a set are one element */
        atom.duty.end = -1;
        atom.bound = 0;
        break;
    case RULE_MUST: /* every pair is one */
        atom.duty.row = problem->sum[sum].pair[0];
        atom.bound = 0;
        break;
    case RULE_LINK:
        atom.duty.row = -1;
        atom.bound = 0;
        break;
    default:
        break;
    }
    return atom;
}

static struct atom link_atom(const struct ground *ground, int link)
{
    return (struct atom){.duty = ground->problem->link_duty[link], .unit = unit_link(ground, link)};
}

static struct atom forbid_atom(const struct ground *ground, int forbid, enum pair_end side)
{
    const struct problem *problem = ground->problem;
    int pair = ground->forbid_pair[forbid], relation = problem->relation[pair];
    const struct relation *r = &problem->scheme->relation[relation];
    int candidate = problem->candidate[pair];
    int end = side == END_SOURCE ? r->pair_source[candidate] : r->pair_target[candidate];
    return (struct atom){.duty = {DUTY_RULE, ground->forbid_rule[forbid], end, relation},
                         .side = side,
                         .unit = unit_forbid(ground, forbid)};
}

/* Whether the row is one of a source: then what takes its pairs away stands at the source, too. */
static bool is_of_source(const struct ground *ground, int sum)
{
    const struct duty *duty = &ground->problem->duty[sum];
    if (duty->kind == DUTY_LOAD)
        return true;
    if (duty->kind != DUTY_RULE || duty->end < 0)
        return false;
    const struct rule *rule = &ground->problem->scheme->rule[duty->owner];
    return rule->kind == RULE_LIMIT && rule->end == END_SOURCE;
}

/* What takes pairs away from the rows named; `rows` holds each sum of the ground that counts, 0 for others.
 */
static void add_forbids(struct search *search, const bool *rows)
{
    const struct ground *ground = search->ground;
    const struct problem *problem = ground->problem;
    signed char *side = talloc_array(search, signed char, (unsigned)problem->pairs + 1);
    if (!side) {
        search->failed = true;
        return;
    }
    memset(side, -1, (size_t)problem->pairs);
    for (int s = 0; s < problem->sums; s++) {
        enum pair_end end = rows[s] && is_of_source(ground, s) ? END_SOURCE : END_TARGET;
        for (int k = 0; rows[s] && k < problem->sum[s].n; k++)
            if (side[problem->sum[s].pair[k]] != END_TARGET)
                side[problem->sum[s].pair[k]] = (signed char)end;
    }
    for (int f = 0; f < ground->forbids; f++) {
        int pair = ground->forbid_pair[f];
        if (side[pair] >= 0 && ground->active[unit_forbid(ground, f)])
            search->atom[search->atoms++] = forbid_atom(ground, f, (enum pair_end)side[pair]);
    }
    talloc_free(side);
}

static void add_sum(struct search *search, int sum, bool lower, bool upper)
{
    const struct ground *ground = search->ground;
    if (lower && ground->active[unit_lower(sum)])
        search->atom[search->atoms++] = sum_atom(ground, sum, false);
    if (upper && ground->active[unit_upper(sum)])
        search->atom[search->atoms++] = sum_atom(ground, sum, true);
}

/* The rows of a violated cut. Of rules whose rows stand or fall together, all are needed. */
void atoms_of_cut(struct search *search, const struct reduced *reduced, const struct solver_conflict *cut)
{
    const struct ground *ground = search->ground;
    bool *rows = talloc_zero_array(search, bool, (unsigned)ground->problem->sums + 1);
    if (!rows) {
        search->failed = true;
        return;
    }
    for (int i = 0; i < cut->demands; i++) {
        int sum = reduced->sum_of[cut->demand[i]];
        if (sum < 0)
            continue;
        add_sum(search, sum, true, false);
        rows[sum] = true;
    }
    for (int i = 0; i < cut->limits; i++)
        if (reduced->sum_of[cut->limit[i]] >= 0)
            add_sum(search, reduced->sum_of[cut->limit[i]], false, true);
    add_forbids(search, rows);
    talloc_free(rows);
}

/* All that is active and touches the pairs named, or is named itself; NULL: everything. */
static void take_component(struct search *search, const bool *pairs, const bool *named)
{
    const struct ground *ground = search->ground;
    const struct problem *problem = ground->problem;
    bool *rows = talloc_zero_array(search, bool, (unsigned)problem->sums + 1);
    if (!rows) {
        search->failed = true;
        return;
    }
    for (int s = 0; s < problem->sums; s++) {
        rows[s] = !pairs || named[s];
        for (int k = 0; k < problem->sum[s].n && !rows[s]; k++)
            rows[s] = pairs[problem->sum[s].pair[k]];
        if (rows[s])
            add_sum(search, s, true, true);
    }
    for (int l = 0; l < problem->links; l++) {
        bool touches = !pairs || pairs[problem->link[l].given];
        for (int k = 0; k < problem->link[l].n && !touches; k++)
            touches = pairs[problem->link[l].pair[k]];
        if (touches && ground->active[unit_link(ground, l)])
            search->atom[search->atoms++] = link_atom(ground, l);
    }
    add_forbids(search, rows);
    talloc_free(rows);
}

void atoms_of_component(struct search *search, const struct reduced *reduced,
                        const struct solver_conflict *of)
{
    const struct problem *problem = search->ground->problem;
    bool *pairs = talloc_zero_array(search, bool, (unsigned)problem->pairs + 1);
    bool *named = talloc_zero_array(search, bool, (unsigned)problem->sums + 1);
    if (!pairs || !named) {
        search->failed = true;
        return;
    }
    for (int i = 0; i < of->pairs; i++)
        pairs[reduced->pair_of[of->pair[i]]] = true;
    for (int i = 0; i < of->demands; i++)
        if (reduced->sum_of[of->demand[i]] >= 0)
            named[reduced->sum_of[of->demand[i]]] = true;
    take_component(search, pairs, named);
    talloc_free(pairs);
    talloc_free(named);
}

void atoms_of_all(struct search *search)
{
    take_component(search, NULL, NULL);
}

void atoms_group(struct search *search)
{
    qsort(search->atom, (size_t)search->atoms, sizeof *search->atom, compare_atoms);
    search->groups = 0;
    for (int a = 0; a < search->atoms; a++)
        if (a == 0 || !atoms_of_one_group(&search->atom[a - 1], &search->atom[a]))
            search->first[search->groups++] = a;
    search->first[search->groups] = search->atoms;
}
