/* What a rule asks where it clashes, in a few words. */
#include <talloc.h>

#include "base/language.h"
#include "planning/conflict_parts.h"
#include "planning/rules/rules.h"

bool element_forbids(const struct problem *problem, const struct element *element)
{
    return element->duty.kind == DUTY_RULE &&
           rule_kinds[problem->scheme->rule[element->duty.owner].kind]->forbids != NULL;
}

/* The range that the element's row has, from the scheme. */
static struct range range_of(const struct problem *problem, const struct element *element)
{
    const struct scheme *scheme = problem->scheme;
    const struct duty *duty = &element->duty;
    const struct relation *relation = &scheme->relation[duty->kind == DUTY_RULE ? 0 : duty->owner];
    const struct cover *cover = &scheme->cover[duty->owner];
    struct range range = {0, UNLIMITED, 0};
    switch (duty->kind) {
    case DUTY_LOAD:
        return relation->load[index_in(relation->source, relation->sources, duty->end)];
    case DUTY_COVER:
        return relation->cover[index_in(relation->target, relation->targets, duty->end)];
    case DUTY_EVERYONE:
    case DUTY_SHORTFALL:
        range = cover->times[index_in(cover->target, cover->targets, duty->end)];
        range.lo = range.lo > cover->shortfall ? range.lo - cover->shortfall : 0;
        return range;
    case DUTY_RULE:
        return scheme->rule[duty->owner].row[duty->row].range;
    }
    return range;
}

/* "3", or "3 to 5" where they differ. */
static char *number_text(const void *owner, const struct problem *problem,
                         const struct element *const *element, int count, bool upper)
{
    int32_t least = INT32_MAX, most = 0;
    for (int i = 0; i < count; i++) {
        struct range range = range_of(problem, element[i]);
        int32_t bound = upper ? range.hi : range.lo;
        least = bound < least ? bound : least;
        most = bound > most ? bound : most;
    }
    return least == most ? talloc_asprintf(owner, "%d", (int)least)
                         : talloc_asprintf(owner, _("%d to %d, it differs"), (int)least, (int)most);
}

/* "at least" and "at most" of the three ways of counting. */
static char *bounds_text(const void *owner, const struct problem *problem,
                         const struct element *const *element, int count)
{
    const struct element *first = element[0];
    char *lower = number_text(owner, problem, element, count, false);
    char *upper = number_text(owner, problem, element, count, true);
    if (!lower || !upper)
        return NULL;
    if (first->duty.kind == DUTY_LOAD) {
        if (first->lower && first->upper)
            return talloc_asprintf(owner, _("each contacts at least %s and at most %s"), lower, upper);
        return first->lower ? talloc_asprintf(owner, _("each contacts at least %s"), lower)
                            : talloc_asprintf(owner, _("each contacts at most %s"), upper);
    }
    if (first->duty.kind == DUTY_RULE) {
        if (first->lower && first->upper)
            return talloc_asprintf(owner, _("at least %s and at most %s"), lower, upper);
        return first->lower ? talloc_asprintf(owner, _("at least %s"), lower)
                            : talloc_asprintf(owner, _("at most %s"), upper);
    }
    if (first->lower && first->upper)
        return talloc_asprintf(owner, _("each is contacted by at least %s and at most %s"), lower, upper);
    return first->lower ? talloc_asprintf(owner, _("each is contacted by at least %s"), lower)
                        : talloc_asprintf(owner, _("each is contacted by at most %s"), upper);
}

char *element_asks(const void *owner, const struct problem *problem, const struct element *const *element,
                   int count)
{
    const struct duty *duty = &element[0]->duty;
    if (duty->kind != DUTY_RULE)
        return bounds_text(owner, problem, element, count);
    const struct rule *rule = &problem->scheme->rule[duty->owner];
    if (rule->pinned && *rule->pinned->reason)
        return talloc_strdup(owner, rule->pinned->reason);
    switch (rule->kind) {
    case RULE_LIMIT:
        if (rule->pinned) /* a pin: one of several pairs, or one that may not be */
            return talloc_strdup(owner, _("these pairs must be made"));
        return bounds_text(owner, problem, element, count);
    case RULE_FORBID:
        return talloc_strdup(owner, _("these pairs may not be made"));
    case RULE_REQUIRE:
        return talloc_strdup(owner, _("no other pairs may be made"));
    case RULE_MUST:
        return talloc_strdup(owner, _("these pairs must be made"));
    case RULE_TOGETHER:
        return talloc_strdup(owner, rule->end == END_TARGET ? _("they go to the same contacts")
                                                            : _("they contact the same ones"));
    case RULE_APART:
        return talloc_strdup(owner, rule->end == END_TARGET ? _("they go to different contacts")
                                                            : _("they contact different ones"));
    case RULE_LINK:
        return talloc_asprintf(owner, _("only together with “%s”"),
                               problem->scheme->relation[rule->to].origin.title);
    default:
        return talloc_strdup(owner, "");
    }
}
