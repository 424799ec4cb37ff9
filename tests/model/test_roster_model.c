#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <talloc.h>

#include "model/roster.h"
#include "tests/base/random.h"

/* A roster with the built-in columns, to be filled and finished. */
static struct roster *make_roster(int members, int windows)
{
    struct roster *roster = talloc_zero(NULL, struct roster);
    roster->columns = ATTRIBUTES_BUILT_IN;
    roster->column = talloc_zero_array(roster, struct column, ATTRIBUTES_BUILT_IN);
    for (int c = 0; c < ATTRIBUTES_BUILT_IN; c++)
        roster->column[c] =
            (struct column){attribute_name((enum attribute)c), attribute_heading((enum attribute)c),
                            attribute_type((enum attribute)c)};
    roster->members = members;
    roster->windows = windows;
    roster->member = talloc_zero_array(roster, struct member, (unsigned)members);
    roster->window = talloc_zero_array(roster, struct window, (unsigned)windows);
    return roster;
}

/* Returns the cells, to be changed before the roster is finished. */
static const char **fill(struct roster *roster, int m, const char *id, const char *name, const char *window,
                         bool exempt)
{
    struct member *member = &roster->member[m];
    const char **value = talloc_array(roster, const char *, ATTRIBUTES_BUILT_IN);
    for (int c = 0; c < ATTRIBUTES_BUILT_IN; c++)
        value[c] = "";
    value[ATTRIBUTE_ID] = member->id = id;
    value[ATTRIBUTE_NAME] = member->name = name;
    value[ATTRIBUTE_WINDOW] = window;
    value[ATTRIBUTE_EXEMPT] = exempt ? "因病" : "";
    member->value = value;
    member->row = m + 2;
    member->exempt = exempt;
    member->order = ORDER_NONE;
    return value;
}

static struct roster *small_roster(void)
{
    struct roster *roster = make_roster(5, 3);
    fill(roster, 0, "JH0010", "王磊", "经济", false);
    fill(roster, 1, "JH0002", "陈琳", "提案", false);
    fill(roster, 2, "JH0001", "王磊", "提案", false);
    fill(roster, 3, "JH0003", "李鹏", "", true);
    fill(roster, 4, "A", "赵敏", "委员同心汇·提案窗口", true);
    roster->window[0] = (struct window){"经济", "经济", "", ORDER_NONE, 7};
    roster->window[1] = (struct window){"空", "空", "", ORDER_NONE, 7};
    roster->window[2] = (struct window){"提案", "委员同心汇·提案窗口", "", ORDER_NONE, 7};
    assert_true(roster_finish(roster));
    return roster;
}

static void members_and_windows_are_sorted_by_bytes(void **state)
{
    (void)state;
    struct roster *roster = small_roster();
    for (int m = 1; m < roster->members; m++)
        assert_true(strcmp(roster->member[m - 1].id, roster->member[m].id) < 0);
    for (int w = 1; w < roster->windows; w++)
        assert_true(strcmp(roster->window[w - 1].name, roster->window[w].name) < 0);
    assert_string_equal(roster->member[0].id, "A");
    assert_int_equal(roster->member[0].row, 6); /* the row goes with its member */
    talloc_free(roster);
}

static void everybody_finds_the_window_by_name_or_full_name_and_exempt_members_are_not_counted(void **state)
{
    (void)state;
    struct roster *roster = small_roster();
    int motions = roster_window(roster, "提案"), economy = roster_window(roster, "经济");
    assert_true(motions >= 0 && economy >= 0);
    assert_int_equal(roster_window(roster, "委员同心汇·提案窗口"), motions);
    assert_int_equal(roster_window(roster, "提"), -1);
    assert_int_equal(roster_window(roster, ""), -1);
    assert_int_equal(roster->member[roster_member(roster, "JH0001")].window, motions);
    assert_int_equal(roster->member[roster_member(roster, "JH0010")].window, economy);
    assert_int_equal(roster->member[roster_member(roster, "JH0003")].window, WINDOW_NONE);
    assert_int_equal(roster->member[roster_member(roster, "A")].window, motions);
    assert_int_equal(roster->window[motions].members, 2);
    assert_int_equal(roster->window[economy].members, 1);
    assert_int_equal(roster->window[roster_window(roster, "空")].members, 0);
    talloc_free(roster);
}

