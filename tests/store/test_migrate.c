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
#include "store/migrate.h"
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
    const struct embedded_file steps[] = {
        embedded_schema[0], embedded_schema[1], {"003-good.sql", good, sizeof good - 1}, {0}};
    struct store *store;
    struct verified found;
    struct log_entry *entry;
    int count;
    make(owner, "good.db", error);
    assert_int_equal(store_open_with(owner, "good.db", STORE_READ, steps, &store, error), STATUS_OK);
    assert_int_equal(log_read(owner, store, 2, 9, &entry, &count, error), STATUS_OK);
    assert_int_equal(count, 1);
    assert_string_equal(entry[0].action, "migrate");
    assert_string_equal(entry[0].detail, "{\"from\":2,\"to\":3}");
    assert_int_equal(store_verify(store, NULL, &found, error), STATUS_OK);
    assert_int_equal(store_open(owner, "good.db", STORE_READ, &store, error), STATUS_INPUT); /* newer now */
    talloc_free(owner);
}

static void a_step_that_fails_leaves_the_file_as_it_was(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    const struct embedded_file steps[] = {
        embedded_schema[0], embedded_schema[1], {"003-bad.sql", bad, sizeof bad - 1}, {0}};
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

/* Makes a file with one entry, brings it to a newer format by `sql`, and takes the entry back. */
static enum status take_back_across(const void *owner, const char *file, const char *sql, struct error *error)
{
    const struct embedded_file steps[] = {
        embedded_schema[0], embedded_schema[1], {"003-step.sql", sql, strlen(sql)}, {0}};
    struct store_change undo = first;
    struct verified found;
    struct store *store;
    undo.action = "undo init";
    undo.undoes = 1;
    make(owner, file, error);
    assert_int_equal(store_open_with(owner, file, STORE_WRITE, steps, &store, error), STATUS_OK);
    assert_int_equal(store_begin(store, error), STATUS_OK);
    enum status status = store_take_back(store, 1, error);
    if (status == STATUS_OK) {
        struct query *query = db_query(store, "SELECT count(*) FROM answer");
        assert_true(db_row(query));
        assert_int_equal(db_column_integer(query, 0), 0);
        assert_int_equal(db_done(query, error), STATUS_OK);
        assert_int_equal(store_commit(store, &undo, NULL, error), STATUS_OK);
        assert_int_equal(store_verify(store, NULL, &found, error), STATUS_OK);
        assert_int_equal(found.entries, 3);
    } else {
        store_rollback(store);
    }
    talloc_free(store);
    return status;
}

static void what_was_before_a_step_that_only_adds_can_be_taken_back(void **state)
{
    static const char *const steps[] = {
        "ALTER TABLE answer ADD COLUMN asked TEXT;",
        "CREATE TABLE further (a INTEGER PRIMARY KEY) STRICT; CREATE INDEX by_answer ON answer (answer);",
        "ALTER TABLE term ADD COLUMN more TEXT REFERENCES content (hash); ALTER TABLE member ADD COLUMN born "
        "TEXT;",
    };
    (void)state;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        void *owner = talloc_new(NULL);
        assert_int_equal(take_back_across(owner, "adds.db", steps[i], error_new(owner)), STATUS_OK);
        talloc_free(owner);
    }
}

static void what_was_before_any_other_step_cannot(void **state)
{
    static const char *const steps[] = {
        "UPDATE answer SET answer = 'c';",
        "ALTER TABLE answer ADD COLUMN asked TEXT NOT NULL DEFAULT 'x';",
        "DELETE FROM answer;",
        "INSERT INTO answer VALUES ('d', 'e');",
        "DROP TABLE answer; CREATE TABLE answer (doubt TEXT PRIMARY KEY, answer TEXT NOT NULL) STRICT;",
        "ALTER TABLE answer RENAME COLUMN answer TO reply;",
        "ALTER TABLE answer RENAME TO reply;",
        "ALTER TABLE filing DROP COLUMN office;",
    };
    (void)state;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        void *owner = talloc_new(NULL);
        assert_int_equal(take_back_across(owner, "other.db", steps[i], error_new(owner)), STATUS_NO);
        talloc_free(owner);
    }
}

/* The schema as it is: the step from each published version to the next. */
static void every_published_step_only_adds(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct error *error = error_new(owner);
    struct store *store;
    make(owner, "now.db", error);
    assert_int_equal(store_open(owner, "now.db", STORE_READ, &store, error), STATUS_OK);
    for (int from = 1; embedded_schema[from].name; from++) {
        bool adds = false;
        assert_int_equal(migrate_only_adds(store, from, from + 1, &adds, error), STATUS_OK);
        assert_true(adds);
    }
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
        cmocka_unit_test(what_was_before_a_step_that_only_adds_can_be_taken_back),
        cmocka_unit_test(what_was_before_any_other_step_cannot),
        cmocka_unit_test(every_published_step_only_adds),
    };
    return cmocka_run_group_tests_name("store/migrate", tests, NULL, NULL);
}
