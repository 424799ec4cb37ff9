/* Broken rosters: each folder of broken/ holds in.csv, or in.recipe for a file that is better made than kept,
 * perhaps windows.csv, and faults.txt: every fault that reading them must tell. README.md here says how to
 * add one. UPDATE_FAULTS=1 in the environment writes faults.txt anew. */
#define _DEFAULT_SOURCE /* wait4 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <talloc.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "roster/roster_read.h"

#define CASES TREE "/tests/roster/broken"

enum { MEGABYTE = 1024, FEWEST_CASES = 30 }; /* getrusage(2) counts kilobytes */

/* No broken file may take more memory than this; AddressSanitizer keeps freed memory for a while. */
#ifdef __SANITIZE_ADDRESS__
#define MOST_MEMORY (1600L * MEGABYTE)
#else
#define MOST_MEMORY (600L * MEGABYTE)
#endif

static char *read_text(void *owner, const char *name)
{
    char *bytes;
    size_t size;
    struct error *error = error_new(owner);
    if (file_read(owner, name, 1 << 20, &bytes, &size, error) != STATUS_OK)
        fail_msg("%s: %s", name, error->fault[0].message);
    return bytes;
}

/* Writes the bytes that the text stands for: \n, \r, \t, \0, \\ and \xHH. */
static void put_escaped(FILE *out, const char *text)
{
    for (; *text; text++) {
        static const char letters[] = "nrt0\\", meant[] = "\n\r\t\0\\";
        const char *letter = *text == '\\' && text[1] ? strchr(letters, text[1]) : NULL;
        unsigned code;
        if (letter) {
            fputc(meant[letter - letters], out);
            text++;
        } else if (*text == '\\' && sscanf(text, "\\x%2x", &code) == 1) {
            fputc((int)code, out);
            text += 3;
        } else {
            fputc(*text, out);
        }
    }
}

/* A recipe: lines "COUNT TEXT", the text so many times over. */
static void cook(const char *recipe, const char *name)
{
    FILE *out = fopen(name, "wb");
    assert_non_null(out);
    while (*recipe) {
        char *text;
        long count = strtol(recipe, &text, 10);
        assert_true(count > 0 && *text == ' ');
        const char *end = strchr(++text, '\n');
        assert_non_null(end);
        char *line = strndup(text, (size_t)(end - text));
        assert_non_null(line);
        for (; count > 0; count--)
            put_escaped(out, line);
        free(line);
        recipe = end + 1;
    }
    assert_int_equal(fclose(out), 0);
}

/* One fault: the place on one line, the message indented below it. */
static char *show(char *list, const struct fault *fault)
{
    const struct place *place = &fault->place;
    const char *file = place->file ? strrchr(place->file, '/') : NULL;
    list = talloc_asprintf_append(list, "%s", file ? file + 1 : place->file ? place->file : "(no file)");
    if (place->row)
        list = talloc_asprintf_append(list, ", row %d", place->row);
    if (place->column)
        list = talloc_asprintf_append(list, ", column %d", place->column);
    if (place->heading)
        list = talloc_asprintf_append(list, ", %s", place->heading);
    if (place->value)
        list = talloc_asprintf_append(list, ": [%s]", text_printable(list, place->value));
    return talloc_asprintf_append(list, "\n    %s\n", fault->message);
}

static char *faults_of(void *owner, const char *file, const char *windows)
{
    struct error *error = error_new(owner);
    struct roster *roster = NULL;
    struct tidied_list *tidied = NULL;
    enum status status = roster_read(owner, file, windows, &roster, &tidied, error);
    assert_int_equal(status, STATUS_INPUT);
    assert_int_equal(error->status, STATUS_INPUT);
    assert_null(roster);
    assert_null(tidied);
    char *list = talloc_strdup(owner, "");
    for (int i = 0; i < error->count; i++)
        list = show(list, &error->fault[i]);
    return list;
}

/* Reads the case in a process of its own, whose faults are written to `out`; so its memory can be told. */
static long memory_of(const char *file, const char *windows, const char *out)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        void *owner = talloc_new(NULL);
        const char *list = faults_of(owner, file, windows);
        struct error *error = error_new(owner);
        int failed = file_write(out, list, strlen(list), error) != STATUS_OK;
        talloc_free(owner);
        _exit(failed);
    }
    int status;
    struct rusage usage;
    assert_int_equal(wait4(child, &status, 0, &usage), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return usage.ru_maxrss;
}

static void broken(void **state)
{
    const char *name = *state;
    void *owner = talloc_new(NULL);
    char folder[] = "/tmp/roster-broken-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *recipe = talloc_asprintf(owner, CASES "/%s/in.recipe", name);
    const char *file = talloc_asprintf(owner, CASES "/%s/in.csv", name);
    const char *windows = talloc_asprintf(owner, CASES "/%s/windows.csv", name);
    const char *golden = talloc_asprintf(owner, CASES "/%s/faults.txt", name);
    const char *made = talloc_asprintf(owner, "%s/in.csv", folder);
    const char *out = talloc_asprintf(owner, "%s/faults.txt", folder);
    if (access(recipe, R_OK) == 0) {
        cook(read_text(owner, recipe), made);
        file = made;
    }
    long memory = memory_of(file, access(windows, R_OK) == 0 ? windows : NULL, out);
    const char *found = read_text(owner, out);
    if (getenv("UPDATE_FAULTS"))
        assert_int_equal(file_write(golden, found, strlen(found), error_new(owner)), STATUS_OK);
    assert_true(*found != '\0');
    assert_string_equal(found, read_text(owner, golden));
    assert_true(memory < MOST_MEMORY);
    unlink(made);
    unlink(out);
    rmdir(folder);
    talloc_free(owner);
}

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct CMUnitTest *)a)->name, ((const struct CMUnitTest *)b)->name);
}

int main(void)
{
    static struct CMUnitTest tests[256];
    size_t count = 0;
    DIR *folder = opendir(CASES);
    for (struct dirent *entry; folder && (entry = readdir(folder)) && count < 256;) {
        if (entry->d_name[0] == '.')
            continue;
        char *name = strdup(entry->d_name);
        tests[count++] = (struct CMUnitTest){name, broken, NULL, NULL, name};
    }
    if (folder)
        closedir(folder);
    qsort(tests, count, sizeof *tests, compare);
    if (count < FEWEST_CASES) {
        fprintf(stderr, "only %zu broken rosters in " CASES "\n", count);
        return 1;
    }
    int failed = _cmocka_run_group_tests("broken rosters", tests, count, NULL, NULL);
    for (size_t i = 0; i < count; i++)
        free(tests[i].initial_state);
    return failed;
}
