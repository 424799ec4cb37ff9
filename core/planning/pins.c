#include "planning/pins.h"

#include <string.h>
#include <talloc.h>

/* Number of the target as the relation numbers its targets, or -1. */
static int target_of(const struct relation *relation, const struct roster *roster, const char *target)
{
    switch (relation->target_kind) {
    case TARGET_MEMBER:
        return roster_member(roster, target);
    case TARGET_WINDOW:
        return roster_window(roster, target);
    default:
        return relation_group(relation, target);
    }
}

/* A pin names its relation as the scheme of its day did. */
static bool is_on(const struct scheme *scheme, int relation, const struct pin *pin)
{
    if (!*pin->relation || strcmp(scheme->relation[relation].origin.name, pin->relation) == 0)
        return true;
    int found = scheme_relation_was(scheme, pin->relation, 0);
    while (found >= 0 && found < relation)
        found = scheme_relation_was(scheme, pin->relation, found + 1);
    return found == relation;
}

/* The candidates that the pin is about: one a relation at most, into slot[], candidate[]. */
struct meant {
    bool known;
    int source;
    int count;
    int *relation, *candidate; /* [relations] */
};

static bool find_pairs(const void *owner, const struct scheme *scheme, const struct roster *roster,
                       const struct pin *pin, struct meant *meant)
{
    int source = roster_member(roster, pin->source);
    *meant = (struct meant){.source = source,
                            .relation = talloc_array(owner, int, (unsigned)scheme->relations + 1),
                            .candidate = talloc_array(owner, int, (unsigned)scheme->relations + 1)};
    if (!meant->relation || !meant->candidate)
        return false;
    for (int r = 0; r < scheme->relations; r++) {
        const struct relation *relation = &scheme->relation[r];
        int target = is_on(scheme, r, pin) ? target_of(relation, roster, pin->target) : -1;
        if (source < 0 || target < 0)
            continue;
        meant->known = true;
        int candidate = relation_pair(relation, source, target);
        if (candidate < 0)
            continue;
        meant->relation[meant->count] = r;
        meant->candidate[meant->count++] = candidate;
    }
    return true;
}

int pins_allowed(const struct scheme *scheme, const struct roster *roster, const struct pin *pin, bool *known)
{
    struct meant meant;
    void *scratch = talloc_new(NULL);
    int count = 0;
    *known = false;
    if (scratch && find_pairs(scratch, scheme, roster, pin, &meant)) {
        count = meant.count;
        *known = meant.known;
    }
    talloc_free(scratch);
    return count;
}

/* For forbid and must: 1 at the pairs meant. */
static bool set_values(struct scheme *scheme, struct rule *rule, const struct meant *meant)
{
    const int32_t **value = talloc_array(scheme, const int32_t *, (unsigned)meant->count + 1);
    int *relation = talloc_array(scheme, int, (unsigned)meant->count + 1);
    if (!value || !relation)
        return false;
    for (int i = 0; i < meant->count; i++) {
        int32_t *values =
            talloc_zero_array(value, int32_t, (unsigned)scheme->relation[meant->relation[i]].pairs);
        if (!values)
            return false;
        values[meant->candidate[i]] = 1;
        value[i] = values;
        relation[i] = meant->relation[i];
    }
    rule->relation = relation;
    rule->relations = meant->count;
    rule->value = value;
    return true;
}

/* What says nothing on this roster has its place all the same: on another one it may. */
static bool set_nothing(struct rule *rule)
{
    rule->kind = RULE_LIMIT;
    rule->relations = rule->rows = 0;
    return true;
}

/* One of several relations, or none at all: a row that wants at least one of them. */
static bool set_row(struct scheme *scheme, struct rule *rule, const struct meant *meant)
{
    int *relation = talloc_array(scheme, int, (unsigned)meant->count + 1);
    struct limit_row *row = talloc_zero(scheme, struct limit_row);
    struct counted_pair *pair = talloc_array(scheme, struct counted_pair, (unsigned)meant->count + 1);
    if (!relation || !row || !pair)
        return false;
    relation[0] = 0;
    for (int i = 0; i < meant->count; i++) {
        relation[i] = meant->relation[i];
        pair[i] = (struct counted_pair){i, meant->candidate[i], 1};
    }
    *row =
        (struct limit_row){.per = meant->count > 0 ? LIMIT_ALL : LIMIT_END, /* so that the clash names him */
                           .end = meant->count > 0 ? 0 : meant->source,
                           .team = "",
                           .part = "",
                           .range = {1, UNLIMITED, 0},
                           .pairs = meant->count,
                           .pair = pair};
    rule->relation = relation;
    rule->relations = meant->count > 0 ? meant->count : 1;
    rule->rows = 1;
    rule->row = row;
    return true;
}

