/* Proofs of the schemes that travel with the program: they hold as written, every alteration of a pair, a
 * value or a bound is refused, an altered potential is refused or still proves the same value (a sum over all
 * arcs, worked out here, decides which), and no worse plan passes with any potentials. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <talloc.h>

#include "accept.h"
#include "planning/plan_file.h"
#include "planning/plan_proof.h"
#include "planning/solve.h"
#include "proof/proof_check.h"
#include "roster/roster_read.h"
#include "script/script.h"
#include "tests/base/random.h"

struct instance {
    const char *scheme_name, *folder;
    int few, many; /* alterations of each kind: as a rule, and with "all" */
    struct error *error;
    struct roster *roster;
    struct scheme *scheme;
    struct named_plan *plan; /* as read from what was written */
    struct pair *pair;
    int pairs;
    struct problem *problem;
    const char **name; /* [sums] of rows */
};

static bool all;

static struct instance instances[] = {
    {.scheme_name = "county-model", .folder = "county-model", .few = 60, .many = 1000},
    {.scheme_name = "puer-2021", .folder = "puer", .few = 60, .many = 1000},
    {.scheme_name = "deqing-sector", .folder = "deqing", .few = 60, .many = 1000},
    {.scheme_name = "jinhua-2022", .folder = "jinhua", .few = 12, .many = 1000},
};
enum { INSTANCES = sizeof instances / sizeof instances[0] };

static enum status open_instance(struct instance *in)
{
    struct error *error = in->error = error_new(NULL);
    const struct solve_request request = {.options = {.seconds = 600}};
    const char *roster = talloc_asprintf(error, TREE "/data/%s/roster.csv", in->folder);
    const char *scheme = talloc_asprintf(error, TREE "/scripts/schemes/%s.lua", in->scheme_name);
    struct tidied_list *tidied;
    struct script_text text;
    struct plan *plan;
    size_t size;
    if (roster_read(error, roster, NULL, &in->roster, &tidied, error) ||
        script_find_scheme(error, scheme, &text, error) ||
        script_load_scheme(error, &(struct script_request){.text = &text, .roster = in->roster}, &in->scheme,
                           error) ||
        plan_solve(error, in->roster, in->scheme, &request, &plan, error))
        return STATUS_NO;
    const char *json = plan_to_json(error, plan, in->scheme, in->roster, &size);
    if (!json || plan_parse(error, "plan.json", json, size, &in->plan, error) ||
        plan_bind(error, in->plan, in->scheme, in->roster, BIND_REFUSE, &in->pair, &in->pairs, NULL, error) ||
        problem_build(error, in->roster, in->scheme, NULL, 0, false, &in->problem, error))
        return STATUS_NO;
    in->name = problem_row_names(error, in->problem);
    return in->name ? STATUS_OK : STATUS_NO;
}

static int set_up(void **state)
{
    (void)state;
    for (int i = 0; i < INSTANCES; i++)
        if (open_instance(&instances[i]) != STATUS_OK)
            return -1;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (int i = 0; i < INSTANCES; i++)
        talloc_free(instances[i].error);
    return 0;
}

static int rounds(const struct instance *in)
{
    return all ? in->many : in->few;
}

static struct grounds grounds_of(const struct instance *in)
{
    return (struct grounds){.roster = in->roster, .scheme = in->scheme, .error = in->error};
}

static struct check_result *values_of(const struct instance *in, const void *owner, const struct pair *pair,
                                      int pairs, const struct named_plan *claimed)
{
    const struct grounds on = grounds_of(in);
    return values_on(&on, owner, pair, pairs, claimed);
}

static bool accepts(const struct instance *in, const struct pair *pair, int pairs)
{
    const struct grounds on = grounds_of(in);
    return accepts_on(&on, pair, pairs, in->plan);
}

static void proofs_hold_as_written(void **state)
{
    (void)state;
    for (int i = 0; i < INSTANCES; i++)
        assert_true(accepts(&instances[i], instances[i].pair, instances[i].pairs));
}

