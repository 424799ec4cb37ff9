#include "roster/needs.h"

#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "roster/faults.h"
#include "roster/tidy.h"
#include "roster/typed_cell.h"

enum { FAULTS_MOST = 500 }; /* of one roster: a column of the wrong kind is told soon enough */

int roster_find_heading(const struct roster *roster, const char *heading)
{
    int found = -1;
    char *key = tidy_key(roster, heading);
    for (int c = 0; key && c < roster->columns; c++) {
        if (strcmp(roster->column[c].heading, heading) == 0) {
            found = c;
            break;
        }
        char *other = tidy_key(key, roster->column[c].heading);
        if (other && strcmp(key, other) == 0)
            found = found == -1 ? c : -2;
    }
    talloc_free(key);
    return found;
}

/* A column's cells in their one way of being written, [members]; NULL where memory ran out. */
static const char **read_cells(const struct roster *roster, const struct need *need, struct error *found)
{
    const char **text = talloc_array(roster, const char *, (unsigned)roster->members);
    for (int m = 0; text && m < roster->members; m++) {
        const struct member *member = &roster->member[m];
        const struct place place = {
            .file = roster->file, .row = member->row, .heading = roster->column[need->column].heading};
        if (found->count < FAULTS_MOST)
            text[m] = typed_cell(text, need->type, member->value[need->column], &place, found);
        else
            text[m] = "";
        if (!text[m]) {
            talloc_free(text);
            return NULL;
        }
    }
    return text;
}

static bool type_column(struct roster *roster, const struct need *need, struct error *found)
{
    if (need->column == roster->columns && roster_add_column(roster, need->heading) < 0)
        return false;
    const char **text = read_cells(roster, need, found);
    return text && roster_retype(roster, need->column, need->name, need->type, text);
}

enum status roster_type_needs(struct roster *roster, const struct need *need, int needs, struct error *error)
{
    struct error *found = error_new(roster);
    if (!found)
        return error_add_memory(error);
    for (int i = 0; i < needs; i++)
        if (!type_column(roster, &need[i], found))
            error_add_memory(found);
    enum status status = faults_move(error, found);
    if (found->count >= FAULTS_MOST) {
        const struct place place = {.file = roster->file};
        error_add(error, status, &place, _("There are more faults than these. Please correct these first."));
    }
    talloc_free(found);
    return status;
}

void roster_forget_needs(struct roster *roster)
{
    for (int c = ATTRIBUTES_BUILT_IN; c < roster->columns; c++) {
        roster->column[c].attribute = NULL;
        roster->column[c].type = VALUE_TEXT;
    }
}
