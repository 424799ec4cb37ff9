#include "roster/roster_cells.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/cell_characters.h"
#include "roster/person_name.h"
#include "roster/typed_cell.h"

/* The list cell with its parts joined by 、. */
static const char *join_list(const struct roster_reader *reader, const char *text, const struct place *place)
{
    int count;
    char **part = tidy_split(reader->roster, text, place, &count, reader->found);
    char *list = talloc_strdup(reader->roster, "");
    for (int i = 0; part && list && i < count; i++)
        if (!text_list_has(list, part[i]))
            list = talloc_asprintf_append(list, "%s%s", *list ? "、" : "", part[i]);
    talloc_free(part);
    return part ? list : NULL;
}

/* A window by its name, blanks inside it and its full name notwithstanding. */
static const char *tidy_window(const struct roster_reader *reader, const char *text)
{
    char *name = tidy_squeeze(reader->roster, text);
    const struct window *window = name && reader->windows ? windows_find(reader->windows, name) : NULL;
    return window ? window->name : name;
}

/* A whole number as it is usually written (０３ → 3); other text stays. */
static const char *tidy_order(const void *owner, const char *text)
{
    const char *narrow = tidy_narrow(owner, text);
    int32_t number;
    return narrow && tidy_integer(narrow, &number) ? talloc_asprintf(owner, "%d", number) : narrow;
}

/* Spellings of the workbook's own come first. */
static const char *tidy_party(struct roster_reader *reader, const char *text, const struct place *place)
{
    int alias = reader->aliases ? codes_find(reader->aliases, text) : -1;
    if (alias >= 0)
        text = reader->aliases->meaning[alias];
    return parties_tidy(reader->roster, reader->parties, text, place, reader->found);
}

/* '0571 is how systems write what is to stay a text; an apostrophe that others follow is one of the text. */
static const char *without_mark(const char *text)
{
    bool marked = text[0] == '\'' && text[1] && !strchr(text + 1, '\'');
    return marked ? text + 1 : text;
}

/* What the cell is used as. NULL where memory ran out. */
static const char *tidy_cell(struct roster_reader *reader, int attribute, const char *raw,
                             const struct place *place)
{
    const char *text = tidy_trim(reader->roster, raw);
    if (!text || !*text)
        return text;
    text = without_mark(text);
    switch (attribute) {
    case ATTRIBUTE_ID:
        return tidy_narrow(reader->roster, text);
    case ATTRIBUTE_PARTY:
        return tidy_party(reader, text, place);
    case ATTRIBUTE_ROLE:
        return join_list(reader, text, place);
    case ATTRIBUTE_WINDOW:
        return tidy_window(reader, text);
    case ATTRIBUTE_ORDER:
        return tidy_order(reader->roster, text);
    default:
        return text;
    }
}

/* ---- what columns beyond the attributes say ---- */

/* A row at hand. */
struct row {
    struct roster_reader *reader;
    int row;
    const char **value; /* [roster->columns] */
    bool *left;
    struct person_name said; /* in the cell of the name */
};

static int note(const struct row *row, int column, const char *now)
{
    const struct roster_reader *reader = row->reader;
    const char *raw = reader->table->row[row->row].cell[column];
    const struct place place = headings_place(reader->table, reader->headings, row->row, column, raw);
    return tidied_add(reader->tidied, &place, now);
}

static void fault(const struct row *row, int column, const char *message, const char *a, const char *b)
{
    const struct roster_reader *reader = row->reader;
    const char *raw = reader->table->row[row->row].cell[column];
    const struct place place = headings_place(reader->table, reader->headings, row->row, column, raw);
    error_add(reader->found, STATUS_INPUT, &place, message, a, b);
}

/* Whether two spellings of a nationality are one: 回, 回族. */
static bool same_nation(const char *one, const char *other)
{
    static const char end[] = "族";
    size_t length = strlen(other), last = sizeof end - 1;
    return strcmp(one, other) == 0 ||
           (length > last && strlen(one) == length - last && strncmp(one, other, length - last) == 0);
}

