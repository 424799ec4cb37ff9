/* Reading rosters: one roster, however it was saved; what is tidied; what the table of windows adds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

#include "base/file.h"
#include "roster/roster_read.h"

#define JINHUA TREE "/data/jinhua/roster.csv"
#define JINHUA_WINDOWS TREE "/data/jinhua/windows.csv"

static void *owner;
static char folder[] = "/tmp/roster-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    owner = talloc_new(NULL);
    return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    talloc_free(owner);
    return rmdir(folder);
}

static struct roster *read_with(const char *file, const char *windows, struct tidied_list **tidied)
{
    struct roster *roster;
    struct error *error = error_new(owner);
    if (roster_read(owner, file, windows, &roster, tidied, error) != STATUS_OK)
        fail_msg("%s, row %d: %s", file, error->fault[0].place.row, error->fault[0].message);
    assert_int_equal(error->count, 0);
    return roster;
}

/* Reads bytes as a file. */
static struct roster *read_bytes(const char *bytes, size_t size, const char *windows,
                                 struct tidied_list **tidied)
{
    char *file = talloc_asprintf(owner, "%s/in.csv", folder);
    char *table = windows ? talloc_asprintf(owner, "%s/windows.csv", folder) : NULL;
    struct error *error = error_new(owner);
    assert_int_equal(file_write(file, bytes, size, error), STATUS_OK);
    if (windows)
        assert_int_equal(file_write(table, windows, strlen(windows), error), STATUS_OK);
    struct roster *roster = read_with(file, table, tidied);
    unlink(file);
    if (windows)
        unlink(table);
    return roster;
}

static struct roster *read_text(const char *text, const char *windows, struct tidied_list **tidied)
{
    return read_bytes(text, strlen(text), windows, tidied);
}

/* Everything but the rows' numbers, which tell where in the file a member stood. */
static void equal(const struct roster *one, const struct roster *other)
{
    assert_int_equal(one->columns, other->columns);
    assert_int_equal(one->members, other->members);
    assert_int_equal(one->windows, other->windows);
    for (int c = 0; c < one->columns; c++) {
        assert_string_equal(one->column[c].heading, other->column[c].heading);
        assert_int_equal(one->column[c].type, other->column[c].type);
    }
    for (int m = 0; m < one->members; m++) {
        const struct member *a = &one->member[m], *b = &other->member[m];
        assert_string_equal(a->id, b->id);
        assert_string_equal(a->name, b->name);
        assert_int_equal(a->window, b->window);
        assert_int_equal(a->exempt, b->exempt);
        assert_int_equal(a->order, b->order);
        for (int c = 0; c < one->columns; c++) {
            assert_string_equal(a->value[c], b->value[c]);
            assert_int_equal(one->code[c][m], other->code[c][m]);
        }
    }
    for (int w = 0; w < one->windows; w++) {
        assert_string_equal(one->window[w].name, other->window[w].name);
        assert_string_equal(one->window[w].full_name, other->window[w].full_name);
        assert_int_equal(one->window[w].members, other->window[w].members);
    }
}

static char *jinhua(size_t *size)
{
    char *text;
    assert_int_equal(file_read(owner, JINHUA, 1 << 20, &text, size, error_new(owner)), STATUS_OK);
    return text;
}

