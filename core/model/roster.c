#include "model/roster.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/text.h"

static const struct {
    const char *name, *heading;
    enum value_type type;
} built_in[ATTRIBUTES_BUILT_IN] = {
    [ATTRIBUTE_ID] = {"id", "编号", VALUE_TEXT},
    [ATTRIBUTE_NAME] = {"name", "姓名", VALUE_TEXT},
    [ATTRIBUTE_GENDER] = {"gender", "性别", VALUE_TEXT},
    [ATTRIBUTE_PARTY] = {"party", "党派", VALUE_LIST},
    [ATTRIBUTE_SECTOR] = {"sector", "界别", VALUE_TEXT},
    [ATTRIBUTE_WINDOW] = {"window", "窗口", VALUE_TEXT},
    [ATTRIBUTE_COUNTY] = {"county", "县市区", VALUE_TEXT},
    [ATTRIBUTE_UNIT] = {"unit", "单位", VALUE_TEXT},
    [ATTRIBUTE_POST] = {"post", "政协职务", VALUE_TEXT},
    [ATTRIBUTE_ROLE] = {"role", "身份", VALUE_LIST},
    [ATTRIBUTE_EXEMPT] = {"exempt", "免联系理由", VALUE_TEXT},
    [ATTRIBUTE_ORDER] = {"order", "排序", VALUE_INTEGER},
};

const char *attribute_name(enum attribute attribute)
{
    return built_in[attribute].name;
}

const char *attribute_heading(enum attribute attribute)
{
    return built_in[attribute].heading;
}

enum value_type attribute_type(enum attribute attribute)
{
    return built_in[attribute].type;
}

int roster_column(const struct roster *roster, const char *name)
{
    for (int i = 0; i < roster->columns; i++)
        if ((roster->column[i].attribute && strcmp(roster->column[i].attribute, name) == 0) ||
            strcmp(roster->column[i].heading, name) == 0)
            return i;
    return -1;
}

