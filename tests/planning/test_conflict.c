/* Why there is no plan, in sentences with people and windows. (Without a catalogue messages are English.) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <talloc.h>

#include "planning/solve.h"
#include "tests/planning/county.h"

static const struct range any = {0, UNLIMITED, 0}, once = {1, 1, 0};

static const struct plan *solve(struct county *county, int conflicts)
{
    struct error *error = error_new(county);
    struct plan *plan = NULL;
    const struct solve_request request = {.options = solver_defaults()};
    assert_int_equal(plan_solve(county, county->roster, county->scheme, &request, &plan, error), STATUS_NO);
    assert_int_equal(plan->status, PLAN_INFEASIBLE);
    assert_int_equal(plan->pairs, 0);
    assert_int_equal(plan->conflicts, conflicts);
    return plan;
}

static void names_people(const struct county *county, const struct conflict *conflict, const char *ids)
{
    char *expected = talloc_strdup(county, ids), *rest = expected;
    int count = 0;
    for (char *id; (id = strtok_r(rest, " ", &rest)); count++) {
        bool found = false;
        for (int i = 0; i < conflict->members; i++)
            found = found || conflict->member[i] == county_member(county, id);
        if (!found)
            fail_msg("%s is not named", id);
    }
    assert_int_equal(conflict->members, count);
    for (int i = 1; i < conflict->members; i++)
        assert_true(conflict->member[i - 1] < conflict->member[i]);
}

static void names_rule(const struct conflict *conflict, const char *title)
{
    for (int i = 0; i < conflict->rules; i++)
        if (strcmp(conflict->rule[i].title, title) == 0)
            return;
    fail_msg("%s is not named", title);
}

static void names_ground(const struct conflict *conflict, const char *title)
{
    for (int i = 0; i < conflict->grounds; i++)
        if (strcmp(conflict->ground[i].title, title) == 0)
            return;
    fail_msg("%s is not named as ground", title);
}

static void says(const struct conflict *conflict, const char *sentence)
{
    assert_int_equal(conflict->sentences, 1);
    assert_string_equal(conflict->sentence[0], sentence);
}

/* Liaison inside windows, everybody exactly once. */
static struct county *county_with_liaison(const char *people, struct range load)
{
    struct county *county = county_open(NULL, people);
    int liaison = county_relation(county, "liaison", 'P', 'N', load, any, true);
    county_cover(county, "everyone", 'N', (int[]){liaison, -1}, once, 0);
    county->scheme->reads = 1; /* its sets go by the party */
    county->scheme->read = talloc_zero(county->scheme, struct scheme_read);
    county->scheme->read->kind = TARGET_MEMBER;
    county->scheme->read->column = ATTRIBUTE_PARTY;
    return county;
}

static void a_window_without_party_members_is_one_conflict_with_all_its_people(void **unused)
{
    (void)unused;
    struct county *county = county_with_liaison("P1@甲 N1@甲 N2@乙 N3@乙 N4@乙", any);
    const struct conflict *conflict = solve(county, 1)->conflict;
    names_people(county, conflict, "N2 N3 N4");
    assert_int_equal(conflict->windows, 1);
    assert_int_equal(conflict->window[0], county_window(county, "乙"));
    names_rule(conflict, "everyone");
    assert_int_equal(conflict->rules, 1);
    names_ground(conflict, "liaison");
    says(conflict,
         "Window 乙 has no Party member, so nobody can contact its people: 某N2 N2, 某N3 N3, 某N4 N4.");
    talloc_free(county);
}

static void two_such_windows_are_two_conflicts(void **unused)
{
    (void)unused;
    struct county *county = county_with_liaison("P1@甲 N1@甲 N2@乙 N3@丙 N4@丙", any);
    const struct plan *plan = solve(county, 2);
    names_people(county, &plan->conflict[0], "N2");
    names_people(county, &plan->conflict[1], "N3 N4");
    talloc_free(county);
}

static void in_a_large_window_twelve_are_named_and_the_others_counted(void **unused)
{
    (void)unused;
    struct county *county = county_with_liaison(
        "P1@甲 N01@乙 N02@乙 N03@乙 N04@乙 N05@乙 N06@乙 N07@乙 N08@乙 N09@乙 N10@乙 N11@乙 N12@乙 N13@乙 "
        "N14@乙",
        any);
    const struct conflict *conflict = solve(county, 1)->conflict;
    assert_int_equal(conflict->members, 14);
    assert_non_null(strstr(conflict->sentence[0], "某N12 N12 and 2 more."));
    assert_null(strstr(conflict->sentence[0], "N13"));
    talloc_free(county);
}

static void forbidding_rules_have_their_part_in_it(void **unused)
{
    (void)unused;
    struct county *county = county_with_liaison("P1@甲 P2@甲 N1@甲 N2@甲", any);
    int rule = county_rule(county, RULE_FORBID, "never", (int[]){0, -1}, NULL, 1);
    county_value(county, rule, 0, "P1", "N2", 1);
    county_value(county, rule, 0, "P2", "N2", 1);
    const struct conflict *conflict = solve(county, 1)->conflict;
    names_people(county, conflict, "N2");
    names_rule(conflict, "never");
    says(conflict, "In window 甲 nobody may contact these people: 某N2 N2.");
    talloc_free(county);
}

static void people_of_no_window_are_said_to_be_in_none(void **unused)
{
    (void)unused;
    struct county *county = county_with_liaison("P1@甲 N1@甲 N2@", any);
    const struct conflict *conflict = solve(county, 1)->conflict;
    says(conflict, "These people are in no window, and nobody may contact them: 某N2 N2.");
    assert_int_equal(conflict->windows, 0);
    talloc_free(county);
}

