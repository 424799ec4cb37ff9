#include "cli/frontier_print.h"

#include <jansson.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/carried.h"
#include "cli/handover_words.h"
#include "cli/prose.h"
#include "cli/stages.h"
#include "cli/terminal.h"

enum { SHOWN = 3, NAMED = 6 }; /* moves in a line of the table; names in a sentence */

/* ---- What a line changes ---- */

static bool is_gap(const struct handover *handover)
{
    return !handover->is_move && handover->to > 0 && handover->reason != HANDOVER_MORE;
}

bool frontier_changes(const void *owner, const struct frontier_view *view, const struct frontier_line *line,
                      struct line_changes *changes)
{
    const struct inputs *inputs = view->inputs;
    int count;
    *changes = (struct line_changes){.handover = NULL};
    changes->handover = handovers_find(owner, view->frontier->problem, inputs->previous,
                                       inputs->previous_pairs, view->inputs->carried.ended,
                                       view->inputs->carried.ended_pairs, line->pair, line->pairs, &count);
    changes->count = count;
    for (int i = 0; changes->handover && i < count; i++) {
        changes->gaps += is_gap(&changes->handover[i]);
        changes->moves += changes->handover[i].is_move;
        changes->joins += changes->handover[i].reason == HANDOVER_MORE;
    }
    return changes->handover != NULL;
}

/* "A: from B to C; D: …", at most `most` of them. */
static char *list_changes(const void *owner, const struct frontier_view *view,
                          const struct line_changes *changes, bool gaps, int most)
{
    char *list = talloc_strdup(owner, "");
    int told = 0, all = gaps ? changes->gaps : changes->moves + changes->joins;
    for (int i = 0; list && i < changes->count && told < most; i++) {
        const struct handover *handover = &changes->handover[i];
        if (gaps ? is_gap(handover) : handover->is_move || handover->reason == HANDOVER_MORE)
            list = talloc_asprintf_append(list, "%s%s", told++ > 0 ? _("; ") : "",
                                          handover_short(owner, view->frontier->problem, handover));
    }
    return all > told && list ? talloc_asprintf_append(list, _(", and %d further changes"), all - told)
                              : list;
}

/* ---- Who has left ---- */

static bool is_among(const char *const *list, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(list[i], name) == 0)
            return true;
    return false;
}

/* The names of those who have left, each once; a few of them. */
static char *who_left(const void *owner, const struct frontier_view *view, int *people)
{
    const char **name =
        talloc_array(owner, const char *, 2 * (unsigned)view->inputs->carried.ended_pairs + 1);
    char *list = talloc_strdup(owner, "");
    *people = 0;
    for (int i = 0; name && i < view->inputs->carried.ended_pairs; i++) {
        const struct ended_pair *ended = &view->inputs->carried.ended[i];
        if (ended->source_left && !is_among(name, *people, ended->source))
            name[(*people)++] = ended->source;
        if (ended->target_left && !is_among(name, *people, ended->target))
            name[(*people)++] = ended->target;
    }
    for (int i = 0; list && i < *people && i < NAMED; i++)
        list = talloc_asprintf_append(list, "%s%s", i > 0 ? _(", ") : "", name[i]);
    if (list && *people > NAMED)
        list = talloc_asprintf_append(list, _(" and %d other people"), *people - NAMED);
    return list;
}

/* All pairs of the plan in force, as it has them. */
static int pairs_before(const struct inputs *inputs)
{
    return inputs->previous_pairs + carried_ended(&inputs->carried) + inputs->carried.joined;
}

