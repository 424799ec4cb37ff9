/* Small counties by chance, every choice of pairs tried: which pairs are forced and which are free, what
 * other choices cost, who may take over, and what moving people buys, against the list of all plans. The
 * lines of frontiers prove themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those before it */
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "accept.h"
#include "planning/explain.h"
#include "planning/frontier.h"
#include "planning/plan_file.h"
#include "tests/base/random.h"
#include "tests/planning/county.h"

enum { COUNTIES = 1000, FALSIFIED = 8, PAIRS_MOST = 13, STAGES_MOST = 5 };

/* A plan: which pairs, and what it is worth, less being better. */
struct choice {
    unsigned mask;
    int64_t value[STAGES_MOST];
};

struct instance {
    struct county *county;
    struct error *error;
    uint64_t seed, random;
    struct pair *previous;
    int previous_pairs;
    struct problem *problem;
    struct choice *choice; /* [choices] all plans */
    int choices;
};

/* ---- Counties ---- */

static void fill(const struct county *county, int rule, int percent, int most, uint64_t *random)
{
    const struct rule *made = &county->scheme->rule[rule];
    for (int k = 0; k < made->relations; k++)
        for (int c = 0; c < county->scheme->relation[made->relation[k]].pairs; c++)
            if (random_below(random, 100) < percent)
                ((int32_t *)(uintptr_t)made->value[k])[c] = 1 + random_below(random, most);
}

/* At most, or at least, so many of the pairs of each source, counted double for every second target. In
 * principle there may be a row that counts nobody and falls short in every plan. */
static void fill_rows(struct county *county, int number, uint64_t *random)
{
    struct rule *rule = &county->scheme->rule[number];
    const struct relation *relation = &county->scheme->relation[rule->relation[0]];
    struct limit_row *row = talloc_zero_array(county, struct limit_row, (unsigned)relation->sources + 2);
    int most = 1 + random_below(random, 3), twice = 1 + random_below(random, 2);
    for (int i = 0; i < relation->sources; i++) {
        struct counted_pair *pair = talloc_array(county, struct counted_pair, (unsigned)relation->pairs + 1);
        row[i] = (struct limit_row){
            LIMIT_END, relation->source[i], "", "", {0, most, rule->stage >= 0 ? 1 : 0}, 0, pair};
        for (int c = 0; c < relation->pairs; c++)
            if (relation->pair_source[c] == relation->source[i])
                pair[row[i].pairs++] = (struct counted_pair){0, c, relation->pair_target[c] % 2 ? twice : 1};
    }
    rule->end = END_SOURCE;
    rule->rows = relation->sources;
    if (rule->stage >= 0 && random_below(random, 2)) {
        struct range range = {1 + random_below(random, 2), UNLIMITED, 1};
        row[rule->rows++] = (struct limit_row){LIMIT_ALL, -1, "", "", range, 0, NULL};
    }
    rule->row = row;
    rule->value = NULL;
}

static void add_rules(struct county *county, bool branch, uint64_t *random)
{
    static const int liaison[] = {0, -1}, both[] = {0, 1, -1};
    fill(county, county_rule(county, RULE_PREFER, "near", both, "preference", 0), 40, 3, random);
    if (random_below(random, 2))
        fill(county, county_rule(county, RULE_PRINCIPLE, "unit", liaison, "principle", 0), 30, 1, random);
    if (random_below(random, 3) == 0)
        fill(county, county_rule(county, RULE_FORBID, "never", liaison, NULL, 0), 20, 1, random);
    if (random_below(random, 3) == 0)
        fill_rows(county,
                  county_rule(county, RULE_LIMIT, "limit", liaison,
                              random_below(random, 2) ? "principle" : NULL, 1),
                  random);
    if (branch)
        county->scheme->rule[county_rule(county, RULE_LINK, "own", liaison, "preference", 2)].to = 2;
}

