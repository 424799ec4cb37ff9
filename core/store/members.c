#include "store/members.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/characters.h"
#include "base/language.h"
#include "store/db.h"

static const char *copy_or_null(const void *owner, struct query *query, int column)
{
    return db_column_is_null(query, column) ? NULL : talloc_strdup(owner, db_column_text(query, column));
}

static const char *copy(const void *owner, struct query *query, int column)
{
    const char *text = db_column_text(query, column);
    return *text ? talloc_strdup(owner, text) : "";
}

static int32_t order_of(struct query *query, int column)
{
    return db_column_is_null(query, column) ? ORDER_NONE : (int32_t)db_column_integer(query, column);
}

static void bind_order(struct query *query, int parameter, int32_t order)
{
    if (order == ORDER_NONE)
        db_null(query, parameter);
    else
        db_integer(query, parameter, order);
}

static void bind_reference(struct query *query, int parameter, int64_t number)
{
    if (number)
        db_integer(query, parameter, number);
    else
        db_null(query, parameter);
}

enum status term_read(const void *owner, struct store *store, struct term_record *term, struct error *error)
{
    struct query *query =
        db_query(store, "SELECT title, created, id_prefix, coalesce((SELECT last FROM given_id), 0), "
                        "scheme, scheme_file, settings, previous, pairs FROM term");
    memset(term, 0, sizeof *term);
    if (db_row(query))
        *term = (struct term_record){
            copy(owner, query, 0),       copy(owner, query, 1),         copy(owner, query, 2),
            db_column_integer(query, 3), copy(owner, query, 4),         copy(owner, query, 5),
            copy(owner, query, 6),       copy_or_null(owner, query, 7), copy_or_null(owner, query, 8)};
    return db_done(query, error);
}

static enum status put_last_id(struct store *store, int64_t last, struct error *error)
{
    struct query *query =
        db_query(store, "INSERT INTO given_id (one, last) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE "
                        "SET last = max(last, excluded.last)");
    db_integer(query, 1, last);
    return db_run(query, error);
}

enum status term_put(struct store *store, const struct term_record *term, struct error *error)
{
    struct query *query = db_query(
        store,
        "INSERT INTO term (one, title, created, id_prefix, scheme, scheme_file, settings, previous, pairs) "
        "VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (one) DO UPDATE SET title = excluded.title, "
        "id_prefix = excluded.id_prefix, scheme = excluded.scheme, scheme_file = excluded.scheme_file, "
        "settings = excluded.settings, previous = excluded.previous, pairs = excluded.pairs");
    db_text(query, 1, term->title);
    db_text(query, 2, term->created);
    db_text(query, 3, term->id_prefix);
    db_text(query, 4, term->scheme);
    db_text(query, 5, term->scheme_file);
    db_text(query, 6, term->settings);
    db_text(query, 7, term->previous);
    db_text(query, 8, term->pairs);
    enum status status = db_run(query, error);
    return status == STATUS_OK ? put_last_id(store, term->id_last, error) : status;
}

/* Room for one more at the end of an array of `count`: doubles, so that 100,000 members are read in no time.
 */
#define ROOM_FOR_ONE(owner, array, type, count) \
    ((count) & ((count)-1) ? (array)            \
                           : talloc_realloc(owner, array, type, (count) ? 2 * (unsigned)(count) : 1))

static enum status read_windows(struct term_members *members, struct store *store, struct error *error)
{
    struct query *query =
        db_query(store, "SELECT number, name, full_name, kind, position, convenor, liaison, phone, "
                        "closed, coalesce(became, 0) FROM window ORDER BY number");
    bool has_room = true;
    while (has_room && db_row(query)) {
        struct window_record *room =
            ROOM_FOR_ONE(members, members->window, struct window_record, members->windows);
        has_room = room != NULL;
        if (!room)
            break;
        members->window = room;
        room[members->windows++] = (struct window_record){
            .number = db_column_integer(query, 0),
            .name = copy(members, query, 1),
            .full_name = copy(members, query, 2),
            .kind = copy(members, query, 3),
            .order = order_of(query, 4),
            .convenor = copy(members, query, 5),
            .liaison = copy(members, query, 6),
            .phone = copy(members, query, 7),
            .closed = copy_or_null(members, query, 8),
            .became = db_column_integer(query, 9),
        };
    }
    enum status status = db_done(query, error);
    return has_room ? status : error_add_memory(error);
}

static enum status read_headings(struct term_members *members, struct store *store, struct error *error)
{
    struct query *query = db_query(store, "SELECT heading FROM further_column ORDER BY number");
    bool has_room = true;
    while (has_room && db_row(query)) {
        const char **room = ROOM_FOR_ONE(members, members->heading, const char *, members->further);
        has_room = room != NULL;
        if (!room)
            break;
        members->heading = room;
        room[members->further++] = copy(members, query, 0);
    }
    enum status status = db_done(query, error);
    return has_room ? status : error_add_memory(error);
}