static void print_ended(FILE *out, const void *owner, const struct frontier_view *view, int gaps)
{
    const struct carried *carried = &view->inputs->carried;
    int people, all = pairs_before(view->inputs), others = carried_ended(carried) + carried->joined;
    const char *names = who_left(owner, view, &people);
    int64_t least = view->frontier->line[0].moves;
    if (carried->ended_pairs > 0)
        prose(
            out,
            _("Pairs of the plan in force: %d. Ended, since these are not in the roster any more: %d (%s)."),
            all, carried->ended_pairs, names);
    else if (others > 0)
        prose(out, _("Pairs of the plan in force: %d."), all);
    else
        prose(out, _("Of the %d pairs of the plan in force none has ended: everybody is still there."), all);
    carried_print(out, carried);
    if (view->frozen_pairs > 0)
        prose(out, _("Kept as they are, because you asked for it: %d pairs."), view->frozen_pairs);
    if (gaps > 0)
        prose(out, _("Somebody has to be found for: %d."), gaps);
    if (least == 0 && others == 0)
        prose(out, _("All of them can stay."));
    else if (least == 0)
        prose(out, _("The other %d pairs can all stay."), view->inputs->previous_pairs);
    else
        prose(out,
              _("Of the other %d pairs at least %lld must be given up: with fewer there is no plan, or one "
                "that is "
                "worse in a stage before “change”."),
              view->inputs->previous_pairs, (long long)least);
}

/* ---- The table ---- */

static char *what_moves(const void *owner, const struct frontier_view *view, const struct frontier_line *line)
{
    struct line_changes changes;
    if (!frontier_changes(owner, view, line, &changes))
        return NULL;
    if (changes.moves == 0 && changes.gaps == 0 && changes.joins == 0)
        return talloc_strdup(owner, _("nobody has to move"));
    if (changes.moves == 0 && changes.joins == 0)
        return talloc_asprintf(owner, _("only gaps are filled: %d"), changes.gaps);
    return list_changes(owner, view, &changes, false, SHOWN);
}

static bool print_table(FILE *out, const void *owner, const struct frontier_view *view)
{
    const struct frontier *frontier = view->frontier;
    int later = frontier->stages - frontier->change - 1, columns = later + 3, at = 0;
    const char **cell = talloc_array(owner, const char *, (unsigned)columns *((unsigned)frontier->lines + 1));
    enum align *align = talloc_array(owner, enum align, (unsigned)columns);
    if (!cell || !align)
        return false;
    for (int c = 0; c < columns; c++)
        align[c] = c < columns - 1 ? ALIGN_RIGHT : ALIGN_LEFT;
    cell[at++] = _("Moves");
    for (int s = frontier->change + 1; s < frontier->stages; s++)
        cell[at++] = text_printable(owner, stages_word(frontier->name[s]));
    cell[at++] = _("Largest load");
    cell[at++] = _("What moves");
    for (int i = 0; i < frontier->lines; i++) {
        const struct frontier_line *line = &frontier->line[i];
        cell[at++] = talloc_asprintf(owner, "%lld", (long long)line->moves);
        for (int s = frontier->change + 1; s < frontier->stages; s++)
            cell[at++] = talloc_asprintf(owner, "%lld", (long long)line->value[s]);
        cell[at++] = talloc_asprintf(owner, "%d", line->most);
        cell[at++] = what_moves(owner, view, line);
        if (!cell[at - 1])
            return false;
    }
    terminal_table(out, &(struct text_table){columns, frontier->lines + 1, align, cell});
    return true;
}

static void print_end(FILE *out, const struct frontier_view *view)
{
    const struct frontier *frontier = view->frontier;
    if (frontier->whole && frontier->free_moves > frontier->line[frontier->lines - 1].moves)
        prose(out,
              _("This is the end: no more is gained by any number of moves, which is proven. (A plan made "
                "without "
                "regard to the one in force is as good, and keeps %lld of its pairs.)"),
              (long long)(view->inputs->previous_pairs - frontier->free_moves));
    else if (frontier->whole)
        prose(out, _("This is the end: no more is gained by any number of moves, which is proven."));
    else
        prose(out, _("The time limit came before the end: further moves may gain more. A longer --time-limit "
                     "helps."));
}

/* The command again that takes a line, with what was frozen. */
static void print_command(FILE *out, const struct invocation *invocation, const void *owner,
                          const struct frontier_view *view, int64_t moves, const char *more)
{
    if (view->term_options)
        fprintf(out, "  tongxin rebalance%s", view->term_options);
    else
        fprintf(out, "  tongxin rebalance %s --previous %s \\\n   ", inputs_options(invocation, view->inputs),
                shell_word(owner, view->inputs->previous_file));
    for (int i = 0; i < view->freeze->count; i++)
        fprintf(out, " --freeze %s", shell_word(owner, view->freeze->value[i]));
    fprintf(out, " --moves %lld%s%s\n", (long long)moves, more, view->term_options ? "" : " -o plan.json");
}

