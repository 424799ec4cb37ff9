#include "cli/handover_words.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "cli/stages.h"

static const struct relation *relation_of(const struct problem *problem, const struct handover *handover)
{
    return &problem->scheme->relation[handover->relation];
}

/* The name alone, without the id behind it. */
static char *bare(const void *owner, const struct roster *roster, const struct handover_source *source)
{
    return talloc_strdup(owner, source->member >= 0 ? roster->member[source->member].name : source->name);
}

static char *join(const void *owner, const struct roster *roster, const struct handover *handover, bool now,
                  bool with_ids)
{
    char *list = talloc_strdup(owner, "");
    int first = now ? handover->from : 0, end = now ? handover->from + handover->to : handover->from;
    for (int i = first; list && i < end; i++)
        list = talloc_asprintf_append(list, "%s%s", i > first ? _(", ") : "",
                                      with_ids ? handover->source[i].name
                                               : bare(owner, roster, &handover->source[i]));
    if (first < end)
        return list;
    if (handover->stay == 0)
        return talloc_strdup(owner, _("nobody"));
    return talloc_strdup(owner, now ? _("(one less)") : _("(one more)"));
}

char *handover_sources(const void *owner, const struct handover *handover, bool now)
{
    return join(owner, NULL, handover, now, true);
}

char *handover_target(const void *owner, const struct problem *problem, const struct handover *handover)
{
    const struct relation *relation = relation_of(problem, handover);
    const char *name = target_name(relation, problem->roster, handover->target);
    if (relation->target_kind != TARGET_MEMBER)
        return talloc_strdup(owner, name);
    return talloc_asprintf(owner, "%s %s", name, problem->roster->member[handover->target].id);
}

char *handover_short(const void *owner, const struct problem *problem, const struct handover *handover)
{
    const char *name = target_name(relation_of(problem, handover), problem->roster, handover->target);
    const char *now = join(owner, problem->roster, handover, true, false);
    if (handover->reason == HANDOVER_MORE)
        return talloc_asprintf(owner, _("%s: %s joins"), name, now);
    if (!handover->is_move)
        return talloc_asprintf(owner, _("%s to %s"), name, now);
    const char *before = join(owner, problem->roster, handover, false, false);
    if (handover->to == 0)
        return talloc_asprintf(owner, _("%s: no longer %s"), name, before);
    return talloc_asprintf(owner, _("%s: from %s to %s"), name, before, now);
}

char *handover_why(const void *owner, const struct problem *problem, const struct handover *handover)
{
    switch (handover->reason) {
    case HANDOVER_LEFT:
        return talloc_strdup(owner, _("the one before has left"));
    case HANDOVER_NEW:
        return talloc_strdup(owner, _("had nobody before"));
    case HANDOVER_MORE:
        return talloc_strdup(owner, _("one more; nobody is given up"));
    case HANDOVER_NOT_WITHIN:
        return talloc_strdup(owner, _("the two no longer belong to one window, or to this relation"));
    case HANDOVER_RULE:
        return talloc_asprintf(owner, _("the rule “%s” forbids the pair of before"),
                               problem->scheme->rule[handover->rule].origin.title);
    case HANDOVER_NEEDED:
        return talloc_strdup(owner, _("needed by the other changes; cannot be taken back alone"));
    case HANDOVER_STAGE:
        return talloc_asprintf(
            owner, _("taken back alone, “%s” would be worse by %lld"),
            stages_word(problem->scheme->stage[problem->stage[handover->stage].scheme_stage].name),
            (long long)handover->worse);
    case HANDOVER_EQUAL:
        break;
    }
    return talloc_strdup(owner, _("goes with the other changes; can be taken back alone"));
}

static const char *const reason_words[] = {"left", "new",    "more",  "not within",
                                           "rule", "needed", "stage", "equal"};

static json_t *sources_json(const struct roster *roster, const struct scheme *scheme,
                            const struct handover *handover, int first, int end)
{
    json_t *list = json_array();
    for (int i = first; i < end; i++) {
        const struct handover_source *source = &handover->source[i];
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:b}", "relation", scheme->relation[source->relation].origin.name,
                            "source", source->member >= 0 ? roster->member[source->member].id : source->name,
                            "left", source->member < 0));
    }
    return list;
}

json_t *handover_json(const struct problem *problem, const struct handover *handover)
{
    const struct relation *relation = relation_of(problem, handover);
    const struct scheme *scheme = problem->scheme;
    json_t *object = json_pack(
        "{s:s, s:s, s:o, s:o, s:s, s:b}", "target", target_id(relation, problem->roster, handover->target),
        "name", target_name(relation, problem->roster, handover->target), "from",
        sources_json(problem->roster, scheme, handover, 0, handover->from), "to",
        sources_json(problem->roster, scheme, handover, handover->from, handover->from + handover->to),
        "reason", reason_words[handover->reason], "move", handover->is_move);
    if (object && handover->reason == HANDOVER_RULE)
        json_object_set_new(object, "rule", json_string(scheme->rule[handover->rule].origin.name));
    if (object && handover->reason == HANDOVER_STAGE) {
        json_object_set_new(object, "stage",
                            json_string(scheme->stage[problem->stage[handover->stage].scheme_stage].name));
        json_object_set_new(object, "worse", json_integer(handover->worse));
    }
    return object;
}
