#include "roster/roster_cells.h"

#include <string.h>
#include <talloc.h>

#include "base/text.h"

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

/* What the cell is used as. NULL where memory ran out. */
static const char *tidy_cell(struct roster_reader *reader, int attribute, const char *raw,
                             const struct place *place)
{
    const char *text = tidy_trim(reader->roster, raw);
    if (!text || !*text)
        return text;
    switch (attribute) {
    case ATTRIBUTE_ID:
        return tidy_narrow(reader->roster, text);
    case ATTRIBUTE_NAME:
        return tidy_squeeze(reader->roster, text);
    case ATTRIBUTE_PARTY:
        return parties_tidy(reader->roster, reader->parties, text, place, reader->found);
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

int roster_tidy_row(struct roster_reader *reader, int row, const char **value)
{
    const struct headings *headings = reader->headings;
    for (int a = 0; a < ATTRIBUTES_BUILT_IN; a++)
        value[a] = "";
    int further = ATTRIBUTES_BUILT_IN;
    for (int c = 0; c < headings->columns; c++) {
        int field = headings->field_of[c];
        if (field == FIELD_UNNAMED)
            continue;
        /* A second column of one attribute is a fault of its own; the first one's cells are checked. */
        if (field >= 0 && headings->column_of[field] != c)
            continue;
        const char *raw = reader->table->row[row].cell[c];
        const struct place place = headings_place(reader->table, headings, row, c, raw);
        const char *text = tidy_cell(reader, field, raw, &place);
        if (!text || (*text && strcmp(text, raw) != 0 && !tidied_add(reader->tidied, &place, text)))
            return 0;
        value[field >= 0 ? field : further++] = text;
    }
    return 1;
}