static void what_there_is_no_time_for_is_called_trusted(void **state)
{
    (void)state;
    const struct instance *in = &instances[INSTANCES - 1];
    struct proof_result *result;
    int verified = 0, trusted = 0;
    assert_int_equal(proof_check(in->error, in->roster, in->scheme, in->pair, in->pairs, NULL, 0, false,
                                 in->plan, 0, &result, in->error),
                     STATUS_OK);
    assert_int_equal(result->faults, 0);
    for (int i = 0; i < result->rows; i++) {
        verified += result->row[i].outcome == PROOF_VERIFIED;
        trusted += result->row[i].outcome == PROOF_TRUSTED;
        assert_true(result->row[i].outcome != PROOF_RESOLVED);
    }
    assert_int_equal(verified, 3);
    assert_int_equal(trusted, 1);
}

/* Another plan, one pair away: left out, or with another source or target. */
static void alter_pair(const struct instance *in, uint64_t *random, struct pair *pair, int *pairs)
{
    memcpy(pair, in->pair, (size_t)in->pairs * sizeof *pair);
    *pairs = in->pairs;
    for (;;) {
        int i = random_below(random, in->pairs);
        const struct relation *relation = &in->scheme->relation[pair[i].relation];
        struct pair other = pair[i];
        int kind = random_below(random, 5);
        if (kind == 0) {
            pair[i] = pair[--*pairs];
            return;
        }
        if (kind < 4)
            other.source = relation->source[random_below(random, relation->sources)];
        else
            other.target = relation->target[random_below(random, relation->targets)];
        bool there = relation_pair(relation, other.source, other.target) < 0;
        for (int k = 0; k < in->pairs; k++)
            there = there || pair_compare(&other, &pair[k]) == 0;
        if (there)
            continue;
        pair[i] = other;
        return;
    }
}

static void every_altered_pair_is_refused(void **state)
{
    (void)state;
    uint64_t random = 11;
    for (int n = 0; n < INSTANCES; n++) {
        const struct instance *in = &instances[n];
        struct pair *pair = talloc_array(in->error, struct pair, (unsigned)in->pairs);
        for (int i = 0; i < rounds(in); i++) {
            int pairs;
            alter_pair(in, &random, pair, &pairs);
            assert_false(accepts(in, pair, pairs));
        }
    }
}

/* One of the figures that the file claims: of a stage, or of a part that has no potentials. */
static int64_t *random_figure(const struct instance *in, uint64_t *random)
{
    const struct proof *proof = in->plan->proof;
    int at = random_below(random, in->plan->stages + proof->lines);
    bool value = random_below(random, 2) == 0;
    if (at < in->plan->stages)
        return value ? &in->plan->stage[at].value : &in->plan->stage[at].bound;
    struct proof_line *line = &proof->line[at - in->plan->stages];
    return line->potentials >= 0 ? NULL : value ? &line->value : &line->bound;
}

static void every_altered_value_or_bound_is_refused(void **state)
{
    (void)state;
    uint64_t random = 12;
    for (int n = 0; n < INSTANCES; n++) {
        const struct instance *in = &instances[n];
        for (int i = 0; i < rounds(in);) {
            int64_t *figure = random_figure(in, &random);
            if (!figure)
                continue;
            int64_t before = *figure;
            *figure += random_below(&random, 2) ? 1 : -1;
            assert_false(accepts(in, in->pair, in->pairs));
            *figure = before;
            i++;
        }
    }
}

/* A value and its bound altered alike, so that they still agree with each other. */
static void altered_claims_that_agree_are_refused(void **state)
{
    (void)state;
    for (int n = 0; n < INSTANCES; n++)
        for (int s = 0; s < instances[n].plan->stages; s++)
            for (int by = -1; by <= 1; by += 2) {
                struct stage_value *stage = &instances[n].plan->stage[s];
                stage->value += by;
                stage->bound += by;
                assert_false(accepts(&instances[n], instances[n].pair, instances[n].pairs));
                stage->value -= by;
                stage->bound -= by;
            }
}

