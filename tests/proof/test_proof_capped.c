/* Proofs of plans that give up more pairs than they must: the lines of frontiers, on rosters that some have
 * left. They hold as written; an altered pair or figure is refused, and so is a worse plan of as many moves
 * with everything in the file made to agree with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <talloc.h>

#include "accept.h"
#include "planning/departed.h"
#include "planning/frontier.h"
#include "planning/plan_file.h"
#include "planning/solve.h"
#include "proof/proof_check.h"
#include "roster/roster_read.h"
#include "script/script.h"
#include "tests/base/random.h"

/* A line of a frontier, as read from what was written. */
struct instance {
    const char *scheme_name, *folder;
    int leave[4]; /* of the roster as it is when they go, one after the other; ended by -1 */
    int lines;    /* that there are at the least */
    int few, many;
    struct grounds on;
    struct frontier *frontier;
    struct named_plan *plan;
    struct pair *pair;
    int pairs;
};

static bool all;

static struct instance instances[] = {
    {.scheme_name = "county-model",
     .folder = "county-model",
     .leave = {3, 9, -1},
     .lines = 2,
     .few = 30,
     .many = 1000},
    {.scheme_name = "jinhua-2022",
     .folder = "jinhua",
     .leave = {303, 278, 121, -1},
     .lines = 2,
     .few = 6,
     .many = 300},
};
enum { INSTANCES = sizeof instances / sizeof instances[0] };

static struct scheme *load(const struct instance *in, struct script_text *text, struct roster *roster)
{
    struct scheme *scheme;
    assert_int_equal(script_load_scheme(in->on.error,
                                        &(struct script_request){.text = text, .roster = roster}, &scheme,
                                        in->on.error),
                     STATUS_OK);
    return scheme;
}

/* The plan of everybody, as the previous one of those who stay. */
static void find_previous(struct instance *in, struct script_text *text, struct roster *whole)
{
    const struct solve_request request = {.options = {.seconds = 600}};
    struct scheme *scheme = load(in, text, whole);
    struct named_plan *named;
    struct plan *plan;
    size_t size;
    assert_int_equal(plan_solve(in->on.error, whole, scheme, &request, &plan, in->on.error), STATUS_OK);
    const char *json = plan_to_json(in->on.error, plan, scheme, whole, &size);
    assert_int_equal(plan_parse(in->on.error, "before.json", json, size, &named, in->on.error), STATUS_OK);
    assert_int_equal(plan_bind(in->on.error, named, in->on.scheme, in->on.roster, BIND_LEAVE,
                               &in->on.previous, &in->on.previous_pairs, NULL, in->on.error),
                     STATUS_OK);
}

static void take_line(struct instance *in, int line)
{
    size_t size;
    const struct plan *plan =
        frontier_plan(in->frontier, in->on.scheme, in->frontier, &in->frontier->line[line]);
    const char *json = plan_to_json(in->on.error, plan, in->on.scheme, in->on.roster, &size);
    assert_int_equal(plan_parse(in->on.error, "line.json", json, size, &in->plan, in->on.error), STATUS_OK);
    assert_int_equal(plan_bind(in->on.error, in->plan, in->on.scheme, in->on.roster, BIND_REFUSE, &in->pair,
                               &in->pairs, NULL, in->on.error),
                     STATUS_OK);
}

