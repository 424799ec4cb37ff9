/* Small counties by chance that have no plan: clashes and repairs against trying everything, without a
 * solver. The scheme of a county is made anew for every roster, as a script would be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those before it */
#include <cmocka.h>
#include <limits.h>
#include <talloc.h>

#include "brute.h"
#include "planning/pins.h"
#include "planning/repair.h"
#include "planning/solve.h"
#include "tests/base/random.h"
#include "tests/planning/county.h"

enum { COUNTIES = 250, CANDIDATES_MOST = 100 };

/* A number from 0 to 99 that depends on nothing but these. */
static int chance(uint64_t seed, int rule, int a, int b)
{
    uint64_t state =
        (seed + 1) * 0x9E3779B97F4A7C15u + (uint64_t)(rule * 10007 + a * 101 + b) * 0xD1B54A32D192ED03u;
    for (int i = 0; i < 4; i++)
        random_next(&state);
    return random_below(&state, 100);
}

static struct range some_range(uint64_t *random)
{
    int lo = random_below(random, 2);
    return random_below(random, 3) == 0 ? (struct range){0, UNLIMITED, 0}
                                        : (struct range){lo, lo + random_below(random, 2), 0};
}

static void fill_values(struct county *county, int rule, uint64_t seed, int percent)
{
    const struct rule *made = &county->scheme->rule[rule];
    const struct relation *relation = &county->scheme->relation[made->relation[0]];
    for (int c = 0; c < relation->pairs; c++)
        ((int32_t *)(uintptr_t)made->value[0])[c] =
            chance(seed, rule, relation->pair_source[c], relation->pair_target[c]) < percent;
}

static void fill_rows(struct county *county, int number, uint64_t *random)
{
    struct rule *rule = &county->scheme->rule[number];
    const struct relation *relation = &county->scheme->relation[rule->relation[0]];
    struct limit_row *row = talloc_zero_array(county, struct limit_row, (unsigned)relation->sources + 1);
    struct range range = some_range(random);
    int weight = 1 + random_below(random, 2);
    rule->end = END_SOURCE;
    rule->rows = relation->sources;
    rule->row = row;
    rule->value = NULL;
    for (int i = 0; i < relation->sources; i++) {
        struct counted_pair *pair = talloc_array(county, struct counted_pair, (unsigned)relation->pairs + 1);
        row[i] = (struct limit_row){LIMIT_END, relation->source[i], "", "", range, 0, pair};
        for (int c = 0; c < relation->pairs; c++)
            if (relation->pair_source[c] == relation->source[i])
                pair[row[i].pairs++] = (struct counted_pair){0, c, weight};
    }
}

static void fill_set(struct county *county, int number, uint64_t *random)
{
    struct rule *rule = &county->scheme->rule[number];
    const struct relation *relation = &county->scheme->relation[rule->relation[0]];
    struct end_set *set = talloc_zero(county, struct end_set);
    int *end = talloc_array(county, int, (unsigned)relation->targets + 1);
    set->end = end;
    for (int i = 0; i < relation->targets; i++)
        if (random_below(random, 3) > 0)
            end[set->count++] = relation->target[i];
    rule->end = END_TARGET;
    rule->value = NULL;
    rule->sets = 1;
    rule->set = set;
}

static void add_rule(struct county *county, uint64_t seed, uint64_t *random, bool branch)
{
    static const enum rule_kind kinds[] = {RULE_FORBID, RULE_REQUIRE,  RULE_MUST,  RULE_LIMIT,
                                           RULE_LIMIT,  RULE_TOGETHER, RULE_APART, RULE_LINK};
    enum rule_kind kind = kinds[random_below(random, branch ? 8 : 7)];
    static const int liaison[] = {0, -1};
    int rule = county_rule(county, kind, talloc_asprintf(county, "rule %d", county->scheme->rules), liaison,
                           NULL, 1);
    struct rule *made = &county->scheme->rule[rule];
    made->relax = random_below(random, 2) ? RELAX_PRINCIPLE : 0;
    if (kind == RULE_FORBID || kind == RULE_REQUIRE || kind == RULE_MUST)
        fill_values(county, rule, seed, kind == RULE_MUST ? 15 : 40);
    else if (kind == RULE_LIMIT)
        fill_rows(county, rule, random);
    else if (kind == RULE_LINK)
        made->to = 1;
    else
        fill_set(county, rule, random);
    if (kind == RULE_LIMIT)
        made->relax |= random_below(random, 2) ? RELAX_MIN | RELAX_MAX : 0;
}

