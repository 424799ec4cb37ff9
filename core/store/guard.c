#include "store/guard.h"

#include <string.h>

bool guard_append_only(const char *table)
{
    static const char *const tables[] = {"content", "plan", "plan_content", "plan_stage", "plan_pair", "log"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (strcmp(table, tables[i]) == 0)
            return true;
    return false;
}

static int authorize(void *data, int action, const char *one, const char *two, const char *database,
                     const char *trigger)
{
    const struct store *store = data;
    (void)two;
    (void)database;
    (void)trigger;
    if (store->trusted)
        return SQLITE_OK;
    switch (action) {
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
        return guard_append_only(one) ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_INSERT:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_PRAGMA: /* reading ones; and what sqlite3changeset_apply sets while it works */
        return two == NULL || strcmp(one, "table_info") == 0 || strcmp(one, "table_xinfo") == 0 ||
                       strcmp(one, "integrity_check") == 0 || strcmp(one, "defer_foreign_keys") == 0
                   ? SQLITE_OK
                   : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

enum status guard_set(struct store *store, struct error *error)
{
    int code = sqlite3_set_authorizer(store->db, authorize, store);
    return code == SQLITE_OK ? STATUS_OK : db_fault(store, code, error);
}
