#include "cli/member_change.h"

#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/characters.h"
#include "base/language.h"
#include "base/text.h"
#include "roster/tidy.h"
#include "store/ids.h"
#include "store/plans.h"

int member_present(struct term *term, const char *word)
{
    int member = term_member(term, word);
    if (member < 0 || !term->members->member[member].left)
        return member;
    const struct member_record *record = &term->members->member[member];
    error_add(
        term->invocation->error, STATUS_INPUT, NULL,
        _("%s left on %s (%s). Who comes back: tongxin member return %s --reason TEXT%s. A wrong day or "
          "reason: tongxin member set %s 离任日期=DAY 离任原因=WORD --reason TEXT%s. Nothing was changed."),
        term_name(term, member), record->leaving, record->leaving_reason, record->value[ATTRIBUTE_ID],
        term_options(term), record->value[ATTRIBUTE_ID], term_options(term));
    return -1;
}

/* The columns of a roster that the term keeps in fields of its own. */
static const char *const own_heading[] = {"任职日期", "离任日期", "离任原因"};
enum { JOINED, LEAVING, REASON, OWN };

static int own_column(const char *heading)
{
    for (int o = 0; o < OWN; o++)
        if (strcmp(heading, own_heading[o]) == 0)
            return o;
    return -1;
}

bool member_is_tenure(const char *heading)
{
    return own_column(heading) >= 0;
}

static const char *own_text(const struct member_record *record, int own)
{
    const char *const text[OWN] = {record->joined, record->leaving ? record->leaving : "",
                                   record->leaving_reason};
    return text[own];
}

static void put_own(struct member_record *record, int own, const char *text)
{
    if (own == JOINED)
        record->joined = text;
    else if (own == LEAVING)
        record->leaving = *text ? text : NULL;
    else
        record->leaving_reason = text;
}

static const char *heading_of(const struct term *term, const char *heading)
{
    int attribute = roster_row_attribute(heading, term->invocation->error);
    return attribute < 0 ? heading : attribute_heading(attribute);
}

/* Place of the further column in the term, or -1 with a fault. */
static int further_column(struct term *term, const char *heading)
{
    for (int f = 0; f < term->members->further; f++)
        if (strcmp(term->members->heading[f], heading) == 0)
            return f;
    const char *nearest = text_nearest(heading, term->members->heading, term->members->further);
    if (nearest)
        error_add(term->invocation->error, STATUS_INPUT, NULL,
                  _("The roster has no column “%s”. The nearest is “%s”."), heading, nearest);
    else
        error_add(term->invocation->error, STATUS_INPUT, NULL, _("The roster has no column “%s”."), heading);
    return -1;
}

/* Whether everybody else who is a member has something there, and somebody is. */
static bool all_others_have(const struct term *term, const struct member_record *record, int attribute)
{
    int others = 0;
    for (int m = 0; m < term->members->members; m++) {
        const struct member_record *other = &term->members->member[m];
        bool is_free = other->leaving || (attribute == ATTRIBUTE_WINDOW && *other->value[ATTRIBUTE_EXEMPT]);
        if (is_free || (record->value[ATTRIBUTE_ID] &&
                        strcmp(other->value[ATTRIBUTE_ID], record->value[ATTRIBUTE_ID]) == 0))
            continue;
        if (!*other->value[attribute])
            return false;
        others++;
    }
    return others > 0;
}

/* A party or window that everybody else has is not left out unnoticed; whether the scheme goes by it, plan
 * says. */
