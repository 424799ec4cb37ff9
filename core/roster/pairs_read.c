#include "roster/pairs_read.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/growing_text.h"
#include "base/language.h"
#include "base/text.h"
#include "roster/csv.h"
#include "roster/faults.h"
#include "roster/headings.h"
#include "roster/layout.h"
#include "roster/typed_cell.h"

enum { SOURCE, TARGET, FIELDS };
enum { FAULTS_MOST = 500 }; /* of one file: a file of another roster is told soon enough */

static const struct field fields[FIELDS] = {
    [SOURCE] = {"source", "联系人编号", true},
    [TARGET] = {"target", "联系对象编号", true},
};

struct reader {
    const struct csv_table *table;
    struct headings *headings;
    const struct roster *roster;
    struct pair_table *pairs;
    struct pair_row *row; /* pairs->row while it grows */
    const char **group;   /* [groups] cells of all columns, bytewise; made when first asked for */
    int groups;
    const char **ids; /* [roster->members] */
    bool leaves_out;  /* rows of those who are gone */
    int gone;
    struct error *found;
};

/* ---- who is who ---- */

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Adds the cell's parts, or the cell as it stands where it has but one. False where memory ran out. */
static bool add_groups(struct reader *reader, const char *cell, size_t *room)
{
    int count;
    char **part = text_split_list(reader->pairs, cell, &count);
    for (int i = -1; part && i < count; i++) {
        if (i == 0 && count == 1)
            break;
        if ((size_t)reader->groups == *room) {
            *room = *room ? 2 * *room : 256;
            reader->group = talloc_realloc(reader->pairs, reader->group, const char *, *room);
            if (!reader->group)
                return false;
        }
        reader->group[reader->groups++] = i < 0 ? cell : part[i];
    }
    return part != NULL;
}

/* All cells that can name a group: those of every column but the one of ids and the one of names, which mean
 * people. False where memory ran out. */
static bool list_groups(struct reader *reader)
{
    const struct roster *roster = reader->roster;
    size_t room = 0;
    for (int c = 0; c < roster->columns; c++) {
        if (c == ATTRIBUTE_ID || c == ATTRIBUTE_NAME)
            continue;
        /* Each text once: columns have few different ones. */
        bool *seen = talloc_zero_array(reader->pairs, bool, (unsigned)roster->members + 1);
        for (int m = 0; seen && m < roster->members; m++) {
            int code = roster->code[c][m];
            if (code == 0 || seen[code])
                continue;
            seen[code] = true;
            if (!add_groups(reader, roster->member[m].value[c], &room))
                return false;
        }
        if (!seen)
            return false;
        talloc_free(seen);
    }
    if (reader->group)
        qsort(reader->group, (size_t)reader->groups, sizeof *reader->group, compare_texts);
    return true;
}

static bool is_group(struct reader *reader, const char *text)
{
    if (!reader->group && !list_groups(reader))
        error_add_memory(reader->found);
    return reader->group && bsearch(&text, reader->group, (size_t)reader->groups, sizeof text, compare_texts);
}

static const char *nearest_id(struct reader *reader, const char *text)
{
    const struct roster *roster = reader->roster;
    if (!reader->ids) {
        reader->ids = talloc_array(reader->pairs, const char *, (unsigned)roster->members);
        for (int m = 0; reader->ids && m < roster->members; m++)
            reader->ids[m] = roster->member[m].id;
    }
    return reader->ids ? text_nearest(text, reader->ids, roster->members) : NULL;
}

/* ---- faults ---- */

static struct place place_of(const struct reader *reader, int row, int field, const char *value)
{
    return headings_place(reader->table, reader->headings, row, reader->headings->column_of[field], value);
}

/* Nobody, and no window or group, is called so. */
static void fault_unknown(struct reader *reader, int row, int field, const char *text)
{
    const struct place place = place_of(reader, row, field, text);
    int first = -1, named = roster_named(reader->roster, text, &first);
    const char *nearest = nearest_id(reader, text);
    if (named == 1)
        error_add(reader->found, STATUS_INPUT, &place,
                  _("This is a name. Please write the id, %s, since two people may have one name."),
                  reader->roster->member[first].id);
    else if (named > 1)
        error_add(reader->found, STATUS_INPUT, &place,
                  _("This is a name, and %d people have it. Please write the id of the one that is meant."),
                  named);
    else if (nearest)
        error_add(reader->found, STATUS_INPUT, &place,
                  _("The roster has no “%s”. The nearest id is %s; please check."), text, nearest);
    else if (field == SOURCE)
        error_add(reader->found, STATUS_INPUT, &place,
                  _("The roster has no member “%s”. Please write the id of a member, or delete the row."),
                  text);
    else
        error_add(reader->found, STATUS_INPUT, &place,
                  _("The roster has no “%s”. Please write the id of a member, or the name of a window or "
                    "group, or delete the row."),
                  text);
}