/* ---- An exact recomputation: the least that any flow can cost, as a sum over the arcs of a part ---- */

struct arc {
    int from, to; /* as the potentials count; -1: the sources' end */
    int64_t lower, upper, flow;
    int sum, unit, pair; /* what it costs: the unit of the sum, or the pair; -1 */
};

struct sums_of_part {
    const struct instance *in;
    const struct proof_part *part;
    unsigned char *chosen;
    struct arc *arc;
    int arcs;
    int *sum; /* [nodes] */
};

static int sum_named(const struct instance *in, const char *name)
{
    for (int i = 0; i < in->problem->sums; i++)
        if (strcmp(in->name[i], name) == 0)
            return i;
    fail_msg("no row %s", name);
    return -1;
}

static bool holds(const struct solver_sum *sum, int pair)
{
    for (int k = 0; k < sum->n; k++)
        if (sum->pair[k] == pair)
            return true;
    return false;
}

/* The last of the nodes [begin, end) that holds the pair, or `otherwise`; potentials count it one higher. */
static int last_node(const struct sums_of_part *of, int begin, int end, int pair, int otherwise)
{
    for (int v = end - 1; v >= begin; v--)
        if (holds(&of->in->problem->sum[of->sum[v]], pair))
            return v + 1;
    return otherwise;
}

static void add_arcs_of_node(struct sums_of_part *of, int v)
{
    const struct solver_sum *sum = &of->in->problem->sum[of->sum[v]];
    bool source = v < of->part->from, hard = sum->stage == SOLVER_HARD;
    int outer =
        source ? last_node(of, 0, v, sum->pair[0], -1) : last_node(of, of->part->from, v, sum->pair[0], 0);
    int64_t total = 0;
    for (int k = 0; k < sum->n; k++)
        total += of->chosen[sum->pair[k]];
    for (int j = 1; j <= sum->n && !(hard && j > sum->hi); j++)
        of->arc[of->arcs++] = (struct arc){.from = source ? outer : v + 1,
                                           .to = source ? v + 1 : outer,
                                           .lower = hard && j <= sum->lo,
                                           .upper = 1,
                                           .flow = j <= total,
                                           .sum = of->sum[v],
                                           .unit = j,
                                           .pair = -1};
}

/* The arcs of a part all of whose pairs lie in one of its nodes, as in the schemes here. */
static struct sums_of_part *arcs_of(const struct instance *in, const void *owner,
                                    const struct proof_part *part)
{
    struct sums_of_part *of = talloc_zero(owner, struct sums_of_part);
    const struct problem *problem = in->problem;
    int nodes = part->from + part->to, chosen = 0, room = problem->pairs + 1;
    of->in = in;
    of->part = part;
    of->chosen = talloc_zero_array(of, unsigned char, (unsigned)problem->pairs);
    bool *inside = talloc_zero_array(of, bool, (unsigned)problem->pairs);
    of->sum = talloc_array(of, int, (unsigned)nodes + 1);
    for (int i = 0; i < in->pairs; i++)
        of->chosen[problem->number[in->pair[i].relation][relation_pair(
            &in->scheme->relation[in->pair[i].relation], in->pair[i].source, in->pair[i].target)]] = 1;
    for (int v = 0; v < nodes; v++) {
        of->sum[v] = sum_named(in, part->node[v]);
        room += problem->sum[of->sum[v]].n;
        for (int k = 0; k < problem->sum[of->sum[v]].n; k++)
            inside[problem->sum[of->sum[v]].pair[k]] = true;
    }
    of->arc = talloc_array(of, struct arc, (unsigned)room);
    for (int v = 0; v < nodes; v++)
        add_arcs_of_node(of, v);
    for (int p = 0; p < problem->pairs; p++) {
        if (!inside[p])
            continue;
        chosen += of->chosen[p];
        of->arc[of->arcs++] = (struct arc){.from = last_node(of, 0, part->from, p, -1),
                                           .to = last_node(of, part->from, nodes, p, 0),
                                           .upper = 1,
                                           .flow = of->chosen[p],
                                           .sum = -1,
                                           .pair = p};
    }
    of->arc[of->arcs++] =
        (struct arc){.from = 0, .to = -1, .upper = problem->pairs + 1, .flow = chosen, .sum = -1, .pair = -1};
    return of;
}