static struct county *make_county(const void *owner, uint64_t *random)
{
    static const char *const people[] = {"L1@甲 P1@甲 P2@乙 N1@甲 N2@甲 N3@乙 N4@乙",
                                         "L1@甲 P1@甲 P2@甲 P3@甲 N1@甲 N2@甲 N3@甲",
                                         "L1@甲 P1@甲 P2@甲 P3@乙 N1@甲 N2@乙 N3@甲 N4@乙"};
    struct county *county = county_open(owner, people[random_below(random, 3)]);
    bool branch = random_below(random, 3) == 0;
    if (random_below(random, 3) == 0)
        county_stages(county, (const char *const[]){"principle", "change", "preference", "balance", NULL});
    if (random_below(random, 4) == 0)
        county_stages(
            county, (const char *const[]){"coverage", "balance", "change", "principle", "preference", NULL});
    int most = random_below(random, 3) == 0 ? 2 : 1; /* who contact one */
    county_relation(county, "liaison", 'P', 'N', (struct range){0, 1 + random_below(random, 3), 0},
                    (struct range){0, most, 0}, true);
    county_relation(county, "head", 'L', 'N', (struct range){0, random_below(random, 2), 0},
                    (struct range){0, 1, 0}, false);
    county->scheme->relation[0].balance[END_SOURCE] = true;
    county->scheme->relation[1].balance[END_SOURCE] = random_below(random, 3) == 0;
    if (branch)
        county_relation(county, "branch", 'P', '*', (struct range){0, 1, 0}, (struct range){0, 1, 0}, true);
    bool shortfall = random_below(random, 4) == 0 && scheme_stage(county->scheme, "coverage") >= 0;
    county_cover(county, "everyone", 'N', (const int[]){0, 1, -1}, (struct range){1, most, 0}, shortfall);
    add_rules(county, branch, random);
    return county;
}

/* Candidates by chance, as somebody could have had them. */
static void make_previous(struct instance *in)
{
    const struct scheme *scheme = in->county->scheme;
    in->previous = talloc_array(in->county, struct pair, 64);
    for (int r = 0; r < scheme->relations; r++)
        for (int c = 0; c < scheme->relation[r].pairs && in->previous_pairs < 64; c++)
            if (random_below(&in->random, 3) == 0)
                in->previous[in->previous_pairs++] =
                    (struct pair){.relation = r,
                                  .source = scheme->relation[r].pair_source[c],
                                  .target = scheme->relation[r].pair_target[c]};
}

/* All plans of the problem. */
static void enumerate(struct instance *in)
{
    unsigned char chosen[PAIRS_MOST];
    in->choice = talloc_array(in->county, struct choice, 1u << in->problem->pairs);
    for (unsigned mask = 0; mask < 1u << in->problem->pairs; mask++) {
        struct choice *choice = &in->choice[in->choices];
        for (int p = 0; p < in->problem->pairs; p++)
            chosen[p] = mask >> p & 1;
        choice->mask = mask;
        in->choices += solver_verify(&in->problem->solver, chosen, choice->value);
    }
}

/* False where the county is too large. */
static bool open_instance(struct instance *in, uint64_t seed)
{
    void *owner = talloc_new(NULL);
    *in = (struct instance){
        .seed = seed, .random = (seed + 1) * 0x9E3779B97F4A7C15u, .error = error_new(owner)};
    for (int i = 0; i < 5; i++)
        random_next(&in->random);
    in->county = make_county(owner, &in->random);
    talloc_steal(in->county, in->error);
    make_previous(in);
    assert_int_equal(problem_build(in->county, in->county->roster, in->county->scheme, in->previous,
                                   in->previous_pairs, true, &in->problem, in->error),
                     STATUS_OK);
    bool fits = in->problem->pairs <= PAIRS_MOST;
    if (fits)
        enumerate(in);
    else
        talloc_free(talloc_parent(in->county));
    return fits;
}

static void close_instance(struct instance *in)
{
    talloc_free(talloc_parent(in->county));
}

/* ---- What brute force says ---- */

/* The order of stages by which plans are compared: numbers of stages, or what they lose of a plan. */
enum { LOST = -1 };
struct order {
    int stages, stage[STAGES_MOST + 1];
};

