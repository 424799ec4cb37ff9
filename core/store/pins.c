#include "store/pins.h"

#include <string.h>
#include <talloc.h>

#include "store/db.h"
#include "store/plans.h"

static const char sql_all[] =
    "SELECT pin.number, kind, coalesce(relation, ''), source, member, window, grouping, reason, made, "
    "made_by, until, "
    "coalesce(draft, 0), coalesce(until < ?1, 0) OR (draft IS NOT NULL AND coalesce(state, 'discarded') = "
    "'discarded') FROM pin LEFT JOIN plan_state ON plan_state.version = pin.draft ORDER BY pin.number";

static const char *target_of(const void *owner, const struct term_members *members, struct query *query)
{
    if (!db_column_is_null(query, 4)) {
        int member = members_now(members, db_column_text(query, 4));
        return member < 0 ? "" : members->member[member].value[ATTRIBUTE_ID];
    }
    if (!db_column_is_null(query, 5)) {
        int window = members_window_now(members, db_column_integer(query, 5));
        return window < 0 ? "" : members->window[window].name;
    }
    return talloc_strdup(owner, db_column_text(query, 6));
}

/* The target as it was given: the id, the window's name, the group. */
static const char *target_given(const void *owner, const struct term_members *members, struct query *query)
{
    if (db_column_is_null(query, 5))
        return talloc_strdup(owner, db_column_text(query, db_column_is_null(query, 4) ? 6 : 4));
    int window = members_window(members, db_column_integer(query, 5));
    return window < 0 ? "" : members->window[window].name;
}

static int64_t window_now(const struct term_members *members, int64_t number)
{
    int window = number ? members_window_now(members, number) : -1;
    return window < 0 ? 0 : members->window[window].number;
}

enum status pins_read(const void *owner, struct store *store, const struct term_members *members,
                      const char *date, struct pin_record **pin, int *pins, struct error *error)
{
    struct query *query = db_query(store, sql_all);
    struct pin_record *list = talloc_array(owner, struct pin_record, 0);
    int count = 0;
    db_text(query, 1, date);
    while (list && db_row(query)) {
        struct pin_record *grown = talloc_realloc(owner, list, struct pin_record, (unsigned)count + 1);
        if (!grown) {
            talloc_free(list);
            list = NULL;
            break;
        }
        list = grown;
        int source = members_now(members, db_column_text(query, 3));
        list[count++] = (struct pin_record){
            .number = db_column_integer(query, 0),
            .forbids = strcmp(db_column_text(query, 1), "forbid") == 0,
            .relation = talloc_strdup(owner, db_column_text(query, 2)),
            .source = source < 0 ? "" : members->member[source].value[ATTRIBUTE_ID],
            .target = target_of(owner, members, query),
            .source_given = talloc_strdup(owner, db_column_text(query, 3)),
            .target_given = target_given(owner, members, query),
            .window = db_column_integer(query, 5),
            .window_now = window_now(members, db_column_integer(query, 5)),
            .is_member = !db_column_is_null(query, 4),
            .reason = talloc_strdup(owner, db_column_text(query, 7)),
            .made = talloc_strdup(owner, db_column_text(query, 8)),
            .made_by = talloc_strdup(owner, db_column_text(query, 9)),
            .until = db_column_is_null(query, 10) ? NULL : talloc_strdup(owner, db_column_text(query, 10)),
            .draft = (int)db_column_integer(query, 11),
            .ended = db_column_integer(query, 12) != 0,
        };
    }
    enum status status = db_done(query, error);
    if (status == STATUS_OK && !list)
        status = error_add_memory(error);
    *pin = list;
    *pins = count;
    return status;
}

enum status pins_put(struct store *store, const struct pin_record *pin, struct error *error)
{
    struct query *query = db_query(
        store, "INSERT INTO pin (kind, relation, source, member, window, grouping, reason, made, made_by, "
               "until, draft) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    db_text(query, 1, pin->forbids ? "forbid" : "pin");
    db_text(query, 2, *pin->relation ? pin->relation : NULL);
    db_text(query, 3, pin->source);
    db_text(query, 4, pin->is_member ? pin->target : NULL);
    if (pin->window)
        db_integer(query, 5, pin->window);
    else
        db_null(query, 5);
    db_text(query, 6, !pin->is_member && !pin->window ? pin->target : NULL);
    db_text(query, 7, pin->reason);
    db_text(query, 8, pin->made);
    db_text(query, 9, pin->made_by);
    db_text(query, 10, pin->until);
    if (pin->draft)
        db_integer(query, 11, pin->draft);
    else
        db_null(query, 11);
    return db_run(query, error);
}

enum status pins_remove(struct store *store, int64_t number, struct error *error)
{
    struct query *query = db_query(store, "DELETE FROM pin WHERE number = ?1");
    db_integer(query, 1, number);
    return db_run(query, error);
}