static enum status check_blanks(struct term *term, const struct roster_row *row,
                                const struct member_record *record)
{
    static const int asked[] = {ATTRIBUTE_PARTY, ATTRIBUTE_WINDOW};
    for (int i = 0; i < 2 && !record->leaving; i++) {
        bool exempt = asked[i] == ATTRIBUTE_WINDOW && *row->value[ATTRIBUTE_EXEMPT];
        if (*row->value[asked[i]] || exempt || !all_others_have(term, record, asked[i]))
            continue;
        error_add(
            term->invocation->error, STATUS_INPUT, NULL,
            asked[i] == ATTRIBUTE_PARTY
                ? _("%s (%s) has no party, and everybody else has one. Fill it in: 党派=...")
                : _("%s (%s) has no window and no reason to be exempt, and everybody else has one. Fill "
                    "in the one or the other: 窗口=... or 免联系理由=..."),
            row->value[ATTRIBUTE_NAME], row->value[ATTRIBUTE_ID]);
    }
    return term->invocation->error->status;
}

/* Puts the row, which is tidied and checked, into the record. */
static enum status fill(struct term *term, const struct roster_row *row, struct member_record *record)
{
    struct error *error = term->invocation->error;
    const char *window = row->value[ATTRIBUTE_WINDOW], *known = record->value[ATTRIBUTE_WINDOW];
    if (check_blanks(term, row, record) != STATUS_OK)
        return error->status;
    bool stays =
        known && strcmp(known, window) == 0; /* who left may have been in one that is closed by now */
    const char *id = record->value[ATTRIBUTE_ID];
    memcpy(record->value, row->value, sizeof record->value);
    if (id) /* one of old may be one that reading tidies: it stays */
        record->value[ATTRIBUTE_ID] = id;
    if (!stays)
        record->window = 0;
    if (*window && !stays) {
        int at = term_window(term, window);
        if (at >= 0) {
            record->window = term->members->window[at].number;
            record->value[ATTRIBUTE_WINDOW] = term->members->window[at].name;
        }
    }
    const char **further =
        talloc_array(term->invocation->owner, const char *, (unsigned)term->members->further + 1);
    if (!further)
        return error_add_memory(error);
    for (int f = 0; f < term->members->further; f++)
        further[f] = record->further ? record->further[f] : "";
    for (int c = 0; c < row->further; c++) {
        int own = own_column(row->cell[c].heading);
        if (own >= 0) {
            put_own(record, own, row->cell[c].text);
            continue;
        }
        int at = further_column(term, row->cell[c].heading);
        if (at >= 0)
            further[at] = row->cell[c].text;
    }
    record->further = further;
    return error->status;
}

/* Where the row has faults already: says whether its window is one, too. */
static enum status look_at_window(struct term *term, const struct said_cell *cell, int cells)
{
    for (int c = 0; c < cells; c++)
        if (*cell[c].text &&
            roster_row_attribute(cell[c].heading, term->invocation->error) == ATTRIBUTE_WINDOW)
            term_window(term, cell[c].text);
    return term->invocation->error->status;
}

enum status member_add(struct term *term, const char *id, const struct said_cell *cell, int cells,
                       const char *date, const char **added)
{
    struct error *error = term->invocation->error;
    struct roster_row *row;
    struct member_record record = {.joined = date, .leaving_reason = ""};
    struct said_cell *all = talloc_array(term->invocation->owner, struct said_cell, (unsigned)cells + 4);
    if (!all)
        return error_add_memory(error);
    if (id && !(id = tidy_narrow(term->invocation->owner, id)))
        return error_add_memory(error);
    if (id && members_find(term->members, id) >= 0)
        return error_add(error, STATUS_INPUT, NULL, _("The id %s is %s's. Nothing was changed."), id,
                         term->members->member[members_find(term->members, id)].value[ATTRIBUTE_NAME]);
    if (!id)
        id = ids_next(term->invocation->owner, term->members, &term->record);
    else
        ids_seen(&term->record, id);
    if (!id)
        return error_add_memory(error);
    memcpy(all, cell, (size_t)cells * sizeof *cell);
    bool said[ATTRIBUTES_BUILT_IN] = {false};
    for (int c = 0; c < cells; c++) {
        int attribute = roster_row_attribute(cell[c].heading, error);
        if (attribute >= 0)
            said[attribute] = true;
    }
    all[cells++] = (struct said_cell){attribute_heading(ATTRIBUTE_ID), id};
    /* Party and window are looked at whether they were said or not. */
    if (!said[ATTRIBUTE_PARTY])
        all[cells++] = (struct said_cell){attribute_heading(ATTRIBUTE_PARTY), ""};
    if (!said[ATTRIBUTE_WINDOW])
        all[cells++] = (struct said_cell){attribute_heading(ATTRIBUTE_WINDOW), ""};
    enum status status = roster_row_read(term->invocation->owner, all, cells, term->now.date, &row, error);
    if (status != STATUS_OK)
        return look_at_window(term, all, cells);
    status = fill(term, row, &record);
    if (status == STATUS_OK)
        status = member_put(term->store, &record, term->members->further, error);
    if (status == STATUS_OK)
        status = term_put(term->store, &term->record, error);
    *added = id;
    return status;
}

