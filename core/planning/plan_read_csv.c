#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "planning/plan_parts.h"
#include "roster/cell_characters.h"
#include "roster/layout.h"

enum field { FIELD_RELATION, FIELD_SOURCE, FIELD_SOURCE_NAME, FIELD_TARGET, FIELD_TARGET_NAME, FIELDS };

/* Headings by which a field goes: ours first (faults show it), then what offices and other programs write. */
static const struct {
    const char *heading;
    enum field field;
} known[] = {
    {"联系类别", FIELD_RELATION},   {"联系人编号", FIELD_SOURCE},      {"联系人", FIELD_SOURCE_NAME},
    {"联系对象编号", FIELD_TARGET}, {"联系对象", FIELD_TARGET_NAME},   {"类别", FIELD_RELATION},
    {"relation", FIELD_RELATION},   {"联系人姓名", FIELD_SOURCE_NAME}, {"联系对象姓名", FIELD_TARGET_NAME},
    {"source", FIELD_SOURCE},       {"source_id", FIELD_SOURCE},       {"source_name", FIELD_SOURCE_NAME},
    {"target", FIELD_TARGET},       {"target_id", FIELD_TARGET},       {"target_name", FIELD_TARGET_NAME},
};
enum {
    KNOWN = sizeof known / sizeof known[0],
    FAULTS_MOST = 500,
};

struct table {
    const struct csv_table *csv;
    int cell[FIELDS]; /* which cell of a row holds the field; -1: none */
};

static int field_of(const char *heading)
{
    for (int i = 0; i < KNOWN; i++)
        if (strcasecmp(known[i].heading, heading) == 0)
            return (int)known[i].field;
    return -1;
}

static void find_headings(struct table *table, const struct named_plan *plan, struct error *error)
{
    const struct csv_row *row = &table->csv->row[0];
    for (int f = 0; f < FIELDS; f++)
        table->cell[f] = -1;
    for (int i = 0; i < row->cells; i++) {
        char *heading = text_trim(plan, row->cell[i], strlen(row->cell[i]));
        int field = heading ? field_of(heading) : -1;
        if (field >= 0 && table->cell[field] >= 0) {
            const struct place place = {.file = plan->file,
                                        .sheet = table->csv->sheet,
                                        .row = row->row,
                                        .column = i + 1,
                                        .heading = heading};
            error_add(error, STATUS_INPUT, &place,
                      _("The columns “%s” and “%s” say the same. Please keep one of them."),
                      row->cell[table->cell[field]], heading);
        } else if (field >= 0) {
            table->cell[field] = i;
        }
    }
}

/* The heading of the file that comes nearest to one of the field's, or NULL. */
static const char *near_heading(const struct table *table, enum field field)
{
    const struct csv_row *row = &table->csv->row[0];
    for (int i = 0; i < KNOWN; i++) {
        if (known[i].field != field || text_count(known[i].heading) < 3)
            continue; /* a word of two characters comes near too much else */
        const char *nearest = text_nearest(known[i].heading, row->cell, row->cells);
        if (nearest && field_of(nearest) < 0)
            return nearest;
    }
    return NULL;
}

static void missing(const struct table *table, const struct named_plan *plan, enum field field,
                    const char *english, struct error *error)
{
    const char *nearest = near_heading(table, field);
    const struct place place = {.file = plan->file,
                                .sheet = table->csv->sheet,
                                .row = table->csv->row[0].row,
                                .heading = known[field].heading};
    if (nearest)
        error_add(error, STATUS_INPUT, &place,
                  _("There is no column “%s” (or “%s”). If “%s” is the one, please correct its heading."),
                  known[field].heading, english, nearest);
    else
        error_add(error, STATUS_INPUT, &place,
                  _("There is no column “%s” (or “%s”). Please add it, or check that the file is a table of "
                    "pairs."),
                  known[field].heading, english);
}

static void need_headings(const struct table *table, const struct named_plan *plan, struct error *error)
{
    if (table->cell[FIELD_RELATION] < 0)
        missing(table, plan, FIELD_RELATION, "relation", error);
    if (table->cell[FIELD_SOURCE] < 0 && table->cell[FIELD_SOURCE_NAME] < 0)
        missing(table, plan, FIELD_SOURCE, "source", error);
    if (table->cell[FIELD_TARGET] < 0 && table->cell[FIELD_TARGET_NAME] < 0)
        missing(table, plan, FIELD_TARGET, "target", error);
}

/* The field's trimmed text, "" where there is none; NULL where memory ran out. */
static const char *field_text(const struct table *table, const struct csv_row *row, enum field field,
                              const void *owner)
{
    int at = table->cell[field];
    if (at < 0 || at >= row->cells)
        return "";
    return text_trim(owner, row->cell[at], strlen(row->cell[at]));
}

static const char *heading_of(const struct table *table, enum field field, enum field other)
{
    int at = table->cell[field] >= 0 ? table->cell[field] : table->cell[other];
    return table->csv->row[0].cell[at];
}

