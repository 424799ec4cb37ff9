#include "roster/roster_read.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "roster/faults.h"
#include "roster/layout.h"
#include "roster/roster_columns.h"
#include "roster/sectors.h"
#include "roster/struck.h"
#include "roster/two_windows.h"

/* Says once a line that it is the sector of the members below it. */
static int note_sections(struct roster_reader *reader, const struct roster_part *part)
{
    for (int i = 0; i < part->laid->sections; i++) {
        const struct section *section = &part->laid->section[i];
        const struct place place = {.file = part->table->file,
                                    .sheet = part->table->sheet,
                                    .row = section->row,
                                    .heading = attribute_heading(ATTRIBUTE_SECTOR),
                                    .value = section->text};
        if (!tidied_add(reader->tidied, &place, section->sector))
            return 0;
    }
    return 1;
}

/* Says once a sheet that its name is the sector of all its members. */
static int note_sector(struct roster_reader *reader, const struct roster_part *part)
{
    const struct place place = {.file = part->table->file,
                                .sheet = part->table->sheet,
                                .heading = attribute_heading(ATTRIBUTE_SECTOR),
                                .value = part->table->sheet};
    return !part->laid->sector || tidied_add(reader->tidied, &place, part->laid->sector);
}

/* Reads one row. Members with a 离任日期 are kept apart. Returns 0 where memory ran out. */
static int read_row(struct roster_reader *reader, int row, struct row_origin *origin)
{
    struct roster *roster = reader->roster;
    const int number = roster->members + roster->former_members;
    bool left;
    const char **value = talloc_array(roster->member, const char *, (unsigned)roster->columns);
    if (!value || !roster_tidy_row(reader, row, value, &left))
        return 0;
    struct member *member =
        left ? &roster->former_member[roster->former_members++] : &roster->member[roster->members++];
    *member = (struct member){
        .value = value, .number = number, .sheet = reader->table->sheet, .window = WINDOW_NONE};
    origin[number] = (struct row_origin){reader->at, row};
    return roster_check_row(reader, row, member, left);
}

