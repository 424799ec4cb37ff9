#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "roster/biff_internal.h"

enum {
    ROWS = 65536,
    COLUMNS = 256,
    ROW_HIDDEN = 0x20, /* flag of a row */
    RECALCULATED = 2,  /* flag of a formula: its value is worked out when the file is opened */
    RESULT_TEXT = 0,   /* kinds of results that are no numbers */
    RESULT_BOOLEAN = 1,
    RESULT_ERROR = 2,
    RESULT_EMPTY = 3,
    KIND_SHEET = 0x0010,
};

enum cell_kind { CELL_NUMBER, CELL_TEXT, CELL_BOOLEAN, CELL_FAULT, CELL_WITHOUT_VALUE };

struct cell {
    uint32_t row, order;
    uint16_t column, style;
    uint32_t text; /* of CELL_TEXT: index; of others their byte */
    enum cell_kind kind;
    double number;
};

struct cells {
    struct biff *biff;
    size_t count, room;
    struct cell *cell; /* [count] */
    bool *hidden;      /* [ROWS] */
    size_t waiting;    /* index + 1 of the formula whose text comes next, 0: none */
};

static bool add(struct cells *cells, const unsigned char *head, unsigned column, unsigned style,
                const struct cell *value)
{
    struct biff *biff = cells->biff;
    if (cells->count >= BOOK_CELLS)
        return biff_fail(biff, BIFF_TOO_MUCH);
    if (column >= COLUMNS)
        return biff_fail(biff, BIFF_DAMAGED);
    if (!biff_grow(biff, &cells->cell, sizeof *cells->cell, cells->count, &cells->room))
        return false;
    struct cell *cell = &cells->cell[cells->count];
    *cell = *value;
    cell->row = little16(head);
    cell->order = (uint32_t)cells->count++;
    cell->column = (uint16_t)column;
    cell->style = (uint16_t)style;
    return true;
}

/* ---- records ---- */

