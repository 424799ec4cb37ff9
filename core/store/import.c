#include "store/import.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"

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

static const char *cell(const struct roster *roster, int row, const char *heading)
{
    int column = find_column(roster, heading);
    return column < 0 ? "" : roster->member[row].value[column];
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

static bool compare_fields(const struct import_plan *plan, const struct term_members *members,
                           const struct roster *roster, struct import_change *change)
{
    const struct member_record *before = &members->member[change->member];
    const char *const *now = roster->member[change->row].value;
    bool done = true;
    for (int c = ATTRIBUTE_NAME; done && c < ATTRIBUTES_BUILT_IN; c++)
        if (!roster->column[c].missing)
            done = add_field(plan, change, attribute_heading(c), before->value[c], now[c]);
    for (int c = ATTRIBUTES_BUILT_IN; done && c < roster->columns; c++) {
        const char *heading = roster->column[c].heading;
        int further = find_heading(members, heading);
        if (!is_own(heading))
            done = add_field(plan, change, heading, further < 0 ? "" : before->further[further], now[c]);
        else if (strcmp(heading, heading_joined) == 0 && *now[c])
            done = add_field(plan, change, heading, before->joined, now[c]);
    }
    return done;
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
                 int row, int member)
{
    struct import_change change = {.row = row, .member = member};
    if (member < 0) {
        change.kind = IMPORT_ADDED;
        change.id = roster->member[row].id;
        change.name = roster->member[row].name;
        return add_change(plan, &change);
    }
    const struct member_record *record = &members->member[member];
    change.id = record->value[ATTRIBUTE_ID];
    change.name = row < 0 ? record->value[ATTRIBUTE_NAME] : roster->member[row].name;
    if (row < 0) {
        change.kind = IMPORT_LEFT;
        return record->leaving || add_change(plan, &change);
    }
    change.kind = record->leaving ? IMPORT_RETURNED : IMPORT_CHANGED;
    if (!compare_fields(plan, members, roster, &change))
        return false;
    return (!record->leaving && change.fields == 0) || add_change(plan, &change);
}

static bool same_window(const struct window_record *before, const struct window *now)
{
    /* Without a table of windows a roster says nothing but the name. */
    bool says_more = strcmp(now->full_name, now->name) != 0 || *now->kind || now->order != ORDER_NONE;
    return !says_more || (strcmp(before->full_name, now->full_name) == 0 &&
                          strcmp(before->kind, now->kind) == 0 && before->order == now->order);
}

static bool compare_windows(struct import_plan *plan, const struct term_members *members,
                            const struct roster *roster)
{
    plan->window = talloc_array(plan, int, (unsigned)roster->windows + 1);
    for (int w = 0; plan->window && w < roster->windows; w++) {
        int known = members_find_window(members, roster->window[w].name);
        if (known < 0 || !same_window(&members->window[known], &roster->window[w]))
            plan->window[plan->windows++] = w;
        plan->new_windows += known < 0;
    }
    return plan->window != NULL;
}

static bool compare_headings(struct import_plan *plan, const struct term_members *members,
                             const struct roster *roster)
{
    plan->heading = talloc_array(plan, const char *, (unsigned)roster->columns);
    for (int c = ATTRIBUTES_BUILT_IN; plan->heading && c < roster->columns; c++)
        if (!is_own(roster->column[c].heading) && find_heading(members, roster->column[c].heading) < 0)
            plan->heading[plan->headings++] = roster->column[c].heading;
    return plan->heading != NULL;
}

enum status import_compare(const void *owner, const struct term_members *members, const struct roster *roster,
                           struct import_plan **plan, struct error *error)
{
    struct import_plan *made = talloc_zero(owner, struct import_plan);
    bool done = made && compare_windows(made, members, roster) && compare_headings(made, members, roster);
    /* Both are in the order of ids. */
    for (int row = 0, member = 0; done && (row < roster->members || member < members->members);) {
        int order = row == roster->members ? 1
                    : member == members->members
                        ? -1
                        : strcmp(roster->member[row].id, members->member[member].value[ATTRIBUTE_ID]);
        done = meet(made, members, roster, order <= 0 ? row : -1, order >= 0 ? member : -1);
        row += order <= 0;
        member += order >= 0;
    }
    if (!done) {
        talloc_free(made);
        return error_add_memory(error);
    }
    *plan = made;
    return STATUS_OK;
}

/* ---- doing it ---- */

static enum status put_windows(struct store *store, const struct term_members *members,
                               const struct roster *roster, const struct import_plan *plan,
                               struct error *error)
{
    enum status status = STATUS_OK;
    for (int i = 0; i < plan->windows && status == STATUS_OK; i++) {
        const struct window *now = &roster->window[plan->window[i]];
        int known = members_find_window(members, now->name);
        struct window_record record = {.convenor = "", .liaison = "", .phone = ""};
        if (known >= 0)
            record = members->window[known];
        record.name = now->name;
        record.full_name = now->full_name;
        record.kind = now->kind;
        record.order = now->order;
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
                              const char *date, const char **further, struct error *error)
{
    struct member_record record = {.joined = "", .leaving_reason = ""};
    int known = members_find(now, change->id);
    for (int a = 0; a < ATTRIBUTES_BUILT_IN; a++)
        record.value[a] = "";
    if (known >= 0)
        record = now->member[known];
    for (int f = 0; f < now->further; f++)
        further[f] = known >= 0 ? now->member[known].further[f] : "";
    const struct member *member = &roster->member[change->row];
    for (int c = 0; c < ATTRIBUTES_BUILT_IN; c++)
        if (known < 0 || !roster->column[c].missing)
            record.value[c] = member->value[c];
    for (int c = ATTRIBUTES_BUILT_IN; c < roster->columns; c++) {
        int at = find_heading(now, roster->column[c].heading);
        if (at >= 0)
            further[at] = member->value[c];
    }
    if (*cell(roster, change->row, heading_joined))
        record.joined = cell(roster, change->row, heading_joined);
    else if (known < 0 || change->kind == IMPORT_RETURNED)
        record.joined = date;
    record.leaving = NULL;
    record.leaving_reason = "";
    if (change->kind == IMPORT_RETURNED)
        record.became = NULL;
    int window = members_find_window(now, record.value[ATTRIBUTE_WINDOW]);
    record.window = window < 0 ? 0 : now->window[window].number;
    record.further = further;
    return member_put(store, &record, now->further, error);
}

static enum status put_left(struct store *store, const struct term_members *now,
                            const struct import_change *change, const char *date, const char *reason,
                            struct error *error)
{
    struct member_record record = now->member[members_find(now, change->id)];
    record.leaving = date;
    record.leaving_reason = reason;
    return member_put(store, &record, 0, error);
}

enum status import_apply(struct store *store, const struct term_members *members, const struct roster *roster,
                         const struct import_plan *plan, const char *date, const char *reason,
                         struct error *error)
{
    struct term_members *now = NULL;
    enum status status = put_windows(store, members, roster, plan, error);
    if (status == STATUS_OK)
        status = members_read(plan, store, &now, error);
    if (status != STATUS_OK)
        return status;
    const char **further = talloc_array(now, const char *, (unsigned)now->further + 1);
    if (!further)
        return error_add_memory(error);
    for (int i = 0; i < plan->changes && status == STATUS_OK; i++) {
        const struct import_change *change = &plan->change[i];
        if (change->kind == IMPORT_LEFT)
            status = put_left(store, now, change, date, reason, error);
        else
            status = put_member(store, now, roster, change, date, further, error);
    }
    talloc_free(now);
    return status;
}
