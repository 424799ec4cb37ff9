#include "roster/layout.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "roster/layout_rows.h"
#include "roster/tidy.h"
#include "roster/withheld.h"

enum { ROWS_SEARCHED = 20, FIELDS_MOST = 64 };

static const char codes_sheet[] = "代码", windows_sheet[] = "窗口", window_key[] = "window";

/* ---- the row of headings ---- */

/* A sheet at hand, and the headings that are looked for. */
struct search {
    struct layout *layout;
    const struct sheet *sheet;
    const struct codes *codes;
    bool members; /* as of struct layout_request */
};

/* A row of headings as a candidate. */
struct candidate {
    int first, last;
    int known;  /* different fields among the cells */
    int texts;  /* cells that are not blank */
    bool found; /* the field that was asked for */
};

/* The heading of a column: the lower row's text, else the upper one's. */
static const char *heading_text(const struct sheet *sheet, int first, int last, int column)
{
    const char *text = sheet_cell(sheet, last, column);
    return first == last || !tidy_is_blank(text) ? text : sheet_cell(sheet, first, column);
}

static const char *field_of(const struct codes *codes, const char *text)
{
    int code = *text ? codes_find(codes, text) : -1;
    return code < 0 ? NULL : codes->meaning[code];
}

static int width_of(const struct sheet *sheet, int first, int last)
{
    const struct csv_table *table = sheet->table;
    int one = table->row[first].cells, other = table->row[last].cells;
    return one > other ? one : other;
}

static struct candidate look_at(const struct search *search, int first, int last, const char *key)
{
    struct candidate candidate = {.first = first, .last = last};
    const char *seen[FIELDS_MOST];
    int columns = width_of(search->sheet, first, last);
    for (int c = 0; c < columns; c++) {
        const char *text = heading_text(search->sheet, first, last, c);
        const char *field = field_of(search->codes, text);
        candidate.texts += !tidy_is_blank(text);
        if (!field)
            continue;
        candidate.found = candidate.found || strcmp(field, key) == 0;
        bool again = false;
        for (int i = 0; i < candidate.known; i++)
            again = again || strcmp(seen[i], field) == 0;
        if (!again && candidate.known < FIELDS_MOST)
            seen[candidate.known++] = field;
    }
    return candidate;
}

static bool is_heading(const struct candidate *candidate)
{
    return candidate->found && candidate->known >= 2;
}

/* The first row, or pair of rows, that is one of headings. A pair where the two together say more than
 * either: groups above (基本情况 over 姓名 and 性别), or headings merged over both rows. */
static bool find_heading(const struct search *search, const char *key, struct candidate *found)
{
    int rows = search->sheet->table->rows;
    for (int r = 0; r < rows && r < ROWS_SEARCHED; r++) {
        struct candidate single = look_at(search, r, r, key);
        if (r + 1 < rows && search->sheet->table->row[r + 1].row == search->sheet->table->row[r].row + 1 &&
            single.texts > 1) {
            struct candidate below = look_at(search, r + 1, r + 1, key),
                             both = look_at(search, r, r + 1, key);
            bool says_more =
                both.known > single.known &&
                (both.known > below.known || (both.known == below.known && both.texts > below.texts));
            if (is_heading(&both) && says_more) {
                *found = both;
                return true;
            }
        }
        if (is_heading(&single)) {
            *found = single;
            return true;
        }
    }
    return false;
}

/* ---- one sheet ---- */

static enum status take(struct layout *layout, const struct search *search, const struct candidate *candidate,
                        enum table_kind kind, const char *key, struct error *error)
{
    const struct sheet *sheet = search->sheet;
    struct heading_rows heading = {.first = candidate->first,
                                   .last = candidate->last,
                                   .name = -1,
                                   .id = -1,
                                   .sector = -1,
                                   .members = search->members};
    int width = width_of(sheet, heading.first, heading.last);
    heading.text = talloc_array(layout, const char *, (unsigned)width + 1);
    heading.read = talloc_array(layout, bool, (unsigned)width + 1);
    if (!heading.text || !heading.read)
        return error_add_memory(error);
    for (int c = 0; c < width; c++) {
        heading.text[c] = heading_text(sheet, heading.first, heading.last, c);
        if (!tidy_is_blank(heading.text[c]))
            heading.columns = c + 1;
        const char *field = search->codes ? field_of(search->codes, heading.text[c]) : NULL;
        /* A scheme may read any column of pairs. */
        heading.read[c] = field || (kind == TABLE_ROSTER && !search->members);
        if (field && heading.name < 0 && strcmp(field, key) == 0)
            heading.name = c;
        if (field && heading.id < 0 && strcmp(field, "id") == 0)
            heading.id = c;
        if (field && heading.sector < 0 && strcmp(field, "sector") == 0)
            heading.sector = c;
    }
    for (int r = 0; r < heading.first; r++)
        if (!layout_skip(layout, sheet, r, ROW_TITLE))
            return error_add_memory(error);
    struct laid_table *grown =
        talloc_realloc(layout, layout->table, struct laid_table, (unsigned)layout->tables + 1);
    if (!grown)
        return error_add_memory(error);
    layout->table = grown;
    struct laid_table *made = &grown[layout->tables++];
    *made = (struct laid_table){.kind = kind, .sheet = sheet};
    return layout_take_rows(layout, made, &heading, error);
}