static void jinhua_is_read_as_it_is(void **state)
{
    (void)state;
    struct tidied_list *tidied;
    const struct roster *roster = read_with(JINHUA, JINHUA_WINDOWS, &tidied);
    assert_int_equal(tidied->count, 0);
    assert_int_equal(roster->members, 386);
    assert_int_equal(roster->windows, 19);
    assert_int_equal(roster->columns, ATTRIBUTES_BUILT_IN + 1);
    for (int a = 0; a < ATTRIBUTES_BUILT_IN; a++)
        assert_string_equal(roster->column[a].attribute, attribute_name(a));
    assert_null(roster->column[ATTRIBUTES_BUILT_IN].attribute);
    assert_string_equal(roster->column[ATTRIBUTES_BUILT_IN].heading, "电话");
    int party = 0, members = 0;
    for (int m = 0; m < roster->members; m++)
        party += member_in_party(&roster->member[m], "中共");
    for (int w = 0; w < roster->windows; w++)
        members += roster->window[w].members;
    assert_int_equal(party, 146);
    assert_int_equal(members, 386);
    const struct member *first = &roster->member[0];
    assert_string_equal(first->id, "JH0001");
    assert_string_equal(first->name, "宋志恒");
    assert_int_equal(first->row, 2);
    assert_int_equal(first->order, 1);
    assert_true(member_has_role(first, "党组成员"));
    const struct window *window = &roster->window[first->window];
    assert_string_equal(window->name, "提案委");
    assert_string_equal(window->full_name, "委员同心汇·提案委窗口");
    assert_string_equal(window->kind, "专委会");
    assert_int_equal(window->order, 1);
    assert_int_equal(roster->member[385].order, ORDER_NONE);
}

static char *replace(const char *text, const char *from, const char *to)
{
    char *out = talloc_strdup(owner, "");
    for (const char *at; (at = strstr(text, from)); text = at + strlen(from)) {
        out = talloc_strndup_append_buffer(out, text, (size_t)(at - text));
        out = talloc_strdup_append_buffer(out, to);
    }
    return talloc_strdup_append_buffer(out, text);
}

static void one_roster_in_every_encoding_separator_and_line_break(void **state)
{
    (void)state;
    static const struct {
        const char *encoding, *mark;
    } kinds[] = {
        {"UTF-8", ""},    {"UTF-8", "\xEF\xBB\xBF"}, {"UTF-16LE", ""}, {"UTF-16LE", "\xFF\xFE"},
        {"UTF-16BE", ""}, {"UTF-16BE", "\xFE\xFF"},  {"GB18030", ""},  {"GB18030", "\x84\x31\x95\x33"}};
    static const char *const separators[] = {",", ";", "\t"}, *const breaks[] = {"\n", "\r\n", "\r"};
    struct tidied_list *tidied;
    const struct roster *plain = read_with(JINHUA, NULL, &tidied);
    size_t size;
    const char *text = jinhua(&size);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (int s = 0; s < 3; s++)
            for (int b = 0; b < 3; b++) {
                char *from = replace(replace(text, ",", separators[s]), "\n", breaks[b]);
                size_t left = strlen(from), room = 4 * left, mark = strlen(kinds[k].mark);
                char *bytes = talloc_array(owner, char, room + mark), *to = bytes + mark;
                memcpy(bytes, kinds[k].mark, mark);
                iconv_t way = iconv_open(kinds[k].encoding, "UTF-8");
                assert_int_equal(iconv(way, &from, &left, &to, &room), 0);
                iconv_close(way);
                struct roster *other = read_bytes(bytes, (size_t)(to - bytes), NULL, &tidied);
                assert_int_equal(tidied->count, 0);
                equal(plain, other);
                talloc_free(other);
                talloc_free(bytes);
            }
}

static void the_order_of_rows_does_not_matter(void **state)
{
    (void)state;
    struct tidied_list *tidied;
    const struct roster *plain = read_with(JINHUA, JINHUA_WINDOWS, &tidied);
    size_t size;
    char *text = jinhua(&size);
    const char *line[400];
    int lines = 0;
    char *kept;
    for (char *at = strtok_r(text, "\n", &kept); at; at = strtok_r(NULL, "\n", &kept))
        line[lines++] = at;
    assert_int_equal(lines, 387);
    uint32_t seed = 20220628;
    for (int round = 0; round < 5; round++) {
        for (int i = lines - 1; i > 1; i--) {
            seed = seed * 1664525u + 1013904223u;
            int j = 1 + (int)((seed >> 8) % (uint32_t)i);
            const char *spare = line[i];
            line[i] = line[j];
            line[j] = spare;
        }
        char *shuffled = talloc_strdup(owner, "");
        for (int i = 0; i < lines; i++)
            shuffled = talloc_asprintf_append_buffer(shuffled, "%s\n", line[i]);
        char *file = talloc_asprintf(owner, "%s/in.csv", folder);
        assert_int_equal(file_write(file, shuffled, strlen(shuffled), error_new(owner)), STATUS_OK);
        equal(plain, read_with(file, JINHUA_WINDOWS, &tidied));
        unlink(file);
    }
}

