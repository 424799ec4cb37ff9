#include "planning/relaxed.h"

#include <string.h>
#include <talloc.h>

bool change_is_graded(enum change_kind kind)
{
    return kind < CHANGE_PRINCIPLE;
}

const char *change_word(enum change_kind kind)
{
    static const char *const words[] = {"load.min",  "load.max",  "cover.min", "cover.max", "shortfall",
                                        "limit.min", "limit.max", "principle", "lift",      "move"};
    return words[kind];
}

static bool changes_upper(enum change_kind kind)
{
    return kind == CHANGE_LOAD_MAX || kind == CHANGE_COVER_MAX || kind == CHANGE_LIMIT_MAX;
}

static struct range widened(struct range range, const struct change *change)
{
    if (range.points > 0)
        return range;
    if (changes_upper(change->kind))
        range.hi = range.hi > UNLIMITED - change->by ? UNLIMITED : range.hi + change->by;
    else
        range.lo = range.lo > change->by ? range.lo - change->by : 0;
    return range;
}

static const struct range *widen(const void *owner, const struct range *ranges, int count,
                                 const struct change *change)
{
    struct range *copy = talloc_array(owner, struct range, (unsigned)count + 1);
    for (int i = 0; copy && i < count; i++)
        copy[i] = widened(ranges[i], change);
    return copy;
}

static bool widen_rows(const void *owner, struct rule *rule, const struct change *change)
{
    struct limit_row *copy = talloc_array(owner, struct limit_row, (unsigned)rule->rows + 1);
    for (int i = 0; copy && i < rule->rows; i++) {
        copy[i] = rule->row[i];
        copy[i].range = widened(copy[i].range, change);
    }
    rule->row = copy;
    return copy != NULL;
}

/* The stage of that name, put in at `place` where there is none. */
static int need_stage(struct scheme *scheme, const char *name, int place)
{
    int found = scheme_stage(scheme, name);
    if (found >= 0)
        return found;
    struct scheme_stage *stage = talloc_array(scheme, struct scheme_stage, (unsigned)scheme->stages + 1);
    if (!stage)
        return -1;
    for (int s = 0; s < scheme->stages; s++)
        stage[s < place ? s : s + 1] = scheme->stage[s];
    stage[place] = (struct scheme_stage){.name = name, .more_is_better = false};
    scheme->stage = stage;
    scheme->stages++;
    for (int r = 0; r < scheme->rules; r++)
        if (scheme->rule[r].stage >= place)
            scheme->rule[r].stage++;
    return place;
}

/* What is ruled out costs a point a pair; every other kind a point for what its rows lack or have too much.
 */
static bool soften(struct scheme *scheme, struct rule *rule)
{
    int stage = need_stage(scheme, "principle", scheme_stage(scheme, "coverage") + 1);
    if (stage < 0)
        return false;
    if (rule->kind == RULE_FORBID || rule->kind == RULE_REQUIRE)
        rule->kind = RULE_PRINCIPLE;
    rule->stage = stage;
    rule->points = 1;
    return true;
}

static bool fall_short(struct scheme *scheme, struct cover *cover, int32_t by)
{
    int32_t most = 0;
    for (int i = 0; i < cover->targets; i++)
        most = cover->times[i].lo > most ? cover->times[i].lo : most;
    cover->shortfall = by > most - cover->shortfall ? most : cover->shortfall + by;
    return need_stage(scheme, "coverage", 0) >= 0;
}

/* It stays where it is, so that the numbers of the others do, and asks nothing any more. */
static void lift(struct rule *rule)
{
    rule->kind = RULE_LIMIT;
    rule->relations = 0;
    rule->value = NULL;
    rule->rows = 0;
}

static bool apply(struct scheme *scheme, const struct change *change)
{
    struct relation *relation = &scheme->relation[change->index];
    switch (change->kind) {
    case CHANGE_LOAD_MIN:
    case CHANGE_LOAD_MAX:
        relation->load = widen(scheme, relation->load, relation->sources, change);
        return relation->load != NULL;
    case CHANGE_COVER_MIN:
    case CHANGE_COVER_MAX:
        relation->cover = widen(scheme, relation->cover, relation->targets, change);
        return relation->cover != NULL;
    case CHANGE_SHORTFALL:
        return fall_short(scheme, &scheme->cover[change->index], change->by);
    case CHANGE_LIMIT_MIN:
    case CHANGE_LIMIT_MAX:
        return widen_rows(scheme, &scheme->rule[change->index], change);
    case CHANGE_PRINCIPLE:
        return soften(scheme, &scheme->rule[change->index]);
    case CHANGE_LIFT:
        lift(&scheme->rule[change->index]);
        break;
    case CHANGE_MOVE:
        break;
    }
    return true;
}

struct scheme *scheme_relaxed(const void *owner, const struct scheme *scheme, const struct change *change,
                              int changes)
{
    struct scheme *copy = talloc_memdup(owner, scheme, sizeof *scheme);
    if (!copy)
        return NULL;
    copy->relation = talloc_array(copy, struct relation, (unsigned)scheme->relations + 1);
    copy->cover = talloc_array(copy, struct cover, (unsigned)scheme->covers + 1);
    copy->rule = talloc_array(copy, struct rule, (unsigned)scheme->rules + 1);
    if (!copy->relation || !copy->cover || !copy->rule)
        return NULL;
    if (scheme->relations > 0)
        memcpy(copy->relation, scheme->relation, (size_t)scheme->relations * sizeof *copy->relation);
    if (scheme->covers > 0)
        memcpy(copy->cover, scheme->cover, (size_t)scheme->covers * sizeof *copy->cover);
    if (scheme->rules > 0)
        memcpy(copy->rule, scheme->rule, (size_t)scheme->rules * sizeof *copy->rule);
    for (int i = 0; i < changes; i++)
        if (change[i].kind != CHANGE_MOVE && !apply(copy, &change[i]))
            return NULL;
    return copy;
}

/* The bound that the range has on the side of the change. */
static int32_t bound(const struct range *range, enum change_kind kind)
{
    return changes_upper(kind) ? range->hi : range->lo;
}

static void measure(const struct range *ranges, int count, size_t stride, struct change *change)
{
    bool alike = count > 0;
    for (int i = 0; i < count; i++) {
        const struct range *one = (const struct range *)((const char *)ranges + (size_t)i * stride);
        alike = alike && bound(one, change->kind) == bound(ranges, change->kind);
    }
    change->from = alike ? bound(ranges, change->kind) : -1;
    struct range after = alike ? widened(*ranges, change) : (struct range){0};
    change->to = alike ? bound(&after, change->kind) : -1;
}

void change_measure(const struct scheme *scheme, struct change *change)
{
    const struct relation *relation = &scheme->relation[change->index];
    change->from = change->to = -1;
    switch (change->kind) {
    case CHANGE_LOAD_MIN:
    case CHANGE_LOAD_MAX:
        measure(relation->load, relation->sources, sizeof *relation->load, change);
        break;
    case CHANGE_COVER_MIN:
    case CHANGE_COVER_MAX:
        measure(relation->cover, relation->targets, sizeof *relation->cover, change);
        break;
    case CHANGE_LIMIT_MIN:
    case CHANGE_LIMIT_MAX:
        measure(&scheme->rule[change->index].row->range, scheme->rule[change->index].rows,
                sizeof(struct limit_row), change);
        break;
    case CHANGE_SHORTFALL:
        change->from = scheme->cover[change->index].shortfall;
        change->to = change->from + change->by;
        break;
    default:
        break;
    }
}