static int bits(unsigned mask)
{
    int count = 0;
    for (; mask; mask &= mask - 1)
        count++;
    return count;
}

static int64_t measure(const struct choice *choice, int stage, unsigned kept)
{
    return stage == LOST ? bits(kept & ~choice->mask) : choice->value[stage];
}

static int compare(const struct order *order, const struct choice *one, const struct choice *other,
                   unsigned kept)
{
    for (int s = 0; s < order->stages; s++) {
        int64_t left = measure(one, order->stage[s], kept), right = measure(other, order->stage[s], kept);
        if (left != right)
            return left < right ? -1 : 1;
    }
    return 0;
}

/* A best plan of those that have these pairs and lack those; NULL: there is none. */
static const struct choice *best_of(const struct instance *in, const struct order *order, unsigned with,
                                    unsigned without, unsigned kept)
{
    const struct choice *best = NULL;
    for (int i = 0; i < in->choices; i++) {
        const struct choice *choice = &in->choice[i];
        if ((choice->mask & with) != with || choice->mask & without)
            continue;
        if (!best || compare(order, choice, best, kept) < 0)
            best = choice;
    }
    return best;
}

/* All stages, with what is lost of the plan before the at-th; -1: it does not count. */
static struct order order_with_lost(const struct instance *in, int at)
{
    struct order order = {0};
    for (int s = 0; s <= in->problem->stages; s++) {
        if (s == at)
            order.stage[order.stages++] = LOST;
        if (s < in->problem->stages)
            order.stage[order.stages++] = s;
    }
    return order;
}

/* Where the fewest changes of the plan count: behind "change", or before the first stage in which the best
 * plans are better than it. */
static struct order order_near(const struct instance *in, unsigned plan)
{
    const struct order order = order_with_lost(in, -1);
    const struct choice *best = best_of(in, &order, 0, 0, 0);
    int place = question_near_place(in->problem);
    for (int i = 0; i < in->choices; i++)
        for (int s = 0; in->choice[i].mask == plan && s < place; s++)
            if (in->choice[i].value[s] != best->value[s])
                place = s;
    return order_with_lost(in, place);
}

/* ---- Questions about a plan ---- */

static unsigned mask_of(const struct instance *in, const struct pair *pair, int pairs)
{
    unsigned mask = 0;
    for (int i = 0; i < pairs; i++)
        mask |= 1u << question_pair(in->problem, pair[i].relation, pair[i].source, pair[i].target);
    return mask;
}

static void assert_priced(const struct instance *in, const struct priced *priced,
                          const struct choice *expected, unsigned kept)
{
    if (priced->exists != (expected != NULL))
        fail_msg("seed %d: a price of what there is not, or none of what there is", (int)in->seed);
    if (!expected)
        return;
    for (int s = 0; s < in->problem->stages; s++)
        if (priced->value[s] != expected->value[s])
            fail_msg("seed %d, stage %d: a price of %d instead of %d", (int)in->seed, s,
                     (int)priced->value[s], (int)expected->value[s]);
    assert_int_equal(priced->lost, measure(expected, LOST, kept));
    assert_int_equal(priced->lost, bits(kept & ~mask_of(in, priced->pair, priced->pairs)));
}

static void check_prices(const struct instance *in, const struct question *question, unsigned plan)
{
    const struct order near = order_near(in, plan);
    const struct order last = order_with_lost(in, in->problem->stages);
    for (int p = 0; p < in->problem->pairs; p++) {
        struct priced *priced;
        const struct condition with = {&p, 1, -1}, without = {.without = p};
        if (plan >> p & 1) {
            assert_int_equal(price_find(in->county, question, &without, PRICE_BY_STAGES, &priced, in->error),
                             STATUS_OK);
            assert_priced(in, priced, best_of(in, &last, 0, 1u << p, plan), plan);
            continue;
        }
        assert_int_equal(price_find(in->county, question, &with, PRICE_BY_NEARNESS, &priced, in->error),
                         STATUS_OK);
        assert_priced(in, priced, best_of(in, &near, 1u << p, 0, plan), plan);
        assert_int_equal(price_find(in->county, question, &with, PRICE_BY_STAGES, &priced, in->error),
                         STATUS_OK);
        assert_priced(in, priced, best_of(in, &last, 1u << p, 0, plan), plan);
    }
}

