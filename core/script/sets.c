/* The sets of together and apart: given whole, or by a predicate of two. And pairs that are named one by one.
 */
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "script/ask.h"

enum { ENDS_MOST = 5000 }; /* of a predicate: all two of them are asked about */

struct set_maker {
    struct host *host;
    struct declaration *declaration;
    struct rule *rule;
    int ends;
    int *end;    /* [ends] ascending */
    bool *holds; /* [ends][ends] symmetric */
};

static bool add_set(struct rule *rule, const void *owner, const int *end, int count)
{
    if (count < 2)
        return true; /* nobody to be with or without */
    struct end_set *sets = talloc_realloc(owner, (struct end_set *)(uintptr_t)rule->set, struct end_set,
                                          (unsigned)rule->sets + 1);
    int *copied = talloc_array(owner, int, (unsigned)count);
    if (!sets || !copied)
        return false;
    memcpy(copied, end, (size_t)count * sizeof *copied);
    sets[rule->sets++] = (struct end_set){count, copied};
    rule->set = sets;
    return true;
}

/* Asks the predicate of all two, in either order. False with a fault. */
static bool ask_all(struct set_maker *maker, const struct condition *condition)
{
    struct asking asking = {maker->host, maker->declaration, "of", NULL};
    if (maker->rule->end == END_TARGET)
        asking.targets_of = &maker->host->scheme->relation[maker->rule->relation[0]];
    for (int i = 0; i < maker->ends; i++)
        for (int k = 0; k < maker->ends; k++) {
            int answer = i == k ? 0 : ask_holds(&asking, condition, maker->end[i], maker->end[k]);
            if (answer < 0)
                return false;
            if (answer > 0)
                maker->holds[i * maker->ends + k] = maker->holds[k * maker->ends + i] = true;
        }
    return true;
}

/* Together is transitive: the connected components. */
static bool add_components(struct set_maker *maker, const void *owner)
{
    int *component = talloc_array(maker->holds, int, (unsigned)maker->ends + 1);
    int *list = talloc_array(maker->holds, int, (unsigned)maker->ends + 1);
    if (!component || !list)
        return false;
    for (int i = 0; i < maker->ends; i++)
        component[i] = i;
    for (bool changed = true; changed;) {
        changed = false;
        for (int i = 0; i < maker->ends; i++)
            for (int k = 0; k < maker->ends; k++)
                if (maker->holds[i * maker->ends + k] && component[k] < component[i]) {
                    component[i] = component[k];
                    changed = true;
                }
    }
    for (int c = 0; c < maker->ends; c++) {
        int count = 0;
        for (int i = 0; i < maker->ends; i++)
            if (component[i] == c)
                list[count++] = maker->end[i];
        if (!add_set(maker->rule, owner, list, count))
            return false;
    }
    return true;
}

static int compare_places(const void *a, const void *b)
{
    int one = *(const int *)a, other = *(const int *)b;
    return (one > other) - (one < other);
}

/* Cliques that cover every two who clash: larger sets make stronger rows than the single clashes. */
static bool add_cliques(struct set_maker *maker, const void *owner)
{
    size_t all = (size_t)maker->ends * (size_t)maker->ends;
    bool *open = talloc_memdup(maker->holds, maker->holds, (all + 1) * sizeof *open);
    int *place = talloc_array(maker->holds, int, (unsigned)maker->ends + 1);
    int *list = talloc_array(maker->holds, int, (unsigned)maker->ends + 1);
    if (!open || !place || !list)
        return false;
    for (int i = 0; i < maker->ends; i++)
        for (int k = i + 1; k < maker->ends; k++) {
            if (!open[i * maker->ends + k])
                continue;
            int count = 0;
            place[count++] = i;
            place[count++] = k;
            for (int c = i + 1; c < maker->ends; c++) {
                bool fits = c != k;
                for (int m = 0; m < count && fits; m++)
                    fits = maker->holds[place[m] * maker->ends + c];
                if (fits)
                    place[count++] = c;
            }
            qsort(place, (size_t)count, sizeof *place, compare_places);
            for (int a = 0; a < count; a++) {
                list[a] = maker->end[place[a]];
                for (int b = 0; b < count; b++)
                    open[place[a] * maker->ends + place[b]] = false;
            }
            if (!add_set(maker->rule, owner, list, count))
                return false;
        }
    return true;
}

bool evaluate_sets(struct host *host, struct declaration *declaration, struct rule *rule)
{
    const struct field_value *of = declaration_value(declaration, "of");
    const void *owner = host->scheme->rule;
    struct set_maker maker = {.host = host, .declaration = declaration, .rule = rule};
    maker.end =
        ends_among(declaration, host->scheme, rule, rule->end, of->is_function ? NULL : of, &maker.ends);
    if (!maker.end)
        return false;
    if (!of->is_function)
        return add_set(rule, owner, maker.end, maker.ends);
    if (maker.ends > ENDS_MOST) {
        host_fault(host, declaration->origin.line,
                   _("%s asks about every two of %d, which is too many. Please give sets, or narrow “on”."),
                   declaration->subject, maker.ends);
        return true;
    }
    maker.holds = talloc_zero_array(declaration, bool, (unsigned)maker.ends *(unsigned)maker.ends + 1);
    if (!maker.holds)
        return false;
    if (!ask_all(&maker, &of->condition))
        return true;
    bool ok = rule->kind == RULE_TOGETHER ? add_components(&maker, owner) : add_cliques(&maker, owner);
    talloc_free(maker.holds);
    return ok;
}

