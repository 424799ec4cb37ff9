/* Schemes as data: schemes/NAME.lua against NAME.txt (what it becomes on roster.csv), errors/NAME.lua against
 * NAME.txt (every fault, in order). A new case is two files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those before it */
#include <cmocka.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "dump.h"
#include "roster/roster_read.h"
#include "script/script.h"

#define HERE TREE "/tests/script/"

static struct roster *roster;

static int read_roster(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    struct tidied_list *tidied;
    enum status status = roster_read(NULL, HERE "roster.csv", HERE "windows.csv", &roster, &tidied, error);
    if (status == STATUS_OK)
        talloc_free(tidied);
    talloc_free(error);
    return status;
}

static int free_roster(void **state)
{
    (void)state;
    talloc_free(roster);
    return 0;
}

/* What the script becomes: its scheme, or its faults. */
static char *outcome(const void *owner, const char *path, bool expect_scheme)
{
    struct error *error = error_new(owner);
    struct script_text text;
    struct scheme *scheme = NULL;
    assert_int_equal(script_find_scheme(owner, path, &text, error), STATUS_OK);
    enum status status =
        script_load_scheme(owner, &(struct script_request){.text = &text, .roster = roster}, &scheme, error);
    if (expect_scheme && status != STATUS_OK)
        print_error("%s", dump_faults(owner, error));
    assert_int_equal(status, expect_scheme ? STATUS_OK : STATUS_INPUT);
    assert_true(expect_scheme == (scheme != NULL));
    return scheme ? dump_scheme(owner, scheme, roster) : dump_faults(owner, error);
}

static int is_script(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 4 && strcmp(entry->d_name + length - 4, ".lua") == 0;
}

static void run_folder(const char *folder, bool expect_scheme, int at_least)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_script, alphasort);
    assert_true(count >= at_least);
    int wrong = 0;
    for (int i = 0; i < count; i++) {
        void *owner = talloc_new(NULL);
        char *path = talloc_asprintf(owner, "%s/%s", folder, entries[i]->d_name);
        char *got = outcome(owner, path, expect_scheme);
        assert_string_equal(got, outcome(owner, path, expect_scheme)); /* once more, with another hash seed */
        char *golden = talloc_asprintf(owner, "%.*s.txt", (int)strlen(path) - 4, path);
        if (!golden_holds(golden, got)) {
            print_error("%s differs from its golden file; it gave:\n%s", path, got);
            wrong++;
        }
        talloc_free(owner);
        free(entries[i]);
    }
    free(entries);
    assert_int_equal(wrong, 0);
}

static void every_word_and_field_becomes_what_its_golden_file_says(void **state)
{
    (void)state;
    run_folder(HERE "schemes", true, 8);
}

static void every_slip_is_told_with_its_line_and_remedy(void **state)
{
    (void)state;
    run_folder(HERE "errors", false, 20);
}

static void a_scheme_that_travels_with_the_program_is_found_by_its_name(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct script_text text;
    assert_int_equal(script_find_scheme(owner, "jinhua-2022", &text, error), STATUS_OK);
    assert_string_equal(text.file, "jinhua-2022.lua");
    assert_int_equal(script_find_scheme(owner, "jinhua-2022.lua", &text, error), STATUS_OK);
    assert_int_equal(error->count, 0);
    talloc_free(owner);
}

static void an_unknown_scheme_is_told_with_the_names_there_are(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct script_text text;
    assert_int_equal(script_find_scheme(owner, "jinhua-2012", &text, error), STATUS_INPUT);
    assert_int_equal(error->count, 1);
    assert_string_equal(error->fault[0].place.file, "jinhua-2012");
    assert_non_null(strstr(error->fault[0].message, "Did you mean “jinhua-2022”?"));
    assert_int_equal(script_find_scheme(owner, "no such thing at all", &text, error), STATUS_INPUT);
    assert_non_null(
        strstr(error->fault[1].message, "one of: county-model, deqing-sector, jinhua-2022, puer-2021"));
    assert_int_equal(script_find_scheme(owner, HERE, &text, error), STATUS_INPUT);
    talloc_free(owner);
}

