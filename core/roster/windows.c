#include "roster/windows.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/characters.h"
#include "base/language.h"
#include "base/text.h"
#include "roster/cell_characters.h"
#include "roster/faults.h"
#include "roster/headings.h"
#include "roster/layout.h"
#include "roster/typed_cell.h"

enum { NAME, FULL_NAME, KIND, ORDER, CONVENOR, LIAISON, PHONE, CLOSED, FIELDS };
enum { MOST_WINDOWS = 10000 }; /* names are compared each with each */

static const struct field fields[FIELDS] = {
    [NAME] = {"window", "窗口", true},          [FULL_NAME] = {"full_name", "全称", false},
    [KIND] = {"kind", "类别", false},           [ORDER] = {"order", "排序", false},
    [CONVENOR] = {"convenor", "召集人", false}, [LIAISON] = {"liaison", "联络员", false},
    [PHONE] = {"phone", "电话", false},         [CLOSED] = {"closed", "停用日期", false},
};

struct reader {
    const struct csv_table *table;
    const struct sheet *sheet; /* where the table stands */
    struct headings *headings;
    struct windows *windows;
    int *row; /* [windows.count] index of each window's row in the table */
    struct tidied_list *tidied;
    struct error *found;
};

/* The tidied text of a cell, "" where the table lacks the column; NULL where memory ran out. */
static const char *cell_of(struct reader *reader, int row, int field)
{
    int column = reader->headings->column_of[field];
    if (column < 0)
        return "";
    const char *raw = reader->table->row[row].cell[column];
    const char *text = tidy_trim(reader->windows, raw);
    if (text && (field == NAME || field == FULL_NAME))
        text = tidy_squeeze(reader->windows, text);
    if (text && (field == ORDER || field == PHONE))
        text = tidy_narrow(reader->windows, text);
    struct place place = headings_place(reader->table, reader->headings, row, column, raw);
    if (text && field == CLOSED)
        text = typed_cell(reader->windows, VALUE_DATE, text, &place, reader->found);
    if (!text)
        return NULL;
    const char *written = sheet_written(reader->sheet, reader->table->row[row].row, column);
    place.value = written ? written : raw;
    bool as_written = !written && (strcmp(text, raw) == 0 || !*text);
    return as_written || tidied_add(reader->tidied, &place, text) ? text : NULL;
}

static void fault(struct reader *reader, int row, int field, const char *value, const char *message,
                  int other, const char *name)
{
    struct place place = {.file = reader->table->file, .sheet = reader->table->sheet};
    int column = reader->headings->column_of[field];
    if (column >= 0)
        place = headings_place(reader->table, reader->headings, row, column, value);
    error_add(reader->found, STATUS_INPUT, &place, message, other, name);
}

/* NULL where nothing is said. */
static const char *said(const char *text)
{
    return *text ? text : NULL;
}

/* What keeps the text from being the name of a window, as a sentence about it, or NULL. */
static const char *no_name(const char *name)
{
    if (!*name || typed_cell_is_error(name))
        return _("“%s” cannot be the name of a window.");
    if (characters_find_lost(name, "?？*＊"))
        return _("A character of the window “%s” was lost. Please type the right one.");
    return NULL;
}

enum status windows_tidy_name(const void *owner, const char *text, const char **name, struct error *error)
{
    struct codes *words;
    enum status status = codes_read(owner, "blank_words.csv", "spelling", NULL, &words, error);
    if (status != STATUS_OK)
        return status;
    *name = tidy_squeeze(owner, text);
    if (!*name)
        return error_add_memory(error);
    const char *message =
        codes_find(words, *name) >= 0 ? _("“%s” cannot be the name of a window.") : no_name(*name);
    talloc_free(words);
    return message ? error_add(error, STATUS_INPUT, NULL, message, text) : STATUS_OK;
}

