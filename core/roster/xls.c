/* Reader of .xls (Excel 5 to 2003): a child reads (biff.h), and sends what it finds. */
#define _GNU_SOURCE /* memmem */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/biff.h"
#include "roster/book.h"
#include "roster/sheet_build.h"
#include "roster/xls_child.h"

enum { TEXT_BYTES = 4 * CSV_CELL_CHARACTERS };

/* Whether the file holds the name, written in UTF-16 as its directory writes it. */
static bool holds(const char *bytes, size_t size, const char *name)
{
    char wide[64];
    size_t length = 2 * strlen(name);
    for (size_t i = 0; i < length; i++)
        wide[i] = i % 2 ? '\0' : name[i / 2];
    return memmem(bytes, size, wide, length) != NULL;
}

static enum status refuse(const struct book *book, struct error *error, const char *sentence)
{
    const struct place place = {.file = book->file};
    return error_add(error, STATUS_INPUT, &place, "%s", sentence);
}

static enum status refuse_locked(const struct book *book, struct error *error)
{
    return refuse(book, error,
                  _("The workbook is protected by a password. Please open it, take the password off, save "
                    "it as .xlsx, and name that file."));
}

static enum status refuse_damaged(const struct book *book, struct error *error)
{
    return refuse(book, error,
                  _("The old workbook (.xls) is damaged or was not copied whole. Please ask for it once "
                    "more, or open it, "
                    "save it as .xlsx, and name that file."));
}

/* What ended the reading, as a sentence. */
static enum status refuse_end(const struct book *book, int end, struct error *error)
{
    switch (end) {
    case BIFF_DONE:
        return STATUS_OK;
    case BIFF_LOCKED:
        return refuse_locked(book, error);
    case BIFF_OLD:
        return refuse(
            book, error,
            _("This workbook was saved by Excel 4 or before, a format that is read no longer. Please "
              "open it, save it as .xlsx, and name that file."));
    case BIFF_NONE:
        return refuse(book, error,
                      _("There is no workbook in this file, whatever its name says. Please open it in the "
                        "program that made it, save its table as .xlsx, and name that file."));
    case BIFF_MEMORY:
        return error_add_memory(error);
    case BIFF_TOO_MUCH:
        return refuse(
            book, error,
            _("The old workbook (.xls) holds more than any roster needs. Please check that it is the "
              "right one, and delete the sheets, columns and rows that are not needed."));
    default:
        return refuse_damaged(book, error);
    }
}

/* What the child sent, which is believed as little as the file. */
struct sent {
    struct xls_record record;
    char text[TEXT_BYTES + 1], left[TEXT_BYTES + 1];
};

static bool is_text(const char *text, size_t size)
{
    return !memchr(text, '\0', size) && text_valid_until(text, size) == size;
}

static bool receive(struct sent *sent, FILE *from)
{
    struct xls_record *record = &sent->record;
    if (fread(record, sizeof *record, 1, from) != 1 || record->size > TEXT_BYTES ||
        (record->size > 0 && fread(sent->text, record->size, 1, from) != 1))
        return false;
    size_t left = record->left == XLS_NOT_STRUCK ? 0 : record->left;
    if (left > TEXT_BYTES || (left > 0 && fread(sent->left, left, 1, from) != 1))
        return false;
    sent->text[record->size] = sent->left[left] = '\0';
    return is_text(sent->text, record->size) && is_text(sent->left, left) && record->row < CSV_ROWS &&
           record->column < CSV_ROWS && record->rows <= CSV_ROWS && record->columns <= CSV_ROWS;
}

static enum status take_struck(struct sheet_build *build, const struct sent *sent, const char *text)
{
    const char *left = build_text(build, sent->left, sent->record.left);
    return left ? build_struck(build, (int)sent->record.column, text, left) : build->error->status;
}

