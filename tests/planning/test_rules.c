/* The list of rule kinds: each has all that a kind must have, and says what it is in people's words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <talloc.h>

#include "county.h"
#include "planning/rules/rules.h"

static void no_kind_lacks_a_function(void **unused)
{
    (void)unused;
    for (int kind = 0; kind < RULE_KINDS; kind++) {
        const struct rule_kind_functions *functions = rule_kinds[kind];
        assert_non_null(functions);
        assert_string_equal(functions->word, rule_word((enum rule_kind)kind));
        assert_non_null(functions->declare);
        assert_non_null(functions->rows);
        assert_non_null(functions->check);
        assert_non_null(functions->explain);
        assert_non_null(functions->show);
    }
}

static void every_kind_is_on_relations_and_may_have_a_title_and_a_clause(void **unused)
{
    (void)unused;
    static const char *const common[] = {"on", "title", "clause"};
    for (int kind = 0; kind < RULE_KINDS; kind++) {
        int found = 0;
        for (const struct field *field = rule_kinds[kind]->declare; field->name; field++)
            for (int i = 0; i < 3; i++)
                found += strcmp(field->name, common[i]) == 0 && field->needed == (i == 0);
        assert_int_equal(found, 3);
    }
}

/* A rule of each kind on the same few people, with one row or set where the kind has such. */
static struct county *county_with_all_kinds(void)
{
    struct county *county = county_open(NULL, "P1@甲 P2@甲 N1@甲 N2@甲");
    const struct range any = {0, UNLIMITED, 0}, once = {0, 1, 0};
    int liaison = county_relation(county, "liaison", 'P', 'N', any, any, false);
    int branch = county_relation(county, "branch", 'P', '*', any, any, false);
    for (int kind = 0; kind < RULE_KINDS; kind++) {
        const char *stage = kind == RULE_PRINCIPLE ? "principle" : "preference";
        bool soft = kind == RULE_PRINCIPLE || kind == RULE_PREFER || kind == RULE_LINK;
        int r = county_rule(county, (enum rule_kind)kind, rule_word((enum rule_kind)kind),
                            (int[]){liaison, -1}, soft ? stage : NULL, 3);
        struct rule *rule = &county->scheme->rule[r];
        rule->end = kind == RULE_LIMIT ? END_SOURCE : END_TARGET;
        if (kind == RULE_LINK)
            rule->to = branch;
        if (kind != RULE_LINK && kind != RULE_LIMIT && kind != RULE_TOGETHER && kind != RULE_APART)
            county_value(county, r, 0, "P1", "N1", 1);
        struct counted_pair *pair = talloc_zero(county, struct counted_pair);
        *pair = (struct counted_pair){0, 0, 1};
        struct limit_row *row = talloc_zero(county, struct limit_row);
        *row = (struct limit_row){LIMIT_END, county_member(county, "P1"), "", "", once, 1, pair};
        int *ends = talloc_array(county, int, 2);
        ends[0] = county_member(county, "N1");
        ends[1] = county_member(county, "N2");
        struct end_set *set = talloc_zero(county, struct end_set);
        *set = (struct end_set){2, ends};
        if (kind == RULE_LIMIT)
            rule->rows = 1, rule->row = row;
        if (kind == RULE_TOGETHER || kind == RULE_APART)
            rule->sets = 1, rule->set = set;
    }
    return county;
}

static void every_kind_says_what_it_asks_and_what_it_comes_to(void **unused)
{
    (void)unused;
    static const char *const explained[RULE_KINDS] = {
        [RULE_FORBID] = "“forbid” forbids pairs that could otherwise be made.",
        [RULE_REQUIRE] = "“require” leaves only the pairs that keep it.",
        [RULE_MUST] = "“must” asks for these pairs: 某P1 P1 with 某N1 N1.",
        [RULE_PRINCIPLE] = "“principle” costs 3 a pair that breaks it, in the stage “principle”.",
        [RULE_PREFER] = "“prefer” earns points in the stage “preference”.",
        [RULE_LINK] = "“link” earns 3 a pair whose source has “branch” as well.",
        [RULE_LIMIT] = "“limit” wants at most 1 for 某P1 P1.",
        [RULE_TOGETHER] = "“together” keeps these together: 某N1 N1, 某N2 N2.",
        [RULE_APART] = "“apart” keeps these apart: 某N1 N1, 某N2 N2.",
    };
    static const char *const shown[RULE_KINDS] = {
        [RULE_FORBID] = "rules out 1 of 4 pairs",
        [RULE_REQUIRE] = "rules out 1 of 4 pairs",
        [RULE_MUST] = "asks for 1 of 4 pairs",
        [RULE_PRINCIPLE] = "1 of 4 pairs would break it",
        [RULE_PREFER] = "1 of 4 pairs would earn points",
        [RULE_LINK] = "links 4 pairs to “branch”",
        [RULE_LIMIT] = "counts 1 pairs in 1 rows",
        [RULE_TOGETHER] = "keeps 2 together in 1 sets",
        [RULE_APART] = "keeps 2 apart in 1 sets",
    };
    struct county *county = county_with_all_kinds();
    for (int kind = 0; kind < RULE_KINDS; kind++) {
        const struct rule *rule = &county->scheme->rule[kind];
        int row = kind == RULE_LIMIT || kind == RULE_TOGETHER || kind == RULE_APART ? 0 : -1;
        assert_string_equal(rule_kinds[kind]->explain(county, county->roster, county->scheme, rule, row),
                            explained[kind]);
        assert_string_equal(rule_kinds[kind]->show(county, county->scheme, rule), shown[kind]);
    }
    talloc_free(county);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_kind_lacks_a_function),
        cmocka_unit_test(every_kind_is_on_relations_and_may_have_a_title_and_a_clause),
        cmocka_unit_test(every_kind_says_what_it_asks_and_what_it_comes_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
