/* Who has left, where a clash misses the pairs that ended with that. */
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "planning/conflict_parts.h"

static bool is_origin(const struct conflict_rule *rule, const struct origin *origin)
{
    return rule->line == origin->line && strcmp(rule->file, origin->file) == 0;
}

static bool has_relation(const struct conflict *conflict, const struct origin *origin)
{
    for (int i = 0; i < conflict->rules; i++)
        if (is_origin(&conflict->rule[i], origin))
            return true;
    for (int i = 0; i < conflict->grounds; i++)
        if (is_origin(&conflict->ground[i], origin))
            return true;
    return false;
}

static bool has_number(const int *list, int count, int number)
{
    for (int i = 0; i < count; i++)
        if (list[i] == number)
            return true;
    return false;
}

/* Whether one end has left, and the other, in a relation of the conflict, is among those concerned. */
static bool is_missed(const struct problem *problem, const struct conflict *conflict,
                      const struct ended_pair *pair)
{
    const struct relation *relation = &problem->scheme->relation[pair->relation];
    if (pair->source_left == pair->target_left || !has_relation(conflict, &relation->origin))
        return false;
    if (pair->target_left)
        return relation->target_kind == TARGET_MEMBER &&
               has_number(conflict->member, conflict->members, pair->source_end);
    return relation->target_kind == TARGET_WINDOW
               ? has_number(conflict->window, conflict->windows, pair->end)
               : relation->target_kind == TARGET_MEMBER &&
                     has_number(conflict->member, conflict->members, pair->end);
}

static const char *leaver_of(const struct ended_pair *pair)
{
    return pair->source_left ? pair->source : pair->target;
}

/* "赵峰永 JH0209 (2026-03-02, 调离)". */
static char *name_leaver(const void *owner, const struct ended_pair *pair)
{
    const struct member *former = pair->source_left ? pair->former_source : pair->former_target;
    const char *name = leaver_of(pair);
    if (!former || !*former->left)
        return talloc_asprintf(owner, _("%s (not in the roster any more)"), name);
    if (!*former->left_reason)
        return talloc_asprintf(owner, _("%s (left on %s)"), name, former->left);
    return talloc_asprintf(owner, _("%s (left on %s, %s)"), name, former->left, former->left_reason);
}

/* The sentence about who left with the first of the pairs, and all others of the same side. */
static char *say_leaver(const void *owner, const struct ended_pair *const *missed, int count, bool *told)
{
    const struct ended_pair *first = missed[0];
    char *others = talloc_strdup(owner, ""), *leaver = name_leaver(owner, first);
    int named = 0;
    for (int i = 0; others && i < count; i++) {
        if (missed[i]->source_left != first->source_left ||
            strcmp(leaver_of(missed[i]), leaver_of(first)) != 0)
            continue;
        told[i] = true;
        if (++named <= NAMES_SHOWN)
            others = talloc_asprintf_append(others, "%s%s", named > 1 ? _(", ") : "",
                                            first->source_left ? missed[i]->target : missed[i]->source);
    }
    if (others && named > NAMES_SHOWN)
        others = talloc_asprintf_append(others, _(" and %d more"), named - NAMES_SHOWN);
    if (!others || !leaver)
        return NULL;
    return talloc_asprintf(owner, first->source_left ? _("%s contacted %s.") : _("%s was contacted by %s."),
                           leaver, others);
}

bool conflict_leavers(const void *owner, const struct problem *problem, const struct conflict *conflict,
                      const struct ended_pair *ended, int ended_pairs, char ***sentence, int *sentences)
{
    const struct ended_pair **missed =
        talloc_array(owner, const struct ended_pair *, (unsigned)ended_pairs + 1);
    bool *told = talloc_zero_array(owner, bool, (unsigned)ended_pairs + 1);
    *sentence = talloc_array(owner, char *, (unsigned)ended_pairs + 1);
    *sentences = 0;
    int count = 0;
    if (!missed || !told || !*sentence)
        return false;
    for (int i = 0; i < ended_pairs; i++)
        if (is_missed(problem, conflict, &ended[i]))
            missed[count++] = &ended[i];
    bool ok = true;
    for (int i = 0; ok && i < count; i++) {
        if (told[i])
            continue;
        (*sentence)[*sentences] = say_leaver(owner, missed + i, count - i, told + i);
        ok = (*sentence)[(*sentences)++] != NULL;
    }
    talloc_free(missed);
    talloc_free(told);
    return ok;
}
