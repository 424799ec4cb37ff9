#include "store/import.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "roster/workbook_write.h"

/* Columns of a roster that the term keeps in fields of its own. */
static const char heading_joined[] = "任职日期", heading_leaving[] = "离任日期",
                  heading_reason[] = "离任原因";

static bool is_own(const char *heading)
{
    return strcmp(heading, heading_joined) == 0 || strcmp(heading, heading_leaving) == 0 ||
           strcmp(heading, heading_reason) == 0;
}

static int find_column(const struct roster *roster, const char *heading)
{
    for (int c = ATTRIBUTES_BUILT_IN; c < roster->columns; c++)
        if (strcmp(roster->column[c].heading, heading) == 0)
            return c;
    return -1;
}

static const char *cell(const struct roster *roster, const struct member *row, const char *heading)
{
    int column = find_column(roster, heading);
    return column < 0 ? "" : row->value[column];
}

static int find_heading(const struct term_members *members, const char *heading)
{
    for (int f = 0; f < members->further; f++)
        if (strcmp(members->heading[f], heading) == 0)
            return f;
    return -1;
}

static bool add_field(const void *owner, struct import_change *change, const char *heading,
                      const char *before, const char *now)
{
    if (strcmp(before, now) == 0)
        return true;
    change->field = talloc_realloc(owner, change->field, struct import_field, (unsigned)change->fields + 1);
    if (!change->field)
        return false;
    change->field[change->fields++] = (struct import_field){heading, before, now};
    return true;
}

/* What a row says of joining and leaving, over what was known before. */
struct tenure {
    const char *joined, *leaving, *reason; /* leaving NULL: no day is said */
};

/* A column that the file lacks leaves what was known. Somebody who is a member by the roster has not left; a
 * day of leaving that lies ahead stays. `before` NULL: nobody knew the member. */
static struct tenure tenure_of(const struct roster *roster, const struct import_change *change,
                               const struct member_record *before)
{
    const struct member *row = change->row;
    const bool says_joined = find_column(roster, heading_joined) >= 0,
               says_leaving = find_column(roster, heading_leaving) >= 0,
               says_reason = find_column(roster, heading_reason) >= 0;
    struct tenure tenure = {before ? before->joined : "", before && !before->left ? before->leaving : NULL,
                            before ? before->leaving_reason : ""};
    if (says_joined)
        tenure.joined = cell(roster, row, heading_joined);
    if (says_leaving)
        tenure.leaving = *cell(roster, row, heading_leaving) ? cell(roster, row, heading_leaving) : NULL;
    if (says_reason)
        tenure.reason = cell(roster, row, heading_reason);
    if (!tenure.leaving)
        tenure.reason = "";
    return tenure;
}

static bool compare_tenure(const struct import_plan *plan, const struct roster *roster,
                           const struct member_record *before, struct import_change *change)
{
    const struct tenure now = tenure_of(roster, change, before);
    change->joined = now.joined;
    change->leaving = now.leaving;
    return add_field(plan, change, heading_joined, before->joined, now.joined) &&
           add_field(plan, change, heading_leaving, before->leaving ? before->leaving : "",
                     now.leaving ? now.leaving : "") &&
           add_field(plan, change, heading_reason, before->leaving_reason, now.reason);
}

/* Whether the term has a window of that name, open or closed, or will have one. */
static bool has_window(const struct term_members *members, const struct roster *roster, const char *name)
{
    bool has = !*name || roster_window(roster, name) >= 0;
    for (int w = 0; !has && w < members->windows; w++)
        has = strcmp(members->window[w].name, name) == 0;
    for (int w = 0; !has && w < roster->closed_windows; w++)
        has = strcmp(roster->closed_window[w].name, name) == 0;
    return has;
}

