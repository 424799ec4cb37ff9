/* The checker on the real measure: Annex 1 is a sound part, the solver's plan is sound, and no pair can be
 * taken out of it or added to it without a violation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <talloc.h>

#include "planning/check.h"
#include "planning/plan_file.h"
#include "planning/solve.h"
#include "roster/roster_read.h"
#include "script/script.h"
#include "tests/base/random.h"

struct jinhua {
    struct error *error;
    struct roster *roster;
    struct scheme *scheme;
    struct pair *annex;
    int annex_pairs, *annex_row;
    struct plan *plan; /* the best one, without a previous plan */
};

static int set_up(void **state)
{
    struct error *error = error_new(NULL);
    struct jinhua *jinhua = talloc_zero(error, struct jinhua);
    struct tidied_list *tidied;
    struct script_text text;
    struct named_plan *annex;
    const struct solve_request request = {.options = {.seconds = 600}};
    jinhua->error = error;
    *state = jinhua;
    return roster_read(error, TREE "/data/jinhua/roster.csv", NULL, &jinhua->roster, &tidied, error) ||
           script_find_scheme(error, TREE "/scripts/schemes/jinhua-2022.lua", &text, error) ||
           script_load_scheme(error, &(struct script_request){.text = &text, .roster = jinhua->roster},
                              &jinhua->scheme, error) ||
           plan_read(error, TREE "/data/jinhua/annex1.csv", &annex, error) ||
           plan_bind(error, annex, jinhua->scheme, jinhua->roster, BIND_REFUSE, &jinhua->annex,
                     &jinhua->annex_pairs, &jinhua->annex_row, error) ||
           plan_solve(error, jinhua->roster, jinhua->scheme, &request, &jinhua->plan, error);
}

static int tear_down(void **state)
{
    struct jinhua *jinhua = *state;
    for (int i = 0; i < jinhua->error->count; i++)
        print_error("%s\n", jinhua->error->fault[i].message);
    return talloc_free(jinhua->error);
}

static struct check_result *check(const struct jinhua *jinhua, const struct pair *pair, int pairs, bool part,
                                  const struct named_plan *claimed)
{
    struct check_result *result = NULL;
    assert_int_equal(plan_check(jinhua->error, jinhua->roster, jinhua->scheme, pair, pairs, NULL,
                                jinhua->annex, jinhua->annex_pairs, claimed == NULL, part, claimed, &result,
                                jinhua->error),
                     STATUS_OK);
    return result;
}

static int64_t value(const struct check_result *result, const char *stage)
{
    for (int s = 0; s < result->stages; s++)
        if (strcmp(result->stage[s].name, stage) == 0)
            return result->stage[s].value;
    fail_msg("no stage %s", stage);
    return 0;
}

static void annex_1_is_a_sound_part_of_a_plan(void **state)
{
    const struct jinhua *jinhua = *state;
    struct check_result *result = check(jinhua, jinhua->annex, jinhua->annex_pairs, true, NULL);
    for (int i = 0; i < result->violations; i++)
        print_error("%s\n", result->violation[i].message);
    assert_int_equal(result->violations, 0);
    assert_int_equal(result->pairs, 49);
    assert_int_equal(value(result, "principle"), 0);
    assert_int_equal(value(result, "change"), 0);
    assert_int_equal(value(result, "balance"), 63); /* branches: 2, 3, 4, 4, 3 and 3 */
}

static void annex_1_alone_leaves_every_other_non_party_member_without_a_contact(void **state)
{
    const struct jinhua *jinhua = *state;
    struct check_result *result = check(jinhua, jinhua->annex, jinhua->annex_pairs, false, NULL);
    assert_int_equal(result->violations,
                     240 - 24); /* 12 heads, 6 without party, 6 of religious circles are in it */
    for (int i = 0; i < result->violations; i++)
        assert_string_equal(result->violation[i].origin.name, "everyone");
}