/* Reads every row into roster->member, in the order of the file. Returns 0 where memory ran out. */
static int read_rows(struct roster_reader *reader, struct roster_report *report)
{
    struct roster *roster = reader->roster;
    unsigned rows = 0;
    for (int p = 0; p < reader->parts; p++)
        rows += (unsigned)reader->part[p].table->rows;
    roster->member = talloc_zero_array(roster, struct member, rows + 1);
    roster->former_member = talloc_zero_array(roster, struct member, rows + 1);
    struct row_origin *origin = talloc_array(roster, struct row_origin, rows + 1);
    if (!roster->member || !roster->former_member || !origin)
        return 0;
    for (int p = 0; p < reader->parts; p++) {
        const struct roster_part *part = reader->at = &reader->part[p];
        reader->table = part->table;
        reader->headings = part->headings;
        report->sheets++;
        if (!note_sector(reader, part) || !note_sections(reader, part) ||
            !struck_list(part->laid, reader->tidied))
            return 0;
        for (int r = 1; r < part->table->rows; r++)
            if (!read_row(reader, r, origin))
                return 0;
    }
    const int of_use = roster->members + (reader->is_part ? roster->former_members : 0);
    if (of_use == 0 && reader->parts > 0) {
        const struct place place = {.file = roster->file};
        error_add(reader->found, STATUS_INPUT, &place,
                  _("The roster has headings but no members. Please check that it is the right file."));
    }
    int done = roster_check_ids(reader, origin);
    if (done && !sectors_unite(roster, reader->tidied))
        return 0;
    roster_drop_columns(reader);
    talloc_free(origin);
    return done;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Without a table of windows the names that the roster uses serve. Returns 0 where memory ran out. */
static int windows_of_roster(struct roster *roster)
{
    const char **name = talloc_array(roster, const char *, (unsigned)roster->members + 1);
    if (!name)
        return 0;
    size_t count = 0;
    for (int m = 0; m < roster->members; m++)
        if (*roster->member[m].value[ATTRIBUTE_WINDOW])
            name[count++] = roster->member[m].value[ATTRIBUTE_WINDOW];
    qsort(name, count, sizeof *name, compare_names);
    roster->window = talloc_array(roster, struct window, count + 1);
    for (size_t i = 0; roster->window && i < count; i++)
        if (i == 0 || strcmp(name[i], name[i - 1]) != 0)
            roster->window[roster->windows++] =
                (struct window){.name = name[i], .full_name = name[i], .kind = "", .order = ORDER_NONE};
    talloc_free(name);
    return roster->window != NULL;
}

/* The column 别名 of the sheet 代码 and the one behind it: spellings, and what they stand for. */
static enum status read_aliases(struct roster_reader *reader, const struct layout *layout)
{
    const struct sheet *sheet = layout->aliases;
    for (int c = 0; sheet && sheet->table->rows > 0 && c < sheet->table->row[0].cells; c++)
        if (strcmp(sheet->table->row[0].cell[c], "别名") == 0)
            return codes_of_sheet(reader->roster, sheet, c, &reader->aliases, reader->found);
    return STATUS_OK;
}

enum status roster_read_codes(struct roster_reader *reader)
{
    struct roster *roster = reader->roster;
    struct codes *blank_words, *yes_words, *nations;
    struct parties *parties;
    if (codes_read(roster, "blank_words.csv", "spelling", NULL, &blank_words, reader->found) != STATUS_OK ||
        codes_read(roster, "yes_words.csv", "meaning", NULL, &yes_words, reader->found) != STATUS_OK ||
        codes_read(roster, "nations.csv", "spelling", NULL, &nations, reader->found) != STATUS_OK ||
        parties_read(roster, &parties, reader->found) != STATUS_OK)
        return reader->found->status;
    reader->parties = parties;
    reader->blank_words = blank_words;
    reader->yes_words = yes_words;
    reader->nations = nations;
    return STATUS_OK;
}

/* The workbook's own sheet 窗口, where there is one that is filled in. */
static enum status read_windows_sheet(struct roster_reader *reader, const struct layout *layout,
                                      struct roster_report *report)
{
    for (int t = 0; t < layout->tables; t++) {
        struct windows *windows;
        if (layout->table[t].kind != TABLE_WINDOWS || layout->table[t].table->rows < 2)
            continue;
        if (!struck_list(&layout->table[t], reader->tidied))
            return error_add_memory(reader->found);
        enum status status =
            windows_of_table(reader->roster, &layout->table[t], &windows, reader->tidied, reader->found);
        reader->windows = report->windows_sheet = windows;
        return status;
    }
    return STATUS_OK;
}

/* Reads the roster's file; its faults go into reader->found. */
static enum status read_roster(struct roster_reader *reader, const struct roster_request *request,
                               struct roster_report *report)
{
    struct roster *roster = reader->roster;
    struct codes *codes, *of_windows;
    struct layout *layout;
    if (codes_read(roster, "headings.csv", "field", "roster", &codes, reader->found) != STATUS_OK ||
        codes_read(roster, "headings.csv", "field", "windows", &of_windows, reader->found) != STATUS_OK ||
        roster_read_codes(reader) != STATUS_OK ||
        column_names_apply(roster, request->names, &codes, reader->found) != STATUS_OK)
        return reader->found->status;
    const struct layout_request looked_for = {.sheet = request->sheet,
                                              .also = request->also,
                                              .roster = codes,
                                              .windows = of_windows,
                                              .key = attribute_name(ATTRIBUTE_NAME),
                                              .members = true};
    layout_read(roster, request->file, codes->spelling, &looked_for, &layout, reader->found);
    if (!layout)
        return reader->found->status;
    report->layout = layout;
    roster->file = layout->book->file;
    if (!request->windows_file)
        read_windows_sheet(reader, layout, report);
    if (layout->aliases)
        roster->lists = layout->aliases->table;
    if (read_aliases(reader, layout) == STATUS_MACHINE || !roster_make_columns(reader, layout, codes) ||
        !read_rows(reader, report))
        return error_add_memory(reader->found);
    if (!reader->windows && !windows_of_roster(roster))
        return error_add_memory(reader->found);
    if (!reader->windows)
        two_windows_check(roster, 0, reader->found);
    return reader->found->status;
}

/* Both files are read whatever the other is like, so that all faults of both are told at once. */
static enum status read_both(struct roster *roster, const struct roster_request *request,
                             struct roster_report *report, struct error *error)
{
    struct windows *windows = NULL;
    enum status of_windows = STATUS_OK;
    if (request->windows_file)
        of_windows = windows_read(roster, request->windows_file, &windows, report->tidied, error);
    struct error *found = error_new(roster);
    if (!found)
        return error_add_memory(error);
    struct roster_reader reader = {.windows = windows,
                                   .is_part = request->part,
                                   .today = request->today,
                                   .by_party = request->by_party,
                                   .by_window = request->by_window,
                                   .names = request->names,
                                   .roster = roster,
                                   .tidied = report->tidied,
                                   .found = found};
    read_roster(&reader, request, report);
    enum status status = faults_move(error, found);
    talloc_free(found);
    if (status != STATUS_OK || of_windows != STATUS_OK)
        return status > of_windows ? status : of_windows;
    if (reader.windows) {
        roster->window = reader.windows->window;
        roster->windows = reader.windows->count;
        roster->closed_window = reader.windows->closed_window;
        roster->closed_windows = reader.windows->closed;
    }
    return roster_finish(roster) ? STATUS_OK : error_add_memory(error);
}

enum status roster_read_with(const void *owner, const struct roster_request *request, struct roster **roster,
                             struct roster_report **report, struct error *error)
{
    struct roster *made = talloc_zero(owner, struct roster);
    struct roster_report *told = talloc_zero(owner, struct roster_report);
    enum status status = STATUS_MACHINE;
    if (told)
        told->tidied = talloc_zero(told, struct tidied_list);
    if (made && told && told->tidied)
        status = read_both(made, request, told, error);
    else
        error_add_memory(error);
    if (status != STATUS_OK) {
        talloc_free(made);
        talloc_free(told);
        return status;
    }
    *roster = made;
    *report = told;
    return STATUS_OK;
}

enum status roster_read(const void *owner, const char *file, const char *windows_file, struct roster **roster,
                        struct tidied_list **tidied, struct error *error)
{
    const struct roster_request request = {.file = file, .windows_file = windows_file};
    struct roster_report *report;
    enum status status = roster_read_with(owner, &request, roster, &report, error);
    if (status == STATUS_OK) {
        *tidied = talloc_steal(owner, report->tidied);
        talloc_free(report);
    }
    return status;
}
