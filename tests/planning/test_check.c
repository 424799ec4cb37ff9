#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <talloc.h>

#include "base/file.h"
#include "planning/check.h"
#include "planning/plan_file.h"
#include "planning/plan_parts.h"
#include "tests/base/random.h"
#include "tests/planning/cases.h"
#include "tests/planning/fixture.h"

/* What a case changes in the plan of valid.csv. */
struct changes {
    char *table, *previous; /* CSV */
    bool has_previous, part;
    int again; /* this pair is listed twice; 0: none */
    struct named_plan claimed;
};

static char *read_valid(const void *owner)
{
    struct error *error = error_new(owner);
    char *bytes;
    size_t size;
    assert_int_equal(file_read(owner, "valid.csv", 1 << 20, &bytes, &size, error), STATUS_OK);
    return bytes;
}

/* Takes the row out of the table and leaves an empty one, so that the other rows keep their numbers. */
static void take_out(char *table, const char *row)
{
    char *at = strstr(table, row);
    if (!at) {
        fail_msg("valid.csv has no row %s", row);
        return;
    }
    size_t size = strlen(row);
    memmove(at, at + size, strlen(at + size) + 1);
}

/* Takes all rows of the relation out. */
static void take_relation(char *table, const char *title)
{
    char *start = talloc_asprintf(NULL, "\n%s,", title);
    int taken = 0;
    for (char *at; (at = strstr(table, start)); taken++) {
        char *end = strchr(at + 1, '\n');
        memmove(at, end, strlen(end) + 1);
    }
    talloc_free(start);
    assert_true(taken > 0);
}

static void take_claim(struct changes *changes, const void *owner, const char *text)
{
    const char *blank = strchr(text, ' ');
    assert_non_null(blank);
    char *end;
    long long value = strtoll(blank, &end, 10), bound = strtoll(end, &end, 10);
    assert_int_equal(*end, '\0');
    struct named_plan *claimed = &changes->claimed;
    claimed->stage = talloc_realloc(owner, claimed->stage, struct stage_value, (unsigned)claimed->stages + 1);
    claimed->stage[claimed->stages++] =
        (struct stage_value){talloc_strndup(owner, text, (size_t)(blank - text)), false, value, bound};
}

/* "-ROW" takes a row out, "without TITLE" all rows of a relation; "+ROW" adds one; "empty" leaves the
 * heading; "part"; "again N"; "previous" takes the valid plan as the previous one and "previous +ROW" adds to
 * it; "claim STAGE VALUE BOUND". */
static void take_line(struct changes *changes, const void *owner, const char *line)
{
    if (*line == '-') {
        take_out(changes->table, line + 1);
    } else if (*line == '+') {
        changes->table = talloc_asprintf_append(changes->table, "%s\n", line + 1);
    } else if (strcmp(line, "part") == 0) {
        changes->part = true;
    } else if (strncmp(line, "without ", 8) == 0) {
        take_relation(changes->table, line + 8);
    } else if (strncmp(line, "again ", 6) == 0) {
        changes->again = (int)strtol(line + 6, NULL, 10);
    } else if (strncmp(line, "previous", 8) == 0) {
        changes->has_previous = true;
        if (line[8])
            changes->previous = talloc_asprintf_append(changes->previous, "%s\n", line + 10);
    } else if (strncmp(line, "claim ", 6) == 0) {
        take_claim(changes, owner, line + 6);
    } else if (strcmp(line, "empty") == 0) {
        *(strchr(changes->table, '\n') + 1) = '\0';
    } else if (*line) {
        fail_msg("%s is no change", line);
    }
}

static struct pair *bind_table(const void *owner, char *table, const struct scheme *scheme,
                               const struct roster *roster, enum bind_unknown unknown, int *pairs, int **row)
{
    struct error *error = error_new(owner);
    struct named_plan *plan = talloc_zero(owner, struct named_plan);
    plan->file = "plan.csv";
    plan->scheme = "";
    struct pair *pair = NULL;
    if (plan_read_csv(plan, table, strlen(table), error) ||
        plan_bind(owner, plan, scheme, roster, unknown, &pair, pairs, row, error))
        fail_msg("%s", cases_faults(owner, error));
    return pair;
}

