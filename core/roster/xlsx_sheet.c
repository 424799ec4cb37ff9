#include "roster/xlsx_sheet.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "roster/xlsx_text.h"

enum { ROW_LAST = 1 << 20, COLUMN_LAST = 1 << 14, REFERENCE = 40 };

static bool is(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}

static enum status refuse(struct workbook *workbook, const char *message, int limit)
{
    const struct place place = build_place(&workbook->build, 0, -1);
    return error_add(workbook->build.error, STATUS_INPUT, &place, message, limit);
}

/* ---- shared texts ---- */

struct texts {
    struct workbook *workbook;
    struct collected collected;
};

static enum status texts_start(void *context, const char *name, const struct attributes *attributes)
{
    struct texts *texts = context;
    collected_start(&texts->collected, name, attributes);
    return STATUS_OK;
}

static enum status texts_text(void *context, const char *text, size_t size)
{
    struct texts *texts = context;
    return collected_add(&texts->collected, &texts->workbook->build, text, size);
}

/* Keeps apart what is struck through of the text that comes next. */
static enum status add_rich(struct workbook *workbook, const struct rich_text *text)
{
    if (text->left == text->whole && !*text->left_in_struck)
        return STATUS_OK;
    if (workbook->rich_texts == workbook->rich_room) {
        size_t room = workbook->rich_room ? 2 * workbook->rich_room : 64;
        struct shared_rich *grown = talloc_realloc(workbook->owner, workbook->rich, struct shared_rich, room);
        if (!grown)
            return error_add_memory(workbook->build.error);
        workbook->rich = grown;
        workbook->rich_room = room;
    }
    workbook->rich[workbook->rich_texts++] = (struct shared_rich){workbook->texts, *text};
    return STATUS_OK;
}

static enum status texts_end(void *context, const char *name)
{
    struct texts *texts = context;
    struct workbook *workbook = texts->workbook;
    struct rich_text text;
    if (!collected_end(&texts->collected, name))
        return error_add_memory(workbook->build.error);
    if (!is(name, "si"))
        return STATUS_OK;
    if (collected_take_rich(&texts->collected, &workbook->build, &text) != STATUS_OK ||
        add_rich(workbook, &text) != STATUS_OK)
        return workbook->build.error->status;
    if (workbook->texts == BOOK_CELLS)
        return refuse(workbook,
                      _("The workbook holds more than %d texts, which no roster needs. Please check that it "
                        "is the right one."),
                      BOOK_CELLS);
    if (workbook->texts == workbook->text_room) {
        size_t room = workbook->text_room ? 2 * workbook->text_room : 1024;
        const char **grown = talloc_realloc(workbook->owner, workbook->text, const char *, room);
        if (!grown)
            return error_add_memory(workbook->build.error);
        workbook->text = grown;
        workbook->text_room = room;
    }
    workbook->text[workbook->texts++] = text.whole;
    return STATUS_OK;
}

enum status workbook_read_texts(struct workbook *workbook, const char *part)
{
    static const struct part_handler handler = {texts_start, texts_end, texts_text};
    struct texts texts = {.workbook = workbook, .collected = {.owner = workbook->owner}};
    return package_read(&workbook->package, part, &handler, &texts);
}

/* ---- cells ---- */

struct cells {
    struct workbook *workbook;
    struct collected collected;
    int row, column; /* at hand: row from 1, column from 0 */
    int64_t style;
    char type[12];         /* "" for a number */
    bool in_cell, formula; /* a formula was there */
    bool row_said;         /* the row at hand says its number */
    bool row_begun;        /* the row at hand has been begun in the sheet */
    bool row_hidden;
};

static size_t pass_dollar(const char *text, size_t at, size_t size)
{
    return at < size && text[at] == '$' ? at + 1 : at;
}

/* Reads "AB12", "ab12" or "$AB$12" of text[0..size): column from 0, row from 1. Returns false where it is
 * none. */
static bool read_reference(const char *text, size_t size, int *row, int *column)
{
    size_t at = pass_dollar(text, 0, size);
    int letters = 0, number = 0;
    for (; at < size && isalpha((unsigned char)text[at]) && letters <= COLUMN_LAST; at++)
        letters = 26 * letters + (toupper((unsigned char)text[at]) - 'A' + 1);
    size_t digits = at = pass_dollar(text, at, size);
    for (; at < size && text[at] >= '0' && text[at] <= '9' && number <= ROW_LAST; at++)
        number = 10 * number + (text[at] - '0');
    if (at < size || letters < 1 || letters > COLUMN_LAST || at == digits || number < 1 || number > ROW_LAST)
        return false;
    *row = number;
    *column = letters - 1;
    return true;
}

static enum status refuse_reference(struct cells *cells)
{
    const struct place place = build_place(&cells->workbook->build, cells->row, -1);
    return error_add(cells->workbook->build.error, STATUS_INPUT, &place,
                     _("A cell of this sheet stands nowhere: the file is damaged. Please open it in a "
                       "spreadsheet program and save it anew as .xlsx."));
}

