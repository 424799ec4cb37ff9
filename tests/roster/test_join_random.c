/* A roster cut at random into two to four lists, with columns left out and rows shuffled, is joined to what
 * it was; where the lists do not say who is who, that is a doubt and no guess. Lists are read as offices send
 * them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those before it */
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

#include "base/file.h"
#include "roster/roster_join.h"
#include "roster/roster_read.h"
#include "tests/base/random.h"

enum { ROUNDS = 300, MOST_PEOPLE = 40, MOST_LISTS = 4, COLUMNS = 11 };
enum { ID, NAME, UNIT, PARTY, WINDOW, SECTOR, COUNTY, GENDER, ROLE, PHONE, ETHNIC };

static const char *const heading[COLUMNS] = {"编号",   "姓名", "单位", "党派", "窗口", "界别",
                                             "县市区", "性别", "身份", "电话", "民族"};

/* The people as they are, and the number that the next random one is made from. */
struct whole {
    void *owner;
    uint64_t random;
    int people;
    char *cell[MOST_PEOPLE][COLUMNS];
};

struct cut {
    int lists;
    bool has_row[MOST_LISTS][MOST_PEOPLE];
    bool has_column[MOST_LISTS][COLUMNS];
};

static char folder[] = "/tmp/join-XXXXXX";

static int below(struct whole *whole, int limit)
{
    return random_below(&whole->random, limit);
}

static char *one_of(struct whole *whole, const char *const words[], int count)
{
    return talloc_strdup(whole->owner, words[below(whole, count)]);
}

static void make_people(struct whole *whole, bool namesakes)
{
    static const char *const surname[] = {"王", "李", "欧阳", "阿卜杜拉·"}, *const given[] = {
                                                                                "伟", "芳", "建国", "小 红"};
    static const char *const party[] = {"中共", "民建", "民盟", "无党派", "民建、中共"};
    static const char *const window[] = {"经济委", "提案委", "金东"}, *const sector[] = {"经济", "教育", ""};
    static const char *const county[] = {"金东", "义乌", ""}, *const gender[] = {"男", "女"};
    static const char *const role[] = {"", "党组成员", "党组成员、专委会副主任"};
    whole->people = 5 + below(whole, MOST_PEOPLE - 5);
    for (int p = 0; p < whole->people; p++) {
        char **cell = whole->cell[p];
        cell[ID] = talloc_asprintf(whole->owner, "JH%04d", 2 * p + 1);
        cell[NAME] = namesakes ? talloc_asprintf(whole->owner, "%s伟", surname[below(whole, 4)])
                               : talloc_asprintf(whole->owner, "%s%s%c", surname[below(whole, 4)],
                                                 given[below(whole, 3)], 'A' + p % 26);
        if (!namesakes && p >= 26)
            cell[NAME] = talloc_asprintf(whole->owner, "%s二", cell[NAME]);
        cell[UNIT] = talloc_asprintf(whole->owner, "第%d%s", p, below(whole, 2) ? "中学" : "医院，分院");
        cell[PARTY] = one_of(whole, party, 5);
        cell[WINDOW] = one_of(whole, window, 3);
        cell[SECTOR] = one_of(whole, sector, 3);
        cell[COUNTY] = one_of(whole, county, 3);
        cell[GENDER] = one_of(whole, gender, 2);
        cell[ROLE] = one_of(whole, role, 3);
        cell[PHONE] = below(whole, 3) ? talloc_asprintf(whole->owner, "13%09d", below(whole, 1000000000))
                                      : talloc_strdup(whole->owner, "");
        cell[ETHNIC] = talloc_strdup(whole->owner, below(whole, 2) ? "汉族" : "");
    }
}

/* Some lists have all people and share the columns; the others have some of the people and of the columns. */
static void cut_columns(struct whole *whole, struct cut *cut)
{
    cut->lists = 2 + below(whole, MOST_LISTS - 1);
    for (int l = 0; l < cut->lists; l++) {
        for (int p = 0; p < whole->people; p++)
            cut->has_row[l][p] = l < 2 || below(whole, 2);
        for (int c = 0; c < COLUMNS; c++)
            cut->has_column[l][c] = c == NAME || c == UNIT || (c == ID ? l == 0 : below(whole, 2));
    }
    for (int c = PARTY; c < COLUMNS; c++)
        if (!cut->has_column[0][c])
            cut->has_column[1][c] = true;
    for (int l = 2; l < cut->lists; l++)
        cut->has_row[l][below(whole, whole->people)] = true;
}

