#include "cli/explain_print.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "cli/prose.h"
#include "cli/stages.h"
#include "cli/terminal.h"

enum { NEXT_BEST = 2 };

const char *explain_standing(enum pair_standing standing)
{
    switch (standing) {
    case STANDING_PINNED:
        return _("pinned");
    case STANDING_FORCED:
        return _("forced");
    case STANDING_FREE:
        return _("free");
    case STANDING_DEARER:
        return _("dearer than need be");
    default:
        return "";
    }
}

static const struct relation *relation_of(const struct question *question, int pair)
{
    return &question->scheme->relation[question->pair[pair].relation];
}

static const char *stage_name(const struct question *question, int stage)
{
    return question->scheme->stage[question->problem->stage[stage].scheme_stage].name;
}

/* ---- The lines about one pair ---- */

static char *say_basis(const void *owner, const struct question *question, const struct explanation *why)
{
    const struct origin *origin = &relation_of(question, why->pair)->origin;
    if (*origin->clause)
        return talloc_asprintf(owner, _("“%s” (%s), %s:%d"), origin->title, origin->clause, origin->file,
                               origin->line);
    return talloc_asprintf(owner, _("“%s”, %s:%d"), origin->title, origin->file, origin->line);
}

static char *say_candidates(const void *owner, const struct question *question, const struct explanation *why)
{
    char *rules = talloc_strdup(owner, "");
    for (int i = 0; rules && i < why->rulings; i++)
        rules = talloc_asprintf_append(rules, _("%s“%s”"), i > 0 ? _(", ") : "",
                                       question->scheme->rule[why->ruling[i]].origin.title);
    if (why->ruled_out == 0)
        return talloc_asprintf(owner, _("%d in this relation; no rule rules anybody out"), why->candidates);
    return talloc_asprintf(owner, _("%d in this relation; %d of them are ruled out: %s"), why->candidates,
                           why->ruled_out, rules ? rules : "");
}

static char *say_points(const void *owner, const struct question *question, const struct explanation *why)
{
    char *list = talloc_strdup(owner, "");
    for (int i = 0; list && i < why->points; i++) {
        const struct pair_points *point = &why->point[i];
        const struct rule *rule = &question->scheme->rule[point->rule];
        const char *before = i > 0 ? _("; ") : "", *title = rule->origin.title;
        const char *stage = stages_word(question->scheme->stage[rule->stage].name);
        if (!question->scheme->stage[rule->stage].more_is_better)
            list = talloc_asprintf_append(list,
                                          _("%s“%s” speaks against this pair (%s %+lld; others as bad: %d)"),
                                          before, title, stage, (long long)point->points, point->others_same);
        else if (point->others_same == 0)
            list = talloc_asprintf_append(list, _("%s“%s” (%s %+lld), nobody else has that"), before, title,
                                          stage, (long long)point->points);
        else
            list = talloc_asprintf_append(list, _("%s“%s” (%s %+lld; others with the same: %d)"), before,
                                          title, stage, (long long)point->points, point->others_same);
    }
    return list && !*list ? talloc_strdup(owner, _("no rule speaks for anybody in particular")) : list;
}

/* Of a list that is not the best: the price of leaving the pair out and as much as can be as it is. */
static char *say_without_here(const void *owner, const struct question *question,
                              const struct explanation *why)
{
    const struct priced *without = why->without;
    if (question_compare(question->problem, without->value, question->value) == 0)
        return talloc_asprintf(owner, _("costs nothing: a plan as good has others (pairs that differ: %d)"),
                               without->lost);
    return talloc_asprintf(owner, _("against this list: %s (pairs that differ: %d)"),
                           asked_price(owner, question, without), without->lost);
}

/* What the best plan without the pair loses, at the first stage that is worse. */
static char *say_without(const void *owner, const struct question *question, const struct explanation *why)
{
    if (!why->without->exists)
        return talloc_strdup(owner, _("without this pair there is no plan"));
    if (!question->is_best)
        return say_without_here(owner, question, why);
    for (int s = 0; s < question->problem->stages; s++) {
        int64_t worse = why->without->value[s] - question->best[s];
        if (worse > 0)
            return talloc_asprintf(owner,
                                   _("“%s” would be worse by %lld at least; nothing before it changes"),
                                   stages_word(stage_name(question, s)), (long long)worse);
    }
    return talloc_asprintf(owner, _("costs nothing: a plan as good has others (pairs that differ: %d)"),
                           why->without->lost);
}