static char *show_result(const void *owner, const struct check_result *result)
{
    char *text = talloc_strdup(owner, "");
    for (int i = 0; i < result->violations; i++) {
        const struct violation *violation = &result->violation[i];
        const struct origin *origin = &violation->origin;
        if (violation->row)
            text = talloc_asprintf_append(text, "row %d: ", violation->row);
        text = talloc_asprintf_append(text, "%s", violation->message);
        text = origin->name ? talloc_asprintf_append(text, " [%s, %s, %s:%d]\n", origin->title,
                                                     origin->clause, origin->file, origin->line)
                            : talloc_asprintf_append(text, "\n");
    }
    text = talloc_asprintf_append(text, "%d pairs", result->pairs);
    for (int s = 0; s < result->stages; s++) {
        const struct stage_value *stage = &result->stage[s];
        text = talloc_asprintf_append(text, stage->value == stage->bound ? ", %s %lld" : ", %s %lld of %lld",
                                      stage->name, (long long)stage->value, (long long)stage->bound);
    }
    return talloc_asprintf_append(text, "\n");
}

static char *answer_check(const void *owner, const char *input, size_t size)
{
    struct error *error = error_new(owner);
    struct roster *roster = fixture_roster(owner);
    struct scheme *scheme = fixture_scheme(owner, roster);
    struct changes changes = {.table = read_valid(owner), .previous = read_valid(owner)};
    char *lines = talloc_strndup(owner, input, size), *rest = lines;
    for (char *line; (line = strtok_r(rest, "\n", &rest));)
        take_line(&changes, owner, line);
    int pairs = 0, previous_pairs = 0, *row = NULL;
    struct pair *pair = bind_table(owner, changes.table, scheme, roster, BIND_REFUSE, &pairs, &row);
    struct pair *previous =
        bind_table(owner, changes.previous, scheme, roster, BIND_LEAVE, &previous_pairs, NULL);
    if (changes.again > 0) {
        pair = talloc_realloc(owner, pair, struct pair, (unsigned)pairs + 1);
        row = talloc_realloc(owner, row, int, (unsigned)pairs + 1);
        row[pairs] = 99;
        pair[pairs++] = pair[changes.again - 1];
    }
    struct check_result *result;
    assert_int_equal(plan_check(owner, roster, scheme, pair, pairs, row,
                                changes.has_previous ? previous : NULL,
                                changes.has_previous ? previous_pairs : 0, changes.has_previous, changes.part,
                                changes.claimed.stages ? &changes.claimed : NULL, &result, error),
                     STATUS_OK);
    return show_result(owner, result);
}

static void every_damage_to_a_valid_plan_is_found_and_what_it_measures_is_right(void **state)
{
    (void)state;
    assert_true(cases_run("check.cases", answer_check) >= 40);
}

static void rows_are_no_condition_for_a_check(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    struct roster *roster = fixture_roster(error);
    struct scheme *scheme = fixture_scheme(error, roster);
    struct pair pair = {0, 0, 0, false};
    struct check_result *result;
    assert_int_equal(
        plan_check(error, roster, scheme, &pair, 1, NULL, NULL, 0, false, false, NULL, &result, error),
        STATUS_OK);
    assert_true(result->violations > 0);
    for (int i = 0; i < result->violations; i++)
        assert_int_equal(result->violation[i].row, 0);
    talloc_free(error);
}

/* The message of the only violation of `pair` itself. */
static const char *pair_fault(const void *owner, const struct roster *roster, const struct scheme *scheme,
                              struct pair pair)
{
    struct error *error = error_new(owner);
    const int row = 7;
    struct check_result *result;
    const char *message = "";
    assert_int_equal(
        plan_check(owner, roster, scheme, &pair, 1, &row, NULL, 0, false, true, NULL, &result, error),
        STATUS_OK);
    for (int i = 0; i < result->violations; i++)
        if (result->violation[i].row == 7) {
            assert_string_equal(message, "");
            message = result->violation[i].message;
        }
    return message;
}

