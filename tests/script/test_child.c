/* The child process: whatever happens in it, its parent says what it was and goes on as before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those before it */
#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <talloc.h>
#include <unistd.h>

#include "dump.h"
#include "roster/roster_read.h"
#include "script/child.h"
#include "script/sandbox.h"
#include "script/script.h"

#define HERE TREE "/tests/script/"

static struct roster *roster;

static int read_roster(void **state)
{
    (void)state;
    struct error *error = error_new(NULL);
    struct tidied_list *tidied;
    enum status status = roster_read(NULL, HERE "roster.csv", HERE "windows.csv", &roster, &tidied, error);
    if (status == STATUS_OK)
        talloc_free(tidied);
    talloc_free(error);
    return status;
}

static int free_roster(void **state)
{
    (void)state;
    talloc_free(roster);
    return 0;
}

/* ---- children that do not do their work ---- */

static void no_result(struct stream_reader *reader, void *argument, struct error *error)
{
    (void)reader;
    (void)argument;
    (void)error;
}

/* The one fault of a child that works like this. */
static struct fault *fault_of(const void *owner, void (*work)(struct child *child, void *argument),
                              enum status status)
{
    struct error *error = error_new(owner);
    struct child_job job = {.file = "x.lua", .microseconds = 300 * 1000, .memory = 64 << 20};
    job.work = work;
    job.take = no_result;
    assert_int_equal(child_run(&job, error), status);
    assert_int_equal(error->status, status);
    assert_int_equal(error->count, 1);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* nobody is left behind */
    return error->fault;
}

static void dies(struct child *child, void *argument)
{
    (void)child;
    (void)argument;
    raise(SIGKILL); /* the cage has a signal of its own for that */
}

static void leaves(struct child *child, void *argument)
{
    (void)child;
    (void)argument;
    _exit(0);
}

static void computes_for_ever(struct child *child, void *argument)
{
    (void)child;
    (void)argument;
    for (volatile int turns = 0;;)
        turns = !turns;
}

static void a_child_that_dies_is_the_machines_fault(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct fault *fault = fault_of(owner, dies, STATUS_MACHINE);
    assert_string_equal(fault->place.file, "x.lua");
    assert_non_null(strstr(fault->message, "was ended by signal"));
    fault = fault_of(owner, leaves, STATUS_MACHINE);
    assert_non_null(strstr(fault->message, "ended before its work was done"));
    talloc_free(owner);
}

static void a_child_without_a_script_that_computes_for_ever_is_stopped_too(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    struct fault *fault = fault_of(owner, computes_for_ever, STATUS_INPUT);
    assert_string_equal(fault->place.file, "x.lua");
    assert_non_null(strstr(fault->message, "seconds and was stopped here"));
    talloc_free(owner);
}

/* ---- children that hand back something else ---- */

static int answer;

static void take_number(struct stream_reader *reader, void *argument, struct error *error)
{
    (void)argument;
    (void)error;
    answer = (int)stream_get(reader, 0, 9);
}

static void write_number(struct stream_writer *writer, const void *argument)
{
    stream_put(writer, *(const int *)argument);
}

static void tells_number(struct child *child, void *argument)
{
    child_tell(child, error_new(NULL), write_number, argument);
}

static void write_nonsense(struct stream_writer *writer, const void *argument)
{
    (void)argument;
    static const char bytes[300] = {77, 78, 79};
    stream_put_block(writer, bytes, sizeof bytes);
}

static void tells_nonsense(struct child *child, void *argument)
{
    (void)argument;
    child_tell(child, error_new(NULL), write_nonsense, NULL);
}

static void write_for_ever(struct stream_writer *writer, const void *argument)
{
    (void)argument;
    static const char bytes[] = {2, 2, 2, 2, 2, 2, 2, 2}; /* more time, and more time */
    while (!writer->failed)
        stream_put_block(writer, bytes, sizeof bytes);
}

static void tells_for_ever(struct child *child, void *argument)
{
    (void)argument;
    child_tell(child, error_new(NULL), write_for_ever, NULL);
}

static void a_result_comes_through_and_anything_else_is_not_used(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    int number = 7;
    struct error *error = error_new(owner);
    struct child_job job = {.file = "x.lua", .microseconds = 1000 * 1000, .memory = 64 << 20};
    job.argument = &number;
    job.work = tells_number;
    job.take = take_number;
    answer = -1;
    assert_int_equal(child_run(&job, error), STATUS_OK);
    assert_int_equal(error->count, 0);
    assert_int_equal(answer, 7);
    number = 10; /* more than it may be */
    assert_int_equal(child_run(&job, error), STATUS_MACHINE);
    assert_non_null(strstr(error->fault[0].message, "does not hold together"));
    assert_non_null(
        strstr(fault_of(owner, tells_nonsense, STATUS_MACHINE)->message, "does not hold together"));
    assert_non_null(
        strstr(fault_of(owner, tells_for_ever, STATUS_MACHINE)->message, "does not hold together"));
    talloc_free(owner);
}

