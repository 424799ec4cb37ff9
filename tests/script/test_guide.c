/* The examples of scripts/README.md: the first one alone, each further one after it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those before it */
#include <cmocka.h>
#include <string.h>
#include <talloc.h>

#include "dump.h"
#include "roster/roster_read.h"
#include "script/script.h"

#define HERE TREE "/tests/script/"

static void every_example_of_the_guide_works(void **state)
{
    (void)state;
    static const char open[] = "```lua\n", close[] = "```\n";
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct roster *roster;
    struct tidied_list *tidied;
    assert_int_equal(roster_read(owner, HERE "roster.csv", HERE "windows.csv", &roster, &tidied, error),
                     STATUS_OK);
    const char *first = "";
    int examples = 0;
    for (char *at = read_golden(owner, TREE "/scripts/README.md"); (at = strstr(at, open)) != NULL;
         examples++) {
        at += strlen(open);
        char *end = strstr(at, close);
        assert_non_null(end);
        char *script = talloc_asprintf(owner, "%s%.*s", first, (int)(end - at), at);
        struct script_text text = {"README.md", script, strlen(script)};
        struct scheme *scheme;
        if (script_load_scheme(owner, &(struct script_request){.text = &text, .roster = roster}, &scheme,
                               error) != STATUS_OK)
            fail_msg("%s\n%s", script, dump_faults(owner, error));
        if (examples == 0)
            first = script;
        at = end + strlen(close);
    }
    assert_true(examples >= 5);
    talloc_free(owner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_example_of_the_guide_works)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
