/* The values of rules: for each candidate pair, whether it is forbidden or how many points it brings. */
#include <lauxlib.h>
#include <math.h>
#include <talloc.h>

#include "base/language.h"
#include "script/host.h"

enum { VALUES_MOST = 200 * 1000 * 1000 }; /* of all rules together: 800 MB */

/* One rule at one pair. */
struct asked {
    struct host *host;
    const struct declaration *declaration;
    const struct relation *relation;
    int source, target;
};

/* 1, 0, or -1 with a fault. */
static int holds(const struct asked *asked, const struct condition *condition)
{
    struct host *host = asked->host;
    if (condition->kind != CONDITION_FUNCTION)
        return comparison_holds(condition, host->roster, asked->relation->target_kind, asked->source,
                                asked->target);
    const enum target_kind kinds[] = {TARGET_MEMBER, asked->relation->target_kind};
    const int ends[] = {asked->source, asked->target};
    lua_rawgeti(host->L, LUA_REGISTRYINDEX, condition->reference);
    return view_ask(host, asked->declaration->subject, asked->declaration->origin.line, 2, kinds, ends);
}

static bool points_of_pair(const struct asked *asked, const struct field_value *points, int32_t *out)
{
    struct host *host = asked->host;
    lua_State *L = host->L;
    *out = points->number;
    if (!points->is_function)
        return true;
    const enum target_kind kinds[] = {TARGET_MEMBER, asked->relation->target_kind};
    const int ends[] = {asked->source, asked->target};
    lua_rawgeti(L, LUA_REGISTRYINDEX, points->condition.reference);
    int line = view_function_line(L, asked->declaration->origin.line);
    if (!view_call(host, asked->declaration->subject, 2, kinds, ends))
        return false;
    int is_whole;
    lua_Integer value = lua_tointegerx(L, -1, &is_whole);
    bool ok = lua_type(L, -1) == LUA_TNUMBER && is_whole && value >= -POINTS_MOST && value <= POINTS_MOST;
    if (!ok)
        host_fault(host, line,
                   _("“points” of %s must be a whole number between -1000000 and 1000000 for every pair, not "
                     "%s; it was "
                     "so for %s and %s. Decimals are multiplied by 10, 100 or whatever makes them whole."),
                   asked->declaration->subject, host_describe(L, -1),
                   view_person(host, host->roster, TARGET_MEMBER, asked->source),
                   view_person(host, host->roster, asked->relation->target_kind, asked->target));
    else
        *out = (int32_t)value;
    lua_pop(L, 1);
    return ok;
}

static bool value_of_pair(const struct asked *asked, const struct rule *rule, int32_t *out)
{
    const struct field_value *when = declaration_value(asked->declaration, "when");
    const struct field_value *expect = declaration_value(asked->declaration, "expect");
    const struct field_value *points = declaration_value(asked->declaration, "points");
    *out = 0;
    if (when) {
        int applies = holds(asked, &when->condition);
        if (applies <= 0)
            return applies == 0;
    }
    if (rule->kind == RULE_FORBID) {
        *out = 1;
        return true;
    }
    if (rule->kind == RULE_PREFER)
        return points_of_pair(asked, points, out);
    int good = holds(asked, &expect->condition);
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
            const struct asked asked = {host, declaration, relation, relation->pair_source[p],
                                        relation->pair_target[p]};
            if (!value_of_pair(&asked, rule, &values[r][p]))
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
