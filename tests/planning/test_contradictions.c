/* Contradictions of many kinds, as data: contradictions/NAME/{scheme.lua,roster.csv,expected.txt}, and
 * pins.csv for what somebody fixed by hand. Of each:
 * every clash is one, and none without any of its elements, by trying all choices; its repairs work, and are
 * all of the smallest, by trying all sets of changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those before it */
#include <cmocka.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/file.h"
#include "brute.h"
#include "planning/pins.h"
#include "planning/relaxed.h"
#include "planning/repair.h"
#include "planning/solve.h"
#include "roster/roster_read.h"
#include "script/script.h"

#define FOLDER TREE "/tests/planning/contradictions/"
enum { KINDS = 22, CANDIDATES_MOST = 200, PINS_MOST = 8 };

struct contradiction {
    const char *name;
    struct roster *roster;
    struct script_text text;
    struct scheme *scheme;
    int pins;
    struct pin pin[PINS_MOST];
    struct error *error;
    struct rerun rerun;
};

static enum status run_anew(void *context, const void *owner, struct roster *roster, struct scheme **scheme,
                            struct error *error)
{
    const struct contradiction *one = context;
    enum status status = script_load_scheme(
        owner, &(struct script_request){.text = &one->text, .roster = roster}, scheme, error);
    return status == STATUS_OK ? pins_add(*scheme, roster, one->pin, one->pins, NULL, error) : status;
}

/* pins.csv, where there is one: a line "pin" or "forbid", relation, source, target, what, reason, by. */
static void read_pins(struct contradiction *one, const char *folder)
{
    char *bytes = NULL, *rest, *line;
    size_t size = 0;
    if (file_read(one, talloc_asprintf(one, "%s/pins.csv", folder), 1 << 16, &bytes, &size, error_new(one)) !=
        STATUS_OK)
        return;
    for (line = strtok_r(talloc_strndup(one, bytes, size), "\n", &rest); line;
         line = strtok_r(NULL, "\n", &rest)) {
        char *word[7] = {line};
        for (int w = 1; w < 7; w++) {
            char *comma = strchr(word[w - 1], ',');
            assert_non_null(comma);
            *comma = '\0';
            word[w] = comma + 1;
        }
        assert_true(one->pins < PINS_MOST);
        one->pin[one->pins++] = (struct pin){
            strcmp(word[0], "forbid") == 0, word[1], word[2], word[3], word[4], word[4], word[5], word[6]};
    }
}

static struct contradiction *load(const void *owner, const char *folder)
{
    struct contradiction *one = talloc_zero(owner, struct contradiction);
    struct tidied_list *tidied;
    one->name = strrchr(folder, '/') + 1;
    one->error = error_new(one);
    char *roster = talloc_asprintf(one, "%s/roster.csv", folder);
    char *scheme = talloc_asprintf(one, "%s/scheme.lua", folder);
    one->rerun = (struct rerun){.run = run_anew, .context = one};
    read_pins(one, folder);
    if (roster_read(one, roster, NULL, &one->roster, &tidied, one->error) != STATUS_OK ||
        script_find_scheme(one, scheme, &one->text, one->error) != STATUS_OK ||
        run_anew(one, one, one->roster, &one->scheme, one->error) != STATUS_OK)
        fail_msg("%s: %s", one->name, one->error->fault[0].message);
    return one;
}

static bool has_plan(const void *owner, const struct roster *roster, const struct scheme *scheme,
                     struct error *error)
{
    struct plan *plan;
    const struct solve_request request = {.options = solver_defaults(), .without_reasons = true};
    enum status status = plan_solve(owner, roster, scheme, &request, &plan, error);
    assert_true(status == STATUS_OK || status == STATUS_NO);
    assert_true(plan->status == PLAN_OPTIMAL || plan->status == PLAN_INFEASIBLE);
    bool has = plan->status == PLAN_OPTIMAL;
    talloc_free(plan);
    return has;
}

/* ---- Clashes ---- */

static void check_clashes(const struct contradiction *one)
{
    struct ground *ground;
    struct clash *clash;
    int clashes;
    bool whole;
    assert_int_equal(ground_make(one, one->roster, one->scheme, &ground, one->error), STATUS_OK);
    assert_false(brute_holds(ground, ground->active));
    assert_int_equal(clashes_find(one, ground, 20, 0, &clash, &clashes, &whole, one->error), STATUS_OK);
    assert_true(clashes > 0 && whole);
    assert_true(brute_holds(ground, ground->active)); /* what no clash names holds together */
    for (int c = 0; c < clashes; c++) {
        if (!clash[c].minimal || brute_holds(ground, brute_units(ground, &clash[c], -1)))
            fail_msg("%s: clash %d is none", one->name, c + 1);
        for (int e = 0; e < clash[c].elements; e++)
            if (!brute_holds(ground, brute_units(ground, &clash[c], e)))
                fail_msg("%s: clash %d does not need its element %d", one->name, c + 1, e + 1);
    }
}

