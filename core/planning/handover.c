#include "planning/handover.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "planning/question.h"
#include "planning/rules/rules.h"

/* ---- Differences, by target ---- */

enum part { PART_ENDED, PART_LOST, PART_GAINED, PART_STAYED };

struct difference {
    int kind, target; /* kind: of target; groups of two columns are two kinds */
    enum part part;
    int relation, source; /* source -1: has left */
    const char *name;
};

struct finding {
    const void *owner;
    const struct problem *problem;
    const struct pair *before, *after; /* [befores], [afters] sorted */
    int befores, afters;
    struct difference *list;
    int count;
    unsigned char *chosen;  /* [problem pairs] the next plan */
    int64_t *value, *other; /* [problem stages] of the next plan; with something taken back */
    bool failed;
};

static void add(struct finding *finding, enum part part, const struct pair *pair, const char *name)
{
    const struct scheme *scheme = finding->problem->scheme;
    const struct roster *roster = finding->problem->roster;
    const struct relation *relation = &scheme->relation[pair->relation];
    int kind = (int)relation->target_kind;
    if (relation->target_kind == TARGET_GROUP)
        kind += 1 + scheme_group_number(scheme, pair->relation, 0);
    if (!name)
        name = talloc_asprintf(finding->owner, "%s %s", roster->member[pair->source].name,
                               roster->member[pair->source].id);
    finding->failed |= !name;
    finding->list[finding->count++] = (struct difference){
        kind, pair->target, part, pair->relation, part == PART_ENDED ? -1 : pair->source, name};
}

