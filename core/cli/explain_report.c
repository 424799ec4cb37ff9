#include "cli/explain_report.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/explain_print.h"
#include "report/name_order.h"

/* A pair where it stands on paper. */
struct spot {
    int window, source, target; /* in the order on paper */
    int pair;
};

struct ranks {
    int *member, *window; /* place on paper of each */
};

struct build {
    struct document *document;
    const struct question *question;
    const enum pair_standing *standing;
    bool failed;
};

static bool rank_all(const void *owner, const struct roster *roster, struct ranks *ranks)
{
    int room = roster->members > roster->windows ? roster->members : roster->windows;
    int *list = talloc_array(owner, int, (unsigned)room + 1);
    ranks->member = talloc_array(owner, int, (unsigned)roster->members + 1);
    ranks->window = talloc_array(owner, int, (unsigned)roster->windows + 1);
    if (!list || !ranks->member || !ranks->window)
        return false;
    for (int m = 0; m < roster->members; m++)
        list[m] = m;
    name_order_members(roster, list, roster->members);
    for (int i = 0; i < roster->members; i++)
        ranks->member[list[i]] = i;
    for (int w = 0; w < roster->windows; w++)
        list[w] = w;
    name_order_windows(roster, list, roster->windows);
    for (int i = 0; i < roster->windows; i++)
        ranks->window[list[i]] = i;
    return true;
}