/* ---- Repairs ---- */

static void offer(struct change *list, int *count, enum change_kind kind, int index)
{
    assert_true(*count < CANDIDATES_MOST);
    list[(*count)++] = (struct change){.kind = kind, .index = index, .by = 1000, .member = -1, .window = -1};
}

/* All that may be changed at all. */
static int offer_all(const struct contradiction *one, struct change *list)
{
    const struct scheme *scheme = one->scheme;
    int count = 0;
    for (int r = 0; r < scheme->relations; r++)
        for (int kind = CHANGE_LOAD_MIN; kind <= CHANGE_COVER_MAX; kind++)
            if (scheme->relation[r].relax & (kind <= CHANGE_LOAD_MAX ? RELAX_LOAD : RELAX_COVER))
                offer(list, &count, (enum change_kind)kind, r);
    for (int c = 0; c < scheme->covers; c++)
        if (scheme->cover[c].relax)
            offer(list, &count, CHANGE_SHORTFALL, c);
    for (int r = 0; r < scheme->rules; r++) {
        if (scheme->rule[r].relax & RELAX_MIN)
            offer(list, &count, CHANGE_LIMIT_MIN, r);
        if (scheme->rule[r].relax & RELAX_MAX)
            offer(list, &count, CHANGE_LIMIT_MAX, r);
        if (scheme->rule[r].relax & RELAX_PRINCIPLE)
            offer(list, &count, CHANGE_PRINCIPLE, r);
        if (scheme->rule[r].pinned)
            offer(list, &count, CHANGE_LIFT, r);
    }
    for (int m = 0; m < one->roster->members; m++)
        for (int w = 0; w < one->roster->windows; w++)
            if (one->roster->member[m].window != w) {
                offer(list, &count, CHANGE_MOVE, -1);
                list[count - 1].member = m;
                list[count - 1].window = w;
            }
    return count;
}

static bool gives_plan(const struct contradiction *one, const struct change *change, int changes)
{
    void *owner = talloc_new(one);
    struct roster *roster;
    struct scheme *scheme;
    bool gives = repair_apply(owner, change, changes, one->roster, one->scheme, &one->rerun, &roster, &scheme,
                              one->error) == STATUS_OK &&
                 has_plan(owner, roster, scheme, one->error);
    talloc_free(owner);
    return gives;
}

/* How many sets of `size` changes, beginning with those chosen, give a plan. */
static int count_repairs(const struct contradiction *one, const struct change *list, int count, int from,
                         struct change *chosen, int changes, int size)
{
    if (changes == size)
        return gives_plan(one, chosen, changes);
    int found = 0;
    for (int i = from; i < count; i++) {
        bool again = false;
        for (int k = 0; k < changes; k++)
            again = again || (list[i].kind == CHANGE_MOVE && chosen[k].member == list[i].member);
        chosen[changes] = list[i];
        if (!again)
            found += count_repairs(one, list, count, i + 1, chosen, changes + 1, size);
    }
    return found;
}

/* One unit less of any setting is too little, the others being as they are. */
static void check_amounts(const struct contradiction *one, const struct repair *repair)
{
    for (int i = 0; i < repair->changes; i++) {
        if (repair->change[i].by == 0 || !change_is_graded(repair->change[i].kind))
            continue;
        repair->change[i].by--;
        if (gives_plan(one, repair->change, repair->changes))
            fail_msg("%s: less would do than: %s", one->name, repair->text);
        repair->change[i].by++;
    }
}