/* The built-in attributes of the row, in the order of enum attribute. */
static void read_values(const struct term_members *members, struct query *query, struct member_record *member)
{
    for (int a = 0; a < ATTRIBUTE_WINDOW; a++)
        member->value[a] = copy(members, query, a);
    int at = members_window(members, member->window);
    member->value[ATTRIBUTE_WINDOW] = at < 0 ? "" : members->window[at].name;
    for (int a = ATTRIBUTE_COUNTY; a <= ATTRIBUTE_EXEMPT; a++)
        member->value[a] = copy(members, query, a);
    member->value[ATTRIBUTE_ORDER] =
        db_column_is_null(query, ATTRIBUTE_ORDER) ? "" : copy(members, query, ATTRIBUTE_ORDER);
}

/* Whoever has a day of leaving has left, but for a day that lies ahead. */
static bool has_left(const struct term_members *members, const char *leaving)
{
    return leaving && !(clock_has_year(leaving) && clock_is_before(members->today, leaving));
}

static enum status read_members(struct term_members *members, struct store *store, struct error *error)
{
    struct query *query =
        db_query(store, "SELECT id, name, gender, party, sector, coalesce(window, 0), county, unit, "
                        "post, role, exempt, position, joined, leaving, leaving_reason, became "
                        "FROM member ORDER BY id");
    bool has_room = true;
    while (has_room && db_row(query)) {
        struct member_record *room =
            ROOM_FOR_ONE(members, members->member, struct member_record, members->members);
        const char **further = talloc_array(members, const char *, (unsigned)members->further);
        has_room = room && further;
        if (!has_room)
            break;
        for (int f = 0; f < members->further; f++)
            further[f] = "";
        members->member = room;
        struct member_record *member = &room[members->members++];
        *member = (struct member_record){.window = db_column_integer(query, ATTRIBUTE_WINDOW),
                                         .joined = copy(members, query, ATTRIBUTES_BUILT_IN),
                                         .leaving = copy_or_null(members, query, ATTRIBUTES_BUILT_IN + 1),
                                         .leaving_reason = copy(members, query, ATTRIBUTES_BUILT_IN + 2),
                                         .became = copy_or_null(members, query, ATTRIBUTES_BUILT_IN + 3),
                                         .further = further};
        member->left = has_left(members, member->leaving);
        read_values(members, query, member);
    }
    enum status status = db_done(query, error);
    return has_room ? status : error_add_memory(error);
}

/* Both the members and their cells come in the order of ids. */
static enum status read_further(struct term_members *members, struct store *store, struct error *error)
{
    struct query *query =
        db_query(store, "SELECT member, (SELECT count(*) FROM further_column AS before WHERE before.number < "
                        "further_cell.further), value FROM further_cell ORDER BY member, further");
    int at = 0;
    bool is_sound = true;
    while (is_sound && db_row(query)) {
        const char *id = db_column_text(query, 0);
        while (at < members->members && strcmp(members->member[at].value[ATTRIBUTE_ID], id) < 0)
            at++;
        if (at == members->members)
            continue;
        const char **further = (const char **)(uintptr_t)members->member[at].further;
        int64_t column = db_column_integer(query, 1);
        is_sound = column >= 0 && column < members->further; /* a cell whose column is gone has none */
        if (is_sound)
            further[column] = copy(members, query, 2);
    }
    enum status status = db_done(query, error);
    return status == STATUS_OK && !is_sound ? db_fault(store, SQLITE_CORRUPT, error) : status;
}

enum status members_read(const void *owner, struct store *store, const char *today,
                         struct term_members **members, struct error *error)
{
    struct term_members *made = talloc_zero(owner, struct term_members);
    if (made)
        made->today = talloc_strdup(made, today);
    if (!made || !made->today)
        return error_add_memory(error);
    enum status status = read_windows(made, store, error);
    if (status == STATUS_OK)
        status = read_headings(made, store, error);
    if (status == STATUS_OK)
        status = read_members(made, store, error);
    if (status == STATUS_OK && made->further > 0)
        status = read_further(made, store, error);
    if (status != STATUS_OK)
        talloc_free(made);
    else
        *members = made;
    return status;
}

