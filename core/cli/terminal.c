#define _DEFAULT_SOURCE /* TIOCGWINSZ */
#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <talloc.h>
#include <unistd.h>

#include "base/language.h"
#include "base/text.h"

enum { WIDTH_UNKNOWN = 80, VALUE_WIDTH = 24 };

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

void terminal_table(FILE *out, const struct text_table *table)
{
    for (int r = 0; r < table->rows; r++) {
        for (int c = 0; c < table->columns; c++) {
            const char *text = table->cell[r * table->columns + c];
            int widest = 0;
            for (int i = 0; i < table->rows; i++) {
                int width = text_width(table->cell[i * table->columns + c]);
                widest = width > widest ? width : widest;
            }
            fputs("  ", out);
            if (table->align[c] == ALIGN_RIGHT)
                pad(out, widest - text_width(text));
            fputs(text, out);
            if (table->align[c] == ALIGN_LEFT && c + 1 < table->columns)
                pad(out, widest - text_width(text));
        }
        fputc('\n', out);
    }
}

/* Punctuation that must not begin a line (GB/T 15834). */
static bool closes(const char *text)
{
    static const char *const marks[] = {"，", "。", "、", "；", "：", "）", "”", "》",
                                        "？", "！", ",",  ".",  ";",  ":",  ")", "?"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (strncmp(text, marks[i], strlen(marks[i])) == 0)
            return true;
    return false;
}

/* Bytes of the next piece that may not be broken: a Latin word with its blanks, or one wide character, with
 * the closing punctuation behind it. */
static size_t next_piece(const char *text)
{
    size_t size = strlen(text), at = 0, length;
    bool wide = false;
    while (at < size) {
        uint32_t code = text_decode(text + at, size - at, &length);
        wide = code >= 0x2E80;
        at += length;
        if (wide || code == ' ')
            break;
        if (at < size && text_decode(text + at, size - at, &length) >= 0x2E80)
            break;
    }
    while (at < size && wide && closes(text + at)) {
        text_decode(text + at, size - at, &length);
        at += length;
    }
    return at;
}

void terminal_paragraph(FILE *out, const char *text, int width)
{
    int column = 0;
    while (*text) {
        size_t size = next_piece(text);
        char *piece = talloc_strndup(NULL, text, size);
        if (!piece)
            return;
        int wide = text_width(piece);
        size_t shown = size;
        while (shown > 0 && piece[shown - 1] == ' ')
            shown--;
        if (column > 0 && column + wide - (int)(size - shown) > width) {
            fputc('\n', out);
            column = 0;
        }
        bool last_of_line = text[size] == '\0';
        fwrite(piece, 1, last_of_line ? shown : size, out);
        column += wide;
        talloc_free(piece);
        text += size;
    }
    fputc('\n', out);
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

/* A value at fault, short enough for a table and harmless on a terminal. */
static char *shown_value(const void *owner, const char *value)
{
    if (!value)
        return talloc_strdup(owner, "");
    if (!*value)
        return talloc_strdup(owner, _("(empty)"));
    char *text = text_printable(owner, value);
    size_t size = strlen(text), at = 0;
    int width = 0;
    while (at < size && width < VALUE_WIDTH) {
        size_t length;
        width += text_decode(text + at, size - at, &length) >= 0x1100 ? 2 : 1;
        at += length;
    }
    if (at < size)
        return talloc_asprintf(owner, "%.*s...", (int)at, text);
    return text;
}

static void print_sheet_faults(FILE *out, const struct fault *fault, int count)
{
    static const enum align align[] = {ALIGN_RIGHT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT};
    void *owner = talloc_new(NULL);
    const char **cell = talloc_array(owner, const char *, 4 * ((unsigned)count + 1));
    char *file = text_printable(owner, fault->place.file);
    if (count == 1)
        fprintf(out, _("%s has 1 error. Nothing was done.\n\n"), file);
    else
        fprintf(out, _("%s has %d errors. Nothing was done.\n\n"), file, count);
    cell[0] = _("Row");
    cell[1] = _("Column");
    cell[2] = _("Text");
    cell[3] = _("Problem and what to do");
    for (int i = 0; i < count; i++) {
        const struct place *place = &fault[i].place;
        cell[4 * i + 4] = place->row > 0 ? talloc_asprintf(owner, "%d", place->row) : "";
        cell[4 * i + 5] = place->heading      ? text_printable(owner, place->heading)
                          : place->column > 0 ? talloc_asprintf(owner, "%d", place->column)
                                              : "";
        cell[4 * i + 6] = shown_value(owner, place->value);
        cell[4 * i + 7] = text_printable(owner, fault[i].message);
    }
    terminal_table(out, &(struct text_table){4, count + 1, align, cell});
    fputc('\n', out);
    talloc_free(owner);
}

static void print_line_faults(FILE *out, const struct fault *fault, int count)
{
    void *owner = talloc_new(NULL);
    for (int i = 0; i < count; i++) {
        const struct place *place = &fault[i].place;
        if (place->file)
            fputs(text_printable(owner, place->file), out);
        if (place->file && place->row > 0)
            fprintf(out, ":%d", place->row);
        if (place->file && place->row > 0 && place->column > 0)
            fprintf(out, ":%d", place->column);
        if (place->file)
            fputs(_(": "), out);
        fputs(text_printable(owner, fault[i].message), out);
        fputc('\n', out);
    }
    talloc_free(owner);
}

void terminal_faults(FILE *out, const struct error *error)
{
    for (int i = 0; i < error->count;) {
        int begin = i;
        bool located = false;
        while (i < error->count && same_file(&error->fault[begin], &error->fault[i])) {
            located = located || error->fault[i].place.row > 0 || error->fault[i].place.heading;
            i++;
        }
        const struct fault *first = &error->fault[begin];
        if (first->place.file && located && !is_script(first->place.file))
            print_sheet_faults(out, first, i - begin);
        else
            print_line_faults(out, first, i - begin);
    }
}