/* Everything that is known of the member, with the new cells over it. */
static struct said_cell *merge(struct term *term, const struct member_record *record,
                               const struct said_cell *cell, int cells, int *all)
{
    int most = ATTRIBUTES_BUILT_IN + OWN + cells;
    struct said_cell *merged = talloc_array(term->invocation->owner, struct said_cell, (unsigned)most);
    for (int a = 0; merged && a < ATTRIBUTES_BUILT_IN; a++)
        merged[a] = (struct said_cell){attribute_heading(a), record->value[a]};
    for (int o = 0; merged && o < OWN; o++)
        merged[ATTRIBUTES_BUILT_IN + o] = (struct said_cell){own_heading[o], own_text(record, o)};
    *all = ATTRIBUTES_BUILT_IN + OWN;
    for (int c = 0; merged && c < cells; c++) {
        int attribute = roster_row_attribute(cell[c].heading, term->invocation->error);
        int own = own_column(cell[c].heading);
        if (own >= 0)
            merged[ATTRIBUTES_BUILT_IN + own].text = cell[c].text;
        else if (attribute >= 0)
            merged[attribute].text = cell[c].text;
        else
            merged[(*all)++] = cell[c];
    }
    return merged;
}

static int say_change(struct term *term, int member, const char *heading, const char *old, const char *new)
{
    if (strcmp(old, new) == 0)
        return 0;
    term_say(term, _("%s: %s is now %s, was %s.\n"), term_name(term, member), heading,
             *new ? new : _("(empty)"), *old ? characters_shown(term->invocation->owner, old) : _("(empty)"));
    return 1;
}

static int print_changes(struct term *term, int member, const struct member_record *now)
{
    const struct member_record *before = &term->members->member[member];
    int changed = 0;
    for (int a = ATTRIBUTE_NAME; a < ATTRIBUTES_BUILT_IN + term->members->further; a++) {
        bool built_in = a < ATTRIBUTES_BUILT_IN;
        int f = a - ATTRIBUTES_BUILT_IN;
        const char *old = built_in ? before->value[a] : before->further[f];
        const char *new = built_in ? now->value[a] : now->further[f];
        changed +=
            say_change(term, member, built_in ? attribute_heading(a) : term->members->heading[f], old, new);
    }
    for (int o = 0; o < OWN; o++)
        changed += say_change(term, member, own_heading[o], own_text(before, o), own_text(now, o));
    return changed;
}

enum status member_change(struct term *term, int member, const struct said_cell *cell, int cells,
                          int *changed)
{
    struct error *error = term->invocation->error;
    struct member_record record = term->members->member[member];
    struct roster_row *row;
    int all;
    for (int c = 0; c < cells; c++)
        if (strcmp(heading_of(term, cell[c].heading), attribute_heading(ATTRIBUTE_ID)) == 0)
            return error_add(error, STATUS_INPUT, NULL, _("An id is never changed: plans and log name it."));
    struct said_cell *merged = merge(term, &record, cell, cells, &all);
    if (!merged)
        return error_add_memory(error);
    enum status status = roster_row_read(term->invocation->owner, merged, all, term->now.date, &row, error);
    if (status == STATUS_OK)
        status = fill(term, row, &record);
    if (status != STATUS_OK)
        return status;
    *changed = print_changes(term, member, &record);
    return *changed > 0 ? member_put(term->store, &record, term->members->further, error) : STATUS_OK;
}