static void fault_empty(struct reader *reader, int row, int field)
{
    const struct place place = place_of(reader, row, field, "");
    error_add(reader->found, STATUS_INPUT, &place,
              field == SOURCE ? _("This row does not say who contacts. Please write the id.")
                              : _("This row does not say who is contacted. Please write the id, or the name "
                                  "of a window or group."));
}

/* ---- rows ---- */

/* The target as plans name it: an id, a window's or group's name; NULL where there is none. */
static const char *find_target(struct reader *reader, const char *text)
{
    const struct roster *roster = reader->roster;
    const char *narrow = tidy_narrow(reader->pairs, text);
    int member = narrow ? roster_member(roster, narrow) : -1;
    if (member >= 0)
        return roster->member[member].id;
    char *name = tidy_squeeze(reader->pairs, text);
    int window = name ? roster_window(roster, name) : -1;
    if (window >= 0)
        return roster->window[window].name;
    return is_group(reader, text) ? text : NULL;
}

static bool read_values(struct reader *reader, int r, struct pair_row *row)
{
    const struct headings *headings = reader->headings;
    const char **value = talloc_array(reader->pairs, const char *, (unsigned)reader->pairs->columns);
    int columns = 0;
    for (int c = 0; value && c < headings->columns; c++) {
        if (headings->field_of[c] != FIELD_FURTHER)
            continue;
        value[columns] = tidy_trim(reader->pairs, reader->table->row[r].cell[c]);
        if (!value[columns++])
            return false;
    }
    row->value = value;
    return value != NULL;
}

/* False where memory ran out. */
static bool read_row(struct reader *reader, int r)
{
    const char *text[FIELDS];
    for (int f = 0; f < FIELDS; f++) {
        text[f] = tidy_trim(reader->pairs, reader->table->row[r].cell[reader->headings->column_of[f]]);
        if (!text[f])
            return false;
        if (!*text[f])
            fault_empty(reader, r, f);
    }
    const char *id = tidy_narrow(reader->pairs, text[SOURCE]);
    if (!id)
        return false;
    struct pair_row row = {.source = roster_member(reader->roster, id), .row = reader->table->row[r].row};
    row.target = *text[TARGET] ? find_target(reader, text[TARGET]) : NULL;
    if (reader->leaves_out && *id && *text[TARGET] && (row.source < 0 || !row.target)) {
        reader->gone++;
        return true;
    }
    if (*id && row.source < 0)
        fault_unknown(reader, r, SOURCE, text[SOURCE]);
    if (*text[TARGET] && !row.target)
        fault_unknown(reader, r, TARGET, text[TARGET]);
    if (row.source < 0 || !row.target)
        return true;
    if (!read_values(reader, r, &row))
        return false;
    reader->row[reader->pairs->rows++] = row;
    return true;
}

static int compare_rows(const void *a, const void *b)
{
    const struct pair_row *one = a, *other = b;
    if (one->source != other->source)
        return one->source < other->source ? -1 : 1;
    int order = strcmp(one->target, other->target);
    return order ? order : (one->row > other->row) - (one->row < other->row);
}

static void check_doubled(struct reader *reader)
{
    for (int i = 1; i < reader->pairs->rows; i++) {
        const struct pair_row *one = &reader->row[i - 1], *other = &reader->row[i];
        if (one->source != other->source || strcmp(one->target, other->target) != 0)
            continue;
        const struct place place = {.file = reader->table->file, .row = other->row};
        error_add(reader->found, STATUS_INPUT, &place,
                  _("Row %d speaks of this pair, %s and %s, already. Please keep one of the two."), one->row,
                  reader->roster->member[one->source].id, one->target);
    }
}

static bool read_rows(struct reader *reader)
{
    struct pair_table *pairs = reader->pairs;
    const struct headings *headings = reader->headings;
    const char **heading = talloc_array(pairs, const char *, (unsigned)headings->columns);
    reader->row = talloc_array(pairs, struct pair_row, (unsigned)reader->table->rows);
    if (!heading || !reader->row)
        return false;
    for (int c = 0; c < headings->columns; c++)
        if (headings->field_of[c] == FIELD_FURTHER)
            heading[pairs->columns++] = headings->text[c];
    pairs->heading = heading;
    for (int r = 1; r < reader->table->rows && reader->found->count < FAULTS_MOST; r++)
        if (!read_row(reader, r))
            return false;
    if (pairs->rows > 0)
        qsort(reader->row, (size_t)pairs->rows, sizeof *reader->row, compare_rows);
    check_doubled(reader);
    pairs->row = reader->row;
    return true;
}

static struct codes *read_codes(struct reader *reader)
{
    struct codes *codes = NULL;
    codes_read(reader->pairs, "headings.csv", "field", "pairs", &codes, reader->found);
    return codes;
}

