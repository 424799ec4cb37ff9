#define _DEFAULT_SOURCE /* TIOCGWINSZ */
#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <talloc.h>
#include <unistd.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/fault_groups.h"

enum { WIDTH_UNKNOWN = 80, VALUE_WIDTH = 18, FREE_COLUMN_LEAST = 24, NAME_LONGEST = 3 };

bool terminal_is_interactive(FILE *out)
{
    return isatty(fileno(out));
}

int terminal_width(FILE *out)
{
    struct winsize size;
    if (isatty(fileno(out)) && ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
        return size.ws_col;
    return WIDTH_UNKNOWN;
}

static void pad(FILE *out, int columns)
{
    for (; columns > 0; columns--)
        fputc(' ', out);
}

/* Where a column begins; the last one's place is how far all others reach. */
static int column_begin(const struct text_table *table, int column)
{
    int begin = 2;
    for (int c = 0; c < column; c++) {
        int widest = 0;
        for (int r = 0; r < table->rows; r++) {
            int width = text_width(table->cell[r * table->columns + c]);
            widest = width > widest ? width : widest;
        }
        begin += widest + 2;
    }
    return begin;
}

static void print_last_cell(FILE *out, const char *text, int begin)
{
    int width = terminal_width(out), end = begin + text_width(text);
    /* Too narrow a column reads worse than a line that the terminal breaks. */
    if (end <= width || width - begin < FREE_COLUMN_LEAST)
        fprintf(out, "%s\n", text);
    else
        terminal_paragraph(out, text, begin, begin, width);
}

/* The table with every cell as a terminal may get it: what people typed or files hold cannot steer it. NULL
 * where memory ran out. */
static const char **printable_cells(const struct text_table *table)
{
    unsigned cells = (unsigned)table->rows * (unsigned)table->columns;
    const char **shown = talloc_array(NULL, const char *, cells + 1);
    for (unsigned i = 0; shown && i < cells; i++) {
        shown[i] = text_printable(shown, table->cell[i]);
        if (!shown[i])
            TALLOC_FREE(shown);
    }
    return shown;
}

void terminal_table(FILE *out, const struct text_table *given)
{
    const char **shown = printable_cells(given);
    if (!shown)
        return;
    const struct text_table made = {given->columns, given->rows, given->align, shown}, *table = &made;
    int last = table->columns - 1;
    int *begin = talloc_array(shown, int, (unsigned)table->columns);
    for (int c = 0; begin && c < table->columns; c++)
        begin[c] = column_begin(table, c);
    for (int r = 0; begin && r < table->rows; r++) {
        const char *const *cell = &table->cell[r * table->columns];
        int column = 0;
        for (int c = 0; c < last; c++) {
            int width = text_width(cell[c]), end = begin[c + 1] - 2;
            int start = table->align[c] == ALIGN_RIGHT ? end - width : begin[c];
            pad(out, start - column);
            fputs(cell[c], out);
            column = start + width;
        }
        if (*cell[last])
            pad(out, begin[last] - column);
        print_last_cell(out, cell[last], begin[last]);
    }
    talloc_free(shown);
}

static bool is_one_of(const char *text, const char *const *marks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strncmp(text, marks[i], strlen(marks[i])) == 0)
            return true;
    return false;
}

/* Punctuation that must not begin a line (GB/T 15834). */
static bool closes(const char *text)
{
    static const char *const marks[] = {"，", "。", "、", "；", "：", "）", "”", "》", "？",
                                        "！", ",",  ".",  ";",  ":",  ")",  "?", "…"};
    return is_one_of(text, marks, sizeof marks / sizeof marks[0]);
}

/* Punctuation that must not end a line. */
static bool opens(const char *text)
{
    static const char *const marks[] = {"（", "“", "《", "("};
    return is_one_of(text, marks, sizeof marks / sizeof marks[0]);
}

static bool is_wide(const char *text)
{
    size_t length;
    return text_decode(text, strlen(text), &length) >= 0x2E80;
}

/* Whether a few Chinese characters and then a blank and an id follow: the rest of a name, 燕 JH0233. */
static bool ends_a_name(const char *text)
{
    for (int i = 0; i < NAME_LONGEST && *text && is_wide(text) && !closes(text) && !opens(text); i++) {
        size_t length;
        text_decode(text, strlen(text), &length);
        text += length;
        if (text[0] == ' ')
            return (text[1] >= 'A' && text[1] <= 'Z') || (text[1] >= '0' && text[1] <= '9') || text[1] == '[';
    }
    return false;
}

