#include "roster/two_windows.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"

/* The names of all windows, bytewise. */
struct names {
    const void *owner;
    const char **name;
    size_t count;
};

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_window(const struct names *names, const char *text)
{
    return names->name && bsearch(&text, names->name, names->count, sizeof *names->name, compare);
}

/* Whether the text is a list with a window among its parts. */
static bool is_list(const struct names *names, const char *text, const char **one, const char **other)
{
    int count;
    char **part = text_split_list(names->owner, text, &count);
    bool found = false;
    for (int i = 0; part && count > 1 && i < count; i++)
        found = found || is_window(names, part[i]);
    if (found) {
        *one = part[0];
        *other = part[1];
    }
    return found;
}

/* Whether the text is one window's name and behind it another's, a joining word between them or none. */
static bool is_chain(const struct names *names, const char *text, const char **one, const char **other)
{
    static const char *const joints[] = {"", "和", "与", "及", "兼", "+", "＋", "&", "|", "·", "\n"};
    size_t size = strlen(text);
    for (size_t at = 0, length; at < size; at += length) {
        text_decode(text + at, size - at, &length);
        char *front = talloc_strndup(names->owner, text, at + length);
        for (size_t j = 0; front && is_window(names, front) && j < sizeof joints / sizeof *joints; j++) {
            const char *rest = text + at + length;
            size_t skip = strlen(joints[j]);
            if (strncmp(rest, joints[j], skip) != 0 || !is_window(names, rest + skip))
                continue;
            *one = front;
            *other = rest + skip;
            return true;
        }
        talloc_free(front);
    }
    return false;
}

static void tell(const struct roster *roster, const struct member *member, const char *one, const char *other,
                 struct error *error)
{
    const char *window = member->value[ATTRIBUTE_WINDOW];
    const struct place place = {.file = roster->file,
                                .sheet = member->sheet,
                                .row = member->row,
                                .heading = roster->column[ATTRIBUTE_WINDOW].heading,
                                .value = window};
    error_add(
        error, STATUS_INPUT, &place,
        _("This cell names two windows, “%s” and “%s”; every member is in one. Please write the one that "
          "%s is in."),
        one, other, member->name);
}

/* The names of windows[0..count), sorted. */
static struct names names_of(const void *owner, const struct window *window, int count)
{
    struct names names = {owner, talloc_array(owner, const char *, (unsigned)count + 1), 0};
    for (int w = 0; names.name && w < count; w++)
        names.name[names.count++] = window[w].name;
    if (names.name)
        qsort(names.name, names.count, sizeof *names.name, compare);
    return names;
}

enum status two_windows_check(const struct roster *roster, int tabled, struct error *error)
{
    void *scratch = talloc_new(error);
    const struct names all = names_of(scratch, roster->window, roster->windows);
    const struct names of_table = names_of(scratch, roster->window, tabled);
    enum status status = all.name && of_table.name ? STATUS_OK : error_add_memory(error);
    for (int m = 0; status != STATUS_MACHINE && m < roster->members; m++) {
        const struct member *member = &roster->member[m];
        const char *name = member->value[ATTRIBUTE_WINDOW], *one, *other;
        if (!*name || is_window(&of_table, name) ||
            (!is_list(&all, name, &one, &other) && !is_chain(&all, name, &one, &other)))
            continue;
        tell(roster, member, one, other, error);
        status = STATUS_INPUT;
    }
    talloc_free(scratch);
    return status;
}
