#include "roster/likely.h"

#include <string.h>
#include <talloc.h>

#include "base/text.h"
#include "roster/codes.h"
#include "roster/tidy.h"

struct search {
    const char *const *further; /* [headings] */
    int headings;
    const struct codes *known;  /* headings.csv */
    const struct codes *likely; /* likely_headings.csv */
    const char *field;          /* what headings.csv calls the column; the heading itself where it does not */
    const char *heading;
    const char **found;
    int count;
};

static void add(struct search *search, const char *heading)
{
    for (int i = 0; i < search->count; i++)
        if (strcmp(search->found[i], heading) == 0)
            return;
    search->found[search->count++] = heading;
}

/* What is known to be another column cannot be this one. */
static bool is_free(const struct search *search, int heading)
{
    return codes_find(search->known, search->further[heading]) < 0;
}

static void add_named(struct search *search)
{
    for (int i = 0; i < search->likely->count; i++)
        for (int c = 0; c < search->headings; c++)
            if (strcmp(search->likely->meaning[i], search->field) == 0 && is_free(search, c) &&
                codes_find(search->likely, search->further[c]) == i)
                add(search, search->further[c]);
}

static bool one_holds_the_other(const char *one, const char *other)
{
    enum { SHORTEST = 2 }; /* characters: 县 alone is in too many words */
    return (text_count(other) >= SHORTEST && strstr(one, other)) ||
           (text_count(one) >= SHORTEST && strstr(other, one));
}

static void add_alike(struct search *search, bool nearest)
{
    const char *near[1];
    for (int c = 0; c < search->headings; c++) {
        char *key = is_free(search, c) ? tidy_key(search->found, search->further[c]) : NULL;
        near[0] = key;
        for (int i = -1; key && i < search->known->count; i++) {
            if (i >= 0 && strcmp(search->known->meaning[i], search->field) != 0)
                continue;
            const char *spelling = i < 0 ? search->heading : search->known->key[i];
            if (nearest ? text_nearest(spelling, near, 1) != NULL : one_holds_the_other(key, spelling))
                add(search, search->further[c]);
        }
        talloc_free(key);
    }
}

static bool open_codes(const void *owner, struct search *search)
{
    struct error *error = error_new(owner);
    struct codes *known, *likely;
    if (!error || codes_read(owner, "headings.csv", "field", "roster", &known, error) != STATUS_OK ||
        codes_read(owner, "likely_headings.csv", "field", NULL, &likely, error) != STATUS_OK)
        return false;
    int code = codes_find(known, search->heading);
    search->known = known;
    search->likely = likely;
    search->field = code < 0 ? search->heading : known->meaning[code];
    return true;
}

const char **likely_of(const void *owner, const char *const *further, int headings, const char *heading,
                       int *count)
{
    void *scratch = talloc_new(NULL);
    struct search search = {.further = further, .headings = headings, .heading = heading};
    search.found = talloc_zero_array(owner, const char *, (unsigned)headings + 1);
    *count = 0;
    if (search.found && open_codes(scratch, &search)) {
        add_named(&search);
        add_alike(&search, false);
        add_alike(&search, true);
        *count = search.count;
    } else {
        TALLOC_FREE(search.found);
    }
    talloc_free(scratch);
    return search.found;
}

const char **likely_headings(const void *owner, const struct roster *roster, const char *heading, int *count)
{
    const char **further = talloc_array(owner, const char *, (unsigned)roster->columns + 1);
    int headings = 0;
    for (int c = ATTRIBUTES_BUILT_IN; further && c < roster->columns; c++)
        further[headings++] = roster->column[c].heading;
    const char **found = further ? likely_of(owner, further, headings, heading, count) : NULL;
    talloc_free(further);
    return found;
}
