#include "roster/sheet_build.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/private_use.h"
#include "roster/tidy.h"

enum { TEXT_BLOCK = 1 << 18 };

struct place build_place(const struct sheet_build *build, int row, int column)
{
    return (struct place){.file = build->book->file,
                          .sheet = build->sheet ? build->sheet->name : NULL,
                          .row = row,
                          .column = column + 1};
}

/* Room for one more item, which doubles. Returns 0 where memory ran out. */
#define GROW(owner, array, type, count, room) \
    ((size_t)(count) < (room) ||              \
     ((room) = (room) ? 2 * (room) : 64, ((array) = talloc_realloc(owner, array, type, room)) != NULL))

enum status build_sheet(struct sheet_build *build, const char *name, bool hidden)
{
    struct book *book = build->book;
    const struct place place = {.file = book->file};
    if (book->sheets == BOOK_SHEETS)
        return error_add(
            build->error, STATUS_INPUT, &place,
            _("The workbook has more than %d sheets. Please take out those that are not needed."),
            BOOK_SHEETS);
    struct sheet *grown = talloc_realloc(book, book->sheet, struct sheet, (unsigned)book->sheets + 1);
    if (!grown)
        return error_add_memory(build->error);
    book->sheet = grown;
    build->sheet = &grown[book->sheets];
    memset(build->sheet, 0, sizeof *build->sheet);
    struct csv_table *table = talloc_zero(book, struct csv_table);
    if (!table)
        return error_add_memory(build->error);
    table->file = book->file;
    table->encoding = "";
    table->sheet = build->sheet->name = talloc_strdup(book, name);
    if (!table->sheet)
        return error_add_memory(build->error);
    build->sheet->hidden = hidden;
    build->sheet->table = table;
    book->sheets++;
    build->cell = NULL;
    build->first = NULL;
    build->cell_count = build->cell_room = build->row_room = build->flaw_room = build->merge_room = 0;
    build->struck_room = 0;
    build->row = 0;
    return STATUS_OK;
}

static enum status refuse_order(struct sheet_build *build, int row)
{
    const struct place place = build_place(build, row, -1);
    return error_add(
        build->error, STATUS_INPUT, &place,
        _("The rows or cells of this sheet are out of order: the file is damaged. Please open it "
          "in a spreadsheet program and save it anew as .xlsx."));
}

enum status build_row(struct sheet_build *build, int row)
{
    if (row <= build->row)
        return refuse_order(build, row);
    build->row = row;
    build->row_hidden = false;
    return STATUS_OK;
}

void build_hide_row(struct sheet_build *build)
{
    build->row_hidden = true;
}

/* Opens the row at hand in the table, with its first cell. */
static enum status open_row(struct sheet_build *build)
{
    struct csv_table *table = build->sheet->table;
    if (table->rows == BOOK_ROWS) {
        const struct place place = build_place(build, build->row, -1);
        return error_add(build->error, STATUS_INPUT, &place,
                         _("This sheet has more than %d rows. Please check that it is the right one."),
                         BOOK_ROWS);
    }
    if ((size_t)table->rows == build->row_room) {
        size_t room = build->row_room ? 2 * build->row_room : 64;
        struct csv_row *rows = talloc_realloc(table, table->row, struct csv_row, room);
        size_t *first = rows ? talloc_realloc(table, build->first, size_t, room) : NULL;
        if (rows)
            table->row = rows;
        if (!first)
            return error_add_memory(build->error);
        build->first = first;
        build->row_room = room;
    }
    build->first[table->rows] = build->cell_count;
    table->row[table->rows++] = (struct csv_row){.row = build->row, .hidden = build->row_hidden};
    return STATUS_OK;
}

static bool is_open(const struct sheet_build *build)
{
    const struct csv_table *table = build->sheet->table;
    return table->rows > 0 && table->row[table->rows - 1].row == build->row;
}

static enum status refuse_cells(struct sheet_build *build)
{
    const struct place place = build_place(build, build->row, -1);
    return error_add(build->error, STATUS_INPUT, &place,
                     _("The file has more than %d cells. Please check that it is the right one, and delete "
                       "the columns "
                       "and rows that are not needed."),
                     BOOK_CELLS);
}

static enum status add_cell(struct sheet_build *build, const char *text)
{
    if (++build->cells > BOOK_CELLS)
        return refuse_cells(build);
    if (!GROW(build->sheet->table, build->cell, const char *, build->cell_count, build->cell_room))
        return error_add_memory(build->error);
    build->cell[build->cell_count++] = text;
    return STATUS_OK;
}

enum status build_cell(struct sheet_build *build, int column, const char *text)
{
    static const char empty[] = "";
    if (!*text || tidy_is_blank(text))
        return STATUS_OK;
    if (column >= BOOK_COLUMNS) {
        const struct place place = build_place(build, build->row, column);
        return error_add(build->error, STATUS_INPUT, &place,
                         _("This sheet reaches beyond %d columns, which no such table needs. Please delete "
                           "what stands there."),
                         BOOK_COLUMNS);
    }
    struct csv_table *table = build->sheet->table;
    if (!is_open(build)) {
        enum status status = open_row(build);
        if (status != STATUS_OK)
            return status;
    }
    struct csv_row *row = &table->row[table->rows - 1];
    if (column < row->cells)
        return refuse_order(build, build->row);
    for (; row->cells < column; row->cells++) {
        enum status status = add_cell(build, empty);
        if (status != STATUS_OK)
            return status;
    }
    row->cells++;
    return add_cell(build, text);
}