static char *say_next(const void *owner, const struct question *question, const struct takeovers *list,
                      bool pinned)
{
    char *text = talloc_strdup(owner, "");
    for (int i = 0; text && i < list->count && i < NEXT_BEST; i++) {
        const struct takeover *one = &list->takeover[i];
        const char *before = i > 0 ? _("; ") : "", *who = asked_member(owner, question->roster, one->source);
        const char *price = asked_price(owner, question, one->priced);
        if (one->others > 0)
            text = talloc_asprintf_append(text, _("%s%s (%s; others who must move: %d)"), before, who, price,
                                          one->others);
        else
            text = talloc_asprintf_append(text, _("%s%s (%s)"), before, who, price);
    }
    if (!text || *text)
        return text;
    return talloc_strdup(owner, pinned ? _("the pin leaves nobody else; tongxin options prices them as if "
                                           "it were lifted")
                                       : _("nobody else can"));
}

static char *say_standing(const void *owner, const struct question *question, const struct explanation *why)
{
    bool here = question->is_best;
    switch (why->standing) {
    case STANDING_PINNED:
        return talloc_asprintf(owner, _("pinned: “%s” asks for this pair"),
                               question->scheme->rule[why->pinned_by].origin.title);
    case STANDING_FORCED:
        return talloc_strdup(owner, here ? _("forced: every best plan has this pair")
                                         : _("every plan that is best by the scheme has it as well"));
    case STANDING_FREE:
        return talloc_strdup(
            owner, here ? _("free: other plans are as good; between equals the order of ids decides, "
                            "or the way the search went")
                        : _("of the plans that are best by the scheme some have it, some do not"));
    default:
        return talloc_strdup(owner, here ? _("dearer than need be: no best plan has this pair")
                                         : _("no plan that is best by the scheme has it"));
    }
}

static bool print_pair(FILE *out, const void *owner, const struct question *question,
                       const struct explanation *why, const struct takeovers *takeovers)
{
    static const enum align align[] = {ALIGN_LEFT, ALIGN_LEFT};
    const struct pair *pair = &question->pair[why->pair];
    const struct relation *relation = relation_of(question, why->pair);
    int window = pair_window(relation, question->roster, pair->target);
    const char *source = asked_member(owner, question->roster, pair->source);
    const char *target = asked_whom(owner, question, whom_of(question->scheme, pair->relation, pair->target));
    if (relation->target_kind == TARGET_MEMBER && window != WINDOW_NONE &&
        question->roster->member[pair->source].window == window)
        prose(out, _("%s is contacted by %s; both are in window %s."), target, source,
              window_word(owner, question->roster->window[window].name));
    else
        prose(out, _("%s is contacted by %s."), target, source);
    const char *cell[] = {_("Basis"),
                          say_basis(owner, question, why),
                          _("Who could"),
                          say_candidates(owner, question, why),
                          _("Why this one"),
                          say_points(owner, question, why),
                          _("Without it"),
                          say_without(owner, question, why),
                          _("Moving fewest, next"),
                          say_next(owner, question, takeovers, why->pinned_by >= 0),
                          _("Standing"),
                          say_standing(owner, question, why)};
    enum { ROWS = sizeof cell / sizeof cell[0] / 2 };
    for (int i = 0; i < 2 * ROWS; i++) {
        if (!cell[i])
            return false;
        cell[i] = text_printable(owner, cell[i]);
    }
    fputc('\n', out);
    terminal_table(out, &(struct text_table){2, ROWS, align, cell});
    fputc('\n', out);
    return true;
}

/* ---- Tables of pairs ---- */

static bool print_pairs(FILE *out, const void *owner, const struct question *question,
                        const enum pair_standing *standing, int source)
{
    enum { COLUMNS = 4 };
    static const enum align align[] = {ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT, ALIGN_LEFT};
    int at = 0, rows = 1;
    const char **cell = talloc_array(owner, const char *, COLUMNS *((unsigned)question->pairs + 1));
    if (!cell)
        return false;
    cell[at++] = _("Who contacts");
    cell[at++] = _("Who is contacted");
    cell[at++] = _("Standing");
    cell[at++] = _("Relation");
    for (int i = 0; i < question->pairs; i++) {
        const struct pair *pair = &question->pair[i];
        if (source >= 0 && pair->source != source)
            continue;
        cell[at++] = asked_member(owner, question->roster, pair->source);
        cell[at++] = asked_whom(owner, question, whom_of(question->scheme, pair->relation, pair->target));
        cell[at++] = explain_standing(standing[i]);
        cell[at++] = text_printable(owner, relation_of(question, i)->origin.title);
        rows++;
    }
    terminal_table(out, &(struct text_table){COLUMNS, rows, align, cell});
    return true;
}

static bool is_source(const struct question *question, struct whom whom, int pair)
{
    return whom.kind == TARGET_MEMBER && question->pair[pair].source == whom.number;
}