static void check_standings(const struct instance *in, const struct question *question, unsigned plan)
{
    const struct order order = order_with_lost(in, -1);
    const struct choice *best = best_of(in, &order, 0, 0, 0);
    unsigned always = ~0u, sometimes = 0;
    bool is_best = false;
    enum pair_standing standing[PAIRS_MOST] = {STANDING_UNKNOWN};
    for (int i = 0; i < in->choices; i++)
        if (compare(&order, &in->choice[i], best, 0) == 0) {
            always &= in->choice[i].mask;
            sometimes |= in->choice[i].mask;
            is_best |= in->choice[i].mask == plan;
        }
    assert_int_equal(standings_find(question, standing, NULL, in->error), STATUS_OK);
    for (int i = 0; i < question->pairs; i++) {
        unsigned bit = 1u << question->number[i];
        enum pair_standing expected = always & bit      ? STANDING_FORCED
                                      : sometimes & bit ? STANDING_FREE
                                                        : STANDING_DEARER;
        if (standing[i] != expected)
            fail_msg("seed %d: pair %d is %s instead of %s", (int)in->seed, i, standing_word(standing[i]),
                     standing_word(expected));
    }
    assert_int_equal(question->is_best, is_best);
}

static bool leads_to(const struct instance *in, int pair, struct whom whom)
{
    const struct scheme *scheme = in->county->scheme;
    int relation = in->problem->relation[pair];
    int target = scheme->relation[relation].pair_target[in->problem->candidate[pair]];
    return scheme->relation[relation].target_kind == whom.kind && target == whom.number;
}

/* Whether a pair may stand in for the other: the cover joins relations 0 and 1. */
static bool stands_in(const struct instance *in, int pair, int other)
{
    return (in->problem->relation[pair] < 2) == (in->problem->relation[other] < 2);
}

/* Everyone who may take over is there once for each whom he could replace (`instead`: for that pair of the
 * plan alone), cheapest first; those with whom there is no plan are counted. */
static void check_takeovers_of(const struct instance *in, const struct question *question, unsigned plan,
                               struct whom whom, int instead)
{
    const struct order near = order_near(in, plan);
    struct takeovers *list;
    int possible = 0, impossible = 0;
    unsigned own = 0;
    for (int p = 0; p < in->problem->pairs; p++)
        own |= plan >> p & 1 && leads_to(in, p, whom) ? 1u << p : 0;
    for (int p = 0; p < in->problem->pairs; p++) {
        if (!leads_to(in, p, whom) || plan >> p & 1)
            continue;
        if (!own)
            *(best_of(in, &near, 1u << p, 0, plan) ? &possible : &impossible) += 1;
        for (int o = 0; o < in->problem->pairs; o++)
            if (own >> o & 1 && stands_in(in, p, o) && (instead < 0 || question->number[instead] == o))
                *(best_of(in, &near, 1u << p, 1u << o, plan) ? &possible : &impossible) += 1;
    }
    assert_int_equal(takeovers_find(in->county, question, whom, instead, &list, in->error), STATUS_OK);
    assert_int_equal(list->count, possible);
    assert_int_equal(list->impossible, impossible);
    for (int i = 0; i < list->count; i++) {
        const struct takeover *one = &list->takeover[i];
        int p = question_pair(in->problem, one->relation, one->source, whom.number);
        unsigned gone = one->instead < 0 ? 0 : 1u << question->number[one->instead];
        unsigned after = mask_of(in, one->priced->pair, one->priced->pairs);
        assert_priced(in, one->priced, best_of(in, &near, 1u << p, gone, plan), plan);
        assert_int_equal(one->others, bits(plan & ~after & ~gone));
        assert_true(own ? gone & own & ~after : !gone);
        if (i > 0)
            assert_true(
                question_compare(in->problem, list->takeover[i - 1].priced->value, one->priced->value) <= 0);
    }
}

