/* Migrations: each whole with its entry in the log, or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/embed.h"
#include "store/db.h"
#include "store/log.h"
#include "store/open.h"
#include "store/verify.h"

static const struct store_change first = {
    .who = "x", .now = {"2026-01-15T09:30:00", "2026-01-15"}, .action = "init", .subject = "", .reason = ""};
static const char good[] = "ALTER TABLE answer ADD COLUMN asked TEXT;";
static const char bad[] = "CREATE TABLE half (a INTEGER PRIMARY KEY) STRICT; CREATE TABLE answer (a TEXT);";

static void make(const void *owner, const char *file, struct error *error)
{
    struct store *store;
    unlink(file);
    assert_int_equal(store_create(owner, file, &store, error), STATUS_OK);
    assert_int_equal(db_run(db_query(store, "INSERT INTO answer VALUES ('a', 'b')"), error), STATUS_OK);
    assert_int_equal(store_commit(store, &first, NULL, error), STATUS_OK);
    talloc_free(store);
}

static void a_step_is_logged_and_the_file_verifies(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    const struct embedded_file steps[] = {embedded_schema[0], {"002-good.sql", good, sizeof good - 1}, {0}};
    struct store *store;
    struct verified found;
    struct log_entry *entry;
    int count;
    make(owner, "good.db", error);
    assert_int_equal(store_open_with(owner, "good.db", STORE_READ, steps, &store, error), STATUS_OK);
    assert_int_equal(log_read(owner, store, 2, 9, &entry, &count, error), STATUS_OK);
    assert_int_equal(count, 1);
    assert_string_equal(entry[0].action, "migrate");
    assert_string_equal(entry[0].detail, "{\"from\":1,\"to\":2}");
    assert_int_equal(store_verify(store, NULL, &found, error), STATUS_OK);
    assert_int_equal(store_open(owner, "good.db", STORE_READ, &store, error), STATUS_INPUT); /* newer now */
    talloc_free(owner);
}

static void a_step_that_fails_leaves_the_file_as_it_was(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    const struct embedded_file steps[] = {embedded_schema[0], {"002-bad.sql", bad, sizeof bad - 1}, {0}};
    struct store *store;
    struct verified found;
    make(owner, "bad.db", error);
    assert_int_not_equal(store_open_with(owner, "bad.db", STORE_WRITE, steps, &store, error_new(owner)),
                         STATUS_OK);
    assert_int_equal(store_open(owner, "bad.db", STORE_READ, &store, error), STATUS_OK);
    assert_int_equal(store_verify(store, NULL, &found, error), STATUS_OK);
    assert_int_equal(found.entries, 1);
    talloc_free(owner);
}

int main(void)
{
    char folder[] = "/tmp/tongxin-XXXXXX";
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_is_logged_and_the_file_verifies),
        cmocka_unit_test(a_step_that_fails_leaves_the_file_as_it_was),
    };
    return cmocka_run_group_tests_name("store/migrate", tests, NULL, NULL);
}
