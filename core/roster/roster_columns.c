#include "roster/roster_columns.h"

#include <stdint.h>
#include <string.h>
#include <talloc.h>

#include "roster/cell_characters.h"

static const char nation_heading[] = "民族";

static void list_fields(struct field *field, bool is_part)
{
    for (int a = 0; a < ATTRIBUTES_BUILT_IN; a++)
        field[a] = (struct field){
            attribute_name(a), attribute_heading(a), a == ATTRIBUTE_NAME || (!is_part && a == ATTRIBUTE_ID),
            a == ATTRIBUTE_NAME ||
                (!is_part && (a == ATTRIBUTE_ID || a == ATTRIBUTE_PARTY || a == ATTRIBUTE_WINDOW))};
}

/* Fields of data/codes/headings.csv that are no attributes but mean something all the same. */
static enum column_use use_of(const struct codes *codes, const char *heading, const char **role)
{
    static const struct {
        const char *field;
        enum column_use use;
    } uses[] = {{"nation", USE_NATION},     {"birth", USE_DATE},
                {"since", USE_SINCE},       {"until", USE_UNTIL},
                {"reason", USE_WHY},        {"phone", USE_PHONE},
                {"identity", USE_IDENTITY}, {"also_party", USE_ALSO_PARTY},
                {"role=", USE_ROLE},        {"counter", USE_COUNTER}};
    int code = codes_find(codes, heading);
    const char *field = code < 0 ? "" : codes->meaning[code];
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
        size_t size = strlen(uses[i].field);
        if (uses[i].use == USE_ROLE ? strncmp(field, uses[i].field, size) == 0
                                    : strcmp(field, uses[i].field) == 0) {
            *role = uses[i].use == USE_ROLE ? field + size : NULL;
            return uses[i].use;
        }
    }
    return USE_NONE;
}

/* The further column with this heading; a new one where there is none. -1: memory ran out. */
static int further_column(struct roster *roster, const char *heading)
{
    for (int c = ATTRIBUTES_BUILT_IN; c < roster->columns; c++)
        if (strcmp(roster->column[c].heading, heading) == 0)
            return c;
    struct column *grown =
        talloc_realloc(roster, roster->column, struct column, (unsigned)roster->columns + 1);
    if (!grown)
        return -1;
    roster->column = grown;
    roster->column[roster->columns] = (struct column){NULL, heading, VALUE_TEXT};
    return roster->columns++;
}

/* Where it was said which column this is: notes that the heading was met, and in the list of what was tidied
 * how it is read. Returns the heading under which a further column is kept; NULL where memory ran out. */
static const char *heading_as_said(struct roster_reader *reader, const struct roster_part *part,
                                   const struct codes *codes, int column)
{
    const char *text = part->headings->text[column];
    struct column_name *said = column_names_find(reader->names, text);
    if (!said)
        return text;
    const char *heading = column_names_heading(reader->names, codes, said->field);
    const struct place place = headings_place(part->table, part->headings, 0, column, text);
    said->met = true;
    return strcmp(heading, text) == 0 || tidied_add(reader->tidied, &place, heading) ? heading : NULL;
}

/* 任职日期, 离任日期, 离任原因 go by their usual headings, since they are known by these further on. */
static const char *usual_heading(const struct codes *codes, enum column_use use, const char *heading)
{
    switch (use) {
    case USE_SINCE:
        return column_names_heading(NULL, codes, "since");
    case USE_UNTIL:
        return column_names_heading(NULL, codes, "until");
    case USE_WHY:
        return column_names_heading(NULL, codes, "reason");
    default:
        return heading;
    }
}

/* Says which column of the roster each column of the part is. Returns 0 where memory ran out. */
static int place_columns(struct roster_reader *reader, struct roster_part *part, const struct codes *codes)
{
    const struct headings *headings = part->headings;
    struct roster *roster = reader->roster;
    unsigned columns = (unsigned)headings->columns;
    part->column = talloc_array(roster, int, columns);
    part->use = talloc_zero_array(roster, enum column_use, columns);
    part->role = talloc_zero_array(roster, const char *, columns);
    if (!part->column || !part->use || !part->role)
        return 0;
    for (int c = 0; c < headings->columns; c++) {
        int field = headings->field_of[c];
        part->column[c] = -1;
        if (field == FIELD_UNNAMED)
            continue;
        const char *heading = heading_as_said(reader, part, codes, c);
        if (!heading)
            return 0;
        if (field >= 0) {
            /* A second column of one attribute is a fault of its own; the first one's cells are checked. */
            if (headings->column_of[field] == c)
                part->column[c] = field;
            continue;
        }
        part->use[c] = use_of(codes, headings->text[c], &part->role[c]);
        if (part->use[c] == USE_COUNTER)
            continue;
        part->column[c] = further_column(roster, usual_heading(codes, part->use[c], heading));
        if (part->column[c] < 0)
            return 0;
        if (part->use[c] == USE_NATION && reader->nation < 0)
            reader->nation = part->column[c];
    }
    return 1;
}