static void a_scheme_of_more_than_256_kib_is_refused(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct script_text text;
    assert_int_equal(script_find_scheme(owner, "/dev/zero", &text, error), STATUS_INPUT);
    assert_int_equal(error->count, 1);
    talloc_free(owner);
}

static void more_than_20_million_pairs_are_refused_with_the_line(void **state)
{
    (void)state;
    enum { MANY = 4600 };
    void *owner = talloc_new(NULL);
    struct roster *many = talloc_zero(owner, struct roster);
    *many = (struct roster){
        .file = "many", .columns = roster->columns, .column = roster->column, .members = MANY};
    many->member = talloc_zero_array(many, struct member, MANY);
    for (int i = 0; i < MANY; i++) {
        const char **value = talloc_zero_array(many, const char *, (unsigned)many->columns);
        for (int c = 0; c < many->columns; c++)
            value[c] = "";
        value[ATTRIBUTE_ID] = talloc_asprintf(many, "M%04d", i);
        many->member[i] =
            (struct member){.id = value[ATTRIBUTE_ID], .name = "某", .order = ORDER_NONE, .value = value};
    }
    assert_true(roster_finish(many));
    static const char script[] = "local s = scheme { name = 'many' }\n"
                                 "s:relation 'one' { from = members(), to = members() }\n";
    struct script_text text = {"many.lua", script, sizeof script - 1};
    struct error *error = error_new(owner);
    struct scheme *scheme;
    assert_int_equal(
        script_load_scheme(owner, &(struct script_request){.text = &text, .roster = many}, &scheme, error),
        STATUS_INPUT);
    assert_string_equal(
        dump_faults(owner, error),
        "many.lua:2: The relations up to “one” have more than 20000000 possible pairs. Please narrow "
        "“from”, “to” or “within”.\n");
    talloc_free(owner);
}

static void faults_that_were_there_before_stay_before_those_of_the_scheme(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    const struct place place = {.file = "other.csv", .row = 900};
    error_add(error, STATUS_INPUT, &place, "earlier");
    struct script_text text = {"x.lua", "local s = scheme {}\n", 20};
    struct scheme *scheme;
    assert_int_equal(
        script_load_scheme(owner, &(struct script_request){.text = &text, .roster = roster}, &scheme, error),
        STATUS_INPUT);
    assert_true(error->count > 1);
    assert_string_equal(error->fault[0].message, "earlier");
    talloc_free(owner);
}

static void a_scheme_with_faults_without_end_is_told_some_of_them(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    static const char script[] = "for i = 1, 5000 do local nobody = members { nothing = i } end\n";
    struct script_text text = {"x.lua", script, sizeof script - 1};
    struct error *error = error_new(owner);
    struct scheme *scheme;
    assert_int_equal(
        script_load_scheme(owner, &(struct script_request){.text = &text, .roster = roster}, &scheme, error),
        STATUS_INPUT);
    assert_int_equal(error->count, 501);
    assert_string_equal(error->fault[500].message,
                        "There are more faults than these. Please correct these first.");
    talloc_free(owner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_and_field_becomes_what_its_golden_file_says),
        cmocka_unit_test(every_slip_is_told_with_its_line_and_remedy),
        cmocka_unit_test(a_scheme_that_travels_with_the_program_is_found_by_its_name),
        cmocka_unit_test(an_unknown_scheme_is_told_with_the_names_there_are),
        cmocka_unit_test(a_scheme_of_more_than_256_kib_is_refused),
        cmocka_unit_test(more_than_20_million_pairs_are_refused_with_the_line),
        cmocka_unit_test(a_scheme_with_faults_without_end_is_told_some_of_them),
        cmocka_unit_test(faults_that_were_there_before_stay_before_those_of_the_scheme),
    };
    return cmocka_run_group_tests(tests, read_roster, free_roster);
}
