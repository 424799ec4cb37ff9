#include "tests/solver/instance.h"

#include <stdlib.h>
#include <string.h>

/* ---- Making one ---- */

/* splitmix64 */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

struct maker {
    struct instance *in;
    uint64_t state;
    int pairs, points; /* at most; what one point is worth */
};

static int between(struct maker *m, int lo, int hi)
{
    return lo + (int)(next_random(&m->state) % (uint64_t)(hi - lo + 1));
}

static bool chance(struct maker *m, int percent)
{
    return between(m, 1, 100) <= percent;
}

static int any_stage(struct maker *m)
{
    return between(m, 0, m->in->problem.stages - 1);
}

static int64_t points(struct maker *m, int lo, int hi)
{
    int64_t amount = between(m, lo, hi);
    return m->points == 1 ? amount : amount * m->points + between(m, 0, 3) * (amount > 0);
}

static struct solver_sum *add_sum(struct maker *m)
{
    struct instance *in = m->in;
    if (in->problem.sums == SUMS)
        abort();
    int i = in->problem.sums++;
    in->sum[i] =
        (struct solver_sum){.pair = in->sum_pair[i], .lo = 0, .hi = SOLVER_UNBOUNDED, .stage = SOLVER_HARD};
    return &in->sum[i];
}

static void put(struct instance *in, struct solver_sum *sum, int pair)
{
    int i = (int)(sum - in->sum);
    in->sum_pair[i][sum->n++] = pair;
    in->sum_mask[i] |= 1u << pair;
}

static void add_curve(struct maker *m, const struct solver_sum *sum)
{
    struct instance *in = m->in;
    if (in->problem.curves == CURVES)
        return;
    int c = in->problem.curves++, at = between(m, -3, 2);
    in->curve[c] = (struct solver_curve){
        .sum = (int)(sum - in->sum), .stage = any_stage(m), .n = PAIRS, .step = in->step[c]};
    for (int j = 0; j < PAIRS; j++)
        in->step[c][j] = at += between(m, 0, 2);
}

static void make_soft(struct maker *m, struct solver_sum *sum)
{
    sum->stage = any_stage(m);
    sum->under = points(m, 0, 3);
    sum->over = points(m, 0, 3);
}

static void make_pairs(struct maker *m)
{
    struct instance *in = m->in;
    int sources = between(m, 1, 4), targets = between(m, 1, 5), p = 0;
    for (int tries = 0; tries < 60 && p < m->pairs; tries++) {
        int s = between(m, 0, sources - 1), t = between(m, 0, targets - 1);
        if (!chance(m, 60))
            continue;
        in->source[p] = s;
        in->target[p++] = t;
    }
    in->problem.pairs = p > 0 ? p : 1;
    for (int i = 0; i < in->problem.pairs; i++) {
        int k = between(m, 0, i);
        in->rank[i] = i;
        int swap = in->rank[k];
        in->rank[k] = in->rank[i];
        in->rank[i] = swap;
    }
}

static void make_costs(struct maker *m)
{
    struct instance *in = m->in;
    for (int s = 0; s < in->problem.stages; s++) {
        in->cost_list[s] = chance(m, 80) ? in->cost[s] : NULL;
        for (int p = 0; p < in->problem.pairs; p++)
            in->cost[s][p] = chance(m, 60) ? points(m, -4, 5) : 0;
    }
}

/* Some of a sum's pairs, or all of them once more, under a bound of their own. */
static void add_inner(struct maker *m, const struct solver_sum *outer)
{
    struct solver_sum *inner = add_sum(m);
    int keep = chance(m, 20) ? 100 : 50;
    for (int k = 0; k < outer->n; k++)
        if (chance(m, keep))
            put(m->in, inner, outer->pair[k]);
    inner->hi = between(m, 0, 2);
    if (chance(m, 15))
        make_soft(m, inner);
    if (chance(m, 30))
        add_curve(m, inner);
}

