#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <talloc.h>

#include "model/plan.h"
#include "tests/base/random.h"

enum { ENOUGH = 1 << 20 };

/* Members with random windows, counties and sectors, some of them empty; three windows, the last one without
 * members now and then. */
static struct roster *random_roster(uint64_t *random)
{
    static const char *const windows[] = {"", "w1", "w2", "w3"}, *const texts[] = {"", "a", "b"};
    struct roster *roster = talloc_zero(NULL, struct roster);
    roster->columns = ATTRIBUTES_BUILT_IN;
    roster->column = talloc_zero_array(roster, struct column, ATTRIBUTES_BUILT_IN);
    for (int c = 0; c < ATTRIBUTES_BUILT_IN; c++)
        roster->column[c] =
            (struct column){attribute_name((enum attribute)c), attribute_heading((enum attribute)c),
                            attribute_type((enum attribute)c)};
    roster->members = random_below(random, 14);
    roster->windows = 3;
    roster->member = talloc_zero_array(roster, struct member, (unsigned)roster->members);
    roster->window = talloc_zero_array(roster, struct window, 3);
    for (int w = 0; w < 3; w++)
        roster->window[w] = (struct window){windows[w + 1], windows[w + 1], "", ORDER_NONE, 0};
    for (int m = 0; m < roster->members; m++) {
        const char **value = talloc_array(roster, const char *, ATTRIBUTES_BUILT_IN);
        for (int c = 0; c < ATTRIBUTES_BUILT_IN; c++)
            value[c] = "";
        value[ATTRIBUTE_ID] = talloc_asprintf(roster, "M%02d", m);
        value[ATTRIBUTE_WINDOW] = windows[random_below(random, 4)];
        value[ATTRIBUTE_COUNTY] = texts[random_below(random, 3)];
        value[ATTRIBUTE_SECTOR] = texts[random_below(random, 3)];
        roster->member[m] =
            (struct member){.id = value[ATTRIBUTE_ID], .name = "x", .row = m + 2, .value = value};
    }
    assert_true(roster_finish(roster));
    return roster;
}

static int random_set(struct roster *roster, uint64_t *random, int of, const int **set)
{
    int *list = talloc_array(roster, int, (unsigned)of + 1), count = 0;
    for (int i = 0; i < of; i++)
        if (random_below(random, 3))
            list[count++] = i;
    *set = list;
    return count;
}

static struct relation random_relation(struct roster *roster, uint64_t *random)
{
    static const int columns[] = {ATTRIBUTE_WINDOW, ATTRIBUTE_COUNTY, ATTRIBUTE_SECTOR};
    struct relation relation = {.origin = {.name = "r", .title = "r"}};
    relation.target_kind = random_below(random, 3) ? TARGET_MEMBER : TARGET_WINDOW;
    relation.sources = random_set(roster, random, roster->members, &relation.source);
    relation.targets =
        random_set(roster, random, relation.target_kind == TARGET_WINDOW ? roster->windows : roster->members,
                   &relation.target);
    relation.within_count = random_below(random, 3);
    relation.within = columns + random_below(random, 2);
    return relation;
}

/* The rule as scripts/README.md words it, written once more: from, to, nobody himself, and with `within`
 * equal non-empty cells in one of the columns. */
static bool expected(const struct relation *relation, const struct roster *roster, int source, int target)
{
    bool from = false, to = false, same = relation->within_count == 0;
    for (int i = 0; i < relation->sources; i++)
        from = from || relation->source[i] == source;
    for (int i = 0; i < relation->targets; i++)
        to = to || relation->target[i] == target;
    for (int i = 0; i < relation->within_count; i++) {
        const char *one = roster->member[source].value[relation->within[i]], *other;
        if (relation->target_kind == TARGET_MEMBER)
            other = roster->member[target].value[relation->within[i]];
        else
            other = relation->within[i] == ATTRIBUTE_WINDOW ? roster->window[target].name : "";
        same = same || (*one && strcmp(one, other) == 0);
    }
    return from && to && same && !(relation->target_kind == TARGET_MEMBER && source == target);
}

static void candidates_are_exactly_the_pairs_that_the_relation_allows(void **state)
{
    (void)state;
    int allowed = 0, refused = 0;
    for (uint64_t seed = 1; seed <= 2000; seed++) {
        uint64_t random = seed * 104729;
        struct roster *roster = random_roster(&random);
        struct relation relation = random_relation(roster, &random);
        assert_int_equal(relation_enumerate(roster, &relation, roster, ENOUGH), ENUMERATED);
        int ends = relation.target_kind == TARGET_WINDOW ? roster->windows : roster->members, pairs = 0;
        for (int s = 0; s < roster->members; s++)
            for (int t = 0; t < ends; t++) {
                bool may = expected(&relation, roster, s, t);
                int place = relation_pair(&relation, s, t);
                if (may != relation_allows(&relation, roster, s, t) || may != (place >= 0))
                    fail_msg("seed %d: pair (%d, %d)", (int)seed, s, t);
                if (may) /* ascending by source and target: the pairs met so far are the place */
                    assert_int_equal(place, pairs++);
                allowed += may;
                refused += !may;
            }
        assert_int_equal(relation.pairs, pairs);
        talloc_free(roster);
    }
    assert_true(allowed > 1000 && refused > 1000);
}