bool explain_print_whom(FILE *out, const void *owner, const struct question *question,
                        const struct whom_answer *answer)
{
    const char *name = asked_whom(owner, question, answer->whom);
    int contacts = 0;
    for (int i = 0; i < question->pairs; i++)
        contacts += is_source(question, answer->whom, i);
    for (int i = 0; i < answer->pairs; i++)
        if (!print_pair(out, owner, question, answer->explanation[i], answer->takeovers[i]))
            return false;
    if (contacts > 0) {
        prose(out, _("%s contacts %d:"), name, contacts);
        fputc('\n', out);
        if (!print_pairs(out, owner, question, answer->standing, answer->whom.number))
            return false;
        fputc('\n', out);
    }
    if (answer->pairs == 0 && contacts == 0)
        prose(out, _("%s is in no pair of this plan."), name);
    return asked_say_better(out, owner, question);
}

bool explain_print_all(FILE *out, const void *owner, const struct question *question,
                       const enum pair_standing *standing)
{
    int count[STANDING_DEARER + 1] = {0};
    for (int i = 0; i < question->pairs; i++)
        count[standing[i]]++;
    prose(out, _("Of %d pairs %d are forced (every best plan has them), %d are free, %d are pinned."),
          question->pairs, count[STANDING_FORCED], count[STANDING_FREE], count[STANDING_PINNED]);
    if (count[STANDING_DEARER] > 0)
        prose(out, _("%d are in no best plan."), count[STANDING_DEARER]);
    fputc('\n', out);
    return print_pairs(out, owner, question, standing, -1);
}

/* ---- For programs ---- */

static json_t *pair_json(const struct question *question, int pair, enum pair_standing standing)
{
    const struct relation *relation = relation_of(question, pair);
    return json_pack("{s:s, s:s, s:s, s:s}", "relation", relation->origin.name, "source",
                     question->roster->member[question->pair[pair].source].id, "target",
                     target_id(relation, question->roster, question->pair[pair].target), "standing",
                     standing_word(standing));
}

static json_t *points_json(const struct question *question, const struct explanation *why)
{
    json_t *list = json_array();
    for (int i = 0; i < why->points; i++) {
        const struct rule *rule = &question->scheme->rule[why->point[i].rule];
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s, s:I, s:i}", "rule", rule->origin.name, "title",
                            rule->origin.title, "stage", question->scheme->stage[rule->stage].name, "points",
                            (json_int_t)why->point[i].points, "others_same", why->point[i].others_same));
    }
    return list;
}

static json_t *price_json(const struct question *question, const struct priced *priced)
{
    if (!priced->exists)
        return json_null();
    json_t *stages = json_object();
    for (int s = 0; s < question->problem->stages; s++)
        json_object_set_new(stages, stage_name(question, s),
                            json_integer(price_difference(question, priced, s)));
    return stages;
}

static json_t *next_json(const struct question *question, const struct takeovers *list)
{
    json_t *next = json_array();
    for (int i = 0; i < list->count && i < NEXT_BEST; i++) {
        const struct takeover *one = &list->takeover[i];
        json_array_append_new(next,
                              json_pack("{s:s, s:i, s:o}", "source", question->roster->member[one->source].id,
                                        "others", one->others, "stages", price_json(question, one->priced)));
    }
    return next;
}

json_t *explain_json_whom(const struct question *question, const struct whom_answer *answer)
{
    json_t *pairs = json_array(), *contacts = json_array();
    for (int i = 0; i < answer->pairs; i++) {
        const struct explanation *why = answer->explanation[i];
        json_t *object = pair_json(question, why->pair, why->standing);
        json_object_set_new(object, "candidates", json_integer(why->candidates));
        json_object_set_new(object, "ruled_out", json_integer(why->ruled_out));
        json_object_set_new(object, "points", points_json(question, why));
        json_object_set_new(object, "without", price_json(question, why->without));
        json_object_set_new(object, "next_best", next_json(question, answer->takeovers[i]));
        json_array_append_new(pairs, object);
    }
    for (int i = 0; i < question->pairs; i++)
        if (is_source(question, answer->whom, i))
            json_array_append_new(contacts, pair_json(question, i, answer->standing[i]));
    return json_pack("{s:s, s:o, s:o, s:b}", "asked", asked_whom_id(question, answer->whom), "contacted",
                     pairs, "contacts", contacts, "plan_is_best", question->is_best);
}

json_t *explain_json_all(const struct question *question, const enum pair_standing *standing)
{
    json_t *pairs = json_array();
    for (int i = 0; i < question->pairs; i++)
        json_array_append_new(pairs, pair_json(question, i, standing[i]));
    return json_pack("{s:o, s:b}", "pairs", pairs, "plan_is_best", question->is_best);
}