static bool compare_fields(const struct import_plan *plan, const struct term_members *members,
                           const struct roster *roster, struct import_change *change)
{
    const struct member_record *before = &members->member[change->member];
    const char *const *now = change->row->value;
    bool done = true;
    for (int c = ATTRIBUTE_NAME; done && c < ATTRIBUTES_BUILT_IN; c++) {
        /* Who left may have been in a window that nobody knows any more. */
        bool lost = c == ATTRIBUTE_WINDOW && change->former && !has_window(members, roster, now[c]);
        if (!roster->column[c].missing && !lost)
            done = add_field(plan, change, attribute_heading(c), before->value[c], now[c]);
    }
    for (int c = ATTRIBUTES_BUILT_IN; done && c < roster->columns; c++) {
        const char *heading = roster->column[c].heading;
        int further = find_heading(members, heading);
        if (!is_own(heading))
            done = add_field(plan, change, heading, further < 0 ? "" : before->further[further], now[c]);
    }
    return done && compare_tenure(plan, roster, before, change);
}

static bool add_change(struct import_plan *plan, const struct import_change *change)
{
    int count = plan->changes;
    if (!(count & (count - 1))) {
        plan->change =
            talloc_realloc(plan, plan->change, struct import_change, count ? 2 * (unsigned)count : 1);
        if (!plan->change)
            return false;
    }
    plan->change[plan->changes++] = *change;
    int *const counter[] = {&plan->added, &plan->changed, &plan->left, &plan->returned};
    ++*counter[change->kind];
    return true;
}

static bool meet(struct import_plan *plan, const struct term_members *members, const struct roster *roster,
                 struct import_change change)
{
    const struct member_record *record = change.member < 0 ? NULL : &members->member[change.member];
    if (!record && !change.row)
        return true; /* nobody at all */
    if (!record) {
        change.kind = IMPORT_ADDED;
        change.id = change.row->id;
        change.name = change.row->name;
        return add_change(plan, &change);
    }
    change.id = record->value[ATTRIBUTE_ID];
    change.name = change.row ? change.row->name : record->value[ATTRIBUTE_NAME];
    if (!change.row) {
        change.kind = IMPORT_LEFT;
        change.joined = record->joined;
        change.leaving = plan->leaving;
        bool knows = record->left || (record->leaving && strcmp(record->leaving, plan->leaving) == 0);
        return knows || add_change(plan, &change);
    }
    change.kind = change.former == record->left ? IMPORT_CHANGED
                  : change.former               ? IMPORT_LEFT
                                                : IMPORT_RETURNED;
    if (!compare_fields(plan, members, roster, &change))
        return false;
    return (change.kind == IMPORT_CHANGED && change.fields == 0) || add_change(plan, &change);
}

static bool same_text(const char *before, const char *now)
{
    return !now || strcmp(before, now) == 0;
}

static bool same_window(const struct window_record *before, const struct window *now)
{
    /* Without a table of windows a roster says nothing but the name. */
    bool says_more = strcmp(now->full_name, now->name) != 0 || *now->kind || now->order != ORDER_NONE;
    return (!says_more || (strcmp(before->full_name, now->full_name) == 0 &&
                           strcmp(before->kind, now->kind) == 0 && before->order == now->order)) &&
           same_text(before->convenor, now->convenor) && same_text(before->liaison, now->liaison) &&
           same_text(before->phone, now->phone);
}

/* Whether that is a name of the window to the letter, what is not seen included. */
static bool is_named(const struct window_record *window, const char *name)
{
    return strcmp(window->name, name) == 0 || strcmp(window->full_name, name) == 0;
}

/* Whether the term knows a closed window of that name and date. */
static bool is_closed(const struct term_members *members, const struct window *window)
{
    for (int w = 0; w < members->windows; w++)
        if (members->window[w].closed && strcmp(members->window[w].name, window->name) == 0)
            return true;
    return false;
}

static bool compare_windows(struct import_plan *plan, const struct term_members *members,
                            const struct roster *roster)
{
    plan->window = talloc_array(plan, int, (unsigned)roster->windows + 1);
    for (int w = 0; plan->window && w < roster->windows; w++) {
        int known = members_find_window(members, roster->window[w].name);
        if (known < 0 || !same_window(&members->window[known], &roster->window[w]) ||
            !is_named(&members->window[known], roster->window[w].name))
            plan->window[plan->windows++] = w;
        plan->new_windows += known < 0;
    }
    plan->closing = talloc_array(plan, int, (unsigned)roster->closed_windows + 1);
    for (int w = 0; plan->closing && w < roster->closed_windows; w++) {
        const struct window *window = &roster->closed_window[w];
        bool goes_on = roster_window(roster, window->name) >= 0; /* the name has another window by now */
        if ((members_find_window(members, window->name) >= 0 && !goes_on) || !is_closed(members, window))
            plan->closing[plan->closed++] = w;
    }
    return plan->window != NULL && plan->closing != NULL;
}