int members_find(const struct term_members *members, const char *id)
{
    int low = 0, high = members->members;
    while (low < high) {
        int middle = low + (high - low) / 2, order = strcmp(members->member[middle].value[ATTRIBUTE_ID], id);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

/* Whether the name is the text but for what is not seen, which an earlier version took in. */
static bool is_but_unseen(const char *text, const char *name)
{
    void *scratch = talloc_new(NULL);
    const char *clean = characters_clean(scratch, text, NULL);
    bool same = clean && clean != text && strcmp(clean, name) == 0;
    talloc_free(scratch);
    return same;
}

int members_find_window(const struct term_members *members, const char *name)
{
    for (int by_full_name = 0; by_full_name < 2; by_full_name++)
        for (int w = 0; w < members->windows; w++) {
            const struct window_record *window = &members->window[w];
            if (!window->closed && strcmp(by_full_name ? window->full_name : window->name, name) == 0)
                return w;
        }
    for (int w = 0; w < members->windows; w++)
        if (!members->window[w].closed && is_but_unseen(members->window[w].name, name))
            return w;
    return -1;
}

int members_window(const struct term_members *members, int64_t number)
{
    int low = 0, high = members->windows;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (members->window[middle].number == number)
            return middle;
        if (members->window[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

static enum status put_further(struct store *store, const struct member_record *member, int further,
                               struct error *error)
{
    struct query *query = db_query(store, "DELETE FROM further_cell WHERE member = ?1");
    db_text(query, 1, member->value[ATTRIBUTE_ID]);
    enum status status = db_run(query, error);
    for (int f = 0; f < further && status == STATUS_OK; f++) {
        if (!*member->further[f])
            continue;
        query =
            db_query(store, "INSERT INTO further_cell (member, further, value) SELECT ?1, number, ?3 FROM "
                            "further_column ORDER BY number LIMIT 1 OFFSET ?2");
        db_text(query, 1, member->value[ATTRIBUTE_ID]);
        db_integer(query, 2, f);
        db_text(query, 3, member->further[f]);
        status = db_run(query, error);
    }
    return status;
}

enum status member_put(struct store *store, const struct member_record *member, int further,
                       struct error *error)
{
    struct query *query = db_query(
        store,
        "INSERT INTO member (id, name, gender, party, sector, window, county, unit, post, role, exempt, "
        "position, joined, leaving, leaving_reason, became) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
        "?11, ?12, ?13, ?14, ?15, ?16) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
        "gender = excluded.gender, party = excluded.party, sector = excluded.sector, "
        "window = excluded.window, county = excluded.county, unit = excluded.unit, post = excluded.post, "
        "role = excluded.role, exempt = excluded.exempt, position = excluded.position, "
        "joined = excluded.joined, leaving = excluded.leaving, leaving_reason = excluded.leaving_reason, "
        "became = excluded.became");
    for (int a = 0; a < ATTRIBUTES_BUILT_IN; a++)
        if (a != ATTRIBUTE_WINDOW && a != ATTRIBUTE_ORDER)
            db_text(query, a + 1, member->value[a]);
    bind_reference(query, ATTRIBUTE_WINDOW + 1, member->window);
    const char *order = member->value[ATTRIBUTE_ORDER];
    bind_order(query, ATTRIBUTE_ORDER + 1, *order ? (int32_t)strtol(order, NULL, 10) : ORDER_NONE);
    db_text(query, ATTRIBUTES_BUILT_IN + 1, member->joined);
    db_text(query, ATTRIBUTES_BUILT_IN + 2, member->leaving);
    db_text(query, ATTRIBUTES_BUILT_IN + 3, member->leaving_reason);
    db_text(query, ATTRIBUTES_BUILT_IN + 4, member->became);
    enum status status = db_run(query, error);
    return status == STATUS_OK && further > 0 ? put_further(store, member, further, error) : status;
}

enum status window_put(struct store *store, const struct window_record *window, int64_t *number,
                       struct error *error)
{
    struct query *query = db_query(
        store,
        "INSERT INTO window (number, name, full_name, kind, position, convenor, liaison, phone, closed, "
        "became) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (number) DO UPDATE SET "
        "name = excluded.name, full_name = excluded.full_name, kind = excluded.kind, "
        "position = excluded.position, convenor = excluded.convenor, liaison = excluded.liaison, "
        "phone = excluded.phone, closed = excluded.closed, became = excluded.became RETURNING number");
    bind_reference(query, 1, window->number);
    db_text(query, 2, window->name);
    db_text(query, 3, window->full_name);
    db_text(query, 4, window->kind);
    bind_order(query, 5, window->order);
    db_text(query, 6, window->convenor);
    db_text(query, 7, window->liaison);
    db_text(query, 8, window->phone);
    db_text(query, 9, window->closed);
    bind_reference(query, 10, window->became);
    while (db_row(query))
        if (number)
            *number = db_column_integer(query, 0);
    return db_done(query, error);
}

enum status further_put(struct store *store, const char *heading, struct error *error)
{
    struct query *query = db_query(store, "INSERT INTO further_column (heading) VALUES (?1)");
    db_text(query, 1, heading);
    return db_run(query, error);
}
