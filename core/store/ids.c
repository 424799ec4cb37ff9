#include "store/ids.h"

#include <talloc.h>

#include "roster/member_ids.h"

void ids_seen(struct term_record *record, const char *id)
{
    int64_t number = id_number(id, record->id_prefix);
    if (number > record->id_last)
        record->id_last = number;
}

void ids_of_roster(const void *owner, const struct roster *roster, const char *prefix,
                   struct term_record *record)
{
    struct id_run run = {0};
    ids_find_run(roster, &run);
    if (prefix)
        record->id_prefix = prefix;
    else
        record->id_prefix = run.id ? talloc_strndup(owner, run.id, run.prefix) : IDS_PREFIX;
    record->id_last = ids_last(roster, record->id_prefix, 0);
}

const char *ids_next(const void *owner, const struct term_members *members, struct term_record *record)
{
    const char *id;
    do
        id = id_make(owner, record->id_prefix, ++record->id_last);
    while (id && members_find(members, id) >= 0);
    return id;
}