static double little_double(const unsigned char *at)
{
    uint64_t bits = (uint64_t)little32(at) | (uint64_t)little32(at + 4) << 32;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* A number in 30 bits: the upper ones of a double, or a whole number; either may be a hundredth. */
static double small_number(uint32_t bits)
{
    enum { HUNDREDTH = 1, WHOLE = 2 };
    double value;
    if (bits & WHOLE) {
        uint32_t whole = bits >> 2;
        value = whole & 0x20000000U ? (double)whole - 0x40000000 : (double)whole;
    } else {
        uint64_t wide = (uint64_t)(bits & ~3U) << 32;
        memcpy(&value, &wide, sizeof value);
    }
    return bits & HUNDREDTH ? value / 100 : value;
}

static bool read_numbers(struct cells *cells, const unsigned char *at, size_t size)
{
    unsigned column = little16(at + 2);
    for (size_t i = 4; i + 6 <= size - 2; i += 6, column++) {
        const struct cell value = {.kind = CELL_NUMBER, .number = small_number(little32(at + i + 2))};
        if (!add(cells, at, column, little16(at + i), &value))
            return false;
    }
    return true;
}

static struct cell boolean_or_error(unsigned byte, bool is_error)
{
    return (struct cell){.kind = is_error ? CELL_FAULT : CELL_BOOLEAN, .text = byte};
}

static bool read_formula(struct cells *cells, const unsigned char *at)
{
    const unsigned char *result = at + 6;
    struct cell value = {.kind = CELL_NUMBER};
    if (result[6] == 0xFF && result[7] == 0xFF) {
        /* xlwt writes the empty text for whatever its formulas would give. */
        value.kind = result[0] == RESULT_EMPTY && !cells->biff->bare ? CELL_TEXT : CELL_WITHOUT_VALUE;
        value.text = UINT32_MAX;
        if (result[0] == RESULT_BOOLEAN || result[0] == RESULT_ERROR)
            value = boolean_or_error(result[2], result[0] == RESULT_ERROR);
    } else {
        value.number = little_double(result);
        /* Programs that do not work formulas out write 0 and leave it to whoever opens the file. */
        if (value.number == 0 && little16(at + 14) & RECALCULATED)
            value.kind = CELL_WITHOUT_VALUE;
    }
    if (!add(cells, at, little16(at + 2), little16(at + 4), &value))
        return false;
    bool text = result[6] == 0xFF && result[7] == 0xFF && result[0] == RESULT_TEXT;
    cells->waiting = text ? cells->count : 0;
    return true;
}

static bool read_label(struct cells *cells, const struct record *record)
{
    struct biff *biff = cells->biff;
    const unsigned char *at = biff->bytes + record->at;
    struct source source = {record->at + 6, record->size - 6};
    const struct cell value = {.kind = CELL_TEXT, .text = biff->texts};
    if (!biff_read_text(biff, &source, 2) || (record->id == RECORD_RSTRING && !biff_read_runs(biff, &source)))
        return biff_fail(biff, BIFF_DAMAGED);
    return add(cells, at, little16(at + 2), little16(at + 4), &value);
}

/* The text of the formula before. */
static bool read_result(struct cells *cells, const struct record *record)
{
    struct biff *biff = cells->biff;
    struct source source = {record->at, record->size};
    unsigned text = biff->texts;
    if (cells->waiting == 0)
        return true;
    if (!biff_read_text(biff, &source, 2))
        return biff_fail(biff, BIFF_DAMAGED);
    cells->cell[cells->waiting - 1].kind = CELL_TEXT;
    cells->cell[cells->waiting - 1].text = text;
    cells->waiting = 0;
    return true;
}

static bool read_merges(struct cells *cells, const unsigned char *at, size_t size)
{
    const struct biff_sink *sink = cells->biff->sink;
    size_t count = size >= 2 ? little16(at) : 0;
    for (size_t i = 0; i < count && 2 + 8 * (i + 1) <= size; i++) {
        const unsigned char *area = at + 2 + 8 * i;
        int first = little16(area), last = little16(area + 2), left = little16(area + 4),
            right = little16(area + 6);
        const struct merge merge = {first + 1, left, last - first + 1, right - left + 1};
        if (last >= first && right >= left && !sink->merge(sink->context, &merge))
            return biff_fail(cells->biff, BIFF_STOPPED);
    }
    return true;
}

/* The least size of the records that hold cells; 0 for others. */
static size_t least_size(unsigned id)
{
    switch (id) {
    case RECORD_FORMULA:
        return 16;
    case RECORD_NUMBER:
        return 14;
    case RECORD_RK:
    case RECORD_LABELSST:
        return 10;
    case RECORD_MULRK:
        return 12;
    case RECORD_BOOLERR:
    case RECORD_LABEL:
    case RECORD_RSTRING:
        return 8;
    default:
        return 0;
    }
}

static bool read_cell(struct cells *cells, const struct record *record)
{
    const unsigned char *at = cells->biff->bytes + record->at;
    struct cell value = {.kind = CELL_NUMBER};
    cells->waiting = 0;
    switch (record->id) {
    case RECORD_FORMULA:
        return read_formula(cells, at);
    case RECORD_MULRK:
        return read_numbers(cells, at, record->size);
    case RECORD_LABEL:
    case RECORD_RSTRING:
        return read_label(cells, record);
    case RECORD_NUMBER:
        value.number = little_double(at + 6);
        break;
    case RECORD_RK:
        value.number = small_number(little32(at + 6));
        break;
    case RECORD_LABELSST:
        value = (struct cell){.kind = CELL_TEXT, .text = little32(at + 6)};
        if (value.text >= cells->biff->shared)
            return biff_fail(cells->biff, BIFF_DAMAGED);
        break;
    default:
        value = boolean_or_error(at[6], at[7] != 0);
        break;
    }
    return add(cells, at, little16(at + 2), little16(at + 4), &value);
}

static bool read_record(struct cells *cells, const struct record *record)
{
    const unsigned char *at = cells->biff->bytes + record->at;
    size_t least = least_size(record->id);
    if (least > 0)
        return record->size >= least ? read_cell(cells, record) : biff_fail(cells->biff, BIFF_DAMAGED);
    switch (record->id) {
    case RECORD_STRING:
        return read_result(cells, record);
    case RECORD_MERGEDCELLS:
        return read_merges(cells, at, record->size);
    case RECORD_FILEPASS:
        return biff_fail(cells->biff, BIFF_LOCKED);
    case RECORD_CODEPAGE:
        if (record->size >= 2)
            cells->biff->codepage = little16(at);
        return true;
    case RECORD_ROW:
        if (record->size >= 14)
            cells->hidden[little16(at)] = little16(at + 12) & ROW_HIDDEN;
        return true;
    default:
        return true;
    }
}

/* ---- cells as people see them ---- */

static int compare(const void *a, const void *b)
{
    const struct cell *one = a, *other = b;
    if (one->row != other->row)
        return one->row < other->row ? -1 : 1;
    if (one->column != other->column)
        return one->column < other->column ? -1 : 1;
    return (one->order > other->order) - (one->order < other->order);
}

static void sort(struct cells *cells)
{
    for (size_t i = 1; i < cells->count; i++)
        if (compare(&cells->cell[i - 1], &cells->cell[i]) > 0) {
            qsort(cells->cell, cells->count, sizeof *cells->cell, compare);
            return;
        }
}

static const char *error_text(unsigned code)
{
    static const struct {
        unsigned code;
        const char *text;
    } errors[] = {{0x00, "#NULL!"}, {0x07, "#DIV/0!"}, {0x0F, "#VALUE!"}, {0x17, "#REF!"},
                  {0x1D, "#NAME?"}, {0x24, "#NUM!"},   {0x2A, "#N/A"}};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].code == code)
            return errors[i].text;
    return "#ERR!";
}