/* What somebody fixed by hand, each pair once at most. */
static void add_pins(struct county *county, uint64_t seed)
{
    static const char *const sources[] = {"P1", "P2", "P3"}, *const targets[] = {"N1", "N2", "N3", "N4"};
    uint64_t random = (seed + 3) * 0x9E3779B97F4A7C15u;
    struct error *error = error_new(county);
    int first = random_below(&random, 12);
    for (int pins = random_below(&random, 4); pins > 0; pins--) {
        int pair = (first + 5 * pins) % 12;
        struct pin pin = {random_below(&random, 3) == 0, random_below(&random, 2) ? "liaison" : "",
                          sources[pair % 3], targets[pair / 3], "by hand"};
        assert_int_equal(pins_add(county->scheme, county->roster, &pin, 1, NULL, error), STATUS_OK);
    }
}

/* The scheme of the seed on the county's roster. */
static void make_scheme(struct county *county, uint64_t seed)
{
    uint64_t random = (seed + 7) * 0x9E3779B97F4A7C15u;
    struct scheme *scheme = county->scheme;
    struct range load = some_range(&random), cover = some_range(&random);
    bool within = random_below(&random, 3) > 0, branch = random_below(&random, 3) == 0;
    county_relation(county, "liaison", 'P', 'N', load, cover, within);
    if (branch)
        county_relation(county, "branch", 'P', '*', some_range(&random), (struct range){0, 1, 0}, false);
    for (int r = 0; r < scheme->relations; r++)
        scheme->relation[r].relax = random_below(&random, 4);
    if (random_below(&random, 4) > 0) {
        county_cover(county, "everyone", 'N', (const int[]){0, -1},
                     (struct range){1, 1 + random_below(&random, 2), 0}, 0);
        scheme->cover[0].relax = random_below(&random, 4) == 0 ? RELAX_SHORTFALL : 0;
    }
    for (int rules = random_below(&random, 4); rules > 0; rules--)
        add_rule(county, seed, &random, branch);
    add_pins(county, seed);
}

static const char people[] = "P1@甲 P2@甲 P3@乙 N1@甲 N2@甲 N3@乙 N4@丙";

struct instance {
    uint64_t seed;
    struct county *county;
    struct error *error;
    struct rerun rerun;
};

static enum status run_anew(void *context, const void *owner, struct roster *roster, struct scheme **scheme,
                            struct error *error)
{
    const struct instance *instance = context;
    struct county *county = county_open(owner, people);
    (void)error;
    county->roster = roster;
    make_scheme(county, instance->seed);
    *scheme = county->scheme;
    return STATUS_OK;
}

static struct instance *open(uint64_t seed)
{
    struct instance *instance = talloc_zero(NULL, struct instance);
    instance->seed = seed;
    instance->county = county_open(instance, people);
    instance->error = error_new(instance);
    instance->rerun = (struct rerun){.run = run_anew, .context = instance};
    make_scheme(instance->county, seed);
    return instance;
}

/* Without a solver. */
static bool can_hold(const void *owner, const struct roster *roster, const struct scheme *scheme,
                     struct error *error)
{
    struct ground *ground;
    assert_int_equal(ground_make(owner, roster, scheme, &ground, error), STATUS_OK);
    bool holds = brute_holds(ground, ground->active);
    talloc_free(ground);
    return holds;
}

static bool gives_plan(const struct instance *instance, const struct change *change, int changes)
{
    void *owner = talloc_new(instance);
    struct roster *roster;
    struct scheme *scheme;
    assert_int_equal(repair_apply(owner, change, changes, instance->county->roster, instance->county->scheme,
                                  &instance->rerun, &roster, &scheme, instance->error),
                     STATUS_OK);
    bool gives = can_hold(owner, roster, scheme, instance->error);
    talloc_free(owner);
    return gives;
}

/* ---- Clashes ---- */

static void check_clashes(const struct instance *instance)
{
    struct ground *ground;
    struct clash *clash;
    int clashes, seed = (int)instance->seed;
    bool whole;
    assert_int_equal(
        ground_make(instance, instance->county->roster, instance->county->scheme, &ground, instance->error),
        STATUS_OK);
    assert_int_equal(clashes_find(instance, ground, 20, 0, &clash, &clashes, &whole, instance->error),
                     STATUS_OK);
    if (clashes == 0 || !whole || !brute_holds(ground, ground->active))
        fail_msg("seed %d: not all clashes are found", seed);
    for (int c = 0; c < clashes; c++) {
        if (!clash[c].minimal || brute_holds(ground, brute_units(ground, &clash[c], -1)))
            fail_msg("seed %d: clash %d is none", seed, c + 1);
        for (int e = 0; e < clash[c].elements; e++)
            if (!brute_holds(ground, brute_units(ground, &clash[c], e)))
                fail_msg("seed %d: clash %d does not need its element %d", seed, c + 1, e + 1);
    }
}