/* Every list has all columns (the id perhaps not) and some of the people, who may be in others as well. */
static void cut_rows(struct whole *whole, struct cut *cut, bool ids)
{
    cut->lists = 2 + below(whole, MOST_LISTS - 1);
    for (int p = 0; p < whole->people; p++) {
        for (int l = 0; l < cut->lists; l++)
            cut->has_row[l][p] = below(whole, 3) == 0;
        cut->has_row[p < cut->lists ? p : below(whole, cut->lists)][p] = true; /* no list is empty */
    }
    for (int l = 0; l < cut->lists; l++)
        for (int c = 0; c < COLUMNS; c++)
            cut->has_column[l][c] = c != ID || ids;
}

static void put_row(char **text, char *const *cell, const bool *has)
{
    const char *between = "";
    for (int c = 0; c < COLUMNS; c++) {
        if (!has[c])
            continue;
        *text = talloc_asprintf_append(*text, "%s%s", between, cell ? cell[c] : heading[c]);
        between = ",";
    }
    *text = talloc_asprintf_append(*text, "\n");
}

static struct roster *read_list(void *owner, const char *text, int list)
{
    struct error *error = error_new(owner);
    struct roster *roster = NULL;
    struct roster_report *report;
    const struct roster_request request = {.file = talloc_asprintf(owner, "%s/%d.csv", folder, list),
                                           .part = true};
    assert_int_equal(file_write(request.file, text, strlen(text), error), STATUS_OK);
    if (roster_read_with(owner, &request, &roster, &report, error) != STATUS_OK)
        fail_msg("%s: %s\n%s", request.file, error->fault[0].message, text);
    unlink(request.file);
    return roster;
}

static struct roster *make_list(struct whole *whole, const struct cut *cut, int list)
{
    int order[MOST_PEOPLE];
    char *text = talloc_strdup(whole->owner, "");
    put_row(&text, NULL, cut->has_column[list]);
    for (int p = 0; p < whole->people; p++) {
        int at = below(whole, p + 1);
        order[p] = order[at];
        order[at] = p;
    }
    for (int p = 0; p < whole->people; p++)
        if (cut->has_row[list][order[p]])
            put_row(&text, whole->cell[order[p]], cut->has_column[list]);
    return read_list(whole->owner, text, list);
}

static struct join_result *join(void *owner, const struct join_request *request)
{
    struct error *error = error_new(owner);
    struct join_result *result = NULL;
    if (roster_join(owner, request, &result, error) != STATUS_OK)
        fail_msg("row %d: %s", error->fault[0].place.row, error->fault[0].message);
    return result;
}

static int with_name_and_unit(const struct roster *roster, const struct member *like)
{
    int found = -1;
    for (int m = 0; m < roster->members; m++)
        if (strcmp(roster->member[m].name, like->name) == 0 &&
            strcmp(roster->member[m].value[ATTRIBUTE_UNIT], like->value[ATTRIBUTE_UNIT]) == 0) {
            assert_int_equal(found, -1);
            found = m;
        }
    return found;
}

/* Every cell of the whole is in the joined roster; ids only where the lists had them. */
static void assert_equal(const struct roster *joined, const struct roster *all, bool ids)
{
    assert_int_equal(joined->members, all->members);
    for (int m = 0; m < all->members; m++) {
        int at = ids ? roster_member(joined, all->member[m].id) : with_name_and_unit(joined, &all->member[m]);
        assert_true(at >= 0);
        for (int c = ids ? 0 : 1; c < all->columns; c++) {
            int column = roster_column(joined, all->column[c].heading);
            assert_true(column >= 0);
            assert_string_equal(joined->member[at].value[column], all->member[m].value[c]);
        }
    }
}

