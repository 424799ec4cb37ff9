/* What the people of a join are together: a roster. */
#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/clock.h"
#include "base/language.h"
#include "model/scheme.h"
#include "roster/join_people.h"
#include "roster/likely.h"
#include "roster/two_windows.h"

static void check_person(struct join *join, const struct person *person)
{
    const struct place place = {.file = person->file, .sheet = person->sheet, .row = person->row};
    const char *name = person->value[ATTRIBUTE_NAME];
    /* That no list has the column is one fault: check_columns. */
    const struct origin *party = join->request->by_party, *window = join->request->by_window;
    if (party && !*person->value[ATTRIBUTE_PARTY] && !join->column[ATTRIBUTE_PARTY].missing)
        error_add(join->error, STATUS_INPUT, &place,
                  _("%s: no list says the party. Fill it in in one of them."), name);
    if (window && !*person->value[ATTRIBUTE_WINDOW] && !*person->value[ATTRIBUTE_EXEMPT] &&
        !join->column[ATTRIBUTE_WINDOW].missing)
        error_add(
            join->error, STATUS_INPUT, &place,
            _("%s: no list says a window or a reason to be exempt, and the scheme goes by windows: “%s” "
              "(%s:%d). Fill in the one or the other."),
            name, window->title, window->file, window->line);
}

/* The headings that are no attribute's, as far as a sentence holds them. */
static const char *further_headings(const struct join *join)
{
    enum { SENTENCE = 300 };
    char *list = talloc_strdup(join->owner, "");
    for (int c = ATTRIBUTES_BUILT_IN; list && c < join->columns && strlen(list) < SENTENCE; c++)
        list = talloc_asprintf_append(list, "%s%s", *list ? "、" : "", join->column[c].heading);
    return list && *list ? list : "-";
}

/* A column that the scheme goes by and no list has. */
static void check_columns(struct join *join, const struct roster *roster)
{
    static const enum attribute needed[] = {ATTRIBUTE_PARTY, ATTRIBUTE_WINDOW};
    bool all_exempt = true;
    for (int m = 0; m < roster->members; m++)
        all_exempt = all_exempt && roster->member[m].exempt;
    for (size_t i = 0; i < sizeof needed / sizeof *needed && roster->members > 0; i++) {
        const char *heading = attribute_heading(needed[i]);
        const struct place place = {.file = roster->file, .heading = heading};
        bool asked = needed[i] == ATTRIBUTE_PARTY ? join->request->by_party : join->request->by_window;
        if (!asked || !join->column[needed[i]].missing || (needed[i] == ATTRIBUTE_WINDOW && all_exempt))
            continue;
        int count;
        const char **likely = likely_headings(join->owner, roster, heading, &count);
        if (count > 0)
            error_add(join->error, STATUS_INPUT, &place,
                      _("No list has a column “%s”. “%s” may be it; if so, add --columns %s=%s."), heading,
                      likely[0], heading, likely[0]);
        else
            error_add(join->error, STATUS_INPUT, &place,
                      _("No list has a column “%s”. If it is called otherwise, say so: --columns %s=HEADING. "
                        "Headings that are not known: %s."),
                      heading, heading, further_headings(join));
    }
}

static const char *said(const struct person *person, int column)
{
    return column < 0 ? "" : person->value[column];
}

/* What single lists could not tell. */
static void check_days(struct join *join, const struct person *person)
{
    const struct place place = {.file = person->file, .sheet = person->sheet, .row = person->row};
    const char *since = said(person, join->joined), *until = said(person, join->leaving),
               *why = said(person, join->reason), *name = person->value[ATTRIBUTE_NAME];
    if (*since && *until && clock_is_before(until, since))
        error_add(join->error, STATUS_INPUT, &place,
                  _("%s: nobody leaves (%s) before joining (%s). Please correct one of them."), name, until,
                  since);
    if (*why && !*until)
        error_add(join->error, STATUS_INPUT, &place,
                  _("%s: the lists say why somebody left (%s), but not when. Fill in 离任日期, or empty the "
                    "cell."),
                  name, why);
}