/* Reads one row. Returns 0 where memory ran out. */
static int read_row(struct reader *reader, int row)
{
    const char *text[FIELDS];
    for (int f = 0; f < FIELDS; f++)
        if (!(text[f] = cell_of(reader, row, f)))
            return 0;
    if (!*text[NAME]) {
        fault(reader, row, NAME, "",
              _("This row has no name of a window. Fill it in, or delete the whole row."), 0, "");
        return 1;
    }
    const char *message = no_name(text[NAME]);
    if (message) {
        const struct place place = headings_place(reader->table, reader->headings, row,
                                                  reader->headings->column_of[NAME], text[NAME]);
        error_add(reader->found, STATUS_INPUT, &place, message, text[NAME]);
    }
    struct window *window = &reader->windows->window[reader->windows->count];
    *window = (struct window){.name = text[NAME],
                              .kind = text[KIND],
                              .order = ORDER_NONE,
                              .convenor = said(text[CONVENOR]),
                              .liaison = said(text[LIAISON]),
                              .phone = said(text[PHONE]),
                              .closed = said(text[CLOSED])};
    window->full_name = *text[FULL_NAME] ? text[FULL_NAME] : text[NAME];
    if (*text[ORDER] && !tidy_integer(text[ORDER], &window->order))
        fault(reader, row, ORDER, text[ORDER],
              _("This cannot be an order. Write a whole number such as 3, or leave the cell empty."), 0, "");
    reader->row[reader->windows->count++] = row;
    return 1;
}

/* A name or full name that names two windows would leave open which one a member is in. */
static void check_names(struct reader *reader)
{
    const struct windows *windows = reader->windows;
    for (int i = 0; i < windows->count; i++) {
        const struct window *one = &windows->window[i];
        for (int j = 0; j < i; j++) {
            const struct window *other = &windows->window[j];
            if (one->closed || other->closed)
                continue; /* a name that is free again */
            int row = reader->table->row[reader->row[j]].row;
            if (strcmp(one->name, other->name) == 0) {
                fault(reader, reader->row[i], NAME, one->name,
                      _("Row %d names the window “%s” already. Delete one of the rows, or give the window "
                        "another "
                        "name."),
                      row, other->name);
                break;
            }
            if (strcmp(one->full_name, other->full_name) == 0 || strcmp(one->full_name, other->name) == 0 ||
                strcmp(one->name, other->full_name) == 0) {
                fault(reader, reader->row[i], FULL_NAME, one->full_name,
                      _("This full name is that of row %d, too (window “%s”). Give each window its own."),
                      row, other->name);
                break;
            }
        }
    }
}

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct window *)a)->name, ((const struct window *)b)->name);
}

/* Puts closed windows apart, sorts the others and keeps each name once. Returns 0 where memory ran out. */
static int part_closed(struct windows *windows)
{
    windows->closed_window = talloc_array(windows, struct window, (unsigned)windows->count + 1);
    if (!windows->closed_window)
        return 0;
    int open = 0, kept = 0;
    for (int i = 0; i < windows->count; i++)
        if (windows->window[i].closed)
            windows->closed_window[windows->closed++] = windows->window[i];
        else
            windows->window[open++] = windows->window[i];
    qsort(windows->window, (size_t)open, sizeof *windows->window, compare);
    for (int i = 0; i < open; i++)
        if (i == 0 || strcmp(windows->window[i].name, windows->window[kept - 1].name) != 0)
            windows->window[kept++] = windows->window[i];
    windows->count = kept;
    return 1;
}

/* Reads all rows; afterwards the windows are sorted and each name stands once. Returns 0 where memory ran
 * out. */
static int read_rows(struct reader *reader)
{
    struct windows *windows = reader->windows;
    const struct place whole = {.file = reader->table->file, .sheet = reader->table->sheet};
    if (reader->table->rows > MOST_WINDOWS) {
        error_add(reader->found, STATUS_INPUT, &whole,
                  _("The table of windows has more than %d rows. Please check that it is the right file."),
                  MOST_WINDOWS);
        return 1;
    }
    windows->window = talloc_array(windows, struct window, (unsigned)reader->table->rows);
    reader->row = talloc_array(windows, int, (unsigned)reader->table->rows);
    if (!windows->window || !reader->row)
        return 0;
    for (int r = 1; r < reader->table->rows; r++)
        if (!read_row(reader, r))
            return 0;
    if (windows->count == 0)
        error_add(reader->found, STATUS_INPUT, &whole,
                  _("The table of windows has no windows. Fill it in, or leave out --windows: then the "
                    "windows that "
                    "the roster names serve."));
    check_names(reader);
    return part_closed(windows);
}

