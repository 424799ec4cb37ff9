/* The values of rules: for each candidate pair, whether it is forbidden or how many points it brings. */
#include <lauxlib.h>
#include <talloc.h>

#include "base/language.h"
#include "script/ask.h"

enum { VALUES_MOST = 200 * 1000 * 1000 }; /* of all rules together: 800 MB */

static bool value_of_pair(struct asking *asking, const struct rule *rule, int source, int target,
                          int32_t *out)
{
    const struct field_value *when = declaration_value(asking->declaration, "when");
    const struct field_value *expect = declaration_value(asking->declaration, "expect");
    const struct field_value *points = declaration_value(asking->declaration, "points");
    *out = 0;
    if (when) {
        asking->field = "when";
        int applies = ask_holds(asking, &when->condition, source, target);
        if (applies <= 0)
            return applies == 0;
    }
    if (rule->kind == RULE_FORBID) {
        *out = 1;
        return true;
    }
    if (rule->kind == RULE_PREFER) {
        *out = points->number;
        asking->field = "points";
        return !points->is_function ||
               ask_number(asking, &points->condition, -POINTS_MOST, POINTS_MOST, source, target, out);
    }
    asking->field = "expect";
    int good = ask_holds(asking, &expect->condition, source, target);
    if (good == 0)
        *out = rule->kind == RULE_REQUIRE ? 1 : rule->points;
    return good >= 0;
}

/* Stops at the rule's first fault: the next pairs would only repeat it. */
static bool evaluate_rule(struct host *host, const struct declaration *declaration, struct rule *rule)
{
    int32_t **values = talloc_zero_array(host->scheme->rule, int32_t *, (unsigned)rule->relations);
    if (!values)
        return false;
    rule->value = (const int32_t *const *)values;
    for (int r = 0; r < rule->relations; r++) {
        const struct relation *relation = &host->scheme->relation[rule->relation[r]];
        values[r] = talloc_array(values, int32_t, (unsigned)relation->pairs);
        if (!values[r])
            return false;
        for (int p = 0; p < relation->pairs; p++) {
            struct asking asking = {host, declaration, NULL, relation};
            if (!value_of_pair(&asking, rule, relation->pair_source[p], relation->pair_target[p],
                               &values[r][p]))
                return true;
        }
    }
    return true;
}

/* Whether the values of all rules have room; else a fault at the first rule that has not. */
static bool values_fit(struct host *host)
{
    int64_t values = 0;
    for (int i = 0; i < host->scheme->rules; i++) {
        const struct rule *rule = &host->scheme->rule[i];
        for (int r = 0; r < rule->relations && rule->kind != RULE_LINK; r++)
            values += host->scheme->relation[rule->relation[r]].pairs;
        if (values <= VALUES_MOST)
            continue;
        host_fault(
            host, rule->origin.line,
            _("The rules up to “%s” look at more than %d pairs. Please narrow “on”, or the relations."),
            rule->origin.name, VALUES_MOST);
        return false;
    }
    return true;
}

/* ---- loads and covers as functions ---- */

/* The ranges that the field's function says of `ends`; stops at the first fault. */
static void ask_ranges(struct host *host, struct declaration *declaration, const char *field,
                       enum target_kind kind, int count, const int *end, const struct range *ranges)
{
    lua_State *L = host->L;
    const struct field_value *value = declaration_value(declaration, field);
    struct range *range = (struct range *)(uintptr_t)ranges; /* the scheme is still being made */
    if (!value || !value->is_function)
        return;
    for (int i = 0; i < count && !declaration->broken; i++) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, value->condition.reference);
        if (!view_call(host, declaration->subject, 1, &kind, &end[i])) {
            declaration->broken = true;
            continue;
        }
        int faults = host->error->count;
        declaration->broken = !field_read_range(host, declaration, field, -1, &range[i]);
        view_complete_faults(host, faults, declaration->subject, 1, &kind, &end[i]);
        lua_pop(L, 1);
    }
}

void evaluate_ranges(struct host *host)
{
    for (int i = 0; i < host->declarations; i++) {
        struct declaration *declaration = host->declaration[i];
        if (declaration->broken)
            continue;
        if (declaration->word->declares == DECLARES_RELATION) {
            const struct relation *relation = &host->scheme->relation[declaration->index];
            ask_ranges(host, declaration, "load", TARGET_MEMBER, relation->sources, relation->source,
                       relation->load);
            ask_ranges(host, declaration, "cover", relation->target_kind, relation->targets, relation->target,
                       relation->cover);
        } else if (declaration->word->declares == DECLARES_COVER) {
            const struct cover *cover = &host->scheme->cover[declaration->index];
            ask_ranges(host, declaration, "times", TARGET_MEMBER, cover->targets, cover->target,
                       cover->times);
            if (!declaration->broken)
                resolve_reach(host, declaration);
        }
    }
}

/* ---- all rules ---- */

void evaluate_rules(struct host *host)
{
    if (!values_fit(host))
        return;
    for (int i = 0; i < host->scheme->rules; i++) {
        struct rule *rule = &host->scheme->rule[i];
        if (host->rule[i]->broken || rule->kind == RULE_LINK)
            continue;
        if (!evaluate_rule(host, host->rule[i], rule)) {
            error_add_memory(host->error);
            return;
        }
    }
}