/* Whether a line may end behind the character at `before`, the next being at `after`. `earlier` is the
 * character in front of `before`, NULL at the beginning. */
static bool may_break(const char *earlier, const char *before, const char *after)
{
    if (*after == ' ' || closes(after) || opens(before))
        return false;
    if (*before != ' ')
        return (is_wide(before) || is_wide(after) || opens(after)) &&
               !(is_wide(before) && !closes(before) && ends_a_name(after));
    /* Between Chinese and Latin text a blank holds together what belongs together: 9 名, 钱燕 JH0233. */
    bool is_measured = earlier && *earlier >= '0' && *earlier <= '9' && is_wide(after);
    bool is_named = earlier && is_wide(earlier) && !is_wide(after);
    return !is_measured && !is_named;
}

/* Bytes of the next piece that may not be broken, with the blanks behind it. */
static size_t next_piece(const char *text)
{
    const char *earlier = NULL, *before = text;
    bool inside = false; /* [options] is one word */
    for (;;) {
        inside = *before == '[' || (inside && *before != ']');
        size_t length;
        text_decode(before, strlen(before), &length);
        const char *after = before + length;
        if (*after == '\0' || (!inside && may_break(earlier, before, after)))
            return (size_t)(after - text);
        earlier = before;
        before = after;
    }
}

void terminal_paragraph(FILE *out, const char *text, int begin, int indent, int width)
{
    int column = begin, blanks = 0; /* blanks are written only when more follows on the line */
    bool fresh = true;
    while (*text) {
        size_t size = next_piece(text), shown = size;
        while (shown > 0 && text[shown - 1] == ' ')
            shown--;
        char *piece = talloc_strndup(NULL, text, shown);
        if (!piece)
            return;
        int wide = text_width(piece);
        if (!fresh && column + blanks + wide > width) {
            fputc('\n', out);
            pad(out, indent);
            column = indent;
            blanks = 0;
        }
        pad(out, blanks);
        fputs(piece, out);
        column += blanks + wide;
        blanks = (int)(size - shown);
        fresh = false;
        talloc_free(piece);
        text += size;
    }
    fputc('\n', out);
}

void terminal_help_line(FILE *out, const char *text)
{
    const char *gap = *text == ' ' ? strstr(text + 2, "  ") : NULL;
    const char *last = gap ? gap + strspn(gap, " ") : text;
    char *front = talloc_strndup(NULL, text, (size_t)(last - text));
    if (!front)
        return;
    int begin = text_width(front);
    fputs(front, out);
    talloc_free(front);
    terminal_paragraph(out, last, begin, begin, terminal_width(out));
}

/* ---- Faults ---- */

static bool is_script(const char *file)
{
    size_t length = strlen(file);
    return length > 4 && strcmp(file + length - 4, ".lua") == 0;
}

static bool same_file(const struct fault *a, const struct fault *b)
{
    if (!a->place.file || !b->place.file)
        return a->place.file == b->place.file;
    return strcmp(a->place.file, b->place.file) == 0;
}

/* Short enough for a table and harmless on a terminal. */
static const char *shortened(const void *owner, const char *value)
{
    char *text = text_printable(owner, value);
    size_t size = strlen(text), at = 0;
    if (text_width(text) <= VALUE_WIDTH + 3)
        return text;
    for (int width = 0; at < size && width < VALUE_WIDTH;) {
        size_t length;
        width += text_decode(text + at, size - at, &length) >= 0x1100 ? 2 : 1;
        at += length;
    }
    return talloc_asprintf(owner, "%.*s...", (int)at, text);
}

static const char *shown_value(const void *owner, const char *value)
{
    if (!value)
        return "";
    return *value ? shortened(owner, value) : _("(empty)");
}

static const char *shown_column(const void *owner, const struct place *place)
{
    if (place->heading)
        return shortened(owner, place->heading);
    return place->column > 0 ? talloc_asprintf(owner, _("no. %d"), place->column) : "";
}

/* Whether the faults are of a workbook, whose cells are named by letters. */
static bool has_sheets(const struct fault *fault, int count)
{
    for (int i = 0; i < count; i++)
        if (fault[i].place.sheet)
            return true;
    return false;
}