enum status build_flaw(struct sheet_build *build, int column, enum cell_flaw flaw)
{
    struct sheet *sheet = build->sheet;
    if (sheet->flaws == BOOK_CELLS)
        return refuse_cells(build);
    if (!GROW(sheet->table, sheet->flaw, struct flawed_cell, sheet->flaws, build->flaw_room))
        return error_add_memory(build->error);
    sheet->flaw[sheet->flaws++] = (struct flawed_cell){build->row, column, flaw, 0};
    return STATUS_OK;
}

enum status build_struck(struct sheet_build *build, int column, const char *text, const char *left)
{
    struct sheet *sheet = build->sheet;
    if (tidy_is_blank(text))
        return STATUS_OK;
    if (sheet->strikes == BOOK_CELLS)
        return refuse_cells(build);
    if (!GROW(sheet->table, sheet->struck, struct struck_cell, sheet->strikes, build->struck_room))
        return error_add_memory(build->error);
    sheet->struck[sheet->strikes++] = (struct struck_cell){build->row, column, text, !tidy_is_blank(left)};
    /* A row that is struck as a whole is there, without cells, so that it can be told from a blank one. */
    enum status status = is_open(build) ? STATUS_OK : open_row(build);
    return status == STATUS_OK ? build_cell(build, column, left) : status;
}

enum status build_merge(struct sheet_build *build, const struct merge *merge)
{
    struct sheet *sheet = build->sheet;
    if (++build->merges > BOOK_MERGES) {
        const struct place place = build_place(build, 0, -1);
        return error_add(build->error, STATUS_INPUT, &place,
                         _("This workbook has more than %d merged cells. Please check that it is the right "
                           "one, and undo merges that are not needed."),
                         BOOK_MERGES);
    }
    if (!GROW(sheet->table, sheet->merge, struct merge, sheet->merges, build->merge_room))
        return error_add_memory(build->error);
    sheet->merge[sheet->merges++] = *merge;
    return STATUS_OK;
}

enum status build_end(struct sheet_build *build)
{
    struct csv_table *table = build->sheet->table;
    for (int r = 0; r < table->rows; r++)
        table->row[r].cell = build->cell + build->first[r];
    talloc_free(build->first);
    build->first = NULL;
    return STATUS_OK;
}

/* Room for size + 1 bytes that live as long as the book, or NULL after a fault. */
static char *text_room(struct sheet_build *build, size_t size)
{
    build->texts += size + 1;
    if (build->texts > BOOK_TEXT_BYTES) {
        const struct place place = build_place(build, build->row, -1);
        error_add(build->error, STATUS_INPUT, &place,
                  _("The workbook holds more than %d bytes of text, which no roster needs. Please check that "
                    "it is the right one."),
                  BOOK_TEXT_BYTES);
        return NULL;
    }
    if ((size_t)(build->text_end - build->text) < size + 1) {
        size_t block = size + 1 > TEXT_BLOCK / 8 ? size + 1 : TEXT_BLOCK;
        char *fresh = talloc_array(build->book, char, block);
        if (!fresh) {
            error_add_memory(build->error);
            return NULL;
        }
        if (block != TEXT_BLOCK)
            return fresh;
        build->text = fresh;
        build->text_end = fresh + block;
    }
    char *text = build->text;
    build->text += size + 1;
    return text;
}

/* Whether the text has bytes that need a closer look: control characters, private-use characters. */
static bool needs_care(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < ' ' || c == 0x7F || c == 0xEE)
            return true;
    }
    return false;
}

static size_t copy_with_care(char *to, const char *text, size_t size)
{
    char *at = to;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '\r' && (i + 1 == size || text[i + 1] != '\n'))
            *at++ = '\n';
        else if (c != '\r')
            *at++ = text[i];
    }
    return (size_t)(at - to);
}

/* A copy whose NULs, which no text has, are characters that were lost; those at the end only fill. */
static char *without_nuls(struct sheet_build *build, const char *text, size_t size)
{
    static const char lost[] = "\xEF\xBF\xBD";
    while (size > 0 && text[size - 1] == '\0')
        size--;
    char *copy = talloc_array(build->book, char, 3 * size + 1), *to = copy;
    for (size_t i = 0; copy && i < size; i++) {
        if (text[i]) {
            *to++ = text[i];
            continue;
        }
        memcpy(to, lost, sizeof lost - 1);
        to += sizeof lost - 1;
    }
    if (copy)
        *to = '\0';
    return copy;
}

const char *build_text(struct sheet_build *build, const char *text, size_t size)
{
    bool care = needs_care(text, size);
    char *folded = NULL;
    if (care) {
        /* The buffer is not changed: private_use_fold_text gives back a copy where something had to. */
        char *copy = without_nuls(build, text, size);
        size_t now = copy ? strlen(copy) : 0;
        folded = copy ? private_use_fold_text(build->book, copy, &now) : NULL;
        if (!folded) {
            error_add_memory(build->error);
            return NULL;
        }
        if (folded != copy)
            talloc_free(copy);
        text = folded;
        size = strlen(folded);
    }
    char *to = text_room(build, size);
    if (to) {
        if (care)
            size = copy_with_care(to, text, size);
        else
            memcpy(to, text, size);
        to[size] = '\0';
    }
    talloc_free(folded);
    return to;
}
