#include "tests/planning/county.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <talloc.h>

static void add_window(struct roster *roster, const char *name)
{
    for (int w = 0; w < roster->windows; w++)
        if (strcmp(roster->window[w].name, name) == 0)
            return;
    roster->window = talloc_realloc(roster, roster->window, struct window, (unsigned)roster->windows + 1);
    roster->window[roster->windows++] =
        (struct window){.name = name, .full_name = name, .kind = "", .order = ORDER_NONE};
}

static void add_member(struct roster *roster, const char *id, const char *window)
{
    const char **value = talloc_array(roster, const char *, ATTRIBUTES_BUILT_IN);
    for (int c = 0; c < ATTRIBUTES_BUILT_IN; c++)
        value[c] = "";
    value[ATTRIBUTE_ID] = id;
    value[ATTRIBUTE_NAME] = talloc_asprintf(roster, "某%s", id);
    value[ATTRIBUTE_PARTY] = *id == 'P' || *id == 'L' ? "中共" : "民盟";
    value[ATTRIBUTE_WINDOW] = window;
    roster->member = talloc_realloc(roster, roster->member, struct member, (unsigned)roster->members + 1);
    roster->member[roster->members] = (struct member){.id = id,
                                                      .name = value[ATTRIBUTE_NAME],
                                                      .row = roster->members + 2,
                                                      .order = ORDER_NONE,
                                                      .value = value};
    roster->members++;
    if (*window)
        add_window(roster, window);
}

struct county *county_open(const void *owner, const char *people)
{
    struct county *county = talloc_zero(owner, struct county);
    struct roster *roster = county->roster = talloc_zero(county, struct roster);
    roster->file = "roster.csv";
    roster->columns = ATTRIBUTES_BUILT_IN;
    roster->column = talloc_zero_array(roster, struct column, ATTRIBUTES_BUILT_IN);
    for (int c = 0; c < ATTRIBUTES_BUILT_IN; c++)
        roster->column[c] =
            (struct column){attribute_name((enum attribute)c), attribute_heading((enum attribute)c),
                            attribute_type((enum attribute)c)};
    char *rest = talloc_strdup(roster, people);
    for (char *word; (word = strtok_r(rest, " ", &rest));) {
        char *at = strchr(word, '@');
        assert_non_null(at);
        *at = '\0';
        add_member(roster, word, at + 1);
    }
    assert_true(roster_finish(roster));
    struct scheme *scheme = county->scheme = talloc_zero(county, struct scheme);
    scheme->name = scheme->title = "county";
    scheme->source = "";
    scheme->file = "county.lua";
    scheme->relation = talloc_zero_array(scheme, struct relation, COUNTY_ITEMS);
    scheme->cover = talloc_zero_array(scheme, struct cover, COUNTY_ITEMS);
    scheme->rule = talloc_zero_array(scheme, struct rule, COUNTY_ITEMS);
    scheme->stage = talloc_zero_array(scheme, struct scheme_stage, COUNTY_ITEMS);
    county_stages(county,
                  (const char *const[]){"coverage", "principle", "change", "balance", "preference", NULL});
    return county;
}

void county_stages(struct county *county, const char *const *names)
{
    struct scheme *scheme = county->scheme;
    for (scheme->stages = 0; names[scheme->stages]; scheme->stages++)
        scheme->stage[scheme->stages] =
            (struct scheme_stage){names[scheme->stages], strcmp(names[scheme->stages], "preference") == 0};
}

int county_member(const struct county *county, const char *id)
{
    int member = roster_member(county->roster, id);
    if (member < 0)
        fail_msg("nobody has the id %s", id);
    return member;
}

int county_window(const struct county *county, const char *name)
{
    int window = roster_window(county->roster, name);
    if (window < 0)
        fail_msg("no window is called %s", name);
    return window;
}

static int select_members(const struct county *county, char letter, const int **list)
{
    int *chosen = talloc_array(county, int, (unsigned)county->roster->members + 1), count = 0;
    for (int m = 0; m < county->roster->members; m++)
        if (county->roster->member[m].id[0] == letter)
            chosen[count++] = m;
    *list = chosen;
    return count;
}

