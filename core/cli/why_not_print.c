#include "cli/why_not_print.h"

#include <jansson.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/handover_words.h"
#include "cli/prose.h"
#include "cli/stages.h"
#include "cli/terminal.h"
#include "planning/handover.h"
#include "planning/pins.h"
#include "planning/relaxed.h"

static const struct question *question_of(const struct why_not_view *view)
{
    return view->asked->question;
}

static char *name(const struct why_not_view *view, int member)
{
    return asked_member(view->invocation->owner, question_of(view)->roster, member);
}

static char *whom_name(const struct why_not_view *view)
{
    return asked_whom(view->invocation->owner, question_of(view), view->whom);
}

/* ---- Forbidden ---- */

static char *barrier_sentence(const struct why_not_view *view, int relation)
{
    const struct question *question = question_of(view);
    const struct origin *origin = &question->scheme->relation[relation].origin, *ruling;
    const void *owner = view->invocation->owner;
    int rule;
    switch (barrier_between(question->scheme, relation, view->source, view->whom, &rule)) {
    case BARRIER_SOURCE:
        return talloc_asprintf(owner, _("“%s” (%s:%d): %s is not among those who contact."), origin->title,
                               origin->file, origin->line, name(view, view->source));
    case BARRIER_WITHIN:
        return talloc_asprintf(owner, _("“%s” (%s:%d): the two are not in one window."), origin->title,
                               origin->file, origin->line);
    case BARRIER_RULE:
        ruling = &question->scheme->rule[rule].origin;
        if (ruling->line > 0)
            return talloc_asprintf(owner, _("“%s”: the rule “%s” (%s:%d) rules this pair out."),
                                   origin->title, ruling->title, ruling->file, ruling->line);
        return talloc_asprintf(owner, _("“%s”: “%s” rules this pair out."), origin->title, ruling->title);
    default:
        return NULL;
    }
}

static void print_barriers(FILE *out, const struct why_not_view *view)
{
    const struct scheme *scheme = question_of(view)->scheme;
    bool told = false;
    prose(out, _("%s may not contact %s:"), name(view, view->source), whom_name(view));
    for (int r = 0; r < scheme->relations; r++) {
        char *sentence = barrier_sentence(view, r);
        if (sentence)
            prose(out, "- %s", sentence);
        told |= sentence != NULL;
    }
    if (!told)
        prose(out, _("- By this scheme nobody contacts %s at all."), whom_name(view));
}

/* What clashes where the pair is asked for: the scheme once more, with the pair as a pin. */
static enum status find_clash(const struct why_not_view *view, struct plan **plan)
{
    const struct question *question = question_of(view);
    const struct inputs *inputs = &view->asked->inputs;
    struct error *error = view->invocation->error;
    struct scheme *scheme = scheme_relaxed(view->invocation->owner, question->scheme, NULL, 0);
    const struct pin pin = {.relation = "",
                            .source = question->roster->member[view->source].id,
                            .target = asked_whom_id(question, view->whom),
                            .title = _("the pair that is asked about")};
    struct solve_request request = {.previous = inputs->previous,
                                    .previous_pairs = inputs->previous_pairs,
                                    .has_previous = view->asked->has_previous,
                                    .options = question->options};
    if (!scheme)
        return error_add_memory(error);
    enum status status = pins_add(scheme, question->roster, &pin, 1, NULL, error);
    if (status != STATUS_OK)
        return status;
    return plan_solve(view->invocation->owner, question->roster, scheme, &request, plan, error);
}