/* Loads of sources and covers of targets, sometimes soft, sometimes with a nested limit. */
static void make_ends(struct maker *m, const int *end, int ends)
{
    struct instance *in = m->in;
    for (int e = 0; e < ends; e++) {
        if (chance(m, 15))
            continue;
        struct solver_sum *sum = add_sum(m);
        for (int p = 0; p < in->problem.pairs; p++)
            if (end[p] == e)
                put(in, sum, p);
        if (sum->n == 0 && !chance(m, 20)) { /* one that nobody can fill would end nearly every problem */
            in->problem.sums--;
            continue;
        }
        sum->lo = chance(m, 40) ? between(m, 0, 2) : 0;
        sum->hi = chance(m, 55) ? sum->lo + between(m, 0, 2) : SOLVER_UNBOUNDED;
        if (chance(m, 25))
            make_soft(m, sum);
        if (chance(m, 40))
            add_curve(m, sum);
        if (sum->n > 1 && chance(m, 25))
            add_inner(m, sum);
    }
}

/* Rows over several ends (a team), or over all pairs: they nest with the ends of their side. */
static void make_teams(struct maker *m, const int *end, int ends)
{
    struct instance *in = m->in;
    int wanted = between(m, -2, 2);
    for (int i = 0; i < wanted; i++) {
        struct solver_sum *sum = add_sum(m);
        int from = between(m, 0, ends - 1), to = chance(m, 30) ? ends : between(m, from, ends - 1);
        for (int p = 0; p < in->problem.pairs; p++)
            if (to == ends || (end[p] >= from && end[p] <= to))
                put(in, sum, p);
        sum->lo = chance(m, 40) && sum->n > 0 ? between(m, 0, 3) : 0;
        sum->hi = chance(m, 60) ? sum->lo + between(m, 0, 3) : SOLVER_UNBOUNDED;
        if (chance(m, 30))
            make_soft(m, sum);
        if (chance(m, 40))
            add_curve(m, sum);
    }
}

/* A sum without pairs that asks for something, and bounds that contradict each other. */
static void make_oddities(struct maker *m)
{
    if (chance(m, 4)) {
        struct solver_sum *nobody = add_sum(m);
        nobody->lo = between(m, 0, 2);
        nobody->hi = between(m, (int)nobody->lo, 3);
        if (chance(m, 80))
            make_soft(m, nobody);
        if (chance(m, 30))
            add_curve(m, nobody);
    }
    if (chance(m, 3) && m->in->problem.sums > 0) {
        struct solver_sum *sum = &m->in->sum[between(m, 0, m->in->problem.sums - 1)];
        if (sum->lo == INT64_MIN)
            return;
        sum->hi = chance(m, 50) ? -between(m, 1, 2) : sum->lo - between(m, 0, 2);
        if (chance(m, 70))
            make_soft(m, sum);
    }
}

static void make_links(struct maker *m)
{
    struct instance *in = m->in;
    int wanted = between(m, 0, 3);
    for (int i = 0; i < wanted && in->problem.pairs > 1; i++) {
        int l = in->problem.links++;
        struct solver_link *link = &in->link[l];
        *link = (struct solver_link){.pair = in->link_pair[l],
                                     .given = between(m, 0, in->problem.pairs - 1),
                                     .cap = between(m, 0, 3),
                                     .stage = between(m, chance(m, 25) ? -1 : 0, in->problem.stages - 1)};
        link->points = points(m, -4, 3);
        bool own_source = chance(m, 30); /* all of them in the load that `given` is in, too */
        for (int p = 0; p < in->problem.pairs; p++) {
            if (p == link->given || !(own_source ? in->source[p] == in->source[link->given] : chance(m, 40)))
                continue;
            in->link_pair[l][link->n++] = p;
            in->link_mask[l] |= 1u << p;
        }
    }
}

