/* A scheme kept with all it extends: the same scheme wherever its files have gone; damaged ones are refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those before it */
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

#include "base/file.h"
#include "dump.h"
#include "roster/roster_read.h"
#include "script/bundle.h"

static char folder[] = "/tmp/bundle-XXXXXX";

static const struct {
    const char *name, *text;
} files[] = {
    {"base.lua",
     "local s = scheme { name = \"base\", title = \"底\" }\n"
     "local party = members(function(m) return m:in_party \"中共\" end)\n"
     "s:relation \"liaison\" { title = \"联系\", from = party, to = members() - party, cover = 1 }\n"
     "s:stages { \"change\" }\n"},
    {"middle.lua", "local s = extends \"base.lua\" { name = \"middle\", title = \"中\" }\n"},
    {"top.lua", "local s = extends \"middle.lua\" { name = \"top\", title = \"上“一”\\\\二\" }\n"},
};
enum { FILES = sizeof files / sizeof *files };

static char *path_of(const void *owner, const char *name)
{
    return talloc_asprintf(owner, "%s/%s", folder, name);
}

static void write_files(const void *owner)
{
    struct error *error = error_new(owner);
    for (int f = 0; f < FILES; f++)
        assert_int_equal(
            file_write(path_of(owner, files[f].name), files[f].text, strlen(files[f].text), error),
            STATUS_OK);
}

static void remove_files(const void *owner)
{
    for (int f = 0; f < FILES; f++)
        unlink(path_of(owner, files[f].name));
}

static enum status bundle(const void *owner, const char *scheme, char **bytes, size_t *size)
{
    struct error *error = error_new(owner);
    struct script_text text;
    assert_int_equal(script_find_scheme(owner, scheme, &text, error), STATUS_OK);
    enum status status = script_bundle(owner, &text, bytes, size, error);
    assert_int_equal(status != STATUS_OK, error->count > 0);
    return status;
}

static struct roster *read_roster(const void *owner)
{
    struct roster *roster;
    struct tidied_list *tidied;
    assert_int_equal(
        roster_read(owner, TREE "/data/jinhua/roster.csv", NULL, &roster, &tidied, error_new(owner)),
        STATUS_OK);
    return roster;
}

/* What the scheme becomes on the roster. */
static char *outcome(const void *owner, const struct script_text *text, const struct script_bases *bases)
{
    struct error *error = error_new(owner);
    struct roster *roster = read_roster(owner);
    struct scheme *scheme = NULL;
    const struct script_request request = {.text = text, .roster = roster, .bases = bases};
    if (script_load_scheme(owner, &request, &scheme, error) != STATUS_OK)
        fail_msg("%s", dump_faults(owner, error));
    return dump_scheme(owner, scheme, roster);
}

static void a_kept_scheme_is_the_same_when_its_files_are_gone(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct script_text text, kept;
    struct script_bases *bases;
    char *bytes, *again;
    size_t size, size_again;
    write_files(owner);
    assert_int_equal(script_find_scheme(owner, path_of(owner, "top.lua"), &text, error), STATUS_OK);
    char *before = outcome(owner, &text, NULL);
    assert_int_equal(bundle(owner, path_of(owner, "top.lua"), &bytes, &size), STATUS_OK);
    assert_int_equal(bundle(owner, path_of(owner, "top.lua"), &again, &size_again), STATUS_OK);
    assert_string_equal(bytes, again);
    assert_int_equal(size, strlen(bytes));
    assert_null(strstr(bytes, folder)); /* where the files stood is nobody's business */
    remove_files(owner);
    assert_int_equal(script_unbundle(owner, "kept", bytes, size, &kept, &bases, error), STATUS_OK);
    assert_string_equal(kept.file, text.file);
    assert_int_equal(kept.size, text.size);
    assert_memory_equal(kept.bytes, text.bytes, text.size);
    assert_string_equal(outcome(owner, &kept, bases), before);
    talloc_free(owner);
}

static void a_scheme_of_the_program_is_kept_whole(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct script_text text, kept;
    struct script_bases *bases;
    char *bytes;
    size_t size;
    assert_int_equal(script_find_scheme(owner, "jinhua-2022", &text, error), STATUS_OK);
    assert_int_equal(bundle(owner, "jinhua-2022", &bytes, &size), STATUS_OK);
    assert_int_equal(script_unbundle(owner, "kept", bytes, size, &kept, &bases, error), STATUS_OK);
    assert_string_equal(outcome(owner, &kept, bases), outcome(owner, &text, NULL));
    talloc_free(owner);
}

