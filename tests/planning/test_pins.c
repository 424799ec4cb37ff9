/* Pairs fixed by hand become rules of the scheme: which kind, on which pairs, and when they do nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
/* cmocka.h needs those before it */
#include <cmocka.h>
#include <string.h>
#include <talloc.h>

#include "planning/pins.h"
#include "tests/base/random.h"
#include "tests/planning/fixture.h"

enum { BRANCH, SECTOR_HEAD, HEADS, LIAISON, VISIT };

struct county {
    void *owner;
    struct roster *roster;
    struct scheme *scheme;
    int rules; /* that the scheme has by itself */
};

static struct county begin(void)
{
    void *owner = talloc_new(NULL);
    struct roster *roster = fixture_roster(owner);
    struct scheme *scheme = fixture_scheme(owner, roster);
    return (struct county){owner, roster, scheme, scheme->rules};
}

/* Adds one pin; the rule that it became. */
static const struct rule *add(struct county *county, struct pin pin, bool *idle)
{
    int before = county->scheme->rules;
    pin.title = "领导意见";
    assert_int_equal(pins_add(county->scheme, county->roster, &pin, 1, idle, error_new(county->owner)),
                     STATUS_OK);
    assert_int_equal(county->scheme->rules, before + 1);
    const struct rule *rule = &county->scheme->rule[before];
    assert_string_equal(rule->pinned->source, pin.source);
    assert_string_equal(rule->pinned->target, pin.target);
    return rule;
}

/* It has its number among the rules, and asks for nothing. */
static void assert_says_nothing(const struct rule *rule)
{
    assert_int_equal(rule->kind, RULE_LIMIT);
    assert_int_equal(rule->relations, 0);
    assert_int_equal(rule->rows, 0);
}

/* The rule has 1 at the pair and 0 everywhere else of the relation. */
static void assert_marks_alone(const struct county *county, const struct rule *rule, int k,
                               const char *source, const char *target)
{
    const struct relation *relation = &county->scheme->relation[rule->relation[k]];
    int end = relation->target_kind == TARGET_WINDOW ? roster_window(county->roster, target)
                                                     : roster_member(county->roster, target);
    int pair = relation_pair(relation, roster_member(county->roster, source), end);
    assert_true(pair >= 0);
    for (int p = 0; p < relation->pairs; p++)
        assert_int_equal(rule->value[k][p], p == pair);
}

static void a_pin_on_the_one_relation_is_a_pair_that_must_be(void **state)
{
    (void)state;
    struct county county = begin();
    bool idle = true;
    const struct rule *rule = add(&county, (struct pin){false, "liaison", "P1", "N2", NULL}, &idle);
    assert_false(idle);
    assert_int_equal(rule->kind, RULE_MUST);
    assert_int_equal(rule->relations, 1);
    assert_int_equal(rule->relation[0], LIAISON);
    assert_marks_alone(&county, rule, 0, "P1", "N2");
    assert_string_equal(rule->origin.title, "领导意见");
    rule = add(&county, (struct pin){false, "", "L1", "经济", NULL}, NULL);
    assert_int_equal(rule->relation[0], BRANCH);
    assert_marks_alone(&county, rule, 0, "L1", "经济");
    talloc_free(county.owner);
}

static void a_pin_on_any_relation_wants_one_of_those_that_allow_it(void **state)
{
    (void)state;
    struct county county = begin();
    const struct rule *rule =
        add(&county, (struct pin){false, "", "P1", "N2", NULL}, NULL); /* 联系 or 走访 */
    assert_int_equal(rule->kind, RULE_LIMIT);
    assert_int_equal(rule->relations, 2);
    assert_int_equal(rule->rows, 1);
    assert_int_equal(rule->row[0].range.lo, 1);
    assert_int_equal(rule->row[0].pairs, 2);
    for (int i = 0; i < 2; i++) {
        const struct relation *relation = &county.scheme->relation[rule->relation[i]];
        int pair = rule->row[0].pair[i].candidate;
        assert_int_equal(rule->row[0].pair[i].slot, i);
        assert_string_equal(county.roster->member[relation->pair_source[pair]].id, "P1");
        assert_string_equal(county.roster->member[relation->pair_target[pair]].id, "N2");
    }
    talloc_free(county.owner);
}

static void a_pair_that_is_forbidden_is_forbidden_in_every_relation(void **state)
{
    (void)state;
    struct county county = begin();
    const struct rule *rule = add(&county, (struct pin){true, "", "P1", "N2", NULL}, NULL);
    assert_int_equal(rule->kind, RULE_FORBID);
    assert_int_equal(rule->relations, 2);
    assert_marks_alone(&county, rule, 0, "P1", "N2");
    assert_marks_alone(&county, rule, 1, "P1", "N2");
    talloc_free(county.owner);
}

