#include "planning/conflict.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "planning/conflict_parts.h"
#include "planning/rules/rules.h"

/* A conflict while it is being put together. */
struct draft {
    struct plan *plan;
    const struct problem *problem;
    struct conflict *conflict;
    const struct ended_pair *ended; /* [ended_pairs] */
    int ended_pairs;
    bool ok;
};

static void add_unique_int(struct draft *draft, int **list, int *count, int value)
{
    int at = 0;
    while (at < *count && (*list)[at] < value)
        at++;
    if (at < *count && (*list)[at] == value)
        return;
    int *grown = talloc_realloc(draft->plan, *list, int, (unsigned)*count + 1);
    if (!grown) {
        draft->ok = false;
        return;
    }
    memmove(grown + at + 1, grown + at, (size_t)(*count - at) * sizeof *grown);
    grown[at] = value;
    *list = grown;
    (*count)++;
}

/* A member takes part in the rule and the conflict. */
static void add_member(struct draft *draft, struct conflict_rule *rule, int member)
{
    add_unique_int(draft, &rule->member, &rule->members, member);
    add_unique_int(draft, &draft->conflict->member, &draft->conflict->members, member);
}

static void add_window(struct draft *draft, struct conflict_rule *rule, int window)
{
    if (window == WINDOW_NONE)
        return;
    if (rule)
        add_unique_int(draft, &rule->window, &rule->windows, window);
    add_unique_int(draft, &draft->conflict->window, &draft->conflict->windows, window);
}

static void add_sentence(struct draft *draft, const char *sentence)
{
    struct conflict *conflict = draft->conflict;
    const char **grown =
        talloc_realloc(draft->plan, conflict->sentence, const char *, (unsigned)conflict->sentences + 1);
    if (!grown || !sentence) {
        draft->ok = false;
        return;
    }
    conflict->sentence = grown;
    grown[conflict->sentences++] = sentence;
}

static struct conflict_rule *append_rule(struct draft *draft, struct conflict_rule **list, int *count,
                                         const struct origin *origin)
{
    struct conflict_rule *grown =
        talloc_realloc(draft->plan, *list, struct conflict_rule, (unsigned)*count + 1);
    if (!grown) {
        draft->ok = false;
        return NULL;
    }
    *list = grown;
    grown[*count] = (struct conflict_rule){
        .title = origin->title, .clause = origin->clause, .file = origin->file, .line = origin->line};
    return &grown[(*count)++];
}

/* ---- Where an element takes part ---- */

static void add_target(struct draft *draft, struct conflict_rule *rule, const struct relation *relation,
                       int end)
{
    if (relation->target_kind == TARGET_MEMBER)
        add_member(draft, rule, end);
    else if (relation->target_kind == TARGET_WINDOW)
        add_window(draft, rule, end);
}

static void add_end(struct draft *draft, struct conflict_rule *rule, const struct relation *relation,
                    enum pair_end side, int end)
{
    if (side == END_SOURCE)
        add_member(draft, rule, end);
    else
        add_target(draft, rule, relation, end);
}

static void add_pair(struct draft *draft, struct conflict_rule *rule, int pair)
{
    const struct relation *relation = &draft->problem->scheme->relation[draft->problem->relation[pair]];
    add_member(draft, rule, relation->pair_source[draft->problem->candidate[pair]]);
    add_target(draft, rule, relation, relation->pair_target[draft->problem->candidate[pair]]);
}

/* Both ends of a pair that was fixed by hand, which no relation may lead from one to the other. */
static void add_pinned(struct draft *draft, struct conflict_rule *line, const struct pinned *pinned)
{
    const struct roster *roster = draft->problem->roster;
    int source = roster_member(roster, pinned->source), target = roster_member(roster, pinned->target);
    if (source >= 0)
        add_member(draft, line, source);
    if (target >= 0)
        add_member(draft, line, target);
    else
        add_window(draft, line, roster_window(roster, pinned->target));
}