static void make_coupling_sums(struct maker *m)
{
    struct instance *in = m->in;
    int wanted = between(m, 1, 3);
    for (int i = 0; i < wanted; i++) {
        struct solver_sum *sum = add_sum(m);
        bool weighted = chance(m, 50);
        int least = chance(m, 20) ? -2 : chance(m, 30) ? 0 : 1;
        sum->weight = weighted ? in->sum_weight[sum - in->sum] : NULL;
        for (int p = 0; p < in->problem.pairs; p++) {
            if (!chance(m, 50))
                continue;
            in->sum_weight[sum - in->sum][sum->n] = between(m, least, 4);
            put(in, sum, p);
        }
        sum->lo = chance(m, 30) ? between(m, 0, 3) : chance(m, 50) ? 0 : INT64_MIN;
        sum->hi = chance(m, 70) ? (sum->lo > 0 ? sum->lo : 0) + between(m, 0, 4) : SOLVER_UNBOUNDED;
        if (chance(m, 40)) {
            make_soft(m, sum);
            if (sum->lo == INT64_MIN)
                sum->lo = 0;
        }
        if (!weighted && chance(m, 30))
            add_curve(m, sum);
    }
}

void instance_make(struct instance *in, uint64_t seed, enum instance_kind kind, int pairs)
{
    struct maker m = {.in = in, .state = seed};
    memset(in, 0, sizeof *in);
    m.pairs = pairs > 0 ? pairs : chance(&m, 1) ? PAIRS : 12;
    m.points = chance(&m, 10) ? 100000 : 1;
    in->problem.stages = between(&m, 1, STAGES);
    make_pairs(&m);
    make_costs(&m);
    make_ends(&m, in->source, 4);
    make_ends(&m, in->target, 5);
    if (chance(&m, 30))
        make_teams(&m, chance(&m, 50) ? in->source : in->target, 4);
    if (kind == INSTANCE_COUPLED) {
        make_links(&m);
        if (chance(&m, 60))
            make_coupling_sums(&m);
    }
    make_oddities(&m);
    in->problem.source = in->source;
    in->problem.target = in->target;
    in->problem.rank = in->rank;
    in->problem.cost = in->cost_list;
    in->problem.sum = in->sum;
    in->problem.curve = in->curve;
    in->problem.link = in->link;
}

/* ---- Trying every choice ---- */

static int bits(unsigned set)
{
    int count = 0;
    for (; set; set &= set - 1)
        count++;
    return count;
}

static int64_t total_of(const struct instance *in, int i, unsigned choice)
{
    const struct solver_sum *sum = &in->sum[i];
    if (!sum->weight)
        return bits(choice & in->sum_mask[i]);
    int64_t total = 0;
    for (int k = 0; k < sum->n; k++)
        total += choice >> sum->pair[k] & 1 ? sum->weight[k] : 0;
    return total;
}

static bool take_sums(const struct instance *in, unsigned choice, int64_t *value)
{
    for (int i = 0; i < in->problem.sums; i++) {
        const struct solver_sum *sum = &in->sum[i];
        int64_t total = total_of(in, i, choice), below = total < sum->lo ? sum->lo - total : 0;
        int64_t above = total > sum->hi ? total - sum->hi : 0;
        if (sum->stage < 0 && (below || above))
            return false;
        if (sum->stage >= 0)
            value[sum->stage] += below * sum->under + above * sum->over;
    }
    return true;
}

static bool link_is_broken(const struct instance *in, int i, unsigned choice)
{
    return in->link[i].stage < 0 && (choice & in->link_mask[i]) && !(choice >> in->link[i].given & 1);
}

bool instance_evaluate(const struct instance *in, unsigned choice, int64_t *value)
{
    const struct solver_problem *problem = &in->problem;
    memset(value, 0, STAGES * sizeof *value);
    if (!take_sums(in, choice, value))
        return false;
    for (int i = 0; i < problem->links; i++) {
        const struct solver_link *link = &in->link[i];
        int count = bits(choice & in->link_mask[i]);
        if (link_is_broken(in, i, choice))
            return false;
        if (link->stage >= 0 && choice >> link->given & 1)
            value[link->stage] += link->points * (count < link->cap ? count : link->cap);
    }
    for (int i = 0; i < problem->curves; i++) {
        int64_t total = total_of(in, in->curve[i].sum, choice);
        for (int64_t j = 0; j < total; j++)
            value[in->curve[i].stage] += in->curve[i].step[j];
    }
    for (int s = 0; s < problem->stages; s++)
        for (int p = 0; in->cost_list[s] && p < problem->pairs; p++)
            value[s] += choice >> p & 1 ? in->cost[s][p] : 0;
    return true;
}

