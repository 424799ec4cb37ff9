#include "roster/book.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/file.h"
#include "base/language.h"
#include "roster/cell_characters.h"
#include "roster/foreign_file.h"

/* The first that knows the bytes reads them; the last takes whatever is text. */
static const struct book_reader *const readers[] = {
    &reader_xlsx,
    &reader_xls,
    &reader_csv,
};

static bool csv_sniff(const char *bytes, size_t size)
{
    (void)bytes;
    (void)size;
    return true;
}

static enum status csv_book(struct book *book, char *bytes, size_t size, const char *const *headings,
                            struct error *error)
{
    struct csv_table *table;
    enum status status = csv_take(book, book->file, bytes, size, headings, &table, error);
    if (!table)
        return status;
    book->sheet = talloc_zero(book, struct sheet);
    if (!book->sheet)
        return error_add_memory(error);
    book->sheets = 1;
    book->sheet[0] = (struct sheet){.name = "", .table = table};
    return status;
}

const struct book_reader reader_csv = {"csv", csv_sniff, csv_book};

static struct book *new_book(const void *owner, const char *file, struct error *error)
{
    struct book *made = talloc_zero(owner, struct book);
    if (made && (made->file = talloc_strdup(made, file)))
        return made;
    talloc_free(made);
    error_add_memory(error);
    return NULL;
}

/* Fills the book from bytes that it owns. */
static enum status fill(struct book *book, char *bytes, size_t size, const char *const *headings,
                        struct error *error)
{
    if (foreign_file_refuse(book->file, bytes, size, error) != STATUS_OK)
        return STATUS_INPUT;
    const struct book_reader *reader = &reader_csv;
    for (size_t i = sizeof readers / sizeof *readers; i-- > 0;)
        if (readers[i]->sniff(bytes, size))
            reader = readers[i];
    book->reader = reader->name;
    const struct place place = {.file = book->file};
    if (reader != &reader_csv && size > BOOK_FILE_BYTES)
        return error_add(
            error, STATUS_INPUT, &place,
            _("The file is larger than %d bytes, which no such workbook needs. Please check that "
              "it is the right one, and take out pictures and sheets that are not needed."),
            BOOK_FILE_BYTES);
    return reader->read(book, bytes, size, headings, error);
}

static enum status hand_over(struct book *made, enum status status, struct book **book, struct error *error)
{
    for (int s = 0; s < made->sheets && status != STATUS_MACHINE; s++)
        if (made->sheet[s].table && !sheet_clean(&made->sheet[s]))
            status = error_add_memory(error);
    if (made->sheets > 0 && (status == STATUS_OK || status == STATUS_INPUT))
        *book = made;
    else
        talloc_free(made);
    return status;
}

enum status book_read(const void *owner, const char *file, const char *const *headings, struct book **book,
                      struct error *error)
{
    char *bytes;
    size_t size;
    *book = NULL;
    struct book *made = new_book(owner, file, error);
    if (!made)
        return STATUS_MACHINE;
    enum status status = file_read(made, file, CSV_FILE_BYTES, &bytes, &size, error);
    if (status == STATUS_OK)
        status = fill(made, bytes, size, headings, error);
    return hand_over(made, status, book, error);
}

enum status book_parse(const void *owner, const char *file, const char *bytes, size_t size,
                       const char *const *headings, struct book **book, struct error *error)
{
    *book = NULL;
    struct book *made = new_book(owner, file, error);
    char *copy = made ? talloc_array(made, char, size + 1) : NULL;
    if (!copy) {
        talloc_free(made);
        return error_add_memory(error);
    }
    if (size > 0)
        memcpy(copy, bytes, size);
    copy[size] = '\0';
    return hand_over(made, fill(made, copy, size, headings, error), book, error);
}

const char *sheet_cell(const struct sheet *sheet, int row, int column)
{
    const struct csv_row *at = &sheet->table->row[row];
    return column < at->cells ? at->cell[column] : "";
}

static int compare_flaws(const void *a, const void *b)
{
    const struct flawed_cell *one = a, *other = b;
    if (one->row != other->row)
        return one->row < other->row ? -1 : 1;
    return (one->column > other->column) - (one->column < other->column);
}

const struct flawed_cell *sheet_flaw(const struct sheet *sheet, int row, int column)
{
    const struct flawed_cell key = {.row = row, .column = column};
    if (sheet->flaws == 0)
        return NULL;
    return bsearch(&key, sheet->flaw, (size_t)sheet->flaws, sizeof key, compare_flaws);
}

const char *flaw_sentence(enum cell_flaw flaw)
{
    switch (flaw) {
    case CELL_ERROR:
        return _("The formula of this cell gives an error. Please correct it, or type the value.");
    case CELL_NO_VALUE:
        return _(
            "The file holds a formula here, but not its value. Open it in a spreadsheet program, save it, "
            "and try again.");
    case CELL_FORMAT:
        return _("The number format of this cell shows the number as this program cannot (fractions, Chinese "
                 "numerals and the like). Format the cell as text and type what people are to see.");
    default:
        return _(
            "The cell shows this number, but its digits are lost. Format the column as text and type the "
            "number anew.");
    }
}

static int struck_from(const struct sheet *sheet, int row, int column)
{
    int low = 0, high = sheet->strikes;
    while (low < high) {
        int middle = low + (high - low) / 2;
        const struct struck_cell *at = &sheet->struck[middle];
        if (at->row < row || (at->row == row && at->column < column))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct struck_cell *sheet_struck(const struct sheet *sheet, int row, int column)
{
    int at = struck_from(sheet, row, column);
    bool found = at < sheet->strikes && sheet->struck[at].row == row && sheet->struck[at].column == column;
    return found ? &sheet->struck[at] : NULL;
}

const struct struck_cell *sheet_struck_row(const struct sheet *sheet, int row)
{
    int at = struck_from(sheet, row, 0);
    return at < sheet->strikes && sheet->struck[at].row == row ? &sheet->struck[at] : NULL;
}

char *cell_address(const void *owner, int row, int column)
{
    char letters[8];
    size_t at = sizeof letters - 1;
    letters[at] = '\0';
    for (int rest = column; rest > 0 && at > 0; rest = (rest - 1) / 26)
        letters[--at] = (char)('A' + (rest - 1) % 26);
    return talloc_asprintf(owner, "%s%d", letters + at, row);
}