static bool print_lines(FILE *out, const struct invocation *invocation, const struct frontier_view *view)
{
    void *owner = talloc_new(invocation->owner);
    struct line_changes first;
    if (!owner || !frontier_changes(owner, view, &view->frontier->line[0], &first))
        return false;
    print_ended(out, owner, view, first.gaps);
    fputc('\n', out);
    if (!print_table(out, owner, view))
        return false;
    fputc('\n', out);
    print_end(out, view);
    if (first.gaps > 0)
        prose(out, _("The gaps: %s."), list_changes(owner, view, &first, true, first.gaps));
    fprintf(out, "%s\n", _("To take a line:"));
    const struct frontier_line *line = view->frontier->line;
    /* The first line that buys anything: plan makes what stands in line 0. */
    print_command(out, invocation, owner, view, line[view->frontier->lines > 1].moves, "");
    talloc_free(owner);
    return true;
}

/* ---- One line ---- */

/* What more moves, up to those allowed, would do. */
static void print_allowed(FILE *out, const struct frontier_view *view)
{
    if (view->frontier->stopped)
        prose(out, _("The time limit came before the end: further moves may gain more. A longer --time-limit "
                     "helps."));
    else if (view->most > view->line->moves)
        prose(out, _("Up to %lld moves were allowed; more than these gain nothing, which is proven."),
              (long long)view->most);
}

/* What the line comes to now that some changes are taken back, beside what it was. */
static bool print_reverted(FILE *out, const void *owner, const struct frontier_view *view)
{
    enum { COLUMNS = 4 };
    static const enum align align[COLUMNS] = {ALIGN_LEFT, ALIGN_RIGHT, ALIGN_RIGHT, ALIGN_LEFT};
    const struct frontier *frontier = view->frontier;
    const char **cell = talloc_array(owner, const char *, COLUMNS *((unsigned)frontier->stages + 1));
    int at = 0;
    if (!cell)
        return false;
    prose(out,
          _("Taken back: %s. All other changes of the line stay. What that comes to, beside the line itself; "
            "nothing is claimed to be the best any more:"),
          view->reverted);
    fputc('\n', out);
    cell[at++] = _("Stage");
    cell[at++] = _("The line");
    cell[at++] = _("Taken back");
    cell[at++] = _("Difference");
    for (int s = 0; s < frontier->stages; s++) {
        cell[at++] = text_printable(owner, stages_word(frontier->name[s]));
        cell[at++] = talloc_asprintf(owner, "%lld", (long long)view->from->value[s]);
        cell[at++] = talloc_asprintf(owner, "%lld", (long long)view->line->value[s]);
        long long difference = (long long)(view->line->value[s] - view->from->value[s]);
        cell[at++] = talloc_asprintf(owner, difference ? "%+lld" : "%lld", difference);
    }
    terminal_table(out, &(struct text_table){COLUMNS, frontier->stages + 1, align, cell});
    return true;
}

/* The command that takes the first change back that can be. */
static void print_way_back(FILE *out, const struct invocation *invocation, const void *owner,
                           const struct frontier_view *view, const struct line_changes *changes)
{
    for (int i = 0; i < changes->count; i++) {
        const struct handover *handover = &changes->handover[i];
        if (!handover_is_revertible(handover) || handover->reason == HANDOVER_NEEDED)
            continue;
        const struct relation *relation = &view->inputs->scheme->relation[handover->relation];
        const char *target = target_id(relation, view->inputs->roster, handover->target);
        fprintf(out, "%s\n", _("To take one change back, the others staying:"));
        print_command(out, invocation, owner, view, view->line->moves,
                      talloc_asprintf(owner, " --revert %s", shell_word(owner, target)));
        return;
    }
}