int instance_compare(const int64_t *a, const int64_t *b, int stages)
{
    for (int s = 0; s < stages; s++)
        if (a[s] != b[s])
            return a[s] < b[s] ? -1 : 1;
    return 0;
}

/* Whether choice a comes before b in the tie: it holds the first pair asked in which they differ. */
static bool preferred(const struct instance *in, unsigned a, unsigned b)
{
    int best = -1;
    for (int p = 0; p < in->problem.pairs; p++)
        if (((a ^ b) >> p & 1) && (best < 0 || in->rank[p] < in->rank[best]))
            best = p;
    return best >= 0 && (a >> best & 1);
}

struct brute instance_brute_force(const struct instance *in)
{
    struct brute best = {0};
    int64_t value[STAGES];
    for (unsigned choice = 0; choice < 1u << in->problem.pairs; choice++) {
        if (!instance_evaluate(in, choice, value))
            continue;
        int order = best.feasible ? instance_compare(value, best.value, in->problem.stages) : -1;
        if (order > 0)
            continue;
        best.optima = order < 0 ? 1 : best.optima + 1;
        if (order < 0 || preferred(in, choice, best.choice)) {
            memcpy(best.value, value, sizeof value);
            best.choice = choice;
        }
        best.feasible = true;
    }
    return best;
}

unsigned instance_choice(const struct instance *in, const unsigned char *chosen)
{
    unsigned choice = 0;
    for (int p = 0; p < in->problem.pairs; p++)
        choice |= (unsigned)(chosen[p] != 0) << p;
    return choice;
}

/* ---- Conflicts ---- */

static void count_pairs(const struct solver_problem *problem, int sums, const int *sum, int *count, int sign)
{
    for (int i = 0; i < sums; i++)
        for (int k = 0; k < problem->sum[sum[i]].n; k++)
            count[problem->sum[sum[i]].pair[k]] += sign;
}

bool cut_holds(const struct solver_problem *problem, const struct solver_conflict *conflict)
{
    int64_t asked = 0, given = conflict->pairs;
    int *room = calloc((size_t)problem->pairs + 1, sizeof *room);
    count_pairs(problem, conflict->limits, conflict->limit, room, 1);
    count_pairs(problem, conflict->demands, conflict->demand, room, -1);
    bool holds = true;
    for (int i = 0; i < conflict->pairs; i++) {
        room[conflict->pair[i]]++;
        for (int k = 0; k < i; k++)
            holds = holds && conflict->pair[i] != conflict->pair[k];
    }
    for (int p = 0; p < problem->pairs; p++)
        holds = holds && room[p] >= 0;
    for (int i = 0; i < conflict->demands; i++) {
        holds = holds && problem->sum[conflict->demand[i]].stage == SOLVER_HARD;
        asked += problem->sum[conflict->demand[i]].lo;
    }
    for (int i = 0; i < conflict->limits; i++) {
        const struct solver_sum *sum = &problem->sum[conflict->limit[i]];
        given += sum->stage == SOLVER_HARD && sum->hi < sum->n ? sum->hi : sum->n;
    }
    free(room);
    return holds && conflict->exact && asked > given;
}

static bool component_allows(const struct instance *in, const struct solver_conflict *conflict,
                             unsigned choice)
{
    for (int i = 0; i < conflict->demands; i++)
        if (total_of(in, conflict->demand[i], choice) < in->sum[conflict->demand[i]].lo)
            return false;
    for (int i = 0; i < conflict->limits; i++)
        if (total_of(in, conflict->limit[i], choice) > in->sum[conflict->limit[i]].hi)
            return false;
    for (int i = 0; i < in->problem.links; i++)
        if (link_is_broken(in, i, choice))
            return false;
    return true;
}

bool conflict_holds(const struct instance *in, const struct solver_conflict *conflict)
{
    if (conflict->exact)
        return cut_holds(&in->problem, conflict);
    unsigned open = 0, choice = 0;
    for (int i = 0; i < conflict->pairs; i++)
        open |= 1u << conflict->pair[i];
    do { /* every subset of the component's pairs */
        if (component_allows(in, conflict, choice))
            return false;
        choice = (choice - open) & open;
    } while (choice != 0);
    return true;
}