static enum status print_clash(FILE *out, const struct why_not_view *view)
{
    struct plan *plan = NULL;
    enum status status = find_clash(view, &plan);
    if (!plan || (status != STATUS_OK && status != STATUS_NO))
        return status;
    prose(out,
          _("No rule forbids that %s contacts %s, but no plan has this pair. These cannot hold together:"),
          name(view, view->source), whom_name(view));
    for (int c = 0; c < plan->conflicts; c++) {
        const struct conflict *conflict = &plan->conflict[c];
        for (int i = 0; i < conflict->rules; i++) {
            const struct conflict_rule *rule = &conflict->rule[i];
            if (rule->line > 0)
                prose(out, _("- “%s” (%s:%d): %s"), rule->title, rule->file, rule->line, rule->asks);
            else
                prose(out, _("- “%s”: %s"), rule->title, rule->asks);
        }
        for (int i = 0; i < conflict->sentences; i++)
            prose(out, "%s", conflict->sentence[i]);
    }
    return STATUS_NO;
}

/* ---- Priced ---- */

static struct handover *moves_of(const struct why_not_view *view, const struct priced *priced, int *count)
{
    const struct question *question = question_of(view);
    return handovers_find(view->invocation->owner, question->problem, question->pair, question->pairs, NULL,
                          0, priced->pair, priced->pairs, count);
}

static char *say_moves(const struct why_not_view *view, const struct priced *priced)
{
    const void *owner = view->invocation->owner;
    int count;
    struct handover *handover = moves_of(view, priced, &count);
    char *list = handover ? talloc_strdup(owner, "") : NULL;
    for (int i = 0; list && i < count; i++)
        list = talloc_asprintf_append(list, "%s%s", i > 0 ? _("; ") : "",
                                      handover_short(owner, question_of(view)->problem, &handover[i]));
    return list;
}

static const char *stage_name(const struct question *question, int stage)
{
    return question->scheme->stage[question->problem->stage[stage].scheme_stage].name;
}

struct row {
    const char *what;
    int lost;
    const int64_t *value;
};

static bool print_rows(FILE *out, const struct why_not_view *view, const struct row *row, int rows)
{
    const struct question *question = question_of(view);
    const void *owner = view->invocation->owner;
    int stages = question->problem->stages, columns = stages + 2, at = 0;
    const char **cell = talloc_array(owner, const char *, (unsigned)columns *((unsigned)rows + 1));
    enum align *align = talloc_array(owner, enum align, (unsigned)columns);
    if (!cell || !align)
        return false;
    for (int c = 0; c < columns; c++)
        align[c] = c < columns - 1 ? ALIGN_RIGHT : ALIGN_LEFT;
    cell[at++] = _("Given up");
    for (int s = 0; s < stages; s++)
        cell[at++] = text_printable(owner, stages_word(stage_name(question, s)));
    cell[at++] = _("What changes");
    for (int i = 0; i < rows; i++) {
        cell[at++] = talloc_asprintf(owner, "%d", row[i].lost);
        for (int s = 0; s < stages; s++)
            cell[at++] = talloc_asprintf(owner, "%lld",
                                         (long long)question_figure(question->problem, s, row[i].value[s]));
        if (!row[i].what)
            return false;
        cell[at++] = text_printable(owner, row[i].what);
    }
    terminal_table(out, &(struct text_table){columns, rows + 1, align, cell});
    return true;
}

static enum status print_price(FILE *out, const struct why_not_view *view)
{
    const struct question *question = question_of(view);
    const struct priced *nearest = view->answer->nearest, *best = view->answer->best;
    struct row row[3] = {{_("the plan as it is"), 0, question->value},
                         {say_moves(view, nearest), nearest->lost, nearest->value}};
    if (best)
        row[2] = (struct row){say_moves(view, best), best->lost, best->value};
    bool free = question_compare(question->problem, nearest->value, question->value) == 0;
    prose(out,
          free ? _("%s may contact %s as well, and it costs nothing:")
               : _("%s may contact %s: no rule forbids it. Compared with the plan:"),
          name(view, view->source), whom_name(view));
    fputc('\n', out);
    if (!print_rows(out, view, row, best ? 3 : 2))
        return error_add_memory(view->invocation->error);
    fputc('\n', out);
    if (best)
        prose(
            out,
            _("With this pair no plan gives up fewer others than the second line, and none is better in the "
              "stages than the last: both are proven."));
    else
        prose(out,
              _("With this pair no plan is better in the stages, and none gives up fewer others: proven."));
    return STATUS_OK;
}

