#include "store/plans.h"

#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/growing_text.h"
#include "base/language.h"
#include "store/db.h"

static const char *const part_names[PLAN_PARTS] = {"roster", "windows", "scheme", "settings", "previous",
                                                   "pins",   "plan",    "edit",   "pairs"};
static const char *const state_words[] = {"draft", "published", "superseded", "discarded"};

const char *plan_origin_word(enum plan_origin origin)
{
    static const char *const words[PLAN_ORIGINS] = {"solve", "edit", "restore", "rebalance"};
    return words[origin];
}

static enum plan_origin origin_of(const char *word)
{
    int origin = 0;
    while (origin < PLAN_ORIGINS - 1 && strcmp(plan_origin_word(origin), word) != 0)
        origin++;
    return (enum plan_origin)origin;
}

static enum plan_state state_of(struct query *query, int column)
{
    if (db_column_is_null(query, column))
        return PLAN_TAKEN_BACK;
    int state = PLAN_DRAFT;
    while (state < PLAN_DISCARDED && strcmp(state_words[state], db_column_text(query, column)) != 0)
        state++;
    return (enum plan_state)state;
}

enum status plans_read(const void *owner, struct store *store, struct plan_version **version, int *versions,
                       struct error *error)
{
    struct query *query = db_query(
        store,
        "SELECT plan.version, made, made_by, program, origin, coalesce(base, 0), status, pairs, state, "
        "coalesce(plan_state.at, ''), coalesce(basis, ''), filing.at, filing.office FROM plan LEFT JOIN "
        "plan_state USING "
        "(version) LEFT JOIN filing ON filing.number = (SELECT max(number) FROM filing AS last WHERE "
        "last.version = plan.version) ORDER BY plan.version");
    struct plan_version *list = talloc_array(owner, struct plan_version, 0);
    int count = 0;
    while (list && db_row(query)) {
        struct plan_version *grown = talloc_realloc(owner, list, struct plan_version, (unsigned)count + 1);
        if (!grown) {
            talloc_free(list);
            list = NULL;
            break;
        }
        list = grown;
        bool filed = !db_column_is_null(query, 11);
        list[count++] = (struct plan_version){
            .version = (int)db_column_integer(query, 0),
            .made = talloc_strdup(owner, db_column_text(query, 1)),
            .made_by = talloc_strdup(owner, db_column_text(query, 2)),
            .program = talloc_strdup(owner, db_column_text(query, 3)),
            .origin = origin_of(db_column_text(query, 4)),
            .base = (int)db_column_integer(query, 5),
            .status = talloc_strdup(owner, db_column_text(query, 6)),
            .pairs = (int)db_column_integer(query, 7),
            .state = state_of(query, 8),
            .at = talloc_strdup(owner, db_column_text(query, 9)),
            .basis = talloc_strdup(owner, db_column_text(query, 10)),
            .filed = filed ? talloc_strdup(owner, db_column_text(query, 11)) : NULL,
            .office = filed ? talloc_strdup(owner, db_column_text(query, 12)) : NULL,
        };
    }
    enum status status = db_done(query, error);
    if (status == STATUS_OK && !list)
        status = error_add_memory(error);
    *version = list;
    *versions = count;
    return status;
}

enum status plans_in_force(struct store *store, int *version, struct error *error)
{
    struct query *query = db_query(store, "SELECT version FROM plan_state WHERE state = 'published'");
    *version = 0;
    if (db_row(query))
        *version = (int)db_column_integer(query, 0);
    return db_done(query, error);
}

static enum status add_row(struct store *store, struct plan_version *version, struct error *error)
{
    struct query *query = db_query(
        store,
        "INSERT INTO plan (version, made, made_by, program, origin, base, status, pairs) VALUES ((SELECT "
        "coalesce(max(version), 0) + 1 FROM plan), ?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING version");
    db_text(query, 1, version->made);
    db_text(query, 2, version->made_by);
    db_text(query, 3, version->program);
    db_text(query, 4, plan_origin_word(version->origin));
    if (version->base)
        db_integer(query, 5, version->base);
    else
        db_null(query, 5);
    db_text(query, 6, version->status);
    db_integer(query, 7, version->pairs);
    while (db_row(query))
        version->version = (int)db_column_integer(query, 0);
    return db_done(query, error);
}