/* Begins the row at hand in the sheet. */
static enum status begin_row(struct cells *cells)
{
    cells->row_begun = true;
    enum status status = build_row(&cells->workbook->build, cells->row);
    if (cells->row_hidden)
        build_hide_row(&cells->workbook->build);
    return status;
}

/* A row without a number is the next one, unless its cells say another. */
static enum status start_row(struct cells *cells, const struct attributes *attributes)
{
    int64_t row = part_attribute_number(attributes, "r");
    cells->row_said = row > 0 && row <= ROW_LAST;
    cells->row = cells->row_said ? (int)row : cells->row + 1;
    cells->row_begun = false;
    cells->row_hidden =
        part_attribute_true(attributes, "hidden") || part_attribute_number(attributes, "ht") == 0;
    cells->column = -1;
    return cells->row_said ? begin_row(cells) : STATUS_OK;
}

static enum status start_cell(struct cells *cells, const struct attributes *attributes)
{
    size_t size;
    const char *reference = part_attribute(attributes, "r", &size);
    int row = cells->row, column = cells->column + 1;
    if (reference && size > 0 && !read_reference(reference, size, &row, &column))
        return refuse_reference(cells);
    if (!cells->row_said && !cells->row_begun && row > cells->row)
        cells->row = row;
    if (row != cells->row || cells->row == 0 || column <= cells->column)
        return refuse_reference(cells);
    if (!cells->row_begun && begin_row(cells) != STATUS_OK)
        return cells->workbook->build.error->status;
    cells->column = column;
    cells->style = part_attribute_number(attributes, "s");
    const char *type = part_attribute(attributes, "t", &size);
    size = type && size < sizeof cells->type ? size : 0;
    if (size > 0)
        memcpy(cells->type, type, size);
    cells->type[size] = '\0';
    cells->in_cell = true;
    cells->formula = false;
    collected_clear(&cells->collected);
    return STATUS_OK;
}

static enum status start_merge(struct cells *cells, const struct attributes *attributes)
{
    char text[REFERENCE];
    size_t size;
    const char *reference = part_attribute(attributes, "ref", &size);
    if (!reference || size >= sizeof text)
        return STATUS_OK;
    memcpy(text, reference, size);
    text[size] = '\0';
    char *colon = strchr(text, ':');
    int row, column, last_row, last_column;
    if (!colon || !read_reference(text, (size_t)(colon - text), &row, &column) ||
        !read_reference(colon + 1, strlen(colon + 1), &last_row, &last_column) || last_row < row ||
        last_column < column)
        return STATUS_OK;
    const struct merge merge = {row, column, last_row - row + 1, last_column - column + 1};
    return build_merge(&cells->workbook->build, &merge);
}

static enum status cells_start(void *context, const char *name, const struct attributes *attributes)
{
    struct cells *cells = context;
    if (is(name, "c"))
        return start_cell(cells, attributes);
    if (is(name, "row"))
        return start_row(cells, attributes);
    if (is(name, "mergeCell"))
        return start_merge(cells, attributes);
    if (!cells->in_cell)
        return STATUS_OK;
    if (is(name, "v"))
        cells->collected.open = true;
    else if (is(name, "f"))
        cells->formula = true;
    else
        collected_start(&cells->collected, name, attributes);
    return STATUS_OK;
}

static enum status cells_text(void *context, const char *text, size_t size)
{
    struct cells *cells = context;
    return collected_add(&cells->collected, &cells->workbook->build, text, size);
}

static const struct cell_style *style_of(const struct cells *cells)
{
    static const struct cell_style plain = {{0}, false};
    const struct workbook *workbook = cells->workbook;
    bool styled = cells->style >= 0 && (size_t)cells->style < workbook->styles;
    return styled ? &workbook->style[cells->style] : &plain;
}

/* Values often stand among blanks and line breaks, which are no part of them; a text is as it is. */
static void trim_value(struct collected *collected)
{
    static const char blanks[] = " \t\r\n";
    size_t size = collected->size, from = 0;
    while (size > 0 && strchr(blanks, collected->bytes[size - 1]))
        size--;
    while (from < size && strchr(blanks, collected->bytes[from]))
        from++;
    if (from > 0)
        memmove(collected->bytes, collected->bytes + from, size - from);
    collected->size = size - from;
}

static int compare_rich(const void *key, const void *item)
{
    size_t index = *(const size_t *)key, other = ((const struct shared_rich *)item)->index;
    return (index > other) - (index < other);
}

static enum status refuse_text(const struct cells *cells)
{
    const struct place place = build_place(&cells->workbook->build, cells->row, cells->column);
    return error_add(cells->workbook->build.error, STATUS_INPUT, &place,
                     _("The text of this cell is not in the file, which was not saved or not copied whole. "
                       "Please ask for it once more, or open it and save it anew as .xlsx."));
}

