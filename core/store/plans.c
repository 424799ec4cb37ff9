#include "store/plans.h"

#include "store/db.h"

enum status plans_in_force(struct store *store, int *version, struct error *error)
{
    struct query *query = db_query(store, "SELECT version FROM plan_state WHERE state = 'published'");
    *version = 0;
    if (db_row(query))
        *version = (int)db_column_integer(query, 0);
    return db_done(query, error);
}
