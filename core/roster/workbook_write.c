#include "roster/workbook_write.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/file.h"
#include "base/interruption.h"
#include "base/language.h"
#include "base/text.h"
#include "roster/typed_cell.h"
#include "roster/workbook_columns.h"
#include "roster/workbook_lists.h"
#include "roster/workbook_mark.h"

enum {
    ROWS_CHECKED = 2000,  /* rows that have drop-downs, at the least */
    CREATED = 1640995200, /* 2022-01-01: the same content gives the same bytes */
    BYTES_MOST = 256 << 20,
    WINDOWS_CHECKED = 500, /* rows of the sheet 窗口 that the drop-down shows */
};

#ifdef __SANITIZE_ADDRESS__
/* libxlsxwriter 1.1.4 does not free the formula of a drop-down list. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:lxw_strdup";
}
const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}
#endif

/* What writing works on. */
struct writer {
    const struct workbook_content *content;
    struct workbook_lists *lists;
    lxw_workbook *book;
    lxw_format *heading, *needed, *text, *month, *day, *title, *plain, *wrapped;
    int last_row; /* of 委员 that is checked */
    bool failed;
};

/* The library takes texts that it does not change through pointers to non-const. */
static char *loose(const char *text)
{
    return (char *)(uintptr_t)text;
}

static void note(struct writer *writer, lxw_error code)
{
    writer->failed = writer->failed || code != LXW_NO_ERROR;
}

static lxw_format *new_format(struct writer *writer, bool bold, const char *number)
{
    lxw_format *format = workbook_add_format(writer->book);
    if (bold)
        format_set_bold(format);
    if (number)
        format_set_num_format(format, number);
    format_set_font_name(format, "等线");
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    return format;
}

static void make_formats(struct writer *writer)
{
    writer->heading = new_format(writer, true, NULL);
    writer->needed = new_format(writer, true, NULL);
    lxw_format *const headings[] = {writer->heading, writer->needed};
    for (int i = 0; i < 2; i++) {
        format_set_bottom(headings[i], LXW_BORDER_THIN);
        format_set_text_wrap(headings[i]);
        format_set_align(headings[i], LXW_ALIGN_CENTER);
    }
    format_set_font_color(writer->needed, LXW_COLOR_RED);
    writer->text = new_format(writer, false, "@");
    writer->month = new_format(writer, false, "yyyy\\-mm");
    writer->day = new_format(writer, false, "yyyy\\-mm\\-dd");
    writer->plain = new_format(writer, false, NULL);
    writer->title = new_format(writer, true, NULL);
    format_set_font_size(writer->title, 14);
    writer->wrapped = new_format(writer, false, NULL);
    format_set_text_wrap(writer->wrapped);
}

static void put(struct writer *writer, lxw_worksheet *sheet, int row, int column, const char *text,
                lxw_format *format)
{
    if (*text)
        note(writer, worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, text, format));
}

/* A date that says its day or month is a date for the spreadsheet, too; any other text stays text. */
static void put_date(struct writer *writer, lxw_worksheet *sheet, int row, int column, const char *text)
{
    struct date date;
    if (date_read(text, &date) != DATE_READ || date.month == 0 || date.year < 1900 || date.year > 9999) {
        put(writer, sheet, row, column, text, writer->text);
        return;
    }
    lxw_datetime moment = {.year = date.year, .month = date.month, .day = date.day ? date.day : 1};
    note(writer, worksheet_write_datetime(sheet, (lxw_row_t)row, (lxw_col_t)column, &moment,
                                          date.day ? writer->day : writer->month));
}

/* A whole number as it is usually written is a number; any other text stays text. */
static void put_number(struct writer *writer, lxw_worksheet *sheet, int row, int column, const char *text)
{
    char *end, again[32];
    long number = strtol(text, &end, 10);
    snprintf(again, sizeof again, "%ld", number);
    if (*text && !*end && strcmp(again, text) == 0 && labs(number) < 1000000000)
        note(writer,
             worksheet_write_number(sheet, (lxw_row_t)row, (lxw_col_t)column, (double)number, writer->plain));
    else
        put(writer, sheet, row, column, text, writer->text);
}