static void too_few_places_name_those_who_need_one_and_those_who_are_full(void **unused)
{
    (void)unused;
    struct county *county =
        county_with_liaison("P1@甲 N1@甲 N2@甲 N3@甲 P2@乙 N4@乙", (struct range){0, 2, 0});
    const struct conflict *conflict = solve(county, 1)->conflict;
    names_people(county, conflict, "P1 N1 N2 N3");
    assert_int_equal(conflict->windows, 1);
    says(conflict, "In window 甲: People who need a contact by “everyone”: 3. There is room for 2. They are: "
                   "某N1 "
                   "N1, 某N2 N2, 某N3 N3. These are at their limit: 某P1 P1.");
    talloc_free(county);
}

static void two_windows_that_are_short_are_two_conflicts_though_leaders_join_them(void **unused)
{
    (void)unused;
    struct county *county = county_with_liaison("L1@甲 P1@甲 N1@甲 N2@甲 P2@乙 N3@乙 N4@乙 P3@丙 N5@丙 N6@丙",
                                                (struct range){0, 1, 0});
    /* One leader more for one person of the third window. */
    int heads = county_relation(county, "heads", 'L', 'N', (struct range){0, 1, 0}, any, false);
    county->scheme->cover[0].relations = 2;
    county->scheme->cover[0].relation = talloc_memdup(county, ((int[]){0, heads}), 2 * sizeof(int));
    int rule = county_rule(county, RULE_FORBID, "far", (int[]){heads, -1}, NULL, 1);
    for (int n = 1; n <= 4; n++)
        county_value(county, rule, 0, "L1", (const char *[]){"N1", "N2", "N3", "N4"}[n - 1], 1);
    const struct plan *plan = solve(county, 2);
    names_people(county, &plan->conflict[0], "P1 N1 N2");
    names_people(county, &plan->conflict[1], "P2 N3 N4");
    talloc_free(county);
}

static void a_least_load_that_cannot_be_met_is_told(void **unused)
{
    (void)unused;
    struct county *county = county_with_liaison("P1@甲 P2@甲 N1@甲", (struct range){1, 2, 0});
    const struct conflict *conflict = solve(county, 1)->conflict;
    names_people(county, conflict, "P1 P2 N1");
    says(conflict, "In window 甲: “liaison” asks for at least 2 pairs here, but at most 1 can be made. They "
                   "need a pair: 某P1 "
                   "P1, 某P2 P2. These are at their limit: 某N1 N1.");
    talloc_free(county);
}

static void a_source_with_nobody_to_contact_is_told(void **unused)
{
    (void)unused;
    struct county *county = county_with_liaison("P1@甲 P2@乙 N1@甲", (struct range){1, 2, 0});
    const struct conflict *conflict = solve(county, 1)->conflict;
    names_people(county, conflict, "P2");
    says(conflict, "Under “liaison” there is nobody whom they could contact: 某P2 P2.");
    talloc_free(county);
}

static void windows_that_nobody_may_take_are_told_together(void **unused)
{
    (void)unused;
    struct county *county = county_open(NULL, "L1@甲 P1@乙 P2@丙");
    int branch = county_relation(county, "branch", 'L', '*', any, once, false);
    int rule = county_rule(county, RULE_FORBID, "never", (int[]){branch, -1}, NULL, 1);
    county_value(county, rule, 0, "L1", "乙", 1);
    county_value(county, rule, 0, "L1", "丙", 1);
    const struct conflict *conflict = solve(county, 1)->conflict;
    assert_int_equal(conflict->members, 0);
    assert_int_equal(conflict->windows, 2);
    says(conflict, "Under “branch” nobody may take on these windows: 丙, 乙.");
    talloc_free(county);
}

static void more_windows_than_leaders_can_take_name_windows_and_leaders(void **unused)
{
    (void)unused;
    struct county *county = county_open(NULL, "L1@甲 L2@乙 P1@丙");
    county_relation(county, "branch", 'L', '*', (struct range){0, 1, 0}, once, false);
    const struct conflict *conflict = solve(county, 1)->conflict;
    names_people(county, conflict, "L1 L2");
    assert_int_equal(conflict->windows, 3);
    says(conflict,
         "Windows or groups that need a contact by “branch”: 3. There is room for 2. They are: 丙, 乙, "
         "甲. These are at their limit: 某L1 L1, 某L2 L2.");
    talloc_free(county);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_window_without_party_members_is_one_conflict_with_all_its_people),
        cmocka_unit_test(two_such_windows_are_two_conflicts),
        cmocka_unit_test(in_a_large_window_twelve_are_named_and_the_others_counted),
        cmocka_unit_test(forbidding_rules_have_their_part_in_it),
        cmocka_unit_test(people_of_no_window_are_said_to_be_in_none),
        cmocka_unit_test(too_few_places_name_those_who_need_one_and_those_who_are_full),
        cmocka_unit_test(two_windows_that_are_short_are_two_conflicts_though_leaders_join_them),
        cmocka_unit_test(a_least_load_that_cannot_be_met_is_told),
        cmocka_unit_test(a_source_with_nobody_to_contact_is_told),
        cmocka_unit_test(windows_that_nobody_may_take_are_told_together),
        cmocka_unit_test(more_windows_than_leaders_can_take_name_windows_and_leaders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