static void what_is_no_utf_8_is_not_kept(void **state)
{
    (void)state;
    static const char *const bad[] = {"local s = scheme { name = \"a\" } -- \xb0\xec",
                                      "local s = scheme { name = \"a\" } -- \xed\xa0\x80"};
    for (size_t b = 0; b < sizeof bad / sizeof *bad; b++) {
        void *owner = talloc_new(NULL);
        char *bytes = (char *)"untouched", *path = path_of(owner, "bad.lua");
        size_t size = 0;
        assert_int_equal(file_write(path, bad[b], strlen(bad[b]), error_new(owner)), STATUS_OK);
        assert_int_equal(bundle(owner, path, &bytes, &size), STATUS_INPUT);
        unlink(path);
        talloc_free(owner);
    }
}

static void assert_refused(const void *owner, const char *bytes, size_t size)
{
    struct error *error = error_new(owner);
    struct script_text text;
    struct script_bases *bases;
    if (script_unbundle(owner, "kept", bytes, size, &text, &bases, error) != STATUS_INPUT)
        fail_msg("not refused: %.*s", (int)size, bytes);
    assert_int_equal(error->count, 1);
    assert_string_equal(error->fault[0].place.file, "kept");
}

static void a_bundle_that_is_cut_off_anywhere_is_refused(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    char *bytes;
    size_t size;
    write_files(owner);
    assert_int_equal(bundle(owner, path_of(owner, "top.lua"), &bytes, &size), STATUS_OK);
    remove_files(owner);
    for (size_t length = 0; length < size - 1; length++) /* the line feed at the end says nothing */
        assert_refused(owner, bytes, length);
    talloc_free(owner);
}

static void a_bundle_of_another_shape_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "[]",
        "{}",
        "null",
        "{\"texts\": [], \"extends\": []}",
        "{\"texts\": {}, \"extends\": []}",
        "{\"texts\": [{\"file\": 1, \"text\": \"\"}], \"extends\": []}",
        "{\"texts\": [{\"file\": \"a\"}], \"extends\": []}",
        "{\"texts\": [{\"file\": \"a\", \"text\": \"\"}], \"extends\": [{\"from\": 0, \"to\": 0, \"wanted\": "
        "\"a\"}]}",
        "{\"texts\": [{\"file\": \"a\", \"text\": \"\"}], \"extends\": [{\"from\": 0, \"to\": 1, \"wanted\": "
        "\"a\"}]}",
        "{\"texts\": [{\"file\": \"a\", \"text\": \"\"}, {\"file\": \"b\", \"text\": \"\"}], \"extends\": "
        "[{\"from\": 0, \"to\": 1, \"wanted\": \"b\"}, {\"from\": 1, \"to\": 0, \"wanted\": \"a\"}]}",
        "{\"texts\": [{\"file\": \"a\", \"text\": \"\"}, {\"file\": \"b\", \"text\": \"\"}], \"extends\": "
        "[{\"from\": -1, \"to\": 1, \"wanted\": \"b\"}]}",
        "{\"texts\": [{\"file\": \"a\", \"text\": \"\"}, {\"file\": \"b\", \"text\": \"\"}], \"extends\": "
        "[{\"from\": 4294967296, \"to\": 1, \"wanted\": \"b\"}]}",
        "{\"texts\": [{\"file\": \"a\", \"text\": \"\"}], \"texts\": [], \"extends\": []}"};
    void *owner = talloc_new(NULL);
    for (size_t b = 0; b < sizeof bad / sizeof *bad; b++)
        assert_refused(owner, bad[b], strlen(bad[b]));
    talloc_free(owner);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kept_scheme_is_the_same_when_its_files_are_gone),
        cmocka_unit_test(a_scheme_of_the_program_is_kept_whole),
        cmocka_unit_test(what_is_no_utf_8_is_not_kept),
        cmocka_unit_test(a_bundle_that_is_cut_off_anywhere_is_refused),
        cmocka_unit_test(a_bundle_of_another_shape_is_refused),
    };
    int failed = cmocka_run_group_tests_name("script/bundle", tests, NULL, NULL);
    rmdir(folder);
    return failed;
}