static void ends_that_must_share_a_column_are_told_which_and_what_they_have(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    struct roster *roster = fixture_roster(error);
    struct scheme *scheme = fixture_scheme(error, roster);
    static const int county_or_sector[] = {ATTRIBUTE_COUNTY, ATTRIBUTE_SECTOR}, window = ATTRIBUTE_WINDOW;
    struct relation *visit = &scheme->relation[4], *branch = &scheme->relation[0];
    int p1 = roster_member(roster, "P1"), p2 = roster_member(roster, "P2"), n6 = roster_member(roster, "N6");
    int l1 = roster_member(roster, "L1"), economy = roster_window(roster, "经济");
    visit->within = county_or_sector;
    visit->within_count = 2;
    assert_string_equal(pair_fault(error, roster, scheme, (struct pair){4, p1, n6, false}),
                        ""); /* by sector */
    assert_string_equal(pair_fault(error, roster, scheme, (struct pair){4, p2, n6, false}),
                        "池献洪 P2 may not contact 王磊 N6 in “走访”: they agree in none of 县市区, 界别.");
    visit->within_count = 1;
    assert_string_equal(
        pair_fault(error, roster, scheme, (struct pair){4, p2, n6, false}),
        "池献洪 P2 may not contact 王磊 N6 in “走访”: they are not of the same 县市区 (金东 and none).");
    branch->within = &window;
    branch->within_count = 1;
    assert_string_equal(pair_fault(error, roster, scheme, (struct pair){0, l1, economy, false}),
                        "宋志恒 L1 may not contact window 经济 in “履职临时党支部”: they are not of the same "
                        "窗口 (提案 and 经济).");
    assert_string_equal(
        pair_fault(error, roster, scheme, (struct pair){0, l1, roster_window(roster, "提案"), false}), "");
    talloc_free(error);
}

/* ---- Against the rules of fixture.c, written once more over cells instead of indices ---- */

struct naive {
    const struct roster *roster;
    const struct pair *pair;
    int pairs;
};

static const char *cell(const struct naive *naive, int member, enum attribute attribute)
{
    return naive->roster->member[member].value[attribute];
}

static bool same(const struct naive *naive, const struct pair *pair, enum attribute attribute)
{
    const char *one = cell(naive, pair->source, attribute);
    return *one && strcmp(one, cell(naive, pair->target, attribute)) == 0;
}

static bool first_letter(const struct naive *naive, int member, char letter)
{
    return *cell(naive, member, ATTRIBUTE_ID) == letter;
}

static int count(const struct naive *naive, int relation, int source, int target)
{
    int number = 0;
    for (int i = 0; i < naive->pairs; i++)
        number += naive->pair[i].relation == relation && (source < 0 || naive->pair[i].source == source) &&
                  (target < 0 || naive->pair[i].target == target);
    return number;
}

enum { BRANCH, SECTOR_HEAD, HEADS, LIAISON, VISIT };

static bool naive_allows(const struct naive *naive, const struct pair *pair)
{
    char from = pair->relation <= HEADS ? 'L' : 'P';
    if (!first_letter(naive, pair->source, from))
        return false;
    switch (pair->relation) {
    case BRANCH:
        return strcmp(naive->roster->window[pair->target].name, "空置") != 0;
    case SECTOR_HEAD:
        return first_letter(naive, pair->target, 'P');
    case HEADS:
        return first_letter(naive, pair->target, 'N') && *cell(naive, pair->target, ATTRIBUTE_ROLE);
    case LIAISON:
        return first_letter(naive, pair->target, 'N') && same(naive, pair, ATTRIBUTE_WINDOW);
    default:
        return first_letter(naive, pair->target, 'N');
    }
}

static int naive_violations(const struct naive *naive)
{
    int violations = 0;
    for (int i = 0; i < naive->pairs; i++) {
        const struct pair *pair = &naive->pair[i];
        bool allowed = naive_allows(naive, pair);
        violations += !allowed || (pair->relation == VISIT && same(naive, pair, ATTRIBUTE_UNIT));
    }
    for (int m = 0; m < naive->roster->members; m++) {
        if (first_letter(naive, m, 'L')) {
            int branches = count(naive, BRANCH, m, -1);
            violations += branches < 1 || branches > 2;
            violations += count(naive, SECTOR_HEAD, m, -1) != 1;
            violations += count(naive, HEADS, m, -1) > 1;
        }
        if (first_letter(naive, m, 'P')) {
            violations += count(naive, LIAISON, m, -1) > 2;
            violations += count(naive, SECTOR_HEAD, -1, m) > 1;
        }
        if (first_letter(naive, m, 'N')) {
            int heads = *cell(naive, m, ATTRIBUTE_ROLE) ? count(naive, HEADS, -1, m) : 0;
            violations += heads + count(naive, LIAISON, -1, m) != 1;
            violations += count(naive, VISIT, -1, m) < 1;
        }
    }
    for (int w = 0; w < naive->roster->windows; w++)
        if (strcmp(naive->roster->window[w].name, "空置") != 0)
            violations += count(naive, BRANCH, -1, w) != 1;
    return violations;
}

