#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <talloc.h>

#include "planning/ended.h"
#include "planning/plan_file.h"
#include "planning/plan_names.h"
#include "tests/planning/cases.h"
#include "tests/planning/fixture.h"

static char *show_plan(const void *owner, const struct named_plan *plan)
{
    char *text = talloc_asprintf(owner, "%s scheme “%s”\n", plan->is_json ? "JSON" : "CSV", plan->scheme);
    for (int i = 0; i < plan->stages; i++)
        text = talloc_asprintf_append(text, "stage %s %lld %lld\n", plan->stage[i].name,
                                      (long long)plan->stage[i].value, (long long)plan->stage[i].bound);
    for (int i = 0; i < plan->pairs; i++) {
        const struct named_pair *pair = &plan->pair[i];
        text = talloc_asprintf_append(text, "%d %s|%s|%s|%s|%s\n", pair->row, pair->relation, pair->source,
                                      pair->source_name, pair->target, pair->target_name);
    }
    return text;
}

static char *answer_read(const void *owner, const char *input, size_t size)
{
    struct error *error = error_new(owner);
    struct named_plan *plan = NULL;
    enum status status = fixture_read(owner, input, size, &plan, error);
    assert_int_equal(status, error->status);
    assert_int_equal(status == STATUS_OK, error->count == 0);
    return status == STATUS_OK ? show_plan(owner, plan) : cases_faults(owner, error);
}

static void files_of_pairs_are_read_or_refused_with_the_place_of_every_fault(void **state)
{
    (void)state;
    assert_true(cases_run("read_json.cases", answer_read) >= 40);
    assert_true(cases_run("read_csv.cases", answer_read) >= 15);
}

/* What became of the pairs that are not bound: "ended 1, joined 2, own 1, branch gone 3". */
static char *show_carried(char *text, const struct carried *carried)
{
    const int count[] = {carried->ended_pairs, carried->joined, carried->own};
    static const char *const word[] = {"ended", "joined", "own"};
    for (int i = 0; i < 3; i++)
        if (count[i] > 0)
            text = talloc_asprintf_append(text, "%s %d\n", word[i], count[i]);
    for (int g = 0; g < carried->gone_relations; g++)
        text = talloc_asprintf_append(text, "%s gone %d\n", carried->gone[g].name, carried->gone[g].pairs);
    return text;
}

/* First line: "refuse", "leave" or "kept"; the rest is the file. */
static char *answer_bind(const void *owner, const char *input, size_t size)
{
    struct error *error = error_new(owner);
    struct roster *roster = fixture_roster(owner);
    struct scheme *scheme = fixture_scheme(owner, roster);
    struct named_plan *plan = NULL;
    const char *line = strchr(input, '\n') + 1;
    enum bind_unknown unknown = strncmp(input, "leave", 5) == 0  ? BIND_LEAVE
                                : strncmp(input, "kept", 4) == 0 ? BIND_KEPT
                                                                 : BIND_REFUSE;
    if (fixture_read(owner, line, size - (size_t)(line - input), &plan, error) != STATUS_OK)
        return cases_faults(owner, error);
    struct pair *pair = NULL;
    int pairs = 0, *row = NULL;
    enum status status = plan_bind(owner, plan, scheme, roster, unknown, &pair, &pairs, &row, error);
    assert_int_equal(status, error->status);
    if (status != STATUS_OK)
        return cases_faults(owner, error);
    char *text = talloc_strdup(owner, "");
    for (int i = 0; i < pairs; i++)
        text = talloc_asprintf_append(text, "%d %s %s %s\n", row[i],
                                      scheme->relation[pair[i].relation].origin.name,
                                      roster->member[pair[i].source].id,
                                      target_id(&scheme->relation[pair[i].relation], roster, pair[i].target));
    struct carried carried;
    if (unknown == BIND_REFUSE)
        return text;
    assert_int_equal(ended_find(owner, plan, scheme, roster, row, pairs, &carried, error), STATUS_OK);
    assert_int_equal(pairs + carried_ended(&carried) + carried.joined, plan->pairs); /* none is lost */
    return show_carried(text, &carried);
}

