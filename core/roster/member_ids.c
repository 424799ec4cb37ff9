#include "roster/member_ids.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/characters.h"
#include "base/language.h"
#include "roster/tidy.h"

enum { MOST_DIGITS = 15 };

/* How many bytes of the id stand before its number; its length where it has none. */
static size_t prefix_of(const char *id)
{
    size_t length = strlen(id);
    while (length > 0 && id[length - 1] >= '0' && id[length - 1] <= '9')
        length--;
    return length;
}

/* Ids stand sorted, so those with one prefix stand mostly together: the longest run decides. */
static void find_run(const struct member *member, int members, struct id_run *best)
{
    int run = 0;
    for (int m = 0; m < members; m++) {
        const char *id = member[m].id;
        size_t length = prefix_of(id);
        bool goes_on =
            m > 0 && prefix_of(member[m - 1].id) == length && strncmp(member[m - 1].id, id, length) == 0;
        run = goes_on ? run + 1 : 1;
        if (id[length] && run > best->count)
            *best = (struct id_run){id, length, run};
    }
}

void ids_find_run(const struct roster *roster, struct id_run *run)
{
    find_run(roster->member, roster->members, run);
    find_run(roster->former_member, roster->former_members, run);
}

int64_t id_number(const char *id, const char *prefix)
{
    size_t length = strlen(prefix), digits = strlen(id);
    if (strncmp(id, prefix, length) != 0 || prefix_of(id) != length || digits == length ||
        digits - length > MOST_DIGITS)
        return 0;
    return strtoll(id + length, NULL, 10);
}

static int64_t last_of(const struct member *member, int members, const char *prefix, int64_t last)
{
    for (int m = 0; m < members; m++) {
        int64_t number = id_number(member[m].id, prefix);
        last = number > last ? number : last;
    }
    return last;
}

int64_t ids_last(const struct roster *roster, const char *prefix, int64_t least)
{
    int64_t last = last_of(roster->member, roster->members, prefix, least);
    return last_of(roster->former_member, roster->former_members, prefix, last);
}

const char *id_make(const void *owner, const char *prefix, int64_t number)
{
    return talloc_asprintf(owner, "%s%04lld", prefix, (long long)number);
}

enum status ids_tidy_prefix(const void *owner, const char **prefix, struct error *error)
{
    const char *given = *prefix;
    char *narrow = tidy_narrow(owner, given);
    *prefix = narrow ? tidy_squeeze(owner, narrow) : NULL;
    if (!*prefix)
        return error_add_memory(error);
    uint32_t lost = characters_find_lost(*prefix, "?*");
    return lost ? error_add(error, STATUS_INPUT, NULL,
                            _("In “%s” the character U+%04X stands in the place of one that was lost. Please "
                              "type the right one."),
                            given, (unsigned)lost)
                : STATUS_OK;
}