static void play(uint64_t seed)
{
    struct whole whole = {.owner = talloc_new(NULL), .random = seed};
    struct cut cut = {0}, uncut = {.lists = 1};
    bool by_columns = below(&whole, 2), ids = by_columns || below(&whole, 2);
    struct roster *list[MOST_LISTS];
    make_people(&whole, ids && below(&whole, 2));
    if (by_columns)
        cut_columns(&whole, &cut);
    else
        cut_rows(&whole, &cut, ids);
    memset(uncut.has_row, true, sizeof uncut.has_row);
    memset(uncut.has_column, true, sizeof uncut.has_column);
    struct roster *all = make_list(&whole, &uncut, 0);
    int rows = 0;
    for (int l = 0; l < cut.lists; l++) {
        /* the list with the ids stands anywhere */
        list[l] =
            make_list(&whole, &cut, by_columns ? (l + (int)(seed % (uint64_t)cut.lists)) % cut.lists : l);
        rows += list[l]->members;
    }
    struct join_result *result = join(whole.owner, &(struct join_request){.lists = cut.lists, .list = list});
    if (result->doubts > 0)
        fail_msg("seed %d: %s, %s: %d candidates", (int)seed, result->doubt[0].name, result->doubt[0].unit,
                 result->doubt[0].candidates);
    assert_equal(result->roster, all, ids);
    assert_int_equal(result->given, ids ? 0 : whole.people);
    for (int l = 0; l < cut.lists; l++)
        rows -= result->matched[l] + result->added[l];
    assert_int_equal(rows, 0);
    talloc_free(whole.owner);
}

static void a_roster_cut_at_random_is_joined_to_what_it_was(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= ROUNDS; seed++)
        play(seed);
}

static void two_rows_with_one_name_and_unit_are_a_doubt_and_the_answer_is_obeyed(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct roster *list[] = {
        read_list(owner, "编号,姓名,党派,窗口,单位\nA1,王伟,民建,金东,某校\nA2,王伟,民盟,金东,某校\n", 0),
        read_list(owner, "姓名,单位,电话\n王伟,某校,130\n", 1)};
    struct join_request request = {.lists = 2, .list = list};
    struct join_result *result = join(owner, &request);
    assert_null(result->roster);
    assert_int_equal(result->doubts, 1);
    assert_int_equal(result->doubt[0].candidates, 2);
    assert_string_equal(result->doubt[0].candidate[0].id, "A1");
    assert_string_equal(result->doubt[0].candidate[1].id, "A2");
    request.answers = 1;
    request.answer = &(struct join_answer){result->doubt[0].key, "A2"};
    result = join(owner, &request);
    assert_int_equal(result->doubts, 0);
    int phone = roster_column(result->roster, "电话");
    assert_string_equal(result->roster->member[0].value[phone], "");
    assert_string_equal(result->roster->member[1].value[phone], "130");
    talloc_free(owner);
}

static void somebody_twice_in_a_list_without_ids_is_a_doubt_and_may_be_two_people(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct roster *list[] = {read_list(
        owner, "姓名,党派,窗口,单位\n王伟,民建,金东,某校\n李芳,民建,金东,某校\n王 伟,民建,金东,某校\n", 0)};
    struct join_request request = {.lists = 1, .list = list};
    struct join_result *result = join(owner, &request);
    assert_null(result->roster);
    assert_int_equal(result->doubts, 1);
    assert_int_equal(result->doubt[0].row, 4);
    request.answers = 1;
    request.answer = &(struct join_answer){result->doubt[0].key, JOIN_NEW};
    result = join(owner, &request);
    assert_int_equal(result->doubts, 0);
    assert_int_equal(result->roster->members, 3);
    assert_string_equal(result->roster->member[2].id, "WY0003");
    talloc_free(owner);
}

static void lists_that_contradict_are_told_all_at_once(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct roster *list[] = {
        read_list(owner, "编号,姓名,党派,窗口,单位\nA1,王伟,民建,金东,某校\nA2,李芳,民盟,经济委,某校\n", 0),
        read_list(owner, "编号,姓名,窗口,性别\nA1,王伟,提案委,男\nA2,李芳,社法委,女\n", 1)};
    struct error *error = error_new(owner);
    struct join_result *result = NULL;
    assert_int_equal(roster_join(owner, &(struct join_request){.lists = 2, .list = list}, &result, error),
                     STATUS_INPUT);
    assert_int_equal(error->count, 2);
    assert_null(result);
    talloc_free(owner);
}

/* The id that the row of the second list meets, "" where somebody new, "?" where that is a doubt. */
static const char *met(void *owner, const char *first, const char *second)
{
    struct roster *list[] = {read_list(owner, first, 0), read_list(owner, second, 1)};
    struct join_result *result = join(owner, &(struct join_request){.lists = 2, .list = list});
    if (result->doubts > 0)
        return "?";
    if (result->added[1] > 0)
        return "";
    int phone = roster_column(result->roster, "电话");
    for (int m = 0; m < result->roster->members; m++)
        if (strcmp(result->roster->member[m].value[phone], "130") == 0)
            return result->roster->member[m].id;
    return "";
}

