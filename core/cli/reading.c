#include "cli/reading.h"

#include <string.h>
#include <talloc.h>

#include "base/characters.h"
#include "base/language.h"
#include "base/text.h"
#include "cli/terminal.h"
#include "roster/layout.h"

enum { PARAGRAPH_WIDEST = 100 };

/* Prints and frees. */
static void paragraph(FILE *out, char *text)
{
    char *shown = text_printable(NULL, text ? text : "");
    int width = terminal_width(out);
    terminal_paragraph(out, shown, 0, 0, width < PARAGRAPH_WIDEST ? width : PARAGRAPH_WIDEST);
    talloc_free(shown);
    talloc_free(text);
}

/* How many rows of each kind were left out, as one sentence. */
static void print_skipped(FILE *out, const struct layout *layout)
{
    static const char *const kinds[ROW_KINDS] = {
        [ROW_TITLE] = N_("title rows %d"),     [ROW_HEADING_AGAIN] = N_("headings repeated %d"),
        [ROW_TOTAL] = N_("rows of totals %d"), [ROW_NOTE] = N_("remarks %d"),
        [ROW_BLANK] = N_("blank rows %d"),     [ROW_STRUCK] = N_("rows struck through %d")};
    char *list = talloc_strdup(NULL, "");
    for (int k = 0; k < ROW_KINDS && list; k++) {
        if (layout->count[k] == 0 || !kinds[k])
            continue;
        list = talloc_strdup_append(list, *list ? _(", ") : "");
        list = list ? talloc_asprintf_append(list, _(kinds[k]), layout->count[k]) : NULL;
    }
    if (list && *list)
        paragraph(out, talloc_asprintf(NULL, _("Left out of the roster: %s."), list));
    talloc_free(list);
}

/* The sheets that hold no members, by name. */
static void print_others(FILE *out, const struct layout *layout)
{
    char *list = talloc_strdup(NULL, "");
    for (int i = 0; i < layout->others && list; i++)
        list = talloc_asprintf_append(list, _("%s“%s”"), i ? _(", ") : "", layout->other[i]->name);
    if (list && *list)
        paragraph(out, talloc_asprintf(NULL, _("Sheets without headings of a roster, left out: %s."), list));
    talloc_free(list);
}

/* The sheets that hold members and were not taken in, each with its reason. */
static void print_withheld(FILE *out, const struct layout *layout)
{
    for (int i = 0; i < layout->withhelds; i++) {
        const struct withheld_sheet *withheld = &layout->withheld[i];
        const char *name = withheld->sheet->name;
        if (withheld->why == WITHHELD_LOST)
            paragraph(out,
                      talloc_asprintf(NULL,
                                      _("The workbook lists the sheet “%s” and does not hold it. If it had "
                                        "members, please ask for the file once more."),
                                      name));
        else
            paragraph(out, talloc_asprintf(
                               NULL,
                               withheld->why == WITHHELD_HIDDEN
                                   ? _("The sheet “%s” is hidden and was not taken in (members %d). "
                                       "--sheet reads it alone.")
                                   : _("The sheet “%s” is called after people who left or an old state, and "
                                       "was not taken in (members %d). --sheet reads it alone."),
                               name, withheld->members));
    }
}

/* What people do not see of the sheets, or see crossed out. */
static void print_unseen(FILE *out, const struct layout *layout)
{
    if (layout->count[ROW_SECTION] > 0)
        paragraph(out, talloc_asprintf(NULL, _("Lines that give the 界别 of the members below them: %d."),
                                       layout->count[ROW_SECTION]));
    if (layout->struck_cells > 0)
        paragraph(out, talloc_asprintf(NULL,
                                       _("Cells struck through, whole or in part, and left out: %d; --tidied "
                                         "lists them."),
                                       layout->struck_cells));
    int marks = layout->book->sheet[0].table->marks;
    if (marks > 0)
        paragraph(out,
                  talloc_asprintf(NULL,
                                  _("Cells marked as text by the system that wrote the list (=\"…\" or '…), "
                                    "read without the marks: %d."),
                                  marks));
    if (layout->hidden_rows > 0)
        paragraph(out, talloc_asprintf(NULL, _("Rows hidden in the sheet, and taken in: %d."),
                                       layout->hidden_rows));
}

void reading_print(FILE *out, const struct inputs *inputs)
{
    const struct roster_report *report = inputs->report;
    if (!report)
        return; /* the roster of a term file: import told how it was read */
    if (report->sheets > 1)
        paragraph(out, talloc_asprintf(NULL, _("Sheets that hold members: %d."), report->sheets));
    if (report->windows_sheet)
        paragraph(out, talloc_strdup(NULL, _("The windows are those of the sheet “窗口”.")));
    print_others(out, report->layout);
    print_withheld(out, report->layout);
    print_skipped(out, report->layout);
    print_unseen(out, report->layout);
    if (inputs->roster->former_members > 0)
        paragraph(out, talloc_asprintf(NULL, _("Members with a date of leaving, who take no part: %d."),
                                       inputs->roster->former_members));
    if (inputs->roster->closed_windows > 0)
        paragraph(out, talloc_asprintf(NULL, _("Windows that were closed, which take no part: %d."),
                                       inputs->roster->closed_windows));
    if (report->tidied->count > 0)
        paragraph(out,
                  talloc_asprintf(
                      NULL,
                      _("Cells tidied while reading, without changing who is who: %d; --tidied lists them."),
                      report->tidied->count));
}