static int compare_spots(const void *a, const void *b)
{
    const struct spot *one = a, *other = b;
    const int left[] = {one->window, one->source, one->target, one->pair};
    const int right[] = {other->window, other->source, other->target, other->pair};
    for (int i = 0; i < 4; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

/* ---- Pieces of a document ---- */

static void add_text(struct build *build, struct paragraph *paragraph, enum run_kind kind, const char *text)
{
    build->failed = build->failed || !text || !paragraph ||
                    !paragraph_add_run(build->document, paragraph, kind, text, strlen(text));
}

static void add_paragraph(struct build *build, const char *text)
{
    if (text && *text)
        add_text(build, document_add_paragraph(build->document), RUN_TEXT, text);
    build->failed = build->failed || !text;
}

static void add_cell(struct build *build, struct table *table, struct table_row *row, enum run_kind kind,
                     const char *text)
{
    struct table_cell *cell = row ? table_row_add_cell(table, row) : NULL;
    struct paragraph *line = cell ? table_cell_add_paragraph(table, cell) : NULL;
    add_text(build, line, kind, text);
}

static void add_row(struct build *build, struct table *table, int number)
{
    const struct question *question = build->question;
    const struct roster *roster = question->roster;
    const struct pair *pair = &question->pair[number];
    const struct relation *relation = &question->scheme->relation[pair->relation];
    const struct member *source = &roster->member[pair->source];
    bool to_member = relation->target_kind == TARGET_MEMBER;
    int window = pair_window(relation, roster, pair->target);
    struct table_row *row = table_add_row(table, false);
    if (to_member)
        add_cell(build, table, row, RUN_TEXT, window == WINDOW_NONE ? "" : roster->window[window].name);
    add_cell(build, table, row, RUN_NAME, source->name);
    add_cell(build, table, row, RUN_TEXT, source->id);
    add_cell(build, table, row, to_member ? RUN_NAME : RUN_TEXT, target_name(relation, roster, pair->target));
    if (to_member)
        add_cell(build, table, row, RUN_TEXT, target_id(relation, roster, pair->target));
    add_cell(build, table, row, RUN_TEXT, explain_standing(build->standing[number]));
}

/* Where the pair stands: people by their windows, windows and groups by who contacts them. */
static struct spot spot_of(const struct build *build, const struct ranks *ranks, int number)
{
    const struct pair *pair = &build->question->pair[number];
    const struct relation *relation = &build->question->scheme->relation[pair->relation];
    struct spot spot = {0, ranks->member[pair->source], pair->target, number};
    if (relation->target_kind == TARGET_MEMBER) {
        int window = pair_window(relation, build->question->roster, pair->target);
        spot.window = window == WINDOW_NONE ? -1 : ranks->window[window];
        spot.target = ranks->member[pair->target];
    } else if (relation->target_kind == TARGET_WINDOW) {
        spot.target = ranks->window[pair->target];
    }
    return spot;
}

static void add_relation(struct build *build, const struct ranks *ranks, int relation, struct spot *spot)
{
    const struct relation *told = &build->question->scheme->relation[relation];
    const struct table_column people[] = {
        {_("Window"), ALIGN_LEFT, 14}, {_("Who contacts"), ALIGN_LEFT, 10},
        {_("Id"), ALIGN_LEFT, 9},      {_("Who is contacted"), ALIGN_LEFT, 12},
        {_("Id"), ALIGN_LEFT, 9},      {_("Standing"), ALIGN_LEFT, 10},
    };
    const struct table_column places[] = {{_("Who contacts"), ALIGN_LEFT, 10},
                                          {_("Id"), ALIGN_LEFT, 9},
                                          {_("Who is contacted"), ALIGN_LEFT, 24},
                                          {_("Standing"), ALIGN_LEFT, 10}};
    bool to_member = told->target_kind == TARGET_MEMBER;
    int count = 0;
    for (int i = 0; i < build->question->pairs; i++)
        if (build->question->pair[i].relation == relation)
            spot[count++] = spot_of(build, ranks, i);
    if (count == 0)
        return;
    qsort(spot, (size_t)count, sizeof *spot, compare_spots);
    add_text(build, document_add_heading(build->document, 1), RUN_TEXT, told->origin.title);
    struct table *table = document_add_table(build->document, to_member ? people : places, to_member ? 6 : 4);
    build->failed = build->failed || !table;
    for (int i = 0; i < count && !build->failed; i++)
        add_row(build, table, spot[i].pair);
}

/* How many there are of each, and what the words mean, of those that occur. */
static void add_summary(struct build *build)
{
    const struct question *question = build->question;
    static const char *const meaning[] = {
        [STANDING_PINNED] = N_("Pinned: somebody fixed the pair; %d pairs."),
        [STANDING_FORCED] = N_("Forced: every best plan has the pair, another one would be worse; %d pairs."),
        [STANDING_FREE] = N_("Free: plans as good have other pairs in their place; %d pairs."),
        [STANDING_DEARER] = N_("Dearer than need be: no best plan has the pair; %d pairs."),
    };
    int count[STANDING_DEARER + 1] = {0};
    for (int i = 0; i < question->pairs; i++)
        count[build->standing[i]]++;
    for (int s = 0; s <= STANDING_DEARER; s++)
        if (meaning[s] && count[s] > 0)
            add_paragraph(build, talloc_asprintf(build->document, _(meaning[s]), count[s]));
}

struct document *explain_document(const void *owner, const struct question *question,
                                  const enum pair_standing *standing, const char *when)
{
    struct build build = {document_new(owner, _("Which pairs had to be")), question, standing, false};
    struct ranks ranks;
    if (!build.document)
        return NULL;
    void *scratch = talloc_new(build.document);
    struct spot *spot = talloc_array(scratch, struct spot, (unsigned)question->pairs + 1);
    if (!spot || !rank_all(scratch, question->roster, &ranks))
        return NULL;
    build.document->name = "standing";
    build.document->language = language_is_chinese() ? "zh-CN" : "en";
    add_paragraph(&build, talloc_asprintf(scratch, _("Scheme: %s. %d pairs."), question->scheme->title,
                                          question->pairs));
    add_paragraph(&build, when);
    add_summary(&build);
    for (int r = 0; r < question->scheme->relations && !build.failed; r++)
        add_relation(&build, &ranks, r, spot);
    talloc_free(scratch);
    return build.failed ? NULL : build.document;
}
