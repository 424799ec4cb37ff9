#include "roster/codes.h"

#include <stdbool.h>
#include <string.h>
#include <talloc.h>

#include "base/embed.h"
#include "base/language.h"
#include "roster/book.h"
#include "roster/csv.h"
#include "roster/tidy.h"

enum { ALIASES_MOST = 5000 }; /* of a workbook's own; sorted by insertion */

static int column_of(const struct csv_table *table, const char *heading)
{
    for (int c = 0; c < table->row[0].cells; c++)
        if (strcmp(table->row[0].cell[c], heading) == 0)
            return c;
    return -1;
}

static enum status unreadable(const char *name, struct error *error)
{
    const struct place place = {.file = name};
    return error_add(error, STATUS_MACHINE, &place,
                     _("The program's own table of codes cannot be used. Please install the program anew."));
}

/* Where key belongs in by_key: the first place whose key is not less. */
static int place_of(const struct codes *codes, int count, const char *key)
{
    int low = 0, high = count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (strcmp(codes->key[codes->by_key[middle]], key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The tables are short and mostly in no order: insertion does. Returns 0 where memory ran out. */
static int sort_keys(struct codes *codes)
{
    codes->by_key = talloc_array(codes, int, (unsigned)codes->count + 1);
    for (int i = 0; codes->by_key && i < codes->count; i++) {
        int at = place_of(codes, i, codes->key[i]);
        while (at < i && strcmp(codes->key[codes->by_key[at]], codes->key[i]) == 0)
            at++;
        memmove(&codes->by_key[at + 1], &codes->by_key[at], (size_t)(i - at) * sizeof *codes->by_key);
        codes->by_key[at] = i;
    }
    return codes->by_key != NULL;
}

static enum status fill(struct codes *codes, const struct csv_table *table, const char *meaning,
                        const char *kind, struct error *error)
{
    int text = column_of(table, "spelling"), means = column_of(table, meaning);
    int kinds = kind ? column_of(table, "table") : 0;
    if (text < 0 || means < 0 || kinds < 0)
        return unreadable(table->file, error);
    codes->spelling = talloc_zero_array(codes, const char *, (unsigned)table->rows + 1);
    codes->key = talloc_array(codes, const char *, (unsigned)table->rows);
    codes->meaning = talloc_array(codes, const char *, (unsigned)table->rows);
    if (!codes->spelling || !codes->key || !codes->meaning)
        return error_add_memory(error);
    for (int r = 1; r < table->rows; r++) {
        const char **cell = table->row[r].cell;
        if (kind && strcmp(cell[kinds], kind) != 0)
            continue;
        int i = codes->count++;
        codes->spelling[i] = cell[text];
        codes->meaning[i] = cell[means];
        codes->key[i] = tidy_key(codes, cell[text]);
        if (!codes->key[i])
            return error_add_memory(error);
    }
    return sort_keys(codes) ? STATUS_OK : error_add_memory(error);
}

enum status codes_read(const void *owner, const char *name, const char *meaning, const char *kind,
                       struct codes **codes, struct error *error)
{
    const struct embedded_file *file = embed_find(embedded_codes, name);
    if (!file)
        return unreadable(name, error);
    struct codes *made = talloc_zero(owner, struct codes);
    if (!made)
        return error_add_memory(error);
    static const char *const none[] = {NULL};
    struct csv_table *table;
    enum status status = csv_parse(made, name, file->bytes, file->size, none, &table, error);
    if (status == STATUS_OK)
        status = fill(made, table, meaning, kind, error);
    if (status != STATUS_OK) {
        talloc_free(made);
        return status;
    }
    *codes = made;
    return STATUS_OK;
}

enum status codes_of_sheet(const void *owner, const struct sheet *sheet, int column,
                           const struct codes **codes, struct error *error)
{
    unsigned rows = (unsigned)sheet->table->rows;
    struct codes *made = talloc_zero(owner, struct codes);
    if (!made)
        return error_add_memory(error);
    made->spelling = talloc_zero_array(made, const char *, rows + 1);
    made->key = talloc_array(made, const char *, rows);
    made->meaning = talloc_array(made, const char *, rows);
    if (!made->spelling || !made->key || !made->meaning)
        return error_add_memory(error);
    for (int r = 1; r < sheet->table->rows && made->count < ALIASES_MOST; r++) {
        const char *spelling = sheet_cell(sheet, r, column), *meaning = sheet_cell(sheet, r, column + 1);
        if (!*spelling || !*meaning)
            continue;
        int i = made->count++;
        made->spelling[i] = spelling;
        made->meaning[i] = meaning;
        made->key[i] = tidy_key(made, spelling);
        if (!made->key[i])
            return error_add_memory(error);
    }
    if (!sort_keys(made))
        return error_add_memory(error);
    *codes = made;
    return STATUS_OK;
}

static bool add_code(struct codes *codes, const char *spelling, const char *meaning)
{
    int i = codes->count++;
    codes->spelling[i] = spelling;
    codes->meaning[i] = meaning;
    codes->key[i] = tidy_key(codes, spelling);
    return codes->key[i] != NULL;
}

enum status codes_with(const void *owner, const struct codes *base, const char *const *spelling,
                       const char *const *meaning, int count, struct codes **codes, struct error *error)
{
    unsigned most = (unsigned)(base->count + count);
    struct codes *made = talloc_zero(owner, struct codes);
    if (!made)
        return error_add_memory(error);
    made->spelling = talloc_zero_array(made, const char *, most + 1);
    made->key = talloc_array(made, const char *, most + 1);
    made->meaning = talloc_array(made, const char *, most + 1);
    bool done = made->spelling && made->key && made->meaning;
    for (int i = 0; done && i < count; i++)
        done = add_code(made, spelling[i], meaning[i]);
    for (int i = 0; done && i < base->count; i++) {
        bool said = false;
        for (int k = 0; k < count; k++)
            said = said || strcmp(made->key[k], base->key[i]) == 0;
        done = said || add_code(made, base->spelling[i], base->meaning[i]);
    }
    if (!done || !sort_keys(made)) {
        talloc_free(made);
        return error_add_memory(error);
    }
    *codes = made;
    return STATUS_OK;
}

int codes_find(const struct codes *codes, const char *text)
{
    char *key = tidy_key(codes, text);
    if (!key)
        return -1;
    int at = place_of(codes, codes->count, key);
    int found = at < codes->count && strcmp(codes->key[codes->by_key[at]], key) == 0 ? codes->by_key[at] : -1;
    talloc_free(key);
    return found;
}