/* "F17"; the row alone where the fault is of no column. */
static const char *shown_cell(const void *owner, const struct place *place)
{
    char letters[8], *at = letters + sizeof letters - 1;
    *at = '\0';
    for (int rest = place->column; place->row > 0 && rest > 0 && at > letters; rest = (rest - 1) / 26)
        *--at = (char)('A' + (rest - 1) % 26);
    return place->row > 0 ? talloc_asprintf(owner, "%s%d", at, place->row) : "";
}

/* Where the fault is, as the first columns of the table: sheet and cell, or row and column. place NULL: the
 * headings. Returns how many. */
static int show_place(const void *owner, const struct place *place, bool sheets, bool has_column,
                      const char **cell)
{
    int at = 0;
    if (sheets) {
        cell[at++] = !place ? _("Sheet") : place->sheet ? shortened(owner, place->sheet) : "";
        cell[at++] = place ? shown_cell(owner, place) : _("Cell");
        return at;
    }
    cell[at++] = !place ? _("Row") : place->row > 0 ? talloc_asprintf(owner, "%d", place->row) : "";
    if (has_column)
        cell[at++] = place ? shown_column(owner, place) : _("Column");
    return at;
}

/* Where else faults of a group stand: "rows 7, 9 ..." or "F7, F9 ..."; "" where they have no places. */
static char *further_places(const void *owner, const struct fault *fault, const struct fault_group *group,
                            bool sheets)
{
    const struct place *first = &fault[group->first].place;
    int shown = group->count - 1 < FAULT_PLACES ? group->count - 1 : FAULT_PLACES;
    char *list = talloc_strdup(owner, "");
    for (int i = 0; list && i < shown; i++) {
        const struct place *place = &fault[group->further[i]].place;
        bool other_sheet =
            sheets && place->sheet && (!first->sheet || strcmp(place->sheet, first->sheet) != 0);
        if (place->row <= 0)
            return talloc_strdup(owner, "");
        list =
            talloc_asprintf_append(list, "%s%s%s", i > 0 ? _(", ") : "",
                                   other_sheet ? shortened(owner, place->sheet) : "", other_sheet ? " " : "");
        list = list && sheets ? talloc_strdup_append(list, shown_cell(owner, place))
               : list         ? talloc_asprintf_append(list, "%d", place->row)
                              : NULL;
    }
    if (!list || sheets)
        return list ? talloc_asprintf(owner, group->count - 1 > shown ? _("%s and others") : "%s", list)
                    : list;
    return talloc_asprintf(owner, group->count - 1 > shown ? _("rows %s and others") : _("rows %s"), list);
}

/* The sentence of a group: its first fault's, and how many more there are. */
static const char *shown_message(const void *owner, const struct fault *fault,
                                 const struct fault_group *group, bool sheets)
{
    const char *message = text_printable(owner, fault[group->first].message);
    if (group->count == 1)
        return message;
    const char *places = further_places(owner, fault, group, sheets);
    if (!places || !*places)
        return talloc_asprintf(owner, _("%s Of this kind there are %d more."), message, group->count - 1);
    if (group->rest)
        return talloc_asprintf(owner, _("%s Of this kind there are %d more, about other texts: %s."), message,
                               group->count - 1, places);
    return talloc_asprintf(owner, _("%s The same holds %d times more: %s."), message, group->count - 1,
                           places);
}

/* The table of faults; columns that none of them fills are left out. */
static void print_fault_table(FILE *out, const struct fault *fault, int count)
{
    static const enum align plain[] = {ALIGN_RIGHT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT};
    static const enum align of_sheets[] = {ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT};
    void *owner = talloc_new(NULL);
    struct fault_group *group;
    int groups = fault_groups(owner, fault, count, &group);
    const char **cell = talloc_array(owner, const char *, 4 * ((unsigned)count + 1));
    bool has_column = false, has_value = false, sheets = has_sheets(fault, count);
    int at = 0, columns = 0;
    for (int i = 0; i < count; i++) {
        has_column = has_column || fault[i].place.heading || fault[i].place.column > 0;
        has_value = has_value || fault[i].place.value;
    }
    for (int g = -1; cell && g < groups; g++) {
        const struct place *place = g < 0 ? NULL : &fault[group[g].first].place;
        at += show_place(owner, place, sheets, has_column, cell + at);
        if (has_value)
            cell[at++] = place ? shown_value(owner, place->value) : _("Text");
        cell[at++] = place ? shown_message(owner, fault, &group[g], sheets) : _("Problem and what to do");
        columns = g < 0 ? at : columns;
    }
    terminal_table(out, &(struct text_table){columns, groups + 1, sheets ? of_sheets : plain, cell});
    talloc_free(owner);
}