static void add_places(struct draft *draft, struct conflict_rule *line, const struct element *element)
{
    const struct scheme *scheme = draft->problem->scheme;
    const struct duty *duty = &element->duty;
    if (duty->kind != DUTY_RULE) {
        if (duty_ends_in_member(draft->problem, duty))
            add_member(draft, line, duty->end);
        add_window(draft, duty_ends_in_window(draft->problem, duty) ? line : NULL,
                   duty_window(draft->problem, duty));
        return;
    }
    const struct rule *rule = &scheme->rule[duty->owner];
    const struct relation *first = &scheme->relation[rule->relations > 0 ? rule->relation[0] : 0];
    if (element_forbids(draft->problem, element))
        add_end(draft, line, &scheme->relation[duty->row], element->side, duty->end);
    else if (rule->kind == RULE_MUST)
        add_pair(draft, line, duty->row);
    else if (rule->kind == RULE_LIMIT && rule->pinned)
        add_pinned(draft, line, rule->pinned);
    else if (rule->kind == RULE_LIMIT && rule->row[duty->row].per == LIMIT_END)
        add_end(draft, line, first, rule->end, rule->row[duty->row].end);
    else if (rule->kind == RULE_LINK && duty->end >= 0)
        add_member(draft, line, duty->end);
    else if (duty->row >= 0 && duty->row < rule->sets)
        for (int k = 0; k < rule->set[duty->row].count; k++)
            add_end(draft, line, first, rule->end, rule->set[duty->row].end[k]);
}

/* ---- The lines of a conflict ---- */

static bool one_line(const struct element *one, const struct element *other)
{
    return one->duty.kind == other->duty.kind && one->duty.owner == other->duty.owner &&
           one->lower == other->lower && one->upper == other->upper;
}

static void add_line(struct draft *draft, const struct element *const *element, int count)
{
    struct conflict *conflict = draft->conflict;
    const struct duty *duty = &element[0]->duty;
    struct conflict_rule *line =
        append_rule(draft, &conflict->rule, &conflict->rules, duty_origin(draft->problem, duty));
    if (!line)
        return;
    line->title = duty_title(draft->problem, duty);
    line->by = duty_pinned(draft->problem, duty) ? duty_pinned(draft->problem, duty)->by : NULL;
    line->asks = element_asks(draft->plan, draft->problem, element, count);
    draft->ok = draft->ok && line->asks;
    for (int i = 0; i < count; i++)
        add_places(draft, line, element[i]);
}

/* All elements of the clashes told together, those of one line one after the other. */
static void add_lines(struct draft *draft, const struct element **element, int count)
{
    for (int begin = 0; begin < count && draft->ok;) {
        int end = begin + 1;
        for (int i = end; i < count; i++) {
            if (!one_line(element[begin], element[i]))
                continue;
            const struct element *moved = element[i];
            memmove(element + end + 1, element + end, (size_t)(i - end) * sizeof *element);
            element[end++] = moved;
        }
        add_line(draft, element + begin, end - begin);
        begin = end;
    }
}

/* ---- The ground that they stand on ---- */

static bool stands_already(const struct conflict *conflict, const struct origin *origin)
{
    for (int i = 0; i < conflict->grounds; i++)
        if (conflict->ground[i].line == origin->line && strcmp(conflict->ground[i].file, origin->file) == 0)
            return true;
    return false;
}

static void add_ground(struct draft *draft, int relation)
{
    const struct relation *r = &draft->problem->scheme->relation[relation];
    struct conflict *conflict = draft->conflict;
    if (stands_already(conflict, &r->origin))
        return;
    struct conflict_rule *line = append_rule(draft, &conflict->ground, &conflict->grounds, &r->origin);
    if (!line)
        return;
    if (r->within_count == 0) {
        line->asks = talloc_asprintf(draft->plan, _("from %d to %d"), r->sources, r->targets);
    } else {
        char *columns = talloc_strdup(draft->plan, "");
        for (int i = 0; columns && i < r->within_count; i++)
            columns = talloc_asprintf_append(columns, "%s%s", i > 0 ? _(" or ") : "",
                                             draft->problem->roster->column[r->within[i]].heading);
        line->asks = columns ? talloc_asprintf(draft->plan, _("from %d to %d, of the same %s"), r->sources,
                                               r->targets, columns)
                             : NULL;
    }
    draft->ok = draft->ok && line->asks;
}

