/* The values of rules: for each candidate pair, whether it is forbidden or how many points it brings. */
#include <lauxlib.h>
#include <talloc.h>

#include "base/language.h"
#include "script/ask.h"
#include "script/blame.h"
#include "script/frozen.h"
#include "script/trace.h"

enum { VALUES_MOST = 200 * 1000 * 1000 }; /* of all rules together: 800 MB */

/* The rule's values at all pairs of asking->relation; false with a fault. */
static bool evaluate_relation(struct asking *asking, const struct rule *rule, int32_t *values)
{
    const struct field_value *when = declaration_value(asking->declaration, "when");
    const struct field_value *expect = declaration_value(asking->declaration, "expect");
    const struct field_value *points = declaration_value(asking->declaration, "points");
    int32_t applies = rule->kind == RULE_PREFER && !points->is_function ? points->number : 1;
    bool applies_to_all = rule->kind == RULE_PREFER && !points->is_function;
    if (when) {
        asking->field = "when";
        if (!ask_all_hold(asking, &when->condition, false, applies, 0, values))
            return false;
    }
    for (int p = 0; !when && applies_to_all && p < asking->relation->pairs; p++)
        values[p] = applies; /* where how many pairs there are is open */
    bool names_pairs = rule->kind == RULE_FORBID || rule->kind == RULE_MUST;
    for (int p = 0; names_pairs && !when && p < asking->relation->pairs; p++)
        values[p] = 0; /* those that are named one by one come after */
    if (names_pairs || (rule->kind == RULE_PREFER && !points->is_function))
        return true;
    if (rule->kind == RULE_PREFER) {
        asking->field = "points";
        return ask_all_numbers(asking, &points->condition, when, -POINTS_MOST, POINTS_MOST, values);
    }
    asking->field = "expect";
    return ask_all_hold(asking, &expect->condition, when, 0, rule->kind == RULE_REQUIRE ? 1 : rule->points,
                        values);
}

/* Stops at the rule's first fault: the next pairs would only repeat it. */
static bool evaluate_rule(struct host *host, struct declaration *declaration, struct rule *rule)
{
    int32_t **values = talloc_zero_array(host->scheme->rule, int32_t *, (unsigned)rule->relations);
    if (!values)
        return false;
    rule->value = (const int32_t *const *)values;
    for (int r = 0; r < rule->relations; r++) {
        const struct relation *relation = &host->scheme->relation[rule->relation[r]];
        struct asking asking = {host, declaration, NULL, relation, NULL};
        values[r] = talloc_array(values, int32_t, (unsigned)relation->pairs);
        if (!values[r])
            return false;
        if (!evaluate_relation(&asking, rule, values[r]))
            return true;
    }
    return evaluate_pairs(host, declaration, rule, values);
}

static bool has_values(enum rule_kind kind)
{
    return kind == RULE_FORBID || kind == RULE_REQUIRE || kind == RULE_MUST || kind == RULE_PRINCIPLE ||
           kind == RULE_PREFER;
}

