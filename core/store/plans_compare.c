/* Whether the tables of a version say what its result says. */
#include <string.h>

#include "store/db.h"
#include "store/plans.h"

static bool same_pair(struct query *query, const struct named_pair *pair)
{
    return strcmp(db_column_text(query, 0), pair->relation) == 0 &&
           strcmp(db_column_text(query, 1), pair->source) == 0 &&
           (db_column_is_null(query, 2) || strcmp(db_column_text(query, 2), pair->target) == 0);
}

enum status plans_compare(struct store *store, int version, const struct named_plan *named, bool *same,
                          struct error *error)
{
    struct query *query =
        db_query(store, "SELECT relation, source, coalesce(member, grouping) FROM plan_pair WHERE "
                        "version = ?1 ORDER BY number");
    int count = 0;
    *same = true;
    db_integer(query, 1, version);
    for (; db_row(query); count++)
        *same = *same && count < named->pairs && same_pair(query, &named->pair[count]);
    *same = *same && count == named->pairs;
    enum status status = db_done(query, error);
    if (status != STATUS_OK)
        return status;
    query = db_query(store, "SELECT name, value, bound FROM plan_stage WHERE version = ?1 ORDER BY number");
    db_integer(query, 1, version);
    for (count = 0; db_row(query); count++)
        *same = *same && count < named->stages &&
                strcmp(db_column_text(query, 0), named->stage[count].name) == 0 &&
                db_column_integer(query, 1) == named->stage[count].value &&
                db_column_integer(query, 2) == named->stage[count].bound;
    *same = *same && count == named->stages;
    return db_done(query, error);
}