static enum status leave(struct layout *layout, const struct sheet *sheet, struct error *error)
{
    if (sheet->table->rows == 0)
        return STATUS_OK;
    const struct sheet **grown =
        talloc_realloc(layout, layout->other, const struct sheet *, (unsigned)layout->others + 1);
    if (!grown)
        return error_add_memory(error);
    layout->other = grown;
    layout->other[layout->others++] = sheet;
    return STATUS_OK;
}

static enum status withhold(struct layout *layout, const struct sheet *sheet, enum withheld_why why,
                            int members, struct error *error)
{
    struct withheld_sheet *grown =
        talloc_realloc(layout, layout->withheld, struct withheld_sheet, (unsigned)layout->withhelds + 1);
    if (!grown)
        return error_add_memory(error);
    layout->withheld = grown;
    layout->withheld[layout->withhelds++] = (struct withheld_sheet){sheet, why, members};
    return STATUS_OK;
}

static bool is_withheld(const struct layout *layout, const struct sheet *sheet,
                        const struct layout_request *request)
{
    for (const char *const *also = request->also; also && *also; also++)
        if (strcmp(*also, sheet->name) == 0)
            return false;
    return request->members && !request->sheet && *sheet->name &&
           (sheet->hidden || withheld_by_name(layout->withheld_names, layout->sectors, sheet->name));
}

/* Lays the sheet out apart, to count its members; what is at fault in it does not matter. */
static enum status count_withheld(struct layout *layout, const struct search *search,
                                  const struct candidate *candidate, const char *key, struct error *error)
{
    struct layout *apart = talloc_zero(layout, struct layout);
    struct error *found = error_new(apart);
    if (!apart || !found)
        return error_add_memory(error);
    apart->book = layout->book;
    apart->sectors = layout->sectors;
    take(apart, search, candidate, TABLE_ROSTER, key, found);
    const struct csv_table *table = apart->tables > 0 ? apart->table[0].table : NULL;
    int members = table ? table->rows - 1 : 0;
    enum status machine = found->status == STATUS_MACHINE ? error_add_memory(error) : STATUS_OK;
    talloc_free(apart);
    if (machine != STATUS_OK)
        return machine;
    return withhold(layout, search->sheet, search->sheet->hidden ? WITHHELD_HIDDEN : WITHHELD_NAME, members,
                    error);
}

static enum status lay_out(struct layout *layout, const struct sheet *sheet,
                           const struct layout_request *request, struct error *error)
{
    struct search search = {
        .layout = layout, .sheet = sheet, .codes = request->roster, .members = request->members};
    struct candidate found;
    if (sheet->lost)
        return withhold(layout, sheet, WITHHELD_LOST, 0, error);
    if (strcmp(sheet->name, codes_sheet) == 0) {
        layout->aliases = sheet;
        return STATUS_OK;
    }
    bool is_roster = request->roster && find_heading(&search, request->key, &found);
    if (is_roster && is_withheld(layout, sheet, request))
        return count_withheld(layout, &search, &found, request->key, error);
    if (is_roster)
        return take(layout, &search, &found, TABLE_ROSTER, request->key, error);
    search.codes = request->windows;
    /* In a roster's workbook only that sheet lists windows: a roster has a column 窗口, too. */
    bool may_be_windows = !request->roster || strcmp(sheet->name, windows_sheet) == 0;
    if (request->windows && may_be_windows && find_heading(&search, window_key, &found))
        return take(layout, &search, &found, TABLE_WINDOWS, window_key, error);
    return leave(layout, sheet, error);
}

/* Nothing but sheets that nobody asked for. */
static enum status refuse_withheld(struct layout *layout, struct error *error)
{
    const struct place place = {.file = layout->book->file};
    char *list = talloc_strdup(error, "");
    for (int i = 0; i < layout->withhelds && list && strlen(list) < 300; i++)
        list = talloc_asprintf_append(list, _("%s“%s” (members %d)"), i ? _(", ") : "",
                                      layout->withheld[i].sheet->name, layout->withheld[i].members);
    error_add(error, STATUS_INPUT, &place,
              _("The members of this workbook stand only in sheets that are hidden, missing, or called after "
                "people who left: %s. If one of them is the roster, name it: --sheet NAME."),
              list ? list : "");
    talloc_free(list);
    return STATUS_INPUT;
}