static void names_in_a_file_are_bound_to_the_people_they_mean_or_asked_about(void **state)
{
    (void)state;
    assert_true(cases_run("bind.cases", answer_bind) >= 30);
}

static void a_list_without_end_of_faults_is_left_early(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    char *text = talloc_strdup(error, "{\"pairs\":[0");
    for (int i = 0; i < 5000; i++)
        text = talloc_strdup_append_buffer(text, ",0");
    text = talloc_strdup_append_buffer(text, "]}");
    struct named_plan *plan;
    assert_int_equal(fixture_read(error, text, strlen(text), &plan, error), STATUS_INPUT);
    assert_int_equal(error->count, 501);
    assert_non_null(strstr(error->fault[500].message, "Reading ended here"));
    talloc_free(error);
}

/* A table of `rows` equal rows. */
static char *repeat_row(const void *owner, const char *row, int rows)
{
    size_t size = strlen(row);
    char *text = talloc_array(owner, char, 64 + (size + 1) * (size_t)rows), *to = text;
    to += sprintf(to, "relation,source,target\n");
    for (int i = 0; i < rows; i++)
        to += sprintf(to, "%s\n", row);
    return text;
}

static void a_table_without_end_of_faults_is_left_early(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    struct named_plan *plan;
    const char *text = repeat_row(error, "visit,P1,", 3000);
    assert_int_equal(fixture_read(error, text, strlen(text), &plan, error), STATUS_INPUT);
    assert_int_equal(error->count, 501);
    assert_non_null(strstr(error->fault[500].message, "Reading ended here"));
    talloc_free(error);
}

static void slips_of_quotation_marks_are_said_together_with_what_else_is_wrong(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    struct named_plan *plan;
    static const char text[] = "relation,source,target\nvisit,\"P1\"x,N2\nvisit,,N2\n";
    assert_int_equal(fixture_read(error, text, strlen(text), &plan, error), STATUS_INPUT);
    assert_int_equal(error->count, 2);
    assert_int_equal(error->fault[0].place.row, 2);
    assert_int_equal(error->fault[1].place.row, 3);
    talloc_free(error);
}

static void an_error_that_holds_faults_already_does_not_spoil_a_sound_plan(void **state)
{
    (void)state;
    static const char *const texts[] = {"relation,source,target\nvisit,P1,N2\n", "{\"pairs\":[]}"};
    for (int i = 0; i < 2; i++) {
        struct error *error = error_new(NULL);
        struct roster *roster = fixture_roster(error);
        struct scheme *scheme = fixture_scheme(error, roster);
        struct named_plan *plan;
        struct pair *pair;
        int pairs;
        error_add(error, STATUS_INPUT, NULL, "earlier");
        assert_int_equal(fixture_read(error, texts[i], strlen(texts[i]), &plan, error), STATUS_OK);
        assert_int_equal(plan_bind(error, plan, scheme, roster, BIND_REFUSE, &pair, &pairs, NULL, error),
                         STATUS_OK);
        assert_int_equal(error->count, 1);
        talloc_free(error);
    }
}

static void a_plan_of_other_people_is_left_early(void **state)
{
    (void)state;
    static const char *const rows[] = {"visit,P9,N1",
                                       "visit,P1,N1"}; /* unknown people; one pair again and again */
    for (int i = 0; i < 2; i++) {
        struct error *error = error_new(NULL);
        struct roster *roster = fixture_roster(error);
        struct scheme *scheme = fixture_scheme(error, roster);
        struct named_plan *plan;
        struct pair *pair;
        int pairs;
        const char *text = repeat_row(error, rows[i], 3000);
        assert_int_equal(fixture_read(error, text, strlen(text), &plan, error), STATUS_OK);
        assert_int_equal(plan_bind(error, plan, scheme, roster, BIND_REFUSE, &pair, &pairs, NULL, error),
                         STATUS_INPUT);
        assert_int_equal(error->count, 501);
        assert_non_null(strstr(error->fault[500].message, "belong together"));
        talloc_free(error);
    }
}