static int64_t cost_of(const struct sums_of_part *of, const struct arc *arc, int stage)
{
    const struct problem *problem = of->in->problem;
    int64_t cost = 0;
    if (arc->pair >= 0 && problem->stage[stage].cost)
        cost = problem->stage[stage].cost[arc->pair];
    if (arc->sum >= 0 && problem->sum[arc->sum].stage == stage) {
        cost -= arc->unit <= problem->sum[arc->sum].lo ? problem->sum[arc->sum].under : 0;
        cost += arc->unit > problem->sum[arc->sum].hi ? problem->sum[arc->sum].over : 0;
    }
    for (int c = 0; arc->sum >= 0 && c < problem->curves; c++)
        if (problem->curve[c].sum == arc->sum && problem->curve[c].stage == stage)
            cost += problem->curve[c].step[arc->unit - 1];
    return cost;
}

/* Whether the plan's cost is the least that the potentials leave possible; then narrows the arcs. */
static bool is_least(struct sums_of_part *of, int stage, const int64_t *potential)
{
    int64_t least = 0, value = 0;
    for (int a = 0; a < of->arcs; a++) {
        struct arc *arc = &of->arc[a];
        int64_t cost = cost_of(of, arc, stage);
        int64_t reduced =
            cost + (arc->from < 0 ? 0 : potential[arc->from]) - (arc->to < 0 ? 0 : potential[arc->to]);
        value += cost * arc->flow;
        least += reduced * (reduced > 0 ? arc->lower : arc->upper);
        if (reduced != 0)
            arc->lower = arc->upper = arc->flow;
    }
    return least == value;
}

static bool potentials_prove(const struct instance *in, const struct proof_part *part)
{
    const struct proof *proof = in->plan->proof;
    struct sums_of_part *of = arcs_of(in, in->error, part);
    bool proven = true;
    for (int s = 0; s < in->problem->stages && proven; s++)
        for (int i = 0; i < proof->lines && proven; i++) {
            const char *name = in->scheme->stage[in->problem->stage[s].scheme_stage].name;
            if (proof->line[i].part == part->number && proof->line[i].potentials >= 0 &&
                strcmp(proof->line[i].stage, name) == 0)
                proven = is_least(of, s, proof->line[i].potential);
        }
    talloc_free(of);
    return proven;
}

static void an_altered_potential_is_refused_or_proves_the_same(void **state)
{
    (void)state;
    uint64_t random = 13;
    int refused = 0, proving = 0;
    for (int n = 0; n < INSTANCES; n++) {
        const struct instance *in = &instances[n];
        const struct proof *proof = in->plan->proof;
        for (int i = 0; i < rounds(in);) {
            const struct proof_line *line = &proof->line[random_below(&random, proof->lines)];
            if (line->potentials <= 0)
                continue;
            int64_t *potential = &line->potential[random_below(&random, line->potentials)],
                    before = *potential;
            *potential += (1 + random_below(&random, 3)) * (random_below(&random, 2) ? 1 : -1);
            bool proves = potentials_prove(in, &proof->part[line->part - 1]);
            assert_int_equal(accepts(in, in->pair, in->pairs), proves);
            *(proves ? &proving : &refused) += 1;
            *potential = before;
            i++;
        }
    }
    assert_true(refused > 0 && (proving > 0 || !all)); /* few of them still prove anything */
}

/* ---- Plans that are worse, with everything in the file made to agree with them ---- */