/* A table whose first columns say where: sheet and cell of a workbook, or row and column of a single table.
 */
struct listing {
    void *owner;
    const char **cell;
    int at;
};

static void add_place(struct listing *listing, const struct place *place, bool has_sheets)
{
    void *owner = listing->owner;
    if (has_sheets) {
        listing->cell[listing->at++] = text_printable(owner, place->sheet ? place->sheet : "");
        listing->cell[listing->at++] =
            place->row > 0 && place->column > 0 ? cell_address(owner, place->row, place->column) : "";
    } else {
        listing->cell[listing->at++] = talloc_asprintf(owner, "%d", place->row);
    }
    listing->cell[listing->at++] = text_printable(owner, place->heading ? place->heading : "");
}

static void print_tidied(FILE *out, const struct tidied_list *tidied, bool has_sheets)
{
    static const enum align plain[] = {ALIGN_RIGHT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT};
    static const enum align sheets[] = {ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT};
    int rows = tidied->count + 1, columns = has_sheets ? 5 : 4;
    struct listing listing = {.owner = talloc_new(NULL)};
    listing.cell = talloc_array(listing.owner, const char *, (unsigned)columns *(unsigned)rows);
    if (has_sheets)
        listing.cell[listing.at++] = _("Sheet");
    listing.cell[listing.at++] = has_sheets ? _("Cell") : _("Row");
    listing.cell[listing.at++] = _("Column");
    listing.cell[listing.at++] = _("Read as");
    listing.cell[listing.at++] = _("In the file");
    for (int i = 0; i < tidied->count; i++) {
        const struct tidied *item = &tidied->item[i];
        add_place(&listing, &item->place, has_sheets);
        listing.cell[listing.at++] = text_printable(listing.owner, item->now);
        listing.cell[listing.at++] =
            talloc_asprintf(listing.owner, _("“%s”"), characters_shown(listing.owner, item->place.value));
    }
    terminal_table(out, &(struct text_table){columns, rows, has_sheets ? sheets : plain, listing.cell});
    fputc('\n', out);
    talloc_free(listing.owner);
}

static void print_skips(FILE *out, const struct layout *layout, bool has_sheets)
{
    static const char *const kinds[ROW_KINDS] = {
        [ROW_TITLE] = N_("title"),           [ROW_HEADING_AGAIN] = N_("headings again"),
        [ROW_TOTAL] = N_("total"),           [ROW_NOTE] = N_("remark"),
        [ROW_STRUCK] = N_("struck through"), [ROW_SECTION] = N_("界别 of the rows below")};
    void *owner = talloc_new(NULL);
    int columns = has_sheets ? 4 : 3, at = 0;
    const char **cell = talloc_array(owner, const char *, (unsigned)columns *((unsigned)layout->skips + 1));
    static const enum align plain[] = {ALIGN_RIGHT, ALIGN_LEFT, ALIGN_LEFT};
    static const enum align sheets[] = {ALIGN_LEFT, ALIGN_RIGHT, ALIGN_LEFT, ALIGN_LEFT};
    if (has_sheets)
        cell[at++] = _("Sheet");
    cell[at++] = _("Row");
    cell[at++] = _("Left out as");
    cell[at++] = _("In the file");
    for (int i = 0; i < layout->skips; i++) {
        const struct skipped_row *skip = &layout->skip[i];
        if (has_sheets)
            cell[at++] = text_printable(owner, skip->sheet ? skip->sheet : "");
        cell[at++] = talloc_asprintf(owner, "%d", skip->row);
        cell[at++] = _(kinds[skip->kind]);
        cell[at++] = talloc_asprintf(owner, _("“%s”"), text_printable(owner, skip->text));
    }
    terminal_table(out, &(struct text_table){columns, layout->skips + 1, has_sheets ? sheets : plain, cell});
    fputc('\n', out);
    talloc_free(owner);
}

void reading_tidied(FILE *out, const struct inputs *inputs)
{
    const struct layout *layout = inputs->report->layout;
    bool has_sheets = *layout->book->sheet[0].name != '\0';
    if (inputs->report->tidied->count > 0)
        print_tidied(out, inputs->report->tidied, has_sheets);
    if (layout->skips > 0)
        print_skips(out, layout, has_sheets);
    if (inputs->report->tidied->count == 0 && layout->skips == 0)
        fputs(_("Nothing was tidied or left out.\n"), out);
}