static void the_solvers_plan_is_sound_and_its_claims_are_right(void **state)
{
    const struct jinhua *jinhua = *state;
    const struct plan *plan = jinhua->plan;
    size_t size;
    assert_int_equal(plan->status, PLAN_OPTIMAL);
    char *text = plan_to_json(jinhua->error, plan, jinhua->scheme, jinhua->roster, &size);
    assert_non_null(strstr(text, "{ \"name\": \"balance\", \"value\": 523, \"bound\": 523 }"));
    const struct named_plan claimed = {.stages = plan->stages, .stage = plan->stage};
    struct check_result *result = check(jinhua, plan->pair, plan->pairs, false, &claimed);
    assert_int_equal(result->violations, 0);
    assert_int_equal(result->stages, 3);
    assert_int_equal(value(result, "principle"), 0);
    assert_int_equal(value(result, "balance"), 523);
    assert_int_equal(value(result, "preference"), 692);
}

static void without_any_one_of_its_pairs_a_plan_is_violated(void **state)
{
    const struct jinhua *jinhua = *state;
    int pairs = jinhua->plan->pairs;
    struct pair *pair = talloc_memdup(jinhua->error, jinhua->plan->pair, sizeof *pair * (size_t)pairs);
    for (int i = 0; i < pairs; i++) {
        struct pair out = pair[i];
        pair[i] = pair[pairs - 1];
        struct check_result *result = check(jinhua, pair, pairs - 1, false, NULL);
        if (result->violations == 0)
            fail_msg("pair %d is missing and nobody misses it", i);
        talloc_free(result);
        pair[i] = out;
    }
}

static bool is_in(const struct plan *plan, const struct pair *pair)
{
    for (int i = 0; i < plan->pairs; i++)
        if (plan->pair[i].relation == pair->relation && plan->pair[i].source == pair->source &&
            plan->pair[i].target == pair->target)
            return true;
    return false;
}

static void with_any_further_pair_a_plan_is_violated(void **state)
{
    const struct jinhua *jinhua = *state;
    const struct plan *plan = jinhua->plan;
    struct pair *pair = talloc_array(jinhua->error, struct pair, (unsigned)plan->pairs + 1);
    memcpy(pair, plan->pair, sizeof *pair * (size_t)plan->pairs);
    int candidates = 0, others = 0;
    for (uint64_t seed = 1; candidates < 500 || others < 500; seed++) {
        uint64_t random = seed * 32452843;
        int r = random_below(&random, jinhua->scheme->relations);
        const struct relation *relation = &jinhua->scheme->relation[r];
        int ends = relation->target_kind == TARGET_WINDOW ? jinhua->roster->windows : jinhua->roster->members;
        struct pair further = {r, random_below(&random, jinhua->roster->members), random_below(&random, ends),
                               false};
        if (seed % 2) { /* the relation would allow this one */
            int place = random_below(&random, relation->pairs);
            further.source = relation->pair_source[place];
            further.target = relation->pair_target[place];
        }
        if (is_in(plan, &further))
            continue;
        pair[plan->pairs] = further;
        struct check_result *result = check(jinhua, pair, plan->pairs + 1, false, NULL);
        if (result->violations == 0)
            fail_msg("seed %d: one pair too many and nobody minds", (int)seed);
        talloc_free(result);
        candidates += seed % 2 == 1;
        others += seed % 2 == 0;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(annex_1_is_a_sound_part_of_a_plan),
        cmocka_unit_test(annex_1_alone_leaves_every_other_non_party_member_without_a_contact),
        cmocka_unit_test(the_solvers_plan_is_sound_and_its_claims_are_right),
        cmocka_unit_test(without_any_one_of_its_pairs_a_plan_is_violated),
        cmocka_unit_test(with_any_further_pair_a_plan_is_violated),
    };
    return cmocka_run_group_tests_name("the check on Jinhua", tests, set_up, tear_down);
}