static void read_table(struct reader *reader, const struct codes *codes, const struct csv_table *table)
{
    struct tidied_list *tidied = talloc_zero(reader->pairs, struct tidied_list);
    if (!tidied) {
        error_add_memory(reader->found);
        return;
    }
    reader->table = table;
    reader->pairs->file = table->file;
    headings_find(reader->pairs, table, codes, fields, FIELDS, &reader->headings, tidied, reader->found);
    if (reader->headings && reader->headings->column_of[SOURCE] >= 0 &&
        reader->headings->column_of[TARGET] >= 0 && !read_rows(reader))
        error_add_memory(reader->found);
}

static void read_file(struct reader *reader, const char *file)
{
    struct layout *layout = NULL;
    struct codes *codes = read_codes(reader);
    const struct layout_request request = {.roster = codes, .key = fields[SOURCE].name};
    if (codes)
        layout_read(reader->pairs, file, codes->spelling, &request, &layout, reader->found);
    if (layout)
        read_table(reader, codes, layout->table[0].table);
}

/* Hands the table over, or its faults. */
static enum status end(struct reader *reader, const char *file, struct pair_table **pairs,
                       struct error *error)
{
    enum status status = faults_move(error, reader->found);
    if (reader->found->count >= FAULTS_MOST) {
        const struct place place = {.file = file};
        error_add(error, status, &place, _("There are more faults than these. Please correct these first."));
    }
    if (status == STATUS_OK)
        *pairs = reader->pairs;
    else
        talloc_free(reader->pairs);
    return status;
}

static bool begin(const void *owner, const struct roster *roster, struct reader *reader)
{
    *reader = (struct reader){.roster = roster, .pairs = talloc_zero(owner, struct pair_table)};
    reader->found = reader->pairs ? error_new(reader->pairs) : NULL;
    if (!reader->found)
        talloc_free(reader->pairs);
    return reader->found != NULL;
}

enum status pairs_read(const void *owner, const char *file, const struct roster *roster,
                       struct pair_table **pairs, struct error *error)
{
    struct reader reader;
    *pairs = NULL;
    if (!begin(owner, roster, &reader))
        return error_add_memory(error);
    read_file(&reader, file);
    return end(&reader, file, pairs, error);
}

enum status pairs_parse(const void *owner, const char *file, const char *bytes, size_t size,
                        const struct roster *roster, struct pair_table **pairs, int *gone,
                        struct error *error)
{
    static const char *const none[] = {NULL};
    struct reader reader;
    struct csv_table *table = NULL;
    *pairs = NULL;
    if (!begin(owner, roster, &reader))
        return error_add_memory(error);
    reader.leaves_out = gone != NULL;
    struct codes *codes = read_codes(&reader);
    if (codes && csv_parse(reader.pairs, file, bytes, size, none, &table, reader.found) == STATUS_OK)
        read_table(&reader, codes, table);
    if (gone)
        *gone = reader.gone;
    return end(&reader, file, pairs, error);
}

enum status pairs_to_text(const void *owner, const struct pair_table *pairs, const struct roster *roster,
                          char **bytes, size_t *size, struct error *error)
{
    struct growing_text text = {.owner = owner};
    growing_print(&text, "%s,%s", fields[SOURCE].heading, fields[TARGET].heading);
    for (int c = 0; c < pairs->columns; c++) {
        growing_add(&text, ",");
        growing_add_cell(&text, pairs->heading[c], false);
    }
    for (int r = 0; r < pairs->rows; r++) {
        growing_add(&text, "\n");
        growing_add_cell(&text, roster->member[pairs->row[r].source].id, false);
        growing_add(&text, ",");
        growing_add_cell(&text, pairs->row[r].target, false);
        for (int c = 0; c < pairs->columns; c++) {
            growing_add(&text, ",");
            growing_add_cell(&text, pairs->row[r].value[c], false);
        }
    }
    growing_add(&text, "\n");
    return growing_close(&text, bytes, size, error);
}

int pairs_find_heading(const struct pair_table *pairs, const char *heading)
{
    char *key = tidy_key(pairs, heading);
    int found = -1;
    for (int c = 0; key && c < pairs->columns && found < 0; c++) {
        char *other = tidy_key(key, pairs->heading[c]);
        if (other && strcmp(key, other) == 0)
            found = c;
    }
    talloc_free(key);
    return found;
}

enum status pairs_type_column(const struct pair_table *pairs, int column, enum value_type type,
                              struct error *error)
{
    struct error *found = error_new(pairs);
    if (!found)
        return error_add_memory(error);
    for (int i = 0; i < pairs->rows && found->count < FAULTS_MOST; i++) {
        const struct place place = {
            .file = pairs->file, .row = pairs->row[i].row, .heading = pairs->heading[column]};
        const char *text = typed_cell(pairs, type, pairs->row[i].value[column], &place, found);
        if (text)
            ((const char **)(uintptr_t)pairs->row[i].value)[column] = text; /* constant for its readers */
        else
            error_add_memory(found);
    }
    enum status status = faults_move(error, found);
    talloc_free(found);
    return status;
}
