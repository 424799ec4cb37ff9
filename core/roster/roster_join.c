#include "roster/roster_join.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/join_people.h"
#include "roster/member_ids.h"
#include "roster/sectors.h"

/* ---- columns ---- */

static int place_of(struct join *join, const struct column *column)
{
    for (int c = ATTRIBUTES_BUILT_IN; c < join->columns; c++)
        if (strcmp(join->column[c].heading, column->heading) == 0)
            return c;
    join->column[join->columns] = (struct column){NULL, column->heading, VALUE_TEXT, false};
    return join->columns++;
}

static int find_column(const struct join *join, const char *heading)
{
    for (int c = ATTRIBUTES_BUILT_IN; c < join->columns; c++)
        if (strcmp(join->column[c].heading, heading) == 0)
            return c;
    return -1;
}

static bool make_columns(struct join *join)
{
    const struct join_request *request = join->request;
    unsigned most = ATTRIBUTES_BUILT_IN;
    for (int l = 0; l < request->lists; l++)
        most += (unsigned)request->list[l]->columns;
    join->column = talloc_array(join->owner, struct column, most);
    join->place = talloc_array(join->owner, int *, (unsigned)request->lists);
    if (!join->column || !join->place)
        return false;
    for (int a = 0; a < ATTRIBUTES_BUILT_IN; a++) {
        join->column[a] = (struct column){attribute_name(a), attribute_heading(a), attribute_type(a), true};
        for (int l = 0; l < request->lists; l++)
            join->column[a].missing = join->column[a].missing && request->list[l]->column[a].missing;
    }
    join->columns = ATTRIBUTES_BUILT_IN;
    for (int l = 0; l < request->lists; l++) {
        const struct roster *list = request->list[l];
        join->place[l] = talloc_array(join->place, int, (unsigned)list->columns);
        if (!join->place[l])
            return false;
        for (int c = 0; c < list->columns; c++)
            join->place[l][c] = c < ATTRIBUTES_BUILT_IN ? c : place_of(join, &list->column[c]);
    }
    join->joined = find_column(join, "任职日期");
    join->leaving = find_column(join, "离任日期");
    join->reason = find_column(join, "离任原因");
    return true;
}

/* ---- ids ---- */

/* What new ids begin with, and the greatest number there is. */
static bool begin_ids(struct join *join)
{
    const struct join_request *request = join->request;
    struct join_result *result = join->result;
    struct id_run run = {0};
    if (request->known)
        ids_find_run(request->known, &run);
    for (int l = 0; l < request->lists; l++)
        ids_find_run(request->list[l], &run);
    result->prefix = request->prefix ? request->prefix
                     : run.id        ? talloc_strndup(join->owner, run.id, run.prefix)
                                     : IDS_PREFIX;
    result->last = request->last;
    if (!result->prefix)
        return false;
    if (request->known)
        result->last = ids_last(request->known, result->prefix, result->last);
    for (int l = 0; l < request->lists; l++)
        result->last = ids_last(request->list[l], result->prefix, result->last);
    return true;
}

/* An id for somebody who has none. A doubt takes a number as well, so that its answer does not move the
 * others'. */
static const char *next_id(struct join *join)
{
    return id_make(join->owner, join->result->prefix, ++join->result->last);
}

/* ---- what they say together ---- */

static const char *unite(const struct join *join, const char *one, const char *other)
{
    int count;
    char **part = text_split_list(join->owner, other, &count);
    char *united = talloc_strdup(join->owner, one);
    for (int i = 0; part && united && i < count; i++)
        if (!text_list_has(united, part[i]))
            united = talloc_asprintf_append(united, "%s%s", *united ? "、" : "", part[i]);
    return united;
}

bool join_holds(const char *list, const char *part_of_it, const void *owner)
{
    int count;
    char **part = text_split_list(owner, part_of_it, &count);
    bool all = part != NULL;
    for (int i = 0; all && i < count; i++)
        all = text_list_has(list, part[i]);
    talloc_free(part);
    return all;
}

