#include "roster/xlsx_sheet.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "roster/xlsx_text.h"

enum { STYLES_MOST = 100000, ROW_LAST = 1 << 20, COLUMN_LAST = 1 << 14, REFERENCE = 40 };

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
    (void)attributes;
    struct texts *texts = context;
    collected_start(&texts->collected, name);
    return STATUS_OK;
}

static enum status texts_text(void *context, const char *text, size_t size)
{
    struct texts *texts = context;
    return collected_add(&texts->collected, &texts->workbook->build, text, size);
}

static enum status texts_end(void *context, const char *name)
{
    struct texts *texts = context;
    struct workbook *workbook = texts->workbook;
    collected_end(&texts->collected, name);
    if (!is(name, "si"))
        return STATUS_OK;
    const char *text = collected_take(&texts->collected, &workbook->build);
    if (!text)
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
    workbook->text[workbook->texts++] = text;
    return STATUS_OK;
}

enum status workbook_read_texts(struct workbook *workbook, const char *part)
{
    static const struct part_handler handler = {texts_start, texts_end, texts_text};
    struct texts texts = {.workbook = workbook, .collected = {.owner = workbook->owner}};
    return package_read(&workbook->package, part, &handler, &texts);
}

/* ---- number formats ---- */

struct styles {
    struct workbook *workbook;
    int codes;
    struct {
        int id;
        struct number_format format;
    } * code; /* [codes] */
    bool of_cells;
};

static enum status add_code(struct styles *styles, const struct attributes *attributes)
{
    int64_t id = part_attribute_number(attributes, "numFmtId");
    char *code = part_attribute_copy(styles->workbook->owner, attributes, "formatCode");
    void *grown = talloc_realloc_size(styles->workbook->owner, styles->code,
                                      ((unsigned)styles->codes + 1) * sizeof *styles->code);
    if (!code || !grown)
        return error_add_memory(styles->workbook->build.error);
    styles->code = grown;
    if (id >= 0 && id < INT32_MAX && styles->codes < STYLES_MOST) {
        styles->code[styles->codes].id = (int)id;
        styles->code[styles->codes++].format = number_format((int)id, code);
    }
    talloc_free(code);
    return STATUS_OK;
}

static struct number_format format_of(const struct styles *styles, int id)
{
    for (int i = 0; i < styles->codes; i++)
        if (styles->code[i].id == id)
            return styles->code[i].format;
    return number_format(id, NULL);
}

static enum status add_style(struct styles *styles, const struct attributes *attributes)
{
    struct workbook *workbook = styles->workbook;
    int64_t id = part_attribute_number(attributes, "numFmtId");
    if (workbook->styles == STYLES_MOST)
        return refuse(workbook, _("The workbook has more than %d cell styles: it is damaged."), STYLES_MOST);
    if (workbook->styles == workbook->style_room) {
        size_t room = workbook->style_room ? 2 * workbook->style_room : 64;
        struct number_format *grown =
            talloc_realloc(workbook->owner, workbook->style, struct number_format, room);
        if (!grown)
            return error_add_memory(workbook->build.error);
        workbook->style = grown;
        workbook->style_room = room;
    }
    workbook->style[workbook->styles++] = format_of(styles, id < 0 || id > INT32_MAX ? 0 : (int)id);
    return STATUS_OK;
}

static enum status styles_start(void *context, const char *name, const struct attributes *attributes)
{
    struct styles *styles = context;
    if (is(name, "cellXfs"))
        styles->of_cells = true;
    else if (is(name, "numFmt") && styles->codes < STYLES_MOST)
        return add_code(styles, attributes);
    else if (is(name, "xf") && styles->of_cells)
        return add_style(styles, attributes);
    return STATUS_OK;
}

static enum status styles_end(void *context, const char *name)
{
    struct styles *styles = context;
    if (is(name, "cellXfs"))
        styles->of_cells = false;
    return STATUS_OK;
}

enum status workbook_read_styles(struct workbook *workbook, const char *part)
{
    static const struct part_handler handler = {styles_start, styles_end, NULL};
    struct styles styles = {.workbook = workbook};
    return package_read(&workbook->package, part, &handler, &styles);
}

/* ---- cells ---- */

