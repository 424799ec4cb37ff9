/* Comparisons of all pairs without Lua: cells as codes, lists as sets of parts. */
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/text.h"
#include "script/host.h"

/* The parts of a column's cells. A code of a cell, or of a group (a part by itself), has its parts in
 * ascending order and a mask with a bit for each (part modulo 64). */
struct compared_column {
    int column;
    struct end kind;      /* which ends `code` is of */
    const int *code;      /* [ends of that kind]; 0: empty */
    const int *of_member; /* [members]; NULL: the roster's codes */
    int parts;
    const int *begin; /* [codes + 1] into part */
    const int *part;
    const uint64_t *mask; /* [codes]; NULL: equal codes are the same, and no others */
};

struct cell_part {
    const char *text;
    int code;
};

static int compare_parts(const void *a, const void *b)
{
    const struct cell_part *one = a, *other = b;
    int order = strcmp(one->text, other->text);
    return order ? order : (one->code > other->code) - (one->code < other->code);
}

/* Text of each code of the column; groups of the column follow with codes of their own, from *first on. */
static const char **texts_of_codes(const void *owner, const struct roster *roster,
                                   struct compared_column *made, int *first, int *codes)
{
    const int *cell = roster->code[made->column];
    int groups = made->column == made->kind.group_column ? made->kind.groups : 0, most = 0;
    for (int m = 0; m < roster->members; m++)
        most = cell[m] > most ? cell[m] : most;
    *first = most + 1;
    *codes = *first + groups;
    const char **text = talloc_array(owner, const char *, (unsigned)*codes);
    int *code = talloc_zero_array(made, int, (unsigned)made->kind.groups + 1);
    if (!text || !code)
        return NULL;
    text[0] = "";
    for (int m = 0; m < roster->members; m++)
        text[cell[m]] = roster->member[m].value[made->column];
    for (int i = 0; i < groups; i++) {
        code[i] = *first + i;
        text[code[i]] = made->kind.group[i];
    }
    made->code = code;
    return text;
}

/* All parts of all codes; NULL where memory ran out. */
static struct cell_part *split_texts(const void *owner, const char **text, int codes, bool is_list, int first,
                                     int *count)
{
    struct cell_part *all = talloc_array(owner, struct cell_part, (unsigned)codes + 1);
    *count = 0;
    for (int c = 1; all && c < codes; c++) {
        int parts = 1;
        bool whole = !is_list || c >= first; /* a name is one part, whatever it holds */
        char **part = whole ? NULL : text_split_list(all, text[c], &parts);
        if (!whole && !part)
            return NULL;
        all = talloc_realloc(owner, all, struct cell_part, (unsigned)(*count + parts + codes));
        for (int i = 0; all && i < parts; i++)
            all[(*count)++] = (struct cell_part){whole ? text[c] : part[i], c};
    }
    return all;
}

/* Parts become numbers, then the list of each code. */
static bool number_parts(struct compared_column *made, struct cell_part *all, int count, int codes)
{
    int *begin = talloc_zero_array(made, int, (unsigned)codes + 2);
    int *part = talloc_array(made, int, (unsigned)count + 1);
    uint64_t *mask = talloc_zero_array(made, uint64_t, (unsigned)codes);
    if (!begin || !part || !mask)
        return false;
    if (count > 0)
        qsort(all, (size_t)count, sizeof *all, compare_parts);
    for (int i = 0; i < count; i++)
        begin[all[i].code + 2]++;
    for (int c = 2; c < codes + 2; c++)
        begin[c] += begin[c - 1];
    for (int i = 0; i < count; i++) {
        made->parts += i == 0 || strcmp(all[i - 1].text, all[i].text) != 0;
        part[begin[all[i].code + 1]++] = made->parts - 1;
        mask[all[i].code] |= (uint64_t)1 << ((made->parts - 1) % 64);
    }
    made->begin = begin;
    made->part = part;
    made->mask = mask;
    return true;
}