/* What stands in brackets behind the name goes to columns of its own, where these are empty. */
static void take_said(const struct row *row)
{
    struct roster_reader *reader = row->reader;
    int column = reader->headings->column_of[ATTRIBUTE_NAME];
    const struct person_name *said = &row->said;
    const char **gender = &row->value[ATTRIBUTE_GENDER];
    if (said->gender && **gender && strcmp(*gender, said->gender) != 0)
        fault(row, column, _("The name says “%s”, the column of genders “%s”. Please correct one of them."),
              said->gender, *gender);
    else if (said->gender)
        *gender = said->gender;
    const char **nation = reader->nation < 0 ? NULL : &row->value[reader->nation];
    if (said->nation && nation && **nation && !same_nation(*nation, said->nation))
        fault(row, column,
              _("The name says “%s”, the column of nationalities “%s”. Please correct one of them."),
              said->nation, *nation);
    else if (said->nation && nation && !**nation)
        *nation = said->nation;
}

/* `list` with `part` at its end, unless it is there. */
static const char *append(const void *owner, const char *list, const char *part)
{
    if (text_list_has(list, part))
        return list;
    return talloc_asprintf(owner, "%s%s%s", list, *list ? "、" : "", part);
}

/* 是 in the column 党组成员 makes a role. Returns 0 where memory ran out. */
static int take_role(const struct row *row, int column)
{
    const struct roster_reader *reader = row->reader;
    const char *text = row->value[reader->at->column[column]];
    int code = codes_find(reader->yes_words, text);
    if (code < 0) {
        fault(row, column, _("This column takes 是 or nothing, not “%s”. Please correct the cell."), text,
              NULL);
        return 1;
    }
    if (strcmp(reader->yes_words->meaning[code], "yes") != 0)
        return 1;
    const char *role = reader->at->role[column];
    const char *list = append(reader->roster, row->value[ATTRIBUTE_ROLE], role);
    if (!list)
        return 0;
    row->value[ATTRIBUTE_ROLE] = list;
    return 1;
}

static int take_also_party(const struct row *row, int column)
{
    struct roster_reader *reader = row->reader;
    const char *text = row->value[reader->at->column[column]], *list = row->value[ATTRIBUTE_PARTY];
    if (codes_find(reader->yes_words, text) >= 0)
        return 1; /* 无, 否: no second party */
    const struct place place = headings_place(reader->table, reader->headings, row->row, column, text);
    char *both = talloc_asprintf(reader->roster, "%s%s%s", list, *list ? "、" : "", text);
    const char *now =
        both ? parties_tidy(reader->roster, reader->parties, both, &place, reader->found) : NULL;
    if (now)
        row->value[ATTRIBUTE_PARTY] = now;
    return now != NULL;
}

/* 1.38573E+10 as text: what a spreadsheet showed of a number in a narrow column. */
static bool is_cut_number(const char *text)
{
    size_t digits = strspn(text, "0123456789.");
    const char *at = text + digits;
    return digits > 0 && (*at == 'E' || *at == 'e') && at[1] == '+' && at[2] &&
           strspn(at + 2, "0123456789") == strlen(at + 2);
}

static void fault_digits(const struct row *row, int column)
{
    fault(row, column, flaw_sentence(CELL_DIGITS_LOST), NULL, NULL);
}

static int take_date(const struct row *row, int column)
{
    struct roster_reader *reader = row->reader;
    const char *text = row->value[reader->at->column[column]];
    const struct place place = headings_place(reader->table, reader->headings, row->row, column, text);
    const char *now = typed_cell(reader->roster, VALUE_DATE, text, &place, reader->found);
    if (!now)
        return 0;
    row->value[reader->at->column[column]] = now;
    return !*now || strcmp(now, text) == 0 || note(row, column, now);
}

static int take_digits(const struct row *row, int column)
{
    struct roster_reader *reader = row->reader;
    const char *text = row->value[reader->at->column[column]];
    if (is_cut_number(text)) {
        fault_digits(row, column);
        return 1;
    }
    const char *now = tidy_narrow(reader->roster, text);
    if (!now)
        return 0;
    row->value[reader->at->column[column]] = now;
    return strcmp(now, text) == 0 || note(row, column, now);
}

static int take_use(const struct row *row, int column)
{
    switch (row->reader->at->use[column]) {
    case USE_UNTIL:
        *row->left = true; /* whether it lies ahead is looked at when the row is whole */
        return take_date(row, column);
    case USE_SINCE:
    case USE_DATE:
        return take_date(row, column);
    case USE_ROLE:
        return take_role(row, column);
    case USE_ALSO_PARTY:
        return take_also_party(row, column);
    case USE_PHONE:
    case USE_IDENTITY:
        return take_digits(row, column);
    case USE_WHY:
    case USE_NATION:
    case USE_COUNTER:
    case USE_NONE:
        break;
    }
    return 1;
}