static int compare_differences(const void *a, const void *b)
{
    const struct difference *one = a, *other = b;
    const int left[] = {one->kind, one->target, (int)one->part, one->relation, one->source};
    const int right[] = {other->kind, other->target, (int)other->part, other->relation, other->source};
    for (int i = 0; i < 5; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

static int compare_pairs(const void *a, const void *b)
{
    return pair_compare(a, b);
}

static struct pair *sorted(const void *owner, const struct pair *pair, int pairs)
{
    struct pair *copy = talloc_array(owner, struct pair, (unsigned)pairs + 1);
    if (copy && pairs > 0)
        memcpy(copy, pair, (size_t)pairs * sizeof *copy);
    if (copy)
        qsort(copy, (size_t)pairs, sizeof *copy, compare_pairs);
    return copy;
}

static bool is_among(const struct pair *pair, const struct pair *sorted, int pairs)
{
    return bsearch(pair, sorted, (size_t)pairs, sizeof *sorted, compare_pairs) != NULL;
}

static void collect(struct finding *finding, const struct ended_pair *ended, int ended_pairs)
{
    for (int i = 0; i < finding->befores; i++)
        if (!is_among(&finding->before[i], finding->after, finding->afters))
            add(finding, PART_LOST, &finding->before[i], NULL);
    for (int i = 0; i < finding->afters; i++) {
        const struct pair *pair = &finding->after[i];
        int number = question_pair(finding->problem, pair->relation, pair->source, pair->target);
        if (number >= 0)
            finding->chosen[number] = 1;
        bool stays = is_among(pair, finding->before, finding->befores);
        add(finding, stays ? PART_STAYED : PART_GAINED, pair, stays ? "" : NULL);
    }
    for (int i = 0; i < ended_pairs; i++) {
        const struct pair pair = {.relation = ended[i].relation, .target = ended[i].end};
        if (!ended[i].target_left && ended[i].source_left)
            add(finding, PART_ENDED, &pair, ended[i].source);
    }
    qsort(finding->list, (size_t)finding->count, sizeof *finding->list, compare_differences);
}

/* ---- Why ---- */

/* The rule that rules the candidate out, or -1. */
static int forbidding_rule(const struct scheme *scheme, int relation, int candidate)
{
    for (int r = 0; r < scheme->rules; r++) {
        const struct rule *rule = &scheme->rule[r];
        int slot = rule_slot(rule, relation);
        if (slot >= 0 && rule_kinds[rule->kind]->forbids &&
            rule_kinds[rule->kind]->forbids(rule, slot, candidate))
            return r;
    }
    return -1;
}

static int number_of(const struct finding *finding, const struct difference *at)
{
    return question_pair(finding->problem, at->relation, at->source, at->target);
}

/* What would be worse, were this target's change alone taken back. */
static void take_back(const struct finding *finding, const struct difference *list, int count,
                      struct handover *handover)
{
    const struct problem *problem = finding->problem;
    int change = scheme_stage(problem->scheme, "change");
    for (int i = 0; i < count; i++)
        if (list[i].part != PART_ENDED)
            finding->chosen[number_of(finding, &list[i])] = list[i].part == PART_LOST;
    bool holds = solver_verify(&problem->solver, finding->chosen, finding->other);
    for (int i = 0; i < count; i++)
        if (list[i].part != PART_ENDED)
            finding->chosen[number_of(finding, &list[i])] = list[i].part == PART_GAINED;
    handover->reason = holds ? HANDOVER_EQUAL : HANDOVER_NEEDED;
    for (int s = 0; holds && s < problem->stages; s++) {
        int64_t worse = finding->other[s] - finding->value[s];
        if (problem->stage[s].scheme_stage == change || worse == 0)
            continue;
        if (worse > 0) {
            handover->reason = HANDOVER_STAGE;
            handover->stage = s;
            handover->worse = worse;
        }
        return;
    }
}

static void say_why(const struct finding *finding, const struct difference *list, int count,
                    struct handover *handover)
{
    const struct scheme *scheme = finding->problem->scheme;
    bool lost = false, ended = false;
    for (int i = 0; i < count; i++) {
        ended |= list[i].part == PART_ENDED;
        if (list[i].part != PART_LOST)
            continue;
        lost = handover->is_move = true;
        int candidate = relation_pair(&scheme->relation[list[i].relation], list[i].source, list[i].target);
        if (candidate < 0) {
            handover->reason = HANDOVER_NOT_WITHIN;
            return;
        }
        handover->rule = forbidding_rule(scheme, list[i].relation, candidate);
        if (handover->rule >= 0) {
            handover->reason = HANDOVER_RULE;
            return;
        }
    }
    if (lost)
        take_back(finding, list, count, handover);
    else if (ended)
        handover->reason = HANDOVER_LEFT;
    else
        handover->reason = handover->stay > 0 ? HANDOVER_MORE : HANDOVER_NEW;
}

/* How many of those of a target are not PART_STAYED, which come last. */
static int count_changes(const struct difference *list, int count)
{
    while (count > 0 && list[count - 1].part == PART_STAYED)
        count--;
    return count;
}

static bool describe(struct finding *finding, const struct difference *list, int count, int stay,
                     struct handover *handover)
{
    *handover = (struct handover){
        .relation = list[0].relation, .target = list[0].target, .stay = stay, .rule = -1, .stage = -1};
    handover->source = talloc_array(finding->owner, struct handover_source, (unsigned)count);
    if (!handover->source)
        return false;
    for (int i = 0; i < count; i++) { /* ended and lost ones come first */
        handover->source[i] = (struct handover_source){list[i].relation, list[i].source, list[i].name};
        handover->from += list[i].part != PART_GAINED;
        handover->to += list[i].part == PART_GAINED;
    }
    say_why(finding, list, count, handover);
    return true;
}

static bool prepare(struct finding *finding, int most)
{
    unsigned stages = (unsigned)finding->problem->stages + 1;
    finding->list = talloc_array(finding->owner, struct difference, (unsigned)most + 1);
    finding->chosen = talloc_zero_array(finding->owner, unsigned char, (unsigned)finding->problem->pairs + 1);
    finding->value = talloc_zero_array(finding->owner, int64_t, stages);
    finding->other = talloc_zero_array(finding->owner, int64_t, stages);
    return finding->list && finding->chosen && finding->value && finding->other;
}

struct handover *handovers_find(const void *owner, const struct problem *problem, const struct pair *previous,
                                int previous_pairs, const struct ended_pair *ended, int ended_pairs,
                                const struct pair *pair, int pairs, int *count)
{
    struct finding finding = {.owner = owner,
                              .problem = problem,
                              .before = sorted(owner, previous, previous_pairs),
                              .after = sorted(owner, pair, pairs),
                              .befores = previous_pairs,
                              .afters = pairs};
    *count = 0;
    if (!finding.before || !finding.after || !prepare(&finding, previous_pairs + pairs + ended_pairs))
        return NULL;
    collect(&finding, ended, ended_pairs);
    solver_verify(&problem->solver, finding.chosen, finding.value);
    struct handover *list = talloc_array(owner, struct handover, (unsigned)finding.count + 1);
    for (int i = 0, end; list && !finding.failed && i < finding.count; i = end) {
        for (end = i + 1; end < finding.count && finding.list[end].kind == finding.list[i].kind &&
                          finding.list[end].target == finding.list[i].target;)
            end++;
        int changes = count_changes(finding.list + i, end - i);
        if (changes > 0)
            finding.failed =
                !describe(&finding, finding.list + i, changes, end - i - changes, &list[(*count)++]);
    }
    return finding.failed ? NULL : list;
}

bool handover_is_revertible(const struct handover *handover)
{
    return handover->is_move && handover->reason != HANDOVER_RULE && handover->reason != HANDOVER_NOT_WITHIN;
}

static void drop(struct pair *pair, int *pairs, const struct pair *gone)
{
    int kept = 0;
    for (int i = 0; i < *pairs; i++)
        if (pair_compare(&pair[i], gone) != 0)
            pair[kept++] = pair[i];
    *pairs = kept;
}

void handovers_revert(const struct problem *problem, const struct handover *const *handover, int count,
                      struct pair *pair, int *pairs)
{
    for (int h = 0; h < count; h++)
        for (int i = 0; i < handover[h]->from + handover[h]->to; i++) {
            const struct handover_source *source = &handover[h]->source[i];
            const struct pair one = {.relation = source->relation,
                                     .source = source->member,
                                     .target = handover[h]->target,
                                     .kept = true};
            if (source->member < 0)
                continue;
            drop(pair, pairs, &one);
            if (i < handover[h]->from && question_pair(problem, one.relation, one.source, one.target) >= 0)
                pair[(*pairs)++] = one;
        }
    qsort(pair, (size_t)*pairs, sizeof *pair, compare_pairs);
}