enum status why_not_print(FILE *out, const struct why_not_view *view)
{
    switch (view->answer->answer) {
    case WHY_NOT_IS_SO:
        prose(out, _("%s contacts %s already."), name(view, view->source), whom_name(view));
        return STATUS_OK;
    case WHY_NOT_BARRED:
        print_barriers(out, view);
        return STATUS_NO;
    case WHY_NOT_NO_PLAN:
        return print_clash(out, view);
    case WHY_NOT_PRICED:
        break;
    }
    return print_price(out, view);
}

/* ---- For programs ---- */

static json_t *price_json(const struct why_not_view *view, const struct priced *priced)
{
    const struct question *question = question_of(view);
    json_t *stages = json_array(), *moves = json_array();
    int count = 0;
    struct handover *handover = moves_of(view, priced, &count);
    for (int s = 0; s < question->problem->stages; s++)
        json_array_append_new(stages,
                              json_pack("{s:s, s:I}", "name", stage_name(question, s), "value",
                                        (json_int_t)question_figure(question->problem, s, priced->value[s])));
    for (int i = 0; handover && i < count; i++)
        json_array_append_new(moves, handover_json(question->problem, &handover[i]));
    return json_pack("{s:i, s:o, s:o}", "given_up", priced->lost, "stages", stages, "changes", moves);
}

static json_t *barriers_json(const struct why_not_view *view)
{
    json_t *list = json_array();
    for (int r = 0; r < question_of(view)->scheme->relations; r++) {
        const char *sentence = barrier_sentence(view, r);
        if (sentence)
            json_array_append_new(list, json_string(sentence));
    }
    return list;
}

static enum status clash_json(const struct why_not_view *view, json_t *object)
{
    struct plan *plan = NULL;
    json_t *list = json_array();
    enum status status = find_clash(view, &plan);
    for (int c = 0; plan && status == STATUS_NO && c < plan->conflicts; c++)
        for (int i = 0; i < plan->conflict[c].rules; i++) {
            const struct conflict_rule *rule = &plan->conflict[c].rule[i];
            json_array_append_new(list, json_pack("{s:s, s:s, s:i, s:s}", "title", rule->title, "file",
                                                  rule->file, "line", rule->line, "asks", rule->asks));
        }
    json_object_set_new(object, "clash", list);
    return status == STATUS_OK ? STATUS_NO : status;
}

enum status why_not_json(FILE *out, const struct why_not_view *view)
{
    static const char *const words[] = {"is so", "forbidden", "no plan", "possible"};
    const struct question *question = question_of(view);
    const struct why_not *answer = view->answer;
    enum status status = answer->answer == WHY_NOT_BARRED ? STATUS_NO : STATUS_OK;
    json_t *object = json_pack("{s:s, s:s, s:s}", "target", asked_whom_id(question, view->whom), "source",
                               question->roster->member[view->source].id, "answer", words[answer->answer]);
    if (answer->answer == WHY_NOT_BARRED)
        json_object_set_new(object, "why", barriers_json(view));
    if (answer->answer == WHY_NOT_NO_PLAN)
        status = clash_json(view, object);
    if (answer->answer == WHY_NOT_PRICED) {
        json_object_set_new(object, "nearest", price_json(view, answer->nearest));
        json_object_set_new(object, "best", price_json(view, answer->best ? answer->best : answer->nearest));
    }
    if (!object || json_dumpf(object, out, JSON_INDENT(1) | JSON_PRESERVE_ORDER) != 0)
        status = error_add_memory(view->invocation->error);
    fputc('\n', out);
    json_decref(object);
    return status;
}
