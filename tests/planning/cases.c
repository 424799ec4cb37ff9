#include "tests/planning/cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <talloc.h>

#include "base/file.h"

char *cases_faults(const void *owner, const struct error *error)
{
    char *text = talloc_strdup(owner, "");
    for (int i = 0; i < error->count; i++) {
        const struct fault *fault = &error->fault[i];
        if (fault->place.row)
            text = talloc_asprintf_append(text, "%d:", fault->place.row);
        if (fault->place.column)
            text = talloc_asprintf_append(text, "%d:", fault->place.column);
        text = talloc_asprintf_append(text, "%s%s\n", fault->place.row || fault->place.column ? " " : "",
                                      fault->message);
    }
    return text;
}

/* The value of a hexadecimal digit as the cases write them, or -1. */
static int digit(char c)
{
    static const char digits[] = "0123456789ABCDEF";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* Replaces <XX> by its byte and takes a last <> with its line feed away. Works in place; returns the size. */
static size_t unescape(char *text)
{
    char *to = text;
    for (const char *from = text; *from;) {
        if (strncmp(from, "<>\n", 3) == 0) {
            from += 3;
        } else if (*from == '<' && digit(from[1]) >= 0 && digit(from[2]) >= 0 && from[3] == '>') {
            *to++ = (char)(16 * digit(from[1]) + digit(from[2]));
            from += 4;
        } else {
            *to++ = *from++;
        }
    }
    *to = '\0';
    return (size_t)(to - text);
}

static void write_golden(const char *file, const char *text)
{
    const char *folder = getenv("TONGXIN_GOLDEN"), *slash = strrchr(file, '/');
    if (!folder)
        return;
    struct error *error = error_new(NULL);
    char *name = talloc_asprintf(error, "%s/%s", folder, slash ? slash + 1 : file);
    file_write(name, text, strlen(text), error);
    talloc_free(error);
}

/* Runs the case that begins at *at with its title; adds what was answered to *golden. Returns whether it
 * differs. */
static bool run_case(char **at, char **golden, const void *owner,
                     char *(*answer)(const void *owner, const char *input, size_t size))
{
    char *title = *at, *input = strchr(title, '\n') + 1;
    char *expected = strstr(input - 1, "\n--\n") + 4; /* the caller has seen that there is one */
    char *next = strstr(expected, "\n== ");
    if (strncmp(expected, "== ", 3) == 0)
        next = expected - 1;
    size_t expected_size = next ? (size_t)(next + 1 - expected) : strlen(expected);
    *golden = talloc_strndup_append(*golden, title, (size_t)(expected - title));
    char *raw = talloc_strndup(owner, input, (size_t)(expected - 3 - input));
    char *got = answer(owner, raw, unescape(raw));
    *golden = talloc_strdup_append(*golden, got);
    bool differs = strlen(got) != expected_size || strncmp(got, expected, expected_size) != 0;
    if (differs)
        print_error("%.*sexpected:\n%.*sgot:\n%s\n", (int)(input - title), title, (int)expected_size,
                    expected, got);
    *at = next ? next + 1 : NULL;
    return differs;
}

int cases_run(const char *file, char *(*answer)(const void *owner, const char *input, size_t size))
{
    struct error *error = error_new(NULL);
    char *bytes;
    size_t size;
    int cases = 0, wrong = 0;
    assert_int_equal(file_read(error, file, 1 << 20, &bytes, &size, error), STATUS_OK);
    char *golden = talloc_strdup(error, ""), *at = strstr(bytes, "== ");
    assert_non_null(at);
    golden = talloc_strndup_append(golden, bytes, (size_t)(at - bytes));
    for (; at; cases++) {
        if (!strstr(at, "\n--\n"))
            fail_msg("%s: the last case has no line --", file);
        wrong += run_case(&at, &golden, error, answer);
    }
    write_golden(file, golden);
    talloc_free(error);
    if (wrong)
        fail_msg("%s: %d of %d cases differ", file, wrong, cases);
    return cases;
}