static void claim(const struct instance *in, const struct check_result *values, const struct pair *sorted,
                  int pairs, char *digest)
{
    struct proof *proof = in->plan->proof;
    proof_digest(in->scheme, in->roster, sorted, pairs, digest);
    proof->digest = digest;
    for (int s = 0; s < in->plan->stages; s++) {
        int64_t by = values->stage[s].value - in->plan->stage[s].value;
        in->plan->stage[s].value = in->plan->stage[s].bound = values->stage[s].value;
        for (int i = 0; i < proof->lines; i++)
            if (strcmp(proof->line[i].stage, in->plan->stage[s].name) == 0 && proof->line[i].potentials < 0)
                proof->line[i].value = proof->line[i].bound += by;
    }
}

static bool same_values(const struct instance *in, const struct check_result *values,
                        const struct stage_value *best)
{
    for (int s = 0; s < in->plan->stages; s++)
        if (values->stage[s].value != best[s].value)
            return false;
    return true;
}

static int compare_pairs(const void *a, const void *b)
{
    return pair_compare(a, b);
}

/* Potentials as they were, or any. */
static void spoil(const struct proof *proof, uint64_t *random)
{
    int how = random_below(random, 3);
    for (int i = 0; i < proof->lines && how > 0; i++)
        for (int k = 0; k < proof->line[i].potentials; k++)
            proof->line[i].potential[k] = how == 1 ? 0 : random_below(random, 15) - 7;
}

static struct proof_line *copy_lines(const void *owner, const struct proof *proof)
{
    struct proof_line *line = talloc_memdup(owner, proof->line, (size_t)proof->lines * sizeof *proof->line);
    for (int i = 0; i < proof->lines; i++)
        if (line[i].potentials > 0)
            line[i].potential = talloc_memdup(line, proof->line[i].potential,
                                              (size_t)line[i].potentials * sizeof *line[i].potential);
    return line;
}

static void no_worse_plan_passes_whatever_its_proof_says(void **state)
{
    (void)state;
    uint64_t random = 14;
    int worse = 0;
    for (int n = 0; n < INSTANCES; n++) {
        const struct instance *in = &instances[n];
        struct proof *proof = in->plan->proof;
        struct pair *pair = talloc_array(in->error, struct pair, (unsigned)in->pairs);
        for (int i = 0; i < rounds(in); i++) {
            void *owner = talloc_new(in->error);
            char digest[PROOF_DIGEST];
            int pairs;
            alter_pair(in, &random, pair, &pairs);
            qsort(pair, (size_t)pairs, sizeof *pair, compare_pairs);
            const struct check_result *values = values_of(in, owner, pair, pairs, NULL);
            const struct stage_value *best =
                talloc_memdup(owner, in->plan->stage, (size_t)in->plan->stages * sizeof *in->plan->stage);
            if (values && !same_values(in, values, best)) {
                struct proof_line *line = proof->line;
                const char *said = proof->digest;
                proof->line = copy_lines(owner, proof);
                claim(in, values, pair, pairs, digest);
                spoil(proof, &random);
                assert_false(accepts(in, pair, pairs));
                memcpy(in->plan->stage, best, (size_t)in->plan->stages * sizeof *best);
                proof->line = line;
                proof->digest = said;
                worse++;
            }
            talloc_free(owner);
        }
    }
    assert_true(worse >= 20);
    proofs_hold_as_written(state); /* all was put back */
}

int main(int argc, char **argv)
{
    all = argc > 1 && strcmp(argv[1], "all") == 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proofs_hold_as_written),
        cmocka_unit_test(what_there_is_no_time_for_is_called_trusted),
        cmocka_unit_test(every_altered_pair_is_refused),
        cmocka_unit_test(every_altered_value_or_bound_is_refused),
        cmocka_unit_test(altered_claims_that_agree_are_refused),
        cmocka_unit_test(an_altered_potential_is_refused_or_proves_the_same),
        cmocka_unit_test(no_worse_plan_passes_whatever_its_proof_says),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