/* Whether the day of leaving goes with the day of joining. */
static enum status check_leaving(struct term *term, int member, const char *date)
{
    const struct member_record *record = &term->members->member[member];
    if (!*record->joined || !clock_is_before(date, record->joined))
        return STATUS_OK;
    return error_add(term->invocation->error, STATUS_INPUT, NULL,
                     _("%s joined on %s and cannot have left before, on %s. If the day of joining is wrong: "
                       "tongxin member set %s 任职日期=DAY --reason TEXT%s. Nothing was changed."),
                     term_name(term, member), record->joined, date, record->value[ATTRIBUTE_ID],
                     term_options(term));
}

enum status member_leave(struct term *term, int member, const char *date, const char *reason,
                         const char *successor)
{
    struct member_record record = term->members->member[member];
    enum status status = check_leaving(term, member, date);
    record.leaving = date;
    record.leaving_reason = reason;
    record.became = successor;
    return status == STATUS_OK ? member_put(term->store, &record, 0, term->invocation->error) : status;
}

void member_say_leaving(struct term *term, int member, const char *date, const char *reason)
{
    if (clock_is_before(term->now.date, date))
        term_say(term, _("%s leaves on %s: %s. Until then every plan counts on this member.\n"),
                 term_name(term, member), date, reason);
    else
        term_say(term, _("%s left on %s: %s.\n"), term_name(term, member), date, reason);
}

/* Puts the member into the window as it is called now, or into the one that it became. */
static enum status find_window_again(struct term *term, int member, struct member_record *record)
{
    if (!record->window || *record->value[ATTRIBUTE_EXEMPT])
        return STATUS_OK;
    int window = members_window_now(term->members, record->window);
    if (window >= 0 && !term->members->window[window].closed) {
        record->window = term->members->window[window].number;
        record->value[ATTRIBUTE_WINDOW] = term->members->window[window].name;
        return STATUS_OK;
    }
    return error_add(term->invocation->error, STATUS_INPUT, NULL,
                     _("The window of %s (%s) was closed meanwhile. Say which it is now: tongxin member "
                       "return %s 窗口=NAME --reason TEXT%s. Nothing was changed."),
                     term_name(term, member), record->value[ATTRIBUTE_WINDOW], record->value[ATTRIBUTE_ID],
                     term_options(term));
}

enum status member_return(struct term *term, int member, const char *date, const struct said_cell *cell,
                          int cells)
{
    struct error *error = term->invocation->error;
    const struct member_record *before = &term->members->member[member];
    struct member_record record = *before;
    struct roster_row *row;
    int all;
    if (date && clock_is_before(date, before->leaving))
        return error_add(error, STATUS_INPUT, NULL,
                         _("%s left on %s and cannot be back before, on %s. Nothing was changed."),
                         term_name(term, member), before->leaving, date);
    record.leaving = record.became = NULL;
    record.leaving_reason = "";
    record.joined = date ? date : record.joined;
    bool says_window = false;
    for (int c = 0; c < cells; c++)
        says_window = says_window || roster_row_attribute(cell[c].heading, error) == ATTRIBUTE_WINDOW;
    enum status status = says_window ? STATUS_OK : find_window_again(term, member, &record);
    struct said_cell *merged = merge(term, &record, cell, cells, &all);
    if (status != STATUS_OK)
        return status;
    if (!merged)
        return error_add_memory(error);
    status = roster_row_read(term->invocation->owner, merged, all, term->now.date, &row, error);
    if (status == STATUS_OK)
        status = fill(term, row, &record);
    if (status != STATUS_OK)
        return status;
    print_changes(term, member, &record);
    return member_put(term->store, &record, term->members->further, error);
}
