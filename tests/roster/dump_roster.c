/* dump_roster FILE [--sheet NAME | --cells]: what the readers make of a file, for test_workbooks.py. One line
 * a member, then the windows, what was tidied and what was left out; or the faults, and their status.
 * --cells: the sheets cell by cell, line breaks as \\n. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "roster/layout.h"
#include "roster/roster_read.h"

static void print_people_of(const struct window *window)
{
    if (window->convenor || window->liaison || window->phone)
        printf("people %s: %s %s %s\n", window->name, window->convenor ? window->convenor : "-",
               window->liaison ? window->liaison : "-", window->phone ? window->phone : "-");
}

static void print_members(const struct roster *roster)
{
    for (int c = 0; c < roster->columns; c++)
        printf("%s%s", c ? "|" : "", roster->column[c].heading);
    putchar('\n');
    for (int m = 0; m < roster->members; m++) {
        for (int c = 0; c < roster->columns; c++)
            printf("%s%s", c ? "|" : "", roster->member[m].value[c]);
        putchar('\n');
    }
    for (int w = 0; w < roster->windows; w++)
        printf("window %s|%s|%d\n", roster->window[w].name, roster->window[w].full_name,
               roster->window[w].members);
    for (int w = 0; w < roster->windows; w++)
        print_people_of(&roster->window[w]);
}

static void print_former(const struct roster *roster)
{
    for (int m = 0; m < roster->former_members; m++) {
        printf("former ");
        for (int c = 0; c < roster->columns; c++)
            printf("%s%s", c ? "|" : "", roster->former_member[m].value[c]);
        putchar('\n');
    }
    for (int w = 0; w < roster->closed_windows; w++) {
        printf("closed %s %s\n", roster->closed_window[w].name, roster->closed_window[w].closed);
        print_people_of(&roster->closed_window[w]);
    }
}

static void print_report(const struct roster_report *report, const struct roster *roster)
{
    for (int i = 0; i < report->tidied->count; i++) {
        const struct tidied *item = &report->tidied->item[i];
        printf("tidied %s %d %d|%s|%s\n", item->place.sheet ? item->place.sheet : "-", item->place.row,
               item->place.column, item->place.value, item->now);
    }
    for (int i = 0; i < report->layout->skips; i++)
        printf("skipped %s %d %d\n", report->layout->skip[i].sheet ? report->layout->skip[i].sheet : "-",
               report->layout->skip[i].row, (int)report->layout->skip[i].kind);
    static const char *const why[] = {
        [WITHHELD_HIDDEN] = "hidden", [WITHHELD_NAME] = "name", [WITHHELD_LOST] = "lost"};
    for (int i = 0; i < report->layout->withhelds; i++)
        printf("withheld %s %s %d\n", report->layout->withheld[i].sheet->name,
               why[report->layout->withheld[i].why], report->layout->withheld[i].members);
    if (report->layout->hidden_rows > 0)
        printf("hidden rows %d\n", report->layout->hidden_rows);
    printf("blank %d, others %d, sheets %d, left %d\n", report->layout->count[ROW_BLANK],
           report->layout->others, report->sheets, roster->former_members);
}

/* The most memory that was in use, in KiB: of this program alone, which getrusage does not tell (what was
 * there before exec counts, too). */
static void print_peak(void)
{
    char line[256];
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, "VmHWM:", 6) == 0)
            printf("peak %ld\n", strtol(line + 6, NULL, 10));
    if (status)
        fclose(status);
}

static void print_cell(const char *text)
{
    for (; *text; text++) {
        if (*text == '\n')
            fputs("\\n", stdout);
        else
            putchar(*text);
    }
}

static void print_sheet(const struct sheet *sheet)
{
    printf("sheet %s%s\n", sheet->name, sheet->hidden ? " hidden" : "");
    for (int r = 0; r < sheet->table->rows; r++) {
        const struct csv_row *row = &sheet->table->row[r];
        printf("%d%s", row->row, row->hidden ? "h" : "");
        for (int c = 0; c < row->cells; c++) {
            putchar('\t');
            print_cell(row->cell[c]);
        }
        putchar('\n');
    }
    for (int m = 0; m < sheet->merges; m++)
        printf("merge %d %d %d %d\n", sheet->merge[m].row, sheet->merge[m].column, sheet->merge[m].rows,
               sheet->merge[m].columns);
    for (int f = 0; f < sheet->flaws; f++)
        printf("flaw %d %d %d\n", sheet->flaw[f].row, sheet->flaw[f].column, (int)sheet->flaw[f].flaw);
    for (int s = 0; s < sheet->strikes; s++) {
        printf("struck %d %d ", sheet->struck[s].row, sheet->struck[s].column);
        print_cell(sheet->struck[s].text);
        putchar('\n');
    }
}

static enum status print_cells(const void *owner, const char *file, struct error *error)
{
    static const char *const headings[] = {"姓名", NULL};
    struct book *book;
    enum status status = book_read(owner, file, headings, &book, error);
    for (int s = 0; book && s < book->sheets; s++)
        print_sheet(&book->sheet[s]);
    return status;
}

static enum status print_roster(const void *owner, const struct roster_request *request, struct error *error)
{
    struct roster *roster;
    struct roster_report *report;
    enum status status = roster_read_with(owner, request, &roster, &report, error);
    if (status == STATUS_OK) {
        print_members(roster);
        print_former(roster);
        print_report(report, roster);
    }
    return status;
}

int main(int count, char **word)
{
    language_choose("en", ".");
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct roster_request request = {.file = count > 1 ? word[1] : ""};
    if (count == 4 && strcmp(word[2], "--sheet") == 0)
        request.sheet = word[3];
    bool cells = count == 3 && strcmp(word[2], "--cells") == 0;
    enum status status =
        cells ? print_cells(owner, request.file, error) : print_roster(owner, &request, error);
    for (int i = 0; i < error->count; i++) {
        const struct place *place = &error->fault[i].place;
        printf("fault %s|%d|%d|%s\n", place->sheet ? place->sheet : "-", place->row, place->column,
               error->fault[i].message);
    }
    talloc_free(owner);
    print_peak();
    return (int)status;
}