/* ---- the cage ---- */

#ifndef UNCAGED
static void opens_a_file(struct child *child, void *argument)
{
    (void)child;
    (void)argument;
    open("/etc/passwd", O_RDONLY);
}

static void makes_a_file(struct child *child, void *argument)
{
    (void)child;
    (void)argument;
    creat("made-by-a-script", 0600);
}

static void starts_a_process(struct child *child, void *argument)
{
    (void)child;
    (void)argument;
    if (fork() == 0)
        _exit(0);
}

static void goes_online(struct child *child, void *argument)
{
    (void)child;
    (void)argument;
    socket(AF_INET, SOCK_STREAM, 0);
}

static void writes_elsewhere(struct child *child, void *argument)
{
    (void)child;
    (void)argument;
    if (write(STDERR_FILENO, "x", 1) != 1)
        return;
}

static void signals_its_parent(struct child *child, void *argument)
{
    (void)child;
    (void)argument;
    kill(getppid(), SIGTERM);
}

static void makes_memory_a_program(struct child *child, void *argument)
{
    (void)child;
    (void)argument;
    static char page[4096];
    mprotect(page, sizeof page, PROT_READ | PROT_EXEC);
}

static void the_kernel_ends_a_child_that_calls_for_anything_but_memory_and_time(void **state)
{
    (void)state;
    void (*const works[])(struct child * child, void *argument) = {
        opens_a_file,     makes_a_file,       starts_a_process,      goes_online,
        writes_elsewhere, signals_its_parent, makes_memory_a_program};
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        void *owner = talloc_new(NULL);
        const char *message = fault_of(owner, works[i], STATUS_MACHINE)->message;
        if (!strstr(message, "signal 31")) /* SIGSYS */
            fail_msg("number %zu: %s", i, message);
        talloc_free(owner);
    }
    assert_int_equal(access("made-by-a-script", F_OK), -1);
}

static void takes_address_space(struct child *child, void *argument)
{
    (void)argument;
    while (malloc(1 << 20))
        ;
    struct error *error = error_new(NULL);
    child_blame_memory(child);
    child_tell(child, error, write_number, &answer);
}

static void memory_outside_lua_is_bounded_too(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    assert_non_null(strstr(fault_of(owner, takes_address_space, STATUS_INPUT)->message, "of memory"));
    talloc_free(owner);
}
#endif

/* ---- scripts, one after the other ---- */

static enum status load(const void *owner, const char *path, struct scheme **scheme, struct error *error)
{
    struct script_text text;
    assert_int_equal(script_find_scheme(owner, path, &text, error), STATUS_OK);
    return script_load_scheme(owner, &(struct script_request){.text = &text, .roster = roster}, scheme,
                              error);
}

static int is_script(const struct dirent *entry)
{
    return strstr(entry->d_name, ".lua") != NULL;
}

#ifdef UNCAGED /* slow, and patient with scripts */
enum { STOPPED_STEP = 30, MANY = 1200 };
#else
enum { STOPPED_STEP = 10, MANY = 3000 };
#endif

/* Those that end by themselves, and some of those that are stopped. */
static bool is_wanted(const char *expected, const char *name, int *stopped)
{
    const char *line = strstr(expected, name);
    if (!line)
        return false;
    size_t length = strcspn(line, "\n");
    return length < 8 || strncmp(line + length - 8, " stopped", 8) != 0 || ++*stopped % STOPPED_STEP == 0;
}

static void after_a_hostile_script_the_next_one_in_this_process_is_as_ever(void **state)
{
    (void)state;
    struct dirent **entries;
    int count = scandir(HERE "hostile", &entries, is_script, alphasort), run = 0, stopped = 0;
    char *expected = read_golden(NULL, HERE "hostile/expected.txt");
    for (int i = 0; i < count; i++) {
        void *owner = talloc_new(NULL);
        struct error *error = error_new(owner), *none = error_new(owner);
        struct scheme *scheme;
        if (is_wanted(expected, entries[i]->d_name, &stopped)) {
            char *path = talloc_asprintf(owner, HERE "hostile/%s", entries[i]->d_name);
            assert_int_equal(load(owner, path, &scheme, error), STATUS_INPUT);
            assert_null(scheme);
            assert_string_equal(error->fault[0].place.file, entries[i]->d_name);
            assert_true(error->fault[0].place.row > 1);
            assert_int_equal(load(owner, HERE "schemes/rules.lua", &scheme, none), STATUS_OK);
            assert_string_equal(dump_scheme(owner, scheme, roster),
                                read_golden(owner, HERE "schemes/rules.txt"));
            run++;
        }
        free(entries[i]);
        talloc_free(owner);
    }
    free(entries);
    talloc_free(expected);
    assert_true(run > 50);
}