static void values_nested_without_end_do_not_exhaust_the_stack(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    static const char *const before[] = {"{\"pairs\":[],\"x\":", "{\"pairs\":"};
    const size_t depth = 1 << 20;
    for (int i = 0; i < 2; i++) {
        char *text = talloc_array(error, char, 32 + depth);
        size_t used = (size_t)sprintf(text, "%s", before[i]);
        memset(text + used, '[', depth);
        struct named_plan *plan;
        assert_int_equal(fixture_read(error, text, used + depth, &plan, error), STATUS_INPUT);
        assert_non_null(strstr(error->fault[i].message, "nested too deeply"));
    }
    assert_int_equal(error->count, 2);
    talloc_free(error);
}

static void an_unknown_key_may_hold_anything_however_long(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    char *text = talloc_array(error, char, 2000000);
    size_t used = (size_t)sprintf(text, "{\"log\":[");
    for (int i = 0; i < 30000; i++)
        used += (size_t)sprintf(text + used, "{\"a\":[%d,null,{\"b\":\"，\"}]},", i);
    used += (size_t)sprintf(
        text + used,
        "0],\"pairs\":[{\"relation\":\"visit\",\"source\":\"P1\",\"target\":\"N2\",\"why\":[1]}]}");
    struct named_plan *plan;
    assert_int_equal(fixture_read(error, text, used, &plan, error), STATUS_OK);
    assert_int_equal(plan->pairs, 1);
    talloc_free(error);
}

static void an_element_that_is_too_long_for_a_pair_is_refused(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    char *text = talloc_array(error, char, 200000);
    size_t used = (size_t)sprintf(text, "{\"pairs\":[{\"relation\":\"");
    memset(text + used, 'x', 100000);
    used += 100000;
    used += (size_t)sprintf(text + used, "\",\"source\":\"a\",\"target\":\"b\"}]}");
    struct named_plan *plan;
    assert_int_equal(fixture_read(error, text, used, &plan, error), STATUS_INPUT);
    assert_int_equal(error->count, 1);
    assert_non_null(strstr(error->fault[0].message, "65536 bytes"));
    assert_int_equal(error->fault[0].place.column, 11);
    talloc_free(error);
}

static void a_plan_that_is_not_there_is_said_so(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    struct named_plan *plan;
    assert_int_equal(plan_read(error, "absent.json", &plan, error), STATUS_INPUT);
    assert_string_equal(error->fault[0].place.file, "absent.json");
    talloc_free(error);
}

static void names_differ_by_characters_not_by_blanks_and_dots(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"陈 琳", "陈琳"},   {"陈　琳", "陈琳"}, {" a b ", "ab"}, {"阿•买", "阿·买"},
        {"阿・买", "阿·买"}, {"阿‧买", "阿·买"}, {"", ""},        {"陈\xFF", "陈\xFF"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *folded = names_fold(NULL, cases[i][0]);
        assert_string_equal(folded, cases[i][1]);
        talloc_free(folded);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_of_pairs_are_read_or_refused_with_the_place_of_every_fault),
        cmocka_unit_test(names_in_a_file_are_bound_to_the_people_they_mean_or_asked_about),
        cmocka_unit_test(a_list_without_end_of_faults_is_left_early),
        cmocka_unit_test(a_table_without_end_of_faults_is_left_early),
        cmocka_unit_test(slips_of_quotation_marks_are_said_together_with_what_else_is_wrong),
        cmocka_unit_test(an_error_that_holds_faults_already_does_not_spoil_a_sound_plan),
        cmocka_unit_test(a_plan_of_other_people_is_left_early),
        cmocka_unit_test(values_nested_without_end_do_not_exhaust_the_stack),
        cmocka_unit_test(an_unknown_key_may_hold_anything_however_long),
        cmocka_unit_test(an_element_that_is_too_long_for_a_pair_is_refused),
        cmocka_unit_test(a_plan_that_is_not_there_is_said_so),
        cmocka_unit_test(names_differ_by_characters_not_by_blanks_and_dots),
    };
    return cmocka_run_group_tests_name("reading and binding plans", tests, NULL, NULL);
}
