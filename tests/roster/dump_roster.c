/* dump_roster FILE [--sheet NAME]: what the readers make of a file, for test_workbooks.py. One line a member,
 * then the windows, what was tidied and what was left out; or the faults, and their status. */
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

int main(int count, char **word)
{
    language_choose("en", ".");
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct roster *roster;
    struct roster_report *report;
    struct roster_request request = {.file = count > 1 ? word[1] : ""};
    if (count == 4 && strcmp(word[2], "--sheet") == 0)
        request.sheet = word[3];
    enum status status = roster_read_with(owner, &request, &roster, &report, error);
    for (int i = 0; i < error->count; i++) {
        const struct place *place = &error->fault[i].place;
        printf("fault %s|%d|%d|%s\n", place->sheet ? place->sheet : "-", place->row, place->column,
               error->fault[i].message);
    }
    if (status == STATUS_OK) {
        print_members(roster);
        print_former(roster);
        print_report(report, roster);
    }
    talloc_free(owner);
    print_peak();
    return (int)status;
}
