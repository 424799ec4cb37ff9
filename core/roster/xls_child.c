#include "roster/xls_child.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "roster/biff.h"

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

static bool put(FILE *to, const void *bytes, size_t size)
{
    return size == 0 || fwrite(bytes, size, 1, to) == 1;
}

static bool send_record(FILE *to, const struct xls_record *record, const char *text, const char *left)
{
    return put(to, record, sizeof *record) && put(to, text, record->size) &&
           (record->left == XLS_NOT_STRUCK || put(to, left, record->left));
}

static bool send_sheet(void *to, const char *name, bool hidden)
{
    const struct xls_record record = {
        .kind = XLS_SHEET, .size = (uint32_t)strlen(name), .left = XLS_NOT_STRUCK, .hidden = hidden};
    return send_record(to, &record, name, "");
}

static bool send_cell(void *to, const struct biff_cell *cell)
{
    const struct xls_record record = {.kind = XLS_CELL,
                                      .row = cell->row,
                                      .column = cell->column,
                                      .size = (uint32_t)strlen(cell->text),
                                      .left = cell->left ? (uint32_t)strlen(cell->left) : XLS_NOT_STRUCK,
                                      .flaw = cell->flaw,
                                      .hidden = cell->row_hidden};
    return send_record(to, &record, cell->text, cell->left);
}

static bool send_merge(void *to, const struct merge *merge)
{
    const struct xls_record record = {.kind = XLS_MERGE,
                                      .row = (uint32_t)merge->row - 1,
                                      .column = (uint32_t)merge->column,
                                      .rows = (uint32_t)merge->rows,
                                      .columns = (uint32_t)merge->columns,
                                      .left = XLS_NOT_STRUCK};
    return send_record(to, &record, "", "");
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

/* The child's whole life. What the C library would say goes nowhere. */
static void live(const char *bytes, size_t size, int fd)
{
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0)
        dup2(nowhere, STDERR_FILENO);
    FILE *to = fdopen(fd, "w");
    if (!to)
        _exit(1);
    bound(RLIMIT_CORE, 0);
    bound(RLIMIT_CPU, SECONDS);
    if (!IS_SANITIZED)
        bound(RLIMIT_AS, taken() + MEMORY);
    const struct biff_sink sink = {to, send_sheet, send_cell, send_merge};
    const struct xls_record end = {
        .kind = XLS_END, .left = XLS_NOT_STRUCK, .flaw = (int32_t)biff_read(NULL, bytes, size, &sink)};
    _exit(send_record(to, &end, "", "") && fflush(to) == 0 ? 0 : 1);
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
