/* The reader of tables: what RFC 4180 says, and what spreadsheet programs write besides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "roster/csv.h"

static const char *const no_headings[] = {NULL};

/* The table as text: "row|cell|cell\n", a line break inside a cell shown as ~. */
static char *show(const struct csv_table *table)
{
    char *text = talloc_strdup(table, "");
    for (int r = 0; r < table->rows; r++) {
        text = talloc_asprintf_append(text, "%d", table->row[r].row);
        for (int c = 0; c < table->row[r].cells; c++) {
            char *cell = talloc_strdup(text, table->row[r].cell[c]);
            for (char *at = cell; (at = strchr(at, '\n'));)
                *at = '~';
            text = talloc_asprintf_append(text, "|%s", cell);
        }
        text = talloc_asprintf_append(text, "\n");
    }
    return text;
}

static void reads_as(const char *bytes, size_t size, const char *expected)
{
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct csv_table *table;
    assert_int_equal(csv_parse(owner, "in.csv", bytes, size, no_headings, &table, error), STATUS_OK);
    assert_int_equal(error->count, 0);
    assert_string_equal(show(table), expected);
    talloc_free(owner);
}

static void reads(const char *text, const char *expected)
{
    reads_as(text, strlen(text), expected);
}

/* Refused or faulty: the first fault's row and column; whether there is a table all the same. */
static void faults(const char *bytes, size_t size, int row, int column, bool goes_on)
{
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct csv_table *table;
    assert_int_equal(csv_parse(owner, "in.csv", bytes, size, no_headings, &table, error), STATUS_INPUT);
    assert_true(error->count > 0);
    assert_string_equal(error->fault[0].place.file, "in.csv");
    assert_int_equal(error->fault[0].place.row, row);
    assert_int_equal(error->fault[0].place.column, column);
    assert_int_equal(table != NULL, goes_on);
    talloc_free(owner);
}

static void line_breaks_may_be_lf_crlf_or_cr(void **state)
{
    (void)state;
    reads("a,b\n1,2\n", "1|a|b\n2|1|2\n");
    reads("a,b\r\n1,2\r\n", "1|a|b\n2|1|2\n");
    reads("a,b\r1,2\r", "1|a|b\n2|1|2\n");
    reads("a,b\r\n1,2", "1|a|b\n2|1|2\n");
}

static void the_separator_is_told_from_the_headings_outside_quotes(void **state)
{
    (void)state;
    reads("a;b;c\n1,5;2;3\n", "1|a|b|c\n2|1,5|2|3\n");
    reads("a\tb\n1,2\t3;4\n", "1|a|b\n2|1,2|3;4\n");
    reads("\"a,b,c\";d\n1;2\n", "1|a,b,c|d\n2|1|2\n");
    reads("\n;;\na;b\n1;2\n", "3|a|b\n4|1|2\n");
    reads("a\n1\n", "1|a\n2|1\n");
}

static void quotation_marks_keep_separators_line_breaks_and_doubled_marks(void **state)
{
    (void)state;
    reads("a,b\n\"1,2\",\"say \"\"yes\"\"\"\n", "1|a|b\n2|1,2|say \"yes\"\n");
    reads("a,b\n\"x\ny\",\"x\r\ny\rz\"\n3,4\n", "1|a|b\n2|x~y|x~y~z\n3|3|4\n");
    reads("a,b\n\"\",\"\"\"\"\n", "1|a|b\n2||\"\n");
    reads("a,b\n\"1\" ,\"2\"\n", "1|a|b\n2|1|2\n");
    /* Inside a cell that does not begin with one, a quotation mark is a character like others. */
    reads("a,b\n5\"x,6\"\"\n", "1|a|b\n2|5\"x|6\"\"\n");
}

static void rows_count_as_a_spreadsheet_counts_and_blank_ones_are_left_out(void **state)
{
    (void)state;
    reads("a,b\n\n1,2\n , \n,,,\n\xE3\x80\x80,\n\"x\ny\",2\n3,4\n", "1|a|b\n3|1|2\n7|x~y|2\n8|3|4\n");
}

static void short_rows_are_filled_up_and_empty_ends_cut(void **state)
{
    (void)state;
    reads("a,b,c,,\n1\n1,2,3,,,\n1,,3,,5\n", "1|a|b|c\n2|1||\n3|1|2|3\n4|1||3||5\n");
}

static void a_nul_byte_is_refused_at_its_place(void **state)
{
    (void)state;
    static const char bytes[] = "\xC3\xA4,b\n1,2\n3,4\0\n";
    faults(bytes, sizeof bytes - 1, 3, 2, false);
}

