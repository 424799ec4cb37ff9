/* The examples of scripts/README.md. One that begins no scheme of its own comes after the first one; one that
 * extends Jinhua's measure or names its people is run on Jinhua's roster, one that needs further columns on a
 * roster that has them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those before it */
#include <cmocka.h>
#include <string.h>
#include <talloc.h>

#include "dump.h"
#include "roster/pairs_read.h"
#include "roster/roster_read.h"
#include "script/script.h"

#define HERE TREE "/tests/script/"

static struct roster *read(const void *owner, const char *file, const char *windows, struct error *error)
{
    struct roster *roster = NULL;
    struct tidied_list *tidied;
    if (roster_read(owner, file, windows, &roster, &tidied, error) != STATUS_OK)
        fail_msg("%s", dump_faults(owner, error));
    return roster;
}

/* The rosters on which examples are run. */
struct rosters {
    struct roster *small, *further, *jinhua;
    struct pair_table *pairs; /* of `further` */
};

static void run(const void *owner, const struct rosters *rosters, const char *script, struct error *error)
{
    struct script_text text = {"README.md", script, strlen(script)};
    struct script_request request = {.text = &text, .roster = rosters->small};
    struct scheme *scheme;
    if (strstr(script, "extends \"jinhua-2022\"") || strstr(script, "\"JH0"))
        request.roster = rosters->jinhua;
    else if (strstr(script, "needs = {") || strstr(script, "pairs = { cost"))
        request.roster = rosters->further;
    if (strstr(script, "pairs = { cost"))
        request.pairs = rosters->pairs;
    if (script_load_scheme(owner, &request, &scheme, error) != STATUS_OK)
        fail_msg("%s\n%s", script, dump_faults(owner, error));
    /* A misspelt cell would only make an empty set. */
    for (int i = 0; i < scheme->relations && request.roster == rosters->jinhua; i++)
        if (scheme->relation[i].pairs == 0)
            fail_msg("%s\nleads to nobody in Jinhua: %s", script, scheme->relation[i].origin.name);
}

static void every_example_of_the_guide_works(void **state)
{
    (void)state;
    static const char open[] = "```lua\n", close[] = "```\n";
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct rosters rosters = {
        .small = read(owner, HERE "roster.csv", HERE "windows.csv", error),
        .further = read(owner, HERE "reuse/roster.csv", NULL, error),
        .jinhua = read(owner, TREE "/data/jinhua/roster.csv", TREE "/data/jinhua/windows.csv", error),
    };
    assert_int_equal(pairs_read(owner, HERE "reuse/pairs.csv", rosters.further, &rosters.pairs, error),
                     STATUS_OK);
    const char *first = "";
    int examples = 0, of_jinhua = 0;
    for (char *at = read_golden(owner, TREE "/scripts/README.md"); (at = strstr(at, open)) != NULL;
         examples++) {
        at += strlen(open);
        char *end = strstr(at, close);
        assert_non_null(end);
        char *script = talloc_strndup(owner, at, (size_t)(end - at));
        bool alone = strstr(script, "= scheme {") || strstr(script, "= extends \"");
        if (!alone)
            script = talloc_asprintf(owner, "%s%s", first, script);
        run(owner, &rosters, script, error);
        of_jinhua += strstr(script, "extends \"jinhua-2022\"") != NULL;
        if (examples == 0)
            first = script;
        at = end + strlen(close);
    }
    assert_true(examples >= 15);
    assert_true(of_jinhua >= 6);
    talloc_free(owner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_example_of_the_guide_works)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