static void contradict(struct join *join, const struct person *person, int column, const struct roster *list,
                       const struct member *member, const char *text)
{
    const struct place place = {.file = list->file,
                                .sheet = member->sheet,
                                .row = member->row,
                                .heading = join->column[column].heading,
                                .value = text};
    error_add(join->error, STATUS_INPUT, &place,
              _("%s: here “%s”, but in %s, row %d, “%s”. Please correct one of them."),
              person->value[ATTRIBUTE_NAME], text, person->file, person->row, person->value[column]);
}

/* Puts what the row says into the person. False where memory ran out. */
static bool merge(struct join *join, struct person *person, int list, const struct member *member)
{
    const struct roster *from = join->request->list[list];
    for (int c = 0; c < from->columns; c++) {
        int at = join->place[list][c];
        const char *text = member->value[c], *known = person->value[at];
        if (!*text || at == ATTRIBUTE_ID || at == ATTRIBUTE_NAME || strcmp(text, known) == 0)
            continue;
        bool is_more = !*known || (at == ATTRIBUTE_PARTY && join_holds(text, known, join->owner));
        bool is_less = at == ATTRIBUTE_PARTY && join_holds(known, text, join->owner);
        if (is_more)
            person->value[at] = text;
        else if (at == ATTRIBUTE_ROLE)
            person->value[at] = unite(join, known, text);
        else if (is_less || at == ATTRIBUTE_UNIT || (at == ATTRIBUTE_SECTOR && sector_same(text, known)))
            continue; /* who matched by id or answer may be written with another name of the unit: the first
                         stays */
        else
            contradict(join, person, at, from, member, text);
        if (!person->value[at])
            return false;
    }
    person->list = list;
    person->last_sheet = member->sheet;
    if (person->given && *member->id) { /* a list says the id after all */
        people_set_id(&join->people, (int)(person - join->people.person), member->id);
        person->given = false;
        join->result->given--;
    }
    return true;
}

static bool add_person(struct join *join, int list, const struct member *member, const char *folded,
                       const char *unit)
{
    const struct roster *from = join->request->list[list];
    const char **value = talloc_array(join->owner, const char *, (unsigned)join->columns);
    if (!value)
        return false;
    for (int c = 0; c < join->columns; c++)
        value[c] = "";
    for (int c = 0; c < from->columns; c++)
        value[join->place[list][c]] = member->value[c];
    const char *id = *member->id ? member->id : next_id(join);
    join->result->given += !*member->id;
    return id && people_add(&join->people, &(struct person){.id = id,
                                                            .folded = folded,
                                                            .unit = unit,
                                                            .value = value,
                                                            .file = from->file,
                                                            .sheet = member->sheet,
                                                            .row = member->row,
                                                            .list = list,
                                                            .last_sheet = member->sheet,
                                                            .given = !*member->id,
                                                            .real = true});
}

/* People of before lend their ids: what the new lists say of them stands alone. */
static bool become_real(struct join *join, int at, int list, const struct member *member)
{
    struct person *person = &join->people.person[at];
    for (int c = 0; c < join->columns; c++)
        person->value[c] = "";
    person->value[ATTRIBUTE_NAME] = member->name;
    person->file = join->request->list[list]->file;
    person->sheet = member->sheet;
    person->row = member->row;
    person->real = true;
    return merge(join, person, list, member);
}

static bool take_row(struct join *join, int list, const struct member *member)
{
    const char *folded = people_fold(join->owner, member->name);
    const char *unit = people_fold(join->owner, member->value[ATTRIBUTE_UNIT]);
    if (!folded || !unit)
        return false;
    int who = join_who(join, list, member, folded, unit);
    if (who == WHO_FAILED)
        return false;
    if (who == WHO_DOUBT)
        return true;
    if (who == WHO_NEW) {
        join->result->added[list]++;
        return add_person(join, list, member, folded, unit);
    }
    join->result->matched[list]++;
    struct person *person = &join->people.person[who];
    if (!person->real)
        return become_real(join, who, list, member);
    return merge(join, person, list, member);
}