/* Faults found before the limit was passed are told as well, in the order of lines. */
static void what_was_found_before_the_end_is_told(void **state)
{
    (void)state;
    void *owner = talloc_new(NULL);
    static const char script[] = "local s = scheme { name = 'x' }\n"
                                 "local one = members { nothing = 1 }\n"
                                 "while true do end\n";
    struct script_text text = {"x.lua", script, sizeof script - 1, NULL};
    struct error *error = error_new(owner);
    struct scheme *scheme;
    assert_int_equal(
        script_load_scheme(owner, &(struct script_request){.text = &text, .roster = roster}, &scheme, error),
        STATUS_INPUT);
    assert_int_equal(error->count, 2);
    assert_int_equal(error->fault[0].place.row, 2);
    assert_int_equal(error->fault[1].place.row, 3);
    assert_non_null(strstr(error->fault[1].message, "was stopped here"));
    talloc_free(owner);
}

/* A roster as large as any, and rules as dear as any: a function that reads both members, of each pair. */
static void honest_work_on_a_large_roster_is_never_stopped(void **state)
{
    (void)state;
    enum { RULES = 4 };
    void *owner = talloc_new(NULL);
    struct roster *many = talloc_zero(owner, struct roster);
    *many = (struct roster){
        .file = "many", .columns = roster->columns, .column = roster->column, .members = MANY};
    many->member = talloc_zero_array(many, struct member, MANY);
    for (int i = 0; i < MANY; i++) {
        const char **value = talloc_zero_array(many, const char *, (unsigned)many->columns);
        for (int c = 0; c < many->columns; c++)
            value[c] = "";
        value[ATTRIBUTE_ID] = talloc_asprintf(many, "M%04d", i);
        value[ATTRIBUTE_UNIT] = talloc_asprintf(many, "U%d", i % 890);
        value[ATTRIBUTE_GENDER] = i < MANY / 3 ? "男" : "女";
        many->member[i] =
            (struct member){.id = value[ATTRIBUTE_ID], .name = "某", .order = ORDER_NONE, .value = value};
    }
    assert_true(roster_finish(many));
    static const char script[] =
        "local s = scheme { name = 'many' }\n"
        "s:relation 'one' { from = members { gender = '男' }, to = members { gender = '女' } }\n"
        "for i = 1, 4 do\n"
        "  s:prefer('p' .. i) { on = 'one', points = i, when = function(a, b)\n"
        "    return a.unit == b.unit and a.id ~= b.id\n"
        "  end }\n"
        "end\n";
    struct script_text text = {"many.lua", script, sizeof script - 1, NULL};
    struct error *error = error_new(owner);
    struct scheme *scheme;
    enum status status =
        script_load_scheme(owner, &(struct script_request){.text = &text, .roster = many}, &scheme, error);
    assert_string_equal(dump_faults(owner, error), "");
    assert_int_equal(status, STATUS_OK);
    assert_int_equal(scheme->relation[0].pairs, MANY / 3 * (MANY - MANY / 3));
    int64_t sum = 0;
    for (int p = 0; p < scheme->relation[0].pairs; p++)
        sum += scheme->rule[RULES - 1].value[0][p];
    assert_true(sum > 0 && sum % RULES == 0);
    talloc_free(owner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_child_that_dies_is_the_machines_fault),
        cmocka_unit_test(a_child_without_a_script_that_computes_for_ever_is_stopped_too),
        cmocka_unit_test(a_result_comes_through_and_anything_else_is_not_used),
#ifndef UNCAGED
        cmocka_unit_test(the_kernel_ends_a_child_that_calls_for_anything_but_memory_and_time),
        cmocka_unit_test(memory_outside_lua_is_bounded_too),
#endif
        cmocka_unit_test(what_was_found_before_the_end_is_told),
        cmocka_unit_test(after_a_hostile_script_the_next_one_in_this_process_is_as_ever),
        cmocka_unit_test(honest_work_on_a_large_roster_is_never_stopped),
    };
    return cmocka_run_group_tests(tests, read_roster, free_roster);
}
