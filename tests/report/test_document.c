/* The document tree: what a table may look like, and what a text may hold. Cases of geometry are pictures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <talloc.h>

#include "report/document.h"
#include "report/render.h"

struct spread {
    int row, columns, rows; /* the row it is added to, and how far it spreads */
};

/* A table with these cells, and what table_places says; *picture names the covering cell of each place by a
 * letter. */
static enum status place(int columns, int rows, int headings, const struct spread *cell, int cells,
                         char *picture, struct error *error)
{
    void *owner = talloc_new(error);
    struct document *document = document_new(owner, "t");
    struct table_column column[] = {{"", ALIGN_INHERIT, 1}, {"", ALIGN_LEFT, 1}, {"", ALIGN_RIGHT, 2}};
    struct table *table = document_add_table(document, column, columns);
    for (int r = 0; r < rows; r++)
        table_add_row(table, r < headings);
    for (int i = 0; i < cells; i++) {
        struct table_cell *added = table_row_add_cell(table, &table->row[cell[i].row]);
        added->columns = cell[i].columns;
        added->rows = cell[i].rows;
    }
    struct table_place *places;
    enum status status = table_places(owner, table, &places, error);
    assert_int_equal(document_check(document, error), status);
    assert_true((places == NULL) == (status != STATUS_OK));
    for (int i = 0; places && i < columns * rows; i++) {
        int number = places[i].cell;
        for (int r = 0; r < places[i].row; r++)
            number += table->row[r].cells;
        picture[i] = (char)('a' + number);
        picture[i + 1] = '\0';
    }
    talloc_free(owner);
    return status;
}

static void cells_take_the_first_free_place_and_spread(void **state)
{
    (void)state;
    char picture[32];
    struct error *error = error_new(NULL);
    const struct spread plain[] = {{0, 1, 1}, {0, 1, 1}, {1, 1, 1}, {1, 1, 1}};
    assert_int_equal(place(2, 2, 0, plain, 4, picture, error), STATUS_OK);
    assert_string_equal(picture, "abcd");
    const struct spread merged[] = {{0, 1, 3}, {0, 2, 1}, {1, 1, 2}, {1, 1, 1}, {2, 1, 1}};
    assert_int_equal(place(3, 3, 0, merged, 5, picture, error), STATUS_OK);
    assert_string_equal(picture, "abb"
                                 "acd"
                                 "ace");
    const struct spread whole[] = {{0, 3, 2}};
    assert_int_equal(place(3, 2, 1, whole, 1, picture, error),
                     STATUS_INPUT); /* headings do not reach into the body */
    assert_int_equal(place(3, 2, 2, whole, 1, picture, error), STATUS_OK);
    assert_string_equal(picture, "aaaaaa");
    talloc_free(error);
}

static void refuse(int columns, int rows, const struct spread *cell, int cells, const char *words)
{
    char picture[32];
    struct error *error = error_new(NULL);
    assert_int_equal(place(columns, rows, 0, cell, cells, picture, error), STATUS_INPUT);
    assert_true(error->count >= 1);
    if (!strstr(error->fault[0].message, words))
        fail_msg("“%s” does not say “%s”", error->fault[0].message, words);
    talloc_free(error);
}

static void tables_with_overlaps_or_holes_are_refused(void **state)
{
    (void)state;
    const struct spread overlap[] = {{0, 1, 1}, {0, 1, 2}, {0, 1, 1}, {1, 2, 1}, {1, 1, 1}};
    refuse(3, 2, overlap, 5, "overlaps cell 2 of row 1");
    const struct spread too_wide[] = {{0, 3, 1}};
    refuse(2, 1, too_wide, 1, "leaves the table");
    const struct spread too_deep[] = {{0, 1, 2}};
    refuse(1, 1, too_deep, 1, "leaves the table");
    const struct spread huge[] = {{0, 1, 2147483647}};
    refuse(1, 1, huge, 1, "leaves the table");
    const struct spread none[] = {{0, 0, 1}};
    refuse(1, 1, none, 1, "leaves the table");
    const struct spread too_many[] = {{0, 1, 1}, {0, 1, 1}};
    refuse(1, 1, too_many, 2, "finds no place");
    const struct spread too_few[] = {{0, 1, 1}};
    refuse(2, 1, too_few, 1, "column 2 stays without one");
}