/* Whether somebody has a cell in the column. */
static bool is_filled(const struct roster *roster, int column)
{
    for (int m = 0; m < roster->members; m++)
        if (*roster->member[m].value[column])
            return true;
    for (int m = 0; m < roster->former_members; m++)
        if (*roster->former_member[m].value[column])
            return true;
    return false;
}

/* A column that the template has and nobody filled in says nothing: the workbook that export writes comes
 * back as what the term knows. */
static bool is_new_heading(const struct term_members *members, const struct roster *roster, int column)
{
    const char *heading = roster->column[column].heading;
    return !is_own(heading) && find_heading(members, heading) < 0 &&
           (is_filled(roster, column) || !workbook_is_heading(heading));
}

static bool compare_headings(struct import_plan *plan, const struct term_members *members,
                             const struct roster *roster)
{
    plan->heading = talloc_array(plan, const char *, (unsigned)roster->columns);
    for (int c = ATTRIBUTES_BUILT_IN; plan->heading && c < roster->columns; c++)
        if (is_new_heading(members, roster, c))
            plan->heading[plan->headings++] = roster->column[c].heading;
    return plan->heading != NULL;
}

struct row {
    const struct member *member;
    bool former;
};

static int compare_rows(const void *a, const void *b)
{
    return strcmp(((const struct row *)a)->member->id, ((const struct row *)b)->member->id);
}

/* Members and former ones by id. NULL where memory ran out. */
static struct row *list_rows(const void *owner, const struct roster *roster, int *rows)
{
    *rows = roster->members + roster->former_members;
    struct row *row = talloc_array(owner, struct row, (unsigned)*rows + 1);
    for (int m = 0; row && m < roster->members; m++)
        row[m] = (struct row){&roster->member[m], false};
    for (int m = 0; row && m < roster->former_members; m++)
        row[roster->members + m] = (struct row){&roster->former_member[m], true};
    if (row && *rows > 0)
        qsort(row, (size_t)*rows, sizeof *row, compare_rows);
    return row;
}

static bool compare_members(struct import_plan *plan, const struct term_members *members,
                            const struct roster *roster)
{
    int rows;
    struct row *row = list_rows(plan, roster, &rows);
    bool done = row != NULL;
    for (int r = 0, m = 0; done && (r < rows || m < members->members);) {
        int order = r == rows ? 1
                    : m == members->members
                        ? -1
                        : strcmp(row[r].member->id, members->member[m].value[ATTRIBUTE_ID]);
        struct import_change change = {.member = order >= 0 ? m : -1};
        if (order <= 0) {
            change.row = row[r].member;
            change.former = row[r].former;
        }
        done = meet(plan, members, roster, change);
        r += order <= 0;
        m += order >= 0;
    }
    talloc_free(row);
    return done;
}

enum status import_compare(const void *owner, const struct term_members *members, const struct roster *roster,
                           const char *leaving, struct import_plan **plan, struct error *error)
{
    struct import_plan *made = talloc_zero(owner, struct import_plan);
    if (made)
        made->leaving = leaving;
    if (!made || !compare_windows(made, members, roster) || !compare_headings(made, members, roster) ||
        !compare_members(made, members, roster)) {
        talloc_free(made);
        return error_add_memory(error);
    }
    *plan = made;
    return STATUS_OK;
}

/* ---- doing it ---- */

/* The window as the roster says, over what was known before. */
static struct window_record window_record(const struct term_members *members, const struct window *now)
{
    int known = members_find_window(members, now->name);
    struct window_record record = {.convenor = "", .liaison = "", .phone = ""};
    if (known >= 0)
        record = members->window[known];
    record.name = now->name;
    record.full_name = now->full_name;
    record.kind = now->kind;
    record.order = now->order;
    record.convenor = now->convenor ? now->convenor : record.convenor;
    record.liaison = now->liaison ? now->liaison : record.liaison;
    record.phone = now->phone ? now->phone : record.phone;
    record.closed = now->closed;
    return record;
}