/* ---- pairs named one by one ---- */

/* The target that the relation calls so, or -1. */
static int find_target(const struct host *host, const struct relation *relation, const char *name)
{
    switch (relation->target_kind) {
    case TARGET_MEMBER:
        return roster_member(host->roster, name);
    case TARGET_WINDOW:
        return roster_window(host->roster, name);
    case TARGET_GROUP:
        break;
    }
    return relation_group(relation, name);
}

/* People are named by their ids, since names are not unique: whose name it is may be told. */
static bool complain_name(struct host *host, const struct declaration *declaration, const char *text)
{
    int first, count = roster_named(host->roster, text, &first);
    if (count == 1)
        host_fault(host, declaration->origin.line,
                   _("%s names “%s”, which is a name. Please write the id: \"%s\"."), declaration->subject,
                   text, host->roster->member[first].id);
    else if (count > 1)
        host_fault(
            host, declaration->origin.line,
            _("%s names “%s”, which is the name of %d people. Please write the id of the one who is meant, "
              "\"%s\" or another."),
            declaration->subject, text, count, host->roster->member[first].id);
    return count > 0;
}

static void complain_unknown(struct host *host, const struct declaration *declaration, const char *text)
{
    if (complain_name(host, declaration, text))
        return;
    const char **ids = talloc_array(host, const char *, (unsigned)host->roster->members + 1);
    for (int m = 0; ids && m < host->roster->members; m++)
        ids[m] = host->roster->member[m].id;
    const char *nearest = ids ? text_nearest(text, ids, host->roster->members) : NULL;
    int m = nearest ? roster_member(host->roster, nearest) : -1;
    if (m >= 0)
        host_fault(host, declaration->origin.line,
                   _("%s names “%s”, whom the roster does not have. Did you mean %s %s?"),
                   declaration->subject, text, host->roster->member[m].name, nearest);
    else
        host_fault(host, declaration->origin.line,
                   _("%s names “%s”, whom the roster does not have. Please check it."), declaration->subject,
                   text);
    talloc_free(ids);
}

static bool is_swapped(const struct host *host, const struct rule *rule, const char *source_id,
                       const char *target_name)
{
    int source = roster_member(host->roster, target_name);
    for (int i = 0; i < rule->relations && source >= 0; i++) {
        const struct relation *relation = &host->scheme->relation[rule->relation[i]];
        int target = find_target(host, relation, source_id);
        if (target >= 0 && relation_pair(relation, source, target) >= 0)
            return true;
    }
    return false;
}

/* Marks the pair in every relation that has it; a fault where none has. */
static void mark_pair(struct host *host, struct declaration *declaration, const struct rule *rule,
                      const char *source_id, const char *target_name, int32_t **values)
{
    int source = roster_member(host->roster, source_id);
    bool known = false, found = false;
    for (int i = 0; i < rule->relations; i++) {
        const struct relation *relation = &host->scheme->relation[rule->relation[i]];
        int target = find_target(host, relation, target_name);
        int candidate = source >= 0 && target >= 0 ? relation_pair(relation, source, target) : -1;
        known = known || target >= 0;
        found = found || candidate >= 0;
        if (candidate >= 0)
            values[i][candidate] = 1;
    }
    if (source < 0)
        complain_unknown(host, declaration, source_id);
    if (!known)
        complain_unknown(host, declaration, target_name);
    if (source >= 0 && known && !found && is_swapped(host, rule, source_id, target_name))
        host_fault(
            host, declaration->origin.line,
            _("%s names the pair of %s and %s the wrong way round: who contacts comes first. Please swap "
              "the two."),
            declaration->subject, source_id, target_name);
    else if (source >= 0 && known && !found)
        host_fault(
            host, declaration->origin.line,
            _("%s names the pair of %s %s and %s, which none of its relations allows. Please check “from”, "
              "“to” and “within”."),
            declaration->subject, host->roster->member[source].name, source_id, target_name);
}

bool evaluate_pairs(struct host *host, struct declaration *declaration, const struct rule *rule,
                    int32_t **values)
{
    const struct field_value *pairs =
        host->request->no_roster ? NULL : declaration_value(declaration, "pairs");
    for (int i = 0; pairs && i < pairs->count; i++)
        mark_pair(host, declaration, rule, pairs->texts[2 * i], pairs->texts[2 * i + 1], values);
    return true;
}