static const struct repairs *check_repairs(const struct contradiction *one)
{
    struct repairs *repairs;
    struct repair_options options = repair_defaults();
    struct change list[CANDIDATES_MOST], chosen[4];
    options.seconds = 100;
    options.most_changes = 2;
    assert_int_equal(repairs_find(one, one->roster, one->scheme, &one->rerun, &options, &repairs, one->error),
                     STATUS_OK);
    assert_true(repairs->whole);
    int count = offer_all(one, list), told = 0;
    for (int size = 1; size < repairs->size + (repairs->count == 0); size++)
        if (count_repairs(one, list, count, 0, chosen, 0, size) > 0)
            fail_msg("%s: %d changes would do", one->name, size);
    for (int i = 0; i < repairs->count; i++) {
        told += repairs->repair[i].alternatives;
        if (!gives_plan(one, repairs->repair[i].change, repairs->repair[i].changes))
            fail_msg("%s: this gives no plan: %s", one->name, repairs->repair[i].text);
        check_amounts(one, &repairs->repair[i]);
    }
    assert_int_equal(repairs->left_out, 0);
    if (repairs->count > 0)
        assert_int_equal(told, count_repairs(one, list, count, 0, chosen, 0, repairs->size));
    return repairs;
}

/* ---- What is told ---- */

/* What the stages that a repair can bring in come to under it: "principle 1". */
static char *tell_price(const struct contradiction *one, const struct repair *repair)
{
    struct roster *roster;
    struct scheme *scheme;
    struct plan *plan;
    const struct solve_request request = {.options = solver_defaults()};
    char *text = talloc_strdup(one, "");
    assert_int_equal(repair_apply(one, repair->change, repair->changes, one->roster, one->scheme, &one->rerun,
                                  &roster, &scheme, one->error),
                     STATUS_OK);
    assert_int_equal(plan_solve(one, roster, scheme, &request, &plan, one->error), STATUS_OK);
    for (int s = 0; s < plan->stages; s++)
        if (strcmp(plan->stage[s].name, "principle") == 0 || strcmp(plan->stage[s].name, "coverage") == 0)
            text = talloc_asprintf_append(text, " %s %d", plan->stage[s].name, (int)plan->stage[s].value);
    return text;
}

static char *tell(const struct contradiction *one, const struct repairs *repairs)
{
    struct plan *plan;
    const struct solve_request request = {.options = solver_defaults()};
    char *text = talloc_strdup(one, "");
    assert_int_equal(plan_solve(one, one->roster, one->scheme, &request, &plan, one->error), STATUS_NO);
    assert_int_equal(plan->status, PLAN_INFEASIBLE);
    for (int c = 0; c < plan->conflicts; c++) {
        const struct conflict *conflict = &plan->conflict[c];
        text = talloc_asprintf_append(text, "clash\n");
        for (int k = 0; k < conflict->rules; k++) {
            const struct conflict_rule *rule = &conflict->rule[k];
            text = talloc_asprintf_append(text, "  %s:%d %s: %s;", rule->by ? rule->by : rule->file,
                                          rule->line, rule->title, rule->asks);
            for (int m = 0; m < rule->members; m++)
                text = talloc_asprintf_append(text, " %s", one->roster->member[rule->member[m]].id);
            for (int w = 0; w < rule->windows; w++)
                text = talloc_asprintf_append(text, " %s", one->roster->window[rule->window[w]].name);
            text = talloc_asprintf_append(text, "\n");
        }
    }
    for (int i = 0; i < repairs->count; i++)
        text = talloc_asprintf_append(text, "repair %d: %s; then%s\n", i + 1, repairs->repair[i].text,
                                      tell_price(one, &repairs->repair[i]));
    if (repairs->count == 0)
        text = talloc_asprintf_append(text, "no repair of up to %d\n", repairs->size);
    return text;
}

/* Prints what the file should hold where it does not. */
static bool told_as_expected(const struct contradiction *one, const char *folder, const char *told)
{
    char *file = talloc_asprintf(one, "%s/expected.txt", folder), *expected = NULL;
    size_t size = 0;
    if (file_read(one, file, 1 << 16, &expected, &size, one->error) == STATUS_OK && size == strlen(told) &&
        memcmp(expected, told, size) == 0)
        return true;
    fprintf(stderr, "%s should be:\n%s", file, told);
    return false;
}

static void every_contradiction_is_told_with_its_smallest_repairs(void **unused)
{
    (void)unused;
    glob_t found;
    int differing = 0;
    assert_int_equal(glob(FOLDER "*", 0, NULL, &found), 0);
    assert_int_equal(found.gl_pathc, KINDS);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        void *owner = talloc_new(NULL);
        struct contradiction *one = load(owner, found.gl_pathv[i]);
        check_clashes(one);
        differing += !told_as_expected(one, found.gl_pathv[i], tell(one, check_repairs(one)));
        talloc_free(owner);
    }
    globfree(&found);
    assert_int_equal(differing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_contradiction_is_told_with_its_smallest_repairs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