/* A window has one cell, its own name in the column of windows: there its place is the code, from 1. */
static bool number_windows(struct compared_column *made, const struct roster *roster)
{
    int *code = talloc_zero_array(made, int, (unsigned)roster->windows + 1);
    int *of_member = talloc_zero_array(made, int, (unsigned)roster->members + 1);
    if (!code || !of_member)
        return false;
    made->code = code;
    if (made->column != ATTRIBUTE_WINDOW)
        return true;
    for (int w = 0; w < roster->windows; w++)
        code[w] = w + 1;
    for (int m = 0; m < roster->members; m++)
        of_member[m] = roster->member[m].window + 1;
    made->of_member = of_member;
    return true;
}

static struct compared_column *make_column(struct host *host, int column, const struct end *kind)
{
    struct compared_column *made = talloc_zero(host, struct compared_column);
    void *passing = talloc_new(host);
    int first, codes, count;
    bool ok = false;
    if (!made || !passing)
        return NULL;
    made->column = column;
    made->kind = *kind;
    if (kind->kind == TARGET_WINDOW) {
        ok = number_windows(made, host->roster);
    } else {
        bool is_list = host->roster->column[column].type == VALUE_LIST;
        const char **text = texts_of_codes(passing, host->roster, made, &first, &codes);
        struct cell_part *all = text ? split_texts(passing, text, codes, is_list, first, &count) : NULL;
        ok = all && number_parts(made, all, count, codes);
    }
    talloc_free(passing);
    return ok ? made : NULL;
}

static const struct compared_column *find_column(struct host *host, int column, const struct end *kind)
{
    for (int i = 0; i < host->comparisons; i++) {
        const struct compared_column *made = host->compared[i];
        if (made->column == column && made->kind.kind == kind->kind && made->kind.group == kind->group)
            return made;
    }
    struct compared_column **grown =
        talloc_realloc(host, host->compared, struct compared_column *, (unsigned)host->comparisons + 1);
    if (!grown)
        return NULL;
    host->compared = grown;
    grown[host->comparisons] = make_column(host, column, kind);
    return grown[host->comparisons] ? grown[host->comparisons++] : NULL;
}

bool comparison_prepare(struct host *host, const struct condition *condition, const struct end *one,
                        const struct end *other, struct compared *compared)
{
    int column = condition->column;
    const struct end *kind = one->kind == TARGET_MEMBER ? other : one;
    *compared = (struct compared){
        .kind = condition->kind, .one = host->roster->code[column], .other = host->roster->code[column]};
    if (kind->kind == TARGET_MEMBER && host->roster->column[column].type != VALUE_LIST)
        return true; /* equal texts have equal codes */
    const struct compared_column *made = find_column(host, column, kind);
    if (!made)
        return false;
    const int *of_member = made->of_member ? made->of_member : host->roster->code[column];
    compared->column = made->mask ? made : NULL;
    compared->one = one->kind == TARGET_MEMBER ? of_member : made->code;
    compared->other = other->kind == TARGET_MEMBER ? of_member : made->code;
    return true;
}

static bool parts_meet(const struct compared_column *column, int one, int other)
{
    if ((column->mask[one] & column->mask[other]) == 0)
        return false;
    if (column->parts <= 64)
        return true;
    int i = column->begin[one], k = column->begin[other];
    while (i < column->begin[one + 1] && k < column->begin[other + 1]) {
        if (column->part[i] == column->part[k])
            return true;
        if (column->part[i] < column->part[k])
            i++;
        else
            k++;
    }
    return false;
}

bool comparison_holds(const struct compared *compared, int one, int other)
{
    int a = compared->one[one], b = compared->other[other];
    bool filled = a != 0 && b != 0;
    if (compared->kind == CONDITION_BOTH)
        return filled;
    bool same = filled && (a == b || (compared->column && parts_meet(compared->column, a, b)));
    return compared->kind == CONDITION_SAME ? same : !same;
}
