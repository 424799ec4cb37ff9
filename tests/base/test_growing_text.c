#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <talloc.h>

#include "base/growing_text.h"

static void what_is_added_stands_in_its_order(void **state)
{
    (void)state;
    struct growing_text text = {.owner = NULL};
    char *bytes;
    size_t size;
    struct error *error = error_new(NULL);
    growing_add(&text, "一");
    growing_add_bytes(&text, "a\0b", 3);
    growing_add_number(&text, INT64_MIN);
    growing_print(&text, "%s-%d", "二", 7);
    assert_int_equal(growing_close(&text, &bytes, &size, error), STATUS_OK);
    static const char expected[] = "一a\0b-9223372036854775808二-7";
    assert_int_equal(size, sizeof expected - 1);
    assert_memory_equal(bytes, expected, sizeof expected); /* the NUL behind it, too */
    talloc_free(bytes);
    talloc_free(error);
}

static void nothing_is_an_empty_text(void **state)
{
    (void)state;
    struct growing_text text = {.owner = NULL};
    char *bytes;
    size_t size;
    struct error *error = error_new(NULL);
    assert_int_equal(growing_close(&text, &bytes, &size, error), STATUS_OK);
    assert_int_equal(size, 0);
    assert_string_equal(bytes, "");
    talloc_free(bytes);
    talloc_free(error);
}

static void it_grows_as_far_as_it_must(void **state)
{
    (void)state;
    struct growing_text text = {.owner = NULL};
    for (int i = 0; i < 100000; i++)
        growing_add(&text, "中文");
    assert_false(text.failed);
    assert_int_equal(text.used, 600000);
    assert_int_equal(strlen(text.text), 600000);
    talloc_free(text.text);
}

static void json_strings_escape_what_rfc_8259_says(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", "\"\""},
        {"陈琳", "\"陈琳\""},
        {"a\"b\\c", "\"a\\\"b\\\\c\""},
        {"\n\t\x01\x7F", "\"\\u000a\\u0009\\u0001\\u007f\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct growing_text text = {.owner = NULL};
        growing_add_json(&text, cases[i][0]);
        assert_string_equal(text.text, cases[i][1]);
        talloc_free(text.text);
    }
}

static void cells_are_quoted_where_they_must_be(void **state)
{
    (void)state;
    static const struct {
        const char *value, *plain, *always;
    } cases[] = {
        {"", "", "\"\""},
        {"陈琳", "陈琳", "\"陈琳\""},
        {"a b", "a b", "\"a b\""},
        {" a", "\" a\"", "\" a\""},
        {"a,b", "\"a,b\"", "\"a,b\""},
        {"a;b", "\"a;b\"", "\"a;b\""},
        {"a\tb", "\"a\tb\"", "\"a\tb\""},
        {"a\nb", "\"a\nb\"", "\"a\nb\""},
        {"\"", "\"\"\"\"", "\"\"\"\""},
        {"他说\"好\"", "\"他说\"\"好\"\"\"", "\"他说\"\"好\"\"\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct growing_text plain = {.owner = NULL}, always = {.owner = NULL};
        growing_add(&plain, "");
        growing_add_cell(&plain, cases[i].value, false);
        growing_add_cell(&always, cases[i].value, true);
        assert_string_equal(plain.text, cases[i].plain);
        assert_string_equal(always.text, cases[i].always);
        talloc_free(plain.text);
        talloc_free(always.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_added_stands_in_its_order),
        cmocka_unit_test(nothing_is_an_empty_text),
        cmocka_unit_test(it_grows_as_far_as_it_must),
        cmocka_unit_test(json_strings_escape_what_rfc_8259_says),
        cmocka_unit_test(cells_are_quoted_where_they_must_be),
    };
    return cmocka_run_group_tests_name("growing text", tests, NULL, NULL);
}
