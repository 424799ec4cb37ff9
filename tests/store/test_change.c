/* Changes of a term file: kept whole, logged, taken back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/db.h"
#include "store/log.h"

static const struct store_change tour = {.who = "王某",
                                         .now = {"2026-01-15T09:30:00", "2026-01-15"},
                                         .action = "init",
                                         .subject = "",
                                         .reason = ""};

static struct error *faults;

static enum status run(struct store *store, const char *sql)
{
    return db_run(db_query(store, sql), faults);
}

static struct store *new_file(const void *owner, const char *file)
{
    struct store *store;
    char hash[HASH_TEXT];
    unlink(file);
    faults = error_new(owner);
    assert_int_equal(store_create(owner, file, &store, faults), STATUS_OK);
    assert_int_equal(store_keep(store, "scheme", 6, hash, faults), STATUS_OK);
    struct query *query = db_query(
        store, "INSERT INTO term VALUES (1, '第八届', '2026-01-15', 'JH', ?1, 'a.lua', '{}', NULL, NULL)");
    db_text(query, 1, hash);
    assert_int_equal(db_run(query, faults), STATUS_OK);
    assert_int_equal(store_commit(store, &tour, NULL, faults), STATUS_OK);
    return store;
}

static void a_change_is_logged_and_can_be_taken_back(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct store *store = new_file(owner, "change.db");
    int64_t number;
    assert_int_equal(store_begin(store, faults), STATUS_OK);
    assert_int_equal(run(store, "UPDATE term SET title = '第九届'"), STATUS_OK);
    assert_int_equal(store_commit(store, &tour, &number, faults), STATUS_OK);
    assert_int_equal(number, 2);
    assert_int_equal(store_begin(store, faults), STATUS_OK);
    assert_int_equal(store_take_back(store, 2, faults), STATUS_OK);
    assert_int_equal(store_commit(store, &tour, &number, faults), STATUS_OK);
    struct query *query = db_query(store, "SELECT title FROM term");
    assert_true(db_row(query));
    assert_string_equal(db_column_text(query, 0), "第八届");
    assert_int_equal(db_done(query, faults), STATUS_OK);
    int64_t entries;
    assert_int_equal(log_verify(store, &entries, faults), STATUS_OK);
    assert_int_equal(entries, 3);
    talloc_free(owner);
}

static void the_log_cannot_be_changed(void **state)
{
    (void)state;
    static const char *const attempts[] = {"UPDATE log SET who = 'x'",
                                           "DELETE FROM log",
                                           "REPLACE INTO log SELECT * FROM log",
                                           "DROP TABLE log",
                                           "INSERT OR REPLACE INTO content SELECT * FROM content",
                                           "PRAGMA writable_schema = 1"};
    void *owner = talloc_new(NULL);
    struct store *store = new_file(owner, "log.db");
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        assert_int_equal(store_begin(store, faults), STATUS_OK);
        assert_int_not_equal(run(store, attempts[i]), STATUS_OK);
        store_rollback(store);
    }
    talloc_free(owner);
}

static void what_was_not_committed_leaves_nothing(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct store *store;
    unlink("none.db");
    assert_int_equal(store_create(owner, "none.db", &store, error_new(owner)), STATUS_OK);
    talloc_free(store);
    assert_int_not_equal(access("none.db", F_OK), 0);
    talloc_free(owner);
}

int main(void)
{
    char folder[] = "/tmp/tongxin-XXXXXX";
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_is_logged_and_can_be_taken_back),
        cmocka_unit_test(the_log_cannot_be_changed),
        cmocka_unit_test(what_was_not_committed_leaves_nothing),
    };
    return cmocka_run_group_tests_name("store/change", tests, NULL, NULL);
}