static void a_traditional_roster_in_big5_has_the_same_parties(void **state)
{
    (void)state;
    struct tidied_list *tidied;
    const struct roster *plain = read_with(JINHUA, NULL, &tidied);
    char *text;
    size_t left;
    assert_int_equal(file_read(owner, TREE "/tests/roster/files/jinhua-traditional.csv", 1 << 20, &text,
                               &left, error_new(owner)),
                     STATUS_OK);
    size_t room = 2 * left;
    char *bytes = talloc_array(owner, char, room), *to = bytes;
    iconv_t way = iconv_open("BIG5-HKSCS", "UTF-8");
    assert_int_equal(iconv(way, &text, &left, &to, &room), 0);
    iconv_close(way);
    const struct roster *other = read_bytes(bytes, (size_t)(to - bytes), NULL, &tidied);
    assert_int_equal(other->members, plain->members);
    assert_int_equal(other->windows, plain->windows);
    for (int m = 0; m < plain->members; m++) {
        assert_string_equal(other->member[m].id, plain->member[m].id);
        assert_string_equal(other->member[m].value[ATTRIBUTE_PARTY], plain->member[m].value[ATTRIBUTE_PARTY]);
        assert_int_equal(other->member[m].order, plain->member[m].order);
    }
}

/* One column a row: the id, the attribute's value. */
static const char *value_of(const struct roster *roster, const char *id, enum attribute attribute)
{
    int m = roster_member(roster, id);
    assert_true(m >= 0);
    return roster->member[m].value[attribute];
}

static void tidied_is(const struct tidied_list *tidied, int i, int row, int column, const char *heading,
                      const char *was, const char *now)
{
    assert_true(i < tidied->count);
    const struct tidied *item = &tidied->item[i];
    assert_int_equal(item->place.row, row);
    assert_int_equal(item->place.column, column);
    assert_string_equal(item->place.heading, heading);
    assert_string_equal(item->place.value, was);
    assert_string_equal(item->now, now);
}

static void what_is_tidied_is_listed(void **state)
{
    (void)state;
    struct tidied_list *tidied;
    const struct roster *roster =
        read_text("编号, 姓 名,党派,窗口,身份,排序,备注\n"
                  "A1,陈 琳,民建会员，中共党员,提案 委,党组成员; 专委会副主任,０３,好\n"
                  "Ａ２, 王　磊 ,无党派,提案委,,7,\xC2\xA0甲 乙\n"
                  "A3,Li Ming,群众,金东,,,\n",
                  NULL, &tidied);
    tidied_is(tidied, 0, 1, 2, "姓 名", " 姓 名", "姓 名");
    tidied_is(tidied, 1, 2, 2, "姓 名", "陈 琳", "陈琳");
    tidied_is(tidied, 2, 2, 3, "党派", "民建会员，中共党员", "民建、中共");
    tidied_is(tidied, 3, 2, 4, "窗口", "提案 委", "提案委");
    tidied_is(tidied, 4, 2, 5, "身份", "党组成员; 专委会副主任", "党组成员、专委会副主任");
    tidied_is(tidied, 5, 2, 6, "排序", "０３", "3");
    tidied_is(tidied, 6, 3, 1, "编号", "Ａ２", "A2");
    tidied_is(tidied, 7, 3, 2, "姓 名", " 王　磊 ", "王磊");
    tidied_is(tidied, 8, 3, 7, "备注", "\xC2\xA0甲 乙", "甲 乙");
    assert_int_equal(tidied->count, 9);
    assert_string_equal(value_of(roster, "A1", ATTRIBUTE_NAME), "陈琳");
    assert_string_equal(value_of(roster, "A3", ATTRIBUTE_NAME), "Li Ming");
    assert_int_equal(roster->windows, 2);
    assert_true(member_in_party(&roster->member[0], "中共"));
    assert_true(member_in_party(&roster->member[0], "民建"));
    assert_true(member_has_role(&roster->member[0], "专委会副主任"));
    assert_int_equal(roster->member[0].order, 3);
    assert_int_equal(roster->member[1].order, 7);
    assert_int_equal(roster->member[2].order, ORDER_NONE);
}