/* The shared text whose number was collected. */
static enum status shared_text(struct cells *cells, struct rich_text *text)
{
    struct workbook *workbook = cells->workbook;
    struct collected *collected = &cells->collected;
    char *end = NULL;
    collected->bytes[collected->size] = '\0';
    size_t index = strtoul(collected->bytes, &end, 10);
    bool found = end && end != collected->bytes && !*end && index < workbook->texts;
    collected_clear(collected);
    if (!found)
        return refuse_text(cells);
    const struct shared_rich *rich =
        workbook->rich_texts == 0
            ? NULL
            : bsearch(&index, workbook->rich, workbook->rich_texts, sizeof *workbook->rich, compare_rich);
    const char *whole = workbook->text[index];
    *text = rich ? rich->text : (struct rich_text){whole, whole, ""};
    return STATUS_OK;
}

/* The number that was collected, as people see it; NULL after a fault. */
static const char *number_text(struct cells *cells)
{
    struct workbook *workbook = cells->workbook;
    struct collected *collected = &cells->collected;
    char out[NUMBER_TEXT];
    enum number_shown shown =
        number_show(collected->bytes, collected->size, &style_of(cells)->format, workbook->date1904, out);
    collected_clear(collected);
    enum cell_flaw flaw = shown == NUMBER_DIGITS_LOST ? CELL_DIGITS_LOST : CELL_FORMAT;
    if (shown != NUMBER_SHOWN && build_flaw(&workbook->build, cells->column, flaw) != STATUS_OK)
        return NULL;
    return build_text(&workbook->build, out, strlen(out));
}

/* A date as text (t="d") comes with midnight. */
static void cut_midnight(struct collected *collected)
{
    static const char midnight[] = "T00:00:00";
    char *at = NULL;
    collected->bytes[collected->size] = '\0';
    at = strstr(collected->bytes, midnight);
    if (at)
        collected->size = (size_t)(at - collected->bytes);
}

/* What is neither a shared text nor one with runs; NULL after a fault. */
static const char *single_text(struct cells *cells)
{
    struct sheet_build *build = &cells->workbook->build;
    if (is(cells->type, "b")) {
        bool yes = cells->collected.bytes[0] == '1';
        collected_clear(&cells->collected);
        return yes ? "TRUE" : "FALSE";
    }
    if (!*cells->type || is(cells->type, "n"))
        return number_text(cells);
    if (is(cells->type, "d"))
        cut_midnight(&cells->collected);
    if (is(cells->type, "e") && build_flaw(build, cells->column, CELL_ERROR) != STATUS_OK)
        return NULL;
    return collected_take(&cells->collected, build);
}

static enum status take_text(struct cells *cells, struct rich_text *text)
{
    if (is(cells->type, "s"))
        return shared_text(cells, text);
    if (is(cells->type, "inlineStr"))
        return collected_take_rich(&cells->collected, &cells->workbook->build, text);
    const char *whole = single_text(cells);
    *text = (struct rich_text){whole, whole, ""};
    return whole ? STATUS_OK : cells->workbook->build.error->status;
}

/* A text as its cell's format shows it. */
static enum status show_text(struct cells *cells, const char **text)
{
    struct sheet_build *build = &cells->workbook->build;
    const char *shown = number_show_text(cells->workbook->owner, *text, &style_of(cells)->format);
    if (!shown)
        return error_add_memory(build->error);
    if (shown != *text)
        *text = build_text(build, shown, strlen(shown));
    return *text ? STATUS_OK : build->error->status;
}

static enum status end_cell(struct cells *cells)
{
    struct sheet_build *build = &cells->workbook->build;
    struct rich_text text = {"", "", ""};
    bool is_text = is(cells->type, "str") || is(cells->type, "inlineStr");
    cells->in_cell = false;
    if (!is_text)
        trim_value(&cells->collected);
    if (cells->collected.size == 0)
        return cells->formula && !is_text ? build_flaw(build, cells->column, CELL_NO_VALUE) : STATUS_OK;
    enum status status = take_text(cells, &text);
    const char *left = style_of(cells)->struck ? text.left_in_struck : text.left;
    if (status != STATUS_OK || !left)
        return status;
    bool struck = left != text.whole;
    if ((is_text || is(cells->type, "s")) && *left && style_of(cells)->format.shows_text)
        status = show_text(cells, &left);
    if (status != STATUS_OK)
        return status;
    return struck ? build_struck(build, cells->column, text.whole, left)
                  : build_cell(build, cells->column, left);
}

static enum status cells_end(void *context, const char *name)
{
    struct cells *cells = context;
    if (!cells->in_cell)
        return STATUS_OK;
    if (is(name, "c"))
        return end_cell(cells);
    if (is(name, "v"))
        cells->collected.open = false;
    else
        return collected_end(&cells->collected, name) ? STATUS_OK
                                                      : error_add_memory(cells->workbook->build.error);
    return STATUS_OK;
}

enum status workbook_read_sheet(struct workbook *workbook, const char *part, const char *name, bool hidden)
{
    static const struct part_handler handler = {cells_start, cells_end, cells_text};
    struct cells cells = {.workbook = workbook, .collected = {.owner = workbook->owner}};
    enum status status = build_sheet(&workbook->build, name, hidden);
    if (status == STATUS_OK)
        status = package_read(&workbook->package, part, &handler, &cells);
    return status == STATUS_OK ? build_end(&workbook->build) : status;
}
