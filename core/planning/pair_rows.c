#include "planning/pair_rows.h"

#include <string.h>

/* How the relation numbers the target of that name, or -1. */
static int target_of(const struct roster *roster, const struct relation *relation, const char *name)
{
    if (relation->target_kind == TARGET_MEMBER)
        return roster_member(roster, name);
    if (relation->target_kind == TARGET_GROUP)
        return relation_group(relation, name);
    int window = roster_window(roster, name);
    return window >= 0 && strcmp(roster->window[window].name, name) == 0 ? window : -1;
}

static bool has_swapped(const struct roster *roster, const struct scheme *scheme, int source,
                        const char *target)
{
    int other = roster_member(roster, target);
    for (int r = 0; other >= 0 && r < scheme->relations; r++)
        if (scheme->relation[r].target_kind == TARGET_MEMBER &&
            relation_pair(&scheme->relation[r], other, source) >= 0)
            return true;
    return false;
}

enum row_meets pair_row_meets(const struct roster *roster, const struct scheme *scheme,
                              const struct pair_table *table, int row)
{
    const struct pair_row *at = &table->row[row];
    struct whom first = {0};
    bool met = false;
    for (int r = 0; r < scheme->relations; r++) {
        int target = target_of(roster, &scheme->relation[r], at->target);
        if (target < 0 || relation_pair(&scheme->relation[r], at->source, target) < 0)
            continue;
        const struct whom whom = whom_of(scheme, r, target);
        if (met && (whom.kind != first.kind || whom.number != first.number))
            return MEETS_SEVERAL;
        first = whom;
        met = true;
    }
    if (met)
        return MEETS_PAIR;
    return has_swapped(roster, scheme, at->source, at->target) ? MEETS_SWAPPED : MEETS_NOTHING;
}
