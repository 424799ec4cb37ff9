#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <talloc.h>

#include "planning/plan_file.h"
#include "planning/plan_parts.h"
#include "tests/base/random.h"
#include "tests/planning/fixture.h"

/* A plan of the fixture as JSON, and one as CSV. */
static char *sample(const void *owner, bool json)
{
    struct roster *roster = fixture_roster(owner);
    struct scheme *scheme = fixture_scheme(owner, roster);
    uint64_t random = 42;
    struct plan *plan = fixture_plan(owner, scheme, &random);
    size_t size;
    if (json)
        return plan_to_json(owner, plan, scheme, roster, &size);
    char *text = talloc_strdup(owner, "联系类别,联系人编号,联系人,联系对象编号,联系对象\r\n");
    for (int i = 0; i < plan->pairs; i++) {
        const struct relation *relation = &scheme->relation[plan->pair[i].relation];
        text = talloc_asprintf_append(
            text, "%s,%s,\"%s\",,%s\r\n", relation->origin.title, roster->member[plan->pair[i].source].id,
            roster->member[plan->pair[i].source].name, target_name(relation, roster, plan->pair[i].target));
    }
    return text;
}

static void a_json_plan_cut_anywhere_is_refused(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    const char *text = sample(owner, true);
    size_t size = strlen(text);
    while (text[size - 1] == '\n')
        size--;
    for (size_t cut = 0; cut < size; cut++) {
        struct error *error = error_new(owner);
        struct named_plan *plan = talloc_zero(error, struct named_plan);
        char *part =
            talloc_memdup(error, text, cut + 1); /* the exact size, so that ASan sees a byte too far */
        plan->file = "plan.json";
        plan->scheme = "";
        if (plan_read_json(plan, part, cut, error) != STATUS_INPUT || error->count == 0)
            fail_msg("cut at %d: accepted", (int)cut);
        talloc_free(error);
    }
    talloc_free(owner);
}

/* Bytes changed, left out, doubled: nothing but faults may come of it. */
static size_t damage(char *bytes, size_t size, uint64_t *random)
{
    static const char telling[] = "{}[]\":,\\u0-1e.\n\r\xFF\x80";
    for (int times = 1 + random_below(random, 4); times > 0 && size > 2; times--) {
        size_t at = (size_t)random_below(random, (int)size);
        switch (random_below(random, 4)) {
        case 0:
            bytes[at] = (char)random_below(random, 256);
            break;
        case 1:
            bytes[at] = telling[random_below(random, (int)sizeof telling)];
            break;
        case 2:
            memmove(bytes + at, bytes + at + 1, size - at - 1);
            size--;
            break;
        default:
            size = at;
        }
    }
    return size;
}

static void a_damaged_plan_is_read_or_refused_but_never_breaks_the_reader(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct roster *roster = fixture_roster(owner);
    struct scheme *scheme = fixture_scheme(owner, roster);
    const char *whole_json = sample(owner, true), *whole_csv = sample(owner, false);
    int read = 0, refused = 0;
    for (uint64_t seed = 1; seed <= 4000; seed++) {
        uint64_t random = seed * 1299709;
        struct error *error = error_new(owner);
        bool json = seed % 2 == 0;
        char *text = talloc_strdup(error, json ? whole_json : whole_csv);
        size_t size = damage(text, strlen(text), &random);
        char *exact = talloc_memdup(error, text, size + 1);
        exact[size] = '\0'; /* as file_read promises */
        struct named_plan *plan = talloc_zero(error, struct named_plan);
        plan->file = "plan";
        plan->scheme = "";
        enum status status =
            json ? plan_read_json(plan, exact, size, error) : plan_read_csv(plan, exact, size, error);
        if (status != (error->count ? STATUS_INPUT : STATUS_OK))
            fail_msg("seed %d: status %d with %d faults", (int)seed, (int)status, error->count);
        struct pair *pair;
        int pairs;
        if (status == STATUS_OK)
            plan_bind(error, plan, scheme, roster, seed % 3 ? BIND_REFUSE : BIND_LEAVE, &pair, &pairs, NULL,
                      error);
        read += error->count == 0;
        refused += error->count > 0;
        talloc_free(error);
    }
    assert_true(read > 20 && refused > 1000);
    talloc_free(owner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_json_plan_cut_anywhere_is_refused),
        cmocka_unit_test(a_damaged_plan_is_read_or_refused_but_never_breaks_the_reader),
    };
    return cmocka_run_group_tests_name("damaged plans", tests, NULL, NULL);
}