static void an_unclosed_quotation_mark_is_refused_where_it_opened(void **state)
{
    (void)state;
    static const char text[] = "a,b\n\"x\ny\",2\n\n3,\"4\n5,6\n7,8\n";
    faults(text, strlen(text), 4, 2, false);
    faults("\"", 1, 1, 1, false);
}

static void text_after_a_closing_quotation_mark_is_a_fault_and_reading_goes_on(void **state)
{
    (void)state;
    static const char text[] = "a,b\n\"1\"x,2\n3,\"4\" y\n";
    faults(text, strlen(text), 2, 1, true);
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct csv_table *table;
    csv_parse(owner, "in.csv", text, strlen(text), no_headings, &table, error);
    assert_int_equal(error->count, 2);
    assert_int_equal(error->fault[1].place.row, 3);
    assert_int_equal(error->fault[1].place.column, 2);
    assert_string_equal(error->fault[1].place.heading, "b");
    assert_string_equal(error->fault[1].place.value, "y");
    talloc_free(owner);
}

static void an_empty_file_is_refused(void **state)
{
    (void)state;
    faults("", 0, 0, 0, false);
    faults("\xEF\xBB\xBF", 3, 0, 0, false);
    faults("\n\n,\n", 4, 0, 0, false);
}

/* A table of one row with `cells` cells of `size` characters. */
static char *wide(void *owner, int cells, int size)
{
    char *text = talloc_array(owner, char, (size_t)cells *(size_t)(size + 1) + 1), *to = text;
    for (int c = 0; c < cells; c++) {
        memset(to, 'x', (size_t)size);
        to += size;
        *to++ = c + 1 < cells ? ',' : '\n';
    }
    *to = '\0';
    return text;
}

static void the_limits_are_as_told(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct csv_table *table;
    const char *most_columns = wide(owner, CSV_COLUMNS, 1), *too_many = wide(owner, CSV_COLUMNS + 1, 1);
    assert_int_equal(csv_parse(owner, "f", most_columns, strlen(most_columns), no_headings, &table, error),
                     STATUS_OK);
    assert_int_equal(table->row[0].cells, CSV_COLUMNS);
    faults(too_many, strlen(too_many), 1, CSV_COLUMNS + 1, false);
    const char *longest = wide(owner, 2, CSV_CELL_CHARACTERS),
               *too_long = wide(owner, 2, CSV_CELL_CHARACTERS + 1);
    assert_int_equal(csv_parse(owner, "f", longest, strlen(longest), no_headings, &table, error), STATUS_OK);
    faults(too_long, strlen(too_long), 1, 1, false);
    const char *long_row = wide(owner, 64, 16384);
    faults(long_row, strlen(long_row), 1, 0, false);
    talloc_free(owner);
}

static void a_file_that_is_not_there_is_refused(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct csv_table *table;
    assert_int_equal(csv_read(owner, "no/such/file.csv", no_headings, &table, error), STATUS_INPUT);
    assert_null(table);
    assert_string_equal(error->fault[0].place.file, "no/such/file.csv");
    talloc_free(owner);
}

static void the_table_holds_all_its_memory(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct csv_table *table;
    size_t before = talloc_total_blocks(owner);
    assert_int_equal(csv_parse(owner, "f", "a\xB1\n", 3, no_headings, &table, error), STATUS_INPUT);
    assert_null(table);
    talloc_free(error);
    error = error_new(owner);
    assert_int_equal(talloc_total_blocks(owner), before);
    assert_int_equal(csv_parse(owner, "f", "a,b\n1,2\n", 8, no_headings, &table, error), STATUS_OK);
    talloc_free(table);
    assert_int_equal(talloc_total_blocks(owner), before);
    talloc_free(owner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(line_breaks_may_be_lf_crlf_or_cr),
        cmocka_unit_test(the_separator_is_told_from_the_headings_outside_quotes),
        cmocka_unit_test(quotation_marks_keep_separators_line_breaks_and_doubled_marks),
        cmocka_unit_test(rows_count_as_a_spreadsheet_counts_and_blank_ones_are_left_out),
        cmocka_unit_test(short_rows_are_filled_up_and_empty_ends_cut),
        cmocka_unit_test(a_nul_byte_is_refused_at_its_place),
        cmocka_unit_test(an_unclosed_quotation_mark_is_refused_where_it_opened),
        cmocka_unit_test(text_after_a_closing_quotation_mark_is_a_fault_and_reading_goes_on),
        cmocka_unit_test(an_empty_file_is_refused),
        cmocka_unit_test(the_limits_are_as_told),
        cmocka_unit_test(a_file_that_is_not_there_is_refused),
        cmocka_unit_test(the_table_holds_all_its_memory),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
