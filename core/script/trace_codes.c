/* What can be read, as codes: equal codes mean that a function reads equal values. */
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/text.h"
#include "script/trace.h"

int trace_ends(const struct roster *roster, const struct end *kind)
{
    return kind->kind == TARGET_MEMBER   ? roster->members
           : kind->kind == TARGET_WINDOW ? roster->windows
                                         : kind->groups;
}

struct numbered {
    const char *text;
    int index;
};

static int compare_texts(const void *a, const void *b)
{
    return strcmp(((const struct numbered *)a)->text, ((const struct numbered *)b)->text);
}

/* Replaces texts by codes from 0. */
static void number_texts(struct numbered *texts, int count, int *code)
{
    if (count > 0)
        qsort(texts, (size_t)count, sizeof *texts, compare_texts);
    for (int i = 0, last = 0; i < count; i++) {
        last += i > 0 && strcmp(texts[i - 1].text, texts[i].text) != 0;
        code[texts[i].index] = last;
    }
}

static const int *codes_of_part(const void *owner, const struct roster *roster, const struct read *read)
{
    enum { UNKNOWN = 2 };
    const int *cell = roster->code[read->column];
    int *code = talloc_array(owner, int, (unsigned)roster->members + 1);
    unsigned char *has =
        talloc_array(code, unsigned char, (unsigned)roster->members + 1); /* by code of the cell */
    if (!has)
        return NULL;
    memset(has, UNKNOWN, (size_t)roster->members + 1);
    for (int m = 0; m < roster->members; m++) {
        if (has[cell[m]] == UNKNOWN)
            has[cell[m]] = text_list_has(roster->member[m].value[read->column], read->part);
        code[m] = has[cell[m]];
    }
    talloc_free(has);
    return code;
}

static const int *codes_of_windows(const void *owner, const struct roster *roster, int field)
{
    int *code = talloc_array(owner, int, (unsigned)roster->windows + 1);
    struct numbered *texts = talloc_array(code, struct numbered, (unsigned)roster->windows + 1);
    if (!texts)
        return NULL;
    for (int w = 0; w < roster->windows; w++) {
        const struct window *window = &roster->window[w];
        code[w] = window->order;
        texts[w].index = w;
        texts[w].text = field == VIEW_NAME        ? window->name
                        : field == VIEW_FULL_NAME ? window->full_name
                                                  : window->kind;
    }
    if (field != VIEW_ORDER)
        number_texts(texts, roster->windows, code);
    talloc_free(texts);
    return code;
}

static int find_group(const struct end *kind, const char *name)
{
    int low = 0, high = kind->groups;
    while (low < high) {
        int middle = low + (high - low) / 2;
        int order = strcmp(kind->group[middle], name);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

static bool count_member(const struct end *kind, bool is_list, const char *cell, int *size)
{
    int parts = 1;
    char **part = is_list ? text_split_list(NULL, cell, &parts) : NULL;
    if (is_list && !part)
        return false;
    for (int i = 0; i < parts; i++) {
        int group = find_group(kind, part ? part[i] : cell);
        bool again = false; /* a cell may name a group twice */
        for (int k = 0; k < i && part; k++)
            again |= strcmp(part[k], part[i]) == 0;
        if (group >= 0 && !again)
            size[group]++;
    }
    talloc_free(part);
    return true;
}

static const int *codes_of_groups(const void *owner, const struct roster *roster, const struct end *kind,
                                  int field)
{
    int *code = talloc_zero_array(owner, int, (unsigned)kind->groups + 1);
    bool is_list = roster->column[kind->group_column].type == VALUE_LIST;
    for (int g = 0; code && g < kind->groups && field == VIEW_NAME; g++)
        code[g] = g;
    for (int m = 0; code && m < roster->members && field == VIEW_SIZE; m++) {
        const struct member *member = &roster->member[m];
        if (!member->exempt && !count_member(kind, is_list, member->value[kind->group_column], code))
            return NULL;
    }
    return code;
}

/* The number of a row is its place in the table from 1; without a row every column is empty. */
static const int *codes_of_rows(const void *owner, const struct pair_table *table, int column)
{
    int rows = table ? table->rows : 0;
    int *code = talloc_array(owner, int, (unsigned)rows + 1);
    struct numbered *texts = talloc_array(code, struct numbered, (unsigned)rows + 1);
    if (!texts)
        return NULL;
    texts[0] = (struct numbered){"", 0};
    for (int i = 0; i < rows; i++)
        texts[i + 1] = (struct numbered){table->row[i].value[column], i + 1};
    number_texts(texts, rows + 1, code);
    talloc_free(texts);
    return code;
}

const int *trace_codes(struct trace *trace, const struct read *read)
{
    const struct roster *roster = trace->host->roster;
    switch (read->what) {
    case READ_CELL:
        return roster->code[read->column];
    case READ_PART:
        return codes_of_part(trace, roster, read);
    case READ_COLUMN:
        return codes_of_rows(trace, trace->host->request->pairs, read->column);
    default:
        return trace->kind[read->place].kind == TARGET_WINDOW
                   ? codes_of_windows(trace, roster, read->column)
                   : codes_of_groups(trace, roster, &trace->kind[read->place], read->column);
    }
}
