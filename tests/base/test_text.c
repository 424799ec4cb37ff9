#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <talloc.h>

#include "base/text.h"

static void every_code_point_is_encoded_and_decoded_again(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        if (code >= 0xD800 && code <= 0xDFFF)
            continue;
        char bytes[4];
        size_t size = text_encode(code, bytes), length;
        assert_int_equal(text_decode(bytes, size, &length), code);
        assert_int_equal(length, size);
        if (size > 1) /* cut short it is malformed */
            assert_int_equal(text_decode(bytes, size - 1, &length), UINT32_MAX);
    }
}

static void malformed_utf8_is_refused_byte_by_byte(void **state)
{
    (void)state;
    static const char *const malformed[] = {
        "\x80",             /* a continuation alone */
        "\xC0\xAF",         /* overlong */
        "\xC1\xBF",         /* overlong */
        "\xE0\x80\xAF",     /* overlong */
        "\xF0\x80\x80\xAF", /* overlong */
        "\xED\xA0\x80",     /* a surrogate */
        "\xED\xBF\xBF",     /* a surrogate */
        "\xF4\x90\x80\x80", /* beyond U+10FFFF */
        "\xF5\x80\x80\x80",
        "\xFE",
        "\xFF",
        "\xE6\x9D",
        "\xE6\x41\x8E",
    };
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++) {
        size_t length;
        assert_int_equal(text_decode(malformed[i], strlen(malformed[i]), &length), UINT32_MAX);
        assert_int_equal(length, 1);
        assert_int_equal(text_valid_until(malformed[i], strlen(malformed[i])), 0);
    }
    assert_int_equal(text_valid_until("陈琳\xFF", 7), 6);
    assert_int_equal(text_valid_until("陈琳 a", 8), 8);
    assert_int_equal(text_valid_until("", 0), 0);
}

static void characters_are_counted_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(text_count(""), 0);
    assert_int_equal(text_count("JH0001"), 6);
    assert_int_equal(text_count("陈琳𬱖"), 3);
}

static void widths_are_those_of_a_terminal(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int width;
    } cases[] = {
        {"", 0},     {"JH0001", 6}, {"陈琳", 4},      {"𬱖", 2},     {"。", 2},   {"Ａ", 2}, {"ｶ", 1},
        {"“陈”", 4}, {"·", 1},      {"e\xCC\x81", 1}, {"a\u200Bb", 2}, {"\xFF", 1}, {"\t", 0}, {"　", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(text_width(cases[i].text), cases[i].width);
}

static void trimming_takes_blanks_of_every_kind_from_both_ends_only(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {"   ", ""},
        {" 陈 琳 ", "陈 琳"},
        {"　陈琳　", "陈琳"},
        {"\u00A0a\u200B", "a"},
        {"\xEF\xBB\xBF编号", "编号"},
        {"\r\n\tx\r\n", "x"},
        {"陈琳", "陈琳"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *trimmed = text_trim(NULL, cases[i][0], strlen(cases[i][0]));
        assert_string_equal(trimmed, cases[i][1]);
        talloc_free(trimmed);
    }
    char *part = text_trim(NULL, " ab cd", 3); /* only the first bytes count */
    assert_string_equal(part, "ab");
    talloc_free(part);
}

static const char *nearest(const char *text)
{
    static const char *const parties[] = {"中共", "民革",   "民盟",   "民建",
                                          "民进", "农工党", "致公党", "九三学社"};
    return text_nearest(text, parties, (int)(sizeof parties / sizeof parties[0]));
}

static void a_misspelt_word_finds_the_nearest_one(void **state)
{
    (void)state;
    static const char *const words[] = {"source", "target", "relation", "window", "unit"};
    assert_string_equal(text_nearest("uint", words, 5), "unit"); /* a swap counts one */
    assert_string_equal(text_nearest("relatoin", words, 5), "relation");
    assert_string_equal(text_nearest("sorce", words, 5), "source");
    assert_string_equal(text_nearest("targets", words, 5), "target");
    assert_null(text_nearest("pairs", words, 5));
    assert_null(text_nearest("", words, 5));
    assert_null(text_nearest("window", words, 0));
    assert_string_equal(nearest("农工"), "农工党");
    assert_string_equal(nearest("九三学会"), "九三学社");
    assert_string_equal(nearest("民健"), "民革"); /* all of 民* are as near: the first wins */
    assert_null(nearest("无"));
}

static void texts_too_long_to_be_names_do_no_harm(void **state)
{
    (void)state;
    char text[1001];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    static const char *const words[] = {"x", "window"};
    assert_null(text_nearest(text, words, 2));
}

static void a_list_is_split_at_each_of_its_separators(void **state)
{
    (void)state;
    int count;
    char **parts = text_split_list(NULL, " 民建、中共，民盟,a;b；c/d、、 ", &count);
    static const char *const expected[] = {"民建", "中共", "民盟", "a", "b", "c", "d"};
    assert_int_equal(count, 7);
    for (int i = 0; i < count; i++)
        assert_string_equal(parts[i], expected[i]);
    assert_null(parts[7]);
    talloc_free(parts);
    parts = text_split_list(NULL, " 、 ", &count);
    assert_non_null(parts);
    assert_int_equal(count, 0);
    assert_null(parts[0]);
    talloc_free(parts);
}

static void a_list_has_whole_parts_only(void **state)
{
    (void)state;
    assert_true(text_list_has("民建、中共", "中共"));
    assert_true(text_list_has("民建、中共", "民建"));
    assert_false(text_list_has("民建、中共", "民"));
    assert_false(text_list_has("中共民盟", "中共"));
    assert_false(text_list_has("", "中共"));
    assert_false(text_list_has("民建、中共", ""));
    assert_false(text_list_has("民建、中共", "建、中"));
}

static void what_a_file_holds_cannot_steer_a_terminal(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"陈琳", "陈琳"},
        {"a\x1B[31mb", "a<U+001B>[31mb"},
        {"a\nb\tc\rd", "a b c d"},
        {"\u202Eabc\u202C", "<U+202E>abc<U+202C>"},
        {"\u2066abc\u2069", "<U+2066>abc<U+2069>"},
        {"\x7F\xC2\x85", "<U+007F><U+0085>"},
        {"\xFFx", "\uFFFDx"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *shown = text_printable(NULL, cases[i][0]);
        assert_string_equal(shown, cases[i][1]);
        talloc_free(shown);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_is_encoded_and_decoded_again),
        cmocka_unit_test(malformed_utf8_is_refused_byte_by_byte),
        cmocka_unit_test(characters_are_counted_not_bytes),
        cmocka_unit_test(widths_are_those_of_a_terminal),
        cmocka_unit_test(trimming_takes_blanks_of_every_kind_from_both_ends_only),
        cmocka_unit_test(a_misspelt_word_finds_the_nearest_one),
        cmocka_unit_test(texts_too_long_to_be_names_do_no_harm),
        cmocka_unit_test(a_list_is_split_at_each_of_its_separators),
        cmocka_unit_test(a_list_has_whole_parts_only),
        cmocka_unit_test(what_a_file_holds_cannot_steer_a_terminal),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