/* Writes the number into out as people see it. Returns what is wrong with it, -1 for nothing. */
static int show_number(const struct biff *biff, const struct cell *cell, const struct style *style,
                       char out[NUMBER_TEXT])
{
    char digits[40];
    int length = snprintf(digits, sizeof digits, "%.17g", cell->number);
    switch (number_show(digits, (size_t)length, &style->shows, biff->date1904, out)) {
    case NUMBER_DIGITS_LOST:
        return CELL_DIGITS_LOST;
    case NUMBER_FORMAT_UNKNOWN:
        return CELL_FORMAT;
    case NUMBER_SHOWN:
        break;
    }
    return -1;
}

static bool send(struct biff *biff, const struct biff_cell *cell)
{
    return biff->sink->cell(biff->sink->context, cell) || biff_fail(biff, BIFF_STOPPED);
}

static bool send_text(struct biff *biff, const struct cell *cell, const struct style *style,
                      struct biff_cell *out)
{
    void *scratch = talloc_new(biff->owner);
    const void *owner = biff->owner;
    const struct text *text = &biff->text[cell->text];
    biff->owner = scratch;
    out->text = biff->pool + text->at;
    if (style->struck || text->runs > 0)
        out->left = biff_left(biff, text, style->struck);
    if (style->shows.shows_text && !out->left)
        out->text = number_show_text(scratch, out->text, &style->shows);
    biff->owner = owner;
    bool sent = scratch && out->text ? send(biff, out) : biff_fail(biff, BIFF_MEMORY);
    talloc_free(scratch);
    return sent && biff->end == BIFF_DONE;
}

static bool send_cell(struct cells *cells, const struct cell *cell)
{
    static const struct style plain = {0};
    struct biff *biff = cells->biff;
    const struct style *style = cell->style < biff->styles ? &biff->style[cell->style] : &plain;
    char number[NUMBER_TEXT];
    struct biff_cell out = {cell->row, cell->column, "", NULL, -1, cells->hidden[cell->row]};
    switch (cell->kind) {
    case CELL_TEXT:
        return cell->text == UINT32_MAX || send_text(biff, cell, style, &out);
    case CELL_NUMBER:
        out.flaw = show_number(biff, cell, style, number);
        out.text = number;
        break;
    case CELL_BOOLEAN:
        out.text = cell->text ? "TRUE" : "FALSE";
        break;
    case CELL_FAULT:
        out.text = error_text(cell->text);
        out.flaw = CELL_ERROR;
        break;
    case CELL_WITHOUT_VALUE:
        out.flaw = CELL_NO_VALUE;
        break;
    }
    if (style->struck)
        out.left = "";
    return send(biff, &out);
}

/* Where two records give one cell, the later one holds. */
static bool send_cells(struct cells *cells)
{
    sort(cells);
    for (size_t i = 0; i < cells->count; i++) {
        const struct cell *cell = &cells->cell[i], *next = cell + 1;
        bool again = i + 1 < cells->count && next->row == cell->row && next->column == cell->column;
        if (!again && !send_cell(cells, cell))
            return false;
    }
    return true;
}

/* ---- the sheet ---- */

static bool read_records(struct cells *cells, size_t at)
{
    struct record record;
    struct biff *biff = cells->biff;
    if (!biff_next(biff, &at, &record) || record.id != RECORD_BOF || record.size < 4)
        return biff_fail(biff, BIFF_DAMAGED);
    /* Macros and charts on sheets of their own are no tables. */
    if (little16(biff->bytes + record.at + 2) != KIND_SHEET)
        return true;
    for (int depth = 1; biff_next(biff, &at, &record);) {
        if (record.id == RECORD_EOF && --depth == 0)
            return true;
        depth += record.id == RECORD_BOF; /* a chart within the sheet */
        if (depth == 1 && !read_record(cells, &record))
            return false;
    }
    return biff_fail(biff, BIFF_DAMAGED);
}

bool biff_read_sheet(struct biff *biff, size_t at)
{
    struct cells cells = {.biff = biff, .hidden = talloc_zero_array(biff->owner, bool, ROWS)};
    const unsigned texts = biff->texts, runs = biff->runs;
    const size_t pool = biff->pool_size;
    if (!cells.hidden)
        return biff_fail(biff, BIFF_MEMORY);
    bool done = read_records(&cells, at) && send_cells(&cells);
    talloc_free(cells.cell);
    talloc_free(cells.hidden);
    biff->texts = texts;
    biff->runs = runs;
    biff->pool_size = pool;
    return done;
}
