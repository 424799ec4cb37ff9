#include "store/ids.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

/* How many characters of the id stand before its number; its length where it has none. */
static size_t prefix_of(const char *id)
{
    size_t length = strlen(id);
    while (length > 0 && id[length - 1] >= '0' && id[length - 1] <= '9')
        length--;
    return length;
}

void ids_seen(struct term_record *record, const char *id)
{
    size_t prefix = strlen(record->id_prefix);
    if (strncmp(id, record->id_prefix, prefix) != 0 || prefix_of(id) != prefix || strlen(id) - prefix > 15)
        return;
    int64_t number = strtoll(id + prefix, NULL, 10);
    if (number > record->id_last)
        record->id_last = number;
}

void ids_of_roster(const void *owner, const struct roster *roster, const char *prefix,
                   struct term_record *record)
{
    /* Ids come sorted, so those with one prefix stand mostly together: the longest run decides. */
    const char *best = NULL;
    size_t best_length = 0;
    int best_run = 0, run = 0;
    for (int m = 0; m < roster->members; m++) {
        const char *id = roster->member[m].id;
        size_t length = prefix_of(id);
        bool goes_on = m > 0 && prefix_of(roster->member[m - 1].id) == length &&
                       strncmp(roster->member[m - 1].id, id, length) == 0;
        run = goes_on ? run + 1 : 1;
        if (run > best_run && id[length]) {
            best_run = run;
            best = id;
            best_length = length;
        }
    }
    if (prefix)
        record->id_prefix = prefix;
    else
        record->id_prefix = best ? talloc_strndup(owner, best, best_length) : "WY";
    record->id_last = 0;
    for (int m = 0; m < roster->members; m++)
        ids_seen(record, roster->member[m].id);
}

const char *ids_next(const void *owner, const struct term_members *members, struct term_record *record)
{
    const char *id;
    do
        id = talloc_asprintf(owner, "%s%04lld", record->id_prefix, (long long)++record->id_last);
    while (id && members_find(members, id) >= 0);
    return id;
}