static struct range *same_range(const struct county *county, int count, struct range range)
{
    struct range *list = talloc_array(county, struct range, (unsigned)count + 1);
    for (int i = 0; i < count; i++)
        list[i] = range;
    return list;
}

static struct origin origin_of(const struct county *county, const char *name)
{
    const struct scheme *scheme = county->scheme;
    return (struct origin){name, name, "", scheme->file,
                           10 + scheme->relations + scheme->covers + scheme->rules};
}

static int count_list(const int *list)
{
    int count = 0;
    while (list[count] >= 0)
        count++;
    return count;
}

int county_relation(struct county *county, const char *name, char from, char to, struct range load,
                    struct range cover, bool within)
{
    static const int window = ATTRIBUTE_WINDOW;
    struct scheme *scheme = county->scheme;
    struct origin origin = origin_of(county, name);
    assert_true(scheme->relations < COUNTY_ITEMS);
    struct relation *relation = &scheme->relation[scheme->relations];
    relation->origin = origin;
    relation->sources = select_members(county, from, &relation->source);
    if (to == '*') {
        int *windows = talloc_array(county, int, (unsigned)county->roster->windows + 1);
        for (int w = 0; w < county->roster->windows; w++)
            windows[w] = w;
        relation->target_kind = TARGET_WINDOW;
        relation->targets = county->roster->windows;
        relation->target = windows;
    } else {
        relation->targets = select_members(county, to, &relation->target);
    }
    relation->load = same_range(county, relation->sources, load);
    relation->cover = same_range(county, relation->targets, cover);
    relation->within_count = within;
    relation->within = &window;
    assert_int_equal(relation_enumerate(scheme, relation, county->roster, 1000000), ENUMERATED);
    return scheme->relations++;
}

int county_cover(struct county *county, const char *name, char of, const int *relations, struct range times,
                 int shortfall)
{
    struct scheme *scheme = county->scheme;
    struct origin origin = origin_of(county, name);
    assert_true(scheme->covers < COUNTY_ITEMS);
    struct cover *cover = &scheme->cover[scheme->covers];
    cover->origin = origin;
    cover->targets = select_members(county, of, &cover->target);
    cover->relations = count_list(relations);
    cover->relation = talloc_memdup(county, relations, sizeof(int) * ((size_t)cover->relations + 1));
    cover->times = same_range(county, cover->targets, times);
    cover->shortfall = shortfall;
    return scheme->covers++;
}

int county_rule(struct county *county, enum rule_kind kind, const char *name, const int *relations,
                const char *stage, int points)
{
    struct scheme *scheme = county->scheme;
    struct origin origin = origin_of(county, name);
    assert_true(scheme->rules < COUNTY_ITEMS);
    struct rule *rule = &scheme->rule[scheme->rules];
    *rule = (struct rule){.kind = kind, .origin = origin, .points = points, .to = -1};
    rule->stage = stage ? scheme_stage(scheme, stage) : -1;
    rule->relations = count_list(relations);
    rule->relation = talloc_memdup(county, relations, sizeof(int) * ((size_t)rule->relations + 1));
    const int32_t **value = talloc_array(county, const int32_t *, (unsigned)rule->relations + 1);
    for (int k = 0; k < rule->relations; k++)
        value[k] = talloc_zero_array(county, int32_t, (unsigned)scheme->relation[relations[k]].pairs + 1);
    rule->value = kind == RULE_LINK ? NULL : value;
    return scheme->rules++;
}

struct pair county_pair(const struct county *county, int relation, const char *source, const char *target)
{
    bool window = county->scheme->relation[relation].target_kind == TARGET_WINDOW;
    return (struct pair){.relation = relation,
                         .source = county_member(county, source),
                         .target = window ? county_window(county, target) : county_member(county, target)};
}

void county_value(struct county *county, int rule, int k, const char *source, const char *target, int value)
{
    const struct rule *r = &county->scheme->rule[rule];
    struct pair pair = county_pair(county, r->relation[k], source, target);
    int candidate = relation_pair(&county->scheme->relation[r->relation[k]], pair.source, pair.target);
    assert_true(candidate >= 0);
    ((int32_t *)(uintptr_t)r->value[k])[candidate] = value;
}
