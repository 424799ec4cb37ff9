/* scripts/schemes/jinhua-2022.lua on Jinhua's roster, against the measure (金政协党组〔2022〕8号, 一（二）)
 * read anew from the cells of the roster. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those before it */
#include <cmocka.h>
#include <string.h>
#include <talloc.h>

#include "dump.h"
#include "roster/roster_read.h"
#include "script/script.h"

static struct roster *roster;
static struct scheme *scheme;

static int load(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    struct tidied_list *tidied = NULL;
    struct script_text text;
    int failed = roster_read(NULL, TREE "/data/jinhua/roster.csv", TREE "/data/jinhua/windows.csv", &roster,
                             &tidied, error) != STATUS_OK ||
                 script_find_scheme(error, "jinhua-2022", &text, error) != STATUS_OK ||
                 script_load_scheme(roster, &(struct script_request){.text = &text, .roster = roster},
                                    &scheme, error) != STATUS_OK;
    if (failed)
        print_error("%s", dump_faults(error, error));
    talloc_free(tidied);
    talloc_free(error);
    return failed;
}

static int unload(void **state)
{
    (void)state;
    return talloc_free(roster);
}

static const char *cell(int member, enum attribute attribute)
{
    return roster->member[member].value[attribute];
}

static bool is_party(int member)
{
    return strstr(cell(member, ATTRIBUTE_PARTY), "中共") != NULL;
}

static bool is_leader(int member)
{
    return strstr(cell(member, ATTRIBUTE_ROLE), "党组成员") != NULL;
}

static bool is_head(int member)
{
    return !is_party(member) && (strstr(cell(member, ATTRIBUTE_ROLE), "界别活动组组长") != NULL ||
                                 strstr(cell(member, ATTRIBUTE_ROLE), "专委会副主任") != NULL);
}

static bool is_unaffiliated(int member)
{
    return !is_party(member) && strcmp(cell(member, ATTRIBUTE_SECTOR), "无党派") == 0;
}

static bool is_religious(int member)
{
    return !is_party(member) && strcmp(cell(member, ATTRIBUTE_SECTOR), "宗教界") == 0;
}

static bool is_plain_party(int member)
{
    return is_party(member) && !is_leader(member);
}

static bool is_non_party(int member)
{
    return !is_party(member);
}

/* What the measure says of one relation. */
struct expected {
    const char *name, *title;
    bool (*from)(int), (*to)(int); /* to: NULL for windows */
    struct range load, cover;
    bool balance;
};

static const struct expected table[] = {
    {"branch", "履职临时党支部", is_leader, NULL, {2, 4}, {1, 1}, true},
    {"sector_head", "界别党员委员", is_leader, is_plain_party, {1, 1}, {0, 1}, false},
    {"heads", "党外界别活动组组长或专委会副主任", is_leader, is_head, {2, 2}, {0, UNLIMITED}, false},
    {"unaffiliated", "无党派人士", is_leader, is_unaffiliated, {1, 1}, {0, UNLIMITED}, false},
    {"religious", "宗教界委员", is_leader, is_religious, {1, 1}, {0, UNLIMITED}, false},
    {"liaison", "党员委员联系党外委员", is_plain_party, is_non_party, {0, UNLIMITED}, {0, UNLIMITED}, true},
};
enum { RELATIONS = sizeof table / sizeof *table };

static void assert_set(const int *list, int count, bool (*belongs)(int))
{
    int at = 0;
    for (int m = 0; m < roster->members; m++)
        if (belongs(m)) {
            assert_true(at < count);
            assert_int_equal(list[at++], m);
        }
    assert_int_equal(at, count);
}

static void the_relations_are_those_of_the_measure(void **state)
{
    (void)state;
    assert_int_equal(scheme->relations, RELATIONS);
    for (int r = 0; r < RELATIONS; r++) {
        const struct relation *relation = &scheme->relation[r];
        const struct expected *expected = &table[r];
        assert_string_equal(relation->origin.name, expected->name);
        assert_string_equal(relation->origin.title, expected->title);
        assert_set(relation->source, relation->sources, expected->from);
        if (expected->to) {
            assert_set(relation->target, relation->targets, expected->to);
        } else {
            assert_int_equal(relation->target_kind, TARGET_WINDOW);
            assert_int_equal(relation->targets, roster->windows);
        }
        for (int i = 0; i < relation->sources; i++)
            assert_memory_equal(&relation->load[i], &expected->load, sizeof expected->load);
        for (int i = 0; i < relation->targets; i++)
            assert_memory_equal(&relation->cover[i], &expected->cover, sizeof expected->cover);
        assert_int_equal(relation->balance[END_SOURCE], expected->balance);
        assert_int_equal(relation->contacts_per_year, 2); /* 三4 */
    }
}

static void liaison_stays_in_the_window(void **state)
{
    (void)state;
    const struct relation *liaison = &scheme->relation[5];
    int pairs = 0;
    for (int a = 0; a < roster->members; a++)
        for (int b = 0; b < roster->members; b++)
            if (is_plain_party(a) && is_non_party(b) &&
                strcmp(cell(a, ATTRIBUTE_WINDOW), cell(b, ATTRIBUTE_WINDOW)) == 0) {
                assert_true(relation_pair(liaison, a, b) >= 0);
                pairs++;
            }
    assert_int_equal(liaison->pairs, pairs);
}