/* Whether the person has left, which a day that lies ahead does not say. */
static bool has_left(const struct join *join, const struct person *person)
{
    const char *until = said(person, join->leaving), *today = join->request->today;
    return *until && !(today && clock_has_year(until) && clock_is_before(today, until));
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The windows of the list that has a table of them, and the names that members use besides. */
static bool take_windows(struct roster *roster, const struct roster *table)
{
    const int windows = table ? table->windows : 0;
    const char **name = talloc_array(roster, const char *, (unsigned)roster->members + 1);
    size_t names = 0;
    roster->window = talloc_array(roster, struct window, (unsigned)(roster->members + windows) + 1);
    if (!name || !roster->window)
        return false;
    for (int w = 0; w < windows; w++)
        roster->window[roster->windows++] = table->window[w];
    if (table) {
        roster->closed_window = table->closed_window;
        roster->closed_windows = table->closed_windows;
    }
    for (int m = 0; m < roster->members; m++)
        if (*roster->member[m].value[ATTRIBUTE_WINDOW])
            name[names++] = roster->member[m].value[ATTRIBUTE_WINDOW];
    qsort(name, names, sizeof *name, compare_names);
    for (size_t i = 0; i < names; i++) {
        bool known = i > 0 && strcmp(name[i], name[i - 1]) == 0;
        for (int w = 0; !known && w < windows; w++)
            known = strcmp(table->window[w].name, name[i]) == 0;
        if (!known)
            roster->window[roster->windows++] =
                (struct window){.name = name[i], .full_name = name[i], .kind = "", .order = ORDER_NONE};
    }
    return true;
}

static void take_person(struct join *join, struct roster *roster, struct person *person)
{
    const char *order = person->value[ATTRIBUTE_ORDER];
    bool left = has_left(join, person);
    struct member *member =
        left ? &roster->former_member[roster->former_members++] : &roster->member[roster->members++];
    check_days(join, person);
    if (!left)
        check_person(join, person);
    person->value[ATTRIBUTE_ID] = person->id;
    *member = (struct member){.id = person->id,
                              .name = person->value[ATTRIBUTE_NAME],
                              .row = person->row,
                              .number = roster->members + roster->former_members - 1,
                              .sheet = person->sheet,
                              .window = WINDOW_NONE,
                              .exempt = *person->value[ATTRIBUTE_EXEMPT] != '\0',
                              .order = *order ? (int32_t)strtol(order, NULL, 10) : ORDER_NONE,
                              .value = person->value};
}

bool join_make_roster(struct join *join)
{
    struct roster *roster = talloc_zero(join->owner, struct roster);
    if (!roster)
        return false;
    roster->file = join->request->list[0]->file;
    roster->columns = join->columns;
    roster->column = talloc_memdup(roster, join->column, (unsigned)join->columns * sizeof *join->column);
    roster->member = talloc_zero_array(roster, struct member, (unsigned)join->people.count + 1);
    roster->former_member = talloc_zero_array(roster, struct member, (unsigned)join->people.count + 1);
    if (!roster->column || !roster->member || !roster->former_member)
        return false;
    for (int p = 0; p < join->people.count; p++) {
        struct person *person = &join->people.person[p];
        if (person->real)
            take_person(join, roster, person);
    }
    check_columns(join, roster);
    for (int l = 0; l < join->request->lists && !roster->lists; l++)
        roster->lists = join->request->list[l]->lists;
    if (join->error->status != STATUS_OK)
        return true;
    if (!take_windows(roster, join->request->table))
        return false;
    if (two_windows_check(roster, join->request->table ? join->request->table->windows : 0, join->error) !=
        STATUS_OK)
        return join->error->status != STATUS_MACHINE;
    if (!roster_finish(roster))
        return false;
    join->result->roster = roster;
    return true;
}