/* Whether the values of all rules have room; else a fault at the first rule that has not. */
static bool values_fit(struct host *host)
{
    int64_t values = 0;
    for (int i = 0; i < host->scheme->rules; i++) {
        const struct rule *rule = &host->scheme->rule[i];
        for (int r = 0; r < rule->relations && has_values(rule->kind); r++)
            values += host->scheme->relation[rule->relation[r]].pairs;
        if (values <= VALUES_MOST)
            continue;
        host->file = rule->origin.file;
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
                       enum pair_end side, const struct relation *relation, int count, const int *ends,
                       const struct range *ranges)
{
    lua_State *L = host->L;
    const struct field_value *value = declaration_value(declaration, field);
    struct range *range = (struct range *)(uintptr_t)ranges; /* the scheme is still being made */
    bool listed = scheme_stage(host->scheme, "principle") >= 0;
    if (!value || !value->is_function)
        return;
    for (int i = 0; i < count && !declaration->broken; i++) {
        const struct end end = host_end(side, relation, ends[i]);
        lua_rawgeti(L, LUA_REGISTRYINDEX, value->condition.reference);
        if (!view_call(host, declaration->subject, 1, &end)) {
            declaration->broken = true;
            continue;
        }
        int faults = host->error->count;
        declaration->broken = !field_read_range(host, declaration, field, -1, &range[i]);
        if (range[i].points > 0 && !listed && !declaration->broken) {
            const struct blame blame = blame_place(host, declaration, host->stages_file, host->stages_line);
            blame_fault(host, &blame,
                        _("%s belongs to the stage “%s”, which s:stages does not list. Please add it there."),
                        blame.subject, "principle");
            declaration->broken = true;
        }
        view_complete_faults(host, faults, declaration->subject, 1, &end);
        lua_pop(L, 1);
    }
}

/* More than there are who may contact is a slip of the scheme, whatever the rest of it says. Where nobody
 * may, that is the roster's state, and the plan says so. */
static void check_pool(struct host *host, struct declaration *declaration, const struct relation *relation)
{
    for (int i = 0; i < relation->targets && relation->sources > 0 && !declaration->broken; i++) {
        const struct range *cover = &relation->cover[i];
        if (cover->points > 0 || cover->lo <= relation->sources)
            continue;
        host_fault(
            host, declaration->origin.line,
            _("“cover” of %s wants %d for each, but only %d may contact. Please write a smaller number, or "
              "widen “from”."),
            declaration->subject, cover->lo, relation->sources);
        declaration->broken = true;
    }
}

void evaluate_ranges(struct host *host)
{
    frozen_close(host);
    for (int i = 0; i < host->declarations; i++) {
        struct declaration *declaration = host->declaration[i];
        if (declaration->broken)
            continue;
        host->file = declaration->origin.file;
        if (declaration->word->declares == DECLARES_RELATION) {
            const struct relation *relation = &host->scheme->relation[declaration->index];
            ask_ranges(host, declaration, "load", END_SOURCE, relation, relation->sources, relation->source,
                       relation->load);
            ask_ranges(host, declaration, "cover", END_TARGET, relation, relation->targets, relation->target,
                       relation->cover);
            check_pool(host, declaration, relation);
        } else if (declaration->word->declares == DECLARES_COVER) {
            const struct cover *cover = &host->scheme->cover[declaration->index];
            ask_ranges(host, declaration, "times", END_SOURCE, NULL, cover->targets, cover->target,
                       cover->times);
            if (!declaration->broken)
                resolve_reach(host, declaration);
        }
    }
}

/* ---- shares ---- */

enum { SHARE_MOST = 2520 }; /* least common multiple of all shares: that of 1 to 10 */

static int32_t greatest_common_divisor(int32_t a, int32_t b)
{
    while (b != 0) {
        int32_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The share that the function says of one end; false with a fault. */
static bool ask_share(struct host *host, struct declaration *declaration, const struct end *end,
                      int32_t *share)
{
    lua_State *L = host->L;
    const struct field_value *value = declaration_value(declaration, "share");
    lua_rawgeti(L, LUA_REGISTRYINDEX, value->condition.reference);
    int line = view_function_line(L, declaration->origin.line);
    if (!view_call(host, declaration->subject, 1, end))
        return false;
    int is_whole;
    lua_Integer number = lua_tointegerx(L, -1, &is_whole);
    bool ok = lua_type(L, -1) == LUA_TNUMBER && is_whole && number >= 1 && number <= SHARE_MOST;
    int32_t scale = host->scheme->share_scale;
    int64_t multiple = ok ? (int64_t)scale / greatest_common_divisor(scale, (int32_t)number) * number : scale;
    if (!ok)
        host_fault(
            host, line,
            _("“share” of %s must be a whole number from 1 to %d for everyone, not %s; it was so for %s."),
            declaration->subject, SHARE_MOST, host_describe(L, -1), view_person(host, host->roster, end));
    else if (multiple > SHARE_MOST)
        host_fault(host, line,
                   _("The shares up to %d (%s) have no common multiple up to %d, so they cannot be balanced "
                     "exactly. "
                     "Please use shares such as 1, 2, 3, 4, 6."),
                   (int)number, view_person(host, host->roster, end), SHARE_MOST);
    *share = (int32_t)(ok ? number : 1);
    host->scheme->share_scale = multiple <= SHARE_MOST ? (int32_t)multiple : scale;
    lua_pop(L, 1);
    return ok && multiple <= SHARE_MOST;
}

void evaluate_shares(struct host *host)
{
    host->scheme->share_scale = 1;
    for (int i = 0; i < host->declarations; i++) {
        struct declaration *declaration = host->declaration[i];
        if (declaration->broken || declaration->word->declares != DECLARES_RELATION ||
            !declaration_value(declaration, "share"))
            continue;
        struct relation *relation = &host->scheme->relation[declaration->index];
        enum pair_end side = relation->balance[END_SOURCE] ? END_SOURCE : END_TARGET;
        int count = side == END_SOURCE ? relation->sources : relation->targets;
        const int *ends = side == END_SOURCE ? relation->source : relation->target;
        int32_t *share = talloc_array(host->scheme->relation, int32_t, (unsigned)count + 1);
        if (!share) {
            error_add_memory(host->error);
            return;
        }
        for (int k = 0; k < count && !declaration->broken; k++) {
            const struct end end = host_end(side, relation, ends[k]);
            declaration->broken = !ask_share(host, declaration, &end, &share[k]);
        }
        relation->share = share;
    }
}

/* ---- all rules ---- */

static bool evaluate_kind(struct host *host, struct declaration *declaration, struct rule *rule)
{
    if (has_values(rule->kind))
        return evaluate_rule(host, declaration, rule);
    if (rule->kind == RULE_LIMIT)
        return evaluate_limit(host, declaration, rule);
    if (rule->kind == RULE_TOGETHER || rule->kind == RULE_APART)
        return evaluate_sets(host, declaration, rule);
    return true;
}

void evaluate_rules(struct host *host)
{
    if (!values_fit(host))
        return;
    for (int i = 0; i < host->scheme->rules; i++) {
        if (host->rule[i]->broken || host->scheme->rule[i].relations == 0)
            continue;
        host->file = host->rule[i]->origin.file;
        const struct rule *rule = &host->scheme->rule[i];
        const struct blame blame = blame_relations(host, host->rule[i], rule->relation, rule->relations);
        int faults = host->error->count;
        if (!evaluate_kind(host, host->rule[i], &host->scheme->rule[i])) {
            error_add_memory(host->error);
            return;
        }
        blame_move(host, faults, host->rule[i], &blame);
        traces_forget(host, host->rule[i]);
    }
    traces_report(host);
}
