#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <talloc.h>

#include "base/embed.h"
#include "base/error.h"

static void a_new_error_holds_nothing(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    assert_int_equal(error->status, STATUS_OK);
    assert_int_equal(error->count, 0);
    talloc_free(error);
}

static void faults_are_kept_in_the_order_found_with_copies_of_their_places(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    char heading[] = "党派", value[] = "民健", line[] = "local a";
    const struct place place = {
        .file = "花名册.csv", .row = 17, .column = 6, .heading = heading, .value = value, .line_text = line};
    assert_int_equal(error_add(error, STATUS_INPUT, &place, "row %d: %s", 17, "first"), STATUS_INPUT);
    assert_int_equal(error_add(error, STATUS_INPUT, NULL, "second"), STATUS_INPUT);
    heading[0] = value[0] = line[0] = 'x';
    assert_int_equal(error->count, 2);
    assert_string_equal(error->fault[0].message, "row 17: first");
    assert_string_equal(error->fault[0].place.heading, "党派");
    assert_string_equal(error->fault[0].place.value, "民健");
    assert_string_equal(error->fault[0].place.line_text, "local a");
    assert_string_equal(error->fault[0].place.file, "花名册.csv");
    assert_int_equal(error->fault[0].place.row, 17);
    assert_string_equal(error->fault[1].message, "second");
    assert_null(error->fault[1].place.file);
    assert_int_equal(error->fault[1].place.row, 0);
    talloc_free(error);
}

static void the_status_is_that_of_the_gravest_fault(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    error_add(error, STATUS_INPUT, NULL, "a");
    error_add_memory(error);
    error_add(error, STATUS_INPUT, NULL, "b");
    assert_int_equal(error->status, STATUS_MACHINE);
    assert_int_equal(error->count, 3);
    talloc_free(error);
}

static void what_the_user_can_mend_is_told_from_what_the_machine_lacks(void **state)
{
    (void)state;
    static const struct {
        int errnum;
        enum status status;
    } cases[] = {
        {ENOENT, STATUS_INPUT},  {EACCES, STATUS_INPUT},   {EPERM, STATUS_INPUT}, {EISDIR, STATUS_INPUT},
        {ENOTDIR, STATUS_INPUT}, {ENOSPC, STATUS_MACHINE}, {EIO, STATUS_MACHINE},
    };
    struct error *error = error_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(error_add_errno(error, "plan.json", cases[i].errnum), cases[i].status);
        assert_string_equal(error->fault[i].place.file, "plan.json");
        assert_true(strlen(error->fault[i].message) > 20);
    }
    talloc_free(error);
}

static void a_file_inside_the_program_is_found_by_its_name(void **state)
{
    (void)state;
    static const struct embedded_file list[] = {{"a.lua", "return 1", 8}, {"b.lua", "", 0}, {NULL, NULL, 0}};
    assert_ptr_equal(embed_find(list, "a.lua"), &list[0]);
    assert_ptr_equal(embed_find(list, "b.lua"), &list[1]);
    assert_null(embed_find(list, "c.lua"));
    assert_null(embed_find(list, ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_error_holds_nothing),
        cmocka_unit_test(faults_are_kept_in_the_order_found_with_copies_of_their_places),
        cmocka_unit_test(the_status_is_that_of_the_gravest_fault),
        cmocka_unit_test(what_the_user_can_mend_is_told_from_what_the_machine_lacks),
        cmocka_unit_test(a_file_inside_the_program_is_found_by_its_name),
    };
    return cmocka_run_group_tests_name("errors", tests, NULL, NULL);
}
