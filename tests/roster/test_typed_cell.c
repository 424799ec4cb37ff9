/* Cells of columns that a scheme types: what dates, whole numbers and lists are written like, and what is
 * refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "roster/typed_cell.h"

/* The value, or what the fault says. */
static const char *value_of(const void *owner, enum value_type type, const char *text)
{
    struct error *error = error_new(owner);
    const struct place place = {.file = "in.csv", .row = 2, .heading = "列"};
    const char *value = typed_cell(owner, type, text, &place, error);
    if (error->count == 0)
        return value;
    assert_string_equal(value, "");
    assert_int_equal(error->count, 1);
    assert_string_equal(error->fault[0].place.value, text);
    return error->fault[0].message;
}

static void a_date_is_written_in_one_way_however_the_file_writes_it(void **state)
{
    (void)state;
    static const char *const dates[][2] = {
        {"1965年3月1日", "1965-03-01"},
        {"1965年03月01号", "1965-03-01"},
        {"1965年3月1", "1965-03-01"},
        {"1965.3.1", "1965-03-01"},
        {"1965/3/1", "1965-03-01"},
        {"1965-03-01", "1965-03-01"},
        {"19650301", "1965-03-01"},
        {"1965年3月", "1965-03"},
        {"1965.03", "1965-03"},
        {"1965.3", "1965-03"},
        {"1965-3", "1965-03"},
        {"196503", "1965-03"},
        {"1965", "1965"},
        {"1965年", "1965"},
        {"１９６５．３．１", "1965-03-01"},
        {" 1965 年 3 月 ", "1965-03"},
        {"1968.01", "1968-01"},
        {"1968-1", "1968-01"},
        {"1968.1.1", "1968-01-01"},
        {"2000-02-29", "2000-02-29"},
        {"1965/3/1 0:00", "1965-03-01"},
        {"1965-03-01T00:00:00", "1965-03-01"},
        {"", ""},
        {"　", ""},
    };
    void *owner = talloc_new(NULL);
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        assert_string_equal(value_of(owner, VALUE_DATE, dates[i][0]), dates[i][1]);
    talloc_free(owner);
}

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    static const char *const refused[][2] = {
        {"1968.1", "January or October"},
        {"1900-02-29", "no such date"},
        {"1965-13", "no such date"},
        {"1965-04-31", "no such date"},
        {"1965-00", "no such date"},
        {"19650300", "no such date"},
        {"196500", "no such date"},
        {"1965-3-0", "no such date"},
        {"65-3-1", "is no date"},
        {"1965年3", "is no date"},
        {"1965-3.1", "is no date"},
        {"1965-3-1-1", "is no date"},
        {"1965.", "is no date"},
        {"3月1日", "is no date"},
        {"1965-3-123", "is no date"},
        {"1799", "is no date"},
        {"2200", "is no date"},
        {"19650", "counts 1953-10-18"},
        {"25112", "counts 1968-10-01"},
        {"25112.0", "counts 1968-10-01"},
        {"10000", "counts 1927-05-18"},
        {"99999", "counts 2173-10-13"},
        {"36585", "counts 2000-02-29"},
        {"#N/A", "gives an error"},
        {"不详", "is no date"},
        {"-1965", "is no date"},
        {"1965-03-01 08:30", "is no date"},
    };
    void *owner = talloc_new(NULL);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        const char *message = value_of(owner, VALUE_DATE, refused[i][0]);
        if (!strstr(message, refused[i][1]))
            fail_msg("%s: %s", refused[i][0], message);
    }
    talloc_free(owner);
}

static void a_whole_number_is_plain_digits(void **state)
{
    (void)state;
    static const char *const numbers[][2] = {
        {"12", "12"},   {"０12", "12"}, {"-0", "0"},    {"000", "0"},
        {"-007", "-7"}, {" 5 ", "5"},   {"－３", "-3"}, {"123456789012345", "123456789012345"},
        {"", ""}};
    static const char *const refused[] = {"1.0",  "1,000", "+3", "-", "1e3", "十二", "1234567890123456",
                                          "0x10", "1 2"};
    void *owner = talloc_new(NULL);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_string_equal(value_of(owner, VALUE_INTEGER, numbers[i][0]), numbers[i][1]);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_non_null(strstr(value_of(owner, VALUE_INTEGER, refused[i]), "is no whole number"));
    talloc_free(owner);
}

static void a_list_has_its_parts_once_and_between_them_one_mark(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    assert_string_equal(value_of(owner, VALUE_LIST, "法律；金融, 法律 /教育"), "法律、金融、教育");
    assert_string_equal(value_of(owner, VALUE_LIST, "；"), "");
    assert_string_equal(value_of(owner, VALUE_TEXT, " a；b "), "a；b");
    talloc_free(owner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_is_written_in_one_way_however_the_file_writes_it),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(a_whole_number_is_plain_digits),
        cmocka_unit_test(a_list_has_its_parts_once_and_between_them_one_mark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