static enum status put_windows(struct store *store, const struct term_members *members,
                               const struct roster *roster, const struct import_plan *plan,
                               struct error *error)
{
    enum status status = STATUS_OK;
    for (int i = 0; i < plan->closed && status == STATUS_OK; i++) {
        const struct window *window = &roster->closed_window[plan->closing[i]];
        struct window_record record = window_record(members, window);
        if (roster_window(roster, window->name) >= 0)
            record.number = 0; /* the open one of that name is another */
        status = window_put(store, &record, NULL, error);
    }
    for (int i = 0; i < plan->windows && status == STATUS_OK; i++) {
        struct window_record record = window_record(members, &roster->window[plan->window[i]]);
        status = window_put(store, &record, NULL, error);
    }
    for (int h = 0; h < plan->headings && status == STATUS_OK; h++)
        status = further_put(store, plan->heading[h], error);
    return status;
}

/* The member as the roster says, over what was known before. `now`: windows and headings as they are by now.
 */
static enum status put_member(struct store *store, const struct term_members *now,
                              const struct roster *roster, const struct import_change *change,
                              const char *joined, const char **further, struct error *error)
{
    struct member_record record = {.joined = "", .leaving_reason = ""};
    int known = members_find(now, change->id);
    for (int a = 0; a < ATTRIBUTES_BUILT_IN; a++)
        record.value[a] = "";
    if (known >= 0)
        record = now->member[known];
    for (int f = 0; f < now->further; f++)
        further[f] = known >= 0 ? now->member[known].further[f] : "";
    const struct member *member = change->row;
    for (int c = 0; c < ATTRIBUTES_BUILT_IN; c++)
        if (known < 0 || !roster->column[c].missing)
            record.value[c] = member->value[c];
    for (int c = ATTRIBUTES_BUILT_IN; c < roster->columns; c++) {
        int at = find_heading(now, roster->column[c].heading);
        if (at >= 0)
            further[at] = member->value[c];
    }
    const struct tenure tenure = tenure_of(roster, change, known < 0 ? NULL : &now->member[known]);
    record.joined = tenure.joined;
    if (!*tenure.joined && joined && !change->former && change->kind != IMPORT_CHANGED)
        record.joined = joined;
    record.leaving = tenure.leaving;
    record.leaving_reason = tenure.reason;
    if (!record.leaving)
        record.became = NULL;
    int window = members_find_window(now, record.value[ATTRIBUTE_WINDOW]);
    for (int w = 0; window < 0 && change->former && w < now->windows; w++)
        if (strcmp(now->window[w].name, record.value[ATTRIBUTE_WINDOW]) == 0)
            window = w; /* who left may have been in a window that was closed */
    record.window = window < 0 ? 0 : now->window[window].number;
    record.further = further;
    return member_put(store, &record, now->further, error);
}

/* Marks somebody whom the roster does not have as having left. */
static enum status put_left(struct store *store, const struct term_members *now,
                            const struct import_change *change, const struct import_day *day,
                            struct error *error)
{
    struct member_record record = now->member[members_find(now, change->id)];
    record.leaving = change->leaving;
    record.leaving_reason = day->reason;
    return member_put(store, &record, 0, error);
}

enum status import_apply(struct store *store, const struct term_members *members, const struct roster *roster,
                         const struct import_plan *plan, const struct import_day *day, struct error *error)
{
    struct term_members *now = NULL;
    enum status status = put_windows(store, members, roster, plan, error);
    if (status == STATUS_OK)
        status = members_read(plan, store, members->today, &now, error);
    if (status != STATUS_OK)
        return status;
    const char **further = talloc_array(now, const char *, (unsigned)now->further + 1);
    if (!further)
        return error_add_memory(error);
    for (int i = 0; i < plan->changes && status == STATUS_OK; i++) {
        const struct import_change *change = &plan->change[i];
        if (!change->row)
            status = put_left(store, now, change, day, error);
        else
            status = put_member(store, now, roster, change, day->joined, further, error);
    }
    talloc_free(now);
    return status;
}
