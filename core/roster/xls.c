/* Reader of .xls (Excel 97-2003) by libfreexl, which knows neither merged cells nor hidden sheets. */
#define _GNU_SOURCE /* memfd_create */
#include <freexl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <talloc.h>
#include <unistd.h>

#include "base/file.h"
#include "base/language.h"
#include "base/text.h"
#include "roster/book.h"
#include "roster/sheet_build.h"
#include "roster/xlsx_number.h"

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
static const char *number_text(struct sheet_build *build, double value, int column)
{
    static const struct number_format plain = {.decimals = -1};
    char text[NUMBER_TEXT], out[NUMBER_TEXT];
    int size = snprintf(text, sizeof text, "%.17g", value);
    /* All digits are there, whatever the power. */
    if (!strchr(text, 'e') && !number_show(text, (size_t)size, &plain, false, out) &&
        build_flaw(build, column, CELL_DIGITS_LOST) != STATUS_OK)
        return NULL;
    if (strchr(text, 'e')) {
        snprintf(out, sizeof out, "%.5E", value);
        if (build_flaw(build, column, CELL_DIGITS_LOST) != STATUS_OK)
            return NULL;
    }
    return build_text(build, out, strlen(out));
}

static enum status read_cell(struct sheet_build *build, const FreeXL_CellValue *cell, int column)
{
    const char *text = "";
    switch (cell->type) {
    case FREEXL_CELL_INT:
        text = number_text(build, cell->value.int_value, column);
        break;
    case FREEXL_CELL_DOUBLE:
        text = number_text(build, cell->value.double_value, column);
        break;
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
    case FREEXL_CELL_TIME:
        text = cell->value.text_value;
        /* What is not strict UTF-8 came of a damaged file. */
        if (!text || text_valid_until(text, strlen(text)) != strlen(text))
            return refuse_damaged(build->book, build->error);
        text = build_text(build, text, strlen(text));
        break;
    default:
        break;
    }
    return text ? build_cell(build, column, text) : build->error->status;
}

static enum status read_cells(struct sheet_build *build, const void *xls)
{
    unsigned rows;
    unsigned short columns;
    if (freexl_worksheet_dimensions(xls, &rows, &columns) != FREEXL_OK)
        return refuse_damaged(build->book, build->error);
    enum status status = STATUS_OK;
    for (unsigned r = 0; r < rows && status == STATUS_OK; r++) {
        status = build_row(build, (int)r + 1);
        for (unsigned short c = 0; c < columns && status == STATUS_OK; c++) {
            FreeXL_CellValue cell;
            if (freexl_get_cell_value(xls, r, c, &cell) != FREEXL_OK)
                return refuse_damaged(build->book, build->error);
            status = read_cell(build, &cell, c);
        }
    }
    return status == STATUS_OK ? build_end(build) : status;
}

static enum status read_sheets(struct sheet_build *build, const void *xls)
{
    unsigned sheets = 0, password = FREEXL_BIFF_PLAIN;
    freexl_get_info(xls, FREEXL_BIFF_PASSWORD, &password);
    if (password == FREEXL_BIFF_OBFUSCATED ||
        freexl_get_info(xls, FREEXL_BIFF_SHEET_COUNT, &sheets) != FREEXL_OK || sheets == 0 || sheets > 65535)
        return refuse_damaged(build->book, build->error);
    enum status status = STATUS_OK;
    for (unsigned short s = 0; s < sheets && status == STATUS_OK; s++) {
        const char *name = NULL;
        if (freexl_get_worksheet_name(xls, s, &name) != FREEXL_OK || !name ||
            text_valid_until(name, strlen(name)) != strlen(name))
            return refuse_damaged(build->book, build->error);
        status = build_sheet(build, name, false);
        if (status == STATUS_OK && freexl_select_active_worksheet(xls, s) != FREEXL_OK)
            return refuse_damaged(build->book, build->error);
        if (status == STATUS_OK)
            status = read_cells(build, xls);
    }
    return status;
}

/* libfreexl opens by name: the bytes get one that lives in memory alone. */
static int name_bytes(const char *bytes, size_t size, char *name, size_t room)
{
    int fd = memfd_create("xls", MFD_CLOEXEC);
    for (size_t at = 0; fd >= 0 && at < size;) {
        ssize_t put = write(fd, bytes + at, size - at);
        if (put <= 0) {
            close(fd);
            return -1;
        }
        at += (size_t)put;
    }
    snprintf(name, room, "/proc/self/fd/%d", fd);
    return fd;
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
    char name[40];
    int fd = name_bytes(bytes, size, name, sizeof name);
    talloc_free(bytes);
    if (fd < 0)
        return error_add_memory(error);
    const void *xls = NULL;
    struct sheet_build build = {.book = book, .error = error};
    enum status status =
        freexl_open(name, &xls) == FREEXL_OK ? read_sheets(&build, xls) : refuse_damaged(book, error);
    if (xls)
        freexl_close(xls);
    close(fd);
    if (status != STATUS_OK)
        book->sheets = 0;
    return status;
}

const struct book_reader reader_xls = {"xls", xls_sniff, xls_read};