static enum status take_cell(struct sheet_build *build, const struct sent *sent)
{
    const struct xls_record *record = &sent->record;
    int row = (int)record->row + 1, column = (int)record->column;
    enum status status = row == build->row ? STATUS_OK : build_row(build, row);
    if (record->hidden)
        build_hide_row(build);
    if (status == STATUS_OK && record->flaw >= 0 && record->flaw <= CELL_FORMAT)
        status = build_flaw(build, column, (enum cell_flaw)record->flaw);
    if (status != STATUS_OK)
        return status;
    if (record->size > CSV_CELL_CHARACTERS && text_count(sent->text) > CSV_CELL_CHARACTERS)
        return refuse_damaged(build->book, build->error);
    const char *text = build_text(build, sent->text, record->size);
    if (!text)
        return build->error->status;
    return record->left == XLS_NOT_STRUCK ? build_cell(build, column, text) : take_struck(build, sent, text);
}

static enum status take_merge(struct sheet_build *build, const struct xls_record *record)
{
    const struct merge merge = {(int)record->row + 1, (int)record->column, (int)record->rows,
                                (int)record->columns};
    return build_merge(build, &merge);
}

static enum status take_record(struct sheet_build *build, const struct sent *sent)
{
    enum status status = STATUS_OK;
    switch (sent->record.kind) {
    case XLS_SHEET:
        status = build->sheet ? build_end(build) : STATUS_OK;
        return status == STATUS_OK ? build_sheet(build, sent->text, sent->record.hidden) : status;
    case XLS_CELL:
        return build->sheet ? take_cell(build, sent) : refuse_damaged(build->book, build->error);
    case XLS_MERGE:
        return build->sheet ? take_merge(build, &sent->record) : refuse_damaged(build->book, build->error);
    default:
        return refuse_damaged(build->book, build->error);
    }
}

/* Takes what the child sends, up to its last record. *other: no workbook is in the file, which is not said
 * yet. */
static enum status take_all(struct sheet_build *build, FILE *from, struct sent *sent, bool *other)
{
    for (enum status status = STATUS_OK; status == STATUS_OK;) {
        if (!receive(sent, from))
            return refuse_damaged(build->book, build->error);
        if (sent->record.kind == XLS_END) {
            *other = sent->record.flaw == BIFF_NONE;
            status = *other ? STATUS_INPUT : refuse_end(build->book, sent->record.flaw, build->error);
            return status == STATUS_OK && build->sheet ? build_end(build) : status;
        }
        status = take_record(build, sent);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static enum status read_by_child(struct book *book, const char *bytes, size_t size, bool *other,
                                 struct error *error)
{
    struct sheet_build build = {.book = book, .error = error};
    FILE *from = NULL;
    struct sent *sent = talloc(book, struct sent);
    pid_t child = sent ? xls_child_start(bytes, size, &from) : -1;
    enum status status = from ? take_all(&build, from, sent, other) : error_add_memory(error);
    if (from)
        fclose(from);
    if (child > 0) {
        /* One that was refused half-way has nothing more to say. */
        if (status != STATUS_OK)
            kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    talloc_free(sent);
    return status;
}

/* A compound file without a workbook: what else is known to be kept so. */
static enum status refuse_other(struct book *book, const char *bytes, size_t size, struct error *error)
{
    if (holds(bytes, size, "EncryptedPackage"))
        return refuse_locked(book, error);
    if (holds(bytes, size, "WordDocument"))
        return refuse(book, error,
                      _("This is a Word document, not a workbook. Please copy its table into a workbook and "
                        "save it as .xlsx."));
    if (holds(bytes, size, "PowerPoint Document"))
        return refuse(
            book, error,
            _("This is a presentation, not a workbook. Please copy its table into a workbook and save "
              "it as .xlsx."));
    return refuse_end(book, BIFF_NONE, error);
}

static enum status xls_read(struct book *book, char *bytes, size_t size, const char *const *headings,
                            struct error *error)
{
    (void)headings;
    bool other = false;
    enum status status = read_by_child(book, bytes, size, &other, error);
    if (other)
        status = refuse_other(book, bytes, size, error);
    talloc_free(bytes);
    if (status != STATUS_OK)
        book->sheets = 0;
    return status;
}

const struct book_reader reader_xls = {"xls", biff_sniff, xls_read};