static int set_up(void **state)
{
    (void)state;
    for (int i = 0; i < INSTANCES; i++) {
        struct instance *in = &instances[i];
        struct error *error = in->on.error = error_new(NULL);
        struct roster *whole;
        struct tidied_list *tidied;
        struct script_text text;
        const char *scheme = talloc_asprintf(error, TREE "/scripts/schemes/%s.lua", in->scheme_name);
        const char *roster = talloc_asprintf(error, TREE "/data/%s/roster.csv", in->folder);
        if (roster_read(error, roster, NULL, &whole, &tidied, error) ||
            script_find_scheme(error, scheme, &text, error))
            return -1;
        in->on.roster = whole;
        for (int k = 0; in->leave[k] >= 0; k++)
            in->on.roster = roster_without(error, in->on.roster, in->leave[k]);
        in->on.scheme = load(in, &text, in->on.roster);
        find_previous(in, &text, whole);
        in->on.has_previous = true;
        struct frontier_request request = {.solve = {.previous = in->on.previous,
                                                     .previous_pairs = in->on.previous_pairs,
                                                     .has_previous = true,
                                                     .options = solver_defaults()},
                                           .most = -1};
        request.solve.options.seconds = 600;
        if (frontier_find(error, in->on.roster, in->on.scheme, &request, &in->frontier, error))
            return -1;
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (int i = 0; i < INSTANCES; i++)
        talloc_free(instances[i].on.error);
    return 0;
}

static int rounds(const struct instance *in)
{
    return all ? in->many : in->few;
}

static void every_line_holds_as_written(void **state)
{
    (void)state;
    for (int i = 0; i < INSTANCES; i++) {
        struct instance *in = &instances[i];
        assert_true(in->frontier->whole && in->frontier->lines >= in->lines);
        for (int k = 0; k < in->frontier->lines; k++) {
            take_line(in, k);
            assert_true(accepts_on(&in->on, in->pair, in->pairs, in->plan));
            assert_int_equal(in->plan->proof->line[in->plan->proof->lines - 1].part == PROOF_WHOLE, k > 0);
        }
    }
}

static void add(int64_t **list, int *count, int64_t *figure)
{
    list[(*count)++] = figure;
}

/* All figures that the file claims. */
static int figures_of(const struct instance *in, int64_t **list)
{
    const struct proof *proof = in->plan->proof;
    int count = 0;
    for (int s = 0; s < in->plan->stages; s++) {
        add(list, &count, &in->plan->stage[s].value);
        add(list, &count, &in->plan->stage[s].bound);
    }
    for (int i = 0; i < proof->lines; i++) {
        if (proof->line[i].potentials >= 0)
            continue;
        add(list, &count, &proof->line[i].value);
        add(list, &count, &proof->line[i].bound);
        if (proof->line[i].capped)
            add(list, &count, &proof->line[i].at_most);
    }
    return count;
}

static void every_altered_figure_is_refused(void **state)
{
    (void)state;
    for (int n = 0; n < INSTANCES; n++) {
        struct instance *in = &instances[n];
        for (int k = 1; k < in->frontier->lines && (all || k == 1); k++) {
            take_line(in, k);
            int64_t **figure =
                talloc_array(in->on.error, int64_t *, 2 * in->plan->stages + 3 * in->plan->proof->lines);
            int figures = figures_of(in, figure);
            for (int i = 0; i < 2 * figures; i++) {
                *figure[i / 2] += i % 2 ? 1 : -1;
                assert_false(accepts_on(&in->on, in->pair, in->pairs, in->plan));
                *figure[i / 2] -= i % 2 ? 1 : -1;
            }
            assert_true(accepts_on(&in->on, in->pair, in->pairs, in->plan));
        }
    }
}

/* The bound of the capped stage, claimed alike by the stage and its line: it is solved again. */
static void a_bound_that_agrees_with_its_line_is_refused(void **state)
{
    (void)state;
    for (int n = 0; n < INSTANCES; n++) {
        struct instance *in = &instances[n];
        take_line(in, 1);
        int change = in->frontier->change;
        struct proof_line *line = &in->plan->proof->line[in->plan->proof->lines - in->plan->stages + change];
        assert_true(line->capped);
        for (int by = -1; by <= 1; by += 2) {
            in->plan->stage[change].bound += by;
            line->bound += by;
            assert_false(accepts_on(&in->on, in->pair, in->pairs, in->plan));
            in->plan->stage[change].bound -= by;
            line->bound -= by;
        }
    }
}

static int compare_pairs(const void *a, const void *b)
{
    return pair_compare(a, b);
}

/* Another source for one pair. False where that is no candidate, or there already. */
static bool alter_pair(const struct instance *in, uint64_t *random, struct pair *pair)
{
    memcpy(pair, in->pair, (size_t)in->pairs * sizeof *pair);
    int i = random_below(random, in->pairs);
    const struct relation *relation = &in->on.scheme->relation[pair[i].relation];
    pair[i].source = relation->source[random_below(random, relation->sources)];
    bool fits = relation_pair(relation, pair[i].source, pair[i].target) >= 0;
    for (int k = 0; k < in->pairs; k++)
        fits = fits && pair_compare(&pair[i], &in->pair[k]) != 0;
    qsort(pair, (size_t)in->pairs, sizeof *pair, compare_pairs);
    return fits;
}

/* Makes the file claim the values of these pairs: as bounds, too, but for the best that the capped stage has.
 */
static void claim(const struct instance *in, const struct check_result *values, const struct pair *pair,
                  char *digest)
{
    struct named_plan *plan = in->plan;
    proof_digest(in->on.scheme, in->on.roster, pair, in->pairs, digest);
    plan->proof->digest = digest;
    for (int s = 0; s < plan->stages; s++) {
        struct stage_value *stage = &plan->stage[s];
        int64_t by = values->stage[s].value - stage->value;
        stage->value += by;
        stage->bound += s == in->frontier->change ? 0 : by;
        for (int i = 0; i < plan->proof->lines; i++) {
            struct proof_line *line = &plan->proof->line[i];
            if (strcmp(line->stage, stage->name) != 0 || line->potentials >= 0)
                continue;
            line->value += by;
            line->bound += line->capped ? 0 : by;
            line->at_most += line->capped ? by : 0;
        }
    }
}

/* Whether there is a better plan of as many moves: then what is claimed is wrong. */
static bool is_worse(const struct instance *in, const struct check_result *values)
{
    const struct frontier *frontier = in->frontier;
    const struct frontier_line *best = frontier_within(frontier, values->stage[frontier->change].value);
    if (!best)
        return true;
    for (int s = 0; s < frontier->stages; s++)
        if (s != frontier->change && values->stage[s].value != best->value[s])
            return true;
    return false;
}

static void no_worse_plan_of_as_many_moves_passes(void **state)
{
    (void)state;
    uint64_t random = 21;
    int worse = 0;
    for (int n = 0; n < INSTANCES; n++) {
        struct instance *in = &instances[n];
        for (int i = 0, tries = 0; i < rounds(in) && tries < 400 * rounds(in); tries++) {
            void *owner = talloc_new(in->on.error);
            char digest[PROOF_DIGEST];
            take_line(in, 1);
            struct pair *pair = talloc_array(owner, struct pair, (unsigned)in->pairs);
            const struct check_result *values =
                alter_pair(in, &random, pair) ? values_on(&in->on, owner, pair, in->pairs, NULL) : NULL;
            if (values && is_worse(in, values)) {
                assert_false(
                    accepts_on(&in->on, pair, in->pairs, in->plan)); /* the claims are those of the line */
                claim(in, values, pair, digest);
                assert_false(accepts_on(&in->on, pair, in->pairs, in->plan));
                worse++;
                i++;
            }
            talloc_free(owner);
        }
    }
    assert_true(worse >= 20);
}

int main(int argc, char **argv)
{
    all = argc > 1 && strcmp(argv[1], "all") == 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_holds_as_written),
        cmocka_unit_test(every_altered_figure_is_refused),
        cmocka_unit_test(a_bound_that_agrees_with_its_line_is_refused),
        cmocka_unit_test(no_worse_plan_of_as_many_moves_passes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