static void a_pin_that_no_relation_allows_is_a_row_that_cannot_be_kept(void **state)
{
    (void)state;
    struct county county = begin();
    bool idle = true, known = false;
    const struct pin pin = {false, "liaison", "P1", "N4", NULL}; /* another window */
    assert_int_equal(pins_allowed(county.scheme, county.roster, &pin, &known), 0);
    assert_true(known);
    const struct rule *rule = add(&county, pin, &idle);
    assert_false(idle);
    assert_int_equal(rule->kind, RULE_LIMIT);
    assert_int_equal(rule->row[0].pairs, 0);
    assert_int_equal(rule->row[0].range.lo, 1);
    assert_int_equal(rule->row[0].end, roster_member(county.roster, "P1"));
    /* To forbid what cannot be forbids nothing. */
    assert_says_nothing(add(&county, (struct pin){true, "liaison", "P1", "N4", NULL}, &idle));
    assert_false(idle);
    talloc_free(county.owner);
}

static void pins_of_people_and_windows_that_are_gone_do_nothing(void **state)
{
    (void)state;
    static const struct pin gone[] = {{false, "", "P9", "N2", NULL},
                                      {false, "", "P1", "N9", NULL},
                                      {true, "", "P9", "N9", NULL},
                                      {false, "branch", "L1", "农业", NULL},
                                      {false, "no such relation", "P1", "N2", NULL}};
    struct county county = begin();
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++) {
        bool idle = false, known = true;
        assert_int_equal(pins_allowed(county.scheme, county.roster, &gone[i], &known), 0);
        assert_false(known);
        assert_says_nothing(add(&county, gone[i], &idle));
        assert_true(idle);
    }
    talloc_free(county.owner);
}

/* Any pins: one rule each, in the pins' order, behind the scheme's own; the idle ones, and those that forbid
 * what cannot be, say nothing. */
static void any_pins_become_rules_in_their_order(void **state)
{
    (void)state;
    static const char *const ids[] = {"L1", "L2", "P1", "P2",   "P3",   "P4", "N1",
                                      "N4", "N6", "X1", "提案", "空置", "Z9"};
    static const char *const relations[] = {"", "branch", "heads", "liaison", "visit"};
    enum { IDS = sizeof ids / sizeof *ids, ROUNDS = 300, MOST = 8 };
    uint64_t random = 7;
    int rules = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct county county = begin();
        struct pin pin[MOST];
        bool idle[MOST];
        int pins = 1 + random_below(&random, MOST);
        for (int i = 0; i < pins; i++)
            pin[i] = (struct pin){random_below(&random, 2), relations[random_below(&random, 5)],
                                  ids[random_below(&random, IDS)], ids[random_below(&random, IDS)],
                                  talloc_asprintf(county.owner, "第%d条", i)};
        assert_int_equal(pins_add(county.scheme, county.roster, pin, pins, idle, error_new(county.owner)),
                         STATUS_OK);
        for (int i = 0; i < pins; i++) {
            bool known;
            int allowed = pins_allowed(county.scheme, county.roster, &pin[i], &known);
            assert_int_equal(idle[i], !known);
            const struct rule *rule = &county.scheme->rule[county.rules + i];
            assert_string_equal(rule->origin.title, pin[i].title);
            if (!known || (pin[i].forbids && allowed == 0)) {
                assert_says_nothing(rule);
                continue;
            }
            rules++;
            assert_int_equal(rule->kind, pin[i].forbids ? RULE_FORBID
                                         : allowed == 1 ? RULE_MUST
                                                        : RULE_LIMIT);
        }
        assert_int_equal(county.scheme->rules, county.rules + pins);
        talloc_free(county.owner);
    }
    assert_true(rules > ROUNDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pin_on_the_one_relation_is_a_pair_that_must_be),
        cmocka_unit_test(a_pin_on_any_relation_wants_one_of_those_that_allow_it),
        cmocka_unit_test(a_pair_that_is_forbidden_is_forbidden_in_every_relation),
        cmocka_unit_test(a_pin_that_no_relation_allows_is_a_row_that_cannot_be_kept),
        cmocka_unit_test(pins_of_people_and_windows_that_are_gone_do_nothing),
        cmocka_unit_test(any_pins_become_rules_in_their_order),
    };
    return cmocka_run_group_tests_name("planning/pins", tests, NULL, NULL);
}
