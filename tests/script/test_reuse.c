/* Schemes that read further columns and files of pairs, that extend others and have parameters:
 * reuse/NAME.lua against reuse/NAME.txt, what it becomes or every fault. Beside it may lie NAME.roster.csv
 * instead of roster.csv, NAME.pairs.csv and NAME.set, a parameter a line. A new case is two files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those before it */
#include <cmocka.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

#include "dump.h"
#include "roster/pairs_read.h"
#include "roster/roster_read.h"
#include "script/script_run.h"

#define FOLDER TREE "/tests/script/reuse"

static char *beside(const void *owner, const char *stem, const char *ending)
{
    char *path = talloc_asprintf(owner, "%s.%s", stem, ending);
    return access(path, R_OK) == 0 ? path : NULL;
}

static void read_settings(struct script_request *request, const void *owner, const char *path)
{
    struct script_setting *setting = talloc_zero_array(owner, struct script_setting, 16);
    request->setting = setting;
    char *text = path ? read_golden(owner, path) : NULL;
    for (char *line = text ? strtok(text, "\n") : NULL; line; line = strtok(NULL, "\n")) {
        char *equals = strchr(line, '=');
        assert_non_null(equals);
        *equals = '\0';
        setting[request->settings++] = (struct script_setting){line, equals + 1};
    }
}

/* What the script becomes: its scheme, or its faults. */
static char *outcome(const void *owner, const char *stem, struct roster *roster,
                     const struct pair_table *pairs)
{
    struct error *error = error_new(owner);
    struct script_text text;
    struct scheme *scheme = NULL;
    assert_int_equal(script_find_scheme(owner, talloc_asprintf(owner, "%s.lua", stem), &text, error),
                     STATUS_OK);
    struct script_request request = {.text = &text, .roster = roster, .pairs = pairs};
    read_settings(&request, owner, beside(owner, stem, "set"));
    enum status status = script_load_scheme(owner, &request, &scheme, error);
    assert_int_equal(status, scheme ? STATUS_OK : STATUS_INPUT);
    if (!scheme)
        return dump_faults(owner, error);
    /* What the child made of the pairs' cells is seen by running the scheme in this process. */
    const struct script_watch nobody = {0};
    if (pairs)
        assert_int_equal(script_run_scheme(owner, &request, 160 << 20, &nobody, true, &scheme, error),
                         STATUS_OK);
    return talloc_asprintf(owner, "%s%s", dump_scheme(owner, scheme, roster),
                           dump_pairs(owner, pairs, roster));
}

static char *outcome_of_file(const void *owner, const char *stem)
{
    struct error *error = error_new(owner);
    struct roster *roster;
    struct tidied_list *tidied;
    struct pair_table *pairs = NULL;
    const char *file = beside(owner, stem, "roster.csv"), *pairs_file = beside(owner, stem, "pairs.csv");
    if (roster_read(owner, file ? file : "roster.csv", NULL, &roster, &tidied, error) != STATUS_OK)
        fail_msg("%s", dump_faults(owner, error));
    if (pairs_file && pairs_read(owner, pairs_file, roster, &pairs, error) != STATUS_OK)
        fail_msg("%s", dump_faults(owner, error));
    char *first = outcome(owner, stem, roster, pairs);
    /* once more, with another hash seed and a roster whose columns are typed already */
    char *again = outcome(owner, stem, roster, pairs);
    if (strncmp(first, "scheme ", 7) == 0)
        assert_string_equal(first, again);
    return first;
}

/* Those called base… are only extended by others. */
static int is_script(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return strncmp(entry->d_name, "base", 4) != 0 && length > 4 &&
           strcmp(entry->d_name + length - 4, ".lua") == 0;
}

static void every_scheme_becomes_what_its_golden_file_says(void **state)
{
    (void)state;
    struct dirent **entries;
    assert_int_equal(chdir(FOLDER), 0); /* messages name files as they are given */
    int count = scandir(".", &entries, is_script, alphasort);
    assert_true(count >= 7);
    int wrong = 0;
    for (int i = 0; i < count; i++) {
        void *owner = talloc_new(NULL);
        char *stem = talloc_strndup(owner, entries[i]->d_name, strlen(entries[i]->d_name) - 4);
        char *got = outcome_of_file(owner, stem);
        char *golden = talloc_asprintf(owner, "%s.txt", stem);
        if (!golden_holds(golden, got)) {
            print_error("%s.lua differs from its golden file; it gave:\n%s", stem, got);
            wrong++;
        }
        talloc_free(owner);
        free(entries[i]);
    }
    free(entries);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scheme_becomes_what_its_golden_file_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