int roster_member(const struct roster *roster, const char *id)
{
    int low = 0, high = roster->members;
    while (low < high) {
        int middle = low + (high - low) / 2;
        int order = strcmp(roster->member[middle].id, id);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

int roster_window(const struct roster *roster, const char *name)
{
    int low = 0, high = roster->windows;
    while (low < high) {
        int middle = low + (high - low) / 2;
        int order = strcmp(roster->window[middle].name, name);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (int i = 0; i < roster->windows; i++)
        if (strcmp(roster->window[i].full_name, name) == 0)
            return i;
    return -1;
}

char *window_word(const void *owner, const char *name)
{
    static const char word[] = "窗口";
    size_t size = strlen(name), end = sizeof word - 1;
    bool repeats = size > end && strcmp(name + size - end, word) == 0;
    return talloc_strndup(owner, name, repeats ? size - end : size);
}

int roster_named(const struct roster *roster, const char *name, int *first)
{
    int count = 0;
    for (int i = 0; i < roster->members; i++)
        if (strcmp(roster->member[i].name, name) == 0 && count++ == 0)
            *first = i;
    return count;
}

static int compare_members(const void *a, const void *b)
{
    const struct member *one = a, *other = b;
    int order = strcmp(one->id, other->id);
    if (order)
        return order;
    return one->number != other->number ? (one->number > other->number) - (one->number < other->number)
                                        : (one->row > other->row) - (one->row < other->row);
}

static int compare_windows(const void *a, const void *b)
{
    return strcmp(((const struct window *)a)->name, ((const struct window *)b)->name);
}

struct cell {
    const char *text;
    int member;
};

static int compare_cells(const void *a, const void *b)
{
    const struct cell *one = a, *other = b;
    int order = strcmp(one->text, other->text);
    return order ? order : (one->member > other->member) - (one->member < other->member);
}

/* Codes of the texts of one column: [members] under `owner`, or NULL where memory ran out. `cell` is room for
 * as many. */
static int *intern(const void *owner, struct cell *cell, int members)
{
    int *codes = talloc_array(owner, int, (unsigned)members);
    if (!codes)
        return NULL;
    qsort(cell, (size_t)members, sizeof *cell, compare_cells);
    int last = 0;
    for (int i = 0; i < members; i++) {
        if (!*cell[i].text)
            codes[cell[i].member] = 0;
        else
            codes[cell[i].member] = i > 0 && strcmp(cell[i - 1].text, cell[i].text) == 0 ? last : ++last;
    }
    return codes;
}

static int intern_columns(struct roster *roster)
{
    const int **code = talloc_zero_array(roster, const int *, (unsigned)roster->columns);
    struct cell *cell = talloc_array(roster, struct cell, (unsigned)roster->members);
    if (!code || !cell)
        return 0;
    for (int c = 0; c < roster->columns; c++) {
        for (int m = 0; m < roster->members; m++)
            cell[m] = (struct cell){roster->member[m].value[c], m};
        code[c] = intern(code, cell, roster->members);
        if (!code[c])
            return 0;
    }
    talloc_free(cell);
    roster->code = code;
    return 1;
}

/* Gives each member one cell more than `columns`, an empty one. Returns 0 where memory ran out. */
static int widen(struct member *member, int members, int columns)
{
    for (int m = 0; m < members; m++) {
        const char **value = talloc_array(member, const char *, (unsigned)columns + 1);
        if (!value)
            return 0;
        memcpy(value, member[m].value, (size_t)columns * sizeof *value);
        value[columns] = "";
        member[m].value = value;
    }
    return 1;
}

int roster_add_column(struct roster *roster, const char *heading)
{
    int added = roster->columns;
    unsigned room = (unsigned)added + 1;
    struct column *column = talloc_realloc(roster, roster->column, struct column, room);
    if (!column)
        return -1;
    roster->column = column;
    column[added] = (struct column){NULL, talloc_strdup(roster, heading), VALUE_TEXT};
    const int **code = talloc_array(roster, const int *, room);
    if (!code || !column[added].heading)
        return -1;
    for (int c = 0; c < added; c++)
        code[c] = roster->code[c];
    code[added] = talloc_zero_array(code, int, (unsigned)roster->members);
    if (!code[added] || !widen(roster->member, roster->members, added) ||
        !widen(roster->former_member, roster->former_members, added))
        return -1;
    roster->code = code;
    return roster->columns++;
}

int roster_retype(struct roster *roster, int column, const char *attribute, enum value_type type,
                  const char *const *text)
{
    struct cell *cell = talloc_array(roster, struct cell, (unsigned)roster->members);
    const char *name = talloc_strdup(roster, attribute);
    for (int m = 0; cell && m < roster->members; m++)
        cell[m] = (struct cell){text[m], m};
    int *codes = cell && name ? intern(roster, cell, roster->members) : NULL;
    talloc_free(cell);
    if (!codes)
        return 0;
    /* The rows and the table of codes are constant for all who read the roster; it is the roster itself that
     * changes here. */
    for (int m = 0; m < roster->members; m++)
        ((const char **)(uintptr_t)roster->member[m].value)[column] = text[m];
    ((const int **)(uintptr_t)roster->code)[column] = codes;
    roster->column[column].attribute = name;
    roster->column[column].type = type;
    return 1;
}

/* When and why former members left, where the file says so. */
static void note_leaving(struct roster *roster)
{
    int date = roster_column(roster, "离任日期"), reason = roster_column(roster, "离任原因");
    for (int m = 0; m < roster->former_members; m++) {
        struct member *member = &roster->former_member[m];
        if (member->left)
            continue;
        member->left = date >= 0 ? member->value[date] : "";
        member->left_reason = reason >= 0 ? member->value[reason] : "";
    }
}

int roster_finish(struct roster *roster)
{
    if (roster->members > 0)
        qsort(roster->member, (size_t)roster->members, sizeof *roster->member, compare_members);
    if (roster->windows > 0)
        qsort(roster->window, (size_t)roster->windows, sizeof *roster->window, compare_windows);
    for (int w = 0; w < roster->windows; w++)
        roster->window[w].members = 0;
    for (int m = 0; m < roster->members; m++) {
        struct member *member = &roster->member[m];
        const char *window = member->value[ATTRIBUTE_WINDOW];
        member->window = *window ? roster_window(roster, window) : WINDOW_NONE;
        if (member->window >= 0 && !member->exempt)
            roster->window[member->window].members++;
    }
    note_leaving(roster);
    return intern_columns(roster);
}

bool member_in_party(const struct member *member, const char *party)
{
    return text_list_has(member->value[ATTRIBUTE_PARTY], party);
}

bool member_has_role(const struct member *member, const char *role)
{
    return text_list_has(member->value[ATTRIBUTE_ROLE], role);
}