static void check_takeovers(const struct instance *in, const struct question *question, unsigned plan)
{
    for (int m = 0; m < in->county->roster->members; m++)
        check_takeovers_of(in, question, plan, (struct whom){TARGET_MEMBER, m}, -1);
    for (int w = 0; w < in->county->roster->windows; w++)
        check_takeovers_of(in, question, plan, (struct whom){TARGET_WINDOW, w}, -1);
    for (int i = 0; i < question->pairs; i++)
        check_takeovers_of(in, question, plan,
                           whom_of(in->county->scheme, question->pair[i].relation, question->pair[i].target),
                           i);
}

/* Asks about the best plan, or about another one that keeps all rules. */
static void ask_about(const struct instance *in, unsigned plan)
{
    const struct solve_request request = {.previous = in->previous,
                                          .previous_pairs = in->previous_pairs,
                                          .has_previous = true,
                                          .options = solver_defaults()};
    struct pair pair[PAIRS_MOST];
    struct question *question;
    int pairs = 0;
    for (int p = 0; p < in->problem->pairs; p++) {
        const struct relation *r = &in->county->scheme->relation[in->problem->relation[p]];
        if (plan >> p & 1)
            pair[pairs++] = (struct pair){.relation = in->problem->relation[p],
                                          .source = r->pair_source[in->problem->candidate[p]],
                                          .target = r->pair_target[in->problem->candidate[p]]};
    }
    assert_int_equal(question_open(in->county, in->county->roster, in->county->scheme, pair, pairs, &request,
                                   &question, in->error),
                     STATUS_OK);
    check_standings(in, question, plan);
    check_prices(in, question, plan);
    check_takeovers(in, question, plan);
}

static void every_question_agrees_with_the_list_of_all_plans(void **state)
{
    (void)state;
    int asked = 0, none = 0;
    for (uint64_t seed = 0; seed < COUNTIES; seed++) {
        struct instance in;
        if (!open_instance(&in, seed))
            continue;
        if (in.choices > 0) {
            const struct order order = order_with_lost(&in, -1);
            ask_about(&in, best_of(&in, &order, 0, 0, 0)->mask);
            ask_about(&in, in.choice[random_below(&in.random, in.choices)].mask);
            asked++;
        }
        none += in.choices == 0;
        close_instance(&in);
    }
    assert_in_range(asked, COUNTIES / 3, COUNTIES);
    assert_true(none > 0);
}

/* ---- What moving people buys ---- */

static bool same_from(const struct instance *in, int first, const struct choice *one,
                      const struct choice *other)
{
    for (int s = first; s < in->problem->stages; s++)
        if (one->value[s] != other->value[s])
            return false;
    return true;
}

/* The best plans that give up so many pairs at most, those before "change" being as good as can be. */
static const struct choice *best_with(const struct instance *in, int change, int64_t most)
{
    const struct order before = {.stages = change, .stage = {0, 1, 2, 3, 4}};
    struct order behind = {0};
    const struct choice *first = best_of(in, &before, 0, 0, 0), *best = NULL;
    for (int s = change + 1; s < in->problem->stages; s++)
        behind.stage[behind.stages++] = s;
    for (int i = 0; i < in->choices; i++) {
        const struct choice *choice = &in->choice[i];
        if (compare(&before, choice, first, 0) == 0 && choice->value[change] <= most &&
            (!best || compare(&behind, choice, best, 0) < 0))
            best = choice;
    }
    return best;
}

