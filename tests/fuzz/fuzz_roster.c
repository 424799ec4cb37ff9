/* Fuzzes the reading of rosters: any bytes are a roster or a list of faults, within bounded memory. */
#define _GNU_SOURCE /* memfd_create */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <talloc.h>
#include <unistd.h>

#include "base/text.h"
#include "roster/csv.h"
#include "roster/roster_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_text(const char *text)
{
    size_t size = strlen(text);
    must(text_valid_until(text, size) == size);
}

static void check_faults(const struct error *error, enum status status)
{
    must(status == STATUS_INPUT && error->status == STATUS_INPUT && error->count > 0);
    for (int i = 0; i < error->count; i++) {
        must(*error->fault[i].message != '\0');
        check_text(error->fault[i].message);
    }
}

static void check_table(const struct csv_table *table)
{
    must(table->rows > 0);
    for (int r = 0; r < table->rows; r++) {
        const struct csv_row *row = &table->row[r];
        must(row->cells >= table->row[0].cells && row->cells <= CSV_COLUMNS);
        must(r == 0 || row->row > table->row[r - 1].row);
        for (int c = 0; c < row->cells; c++)
            check_text(row->cell[c]);
    }
}

static void check_roster(const struct roster *roster)
{
    must(roster->members > 0);
    for (int m = 0; m < roster->members; m++) {
        const struct member *member = &roster->member[m];
        must(*member->id && *member->name);
        must(member->window >= WINDOW_NONE && member->window < roster->windows); /* a scheme asks for one */
        must(m == 0 || strcmp(roster->member[m - 1].id, member->id) < 0);
        for (int c = 0; c < roster->columns; c++)
            check_text(member->value[c]);
    }
}

/* The bytes as a file that has a name but no place on a disk. */
static int open_file(const uint8_t *bytes, size_t size, char name[32])
{
    int fd = memfd_create("roster", 0);
    must(fd >= 0);
    must(write(fd, bytes, size) == (ssize_t)size);
    snprintf(name, 32, "/proc/self/fd/%d", fd);
    return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *const headings[] = {"编号", "姓名", "党派", "窗口", "編號", "黨派", "id", NULL};
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct csv_table *table;
    enum status status = csv_parse(owner, "in.csv", (const char *)bytes, size, headings, &table, error);
    if (status != STATUS_OK)
        check_faults(error, status);
    if (table)
        check_table(table);

    char name[32];
    int fd = open_file(bytes, size, name);
    error = error_new(owner);
    struct roster *roster = NULL;
    struct tidied_list *tidied = NULL;
    status = roster_read(owner, name, NULL, &roster, &tidied, error);
    if (status == STATUS_OK)
        check_roster(roster);
    else
        check_faults(error, status);
    /* A table of windows may be any bytes just as well. */
    error = error_new(owner);
    status = roster_read(owner, name, name, &roster, &tidied, error);
    if (status != STATUS_OK)
        check_faults(error, status);
    close(fd);
    talloc_free(owner);
    return 0;
}
