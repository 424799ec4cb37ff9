/* The table of characters that are not seen, over all of Unicode. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <stdio.h>
#include <talloc.h>
#include <unicode/uchar.h>

#include "base/characters.h"
#include "base/text.h"

static bool is_scalar(uint32_t code)
{
    return code > 0 && (code < 0xD800 || code > 0xDFFF);
}

static void no_control_format_or_ignorable_character_passes_as_seen(void **state)
{
    (void)state;
    int count = 0;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        int type = u_charType((UChar32)code);
        if (type != U_CONTROL_CHAR && type != U_FORMAT_CHAR &&
            !u_hasBinaryProperty((UChar32)code, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
            continue;
        count++;
        if (character_kind(code) < CHARACTER_BREAK)
            fail_msg("U+%04X passes as seen", (unsigned)code);
    }
    assert_true(count > 4000); /* the 4,096 of plane 14 alone */
}

/* A character between two others: what becomes of it is what its kind says. */
static void each_character_of_unicode_is_cleaned_as_its_kind_says(void **state)
{
    (void)state;
    for (uint32_t code = 1; code <= 0x10FFFF; code++) {
        if (!is_scalar(code))
            continue;
        char text[16], bytes[5] = "";
        bytes[text_encode(code, bytes)] = '\0';
        snprintf(text, sizeof text, "张%s敏", bytes);
        void *owner = talloc_new(NULL);
        struct characters_found found;
        const char *now = characters_clean(owner, text, &found);
        switch (character_kind(code)) {
        case CHARACTER_SEEN:
            assert_ptr_equal(now, text);
            break;
        case CHARACTER_BLANK:
        case CHARACTER_BREAK:
            assert_string_equal(now, "张 敏");
            break;
        case CHARACTER_MARK:
            assert_string_equal(now, "张敏");
            assert_int_equal(found.taken, code);
            break;
        case CHARACTER_REORDERS:
        case CHARACTER_CONTROLS:
            assert_string_equal(now, text);
            assert_int_equal(found.refused, code);
            break;
        }
        talloc_free(owner);
    }
}

static void what_people_know_by_name_is_of_the_kind_they_expect(void **state)
{
    (void)state;
    static const uint32_t marks[] = {0x00AD,  0x034F,  0x061C,  0x115F, 0x1160, 0x180B, 0x180E,
                                     0x200B,  0x200C,  0x200D,  0x200E, 0x200F, 0x2060, 0x2064,
                                     0x206A,  0x2800,  0x3164,  0xFE00, 0xFE0F, 0xFEFF, 0xFFA0,
                                     0xE0001, 0xE0041, 0xE0100, 0xE01EF};
    static const uint32_t reorder[] = {0x202A, 0x202B, 0x202C, 0x202D, 0x202E,
                                       0x2066, 0x2067, 0x2068, 0x2069};
    static const uint32_t controls[] = {0x00, 0x01, 0x07, 0x08, 0x0B, 0x0C, 0x1A,
                                        0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9B, 0x9F};
    static const uint32_t seen[] = {' ', 'a', 0x3000, 0x4E00, 0x20000, 0xB7, 0x2022, 0xE5E5, 0xFFFD};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        assert_int_equal(character_kind(marks[i]), CHARACTER_MARK);
    for (size_t i = 0; i < sizeof reorder / sizeof *reorder; i++)
        assert_int_equal(character_kind(reorder[i]), CHARACTER_REORDERS);
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++)
        assert_int_equal(character_kind(controls[i]), CHARACTER_CONTROLS);
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++)
        assert_int_equal(character_kind(seen[i]), CHARACTER_SEEN);
    assert_int_equal(character_kind('\t'), CHARACTER_BREAK);
    assert_int_equal(character_kind(0x2028), CHARACTER_BREAK);
    assert_int_equal(character_kind(0xA0), CHARACTER_BLANK);
}

static void breaks_with_the_blanks_about_them_are_one_blank(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"市财政局\n办公室", "市财政局 办公室"},
        {"a \r\n\t b", "a b"},
        {"a\n\nb", "a b"},
        {"a\xC2\xA0"
         "b",
         "a b"},
        {"\u200E张\u200D敏\uFE0F", "张敏"},
        {"a  b", "a  b"},
        {"\xFF\n", "\xFF "},
        {"張\U000E0100敏", "張敏"},
        {"a\n\u3000b", "a b"},
    };
    void *owner = talloc_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(characters_clean(owner, cases[i][0], NULL), cases[i][1]);
    talloc_free(owner);
}

static void what_is_not_seen_is_shown_by_its_code(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    assert_string_equal(characters_shown(owner, "张\u200E敏\x1B\U000E0100"), "张<U+200E>敏<U+001B><U+E0100>");
    assert_string_equal(characters_shown(owner, "张敏"), "张敏");
    talloc_free(owner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_control_format_or_ignorable_character_passes_as_seen),
        cmocka_unit_test(each_character_of_unicode_is_cleaned_as_its_kind_says),
        cmocka_unit_test(what_people_know_by_name_is_of_the_kind_they_expect),
        cmocka_unit_test(breaks_with_the_blanks_about_them_are_one_blank),
        cmocka_unit_test(what_is_not_seen_is_shown_by_its_code),
    };
    return cmocka_run_group_tests_name("characters", tests, NULL, NULL);
}
