#include "roster/layout_rows.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/cell_characters.h"
#include "roster/struck.h"
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
    const struct struck_cell *struck = kind == ROW_STRUCK ? sheet_struck_row(sheet, at->row) : NULL;
    const char *text = at->cells > 0 ? at->cell[c] : empty;
    layout->skip[layout->skips++] =
        (struct skipped_row){sheet->table->sheet, at->row, kind, struck ? struck->text : text};
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
    bool sections; /* some line of the sheet says a 界别 that is known */
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

/* What the row is by its texts; ROW_KINDS: data. */
static enum row_kind kind_by_text(const struct scan *scan, int row)
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

/* Whether nothing of the row is left, or what is left is somebody whose name is struck through. */
static bool is_struck(const struct scan *scan, int row)
{
    const struct sheet *sheet = scan->sheet;
    int count, number = sheet->table->row[row].row, name = scan->heading->name;
    if (sheet->strikes == 0 || !scan->heading->members || !sheet_struck_row(sheet, number))
        return false;
    first_text(scan, row, &count);
    const struct struck_cell *of_name = name >= 0 ? sheet_struck(sheet, number, name) : NULL;
    return count == 0 || (of_name && !of_name->part);
}

/* What the row says as a line over members, or NULL. */
static const char *section_of(const struct scan *scan, int row, const char **text)
{
    const struct section_columns columns = {scan->heading->name, scan->heading->sector};
    if (!scan->layout->sectors || !scan->heading->members)
        return NULL;
    return section_of_row(scan->layout, scan->layout->sectors, &scan->sheet->table->row[row], &columns,
                          scan->sections, text);
}

/* What the row is; ROW_KINDS: data. */
static enum row_kind kind_of(const struct scan *scan, int row)
{
    if (is_struck(scan, row))
        return ROW_STRUCK;
    const char *said;
    enum row_kind kind = kind_by_text(scan, row);
    bool may_be = kind == ROW_KINDS || kind == ROW_NOTE || kind == ROW_TITLE;
    return may_be && section_of(scan, row, &said) ? ROW_SECTION : kind;
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

static void find_sections(struct scan *scan)
{
    const struct csv_table *table = scan->sheet->table;
    const char *said;
    for (int r = scan->heading->last + 1; r < table->rows && !scan->sections; r++)
        scan->sections = section_of(scan, r, &said) != NULL;
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

/* Notes the line that says the 界别 of those below it. Returns 0 where memory ran out. */
static int add_section(struct laid_table *made, const struct scan *scan, int row)
{
    unsigned count = (unsigned)made->sections;
    if ((count & (count - 1)) == 0) {
        struct section *grown =
            talloc_realloc(scan->layout, made->section, struct section, count ? 2 * count : 1);
        if (!grown)
            return 0;
        made->section = grown;
    }
    struct section *section = &made->section[made->sections];
    section->row = scan->sheet->table->row[row].row;
    section->sector = section_of(scan, row, &section->text);
    made->sections += section->sector != NULL;
    return 1;
}

/* A line of that kind may stand above the headings, where they are repeated below each; a title that merely
 * ends so is none. Returns 0 where memory ran out. */
static int add_section_above(struct laid_table *made, const struct scan *scan)
{
    const char *said;
    for (int r = scan->heading->first - 1; r >= 0; r--) {
        const char *sector = section_of(scan, r, &said);
        if (sector && sector_is_known(scan->layout->sectors, sector))
            return add_section(made, scan, r);
    }
    return 1;
}

/* Takes the row in, or notes what it is. Returns 0 where memory ran out. */
static int take_row(struct laid_table *made, const struct scan *scan, int row, bool own)
{
    struct layout *layout = scan->layout;
    const struct csv_row *from = &scan->sheet->table->row[row];
    enum row_kind kind = kind_of(scan, row);
    if (kind == ROW_BLANK) {
        layout->count[ROW_BLANK]++;
        return 1;
    }
    if (kind == ROW_SECTION && !add_section(made, scan, row))
        return 0;
    if (kind != ROW_KINDS)
        return layout_skip(layout, made->sheet, row, kind);
    layout->hidden_rows += from->hidden;
    return add_row(made, from, scan->heading->columns, own);
}

static int begin_table(struct layout *layout, struct laid_table *made, const struct heading_rows *heading)
{
    const struct csv_table *from = made->sheet->table;
    struct csv_table *table = made->table = talloc_zero(layout, struct csv_table);
    if (!table)
        return 0;
    table->file = from->file;
    table->sheet = from->sheet;
    table->encoding = from->encoding;
    table->row = talloc_array(table, struct csv_row, (unsigned)(from->rows - heading->last));
    const struct csv_row headings = {from->row[heading->last].row, heading->columns, heading->text, false};
    made->heading_row = headings.row;
    return table->row && add_row(made, &headings, heading->columns, false);
}

enum status layout_take_rows(struct layout *layout, struct laid_table *made,
                             const struct heading_rows *heading, struct error *error)
{
    const struct csv_table *from = made->sheet->table;
    struct scan scan = {.layout = layout, .sheet = made->sheet, .heading = heading, .last_data = -1};
    if (!begin_table(layout, made, heading))
        return error_add_memory(error);
    find_last_data(&scan);
    if (!find_across(&scan))
        return error_add_memory(error);
    find_sections(&scan);
    if (!add_section_above(made, &scan))
        return error_add_memory(error);
    bool own = has_merges_down(made->sheet);
    int before = made->heading_row;
    for (int r = heading->last + 1; r < from->rows; r++) {
        layout->count[ROW_BLANK] += from->row[r].row - before - 1;
        before = from->row[r].row;
        if (!take_row(made, &scan, r, own))
            return error_add_memory(error);
    }
    talloc_free(scan.across);
    layout->struck_cells += struck_check(made, heading, error);
    if (made->kind == TABLE_WINDOWS || !heading->members)
        flaws_check(made, heading, error);
    sheet_refuse_characters(made->sheet, made->table, error);
    return own ? fill_merges(made, error) : STATUS_OK;
}