/* Reads the table whose windows `made` is to hold. *named: the names could be read. */
static enum status read_table(struct windows *made, const struct laid_table *laid, const struct codes *codes,
                              struct tidied_list *tidied, bool *named, struct error *found)
{
    struct reader reader = {
        .table = laid->table, .sheet = laid->sheet, .windows = made, .tidied = tidied, .found = found};
    headings_find(made, laid->table, codes, fields, FIELDS, &reader.headings, tidied, found);
    *named = reader.headings && reader.headings->column_of[NAME] >= 0;
    if (*named && !read_rows(&reader))
        error_add_memory(found);
    return found->status;
}

/* Reads the table, or where it is NULL the file. */
static enum status read_found(const void *owner, const char *file, const struct laid_table *laid,
                              struct windows **windows, struct tidied_list *tidied, struct error *found)
{
    struct windows *made = talloc_zero(owner, struct windows);
    struct codes *codes;
    bool named = false;
    if (!made)
        return error_add_memory(found);
    if (codes_read(made, "headings.csv", "field", "windows", &codes, found) == STATUS_OK) {
        struct layout *layout = NULL;
        const struct layout_request request = {.windows = codes};
        if (!laid)
            layout_read(made, file, codes->spelling, &request, &layout, found);
        if (layout)
            laid = &layout->table[0];
        if (laid)
            read_table(made, laid, codes, tidied, &named, found);
    }
    if (found->status == STATUS_MACHINE || !named || made->count == 0)
        talloc_free(made);
    else
        *windows = made;
    return found->status;
}

static enum status read_either(const void *owner, const char *file, const struct laid_table *laid,
                               struct windows **windows, struct tidied_list *tidied, struct error *error)
{
    *windows = NULL;
    struct error *found = error_new(owner);
    if (!found)
        return error_add_memory(error);
    read_found(owner, file, laid, windows, tidied, found);
    enum status status = faults_move(error, found);
    talloc_free(found);
    return status;
}

enum status windows_read(const void *owner, const char *file, struct windows **windows,
                         struct tidied_list *tidied, struct error *error)
{
    return read_either(owner, file, NULL, windows, tidied, error);
}

enum status windows_of_table(const void *owner, const struct laid_table *laid, struct windows **windows,
                             struct tidied_list *tidied, struct error *error)
{
    return read_either(owner, laid->table->file, laid, windows, tidied, error);
}

const struct window *windows_find(const struct windows *windows, const char *text)
{
    const struct window key = {.name = text};
    const struct window *found = NULL;
    if (windows->count > 0)
        found = bsearch(&key, windows->window, (size_t)windows->count, sizeof key, compare);
    for (int i = 0; i < windows->count && !found; i++)
        if (strcmp(windows->window[i].full_name, text) == 0)
            found = &windows->window[i];
    return found;
}

const struct window *windows_find_closed(const struct windows *windows, const char *text)
{
    for (int i = 0; i < windows->closed; i++)
        if (strcmp(windows->closed_window[i].name, text) == 0 ||
            strcmp(windows->closed_window[i].full_name, text) == 0)
            return &windows->closed_window[i];
    return NULL;
}

const char *windows_nearest(const struct windows *windows, const char *text)
{
    const char **names = talloc_array(windows, const char *, 2 * (unsigned)windows->count + 1);
    const char *nearest = NULL, *within = NULL;
    for (int i = 0; names && i < windows->count; i++) {
        names[i] = windows->window[i].name;
        names[windows->count + i] = windows->window[i].full_name;
        if (strstr(text, windows->window[i].name) && !text_is_contrary(text, windows->window[i].name))
            within = windows->window[i].name;
    }
    if (names)
        nearest = text_nearest(text, names, 2 * windows->count);
    talloc_free(names);
    return nearest ? windows_find(windows, nearest)->name : within;
}