/* What is wrong with the cell; a table of text holds the errors of formulas as text. false: nothing. */
static bool flaw_of(const struct row *row, int column, enum cell_flaw *flaw)
{
    const struct roster_part *part = row->reader->at;
    const struct csv_row *at = &part->table->row[row->row];
    const struct flawed_cell *found =
        part->laid->sheet->flaws > 0 ? sheet_flaw(part->laid->sheet, at->row, column) : NULL;
    *flaw = found ? found->flaw : CELL_ERROR;
    return found || typed_cell_is_error(at->cell[column]);
}

/* Whether the column means something to the program; another is read by nobody, or by a scheme that needs it,
 * which looks at its cells then (needs.h). */
static bool is_read(const struct row *row, int column)
{
    const struct roster_part *part = row->reader->at;
    return part->headings->field_of[column] >= 0 || part->use[column] != USE_NONE;
}

/* A cell whose text is not what was typed is a fault where it is read. Returns false where it is used all the
 * same. */
static bool is_flawed(const struct row *row, int column)
{
    enum cell_flaw flaw;
    if (!flaw_of(row, column, &flaw))
        return false;
    if (flaw == CELL_REORDERS || flaw == CELL_CONTROLS)
        return true; /* told already: cell_characters.h */
    if (!is_read(row, column))
        return flaw != CELL_DIGITS_LOST && flaw != CELL_FORMAT;
    fault(row, column, flaw_sentence(flaw), NULL, NULL);
    return true;
}

/* ---- the row ---- */

/* The cell as the file has it, where cleaning changed it, else NULL. */
static const char *written_in(const struct row *row, int column)
{
    const struct roster_part *part = row->reader->at;
    return part->laid->sheet->writtens > 0
               ? sheet_written(part->laid->sheet, part->table->row[row->row].row, column)
               : NULL;
}

/* The name in the cell; a fault where it holds two people's. NULL where memory ran out. */
static const char *read_name(struct row *row, const char *text, const struct place *place)
{
    struct roster_reader *reader = row->reader;
    const char *one, *other;
    if (!person_name_read(reader->roster, text, reader->nations, &row->said))
        return NULL;
    if (person_name_is_two(reader->roster, text, row->said.name, &one, &other))
        error_add(reader->found, STATUS_INPUT, place,
                  _("This cell looks like two people, “%s” and “%s”. Give each a row of their own; the name "
                    "of one person is written without a mark or a blank between its parts, or with “·”."),
                  one, other);
    return row->said.name;
}

static int tidy_column(struct row *row, int column)
{
    struct roster_reader *reader = row->reader;
    int attribute = reader->headings->field_of[column];
    const char *raw = reader->table->row[row->row].cell[column];
    if (is_flawed(row, column)) {
        /* Not empty, so that it is neither called so nor taken for nothing. */
        row->value[reader->at->column[column]] = *raw ? raw : TYPED_CELL_NO_VALUE;
        return is_read(row, column) || note(row, column, row->value[reader->at->column[column]]);
    }
    if (!*raw && !written_in(row, column))
        return 1;
    struct place place = headings_place(reader->table, reader->headings, row->row, column, raw);
    const char *text = tidy_cell(reader, attribute, raw, &place);
    if (text && *text && attribute == ATTRIBUTE_NAME)
        text = read_name(row, text, &place);
    if (!text)
        return 0;
    row->value[reader->at->column[column]] = text;
    const char *written = written_in(row, column);
    place.value = written ? written : raw;
    return (!written && (!*text || strcmp(text, raw) == 0)) || tidied_add(reader->tidied, &place, text);
}

int roster_tidy_row(struct roster_reader *reader, int row, const char **value, bool *left)
{
    const struct roster_part *part = reader->at;
    struct row at = {.reader = reader, .row = row, .value = value, .left = left};
    *left = false;
    for (int c = 0; c < reader->roster->columns; c++)
        value[c] = "";
    for (int c = 0; c < part->headings->columns; c++)
        if (part->column[c] >= 0 && !tidy_column(&at, c))
            return 0;
    const struct section *section = layout_section(part->laid, part->table->row[row].row);
    const char *sector = section ? section->sector : part->laid->sector;
    if (sector && !*value[ATTRIBUTE_SECTOR])
        value[ATTRIBUTE_SECTOR] = sector;
    for (int c = 0; c < part->headings->columns; c++)
        if (part->use[c] != USE_NONE && part->column[c] >= 0 && *value[part->column[c]] && !take_use(&at, c))
            return 0;
    take_said(&at);
    roster_check_days(reader, row, value, left);
    return 1;
}