static void add_grounds_of(struct draft *draft, const struct element *element)
{
    const struct scheme *scheme = draft->problem->scheme;
    const struct duty *duty = &element->duty;
    if (duty->kind == DUTY_LOAD || duty->kind == DUTY_COVER) {
        add_ground(draft, duty->owner);
    } else if (duty->kind == DUTY_EVERYONE && !element->lower) {
        return; /* what may not be too much stands on nobody's being there */
    } else if (duty->kind == DUTY_EVERYONE) {
        const struct cover *cover = &scheme->cover[duty->owner];
        for (int k = 0; k < cover->relations; k++) {
            const struct relation *relation = &scheme->relation[cover->relation[k]];
            if (index_in(relation->target, relation->targets, duty->end) >= 0)
                add_ground(draft, cover->relation[k]);
        }
    } else if (element_forbids(draft->problem, element)) {
        add_ground(draft, duty->row);
    } else if (duty->kind == DUTY_RULE) {
        const struct rule *rule = &scheme->rule[duty->owner];
        bool is_pin = rule->kind == RULE_LIMIT && rule->pinned; /* on whatever relation allows it */
        for (int k = 0; k < rule->relations && !(is_pin && rule->row[0].pairs == 0); k++)
            add_ground(draft, rule->relation[k]);
    }
}

/* ---- Which clashes are told together ---- */

/* The window, or group, that a clash is about: that of its first row that asks for something, or of its first
 * row. */
static int64_t clash_window(const struct problem *problem, const struct clash *clash)
{
    for (int pass = 0; pass < 2; pass++)
        for (int e = 0; e < clash->elements; e++) {
            const struct element *element = &clash->element[e];
            if (element_forbids(problem, element) || (pass == 0 && !element->lower))
                continue;
            if (duty_ends_in_window(problem, &element->duty) || element->duty.kind == DUTY_RULE)
                return -2; /* windows, and rows of one rule, are told together wherever they are */
            return duty_place(problem, &element->duty);
        }
    return WINDOW_NONE;
}

static bool has_line(const struct clash *clash, const struct element *line)
{
    for (int e = 0; e < clash->elements; e++)
        if (one_line(&clash->element[e], line))
            return true;
    return false;
}

static bool told_together(const struct problem *problem, const struct clash *one, const struct clash *other)
{
    for (int e = 0; e < one->elements; e++)
        if (!has_line(other, &one->element[e]))
            return false;
    for (int e = 0; e < other->elements; e++)
        if (!has_line(one, &other->element[e]))
            return false;
    return (one->demands > 0) == (other->demands > 0) &&
           clash_window(problem, one) == clash_window(problem, other);
}

/* ---- One conflict ---- */

static bool is_lonely(const struct clash *clash)
{
    return clash->demands == 1 && clash->limits == 0 && clash->pairs == 0;
}

/* The rows of several cuts that share nothing are one cut. */
static struct clash join_cuts(const struct draft *draft, const struct clash *const *clash, int count,
                              bool *lonely)
{
    struct clash all = {0};
    unsigned demands = 1, limits = 1;
    *lonely = true;
    for (int i = 0; i < count; i++) {
        demands += (unsigned)clash[i]->demands;
        limits += (unsigned)clash[i]->limits;
    }
    all.demand = talloc_array(draft->plan, int, demands);
    all.limit = talloc_array(draft->plan, int, limits);
    for (int i = 0; all.demand && all.limit && i < count; i++) {
        *lonely = *lonely && is_lonely(clash[i]);
        for (int k = 0; k < clash[i]->demands; k++)
            all.demand[all.demands++] = clash[i]->demand[k];
        for (int k = 0; k < clash[i]->limits; k++)
            all.limit[all.limits++] = clash[i]->limit[k];
        all.pairs += clash[i]->pairs;
    }
    return all;
}