/* ---- 委员 ---- */

static void write_cell(struct writer *writer, lxw_worksheet *sheet, int row, int column,
                       enum workbook_kind kind, const char *text)
{
    if (kind == CELL_OF_MONTH || kind == CELL_OF_DAY)
        put_date(writer, sheet, row, column, text);
    else if (kind == CELL_OF_NUMBER)
        put_number(writer, sheet, row, column, text);
    else
        put(writer, sheet, row, column, text, writer->text);
}

/* A warning, never a stop: who is stopped types into another column. */
static void check_column(struct writer *writer, lxw_worksheet *sheet, int column,
                         const struct workbook_field *field)
{
    char formula[160], letter[8];
    lxw_data_validation check = {.ignore_blank = LXW_VALIDATION_ON,
                                 .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING,
                                 .error_title = loose("请核对"),
                                 .error_message = loose(field->hint ? field->hint : "请核对这一格"),
                                 .input_title = loose(field->heading),
                                 .input_message = loose(field->hint),
                                 .validate = LXW_VALIDATION_TYPE_ANY};
    lxw_col_to_name(letter, (lxw_col_t)column, LXW_FALSE);
    switch (field->kind) {
    case CELL_OF_ID:
        check.validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA;
        snprintf(formula, sizeof formula, "=COUNTIF(%s:%s,%s2)=1", letter, letter, letter);
        check.value_formula = formula;
        break;
    case CELL_OF_NAME:
        check.validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA;
        snprintf(formula, sizeof formula, "=AND(ISERROR(FIND(\" \",%s2)),ISERROR(FIND(\"　\",%s2)))", letter,
                 letter);
        check.value_formula = formula;
        break;
    case CELL_OF_LIST:
    case CELL_OF_YES:
        check.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        workbook_list_range(writer->lists, field->list, formula, sizeof formula);
        check.value_formula = formula;
        break;
    case CELL_OF_MONTH:
    case CELL_OF_DAY:
        check.validate = LXW_VALIDATION_TYPE_DATE;
        check.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
        check.minimum_datetime = (lxw_datetime){.year = 1920, .month = 1, .day = 1};
        check.maximum_datetime = (lxw_datetime){.year = 2099, .month = 12, .day = 31};
        break;
    case CELL_OF_NUMBER:
        check.validate = LXW_VALIDATION_TYPE_INTEGER;
        check.criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO;
        break;
    case CELL_OF_PHONE:
        check.validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA;
        snprintf(formula, sizeof formula, "=OR(%s2=\"\",LEN(%s2)=11)", letter, letter);
        check.value_formula = formula;
        break;
    default:
        break;
    }
    if (field->hint || field->kind != CELL_OF_TEXT)
        note(writer, worksheet_data_validation_range(sheet, 1, (lxw_col_t)column, (lxw_row_t)writer->last_row,
                                                     (lxw_col_t)column, &check));
}

static void set_page(lxw_worksheet *sheet)
{
    worksheet_freeze_panes(sheet, 1, 2);
    worksheet_repeat_rows(sheet, 0, 0);
    worksheet_set_paper(sheet, 9); /* A4 */
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_set_footer(sheet, "&C第 &P 页，共 &N 页");
}

