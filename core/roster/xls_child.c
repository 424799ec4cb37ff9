#define _GNU_SOURCE /* memfd_create */
#include "roster/xls_child.h"

#include <fcntl.h>
#include <freexl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

enum { SECONDS = 4, MEMORY = 256 << 20 };

#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED 1 /* its shadow takes terabytes of addresses */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED 0
#endif

static bool send_record(FILE *to, enum xls_kind kind, unsigned row, unsigned column, const char *text)
{
    const struct xls_record record = {(int32_t)kind, row, column, (uint32_t)strlen(text)};
    return fwrite(&record, sizeof record, 1, to) == 1 &&
           (record.size == 0 || fwrite(text, record.size, 1, to) == 1);
}

static bool send_cell(FILE *to, unsigned row, unsigned column, const FreeXL_CellValue *cell)
{
    char number[40];
    switch (cell->type) {
    case FREEXL_CELL_INT:
        snprintf(number, sizeof number, "%d", cell->value.int_value);
        return send_record(to, XLS_NUMBER, row, column, number);
    case FREEXL_CELL_DOUBLE:
        snprintf(number, sizeof number, "%.17g", cell->value.double_value);
        return send_record(to, XLS_NUMBER, row, column, number);
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
    case FREEXL_CELL_TIME:
        return !cell->value.text_value || !*cell->value.text_value ||
               send_record(to, XLS_TEXT, row, column, cell->value.text_value);
    default:
        return true;
    }
}

static bool send_sheet(FILE *to, const void *xls, unsigned short sheet)
{
    const char *name = NULL;
    unsigned rows;
    unsigned short columns;
    if (freexl_get_worksheet_name(xls, sheet, &name) != FREEXL_OK || !name ||
        freexl_select_active_worksheet(xls, sheet) != FREEXL_OK ||
        freexl_worksheet_dimensions(xls, &rows, &columns) != FREEXL_OK ||
        !send_record(to, XLS_SHEET, 0, 0, name))
        return false;
    for (unsigned r = 0; r < rows; r++)
        for (unsigned short c = 0; c < columns; c++) {
            FreeXL_CellValue cell;
            if (freexl_get_cell_value(xls, r, c, &cell) != FREEXL_OK || !send_cell(to, r, c, &cell))
                return false;
        }
    return true;
}

static bool send_book(FILE *to, const char *name)
{
    const void *xls = NULL;
    unsigned sheets = 0, password = FREEXL_BIFF_PLAIN;
    if (freexl_open(name, &xls) != FREEXL_OK || !xls ||
        freexl_get_info(xls, FREEXL_BIFF_PASSWORD, &password) != FREEXL_OK ||
        password == FREEXL_BIFF_OBFUSCATED ||
        freexl_get_info(xls, FREEXL_BIFF_SHEET_COUNT, &sheets) != FREEXL_OK || sheets == 0 || sheets > 65535)
        return false;
    for (unsigned s = 0; s < sheets; s++)
        if (!send_sheet(to, xls, (unsigned short)s))
            return false;
    return send_record(to, XLS_END, 0, 0, "");
}

static void bound(int what, rlim_t most)
{
    const struct rlimit limit = {most, most};
    setrlimit(what, &limit);
}

/* Addresses that the process takes already: what the program holds by now is no fault of the file. */
static rlim_t taken(void)
{
    char line[64] = "";
    FILE *status = fopen("/proc/self/statm", "r");
    if (status && !fgets(line, sizeof line, status))
        line[0] = '\0';
    if (status)
        fclose(status);
    return (rlim_t)strtoul(line, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE);
}

/* libfreexl opens by name: the bytes get one that lives in memory alone. */
static bool name_bytes(const char *bytes, size_t size, char *name, size_t room)
{
    int fd = memfd_create("xls", MFD_CLOEXEC);
    for (size_t at = 0; fd >= 0 && at < size;) {
        ssize_t put = write(fd, bytes + at, size - at);
        if (put <= 0)
            return false;
        at += (size_t)put;
    }
    snprintf(name, room, "/proc/self/fd/%d", fd);
    return fd >= 0;
}

/* The child's whole life. What libfreexl or the C library would say goes nowhere. */
static void live(const char *bytes, size_t size, int fd)
{
    char name[40];
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0)
        dup2(nowhere, STDERR_FILENO);
    FILE *to = fdopen(fd, "w");
    if (!to || !name_bytes(bytes, size, name, sizeof name))
        _exit(1);
    bound(RLIMIT_CORE, 0);
    bound(RLIMIT_CPU, SECONDS);
    if (!IS_SANITIZED)
        bound(RLIMIT_AS, taken() + MEMORY);
    bool done = send_book(to, name) && fflush(to) == 0;
    _exit(done ? 0 : 1);
}

pid_t xls_child_start(const char *bytes, size_t size, FILE **from)
{
    int end[2];
    if (pipe(end) != 0)
        return -1;
    fcntl(end[0], F_SETFD, FD_CLOEXEC);
    fcntl(end[1], F_SETFD, FD_CLOEXEC);
    pid_t child = fork();
    if (child == 0) {
        close(end[0]);
        live(bytes, size, end[1]);
    }
    close(end[1]);
    *from = child > 0 ? fdopen(end[0], "r") : NULL;
    if (!*from)
        close(end[0]);
    return child;
}