static enum status add_parts(struct store *store, int version, const struct plan_bytes part[PLAN_PARTS],
                             struct error *error)
{
    enum status status = STATUS_OK;
    for (int p = 0; p < PLAN_PARTS && status == STATUS_OK; p++) {
        char hash[HASH_TEXT];
        if (!part[p].bytes)
            continue;
        status = store_keep(store, part[p].bytes, part[p].size, hash, error);
        if (status != STATUS_OK)
            return status;
        struct query *query =
            db_query(store, "INSERT INTO plan_content (version, name, hash) VALUES (?1, ?2, ?3)");
        db_integer(query, 1, version);
        db_text(query, 2, part_names[p]);
        db_text(query, 3, hash);
        status = db_run(query, error);
    }
    return status;
}

static enum status add_stages(struct store *store, int version, const struct plan *plan, struct error *error)
{
    enum status status = STATUS_OK;
    for (int s = 0; s < plan->stages && status == STATUS_OK; s++) {
        struct query *query = db_query(
            store,
            "INSERT INTO plan_stage (version, number, name, value, bound) VALUES (?1, ?2, ?3, ?4, ?5)");
        db_integer(query, 1, version);
        db_integer(query, 2, s + 1);
        db_text(query, 3, plan->stage[s].name);
        db_integer(query, 4, plan->stage[s].value);
        db_integer(query, 5, plan->stage[s].bound);
        status = db_run(query, error);
    }
    return status;
}