/* Whom the line is about, where no cut names them. */
static void add_names(struct draft *draft, const struct conflict_rule *line)
{
    const struct roster *roster = draft->problem->roster;
    char *names = talloc_strdup(draft->plan, "");
    int count = line->members + line->windows;
    for (int i = 0; names && i < count && i < NAMES_SHOWN; i++) {
        const char *comma = i > 0 ? _(", ") : "";
        if (i < line->members)
            names = talloc_asprintf_append(names, "%s%s %s", comma, roster->member[line->member[i]].name,
                                           roster->member[line->member[i]].id);
        else
            names = talloc_asprintf_append(names, "%s%s", comma,
                                           roster->window[line->window[i - line->members]].name);
    }
    if (names && count > NAMES_SHOWN)
        names = talloc_asprintf_append(names, _(" and %d more"), count - NAMES_SHOWN);
    if (count > 0)
        add_sentence(draft, names ? talloc_asprintf(draft->plan, _("“%s” is about: %s."), line->title, names)
                                  : NULL);
}

static void add_sentences(struct draft *draft, const struct clash *const *clash, int count)
{
    bool lonely;
    struct clash cut = join_cuts(draft, clash, count, &lonely);
    if (cut.demands == 0) {
        for (int i = 0; i < draft->conflict->rules; i++)
            add_names(draft, &draft->conflict->rule[i]);
        return;
    }
    add_sentence(draft, lonely ? conflict_nobody(draft->plan, draft->problem, cut.demand, cut.demands)
                               : conflict_cut(draft->plan, draft->problem, &cut));
}

static void add_leavers(struct draft *draft)
{
    char **sentence;
    int sentences;
    draft->ok = draft->ok && conflict_leavers(draft->plan, draft->problem, draft->conflict, draft->ended,
                                              draft->ended_pairs, &sentence, &sentences);
    for (int i = 0; draft->ok && i < sentences; i++)
        add_sentence(draft, sentence[i]);
}

static bool tell(struct draft *draft, const struct clash *const *clash, int count)
{
    int elements = 0;
    for (int i = 0; i < count; i++)
        elements += clash[i]->elements;
    const struct element **element =
        talloc_array(draft->plan, const struct element *, (unsigned)elements + 1);
    if (!element)
        return false;
    elements = 0;
    draft->conflict->minimal = true;
    draft->conflict->clashes = count;
    for (int i = 0; i < count; i++) {
        draft->conflict->minimal = draft->conflict->minimal && clash[i]->minimal;
        for (int e = 0; e < clash[i]->elements; e++)
            element[elements++] = &clash[i]->element[e];
    }
    for (int e = 0; e < elements; e++)
        add_grounds_of(draft, element[e]);
    add_lines(draft, element, elements);
    add_sentences(draft, clash, count);
    add_leavers(draft);
    talloc_free(element);
    return draft->ok;
}

static bool tell_all(const struct draft *about, const struct clash *clash, int clashes)
{
    struct plan *plan = about->plan;
    plan->conflict = talloc_zero_array(plan, struct conflict, (unsigned)clashes + 1);
    bool *told = talloc_zero_array(plan, bool, (unsigned)clashes + 1);
    const struct clash **together = talloc_array(plan, const struct clash *, (unsigned)clashes + 1);
    bool ok = plan->conflict && told && together;
    for (int i = 0; ok && i < clashes; i++) {
        int count = 0;
        for (int k = i; k < clashes && !told[i]; k++)
            if (!told[k] && told_together(about->problem, &clash[i], &clash[k])) {
                together[count++] = &clash[k];
                told[k] = k > i;
            }
        if (count == 0)
            continue;
        struct draft draft = *about;
        draft.conflict = &plan->conflict[plan->conflicts++];
        ok = tell(&draft, together, count);
    }
    talloc_free(told);
    talloc_free(together);
    return ok;
}

enum status conflict_explain(struct plan *plan, const struct roster *roster, const struct scheme *scheme,
                             const struct ended_pair *ended, int ended_pairs, double seconds,
                             struct error *error)
{
    struct ground *ground;
    struct clash *clash;
    int clashes;
    void *scratch = talloc_new(plan);
    enum status status = ground_make(scratch, roster, scheme, &ground, error);
    if (status == STATUS_OK)
        status = clashes_find(scratch, ground, seconds, 0, &clash, &clashes, &plan->conflicts_whole, error);
    if (status == STATUS_OK) {
        const struct draft about = {
            .plan = plan, .problem = ground->problem, .ended = ended, .ended_pairs = ended_pairs, .ok = true};
        if (!tell_all(&about, clash, clashes))
            status = error_add_memory(error);
    }
    talloc_free(scratch);
    return status;
}