/* A cell behind the last heading, or a pair that lacks a part. */
static void row_faults(const struct table *table, const struct csv_row *row, const struct named_plan *plan,
                       const struct named_pair *pair, struct error *error)
{
    struct place place = {.file = plan->file, .row = row->row};
    for (int i = table->csv->row[0].cells; i < row->cells; i++)
        if (*row->cell[i]) {
            place.column = i + 1;
            place.value = row->cell[i];
            error_add(
                error, STATUS_INPUT, &place,
                _("This cell stands behind the last heading. Please check whether the row has slipped."));
            break;
        }
    place.value = "";
    place.column = 0;
    if (!*pair->relation) {
        place.heading = heading_of(table, FIELD_RELATION, FIELD_RELATION);
        error_add(error, STATUS_INPUT, &place,
                  _("This pair has no relation. Please write which kind of link it is."));
    }
    if (!*pair->source && !*pair->source_name) {
        place.heading = heading_of(table, FIELD_SOURCE, FIELD_SOURCE_NAME);
        error_add(error, STATUS_INPUT, &place,
                  _("This pair does not say who contacts. Please write the id or the name."));
    }
    if (!*pair->target && !*pair->target_name) {
        place.heading = heading_of(table, FIELD_TARGET, FIELD_TARGET_NAME);
        error_add(error, STATUS_INPUT, &place,
                  _("This pair does not say who is contacted. Please write the id, the name or the window."));
    }
}

/* One row as a pair; false where memory ran out. */
static bool read_row(struct named_pair *pair, const struct table *table, const struct csv_row *row,
                     struct plan_texts *texts, const void *scratch)
{
    const char **const field[FIELDS] = {&pair->relation, &pair->source, &pair->source_name, &pair->target,
                                        &pair->target_name};
    for (int f = 0; f < FIELDS; f++) {
        const char *text = field_text(table, row, (enum field)f, scratch);
        if (text && *text)
            *field[f] = plan_text_keep(texts, text, strlen(text));
        if (!text || !*field[f])
            return false;
    }
    pair->row = row->row;
    return true;
}

static void read_rows(struct named_plan *plan, const struct table *table, struct error *error)
{
    int room = 0, most = error->count + FAULTS_MOST;
    struct plan_texts texts = {.owner = plan};
    void *scratch = talloc_new(plan);
    for (int r = 1; r < table->csv->rows && error->count < most; r++) {
        const struct csv_row *row = &table->csv->row[r];
        struct named_pair *pair = plan_add_pair(plan, &room);
        if (!scratch || !pair || !read_row(pair, table, row, &texts, scratch)) {
            error_add_memory(error);
            break;
        }
        row_faults(table, row, plan, pair, error);
        talloc_free_children(scratch);
    }
    talloc_free(scratch);
    if (error->count < most)
        return;
    const struct place place = {.file = plan->file};
    error_add(error, STATUS_INPUT, &place,
              _("Reading ended here after %d faults. Please check that this is the right file."),
              FAULTS_MOST);
}

static enum status parse_text(struct named_plan *plan, const char *bytes, size_t size,
                              const char *const *headings, struct csv_table **csv, struct error *error)
{
    enum status status = csv_parse(plan, plan->file, bytes, size, headings, csv, error);
    return !*csv || table_clean(*csv, error) ? status : error_add_memory(error);
}

/* The table of pairs: CSV, or the sheet of a workbook that has headings of pairs. */
static enum status parse(struct named_plan *plan, const char *bytes, size_t size, const char *const *headings,
                         struct csv_table **csv, struct error *error)
{
    struct book *book;
    struct codes *codes;
    struct layout *layout;
    if (!reader_xlsx.sniff(bytes, size) && !reader_xls.sniff(bytes, size))
        return parse_text(plan, bytes, size, headings, csv, error);
    enum status status = book_parse(plan, plan->file, bytes, size, headings, &book, error);
    if (status == STATUS_OK)
        status = codes_read(plan, "headings.csv", "field", "pairs", &codes, error);
    if (status != STATUS_OK)
        return status;
    const struct layout_request request = {.roster = codes, .key = "source"};
    status = layout_find(plan, book, &request, &layout, error);
    if (layout)
        *csv = layout->table[0].table;
    return status;
}

enum status plan_read_csv(struct named_plan *plan, const char *bytes, size_t size, struct error *error)
{
    const char *headings[KNOWN + 1];
    for (int i = 0; i < KNOWN; i++)
        headings[i] = known[i].heading;
    headings[KNOWN] = NULL;
    struct csv_table *csv = NULL;
    int before = error->count;
    enum status status = parse(plan, bytes, size, headings, &csv, error);
    if (!csv)
        return status;
    /* Slips inside cells may have been found already: what else is wrong is said with them. */
    struct table table = {.csv = csv};
    int slips = error->count;
    find_headings(&table, plan, error);
    need_headings(&table, plan, error);
    if (error->count == slips)
        read_rows(plan, &table, error);
    talloc_free(csv);
    return error->count > before ? error->status : STATUS_OK;
}