static enum status add_pair(struct store *store, int version, int number, const struct pair *pair,
                            const struct scheme *scheme, const struct roster *roster, struct error *error)
{
    const struct relation *relation = &scheme->relation[pair->relation];
    const char *target = target_id(relation, roster, pair->target);
    struct query *query =
        db_query(store, "INSERT INTO plan_pair (version, number, relation, source, member, window, "
                        "grouping) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    db_integer(query, 1, version);
    db_integer(query, 2, number);
    db_text(query, 3, relation->origin.name);
    db_text(query, 4, roster->member[pair->source].id);
    db_text(query, 5, relation->target_kind == TARGET_MEMBER ? target : NULL);
    if (relation->target_kind == TARGET_WINDOW)
        db_integer(query, 6, roster->window[pair->target].number);
    else
        db_null(query, 6);
    db_text(query, 7, relation->target_kind == TARGET_GROUP ? target : NULL);
    return db_run(query, error);
}

enum status plans_add(struct store *store, struct plan_version *version,
                      const struct plan_bytes part[PLAN_PARTS], const struct plan *plan,
                      const struct scheme *scheme, const struct roster *roster, struct error *error)
{
    version->pairs = plan->pairs;
    enum status status = add_row(store, version, error);
    if (status == STATUS_OK)
        status = add_parts(store, version->version, part, error);
    if (status == STATUS_OK)
        status = add_stages(store, version->version, plan, error);
    for (int p = 0; p < plan->pairs && status == STATUS_OK; p++)
        status = add_pair(store, version->version, p + 1, &plan->pair[p], scheme, roster, error);
    return status == STATUS_OK
               ? plans_set_state(store, version->version, PLAN_DRAFT, version->made, "", error)
               : status;
}

enum status plans_set_state(struct store *store, int version, enum plan_state state, const char *at,
                            const char *basis, struct error *error)
{
    enum status status = STATUS_OK;
    if (state == PLAN_PUBLISHED) {
        struct query *former = db_query(store, "UPDATE plan_state SET state = 'superseded', at = ?1 WHERE "
                                               "state = 'published' AND version <> ?2");
        db_text(former, 1, at);
        db_integer(former, 2, version);
        status = db_run(former, error);
    }
    struct query *query = db_query(
        store, "INSERT INTO plan_state (version, state, at, basis) VALUES (?1, ?2, ?3, ?4) ON CONFLICT "
               "(version) DO UPDATE SET state = excluded.state, at = excluded.at, basis = excluded.basis");
    db_integer(query, 1, version);
    db_text(query, 2, state_words[state]);
    db_text(query, 3, at);
    db_text(query, 4, basis);
    enum status set = db_run(query, error);
    return status == STATUS_OK ? set : status;
}

enum status plans_file(struct store *store, int version, const char *at, const char *office,
                       struct error *error)
{
    struct query *query = db_query(store, "INSERT INTO filing (version, at, office) VALUES (?1, ?2, ?3)");
    db_integer(query, 1, version);
    db_text(query, 2, at);
    db_text(query, 3, office);
    return db_run(query, error);
}

enum status plans_part(const void *owner, struct store *store, int version, enum plan_part part,
                       struct plan_bytes *bytes, struct error *error)
{
    char hash[HASH_TEXT] = "";
    struct query *query = db_query(store, "SELECT hash FROM plan_content WHERE version = ?1 AND name = ?2");
    db_integer(query, 1, version);
    db_text(query, 2, part_names[part]);
    if (db_row(query))
        snprintf(hash, sizeof hash, "%s", db_column_text(query, 0));
    enum status status = db_done(query, error);
    *bytes = (struct plan_bytes){NULL, 0};
    char *found;
    if (status == STATUS_OK && *hash) {
        status = store_content(owner, store, hash, &found, &bytes->size, error);
        if (status == STATUS_OK)
            bytes->bytes = found;
    }
    return status;
}

int members_now(const struct term_members *members, const char *id)
{
    int at = members_find(members, id);
    for (int steps = 0;
         at >= 0 && members->member[at].left && members->member[at].became && steps < members->members;
         steps++) {
        int next = members_find(members, members->member[at].became);
        if (next < 0)
            break;
        at = next;
    }
    return at;
}

int members_window_now(const struct term_members *members, int64_t number)
{
    int at = members_window(members, number);
    for (int steps = 0; at >= 0 && members->window[at].became && steps < members->windows; steps++)
        at = members_window(members, members->window[at].became);
    return at;
}

/* The window's name; where it is closed and another one has the name now, so that nobody takes it for that
 * one. */
static const char *window_name_now(const void *owner, const struct term_members *members, int window)
{
    const struct window_record *record = &members->window[window];
    if (!record->closed || members_find_window(members, record->name) < 0)
        return record->name;
    return talloc_asprintf(owner, _("%s (closed on %s)"), record->name, record->closed);
}

/* The pair's target as it is now; NULL where that is unknown. */
static const char *target_now(const void *owner, const struct term_members *members, struct query *query)
{
    if (!db_column_is_null(query, 2)) {
        int member = members_now(members, db_column_text(query, 2));
        return member < 0 ? NULL : members->member[member].value[ATTRIBUTE_ID];
    }
    if (!db_column_is_null(query, 3)) {
        int window = members_window_now(members, db_column_integer(query, 3));
        return window < 0 ? NULL : window_name_now(owner, members, window);
    }
    return db_column_text(query, 4);
}

enum status plans_pairs_now(const void *owner, struct store *store, const struct term_members *members,
                            int version, struct plan_bytes *bytes, struct error *error)
{
    struct growing_text text = {.owner = owner};
    struct query *query = db_query(store, "SELECT relation, source, member, window, grouping FROM plan_pair "
                                          "WHERE version = ?1 ORDER BY number");
    db_integer(query, 1, version);
    growing_add(&text, "{ \"pairs\": [");
    const char *between = "\n";
    while (db_row(query)) {
        int source = members_now(members, db_column_text(query, 1));
        const char *target = target_now(owner, members, query);
        if (source < 0 || !target)
            continue;
        growing_add(&text, between);
        growing_add(&text, "  { \"relation\": ");
        growing_add_json(&text, db_column_text(query, 0));
        growing_add(&text, ", \"source\": ");
        growing_add_json(&text, members->member[source].value[ATTRIBUTE_ID]);
        growing_add(&text, ", \"target\": ");
        growing_add_json(&text, target);
        growing_add(&text, " }");
        between = ",\n";
    }
    enum status status = db_done(query, error);
    growing_add(&text, "\n] }\n");
    if (status == STATUS_OK && text.failed)
        status = error_add_memory(error);
    *bytes = (struct plan_bytes){text.text, text.used};
    return status;
}

enum status plans_partners(const void *owner, struct store *store, int version, const char *id,
                           struct plan_partner **partner, int *partners, struct error *error)
{
    struct query *query = db_query(
        store,
        "SELECT source = ?2, CASE WHEN source <> ?2 THEN source ELSE coalesce(member, window.name, grouping) "
        "END, relation FROM plan_pair LEFT JOIN window ON window.number = plan_pair.window WHERE version = "
        "?1 "
        "AND (source = ?2 OR member = ?2) ORDER BY plan_pair.number");
    db_integer(query, 1, version);
    db_text(query, 2, id);
    struct plan_partner *list = talloc_array(owner, struct plan_partner, 0);
    int count = 0;
    while (list && db_row(query)) {
        struct plan_partner *grown = talloc_realloc(owner, list, struct plan_partner, (unsigned)count + 1);
        if (!grown) {
            talloc_free(list);
            list = NULL;
            break;
        }
        list = grown;
        list[count++] = (struct plan_partner){db_column_integer(query, 0) != 0,
                                              talloc_strdup(owner, db_column_text(query, 1)),
                                              talloc_strdup(owner, db_column_text(query, 2))};
    }
    enum status status = db_done(query, error);
    if (status == STATUS_OK && !list)
        status = error_add_memory(error);
    *partner = list;
    *partners = count;
    return status;
}