/* Notes the headings that were cleaned (cell_characters.h). Returns 0 where memory ran out. */
static int note_headings(const struct roster_reader *reader, const struct roster_part *part)
{
    for (int c = 0; part->laid->sheet->writtens > 0 && c < part->headings->columns; c++) {
        const char *written = sheet_written(part->laid->sheet, part->table->row[0].row, c);
        const struct place place = headings_place(part->table, part->headings, 0, c, written);
        if (written && !tidied_add(reader->tidied, &place, part->headings->text[c]))
            return 0;
    }
    return 1;
}

/* Whether a name says a nationality in brackets, which needs a column to go to. */
static bool names_nations(const struct roster_part *part)
{
    int column = part->headings->column_of[ATTRIBUTE_NAME];
    for (int r = 1; column >= 0 && r < part->table->rows; r++)
        if (strstr(part->table->row[r].cell[column], "族") &&
            strpbrk(part->table->row[r].cell[column], "(\xEF"))
            return true;
    return false;
}

static int add_nations(struct roster_reader *reader)
{
    bool named = false;
    for (int p = 0; p < reader->parts && reader->nation < 0; p++)
        named = named || names_nations(&reader->part[p]);
    if (named)
        reader->nation = further_column(reader->roster, nation_heading);
    return !named || reader->nation >= 0;
}

/* The usual heading, or the file's own. */
static const char *heading_of(const struct roster_reader *reader, int attribute)
{
    for (int p = 0; p < reader->parts; p++) {
        const struct headings *headings = reader->part[p].headings;
        if (headings->column_of[attribute] >= 0)
            return headings->text[headings->column_of[attribute]];
    }
    return attribute_heading(attribute);
}

/* Whether no sheet says anything of the attribute: neither a column of its own, nor one for each role, nor
 * the name of the sheet. */
static bool is_missing(const struct roster_reader *reader, int attribute)
{
    for (int p = 0; p < reader->parts; p++) {
        const struct roster_part *part = &reader->part[p];
        if (part->headings->column_of[attribute] >= 0 ||
            (attribute == ATTRIBUTE_SECTOR && (part->laid->sector || part->laid->sections > 0)))
            return false;
        for (int c = 0; attribute == ATTRIBUTE_ROLE && c < part->headings->columns; c++)
            if (part->use[c] == USE_ROLE)
                return false;
    }
    return true;
}

int roster_make_columns(struct roster_reader *reader, const struct layout *layout, const struct codes *codes)
{
    struct roster *roster = reader->roster;
    struct field field[ATTRIBUTES_BUILT_IN];
    list_fields(field, reader->is_part);
    reader->nation = -1;
    reader->part = talloc_zero_array(roster, struct roster_part, (unsigned)layout->tables);
    roster->column = talloc_array(roster, struct column, ATTRIBUTES_BUILT_IN);
    if (!reader->part || !roster->column)
        return 0;
    for (int a = 0; a < ATTRIBUTES_BUILT_IN; a++)
        roster->column[a] = (struct column){attribute_name(a), attribute_heading(a), attribute_type(a)};
    roster->columns = ATTRIBUTES_BUILT_IN;
    for (int t = 0; t < layout->tables; t++) {
        const struct laid_table *laid = &layout->table[t];
        struct roster_part *part = &reader->part[reader->parts];
        if (laid->kind != TABLE_ROSTER)
            continue;
        *part = (struct roster_part){.laid = laid, .table = laid->table};
        headings_find(roster, laid->table, codes, field, ATTRIBUTES_BUILT_IN, &part->headings, reader->tidied,
                      reader->found);
        if (!part->headings)
            continue;
        reader->parts++;
        if (!note_headings(reader, part) || !place_columns(reader, part, codes))
            return 0;
    }
    for (int a = 0; a < ATTRIBUTES_BUILT_IN; a++) {
        roster->column[a].heading = heading_of(reader, a);
        roster->column[a].missing = is_missing(reader, a);
    }
    return add_nations(reader);
}

static bool is_said_elsewhere(const struct roster_reader *reader, int column)
{
    for (int p = 0; p < reader->parts; p++)
        for (int c = 0; c < reader->part[p].headings->columns; c++)
            if (reader->part[p].column[c] == column)
                return reader->part[p].use[c] == USE_ROLE || reader->part[p].use[c] == USE_ALSO_PARTY;
    return false;
}

static void move_cell(const struct member *member, int from, int to)
{
    ((const char **)(uintptr_t)member->value)[to] = member->value[from];
}

void roster_drop_columns(struct roster_reader *reader)
{
    struct roster *roster = reader->roster;
    int kept = ATTRIBUTES_BUILT_IN;
    for (int c = ATTRIBUTES_BUILT_IN; c < roster->columns; c++) {
        if (is_said_elsewhere(reader, c))
            continue;
        roster->column[kept] = roster->column[c];
        for (int m = 0; m < roster->members; m++)
            move_cell(&roster->member[m], c, kept);
        for (int m = 0; m < roster->former_members; m++)
            move_cell(&roster->former_member[m], c, kept);
        kept++;
    }
    roster->columns = kept;
}