static void every_non_party_member_is_covered_exactly_once(void **state)
{
    (void)state;
    assert_int_equal(scheme->covers, 1);
    const struct cover *cover = &scheme->cover[0];
    assert_set(cover->target, cover->targets, is_non_party);
    assert_int_equal(cover->relations, 4);
    for (int i = 0; i < 4; i++)
        assert_int_equal(cover->relation[i], 2 + i); /* heads, unaffiliated, religious, liaison */
    for (int i = 0; i < cover->targets; i++)
        assert_true(cover->times[i].lo == 1 && cover->times[i].hi == 1);
    assert_int_equal(cover->shortfall, 0);
}

static const struct rule *find_rule(const char *name, enum rule_kind kind, const char *stage)
{
    for (int i = 0; i < scheme->rules; i++)
        if (strcmp(scheme->rule[i].origin.name, name) == 0) {
            assert_int_equal(scheme->rule[i].kind, kind);
            assert_string_equal(scheme->stage[scheme->rule[i].stage].name, stage);
            return &scheme->rule[i];
        }
    fail_msg("no rule %s", name);
    return NULL;
}

static bool same_cell(int a, int b, enum attribute attribute)
{
    return *cell(a, attribute) && strcmp(cell(a, attribute), cell(b, attribute)) == 0;
}

static void the_points_of_every_pair_are_those_of_the_measure(void **state)
{
    (void)state;
    const struct rule *head = find_rule("head-first", RULE_PRINCIPLE, "principle");
    const struct rule *unit = find_rule("same-unit", RULE_PRINCIPLE, "principle");
    const struct rule *county = find_rule("same-county", RULE_PREFER, "preference");
    const struct rule *sector = find_rule("same-sector", RULE_PREFER, "preference");
    const struct rule *kindred = find_rule("kindred-sector", RULE_PREFER, "preference");
    assert_true(head->relations == 1 && head->relation[0] == 1);
    const struct relation *heads = &scheme->relation[1], *liaison = &scheme->relation[5];
    for (int p = 0; p < heads->pairs; p++)
        assert_int_equal(head->value[0][p],
                         strstr(cell(heads->pair_target[p], ATTRIBUTE_ROLE), "界别党员负责人") ? 0 : 1);
    const struct rule *others[] = {unit, county, sector, kindred};
    for (int i = 0; i < 4; i++)
        assert_true(others[i]->relations == 1 && others[i]->relation[0] == 5);
    int seen[3] = {0};
    for (int p = 0; p < liaison->pairs; p++) {
        int a = liaison->pair_source[p], b = liaison->pair_target[p];
        assert_int_equal(unit->value[0][p], same_cell(a, b, ATTRIBUTE_UNIT) ? 1 : 0);
        assert_int_equal(county->value[0][p], same_cell(a, b, ATTRIBUTE_COUNTY) ? 3 : 0);
        assert_int_equal(sector->value[0][p], same_cell(a, b, ATTRIBUTE_SECTOR) ? 2 : 0);
        assert_int_equal(kindred->value[0][p], 0);
        seen[0] += unit->value[0][p] > 0;
        seen[1] += county->value[0][p] > 0;
        seen[2] += sector->value[0][p] > 0;
    }
    assert_true(seen[0] > 0 && seen[1] > 0 && seen[2] > 0);
}

static void people_in_a_leaders_own_windows_earn_two_points(void **state)
{
    (void)state;
    const struct rule *link = find_rule("own-windows", RULE_LINK, "preference");
    assert_int_equal(link->to, 0);
    assert_int_equal(link->points, 2);
    assert_int_equal(link->relations, 4);
    for (int i = 0; i < 4; i++)
        assert_int_equal(link->relation[i], 1 + i); /* sector_head, heads, unaffiliated, religious */
    assert_int_equal(scheme->rules, 6);
}

static void the_stages_come_in_their_order(void **state)
{
    (void)state;
    static const char *const order[] = {"principle", "change", "balance", "preference", "fewest"};
    assert_int_equal(scheme->stages, 5);
    for (int i = 0; i < 5; i++) {
        assert_string_equal(scheme->stage[i].name, order[i]);
        assert_int_equal(scheme->stage[i].more_is_better, i == 3);
        assert_int_equal(scheme->stage[i].implied, i == 4);
    }
}

static void every_clause_is_cited(void **state)
{
    (void)state;
    for (int i = 0; i < scheme->relations; i++)
        assert_memory_equal(scheme->relation[i].origin.clause, "一（二）", strlen("一（二）"));
    for (int i = 0; i < scheme->rules; i++)
        assert_memory_equal(scheme->rule[i].origin.clause, "一（二）", strlen("一（二）"));
    assert_string_equal(scheme->cover[0].origin.clause, "一（二）2");
    assert_string_equal(scheme->source, "金政协党组〔2022〕8号");
}

static void annex_1_names_relations_of_the_scheme(void **state)
{
    (void)state;
    char *annex = read_golden(roster, TREE "/data/jinhua/annex1.csv");
    int rows = 0;
    for (char *line = strchr(annex, '\n') + 1; *line; line = strchr(line, '\n') + 1) {
        char *name = talloc_strndup(annex, line, strcspn(line, ","));
        assert_in_range(scheme_relation(scheme, name), 0, 4); /* the leaders' relations */
        rows++;
    }
    assert_int_equal(rows, 49);
    assert_int_equal(scheme_relation(scheme, "liaison"), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_relations_are_those_of_the_measure),
        cmocka_unit_test(liaison_stays_in_the_window),
        cmocka_unit_test(every_non_party_member_is_covered_exactly_once),
        cmocka_unit_test(the_points_of_every_pair_are_those_of_the_measure),
        cmocka_unit_test(people_in_a_leaders_own_windows_earn_two_points),
        cmocka_unit_test(the_stages_come_in_their_order),
        cmocka_unit_test(every_clause_is_cited),
        cmocka_unit_test(annex_1_names_relations_of_the_scheme),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
