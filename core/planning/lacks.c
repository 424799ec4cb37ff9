#include "planning/lacks.h"

#include <string.h>
#include <talloc.h>

#include "base/text.h"
#include "roster/codes.h"
#include "roster/likely.h"
#include "roster/sectors.h"

struct finder {
    const struct roster *roster;
    const struct scheme *scheme;
    struct lacks *lacks;
    bool failed;
};

bool lack_is_hard(const struct lack *lack)
{
    return lack->kind == LACK_COLUMN && !lack->is_wish;
}

bool lacks_may_mislead(const struct lacks *lacks)
{
    for (int i = 0; lacks && i < lacks->count; i++)
        if (lacks->lack[i].kind == LACK_TEXT && !lacks->lack[i].is_wish && lacks->lack[i].choices > 0)
            return true;
    return false;
}

/* ---- cells ---- */

static const char *window_cell(const struct roster *roster, int window, int field)
{
    const struct window *at = &roster->window[window];
    const char *const cell[] = {at->name, at->full_name, at->kind};
    return field < 3 ? cell[field] : "";
}

static int ends_of(const struct roster *roster, enum target_kind of)
{
    return of == TARGET_WINDOW ? roster->windows : roster->members;
}

static const char *cell_of(const struct roster *roster, enum target_kind of, int index, int column)
{
    return of == TARGET_WINDOW ? window_cell(roster, index, column) : roster->member[index].value[column];
}

static bool is_list(const struct roster *roster, enum target_kind of, int column)
{
    return of == TARGET_MEMBER && roster->column[column].type == VALUE_LIST;
}

static bool has_cells(const struct roster *roster, enum target_kind of, int column)
{
    for (int i = 0; i < ends_of(roster, of); i++)
        if (*cell_of(roster, of, i, column))
            return true;
    return false;
}

static bool has_text(const struct roster *roster, enum target_kind of, int column, const char *text)
{
    for (int i = 0; i < ends_of(roster, of); i++) {
        const char *cell = cell_of(roster, of, i, column);
        if (of == TARGET_MEMBER && column == ATTRIBUTE_SECTOR && sector_same(cell, text))
            return true;
        if (strcmp(cell, text) == 0 || (is_list(roster, of, column) && text_list_has(cell, text)))
            return true;
    }
    return false;
}

/* Ids, names, exemptions and orders may be missing for good reasons. */
static bool counts(enum target_kind of, int column)
{
    static const int free[] = {ATTRIBUTE_ID, ATTRIBUTE_NAME, ATTRIBUTE_EXEMPT, ATTRIBUTE_ORDER};
    for (size_t i = 0; of == TARGET_MEMBER && i < sizeof free / sizeof *free; i++)
        if (column == free[i])
            return false;
    return true;
}

/* ---- the nearest text ---- */

struct texts {
    int count;
    const char **text; /* distinct */
};

static bool add_text(const void *owner, struct texts *texts, const char *text)
{
    for (int i = 0; i < texts->count; i++)
        if (strcmp(texts->text[i], text) == 0)
            return true;
    if ((texts->count & (texts->count + 1)) == 0) {
        const char **grown = talloc_realloc(owner, texts->text, const char *, 2 * (unsigned)texts->count + 2);
        if (!grown)
            return false;
        texts->text = grown;
    }
    texts->text[texts->count++] = text;
    return true;
}

/* One holds the other, or they begin with the same two characters or more: half of the shorter one at least.
 */
static bool is_alike(const char *one, const char *other)
{
    enum { SHORTEST = 2 };
    int a = text_count(one), b = text_count(other), same = 0;
    if (strstr(one, other) || strstr(other, one))
        return (a < b ? a : b) >= SHORTEST;
    for (size_t at = 0, length; one[at] && other[at]; at += length, same++) {
        text_decode(one + at, strlen(one + at), &length);
        if (strncmp(one + at, other + at, length) != 0)
            break;
    }
    return same >= SHORTEST && 2 * same >= (a < b ? a : b);
}

/* Parties have names of their own: 台盟 is no slip for 民盟, and 中国共产党 is 中共. */
static const char *party_meant(struct finder *finder, const void *owner, const char *text)
{
    struct codes *parties;
    struct error *error = error_new(owner);
    finder->failed = !error || codes_read(owner, "parties.csv", "party", NULL, &parties, error) != STATUS_OK;
    int code = finder->failed ? -1 : codes_find(parties, text);
    if (code >= 0)
        return strcmp(parties->meaning[code], text) == 0 ? NULL : parties->meaning[code];
    return finder->failed ? NULL : text_nearest(text, parties->meaning, parties->count);
}

