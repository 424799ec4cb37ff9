/* Reader of .xls (Excel 97-2003) by libfreexl, which knows neither merged cells nor hidden sheets. */
#define _GNU_SOURCE /* memmem */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/book.h"
#include "roster/sheet_build.h"
#include "roster/xls_child.h"
#include "roster/xlsx_number.h"

enum { TEXT_BYTES = 4 * CSV_CELL_CHARACTERS };

static const char compound[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

static bool xls_sniff(const char *bytes, size_t size)
{
    return size >= sizeof compound - 1 && memcmp(bytes, compound, sizeof compound - 1) == 0;
}

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

static enum status refuse_damaged(const struct book *book, struct error *error)
{
    return refuse(
        book, error,
        _("The old workbook (.xls) cannot be read: it is damaged, or protected by a password. Please "
          "open it, save it as .xlsx, and name that file."));
}

/* The number as people see it. */
static const char *number_text(struct sheet_build *build, const char *text, size_t size, int column)
{
    static const struct number_format plain = {0};
    char out[NUMBER_TEXT];
    if (number_show(text, size, &plain, false, out) != NUMBER_SHOWN &&
        build_flaw(build, column, CELL_DIGITS_LOST) != STATUS_OK)
        return NULL;
    return build_text(build, out, strlen(out));
}

static enum status take_cell(struct sheet_build *build, const struct xls_record *record, const char *text)
{
    /* What is not strict UTF-8 came of a damaged file. */
    if (!build->sheet || record->row >= CSV_ROWS || text_valid_until(text, record->size) != record->size)
        return refuse_damaged(build->book, build->error);
    int row = (int)record->row + 1, column = (int)record->column;
    enum status status = row == build->row ? STATUS_OK : build_row(build, row);
    if (status != STATUS_OK)
        return status;
    const char *kept = record->kind == XLS_NUMBER ? number_text(build, text, record->size, column)
                                                  : build_text(build, text, record->size);
    return kept ? build_cell(build, column, kept) : build->error->status;
}

static enum status take_sheet(struct sheet_build *build, const char *name, size_t size)
{
    enum status status = build->sheet ? build_end(build) : STATUS_OK;
    if (status != STATUS_OK)
        return status;
    if (text_valid_until(name, size) != size)
        return refuse_damaged(build->book, build->error);
    return build_sheet(build, name, false);
}

/* Takes what the child sends, up to its last record. */
static enum status take_all(struct sheet_build *build, FILE *from, char *text)
{
    struct xls_record record;
    for (enum status status = STATUS_OK; status == STATUS_OK;) {
        if (fread(&record, sizeof record, 1, from) != 1 || record.size > TEXT_BYTES ||
            (record.size > 0 && fread(text, record.size, 1, from) != 1))
            return refuse_damaged(build->book, build->error);
        text[record.size] = '\0';
        if (record.kind == XLS_END)
            return build->sheet ? build_end(build) : refuse_damaged(build->book, build->error);
        status =
            record.kind == XLS_SHEET ? take_sheet(build, text, record.size) : take_cell(build, &record, text);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static enum status read_by_child(struct book *book, const char *bytes, size_t size, struct error *error)
{
    struct sheet_build build = {.book = book, .error = error};
    FILE *from = NULL;
    char *text = talloc_array(book, char, TEXT_BYTES + 1);
    pid_t child = text ? xls_child_start(bytes, size, &from) : -1;
    enum status status = from ? take_all(&build, from, text) : error_add_memory(error);
    if (from)
        fclose(from);
    if (child > 0) {
        /* One that was refused half-way has nothing more to say. */
        if (status != STATUS_OK)
            kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    talloc_free(text);
    return status;
}

static enum status xls_read(struct book *book, char *bytes, size_t size, const char *const *headings,
                            struct error *error)
{
    (void)headings;
    if (holds(bytes, size, "EncryptedPackage"))
        return refuse(
            book, error,
            _("The workbook is protected by a password. Please open it, take the password off, save "
              "it as .xlsx, and name that file."));
    if (holds(bytes, size, "WordDocument"))
        return refuse(book, error,
                      _("This is a Word document, not a workbook. Please copy its table into a workbook and "
                        "save it as .xlsx."));
    enum status status = read_by_child(book, bytes, size, error);
    talloc_free(bytes);
    if (status != STATUS_OK)
        book->sheets = 0;
    return status;
}

const struct book_reader reader_xls = {"xls", xls_sniff, xls_read};
