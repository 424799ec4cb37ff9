#include "cli/member_change.h"

#include <stdio.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "store/ids.h"

int member_present(struct term *term, const char *word)
{
    int member = term_member(term, word);
    if (member < 0 || !term->members->member[member].leaving)
        return member;
    error_add(
        term->invocation->error, STATUS_INPUT, NULL,
        _("%s left on %s (%s). Who comes back is taken in with the next roster: tongxin import. Nothing was "
          "changed."),
        term_name(term, member), term->members->member[member].leaving,
        term->members->member[member].leaving_reason);
    return -1;
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

/* Puts the row, which is tidied and checked, into the record. */
static enum status fill(struct term *term, const struct roster_row *row, struct member_record *record)
{
    struct error *error = term->invocation->error;
    const char *window = row->value[ATTRIBUTE_WINDOW];
    memcpy(record->value, row->value, sizeof record->value);
    record->window = 0;
    if (*window) {
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
    enum status status = roster_row_read(term->invocation->owner, all, cells, &row, error);
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
    int most = ATTRIBUTES_BUILT_IN + cells;
    struct said_cell *merged = talloc_array(term->invocation->owner, struct said_cell, (unsigned)most);
    for (int a = 0; merged && a < ATTRIBUTES_BUILT_IN; a++)
        merged[a] = (struct said_cell){attribute_heading(a), record->value[a]};
    *all = ATTRIBUTES_BUILT_IN;
    for (int c = 0; merged && c < cells; c++) {
        int attribute = roster_row_attribute(cell[c].heading, term->invocation->error);
        if (attribute >= 0)
            merged[attribute].text = cell[c].text;
        else
            merged[(*all)++] = cell[c];
    }
    return merged;
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
        if (strcmp(old, new) == 0)
            continue;
        term_say(term, _("%s: %s is now %s, was %s.\n"), term_name(term, member),
                 built_in ? attribute_heading(a) : term->members->heading[f], *new ? new : _("(empty)"),
                 *old ? old : _("(empty)"));
        changed++;
    }
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
    enum status status = roster_row_read(term->invocation->owner, merged, all, &row, error);
    if (status == STATUS_OK)
        status = fill(term, row, &record);
    if (status != STATUS_OK)
        return status;
    *changed = print_changes(term, member, &record);
    return *changed > 0 ? member_put(term->store, &record, term->members->further, error) : STATUS_OK;
}

enum status member_leave(struct term *term, int member, const char *date, const char *reason,
                         const char *successor)
{
    struct member_record record = term->members->member[member];
    record.leaving = date;
    record.leaving_reason = reason;
    record.became = successor;
    return member_put(term->store, &record, 0, term->invocation->error);
}