/* Which text that somebody has may be meant: one that holds the other, else the nearest by its letters. */
static const char *nearest_text(struct finder *finder, const void *owner, const struct lack *lack)
{
    const struct roster *roster = finder->roster;
    struct texts texts = {0};
    for (int i = 0; i < ends_of(roster, lack->of) && !finder->failed; i++) {
        const char *cell = cell_of(roster, lack->of, i, lack->column);
        int parts = 1;
        char **part = is_list(roster, lack->of, lack->column) ? text_split_list(owner, cell, &parts) : NULL;
        for (int k = 0; k < parts && !finder->failed; k++)
            finder->failed = *cell && !add_text(owner, &texts, part ? part[k] : cell);
    }
    if (lack->of == TARGET_MEMBER && lack->column == ATTRIBUTE_PARTY)
        return finder->failed ? NULL : party_meant(finder, owner, lack->text);
    const char *nearest = text_nearest(lack->text, texts.text, texts.count);
    for (int i = 0; i < texts.count && !nearest; i++)
        if (is_alike(texts.text[i], lack->text))
            nearest = texts.text[i];
    return nearest;
}

/* ---- the list ---- */

static const char *heading_of(const struct finder *finder, enum target_kind of, int column)
{
    static const char *const of_windows[] = {"窗口", "全称", "类别", "排序"};
    if (of == TARGET_WINDOW)
        return of_windows[column];
    return column < ATTRIBUTES_BUILT_IN ? attribute_heading((enum attribute)column)
                                        : finder->roster->column[column].heading;
}

static struct lack *find(struct finder *finder, const struct lack *wanted)
{
    for (int i = 0; i < finder->lacks->count; i++) {
        struct lack *lack = &finder->lacks->lack[i];
        if (lack->of == wanted->of && lack->column == wanted->column &&
            (lack->text && wanted->text ? strcmp(lack->text, wanted->text) == 0 : lack->text == wanted->text))
            return lack;
    }
    return NULL;
}

static bool same_declaration(const struct scheme_read *one, const struct scheme_read *other)
{
    return one->origin.line == other->origin.line && strcmp(one->origin.name, other->origin.name) == 0 &&
           strcmp(one->origin.file, other->origin.file) == 0;
}

/* One more that reads what is lacking already; readers come declaration by declaration. */
static void join(struct lack *lack, const struct scheme_read *read, const struct scheme_read *last)
{
    lack->others += !same_declaration(last, read) && !same_declaration(lack->read, read);
    if (lack->is_wish && !read->is_wish)
        lack->read = read;
    lack->is_wish = lack->is_wish && read->is_wish;
}

static void complete(struct finder *finder, struct lack *lack)
{
    const char **choice = NULL;
    if (lack->kind != LACK_TEXT && lack->of == TARGET_MEMBER && lack->column < ATTRIBUTES_BUILT_IN) {
        choice = likely_headings(finder->lacks, finder->roster, lack->heading, &lack->choices);
        finder->failed = finder->failed || !choice;
    } else if (lack->kind == LACK_TEXT) {
        choice = talloc_array(finder->lacks, const char *, 1);
        const char *nearest = choice ? nearest_text(finder, choice, lack) : NULL;
        finder->failed = finder->failed || !choice;
        if (nearest)
            choice[lack->choices++] = nearest;
    }
    lack->choice = choice;
}

static void add(struct finder *finder, const struct lack *wanted, const struct scheme_read *last)
{
    struct lack *known = find(finder, wanted);
    if (known) {
        join(known, wanted->read, last);
        return;
    }
    struct lack *grown =
        talloc_realloc(finder->lacks, finder->lacks->lack, struct lack, (unsigned)finder->lacks->count + 1);
    finder->failed = finder->failed || !grown;
    if (!grown)
        return;
    finder->lacks->lack = grown;
    grown[finder->lacks->count] = *wanted;
    complete(finder, &grown[finder->lacks->count++]);
}

/* Columns, then texts of columns that are not lacking as such. */
static void look(struct finder *finder, bool texts)
{
    const struct scheme_read *last = finder->scheme->read;
    for (int i = 0; i < finder->scheme->reads && !finder->failed; i++) {
        const struct scheme_read *read = &finder->scheme->read[i];
        struct lack lack = {.of = read->kind,
                            .column = read->column,
                            .heading = heading_of(finder, read->kind, read->column),
                            .read = read,
                            .is_wish = read->is_wish};
        bool filled = has_cells(finder->roster, read->kind, read->column);
        if (!texts && !filled && counts(read->kind, read->column)) {
            bool missing = read->kind == TARGET_MEMBER && finder->roster->column[read->column].missing;
            lack.kind = missing ? LACK_COLUMN : LACK_CELLS;
            add(finder, &lack, last);
        } else if (texts && filled && read->value &&
                   !has_text(finder->roster, read->kind, read->column, read->value)) {
            lack.kind = LACK_TEXT;
            lack.text = read->value;
            add(finder, &lack, last);
        }
        last = read;
    }
}

struct lacks *lacks_find(const void *owner, const struct roster *roster, const struct scheme *scheme)
{
    struct finder finder = {.roster = roster, .scheme = scheme, .lacks = talloc_zero(owner, struct lacks)};
    if (!finder.lacks || roster->members == 0)
        return finder.lacks;
    look(&finder, false);
    look(&finder, true);
    if (finder.failed)
        TALLOC_FREE(finder.lacks);
    return finder.lacks;
}
