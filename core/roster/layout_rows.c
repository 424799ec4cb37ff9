#include "roster/layout_rows.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/tidy.h"

static const char empty[] = "";

int layout_skip(struct layout *layout, const struct sheet *sheet, int row, enum row_kind kind)
{
    layout->count[kind]++;
    unsigned count = (unsigned)layout->skips;
    if ((count & (count - 1)) == 0) {
        struct skipped_row *grown =
            talloc_realloc(layout, layout->skip, struct skipped_row, count ? 2 * count : 1);
        if (!grown)
            return 0;
        layout->skip = grown;
    }
    const struct csv_row *at = &sheet->table->row[row];
    int c = 0;
    while (c + 1 < at->cells && tidy_is_blank(at->cell[c]))
        c++;
    layout->skip[layout->skips++] =
        (struct skipped_row){sheet->table->sheet, at->row, kind, at->cells > 0 ? at->cell[c] : empty};
    return 1;
}

/* ---- merged cells ---- */

/* Index of the first row whose number is at least `number`. */
static int row_from(const struct csv_table *table, int number)
{
    int low = 0, high = table->rows;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (table->row[middle].row < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Writes the text into the column's cell of each row that the merge covers, where it is blank. *work counts
 * cells, so that merges that overlap a thousandfold end. */
static enum status fill_down(struct laid_table *made, const struct merge *merge, int *work,
                             struct error *error)
{
    struct csv_table *table = made->table;
    int first = row_from(table, merge->row), column = merge->column;
    if (first >= table->rows || table->row[first].row != merge->row || first == 0 ||
        column >= table->row[first].cells)
        return STATUS_OK;
    const char *text = table->row[first].cell[column];
    for (int r = first + 1; r < table->rows && table->row[r].row < merge->row + merge->rows; r++) {
        if (++*work > BOOK_CELLS) {
            const struct place place = {.file = table->file, .sheet = table->sheet, .row = merge->row};
            return error_add(
                error, STATUS_INPUT, &place,
                _("The merged cells of this sheet overlap: the file is damaged. Please open it in "
                  "a spreadsheet program and save it anew as .xlsx."));
        }
        if (!*table->row[r].cell[column])
            table->row[r].cell[column] = text;
    }
    return STATUS_OK;
}

static enum status fill_merges(struct laid_table *made, struct error *error)
{
    int work = 0;
    enum status status = STATUS_OK;
    for (int m = 0; m < made->sheet->merges && status == STATUS_OK; m++)
        if (made->sheet->merge[m].rows > 1)
            status = fill_down(made, &made->sheet->merge[m], &work, error);
    return status;
}

/* ---- rows that are no data ---- */

struct scan {
    struct layout *layout;
    const struct sheet *sheet;
    const struct heading_rows *heading;
    int last_data; /* the last row with a name or with more than one cell */
    bool *across;  /* [rows] a cell of the row is merged over several columns */
};

static bool begins_with(const char *key, const char *const *word)
{
    for (; *word; word++)
        if (strncmp(key, *word, strlen(*word)) == 0)
            return true;
    return false;
}

static const char *cell(const struct scan *scan, int row, int column)
{
    return column < 0 ? empty : sheet_cell(scan->sheet, row, column);
}

/* Whether the row's cells are those of `other`, blanks at their ends aside; at least two of them. */
static bool repeats(const struct scan *scan, int row, int other)
{
    int same = 0;
    for (int c = 0; c < scan->heading->columns; c++) {
        const char *one = cell(scan, row, c), *two = cell(scan, other, c);
        if (!*one && !*two)
            continue;
        if (strcmp(one, two) != 0)
            return false;
        same += !tidy_is_blank(one);
    }
    return same > 1;
}

/* The first column with text, and how many there are. */
static int first_text(const struct scan *scan, int row, int *count)
{
    const struct csv_row *at = &scan->sheet->table->row[row];
    int first = -1;
    *count = 0;
    for (int c = 0; c < at->cells; c++)
        if (*at->cell[c] && !tidy_is_blank(at->cell[c])) {
            first = first < 0 ? c : first;
            ++*count;
        }
    return first;
}

static bool is_digits(const char *text)
{
    return *text && strspn(text, "0123456789") == strlen(text);
}

static bool is_running_number(const struct scan *scan, int column)
{
    static const char *const numbers[] = {"序号", "序 号", "顺序", "编次", "no.", "No.", "No", NULL};
    return column < scan->heading->columns && begins_with(scan->heading->text[column], numbers);
}

/* Whether the text is one of the titles above the headings. */
static bool is_title(const struct scan *scan, const char *text)
{
    for (int r = 0; r < scan->heading->first; r++) {
        int count, first = first_text(scan, r, &count);
        if (count == 1 && strcmp(cell(scan, r, first), text) == 0)
            return true;
    }
    return false;
}

/* What the row is; ROW_KINDS: data. */
static enum row_kind kind_of(const struct scan *scan, int row)
{
    static const char *const totals[] = {"合计", "小计", "总计", "共计", "本页合计", "总人数", NULL};
    static const char *const notes[] = {"注：", "注:",    "备注：", "备注:",  "说明：", "说明:",  "附注",
                                        "※",    "填表人", "制表人", "审核人", "填报人", "制表：", NULL};
    const struct heading_rows *heading = scan->heading;
    if (repeats(scan, row, heading->last) ||
        (heading->first < heading->last && repeats(scan, row, heading->first)))
        return ROW_HEADING_AGAIN;
    int count, first = first_text(scan, row, &count);
    const char *text = cell(scan, row, first), *name = cell(scan, row, heading->name);
    char *key = (unsigned char)*text >= 0x80 ? tidy_key(scan->layout, text) : NULL; /* no id begins so */
    bool total = key && begins_with(key, totals), note = key && begins_with(key, notes);
    talloc_free(key);
    /* Whoever has a name is a person: nothing is left out then. Beside 合计 a number is none. */
    bool named = heading->name != first && !tidy_is_blank(name);
    if (total && (!named || (*name >= '0' && *name <= '9')))
        return ROW_TOTAL;
    if (named || count > 3)
        return ROW_KINDS;
    if (note)
        return ROW_NOTE;
    if (count == 1 && is_digits(text) && is_running_number(scan, first))
        return ROW_BLANK;
    if (count == 1 && is_title(scan, text))
        return ROW_TITLE;
    if (count == 1 && (scan->across[row] || (row > scan->last_data && first == 0 && first != heading->name &&
                                             first != heading->id)))
        return ROW_NOTE;
    return ROW_KINDS;
}

/* The last row with a name or with more than one cell: only behind it a single cell may be a remark. */
static void find_last_data(struct scan *scan)
{
    const struct csv_table *table = scan->sheet->table;
    for (int r = scan->heading->last + 1; r < table->rows; r++) {
        int count;
        first_text(scan, r, &count);
        if (count > 1 || !tidy_is_blank(cell(scan, r, scan->heading->name)))
            scan->last_data = r;
    }
}

static int find_across(struct scan *scan)
{
    const struct csv_table *table = scan->sheet->table;
    scan->across = talloc_zero_array(scan->layout, bool, (unsigned)table->rows);
    for (int m = 0; scan->across && m < scan->sheet->merges; m++) {
        const struct merge *merge = &scan->sheet->merge[m];
        int row = merge->columns > 1 ? row_from(table, merge->row) : table->rows;
        if (row < table->rows && table->row[row].row == merge->row)
            scan->across[row] = true;
    }
    return scan->across != NULL;
}

/* ---- the table ---- */

/* Appends the row; one that is too short, or that merged cells are written into, gets cells of its own. */
static int add_row(struct laid_table *made, const struct csv_row *from, int columns, bool own)
{
    struct csv_table *table = made->table;
    struct csv_row *row = &table->row[table->rows++];
    *row = *from;
    if (!own && row->cells >= columns)
        return 1;
    int cells = row->cells > columns ? row->cells : columns;
    const char **copy = talloc_array(table, const char *, (unsigned)cells + 1);
    if (!copy)
        return 0;
    for (int c = 0; c < cells; c++)
        copy[c] = c < from->cells ? from->cell[c] : empty;
    while (cells > columns && tidy_is_blank(copy[cells - 1]))
        cells--;
    row->cell = copy;
    row->cells = cells;
    return 1;
}

static int has_merges_down(const struct sheet *sheet)
{
    for (int m = 0; m < sheet->merges; m++)
        if (sheet->merge[m].rows > 1)
            return 1;
    return 0;
}

enum status layout_take_rows(struct layout *layout, struct laid_table *made,
                             const struct heading_rows *heading, struct error *error)
{
    const struct csv_table *from = made->sheet->table;
    struct scan scan = {.layout = layout, .sheet = made->sheet, .heading = heading, .last_data = -1};
    struct csv_table *table = made->table = talloc_zero(layout, struct csv_table);
    if (!table)
        return error_add_memory(error);
    table->file = from->file;
    table->sheet = from->sheet;
    table->encoding = from->encoding;
    table->row = talloc_array(table, struct csv_row, (unsigned)(from->rows - heading->last));
    const struct csv_row headings = {from->row[heading->last].row, heading->columns, heading->text};
    if (!table->row || !add_row(made, &headings, heading->columns, false))
        return error_add_memory(error);
    made->heading_row = headings.row;
    find_last_data(&scan);
    if (!find_across(&scan))
        return error_add_memory(error);
    bool own = has_merges_down(made->sheet);
    int before = headings.row;
    for (int r = heading->last + 1; r < from->rows; r++) {
        layout->count[ROW_BLANK] += from->row[r].row - before - 1;
        before = from->row[r].row;
        enum row_kind kind = kind_of(&scan, r);
        if (kind == ROW_BLANK)
            layout->count[ROW_BLANK]++;
        else if (kind != ROW_KINDS ? !layout_skip(layout, made->sheet, r, kind)
                                   : !add_row(made, &from->row[r], heading->columns, own))
            return error_add_memory(error);
    }
    talloc_free(scan.across);
    return own ? fill_merges(made, error) : STATUS_OK;
}