/* A figure of a line that is another, whatever the stage says: no plan can have it. */
static void refuse_false_lines(const struct instance *in, const struct grounds *on,
                               const struct frontier_line *line, const struct named_plan *named)
{
    for (int i = 0; i < named->proof->lines; i++) {
        struct proof_line *claim = &named->proof->line[i];
        int64_t *const figure[] = {&claim->value, &claim->bound, &claim->at_most};
        if (claim->potentials >= 0)
            continue;
        for (int f = 0; f < (claim->capped ? 3 : 2); f++)
            for (int by = -3; by <= 3; by++) {
                int64_t before = *figure[f];
                if (by == 0)
                    continue;
                *figure[f] += by;
                if (accepts_on(on, line->pair, line->pairs, named))
                    fail_msg("seed %d: of %d moves the line of “%s” may say %d instead of %d", (int)in->seed,
                             (int)line->moves, claim->stage, (int)*figure[f], (int)before);
                *figure[f] = before;
            }
    }
}

static void check_proof(const struct instance *in, const struct frontier *frontier,
                        const struct frontier_line *line)
{
    const struct grounds on = {.roster = in->county->roster,
                               .scheme = in->county->scheme,
                               .previous = in->previous,
                               .previous_pairs = in->previous_pairs,
                               .has_previous = true,
                               .error = in->error};
    const struct plan *plan = frontier_plan(in->county, in->county->scheme, frontier, line);
    struct named_plan *named;
    size_t size;
    const char *json = plan_to_json(in->county, plan, in->county->scheme, in->county->roster, &size);
    assert_int_equal(plan_parse(in->county, "line.json", json, size, &named, in->error), STATUS_OK);
    if (!accepts_on(&on, line->pair, line->pairs, named))
        fail_msg("seed %d: the proof of %d moves does not hold", (int)in->seed, (int)line->moves);
    if (in->seed % FALSIFIED == 0)
        refuse_false_lines(in, &on, line, named);
}

static int check_frontier(const struct instance *in)
{
    const struct frontier_request request = {.solve = {.previous = in->previous,
                                                       .previous_pairs = in->previous_pairs,
                                                       .has_previous = true,
                                                       .options = solver_defaults()},
                                             .most = -1};
    struct frontier *frontier;
    enum status status =
        frontier_find(in->county, in->county->roster, in->county->scheme, &request, &frontier, in->error);
    assert_int_equal(status, in->choices > 0 ? STATUS_OK : STATUS_NO);
    if (in->choices == 0)
        return assert_int_equal(frontier->lines, 0), 0;
    int change = frontier->change, line = 0;
    const struct choice *last = NULL;
    int64_t constant = in->problem->stage[change].constant;
    for (int64_t most = -constant; most <= in->previous_pairs - constant; most++) {
        const struct choice *best = best_with(in, change, most);
        if (!best || (last && same_from(in, change + 1, best, last)))
            continue;
        assert_true(line < frontier->lines);
        if (frontier->line[line].moves != most + constant)
            fail_msg("seed %d: line %d has %d moves instead of %d", (int)in->seed, line,
                     (int)frontier->line[line].moves, (int)(most + constant));
        for (int s = 0; s < in->problem->stages; s++)
            if (s != change &&
                frontier->line[line].value[s] != question_figure(in->problem, s, best->value[s]))
                fail_msg("seed %d: line %d, stage %d: %d instead of %d", (int)in->seed, line, s,
                         (int)frontier->line[line].value[s],
                         (int)question_figure(in->problem, s, best->value[s]));
        check_proof(in, frontier, &frontier->line[line]);
        last = best;
        line++;
    }
    assert_int_equal(line, frontier->lines);
    assert_true(frontier->whole);
    return line;
}

static void every_frontier_agrees_with_the_list_of_all_plans(void **state)
{
    (void)state;
    int longer = 0, lines = 0;
    for (uint64_t seed = 0; seed < COUNTIES; seed++) {
        struct instance in;
        if (!open_instance(&in, seed))
            continue;
        int found = check_frontier(&in);
        longer += found > 1;
        lines += found;
        close_instance(&in);
    }
    assert_in_range(longer, COUNTIES / 10, COUNTIES);
    assert_true(lines > COUNTIES / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_question_agrees_with_the_list_of_all_plans),
        cmocka_unit_test(every_frontier_agrees_with_the_list_of_all_plans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
