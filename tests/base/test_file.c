#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <talloc.h>

#include "base/error.h"
#include "base/file.h"
#include "base/files_read.h"
#include "base/interruption.h"

/* A folder of the test's own, entered; everything in it goes at the end. */
struct folder {
    char path[64];
    int before;
    struct error *error;
};

static int set_up(void **state)
{
    static struct folder folder;
    strcpy(folder.path, "/tmp/tongxin-file-XXXXXX");
    folder.before = open(".", O_RDONLY | O_DIRECTORY);
    if (folder.before < 0 || !mkdtemp(folder.path) || chdir(folder.path))
        return -1;
    folder.error = error_new(NULL);
    *state = &folder;
    return 0;
}

static int count_files(void)
{
    DIR *here = opendir(".");
    int count = 0;
    for (const struct dirent *entry; (entry = readdir(here));)
        count += entry->d_name[0] != '.';
    closedir(here);
    return count;
}

static int tear_down(void **state)
{
    struct folder *folder = *state;
    DIR *here = opendir(".");
    for (const struct dirent *entry; (entry = readdir(here));)
        if (entry->d_name[0] != '.')
            remove(entry->d_name);
    closedir(here);
    talloc_free(folder->error);
    if (fchdir(folder->before))
        return -1;
    close(folder->before);
    return rmdir(folder->path);
}

static void holds(const char *name, const char *expected)
{
    struct error *error = error_new(NULL);
    char *bytes;
    size_t size;
    assert_int_equal(file_read(error, name, 1 << 20, &bytes, &size, error), STATUS_OK);
    assert_int_equal(size, strlen(expected));
    assert_memory_equal(bytes, expected, size + 1); /* with the NUL behind it */
    talloc_free(error);
}

static void what_is_written_is_read_again(void **state)
{
    struct folder *folder = *state;
    assert_int_equal(file_write("plan.json", "{}\n", 3, folder->error), STATUS_OK);
    holds("plan.json", "{}\n");
    assert_int_equal(file_write("plan.json", "", 0, folder->error), STATUS_OK);
    holds("plan.json", "");
    assert_int_equal(count_files(), 1); /* no temporary file is left */
    assert_int_equal(folder->error->count, 0);
}

static void a_large_file_is_read_whole_and_a_larger_one_refused(void **state)
{
    struct folder *folder = *state;
    size_t size = 300001, got;
    char *bytes = talloc_array(folder->error, char, size), *read_back;
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)(i * 7);
    assert_int_equal(file_write("big", bytes, size, folder->error), STATUS_OK);
    assert_int_equal(file_read(folder->error, "big", size, &read_back, &got, folder->error), STATUS_OK);
    assert_int_equal(got, size);
    assert_memory_equal(read_back, bytes, size);
    assert_int_equal(file_read(folder->error, "big", size - 1, &read_back, &got, folder->error),
                     STATUS_INPUT);
    assert_int_equal(folder->error->count, 1);
    assert_non_null(strstr(folder->error->fault[0].message, "300000"));
}

static void endless_input_is_refused_in_bounded_memory(void **state)
{
    struct folder *folder = *state;
    char *bytes;
    size_t size;
    assert_int_equal(file_read(folder->error, "/dev/zero", 1 << 20, &bytes, &size, folder->error),
                     STATUS_INPUT);
}

static void a_new_file_has_the_usual_mode_and_a_replaced_one_keeps_its_own(void **state)
{
    struct folder *folder = *state;
    struct stat seen;
    mode_t before = umask(022);
    assert_int_equal(file_write("new", "a", 1, folder->error), STATUS_OK);
    umask(before);
    assert_int_equal(stat("new", &seen), 0);
    assert_int_equal(seen.st_mode & 0777, 0644);
    assert_int_equal(chmod("new", 0600), 0);
    assert_int_equal(file_write("new", "b", 1, folder->error), STATUS_OK);
    assert_int_equal(stat("new", &seen), 0);
    assert_int_equal(seen.st_mode & 0777, 0600);
}

static mode_t mode_of(const char *name)
{
    struct stat seen;
    assert_int_equal(stat(name, &seen), 0);
    return seen.st_mode & 0777;
}

static void links_are_followed_and_stay(void **state)
{
    struct folder *folder = *state;
    char text[16] = "";
    assert_int_equal(symlink("target", "link"), 0); /* which is not there yet */
    assert_int_equal(symlink("link", "further"), 0);
    assert_int_equal(file_write("further", "a", 1, folder->error), STATUS_OK);
    holds("target", "a");
    assert_int_equal(file_write("link", "b", 1, folder->error), STATUS_OK);
    holds("target", "b");
    assert_int_equal(readlink("link", text, sizeof text), 6);
    assert_int_equal(count_files(), 3);
    assert_int_equal(symlink("round", "round"), 0);
    struct error *error = error_new(NULL);
    assert_int_equal(file_write("round", "a", 1, error), STATUS_INPUT);
    talloc_free(error);
}

static void what_is_private_is_so_over_an_open_file_too(void **state)
{
    struct folder *folder = *state;
    mode_t mask = umask(0022);
    assert_int_equal(file_write_private("one", "a", 1, folder->error), STATUS_OK);
    assert_int_equal(mode_of("one"), 0600);
    assert_int_equal(file_write("two", "a", 1, folder->error), STATUS_OK);
    assert_int_equal(mode_of("two"), 0644);
    assert_int_equal(chmod("two", 0664), 0);
    assert_int_equal(file_write("two", "b", 1, folder->error), STATUS_OK);
    assert_int_equal(mode_of("two"), 0664);
    assert_int_equal(file_write_private("two", "c", 1, folder->error), STATUS_OK);
    assert_int_equal(mode_of("two"), 0600);
    umask(mask);
}

