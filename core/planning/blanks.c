#include "planning/blanks.h"

#include <talloc.h>

#include "base/language.h"
#include "roster/blank_cells.h"

static bool relation_goes_by_windows(const struct relation *relation)
{
    if (relation->target_kind == TARGET_WINDOW)
        return true;
    for (int i = 0; i < relation->within_count; i++)
        if (relation->within[i] == ATTRIBUTE_WINDOW)
            return true;
    return false;
}

bool scheme_goes_by(const struct scheme *scheme, enum attribute attribute, const struct origin **origin)
{
    for (int r = 0; attribute == ATTRIBUTE_WINDOW && r < scheme->relations; r++)
        if (relation_goes_by_windows(&scheme->relation[r])) {
            *origin = &scheme->relation[r].origin;
            return true;
        }
    for (int i = 0; i < scheme->reads; i++) {
        const struct scheme_read *read = &scheme->read[i];
        bool same =
            read->kind == TARGET_MEMBER ? read->column == (int)attribute : attribute == ATTRIBUTE_WINDOW;
        if (!same || read->is_wish)
            continue;
        *origin = &read->origin;
        return true;
    }
    return false;
}

static bool leads_to_windows(const struct scheme *scheme)
{
    for (int r = 0; r < scheme->relations; r++)
        if (scheme->relation[r].target_kind == TARGET_WINDOW)
            return true;
    return false;
}

static void refuse(const struct roster *roster, const struct member *member, enum attribute attribute,
                   const struct origin *origin, struct error *error)
{
    const struct place place = {.file = roster->file,
                                .sheet = member->sheet,
                                .row = member->row,
                                .heading = roster->column[attribute].heading};
    char *who = talloc_asprintf(error, _("%s (%s)"), member->name, member->id);
    blank_cell_fault(&place, who ? who : member->id, attribute, origin, error);
    talloc_free(who);
}

static void refuse_column(const struct roster *roster, const struct origin *origin, struct error *error)
{
    const struct place place = {.file = roster->file, .heading = attribute_heading(ATTRIBUTE_WINDOW)};
    error_add(error, STATUS_INPUT, &place,
              _("The scheme leads to windows: “%s” (%s:%d). The roster has no column “%s” and so no window. "
                "Add it, "
                "or name the heading that it has: --columns %s=..."),
              origin->title, origin->file, origin->line, attribute_heading(ATTRIBUTE_WINDOW),
              attribute_heading(ATTRIBUTE_WINDOW));
}

enum status blanks_refuse(const struct roster *roster, const struct scheme *scheme, struct error *error)
{
    static const enum attribute asked[] = {ATTRIBUTE_PARTY, ATTRIBUTE_WINDOW};
    for (int i = 0; i < 2; i++) {
        const struct origin *origin = NULL;
        if (!scheme_goes_by(scheme, asked[i], &origin))
            continue;
        if (roster->column[asked[i]].missing) {
            if (asked[i] == ATTRIBUTE_WINDOW && leads_to_windows(scheme) && roster->members > 0)
                refuse_column(roster, origin, error);
            continue;
        }
        for (int m = 0; m < roster->members; m++) {
            const struct member *member = &roster->member[m];
            if (!*member->value[asked[i]] && !(asked[i] == ATTRIBUTE_WINDOW && member->exempt))
                refuse(roster, member, asked[i], origin, error);
        }
    }
    return error->status;
}