static void what_was_tidied_outlives_the_roster(void **state)
{
    (void)state;
    struct tidied_list *tidied;
    struct roster *roster = read_text("编号,姓名,党派,窗口\nA1,陈 琳,民建,提案委\n", NULL, &tidied);
    talloc_free(roster);
    tidied_is(tidied, 0, 2, 2, "姓名", "陈 琳", "陈琳");
}

static void every_spelling_of_a_party_is_known(void **state)
{
    (void)state;
    static const char *const spellings[][2] = {
        {"中国共产党", "中共"},
        {"中共党员", "中共"},
        {"中共预备党员", "中共"},
        {"民盟盟员", "民盟"},
        {"九三学社社员", "九三学社"},
        {"无党派人士", "无党派"},
        {"群众", "群众"},
        {"农工党党员", "农工党"},
        {"中国国民党革命委员会", "民革"},
        {"民 建", "民建"},
        {"台湾民主自治同盟", "台盟"},
        {"民进会员", "民进"},
        {"致公党党员", "致公党"},
        {"中共、中共党员", "中共"},
        {"民建、中共", "民建、中共"},
        {"中共/民盟盟员", "中共、民盟"},
    };
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        struct tidied_list *tidied;
        char *text = talloc_asprintf(owner, "编号;姓名;党派;窗口\n1;甲;%s;窗\n", spellings[i][0]);
        const struct roster *roster = read_text(text, NULL, &tidied);
        assert_string_equal(roster->member[0].value[ATTRIBUTE_PARTY], spellings[i][1]);
        assert_int_equal(tidied->count, strcmp(spellings[i][0], spellings[i][1]) != 0);
    }
}

static void headings_may_be_english_in_any_order_and_case(void **state)
{
    (void)state;
    struct tidied_list *tidied;
    const struct roster *one = read_text("Window,NAME,county,party,id,Note,Order\n"
                                         "提案委,陈琳,婺城,民建,A1,x,2\n金东,王磊,,群众,A0,,\n",
                                         NULL, &tidied);
    assert_int_equal(one->columns, ATTRIBUTES_BUILT_IN + 1);
    assert_string_equal(one->column[ATTRIBUTE_ID].heading, "id");
    assert_string_equal(one->column[ATTRIBUTE_UNIT].heading, "单位");
    assert_string_equal(one->column[ATTRIBUTES_BUILT_IN].heading, "Note");
    assert_string_equal(one->member[0].id, "A0");
    assert_int_equal(one->member[0].row, 3);
    assert_string_equal(value_of(one, "A1", ATTRIBUTE_COUNTY), "婺城");
    assert_string_equal(value_of(one, "A1", ATTRIBUTE_UNIT), "");
    assert_int_equal(one->code[ATTRIBUTE_UNIT][0], 0);
    assert_int_equal(roster_column(one, "county"), ATTRIBUTE_COUNTY);
    assert_int_equal(roster_column(one, "Note"), ATTRIBUTES_BUILT_IN);
}

static void namesakes_are_two_members(void **state)
{
    (void)state;
    struct tidied_list *tidied;
    int first;
    const struct roster *roster =
        read_text("编号,姓名,党派,窗口\nA2,王磊,民建,金东\n\nA1,王磊,群众,金东\n", NULL, &tidied);
    assert_int_equal(roster_named(roster, "王磊", &first), 2);
    assert_int_equal(roster->member[0].row, 4);
    assert_int_equal(roster->window[0].members, 2);
}