static void too_many_candidates_are_refused(void **state)
{
    (void)state;
    uint64_t random = 3;
    struct roster *roster;
    for (roster = random_roster(&random); roster->members < 5; roster = random_roster(&random))
        talloc_free(roster);
    static const int all[] = {0, 1, 2, 3, 4};
    struct relation relation = {.sources = 5, .source = all, .targets = 5, .target = all};
    assert_int_equal(relation_enumerate(roster, &relation, roster, 20),
                     ENUMERATED); /* 5 x 5 without oneself */
    assert_int_equal(relation.pairs, 20);
    assert_int_equal(relation_enumerate(roster, &relation, roster, 19), ENUMERATION_TOO_MANY);
    talloc_free(roster);
}

static void relations_are_found_by_name_then_by_any_title(void **state)
{
    (void)state;
    const char *also[] = {"党员委员", "旧称"};
    struct relation relations[] = {
        {.origin = {.name = "branch", .title = "履职临时党支部"}},
        {.origin = {.name = "liaison", .title = "党员委员联系党外委员"}, .also = also, .also_count = 2},
        {.origin = {.name = "旧称", .title = "别的"}},
    };
    const struct scheme scheme = {.relations = 3, .relation = relations};
    assert_int_equal(scheme_relation(&scheme, "branch"), 0);
    assert_int_equal(scheme_relation(&scheme, "履职临时党支部"), 0);
    assert_int_equal(scheme_relation(&scheme, "党员委员"), 1);
    assert_int_equal(scheme_relation(&scheme, "旧称"), 2); /* a name comes before another title */
    assert_int_equal(scheme_relation(&scheme, "Branch"), -1);
    assert_int_equal(scheme_relation(&scheme, ""), -1);
}

static void stages_are_found_by_name(void **state)
{
    (void)state;
    struct scheme_stage stages[] = {{"principle", false}, {"preference", true}};
    const struct scheme scheme = {.stages = 2, .stage = stages};
    assert_int_equal(scheme_stage(&scheme, "preference"), 1);
    assert_int_equal(scheme_stage(&scheme, "prefer"), -1);
}

static void a_relation_or_cover_that_was_never_filled_in_is_found(void **state)
{
    (void)state;
    static const int nobody[1] = {0};
    static const struct range none[1] = {{0, 0, 0}};
    struct relation relation = {.source = nobody, .target = nobody, .load = none, .cover = none};
    struct cover cover = {.target = nobody, .relation = nobody, .times = none};
    const struct scheme scheme = {.relations = 1, .relation = &relation, .covers = 1, .cover = &cover};
    assert_null(scheme_unset(&scheme)); /* empty is not unset */
    cover.target = NULL;
    assert_ptr_equal(scheme_unset(&scheme), &cover.origin);
    relation.load = NULL;
    assert_ptr_equal(scheme_unset(&scheme), &relation.origin);
}

static void an_ascending_list_is_searched(void **state)
{
    (void)state;
    static const int list[] = {1, 4, 5, 9};
    for (int value = 0; value < 11; value++) {
        int place = index_in(list, 4, value);
        bool there = value == 1 || value == 4 || value == 5 || value == 9;
        assert_int_equal(place >= 0, there);
        if (there)
            assert_int_equal(list[place], value);
    }
    assert_int_equal(index_in(list, 0, 1), -1);
}

static void a_pair_belongs_to_its_targets_window(void **state)
{
    (void)state;
    struct member members[] = {{.id = "A", .name = "甲", .window = 1},
                               {.id = "B", .name = "乙", .window = WINDOW_NONE}};
    struct window windows[] = {{.name = "w0"}, {.name = "w1"}};
    const struct roster roster = {.members = 2, .member = members, .windows = 2, .window = windows};
    const struct relation people = {.target_kind = TARGET_MEMBER}, branch = {.target_kind = TARGET_WINDOW};
    assert_int_equal(pair_window(&people, &roster, 0), 1);
    assert_int_equal(pair_window(&people, &roster, 1), WINDOW_NONE);
    assert_int_equal(pair_window(&branch, &roster, 0), 0);
    assert_string_equal(target_id(&people, &roster, 1), "B");
    assert_string_equal(target_name(&people, &roster, 1), "乙");
    assert_string_equal(target_id(&branch, &roster, 1), "w1");
    assert_string_equal(target_name(&branch, &roster, 1), "w1");
}

static void the_words_of_a_status_are_those_of_the_file(void **state)
{
    (void)state;
    assert_string_equal(plan_status_word(PLAN_OPTIMAL), "optimal");
    assert_string_equal(plan_status_word(PLAN_FEASIBLE), "feasible");
    assert_string_equal(plan_status_word(PLAN_NONE_YET), "none yet");
    assert_string_equal(plan_status_word(PLAN_INFEASIBLE), "infeasible");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(candidates_are_exactly_the_pairs_that_the_relation_allows),
        cmocka_unit_test(too_many_candidates_are_refused),
        cmocka_unit_test(relations_are_found_by_name_then_by_any_title),
        cmocka_unit_test(stages_are_found_by_name),
        cmocka_unit_test(a_relation_or_cover_that_was_never_filled_in_is_found),
        cmocka_unit_test(an_ascending_list_is_searched),
        cmocka_unit_test(a_pair_belongs_to_its_targets_window),
        cmocka_unit_test(the_words_of_a_status_are_those_of_the_file),
    };
    return cmocka_run_group_tests_name("the scheme", tests, NULL, NULL);
}