static bool write_members(struct writer *writer, const void *owner, lxw_worksheet *sheet)
{
    struct workbook_columns columns;
    if (!workbook_columns_of(owner, writer->content, &columns))
        return false;
    worksheet_set_row(sheet, 0, 30, NULL);
    for (int c = 0; c < columns.count; c++) {
        const struct workbook_field *field = &columns.field[c];
        lxw_format *format = field->kind == CELL_OF_NUMBER  ? writer->plain
                             : field->kind == CELL_OF_MONTH ? writer->month
                             : field->kind == CELL_OF_DAY   ? writer->day
                                                            : writer->text;
        worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, field->width, format);
        put(writer, sheet, 0, c, field->heading, field->needed ? writer->needed : writer->heading);
        check_column(writer, sheet, c, field);
    }
    void *scratch = talloc_new(owner);
    for (int m = 0; scratch && m < writer->content->members; m++) {
        for (int c = 0; c < columns.count; c++)
            write_cell(
                writer, sheet, m + 1, c, columns.field[c].kind,
                workbook_cell(scratch, writer->content, &columns.field[c], writer->content->member[m]));
        talloc_free_children(scratch);
    }
    set_page(sheet);
    return scratch != NULL;
}

/* ---- 窗口, 填写说明 ---- */

static void write_windows(struct writer *writer, lxw_worksheet *sheet)
{
    static const struct {
        const char *heading, *hint;
        double width;
        bool needed;
    } columns[] = {
        {"窗口", "简称，如 提案委", 14, true},
        {"全称", "如 委员同心汇·提案委窗口", 30, false},
        {"类别", "专委会、县市区或乡镇", 10, false},
        {"排序", "名单里的先后", 6, false},
        {"召集人", NULL, 10, false},
        {"联络员", NULL, 10, false},
        {"电话", NULL, 14, false},
        {"停用日期", "停用的不删行，填日期", 12, false},
    };
    for (int c = 0; c < 8; c++) {
        worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, columns[c].width,
                             c == 3 ? writer->plain : writer->text);
        put(writer, sheet, 0, c, columns[c].heading, columns[c].needed ? writer->needed : writer->heading);
        const struct workbook_field field = {.heading = columns[c].heading,
                                             .kind = c == 2   ? CELL_OF_LIST
                                                     : c == 3 ? CELL_OF_NUMBER
                                                              : CELL_OF_TEXT,
                                             .list = "类别",
                                             .hint = columns[c].hint};
        check_column(writer, sheet, c, &field);
    }
    for (int w = 0; w < writer->content->windows; w++) {
        const struct workbook_window *window = &writer->content->window[w];
        const char *const text[] = {window->name,     window->full_name, window->kind,  NULL,
                                    window->convenor, window->liaison,   window->phone, window->closed};
        for (int c = 0; c < 8; c++)
            if (text[c])
                put(writer, sheet, w + 1, c, text[c], writer->text);
        if (window->order != ORDER_NONE)
            note(writer, worksheet_write_number(sheet, (lxw_row_t)w + 1, 3, window->order, writer->plain));
    }
    set_page(sheet);
}

static void write_guide(struct writer *writer, lxw_worksheet *sheet)
{
    enum { WIDTH = 72 }; /* of the page: longer lines take two rows */
    static const char *const lines[] = {
        "委员名册填写说明",
        "1. 先填“窗口”表，再填“委员”表，每名委员一行。红色表头的必填；窗口和免联系理由二者必填其一。",
        "2. 第 1 行是表头，不要改，也不要在上面加标题、合并单元格。需要的列可以加在最后，会原样保留。",
        "3. 编号留空的，导入时自动编；编过的不要改，名单靠它认人。",
        "4. "
        "党派、界别、窗口等从下拉列表里选；列表在“代码”表，可以往下加。有别的写法（如中共党员），在“代码”表的"
        "“别名”里对"
        "照。",
        "5. 日期写成 1968-10 或 2022-01-15，不写 1968.1。手机和编号是文本，不要改成数字。",
        "6. 离任的不删行，填离任日期和原因。",
        "7. 填好后存成 .xlsx，运行 tongxin import 文件名。有错会一次说全，改好前一行也不导入。",
    };
    worksheet_set_column(sheet, 0, 0, WIDTH, writer->plain);
    worksheet_set_paper(sheet, 9); /* A4 */
    worksheet_fit_to_pages(sheet, 1, 0);
    for (int i = 0; i < (int)(sizeof lines / sizeof *lines); i++) {
        worksheet_set_row(sheet, (lxw_row_t)i, text_width(lines[i]) < WIDTH ? 26 : 42, NULL);
        put(writer, sheet, i, 0, lines[i], i == 0 ? writer->title : writer->wrapped);
    }
}