static void an_exempt_member_may_have_a_window_or_none(void **state)
{
    (void)state;
    struct tidied_list *tidied;
    const struct roster *roster =
        read_text("编号,姓名,党派,窗口,免联系理由\n"
                  "A1,陈琳,民建,,长期在境外\nA2,王磊,群众,金东,因病\nA3,朱力,中共,婺城,\n",
                  NULL, &tidied);
    assert_int_equal(roster->member[0].window, WINDOW_NONE);
    assert_true(roster->member[0].exempt);
    assert_true(roster->member[1].exempt);
    assert_string_equal(roster->window[roster->member[1].window].name, "金东");
    assert_false(roster->member[2].exempt);
    assert_int_equal(roster->windows, 2);
    assert_int_equal(roster->window[roster_window(roster, "金东")].members, 0);
    assert_int_equal(roster->window[roster_window(roster, "婺城")].members, 1);
}

static void the_table_of_windows_names_them_fully(void **state)
{
    (void)state;
    struct tidied_list *tidied;
    const struct roster *roster = read_text("编号,姓名,党派,窗口\n"
                                            "A1,陈琳,民建,委员同心汇·提案委窗口\nA2,王磊,群众,提案委\n",
                                            "窗口,全称,类别,排序,召集人\n"
                                            "金东,委员同心汇·金东窗口,县市区,２,某某\n"
                                            "提案委,委员同心汇·提案委窗口,专委会,1,\n经济委,,,,\n",
                                            &tidied);
    assert_int_equal(tidied->count, 2);
    tidied_is(tidied, 0, 2, 4, "排序", "２", "2");
    tidied_is(tidied, 1, 2, 4, "窗口", "委员同心汇·提案委窗口", "提案委");
    assert_int_equal(roster->windows, 3);
    const struct window *window = &roster->window[roster->member[0].window];
    assert_string_equal(window->name, "提案委");
    assert_int_equal(window->members, 2);
    window = &roster->window[roster_window(roster, "金东")];
    assert_int_equal(window->members, 0);
    assert_int_equal(window->order, 2);
    assert_string_equal(window->kind, "县市区");
    window = &roster->window[roster_window(roster, "经济委")];
    assert_string_equal(window->full_name, "经济委");
    assert_string_equal(window->kind, "");
    assert_int_equal(window->order, ORDER_NONE);
}

static void a_missing_file_and_a_broken_one_are_told_together(void **state)
{
    (void)state;
    struct error *error = error_new(owner);
    struct roster *roster = NULL;
    struct tidied_list *tidied = NULL;
    assert_int_equal(roster_read(owner, "no/roster.csv", "no/windows.csv", &roster, &tidied, error),
                     STATUS_INPUT);
    assert_null(roster);
    assert_int_equal(error->count, 2);
    assert_string_equal(error->fault[0].place.file, "no/windows.csv");
    assert_string_equal(error->fault[1].place.file, "no/roster.csv");
}

static void a_failed_read_leaves_no_memory_behind(void **state)
{
    (void)state;
    void *context = talloc_new(owner);
    struct error *error = error_new(owner);
    struct roster *roster = NULL;
    struct tidied_list *tidied = NULL;
    const char *file = TREE "/tests/roster/broken/56-everything-at-once/in.csv";
    assert_int_equal(roster_read(context, file, JINHUA_WINDOWS, &roster, &tidied, error), STATUS_INPUT);
    assert_int_equal(talloc_total_blocks(context), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jinhua_is_read_as_it_is),
        cmocka_unit_test(one_roster_in_every_encoding_separator_and_line_break),
        cmocka_unit_test(the_order_of_rows_does_not_matter),
        cmocka_unit_test(a_traditional_roster_in_big5_has_the_same_parties),
        cmocka_unit_test(what_is_tidied_is_listed),
        cmocka_unit_test(what_was_tidied_outlives_the_roster),
        cmocka_unit_test(every_spelling_of_a_party_is_known),
        cmocka_unit_test(headings_may_be_english_in_any_order_and_case),
        cmocka_unit_test(namesakes_are_two_members),
        cmocka_unit_test(an_exempt_member_may_have_a_window_or_none),
        cmocka_unit_test(the_table_of_windows_names_them_fully),
        cmocka_unit_test(a_missing_file_and_a_broken_one_are_told_together),
        cmocka_unit_test(a_failed_read_leaves_no_memory_behind),
    };
    return cmocka_run_group_tests_name("roster", tests, set_up, tear_down);
}
