/* Telling encodings apart: copies of the Jinhua roster in every encoding, cut to every length. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/file.h"
#include "base/text.h"
#include "roster/encoding.h"
#include "roster/private_use.h"
#include "roster/separator.h"

static const char *const words[] = {"编号", "姓名", "党派", "窗口", "编號",
                                    "編號", "黨派", "id",   "name", NULL};

/* An encoding, the mark its files may begin with, and what it must be told as. */
static const struct kind {
    const char *encoding, *mark, *told;
} kinds[] = {
    {"UTF-8", "", "UTF-8"},       {"UTF-8", "\xEF\xBB\xBF", "UTF-8"},
    {"UTF-16LE", "", "UTF-16LE"}, {"UTF-16LE", "\xFF\xFE", "UTF-16LE"},
    {"UTF-16BE", "", "UTF-16BE"}, {"UTF-16BE", "\xFE\xFF", "UTF-16BE"},
    {"GB18030", "", "GB18030"},   {"GB18030", "\x84\x31\x95\x33", "GB18030"},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static char *read_file(void *owner, const char *name, size_t *size)
{
    char *bytes = NULL;
    struct error *error = error_new(owner);
    enum status status = file_read(owner, name, 1 << 20, &bytes, size, error);
    assert_int_equal(status, STATUS_OK);
    return bytes;
}

static char *encode(void *owner, const struct kind *kind, const char *text, size_t size, size_t *encoded)
{
    size_t mark = strlen(kind->mark), room = 4 * size + 8, left = room;
    char *out = talloc_array(owner, char, mark + room + 1), *to = out + mark;
    memcpy(out, kind->mark, mark);
    iconv_t way = iconv_open(kind->encoding, "UTF-8");
    assert_true(way != (iconv_t)-1);
    char *from = talloc_strndup(out, text, size);
    assert_int_equal(iconv(way, &from, &size, &to, &left), 0);
    iconv_close(way);
    *to = '\0';
    *encoded = (size_t)(to - out);
    return out;
}

/* Encodes the text, has it told apart, and compares encoding and text. */
static void comes_back(const struct kind *kind, const char *text, size_t size)
{
    void *owner = talloc_new(NULL);
    size_t encoded;
    char *bytes = encode(owner, kind, text, size, &encoded);
    struct decoded decoded;
    struct error *error = error_new(owner);
    enum status status = encoding_decode(owner, "f.csv", bytes, encoded, words, &decoded, error);
    if (status != STATUS_OK)
        fail_msg("%s, %zu bytes: %s", kind->encoding, encoded, error->fault[0].message);
    assert_string_equal(decoded.encoding, kind->told);
    assert_int_equal(decoded.size, size);
    assert_memory_equal(decoded.text, text, size);
    assert_int_equal(decoded.text[size], '\0');
    talloc_free(owner);
}

static void every_length_of_the_roster_is_told_right(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    size_t size;
    const char *text = read_file(owner, TREE "/data/jinhua/roster.csv", &size);
    int rows = 0;
    for (size_t at = 0; at < size; at++) {
        if (text[at] != '\n')
            continue;
        rows++;
        for (int k = 0; k < KINDS; k++)
            comes_back(&kinds[k], text, at + 1);
    }
    assert_int_equal(rows, 387);
    talloc_free(owner);
}

/* The heading row with each single row below it. */
static void every_row_alone_is_told_right(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    size_t size;
    const char *text = read_file(owner, TREE "/data/jinhua/roster.csv", &size);
    const char *rows = text + strcspn(text, "\n") + 1;
    for (const char *row = rows, *end; (end = strchr(row, '\n')); row = end + 1) {
        char *two = talloc_strndup(owner, text, (size_t)(rows - text));
        two = talloc_strndup_append(two, row, (size_t)(end + 1 - row));
        for (int k = 0; k < KINDS; k++)
            comes_back(&kinds[k], two, strlen(two));
        talloc_free(two);
    }
    talloc_free(owner);
}

static void traditional_text_in_big5_is_told_by_its_headings(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    size_t size;
    const char *text = read_file(owner, TREE "/tests/roster/files/jinhua-traditional.csv", &size);
    static const struct kind big5 = {"BIG5-HKSCS", "", "Big5-HKSCS"};
    int rows = 0;
    for (size_t at = 0; at < size; at++) {
        if (text[at] != '\n')
            continue;
        rows++;
        comes_back(&big5, text, at + 1);
        for (int k = 0; k < KINDS; k++)
            comes_back(&kinds[k], text, at + 1);
    }
    assert_int_equal(rows, 387);
    talloc_free(owner);
}

/* 一 is U+4E00 and 耀 U+8000: their UTF-16 has a NUL where ASCII has none. */
static void names_with_a_zero_byte_do_not_hide_utf_16(void **state)
{
    (void)state;
    static const char text[] = "编号,姓名\nA1,王一\nA2,李耀\nA3,开一\n";
    for (int k = 0; k < KINDS; k++)
        comes_back(&kinds[k], text, strlen(text));
}

static void a_nul_in_utf_8_does_not_make_it_utf_16(void **state)
{
    (void)state;
    static const char with_headings[] = "id,name\nA1,x\0y\n", without[] = "代号,名字\nA1,x\0y\n";
    static const struct kind utf8 = {"UTF-8", "", "UTF-8"};
    void *owner = talloc_new(NULL);
    const struct {
        const char *bytes;
        size_t size;
    } cases[] = {{with_headings, sizeof with_headings - 1}, {without, sizeof without - 1}};
    for (int i = 0; i < 2; i++) {
        struct decoded decoded;
        struct error *error = error_new(owner);
        char *bytes = talloc_memdup(owner, cases[i].bytes, cases[i].size + 1);
        assert_int_equal(encoding_decode(owner, "f", bytes, cases[i].size, words, &decoded, error),
                         STATUS_OK);
        assert_string_equal(decoded.encoding, utf8.told);
        assert_int_equal(decoded.size, cases[i].size);
    }
    talloc_free(owner);
}

/* The place that a refusal names: byte from the message, row and column. */
static void refused(const char *bytes, size_t size, const char *encoding, const char *byte, int row,
                    int column)
{
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct decoded decoded;
    char *copy = talloc_array(owner, char, size + 1);
    memcpy(copy, bytes, size);
    copy[size] = '\0';
    assert_int_equal(encoding_decode(owner, "f.csv", copy, size, words, &decoded, error), STATUS_INPUT);
    assert_int_equal(error->count, 1);
    if (!strstr(error->fault[0].message, encoding) || !strstr(error->fault[0].message, byte))
        fail_msg("%s", error->fault[0].message);
    assert_int_equal(error->fault[0].place.row, row);
    assert_int_equal(error->fault[0].place.column, column);
    talloc_free(owner);
}

static void what_no_encoding_reads_is_refused_where_it_stops(void **state)
{
    (void)state;
    static const char utf8[] = "编号,姓名\nA1,陈琳\nA2,\xFF\n";
    refused(utf8, strlen(utf8), "UTF-8", "byte 28 (FF)", 3, 2);
    static const char gb[] = "\xB1\xE0\xBA\xC5,\xD0\xD5\xC3\xFB\n\"A\n1\",\xC1\xD5\nA2,\xCD\xF5\xFF\xFF,x\n";
    refused(gb, strlen(gb), "GB18030", "byte 25 (FF)", 3, 2);
    static const char marked[] = "\xEF\xBB\xBF"
                                 "id,name\n1,\xB1\xE0\n";
    refused(marked, strlen(marked), "UTF-8", "byte 14 (B1)", 2, 2);
    static const char odd[] = "\xFF\xFEi\0d\0\n\0x";
    refused(odd, sizeof odd - 1, "UTF-16LE", "byte 9 (78)", 2, 1);
    static const char lone[] = "\0i\0d\0,\0n\0a\0m\0e\0\n\xD8\x00\0x\0\n";
    refused(lone, sizeof lone - 1, "UTF-16BE", "byte 17 (D8)", 2, 1);
}

/* UTF-8 with one damaged byte can be strict GB18030 by chance; its headings then say what it was. */
static void damaged_utf_8_is_not_taken_for_gb18030(void **state)
{
    (void)state;
    static const char headings[] = "编号,姓名,党派,窗口\n";
    for (int length = 1; length <= 4; length++) {
        char text[64];
        int size = snprintf(text, sizeof text, "%sA1,陈琳%.*s\xB3\xC2\n", headings, length, "xyzw");
        char stop[32];
        snprintf(stop, sizeof stop, "byte %d (B3)", size - 2);
        refused(text, (size_t)size, "UTF-8", stop, 2, 2);
    }
}

static void private_use_characters_are_folded_from_every_encoding(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    static const char was[] = "编号,姓名\nA1,王\xEE\xA1\xA3\nA2,\xEE\xA0\x96李\n",
                      now[] = "编号,姓名\nA1,王䶮\nA2,𠂇李\n";
    static const char *const encodings[] = {"UTF-8", "UTF-16LE", "UTF-16BE"};
    for (int i = 0; i < 3; i++) {
        const struct kind kind = {encodings[i], "", ""};
        size_t size;
        char *bytes = encode(owner, &kind, was, strlen(was), &size);
        struct decoded decoded;
        assert_int_equal(encoding_decode(owner, "f", bytes, size, words, &decoded, error_new(owner)),
                         STATUS_OK);
        assert_string_equal(decoded.text, now);
        assert_int_equal(decoded.size, strlen(now));
    }
    /* 王䶮 as GBK has it */
    static const char gbk[] = "id,name\nA1,\xCD\xF5\xFE\x9F\n";
    struct decoded decoded;
    char *bytes = talloc_memdup(owner, gbk, sizeof gbk);
    assert_int_equal(encoding_decode(owner, "f", bytes, sizeof gbk - 1, words, &decoded, error_new(owner)),
                     STATUS_OK);
    assert_string_equal(decoded.text, "id,name\nA1,王䶮\n");
    assert_int_equal(private_use_fold(0xE863), 0x4DAE);
    assert_int_equal(private_use_fold(0xE864), 0x9FBB);
    assert_int_equal(private_use_fold(0xE78E), 0xFE12);
    assert_int_equal(private_use_fold(0xE865), 0xE865);
    assert_int_equal(private_use_fold(0xE000), 0xE000);
    assert_int_equal(private_use_fold('a'), 'a');
    talloc_free(owner);
}

/* glibc knows where GB 18030-2005 put the characters of FE50-FEA0; GBK numbered them from U+E815 on. */
static void the_table_of_private_use_agrees_with_glibc(void **state)
{
    (void)state;
    iconv_t way = iconv_open("UTF-8", "GB18030");
    uint32_t code = 0xE815;
    for (int trail = 0x50; trail <= 0xA0; trail++) {
        if (trail == 0x7F)
            continue;
        char in[2] = {'\xFE', (char)trail}, out[8], *from = in, *to = out;
        size_t left = 2, room = sizeof out, length;
        assert_int_equal(iconv(way, &from, &left, &to, &room), 0);
        assert_int_equal(private_use_fold(code), text_decode(out, (size_t)(to - out), &length));
        code++;
    }
    iconv_close(way);
    assert_int_equal(code, 0xE865);
}

static void a_byte_is_located_by_row_and_column(void **state)
{
    (void)state;
    static const char text[] = "a;b\r\n\"x;\ny\";2\r\n3;4;5";
    static const char *const headings[] = {"编号", "姓名", NULL};
    int row, column;
    separator_locate(text, strlen(text), headings, &row, &column);
    assert_int_equal(row, 3);
    assert_int_equal(column, 3);
    separator_locate(text, 13, headings, &row, &column);
    assert_int_equal(row, 2);
    assert_int_equal(column, 2);
    separator_locate(text, 0, headings, &row, &column);
    assert_int_equal(row, 1);
    assert_int_equal(column, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_length_of_the_roster_is_told_right),
        cmocka_unit_test(every_row_alone_is_told_right),
        cmocka_unit_test(traditional_text_in_big5_is_told_by_its_headings),
        cmocka_unit_test(names_with_a_zero_byte_do_not_hide_utf_16),
        cmocka_unit_test(a_nul_in_utf_8_does_not_make_it_utf_16),
        cmocka_unit_test(what_no_encoding_reads_is_refused_where_it_stops),
        cmocka_unit_test(damaged_utf_8_is_not_taken_for_gb18030),
        cmocka_unit_test(private_use_characters_are_folded_from_every_encoding),
        cmocka_unit_test(the_table_of_private_use_agrees_with_glibc),
        cmocka_unit_test(a_byte_is_located_by_row_and_column),
    };
    return cmocka_run_group_tests_name("encoding", tests, NULL, NULL);
}