static void a_pipe_is_refused_and_not_waited_for(void **state)
{
    struct folder *folder = *state;
    char *bytes;
    size_t size;
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_int_equal(file_read(folder->error, "pipe", 1 << 20, &bytes, &size, folder->error), STATUS_INPUT);
}

static void what_was_read_is_known_by_every_name(void **state)
{
    struct folder *folder = *state;
    struct stat seen;
    assert_int_equal(file_write("list", "a", 1, folder->error), STATUS_OK);
    assert_int_equal(link("list", "other"), 0);
    assert_int_equal(stat("other", &seen), 0);
    holds("list", "a");
    assert_true(files_read_has(&seen));
    assert_false(files_read_is_held(&seen));
    files_read_hold("list");
    assert_true(files_read_is_held(&seen));
    char *bytes;
    size_t size;
    struct error *error = error_new(NULL);
    assert_int_equal(file_read(error, "other", 1 << 20, &bytes, &size, error), STATUS_INPUT);
    talloc_free(error);
    files_read_let_go("other");
    holds("list", "a");
}

static void a_signal_waits_for_the_end_of_a_hold(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        interruption_hold();
        interruption_hold();
        bool before = interruption_waits();
        raise(SIGTERM);
        bool after = interruption_waits();
        interruption_release();
        if (before || !after)
            _exit(1);
        interruption_release();
        _exit(2); /* not reached */
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
}

static void what_cannot_be_opened_is_said_with_its_name(void **state)
{
    struct folder *folder = *state;
    struct error *error = folder->error;
    char *bytes;
    size_t size;
    assert_int_equal(file_read(error, "absent.csv", 100, &bytes, &size, error), STATUS_INPUT);
    assert_int_equal(file_read(error, ".", 100, &bytes, &size, error), STATUS_INPUT);
    assert_int_equal(file_write(".", "a", 1, error), STATUS_INPUT);
    assert_int_equal(file_write("absent/plan.json", "a", 1, error), STATUS_INPUT);
    assert_int_equal(file_write("plan.json", "a", 1, error), STATUS_OK);
    assert_int_equal(file_read(error, "plan.json/x", 100, &bytes, &size, error), STATUS_INPUT);
    assert_int_equal(error->count, 5);
    assert_string_equal(error->fault[0].place.file, "absent.csv");
    assert_non_null(strstr(error->fault[0].message, "no such file"));
    assert_non_null(strstr(error->fault[1].message, "a folder, not a file"));
    assert_non_null(strstr(error->fault[2].message, "a folder, not a file"));
    assert_string_equal(error->fault[3].place.file, "absent/plan.json");
    assert_non_null(strstr(error->fault[4].message, "not a folder"));
    assert_int_equal(count_files(), 1);
}

static void a_full_disk_is_the_machines_fault(void **state)
{
    struct folder *folder = *state;
    assert_int_equal(file_write("/dev/full", "a", 1, folder->error), STATUS_MACHINE);
    assert_non_null(strstr(folder->error->fault[0].message, "disk is full"));
    assert_int_equal(file_write("/dev/null", "a", 1, folder->error), STATUS_OK);
}

/* A limit on the size of files stands for a disk that fills up while the file is written. */
static void a_file_stays_as_it_was_where_the_new_one_cannot_be_written(void **state)
{
    struct folder *folder = *state;
    static char large[100000];
    memset(large, 'x', sizeof large);
    assert_int_equal(file_write("plan.json", "old\n", 4, folder->error), STATUS_OK);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        const struct rlimit limit = {50000, 50000};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        _exit((int)file_write("plan.json", large, sizeof large, folder->error));
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), STATUS_MACHINE);
    holds("plan.json", "old\n");
    assert_int_equal(count_files(), 1);
}

static void a_dash_reads_standard_input(void **state)
{
    struct folder *folder = *state;
    assert_int_equal(file_write("in", "from a pipe", 11, folder->error), STATUS_OK);
    int kept = dup(STDIN_FILENO), file = open("in", O_RDONLY);
    assert_true(dup2(file, STDIN_FILENO) >= 0);
    char *bytes;
    size_t size;
    enum status status = file_read(folder->error, "-", 100, &bytes, &size, folder->error);
    dup2(kept, STDIN_FILENO);
    close(kept);
    close(file);
    assert_int_equal(status, STATUS_OK);
    assert_string_equal(bytes, "from a pipe");
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_is_written_is_read_again),
        IN_FOLDER(a_large_file_is_read_whole_and_a_larger_one_refused),
        IN_FOLDER(endless_input_is_refused_in_bounded_memory),
        IN_FOLDER(a_new_file_has_the_usual_mode_and_a_replaced_one_keeps_its_own),
        IN_FOLDER(what_cannot_be_opened_is_said_with_its_name),
        IN_FOLDER(links_are_followed_and_stay),
        IN_FOLDER(what_is_private_is_so_over_an_open_file_too),
        IN_FOLDER(a_pipe_is_refused_and_not_waited_for),
        IN_FOLDER(what_was_read_is_known_by_every_name),
        IN_FOLDER(a_signal_waits_for_the_end_of_a_hold),
        IN_FOLDER(a_full_disk_is_the_machines_fault),
        IN_FOLDER(a_file_stays_as_it_was_where_the_new_one_cannot_be_written),
        IN_FOLDER(a_dash_reads_standard_input),
    };
    return cmocka_run_group_tests_name("files", tests, NULL, NULL);
}