static void a_name_that_is_unique_in_both_lists_and_contradicted_by_nothing_is_matched(void **state)
{
    (void)state;
    static const char head[] = "编号,姓名,性别,党派,窗口,界别,单位\n";
    static const char two[] = "A1,王伟,男,中共,金东,经济,市医院\nA2,李芳,女,民建,金东,教育,一中\n";
    static const struct {
        const char *first, *second, *id;
    } row[] = {
        {two, "姓名,电话\n王伟,130\n", "A1"},                           /* nothing but the name */
        {two, "姓名,电话\n王伟,130\n王伟,131\n", "?"},                  /* not unique in the second */
        {two, "姓名,单位,电话\n王伟,市医院内科,130\n", "A1"},           /* one unit begins with the other */
        {two, "姓名,单位,电话\n王伟,市中医院,130\n", "?"},              /* the units contradict */
        {two, "姓名,性别,电话\n王伟,女,130\n", "?"},                    /* the gender contradicts */
        {two, "姓名,性别,单位,电话\n王伟,女,市医院,130\n", "?"},        /* even where the units agree */
        {two, "姓名,党派,电话\n王伟,民盟、中共,130\n", "A1"},           /* one list says more parties */
        {two, "姓名,窗口,电话\n王伟,婺城,130\n", "?"},                  /* the windows contradict */
        {two, "姓名,党派,窗口,电话\n张三,民建,金东,130\n", ""},         /* nobody of the name */
        {two, "编号,姓名,党派,窗口,电话\nA9,王伟,中共,金东,130\n", ""}, /* two ids are two people */
        {"A1,王伟,男,中共,金东,经济,\nA2,王伟,男,中共,婺城,经济,\n", "姓名,窗口,电话\n王伟,婺城,130\n", "A2"},
        {"A1,王伟,男,中共,金东,经济,\nA2,王伟,男,中共,婺城,经济,\n", "姓名,电话\n王伟,130\n", "?"},
    };
    for (size_t r = 0; r < sizeof row / sizeof *row; r++) {
        void *owner = talloc_new(NULL);
        const char *id = met(owner, talloc_asprintf(owner, "%s%s", head, row[r].first), row[r].second);
        if (strcmp(id, row[r].id) != 0)
            fail_msg("%s: met “%s”, not “%s”", row[r].second, id, row[r].id);
        talloc_free(owner);
    }
}

static void namesakes_of_one_list_who_differ_in_something_are_two_people(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct roster *list[] = {
        read_list(owner, "姓名,党派,窗口,单位\n王伟,民建,金东,某校\n王伟,民建,金东,某厂\n", 0)};
    struct join_result *result = join(owner, &(struct join_request){.lists = 1, .list = list});
    assert_int_equal(result->doubts, 0);
    assert_int_equal(result->roster->members, 2);
    talloc_free(owner);
}

static void an_id_that_a_later_list_says_is_taken_over(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct roster *list[] = {
        read_list(owner, "编号,姓名,党派,窗口,单位\nA1,李芳,民建,金东,一中\n,王伟,民建,金东,某校\n", 0),
        read_list(owner, "编号,姓名,单位,电话\nA7,王伟,某校,130\n", 1)};
    struct join_result *result = join(owner, &(struct join_request){.lists = 2, .list = list});
    assert_int_equal(result->doubts, 0);
    assert_int_equal(result->given, 0);
    assert_int_equal(result->roster->members, 2);
    assert_string_equal(result->roster->member[1].id, "A7");
    talloc_free(owner);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_roster_cut_at_random_is_joined_to_what_it_was),
        cmocka_unit_test(two_rows_with_one_name_and_unit_are_a_doubt_and_the_answer_is_obeyed),
        cmocka_unit_test(somebody_twice_in_a_list_without_ids_is_a_doubt_and_may_be_two_people),
        cmocka_unit_test(a_name_that_is_unique_in_both_lists_and_contradicted_by_nothing_is_matched),
        cmocka_unit_test(namesakes_of_one_list_who_differ_in_something_are_two_people),
        cmocka_unit_test(an_id_that_a_later_list_says_is_taken_over),
        cmocka_unit_test(lists_that_contradict_are_told_all_at_once),
    };
    int failed = cmocka_run_group_tests_name("roster/join", tests, NULL, NULL);
    rmdir(folder);
    return failed;
}