static bool print_changes(FILE *out, const struct invocation *invocation, const struct frontier_view *view)
{
    static const enum align align[] = {ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT};
    void *owner = talloc_new(invocation->owner);
    struct line_changes changes;
    int at = 0;
    if (!owner || !frontier_changes(owner, view, view->line, &changes))
        return false;
    const char **cell = talloc_array(owner, const char *, 4 * ((unsigned)changes.count + 1));
    if (!cell)
        return false;
    if (view->from && !print_reverted(out, owner, view))
        return false;
    if (!view->from) {
        prose(out,
              _("The best plan that gives up so many pairs: %lld. Gaps filled: %d; people who change hands: "
                "%d."),
              (long long)view->line->moves, changes.gaps, changes.moves);
        if (changes.joins > 0)
            prose(out, _("Somebody joins who contacted before: %d."), changes.joins);
        print_allowed(out, view);
    }
    fputc('\n', out);
    cell[at++] = _("Who");
    cell[at++] = _("From");
    cell[at++] = _("To");
    cell[at++] = _("Why");
    for (int i = 0; i < changes.count; i++) {
        const struct handover *handover = &changes.handover[i];
        cell[at++] = handover_target(owner, view->frontier->problem, handover);
        cell[at++] = handover_sources(owner, handover, false);
        cell[at++] = handover_sources(owner, handover, true);
        cell[at++] = handover_why(owner, view->frontier->problem, handover);
    }
    if (changes.count > 0)
        terminal_table(out, &(struct text_table){4, changes.count + 1, align, cell});
    else
        prose(out, _("Nothing changes."));
    fputc('\n', out);
    if (!view->from)
        print_way_back(out, invocation, owner, view, &changes);
    talloc_free(owner);
    return true;
}

bool frontier_print(FILE *out, const struct invocation *invocation, const struct frontier_view *view)
{
    return view->line ? print_changes(out, invocation, view) : print_lines(out, invocation, view);
}

/* ---- For programs ---- */

static json_t *line_json(const void *owner, const struct frontier_view *view,
                         const struct frontier_line *line)
{
    const struct frontier *frontier = view->frontier;
    struct line_changes changes;
    if (!frontier_changes(owner, view, line, &changes))
        return NULL;
    json_t *stages = json_array(), *list = json_array();
    for (int s = 0; s < frontier->stages; s++)
        json_array_append_new(
            stages, json_pack("{s:s, s:I}", "name", frontier->name[s], "value", (json_int_t)line->value[s]));
    for (int i = 0; i < changes.count; i++)
        json_array_append_new(list, handover_json(frontier->problem, &changes.handover[i]));
    return json_pack("{s:I, s:o, s:i, s:i, s:o}", "moves", (json_int_t)line->moves, "stages", stages,
                     "largest_load", line->most, "gaps", changes.gaps, "changes", list);
}

bool frontier_json(FILE *out, const struct frontier_view *view)
{
    const struct frontier *frontier = view->frontier;
    void *owner = talloc_new(NULL);
    json_t *lines = json_array();
    bool failed = !lines;
    if (view->from)
        failed = json_array_append_new(lines, line_json(owner, view, view->line)) != 0;
    for (int i = 0; i < frontier->lines && !failed && !view->from; i++)
        if (!view->line || view->line == &frontier->line[i])
            failed = json_array_append_new(lines, line_json(owner, view, &frontier->line[i])) != 0;
    json_t *object =
        failed ? NULL
               : json_pack("{s:s, s:i, s:i, s:i, s:o, s:b, s:b}", "scheme", view->inputs->scheme->name,
                           "previous_pairs", pairs_before(view->inputs), "ended",
                           carried_ended(&view->inputs->carried), "joined", view->inputs->carried.joined,
                           "lines", lines, "whole", frontier->whole, "stopped", frontier->stopped);
    if (object && frontier->whole)
        json_object_set_new(object, "free_moves", json_integer(frontier->free_moves));
    if (object && view->from)
        json_object_set_new(object, "reverted", json_string(view->reverted));
    failed = !object || json_dumpf(object, out, JSON_INDENT(1) | JSON_PRESERVE_ORDER) != 0;
    fputc('\n', out);
    json_decref(object);
    talloc_free(owner);
    return !failed;
}
