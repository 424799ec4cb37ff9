/* Which heading is which column, as it was said once. */
#include <talloc.h>

#include "roster/column_names.h"
#include "store/db.h"
#include "store/members.h"

enum status columns_read(const void *owner, struct store *store, struct column_names *names,
                         struct error *error)
{
    struct query *query = db_query(store, "SELECT field, heading FROM column_name ORDER BY field, heading");
    bool done = true;
    while (done && db_row(query))
        done = column_names_add(owner, names, db_column_text(query, 0), db_column_text(query, 1), true);
    enum status status = db_done(query, error);
    return status == STATUS_OK && !done ? error_add_memory(error) : status;
}

static enum status put(struct store *store, const struct column_name *name, struct error *error)
{
    struct query *other = db_query(
        store,
        "DELETE FROM column_name WHERE (field = ?1 AND (heading = '') <> (?2 = '')) OR (heading = ?2 AND "
        "heading <> '' AND field <> ?1)");
    db_text(other, 1, name->field);
    db_text(other, 2, name->heading);
    enum status status = db_run(other, error);
    struct query *query =
        db_query(store, "INSERT OR IGNORE INTO column_name (field, heading) VALUES (?1, ?2)");
    db_text(query, 1, name->field);
    db_text(query, 2, name->heading);
    enum status done = db_run(query, error);
    return status == STATUS_OK ? done : status;
}

enum status columns_put(struct store *store, const struct column_names *names, struct error *error)
{
    enum status status = STATUS_OK;
    for (int i = 0; i < names->count && status == STATUS_OK; i++)
        if (!names->name[i].kept)
            status = put(store, &names->name[i], error);
    return status;
}
