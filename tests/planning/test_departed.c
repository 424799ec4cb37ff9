/* A roster that one member has left is the roster that would have been read without him. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka.h needs those before it */
#include <cmocka.h>
#include <talloc.h>

#include "planning/departed.h"
#include "tests/base/random.h"
#include "tests/planning/county.h"

enum { COUNTIES = 300, MEMBERS_MOST = 9 };

/* A county whose cells often hold what no other holds, in texts and in lists. */
static struct roster *draw(const void *owner, uint64_t *random)
{
    static const char *const windows[] = {"东", "西", ""};
    static const int columns[] = {ATTRIBUTE_PARTY, ATTRIBUTE_ROLE, ATTRIBUTE_UNIT, ATTRIBUTE_SECTOR};
    int members = 1 + random_below(random, MEMBERS_MOST);
    char *people = talloc_strdup(owner, "");
    for (int m = 0; m < members; m++)
        people =
            talloc_asprintf_append(people, "%s%c%d@%s", m ? " " : "", random_below(random, 2) ? 'P' : 'N', m,
                                   windows[random_below(random, 3)]);
    struct roster *roster = county_open(owner, people)->roster;
    for (int m = 0; m < members; m++) {
        const char **value = (const char **)(uintptr_t)roster->member[m].value;
        roster->member[m].exempt = random_below(random, 5) == 0;
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
            value[columns[i]] = random_below(random, 4) == 0
                                    ? ""
                                    : talloc_asprintf(roster, "某%d、某%d", random_below(random, members),
                                                      random_below(random, members));
    }
    assert_true(roster_finish(roster));
    return roster;
}

/* The same people without one, put together anew. */
static struct roster *anew(const void *owner, const struct roster *roster, int member)
{
    struct roster *made = talloc_memdup(owner, roster, sizeof *roster);
    made->member = talloc_array(made, struct member, (unsigned)roster->members);
    made->window = talloc_array(made, struct window, (unsigned)roster->windows + 1);
    if (roster->windows > 0)
        memcpy(made->window, roster->window, (size_t)roster->windows * sizeof *roster->window);
    made->members = 0;
    for (int m = 0; m < roster->members; m++)
        if (m != member)
            made->member[made->members++] = roster->member[m];
    assert_true(roster_finish(made));
    return made;
}

static void assert_same(const struct roster *one, const struct roster *other, uint64_t seed)
{
    if (one->members != other->members || one->windows != other->windows)
        fail_msg("seed %llu", (unsigned long long)seed);
    for (int m = 0; m < one->members; m++) {
        bool same = strcmp(one->member[m].id, other->member[m].id) == 0 &&
                    one->member[m].window == other->member[m].window;
        for (int c = 0; c < one->columns; c++)
            same = same && one->code[c][m] == other->code[c][m];
        if (!same)
            fail_msg("seed %llu: %s", (unsigned long long)seed, one->member[m].id);
    }
    for (int w = 0; w < one->windows; w++)
        if (one->window[w].members != other->window[w].members)
            fail_msg("seed %llu: %s", (unsigned long long)seed, one->window[w].name);
}

static void who_has_left_was_never_there(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= COUNTIES; seed++) {
        void *owner = talloc_new(NULL);
        uint64_t random = seed;
        struct roster *roster = draw(owner, &random);
        for (int m = 0; m < roster->members && roster->members > 1; m++)
            assert_same(roster_without(owner, roster, m), anew(owner, roster, m), seed);
        talloc_free(owner);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(who_has_left_was_never_there)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