static const struct pinned *copy_pinned(const void *owner, const struct pin *pin)
{
    struct pinned *copy = talloc_zero(owner, struct pinned);
    if (!copy)
        return NULL;
    copy->source = talloc_strdup(copy, pin->source);
    copy->target = talloc_strdup(copy, pin->target);
    copy->what = talloc_strdup(copy, pin->what ? pin->what : pin->title);
    copy->reason = talloc_strdup(copy, pin->reason ? pin->reason : "");
    copy->by = talloc_strdup(copy, pin->by ? pin->by : "");
    return copy->source && copy->target && copy->what && copy->reason && copy->by ? copy : NULL;
}

static bool add_rule(struct scheme *scheme, const struct pin *pin, const struct meant *meant)
{
    struct rule *grown = talloc_realloc(scheme, scheme->rule, struct rule, (unsigned)scheme->rules + 1);
    if (!grown)
        return false;
    scheme->rule = grown;
    struct rule rule = {.kind = pin->forbids        ? RULE_FORBID
                                : meant->count == 1 ? RULE_MUST
                                                    : RULE_LIMIT,
                        .stage = -1,
                        .to = -1};
    rule.origin = (struct origin){
        .name = talloc_asprintf(scheme, "pin:%s:%s:%s", pin->relation, pin->source, pin->target),
        .title = talloc_strdup(scheme, pin->title),
        .clause = "",
        .file = "",
        .line = 0};
    rule.pinned = copy_pinned(scheme, pin);
    if (!rule.origin.name || !rule.origin.title || !rule.pinned)
        return false;
    bool silent = !meant->known || (pin->forbids && meant->count == 0);
    bool done = silent                    ? set_nothing(&rule)
                : rule.kind == RULE_LIMIT ? set_row(scheme, &rule, meant)
                                          : set_values(scheme, &rule, meant);
    if (done)
        scheme->rule[scheme->rules++] = rule;
    return done;
}

enum status pins_add(struct scheme *scheme, const struct roster *roster, const struct pin *pin, int pins,
                     bool *idle, struct error *error)
{
    void *scratch = talloc_new(scheme);
    bool done = scratch != NULL;
    for (int i = 0; done && i < pins; i++) {
        struct meant meant;
        done = find_pairs(scratch, scheme, roster, &pin[i], &meant);
        if (idle)
            idle[i] = done && !meant.known;
        if (done)
            done = add_rule(scheme, &pin[i], &meant);
    }
    talloc_free(scratch);
    return done ? STATUS_OK : error_add_memory(error);
}

/* The values of a rule on all relations: 1 at the pairs. */
static bool set_held(struct scheme *scheme, struct rule *rule, const struct pair *pair, int pairs)
{
    const int32_t **value = talloc_array(scheme, const int32_t *, (unsigned)scheme->relations + 1);
    int32_t **values = talloc_array(scheme, int32_t *, (unsigned)scheme->relations + 1);
    int *relation = talloc_array(scheme, int, (unsigned)scheme->relations + 1);
    for (int r = 0; value && values && relation && r < scheme->relations; r++) {
        relation[r] = r;
        value[r] = values[r] = talloc_zero_array(value, int32_t, (unsigned)scheme->relation[r].pairs + 1);
        if (!values[r])
            return false;
    }
    if (!value || !values || !relation)
        return false;
    for (int p = 0; p < pairs; p++)
        values[pair[p].relation]
              [relation_pair(&scheme->relation[pair[p].relation], pair[p].source, pair[p].target)] = 1;
    rule->relation = relation;
    rule->relations = scheme->relations;
    rule->value = value;
    return true;
}

bool pins_hold(struct scheme *scheme, const struct pair *pair, int pairs, const char *title,
               struct error *error)
{
    for (int p = 0; p < pairs; p++)
        if (relation_pair(&scheme->relation[pair[p].relation], pair[p].source, pair[p].target) < 0)
            return false;
    struct rule rule = {.kind = RULE_MUST, .stage = -1, .to = -1};
    struct rule *grown = talloc_realloc(scheme, scheme->rule, struct rule, (unsigned)scheme->rules + 1);
    rule.origin = (struct origin){.name = "held", .title = title, .clause = "", .file = "", .line = 0};
    if (!grown || !set_held(scheme, &rule, pair, pairs)) {
        error_add_memory(error);
        return false;
    }
    scheme->rule = grown;
    scheme->rule[scheme->rules++] = rule;
    return true;
}

struct scheme *pins_lift(const void *owner, const struct scheme *scheme, const char *target,
                         const struct pinned ***lifted, int *count)
{
    struct scheme *copy = talloc_memdup(owner, scheme, sizeof *scheme);
    *count = 0;
    if (!copy)
        return NULL;
    copy->rule = talloc_array(copy, struct rule, (unsigned)scheme->rules + 1);
    *lifted = talloc_array(copy, const struct pinned *, (unsigned)scheme->rules + 1);
    if (!copy->rule || !*lifted)
        return NULL;
    for (int r = 0; r < scheme->rules; r++) {
        struct rule *rule = &copy->rule[r];
        *rule = scheme->rule[r];
        if (!rule->pinned || rule->kind == RULE_FORBID || rule->relations == 0 ||
            strcmp(rule->pinned->target, target) != 0)
            continue;
        (*lifted)[(*count)++] = rule->pinned;
        set_nothing(rule);
    }
    return copy;
}