static void print_sheet_faults(FILE *out, const struct fault *fault, int count)
{
    char *file = text_printable(NULL, fault->place.file);
    if (count == 1)
        fprintf(out, _("%s has 1 error. Nothing was done.\n\n"), file);
    else
        fprintf(out, _("%s has %d errors. Nothing was done.\n\n"), file, count);
    print_fault_table(out, fault, count);
    fputc('\n', out);
    talloc_free(file);
}

/* The line at fault and a caret under its column. */
static void print_line(FILE *out, const struct place *place)
{
    void *owner = talloc_new(NULL);
    const char *line = place->line_text;
    size_t at = 0, size = strlen(line), length;
    for (int i = 1; i < place->column && at < size; i++, at += length)
        text_decode(line + at, size - at, &length);
    char *front = talloc_strndup(owner, line, at);
    const char *shown = text_printable(owner, line), *before = front ? text_printable(owner, front) : NULL;
    if (shown && before) {
        fprintf(out, "%s\n", shown);
        pad(out, text_width(before));
        fputs("^\n", out);
    }
    talloc_free(owner);
}

/* The heading of a checked scheme's faults. Slips of writing are told by their columns. */
static void print_check_heading(FILE *out, const char *file, int count, bool is_writing)
{
    if (is_writing && count == 1)
        fprintf(out,
                _("%s has 1 slip of writing. Please correct it and check again: everything else needs the "
                  "writing to be right.\n"),
                file);
    else if (is_writing)
        fprintf(
            out,
            _("%s has %d slips of writing. Please correct them and check again: everything else needs the "
              "writing to be right.\n"),
            file, count);
    else if (count == 1)
        fprintf(out, _("%s has 1 fault:\n"), file);
    else
        fprintf(out, _("%s has %d faults:\n"), file, count);
}

/* A script's faults as editors understand them: file:line:column: sentence. */
static void print_script_faults(FILE *out, const struct fault *fault, int count, bool checks_scheme)
{
    void *owner = talloc_new(NULL);
    char *file = text_printable(owner, fault->place.file);
    if (checks_scheme)
        print_check_heading(out, file, count, fault->place.column > 0);
    else if (count == 1)
        fprintf(out, _("%s has 1 error. Nothing was done.\n"), file);
    else
        fprintf(out, _("%s has %d errors. Nothing was done.\n"), file, count);
    for (int i = 0; i < count; i++) {
        const struct place *place = &fault[i].place;
        fputs(file, out);
        if (place->row > 0)
            fprintf(out, ":%d", place->row);
        if (place->row > 0 && place->column > 0)
            fprintf(out, ":%d", place->column);
        fprintf(out, ": %s\n", text_printable(owner, fault[i].message));
        if (place->line_text)
            print_line(out, place);
    }
    talloc_free(owner);
}

/* Faults of a file as a whole, or of no file. */
static void print_plain_faults(FILE *out, const struct fault *fault, int count)
{
    void *owner = talloc_new(NULL);
    struct fault_group *group;
    int groups = fault_groups(owner, fault, count, &group);
    for (int g = 0; g < groups; g++) {
        const char *file = fault[group[g].first].place.file;
        if (file)
            fprintf(out, _("%s: "), text_printable(owner, file));
        fprintf(out, "%s\n", shown_message(owner, fault, &group[g], false));
    }
    talloc_free(owner);
}

static void print_faults(FILE *out, const struct error *error, bool checks_scheme)
{
    for (int i = 0; i < error->count;) {
        int begin = i;
        bool located = false;
        while (i < error->count && same_file(&error->fault[begin], &error->fault[i])) {
            located = located || error->fault[i].place.row > 0 || error->fault[i].place.heading ||
                      error->fault[i].place.sheet;
            i++;
        }
        const struct fault *first = &error->fault[begin];
        if (!first->place.file || !located)
            print_plain_faults(out, first, i - begin);
        else if (is_script(first->place.file))
            print_script_faults(out, first, i - begin, checks_scheme);
        else
            print_sheet_faults(out, first, i - begin);
    }
}

void terminal_faults(FILE *out, const struct error *error)
{
    print_faults(out, error, false);
}

void terminal_check_faults(FILE *out, const struct error *error)
{
    print_faults(out, error, true);
}