/* ---- Repairs ---- */

static void offer(struct change *list, int *count, enum change_kind kind, int index, int member, int window)
{
    assert_true(*count < CANDIDATES_MOST);
    list[(*count)++] =
        (struct change){.kind = kind, .index = index, .by = 1000, .member = member, .window = window};
}

static int offer_all(const struct instance *instance, struct change *list)
{
    const struct scheme *scheme = instance->county->scheme;
    const struct roster *roster = instance->county->roster;
    int count = 0;
    for (int r = 0; r < scheme->relations; r++)
        for (int kind = CHANGE_LOAD_MIN; kind <= CHANGE_COVER_MAX; kind++)
            if (scheme->relation[r].relax & (kind <= CHANGE_LOAD_MAX ? RELAX_LOAD : RELAX_COVER))
                offer(list, &count, (enum change_kind)kind, r, -1, -1);
    for (int c = 0; c < scheme->covers; c++)
        if (scheme->cover[c].relax)
            offer(list, &count, CHANGE_SHORTFALL, c, -1, -1);
    for (int r = 0; r < scheme->rules; r++) {
        if (scheme->rule[r].relax & RELAX_MIN)
            offer(list, &count, CHANGE_LIMIT_MIN, r, -1, -1);
        if (scheme->rule[r].relax & RELAX_MAX)
            offer(list, &count, CHANGE_LIMIT_MAX, r, -1, -1);
        if (scheme->rule[r].relax & RELAX_PRINCIPLE)
            offer(list, &count, CHANGE_PRINCIPLE, r, -1, -1);
        if (scheme->rule[r].pinned)
            offer(list, &count, CHANGE_LIFT, r, -1, -1);
    }
    for (int m = 0; m < roster->members; m++)
        for (int w = 0; w < roster->windows; w++)
            if (roster->member[m].window != w)
                offer(list, &count, CHANGE_MOVE, -1, m, w);
    return count;
}

static int count_repairs(const struct instance *instance, const struct change *list, int count, int from,
                         struct change *chosen, int changes, int size)
{
    if (changes == size)
        return gives_plan(instance, chosen, changes);
    int found = 0;
    for (int i = from; i < count; i++) {
        bool again = false;
        for (int k = 0; k < changes; k++)
            again = again || (list[i].kind == CHANGE_MOVE && chosen[k].member == list[i].member);
        chosen[changes] = list[i];
        if (!again)
            found += count_repairs(instance, list, count, i + 1, chosen, changes + 1, size);
    }
    return found;
}

static void check_repairs(const struct instance *instance, int most)
{
    struct repairs *repairs;
    struct change list[CANDIDATES_MOST], chosen[2];
    const struct repair_options options = {.seconds = 100,
                                           .few_moves = instance->seed % 2 ? 0 : 400,
                                           .trials_more = INT_MAX,
                                           .most_changes = most,
                                           .most_by_examples = most};
    int seed = (int)instance->seed, count = offer_all(instance, list), told = 0, smallest = 0, tried = 0;
    assert_int_equal(repairs_find(instance, instance->county->roster, instance->county->scheme,
                                  &instance->rerun, &options, &repairs, instance->error),
                     STATUS_OK);
    for (int size = 1; size <= most && tried == 0; size++) {
        tried = count_repairs(instance, list, count, 0, chosen, 0, size);
        smallest = size;
    }
    for (int i = 0; i < repairs->count; i++) {
        told += repairs->repair[i].alternatives;
        if (!gives_plan(instance, repairs->repair[i].change, repairs->repair[i].changes))
            fail_msg("seed %d: this gives no plan: %s", seed, repairs->repair[i].text);
    }
    if (!repairs->whole || repairs->size != smallest || (repairs->left_out == 0 && told != tried))
        fail_msg("seed %d: %d repairs of size %d are told, there are %d of size %d", seed, told,
                 repairs->size, tried, smallest);
}

static void clashes_and_repairs_are_those_that_trying_everything_finds(void **unused)
{
    (void)unused;
    int without = 0;
    for (uint64_t seed = 1; seed <= COUNTIES; seed++) {
        struct instance *instance = open(seed);
        if (!can_hold(instance, instance->county->roster, instance->county->scheme, instance->error)) {
            without++;
            check_clashes(instance);
            check_repairs(instance, seed % 20 == 0 ? 2 : 1);
        }
        talloc_free(instance);
    }
    print_message("%d counties of %d have no plan\n", without, COUNTIES);
    assert_true(without > COUNTIES / 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clashes_and_repairs_are_those_that_trying_everything_finds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