static void titles_of_columns_become_a_heading_row(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct document *document = document_new(owner, "t");
    struct table_column column[] = {{"姓名", ALIGN_INHERIT, 1}, {"", ALIGN_LEFT, 1}};
    struct table *table = document_add_table(document, column, 2);
    assert_int_equal(table->header_rows, 1);
    assert_int_equal(table->row[0].cells, 2);
    assert_string_equal(table->row[0].cell[0].paragraph[0].run[0].text, "姓名");
    table_add_row(table, false);
    table_add_row(table, true); /* too late for a heading: counts as data */
    assert_int_equal(table->header_rows, 1);
    talloc_free(owner);
}

static void texts_hold_no_control_characters_and_only_utf_8(void **state)
{
    (void)state;
    assert_int_equal(document_text("陈琳 a·—", strlen("陈琳 a·—")), strlen("陈琳 a·—"));
    assert_int_equal(document_text("a\nb", 3), 1);
    assert_int_equal(document_text("a\0b", 3), 1);
    assert_int_equal(document_text("ab\x7F", 3), 2);
    assert_int_equal(document_text("\xC2\x85", 2), 0);
    assert_int_equal(document_text("a\xB3\xC2", 3), 1);
}

static void formats_are_told_by_extension_and_others_are_refused_with_what_there_is(void **state)
{
    (void)state;
    static const struct {
        const char *file, *format; /* NULL: refused */
    } cases[] = {{"附件1.html", "html"}, {"/tmp/a.b/x.HTM", "html"}, {"x.md", "md"},      {"x.CSV", "csv"},
                 {"附件1.xlsx", NULL},   {"x.docx", NULL},           {"/a.html/x", NULL}, {"x.", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error *error = error_new(NULL);
        const char *format = "";
        enum status status = render_format_of(cases[i].file, &format, error);
        assert_int_equal(status, cases[i].format ? STATUS_OK : STATUS_INPUT);
        if (cases[i].format)
            assert_string_equal(format, cases[i].format);
        else
            assert_non_null(strstr(error->fault[0].message, "html, md, csv"));
        talloc_free(error);
    }
}

static void an_unsound_document_is_not_rendered(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct document *document = document_new(owner, "t");
    struct table_column column[] = {{"", ALIGN_INHERIT, 0}};
    document_add_table(document, column, 1);
    char *bytes = NULL;
    size_t size = 0;
    for (int i = 0; renderers[i].name; i++)
        assert_int_equal(document_render(owner, document, renderers[i].name, &bytes, &size, error),
                         STATUS_INPUT);
    assert_null(bytes);
    assert_int_equal(document_render(owner, document, "xlsx", &bytes, &size, error), STATUS_INPUT);
    talloc_free(owner);
}

static void long_tables_take_linear_time_and_every_row_arrives(void **state)
{
    (void)state;
    enum { ROWS = 20000 };
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct document *document = document_new(owner, "t");
    struct table_column column[] = {{"n", ALIGN_RIGHT, 1}};
    struct table *table = document_add_table(document, column, 1);
    for (int r = 0; r < ROWS; r++) {
        char *text = talloc_asprintf(owner, "%d", r);
        struct table_cell *cell = table_row_add_cell(table, table_add_row(table, false));
        paragraph_add_run(document, table_cell_add_paragraph(table, cell), RUN_TEXT, text, strlen(text));
    }
    char *bytes = NULL;
    size_t size = 0, lines = 0;
    assert_int_equal(document_render(owner, document, "csv", &bytes, &size, error), STATUS_OK);
    for (size_t i = 0; i < size; i++)
        lines += bytes[i] == '\n';
    assert_int_equal(lines, ROWS + 3); /* the title, a blank row, the heading */
    assert_non_null(strstr(bytes, "\r\n19999\r\n"));
    assert_int_equal(bytes[size], '\0');
    talloc_free(owner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_take_the_first_free_place_and_spread),
        cmocka_unit_test(tables_with_overlaps_or_holes_are_refused),
        cmocka_unit_test(titles_of_columns_become_a_heading_row),
        cmocka_unit_test(texts_hold_no_control_characters_and_only_utf_8),
        cmocka_unit_test(formats_are_told_by_extension_and_others_are_refused_with_what_there_is),
        cmocka_unit_test(an_unsound_document_is_not_rendered),
        cmocka_unit_test(long_tables_take_linear_time_and_every_row_arrives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