static int by_number(const void *a, const void *b)
{
    const struct member *const *one = a, *const *other = b;
    return ((*one)->number > (*other)->number) - ((*one)->number < (*other)->number);
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of a list, as names compare. */
static bool list_names(struct join *join, const struct member *const *row, int rows)
{
    talloc_free(join->name);
    join->names = rows;
    join->name = talloc_array(join->owner, const char *, (unsigned)rows + 1);
    bool done = join->name != NULL;
    for (int r = 0; done && r < rows; r++) {
        join->name[r] = people_fold(join->name, row[r]->name);
        done = join->name[r] != NULL;
    }
    if (done)
        qsort(join->name, (size_t)rows, sizeof *join->name, compare_texts);
    return done;
}

int join_times_named(const struct join *join, const char *folded)
{
    const char **found = bsearch(&folded, join->name, (size_t)join->names, sizeof *join->name, compare_texts);
    int times = found ? 1 : 0;
    for (const char **at = found; found && at > join->name && strcmp(at[-1], folded) == 0; at--)
        times++;
    for (const char **at = found; found && at + 1 < join->name + join->names && strcmp(at[1], folded) == 0;
         at++)
        times++;
    return times;
}

/* A list's rows in the order of its file: they are kept by id. */
static bool take_list(struct join *join, int list)
{
    const struct roster *roster = join->request->list[list];
    const int rows = roster->members + roster->former_members;
    const struct member **row = talloc_array(NULL, const struct member *, (unsigned)rows + 1);
    bool done = row != NULL;
    for (int m = 0; done && m < roster->members; m++)
        row[m] = &roster->member[m];
    for (int m = 0; done && m < roster->former_members; m++)
        row[roster->members + m] = &roster->former_member[m];
    if (done)
        qsort(row, (size_t)rows, sizeof *row, by_number);
    done = done && list_names(join, row, rows);
    for (int m = 0; done && m < rows; m++)
        done = take_row(join, list, row[m]);
    talloc_free(row);
    return done;
}

static bool take_known(struct join *join)
{
    const struct roster *known = join->request->known;
    for (int m = 0; known && m < known->members; m++) {
        const struct member *member = &known->member[m];
        const char **value = talloc_array(join->owner, const char *, (unsigned)join->columns);
        const char *folded = people_fold(join->owner, member->name);
        const char *unit = people_fold(join->owner, member->value[ATTRIBUTE_UNIT]);
        /* The joined roster outlives the people of before, whom a term reads anew. */
        const char *id = talloc_strdup(join->owner, member->id);
        if (!value || !folded || !unit || !id)
            return false;
        for (int c = 0; c < join->columns; c++)
            value[c] = c < ATTRIBUTES_BUILT_IN ? talloc_strdup(value, member->value[c]) : "";
        if (!people_add(
                &join->people,
                &(struct person){
                    .id = id, .folded = folded, .unit = unit, .value = value, .file = "", .list = -1}))
            return false;
    }
    return true;
}

static bool has_ids(const struct roster *list)
{
    for (int m = 0; m < list->members; m++)
        if (*list->member[m].id)
            return true;
    for (int m = 0; m < list->former_members; m++)
        if (*list->former_member[m].id)
            return true;
    return false;
}

enum status roster_join(const void *owner, const struct join_request *request, struct join_result **result,
                        struct error *error)
{
    struct join_result *made = talloc_zero(owner, struct join_result);
    struct join join = {.owner = made, .request = request, .result = made, .error = error};
    if (!made)
        return error_add_memory(error);
    join.people.owner = made;
    made->matched = talloc_zero_array(made, int, (unsigned)request->lists + 1);
    made->added = talloc_zero_array(made, int, (unsigned)request->lists + 1);
    bool done = made->matched && made->added && make_columns(&join) && begin_ids(&join) && take_known(&join);
    /* Lists with ids come first, so that nobody gets an id who has one already. */
    for (int without_ids = 0; without_ids < 2; without_ids++)
        for (int l = 0; done && l < request->lists; l++)
            if (has_ids(request->list[l]) != (bool)without_ids)
                done = take_list(&join, l);
    if (done && made->doubts == 0)
        done = join_make_roster(&join);
    if (!done)
        error_add_memory(error);
    if (error->status != STATUS_OK) {
        talloc_free(made);
        return error->status;
    }
    *result = made;
    return STATUS_OK;
}