static void write_lists(struct writer *writer, lxw_worksheet *sheet)
{
    for (int l = 0; l < writer->lists->count; l++) {
        const struct workbook_list *list = &writer->lists->list[l];
        worksheet_set_column(sheet, (lxw_col_t)l, (lxw_col_t)l, 14, writer->text);
        put(writer, sheet, 0, l, list->name, writer->heading);
        for (int i = 0; i < list->count; i++)
            put(writer, sheet, i + 1, l, list->word[i], writer->text);
    }
    worksheet_freeze_panes(sheet, 1, 0);
}

/* ---- all of it ---- */

static enum status write_book(struct writer *writer, const void *owner, struct error *error)
{
    lxw_doc_properties properties = {.title = loose("委员名册"), .created = CREATED};
    workbook_set_properties(writer->book, &properties);
    make_formats(writer);
    lxw_worksheet *guide = workbook_add_worksheet(writer->book, "填写说明");
    lxw_worksheet *members = workbook_add_worksheet(writer->book, "委员");
    lxw_worksheet *windows = workbook_add_worksheet(writer->book, "窗口");
    lxw_worksheet *lists = workbook_add_worksheet(writer->book, "代码");
    if (!guide || !members || !windows || !lists)
        return error_add_memory(error);
    write_guide(writer, guide);
    if (!write_members(writer, owner, members))
        return error_add_memory(error);
    write_windows(writer, windows);
    write_lists(writer, lists);
    worksheet_activate(writer->content->members > 0 ? members : guide);
    return STATUS_OK;
}

/* The library writes files alone: one of its own, which is read and taken away. */
static enum status write_file(const void *owner, struct writer *writer, const char *name, char **bytes,
                              size_t *size, struct error *error)
{
    lxw_workbook_options options = {.constant_memory = LXW_FALSE};
    writer->book = workbook_new_opt(name, &options);
    if (!writer->book)
        return error_add_memory(error);
    enum status status = write_book(writer, owner, error);
    lxw_error closed = workbook_close(writer->book);
    if (status != STATUS_OK)
        return status;
    if (closed != LXW_NO_ERROR || writer->failed)
        return error_add(error, STATUS_MACHINE, NULL, _("The workbook could not be written (%s)."),
                         lxw_strerror(closed));
    status = workbook_mark(name, error);
    return status == STATUS_OK ? file_read(owner, name, BYTES_MOST, bytes, size, error) : status;
}

enum status workbook_write(const void *owner, const struct workbook_content *content, char **bytes,
                           size_t *size, struct error *error)
{
    struct writer writer = {.content = content, .last_row = content->members + WINDOWS_CHECKED};
    if (writer.last_row < ROWS_CHECKED)
        writer.last_row = ROWS_CHECKED;
    enum status status = workbook_lists_make(owner, content, &writer.lists, error);
    if (status != STATUS_OK)
        return status;
    const char *folder = getenv("TMPDIR");
    char *name = talloc_asprintf(owner, "%s/tongxin-XXXXXX", folder && *folder ? folder : "/tmp");
    if (!name)
        return error_add_memory(error);
    interruption_hold();
    int fd = mkstemp(name);
    if (fd < 0) {
        status = error_add_errno(error, name, errno);
    } else {
        close(fd);
        status = write_file(owner, &writer, name, bytes, size, error);
        unlink(name);
    }
    interruption_release();
    return status;
}