struct cells {
    struct workbook *workbook;
    struct collected collected;
    int row, column; /* at hand: row from 1, column from 0 */
    int64_t style;
    char type[12];                /* "" for a number */
    bool in_cell, formula, value; /* a formula, a value was there */
};

/* Reads "AB12" of text[0..size): column from 0, row from 1. Returns false where it is none. */
static bool read_reference(const char *text, size_t size, int *row, int *column)
{
    size_t at = 0;
    int letters = 0, number = 0;
    for (; at < size && text[at] >= 'A' && text[at] <= 'Z' && letters <= COLUMN_LAST; at++)
        letters = 26 * letters + (text[at] - 'A' + 1);
    size_t digits = at;
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

static enum status start_row(struct cells *cells, const struct attributes *attributes)
{
    int64_t row = part_attribute_number(attributes, "r");
    cells->row = row > 0 && row <= ROW_LAST ? (int)row : cells->row + 1;
    cells->column = -1;
    return build_row(&cells->workbook->build, cells->row);
}

static enum status start_cell(struct cells *cells, const struct attributes *attributes)
{
    size_t size;
    const char *reference = part_attribute(attributes, "r", &size);
    int row = cells->row, column = cells->column + 1;
    if (reference && !read_reference(reference, size, &row, &column))
        return refuse_reference(cells);
    if (row != cells->row || cells->row == 0 || column <= cells->column)
        return refuse_reference(cells);
    cells->column = column;
    cells->style = part_attribute_number(attributes, "s");
    const char *type = part_attribute(attributes, "t", &size);
    size = size < sizeof cells->type ? size : 0;
    if (size > 0)
        memcpy(cells->type, type, size);
    cells->type[size] = '\0';
    cells->in_cell = true;
    cells->formula = cells->value = false;
    cells->collected.size = 0;
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
        collected_start(&cells->collected, name);
    return STATUS_OK;
}

static enum status cells_text(void *context, const char *text, size_t size)
{
    struct cells *cells = context;
    return collected_add(&cells->collected, &cells->workbook->build, text, size);
}

/* The shared text whose number was collected; NULL after a fault. */
static const char *shared_text(struct cells *cells)
{
    struct workbook *workbook = cells->workbook;
    struct collected *collected = &cells->collected;
    char *end = NULL;
    collected->bytes[collected->size] = '\0';
    unsigned long index = strtoul(collected->bytes, &end, 10);
    collected->size = 0;
    if (end && end != collected->bytes && !*end && index < workbook->texts)
        return workbook->text[index];
    refuse_reference(cells);
    return NULL;
}

/* The number that was collected, as people see it; NULL after a fault. */
static const char *number_text(struct cells *cells)
{
    static const struct number_format plain = {.decimals = -1};
    struct workbook *workbook = cells->workbook;
    struct collected *collected = &cells->collected;
    char out[NUMBER_TEXT];
    bool styled = cells->style >= 0 && (size_t)cells->style < workbook->styles;
    bool whole = number_show(collected->bytes, collected->size,
                             styled ? &workbook->style[cells->style] : &plain, workbook->date1904, out);
    collected->size = 0;
    if (!whole && build_flaw(&workbook->build, cells->column, CELL_DIGITS_LOST) != STATUS_OK)
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

static enum status end_cell(struct cells *cells)
{
    struct workbook *workbook = cells->workbook;
    struct sheet_build *build = &workbook->build;
    const char *text;
    bool is_text = is(cells->type, "str") || is(cells->type, "inlineStr");
    cells->in_cell = false;
    if (cells->collected.size == 0)
        return cells->formula && !is_text ? build_flaw(build, cells->column, CELL_NO_VALUE) : STATUS_OK;
    if (is(cells->type, "s")) {
        text = shared_text(cells);
    } else if (is(cells->type, "b")) {
        text = cells->collected.bytes[0] == '1' ? "TRUE" : "FALSE";
        cells->collected.size = 0;
    } else if (!*cells->type || is(cells->type, "n")) {
        text = number_text(cells);
    } else {
        if (is(cells->type, "d"))
            cut_midnight(&cells->collected);
        text = collected_take(&cells->collected, build);
        if (text && is(cells->type, "e") && build_flaw(build, cells->column, CELL_ERROR) != STATUS_OK)
            return build->error->status;
    }
    return text ? build_cell(build, cells->column, text) : build->error->status;
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
        collected_end(&cells->collected, name);
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