static void members_are_found_by_id_and_namesakes_counted(void **state)
{
    (void)state;
    struct roster *roster = small_roster();
    for (int m = 0; m < roster->members; m++)
        assert_int_equal(roster_member(roster, roster->member[m].id), m);
    assert_int_equal(roster_member(roster, "JH000"), -1);
    assert_int_equal(roster_member(roster, ""), -1);
    assert_int_equal(roster_member(roster, "ZZ"), -1);
    int first = -1;
    assert_int_equal(roster_named(roster, "王磊", &first), 2);
    assert_int_equal(first, roster_member(roster, "JH0001"));
    assert_int_equal(roster_named(roster, "陈琳", &first), 1);
    assert_int_equal(roster_named(roster, "无", &first), 0);
    talloc_free(roster);
}

static void columns_are_found_by_attribute_and_by_heading(void **state)
{
    (void)state;
    struct roster *roster = small_roster();
    assert_int_equal(roster_column(roster, "unit"), ATTRIBUTE_UNIT);
    assert_int_equal(roster_column(roster, "单位"), ATTRIBUTE_UNIT);
    assert_int_equal(roster_column(roster, "uint"), -1);
    for (int c = 0; c < ATTRIBUTES_BUILT_IN; c++)
        assert_int_equal(roster_column(roster, attribute_heading((enum attribute)c)), c);
    talloc_free(roster);
}

static void codes_are_equal_exactly_where_texts_are_and_zero_where_empty(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        uint64_t random = seed * 7919;
        int members = random_below(&random, 30);
        struct roster *roster = make_roster(members, 0);
        for (int m = 0; m < members; m++) {
            const char *id = talloc_asprintf(roster, "M%03d", (m * 17 + 5) % 31);
            const char **value = fill(roster, m, id, "x", "", false);
            static const char *const counties[] = {"", "婺城", "婺", "婺城区", "金东", "a"};
            value[ATTRIBUTE_COUNTY] = counties[random_below(&random, 6)];
        }
        assert_true(roster_finish(roster));
        for (int c = 0; c < roster->columns; c++)
            for (int a = 0; a < members; a++)
                for (int b = 0; b < members; b++) {
                    const char *one = roster->member[a].value[c], *other = roster->member[b].value[c];
                    bool equal = roster->code[c][a] == roster->code[c][b];
                    if (equal != (strcmp(one, other) == 0) || (roster->code[c][a] == 0) != (*one == '\0'))
                        fail_msg("seed %d: column %d, members %d and %d", (int)seed, c, a, b);
                }
        talloc_free(roster);
    }
}

static void parties_and_roles_are_whole_parts_of_a_list(void **state)
{
    (void)state;
    struct roster *roster = small_roster();
    const char **value = talloc_memdup(roster, roster->member[0].value, ATTRIBUTES_BUILT_IN * sizeof *value);
    roster->member[0].value = value;
    value[ATTRIBUTE_PARTY] = "民建、中共";
    value[ATTRIBUTE_ROLE] = "界别活动组组长、党组成员";
    assert_true(member_in_party(&roster->member[0], "中共"));
    assert_true(member_in_party(&roster->member[0], "民建"));
    assert_false(member_in_party(&roster->member[0], "民"));
    assert_true(member_has_role(&roster->member[0], "党组成员"));
    assert_false(member_has_role(&roster->member[0], "界别活动组"));
    assert_false(member_in_party(&roster->member[1], "中共"));
    talloc_free(roster);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_and_windows_are_sorted_by_bytes),
        cmocka_unit_test(everybody_finds_the_window_by_name_or_full_name_and_exempt_members_are_not_counted),
        cmocka_unit_test(members_are_found_by_id_and_namesakes_counted),
        cmocka_unit_test(columns_are_found_by_attribute_and_by_heading),
        cmocka_unit_test(codes_are_equal_exactly_where_texts_are_and_zero_where_empty),
        cmocka_unit_test(parties_and_roles_are_whole_parts_of_a_list),
    };
    return cmocka_run_group_tests_name("the roster", tests, NULL, NULL);
}