/* Where nothing is known: the first sheet with rows, its first row as headings. */
static enum status take_first(struct layout *layout, const struct layout_request *request,
                              struct error *error)
{
    if (layout->withhelds > 0 && request->members)
        return refuse_withheld(layout, error);
    if (layout->others == 0) {
        const struct place place = {.file = layout->book->file, .sheet = request->sheet};
        return error_add(
            error, STATUS_INPUT, &place,
            _("There is nothing in the sheets of this workbook. Please check that it is the right "
              "one and was saved."));
    }
    const struct sheet *sheet = layout->other[0];
    layout->others--;
    memmove(layout->other, layout->other + 1, (size_t)layout->others * sizeof *layout->other);
    const struct search search = {.layout = layout,
                                  .sheet = sheet,
                                  .codes = request->roster ? request->roster : request->windows,
                                  .members = request->members};
    const struct candidate first = {0};
    return request->roster ? take(layout, &search, &first, TABLE_ROSTER, request->key, error)
                           : take(layout, &search, &first, TABLE_WINDOWS, window_key, error);
}

/* ---- the book ---- */

static enum status refuse_name(const struct book *book, const char *name, struct error *error)
{
    const struct place place = {.file = book->file};
    char *names = talloc_strdup(error, "");
    for (int s = 0; s < book->sheets && names && strlen(names) < 300; s++)
        names = talloc_asprintf_append(names, "%s%s", s ? "、" : "", book->sheet[s].name);
    if (*book->sheet[0].name)
        error_add(error, STATUS_INPUT, &place, _("There is no sheet “%s” in this workbook. It has: %s."),
                  name, names ? names : "");
    else
        error_add(error, STATUS_INPUT, &place,
                  _("--sheet names a sheet of a workbook, and this file is a single table. Leave it out."));
    talloc_free(names);
    return STATUS_INPUT;
}

static enum status find_tables(struct layout *layout, const struct layout_request *request,
                               struct error *error)
{
    const struct book *book = layout->book;
    enum status status = STATUS_OK;
    int seen = 0;
    for (int s = 0; s < book->sheets && status == STATUS_OK; s++) {
        const struct sheet *sheet = &book->sheet[s];
        if (request->sheet && strcmp(sheet->name, request->sheet) != 0)
            continue;
        seen++;
        status = lay_out(layout, sheet, request, error);
    }
    if (status == STATUS_OK && request->sheet && seen == 0)
        return refuse_name(book, request->sheet, error);
    bool has_wanted = false;
    for (int t = 0; t < layout->tables; t++)
        has_wanted = has_wanted || layout->table[t].kind == TABLE_ROSTER || !request->roster;
    return status == STATUS_OK && !has_wanted ? take_first(layout, request, error) : status;
}

/* ---- sectors ---- */

const struct section *layout_section(const struct laid_table *table, int row)
{
    const struct section *found = NULL;
    for (int low = 0, high = table->sections; low < high;) {
        int middle = low + (high - low) / 2;
        if (table->section[middle].row < row) {
            found = &table->section[middle];
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return found;
}

/* A sheet without a column 界别 whose name is a sector's: the name says it for all its rows. */
static void find_sectors(struct layout *layout, const struct layout_request *request)
{
    if (!layout->sectors || layout->book->sheets == 0 || !*layout->book->sheet[0].name)
        return;
    for (int t = 0; t < layout->tables; t++) {
        struct laid_table *table = &layout->table[t];
        bool has_column = false;
        for (int c = 0; c < table->table->row[0].cells; c++) {
            const char *field = field_of(request->roster, table->table->row[0].cell[c]);
            has_column = has_column || (field && strcmp(field, "sector") == 0);
        }
        if (table->kind == TABLE_ROSTER && !has_column)
            table->sector = layout_sector(layout, layout->sectors, table->sheet->name);
    }
}

static enum status read_codes(struct layout *layout, const struct layout_request *request,
                              struct error *error)
{
    struct codes *sectors, *names;
    if (!request->roster || !request->members)
        return STATUS_OK;
    enum status status = codes_read(layout, "sectors.csv", "spelling", NULL, &sectors, error);
    if (status == STATUS_OK)
        status = codes_read(layout, "withheld_sheets.csv", "place", NULL, &names, error);
    if (status == STATUS_OK) {
        layout->sectors = sectors;
        layout->withheld_names = names;
    }
    return status;
}

enum status layout_find(const void *owner, const struct book *book, const struct layout_request *request,
                        struct layout **layout, struct error *error)
{
    *layout = NULL;
    struct layout *made = talloc_zero(owner, struct layout);
    if (!made)
        return error_add_memory(error);
    made->book = book;
    enum status status = read_codes(made, request, error);
    if (status == STATUS_OK)
        status = find_tables(made, request, error);
    if (status == STATUS_OK)
        find_sectors(made, request);
    if (status != STATUS_OK)
        talloc_free(made);
    else
        *layout = made;
    return status;
}

enum status layout_read(const void *owner, const char *file, const char *const *headings,
                        const struct layout_request *request, struct layout **layout, struct error *error)
{
    struct book *book;
    *layout = NULL;
    enum status of_book = book_read(owner, file, headings, &book, error);
    if (!book)
        return of_book;
    enum status status = layout_find(owner, book, request, layout, error);
    if (*layout)
        talloc_steal(*layout, book);
    else
        talloc_free(book);
    return status > of_book ? status : of_book;
}
