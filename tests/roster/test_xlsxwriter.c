/* Workbooks as libxlsxwriter writes them: real dates, merged headings, a title, a sheet a sector. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <talloc.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "roster/layout.h"
#include "roster/roster_read.h"

static char folder[] = "/tmp/written-XXXXXX";
static char file[64];

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(file, sizeof file, "%s/in.xlsx", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(file);
    return rmdir(folder);
}

static void write_row(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t first, const char *const *text)
{
    for (lxw_col_t c = 0; text[c]; c++)
        if (*text[c])
            worksheet_write_string(sheet, row, (lxw_col_t)(first + c), text[c], NULL);
}

/* A title, group headings merged over their columns, others over both rows, and one window for two members.
 */
static void write_sheet(lxw_workbook *book, const char *name, const char *id, const char *other)
{
    static const char *const sub[] = {"姓名", "性别", "出生年月", "任职日期", NULL};
    lxw_worksheet *sheet = workbook_add_worksheet(book, name);
    lxw_format *month = workbook_add_format(book), *day = workbook_add_format(book);
    format_set_num_format(month, "yyyy\"年\"m\"月\"");
    format_set_num_format_index(day, 14);
    worksheet_merge_range(sheet, 0, 0, 0, 6, "政协委员名册", NULL);
    worksheet_merge_range(sheet, 1, 0, 2, 0, "编号", NULL);
    worksheet_merge_range(sheet, 1, 1, 1, 4, "基本情况", NULL);
    worksheet_merge_range(sheet, 1, 5, 2, 5, "党派", NULL);
    worksheet_merge_range(sheet, 1, 6, 2, 6, "窗口", NULL);
    write_row(sheet, 2, 1, sub);
    write_row(sheet, 3, 0, (const char *const[]){id, "陈 琳", "女", NULL});
    write_row(sheet, 4, 0, (const char *const[]){other, "王磊", "男", NULL});
    worksheet_write_datetime(sheet, 3, 3, &(lxw_datetime){.year = 1968, .month = 10, .day = 5}, month);
    worksheet_write_datetime(sheet, 3, 4, &(lxw_datetime){.year = 2022, .month = 3, .day = 1}, day);
    worksheet_write_string(sheet, 3, 5, "民建", NULL);
    worksheet_write_string(sheet, 4, 5, "中共党员", NULL);
    worksheet_merge_range(sheet, 3, 6, 4, 6, "金东", NULL);
    worksheet_write_string(sheet, 5, 0, "合计", NULL);
    worksheet_write_formula_num(sheet, 5, 1, "=COUNTA(B4:B5)", NULL, 2);
}

static void read_back(void)
{
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct roster *roster;
    struct roster_report *report;
    lxw_workbook *book = workbook_new(file);
    write_sheet(book, "经济界", "A1", "A2");
    write_sheet(book, "民盟", "B1", "B2");
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    const struct roster_request request = {.file = file};
    if (roster_read_with(owner, &request, &roster, &report, error) != STATUS_OK)
        fail_msg("row %d: %s", error->fault[0].place.row, error->fault[0].message);
    assert_int_equal(roster->members, 4);
    assert_int_equal(report->sheets, 2);
    assert_int_equal(report->layout->count[ROW_TITLE], 2);
    assert_int_equal(report->layout->count[ROW_TOTAL], 2);
    assert_int_equal(roster->windows, 1);
    assert_int_equal(roster->window[0].members, 4);
    const struct member *member = &roster->member[0];
    assert_string_equal(member->name, "陈琳");
    assert_string_equal(member->value[ATTRIBUTE_SECTOR], "经济界");
    assert_string_equal(member->value[roster_column(roster, "出生年月")], "1968-10");
    assert_string_equal(member->value[roster_column(roster, "任职日期")], "2022-03-01");
    assert_string_equal(roster->member[3].value[ATTRIBUTE_SECTOR], "民盟");
    assert_string_equal(roster->member[3].value[ATTRIBUTE_PARTY], "中共");
    assert_string_equal(roster->member[3].value[ATTRIBUTE_WINDOW], "金东");
    talloc_free(owner);
}

static void titles_groups_merges_dates_and_sectors_are_read(void **state)
{
    (void)state;
    read_back();
}

/* Row by row, as libxlsxwriter writes large files: texts stand in their cells. */
static void inline_texts_are_read(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct roster *roster;
    struct tidied_list *tidied;
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = folder};
    lxw_workbook *book = workbook_new_opt(file, &options);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "名册");
    write_row(sheet, 0, 0, (const char *const[]){"编号", "姓名", "党派", "窗口", NULL});
    write_row(sheet, 1, 0, (const char *const[]){"A1", "陈琳", "民建", "金东 ", NULL});
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    assert_int_equal(roster_read(owner, file, NULL, &roster, &tidied, error), STATUS_OK);
    assert_int_equal(roster->members, 1);
    assert_string_equal(roster->member[0].value[ATTRIBUTE_WINDOW], "金东");
    assert_int_equal(tidied->count, 1);
    talloc_free(owner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(titles_groups_merges_dates_and_sectors_are_read),
                                       cmocka_unit_test(inline_texts_are_read)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