/* coverage, principle, change, 同单位, balance, preference. */
static void naive_stages(const struct naive *naive, const struct naive *previous, int64_t value[6])
{
    memset(value, 0, 6 * sizeof *value);
    for (int m = 0; m < naive->roster->members; m++) {
        int visits = count(naive, VISIT, -1, m), branches = count(naive, BRANCH, m, -1),
            liaisons = count(naive, LIAISON, m, -1);
        value[0] += first_letter(naive, m, 'N') && visits < 2 ? 2 - visits : 0;
        value[4] += first_letter(naive, m, 'L') ? branches * branches : 0;
        value[4] += first_letter(naive, m, 'P') ? liaisons * liaisons : 0;
    }
    for (int i = 0; i < naive->pairs; i++) {
        const struct pair *pair = &naive->pair[i];
        bool allowed = naive_allows(naive, pair);
        bool head = pair->relation == SECTOR_HEAD &&
                    strstr(cell(naive, pair->target, ATTRIBUTE_ROLE), "界别党员负责人") != NULL;
        value[1] += allowed && pair->relation == SECTOR_HEAD && !head;
        if (pair->relation == LIAISON && allowed) {
            value[3] += same(naive, pair, ATTRIBUTE_UNIT) ? 5 : 0;
            value[5] += same(naive, pair, ATTRIBUTE_COUNTY) ? 3 : 0;
        }
        if (pair->relation == SECTOR_HEAD || pair->relation == HEADS) {
            int window = roster_window(naive->roster, cell(naive, pair->target, ATTRIBUTE_WINDOW));
            value[5] += window >= 0 && count(naive, BRANCH, pair->source, window) > 0 ? 2 : 0;
        }
    }
    for (int i = 0; i < previous->pairs; i++)
        value[2] +=
            count(naive, previous->pair[i].relation, previous->pair[i].source, previous->pair[i].target) == 0;
}

/* Any pairs, allowed or not, each at most once. */
static struct naive random_pairs(const void *owner, const struct roster *roster, uint64_t *random)
{
    struct pair *pair = talloc_array(owner, struct pair, 60);
    struct naive naive = {roster, pair, 0};
    int wanted = random_below(random, 45);
    for (int i = 0; i < wanted; i++) {
        int relation = random_below(random, 5);
        int source = random_below(random, roster->members);
        int target = random_below(random, relation == BRANCH ? roster->windows : roster->members);
        if (random_below(random, 4)) { /* mostly sources of the right kind */
            char wanted_kind = relation <= HEADS ? 'L' : 'P';
            while (!first_letter(&naive, source, wanted_kind))
                source = random_below(random, roster->members);
        }
        if (count(&naive, relation, source, target) == 0)
            pair[naive.pairs++] = (struct pair){relation, source, target, false};
    }
    return naive;
}

static void a_check_agrees_with_the_rules_written_once_more(void **state)
{
    (void)state;
    static const char *const names[] = {"coverage", "principle", "change", "同单位", "balance", "preference"};
    int64_t most[6] = {0};
    for (uint64_t seed = 1; seed <= 1000; seed++) {
        uint64_t random = seed * 15485863;
        struct error *error = error_new(NULL);
        struct roster *roster = fixture_roster(error);
        struct scheme *scheme = fixture_scheme(error, roster);
        struct naive now = random_pairs(error, roster, &random),
                     before = random_pairs(error, roster, &random);
        struct check_result *result;
        assert_int_equal(plan_check(error, roster, scheme, now.pair, now.pairs, NULL, before.pair,
                                    before.pairs, true, false, NULL, &result, error),
                         STATUS_OK);
        if (result->violations != naive_violations(&now))
            fail_msg("seed %d: %d violations, not %d", (int)seed, result->violations, naive_violations(&now));
        int64_t value[6];
        naive_stages(&now, &before, value);
        assert_int_equal(result->stages, 6);
        for (int s = 0; s < 6; s++) {
            assert_string_equal(result->stage[s].name, names[s]);
            if (result->stage[s].value != value[s])
                fail_msg("seed %d: %s is %lld, not %lld", (int)seed, names[s],
                         (long long)result->stage[s].value, (long long)value[s]);
            most[s] = value[s] > most[s] ? value[s] : most[s];
        }
        talloc_free(error);
    }
    for (int s = 0; s < 6; s++)
        assert_true(most[s] > 0); /* every stage was measured somewhere */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_damage_to_a_valid_plan_is_found_and_what_it_measures_is_right),
        cmocka_unit_test(rows_are_no_condition_for_a_check),
        cmocka_unit_test(ends_that_must_share_a_column_are_told_which_and_what_they_have),
        cmocka_unit_test(a_check_agrees_with_the_rules_written_once_more),
    };
    return cmocka_run_group_tests_name("the check", tests, NULL, NULL);
}
