#include "roster/roster_join.h"

#include <stdlib.h>
#include <string.h>
#include <talloc.h>

#include "base/language.h"
#include "base/text.h"
#include "roster/join_people.h"

/* The join at work. */
struct join {
    const void *owner;
    const struct join_request *request;
    struct join_result *result;
    struct people people;
    int columns; /* of all lists together */
    struct column *column;
    int **place; /* [lists][columns of the list] column of the join */
    struct error *error;
};

/* ---- columns ---- */

static int place_of(struct join *join, const struct column *column)
{
    for (int c = ATTRIBUTES_BUILT_IN; c < join->columns; c++)
        if (strcmp(join->column[c].heading, column->heading) == 0)
            return c;
    join->column[join->columns] = (struct column){NULL, column->heading, VALUE_TEXT, false};
    return join->columns++;
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
    return true;
}

/* ---- ids ---- */

static size_t prefix_length(const char *id)
{
    size_t length = strlen(id);
    while (length > 0 && id[length - 1] >= '0' && id[length - 1] <= '9')
        length--;
    return length;
}

/* Ids stand sorted, so those with one prefix mostly stand together: the longest run decides. */
static void find_run(const struct roster *roster, const char **best, size_t *best_length, int *best_run)
{
    int run = 0;
    for (int m = 0; m < roster->members; m++) {
        const char *id = roster->member[m].id;
        size_t length = prefix_length(id);
        bool goes_on = m > 0 && prefix_length(roster->member[m - 1].id) == length &&
                       strncmp(roster->member[m - 1].id, id, length) == 0;
        run = goes_on ? run + 1 : 1;
        if (id[length] && run > *best_run) {
            *best = id;
            *best_length = length;
            *best_run = run;
        }
    }
}

static void count_ids(struct join_result *result, const struct roster *roster)
{
    size_t length = strlen(result->prefix);
    for (int m = 0; m < roster->members; m++) {
        const char *id = roster->member[m].id;
        if (strncmp(id, result->prefix, length) != 0 || prefix_length(id) != length ||
            strlen(id) - length > 15)
            continue;
        int64_t number = strtoll(id + length, NULL, 10);
        result->last = number > result->last ? number : result->last;
    }
}

/* What new ids begin with, and the greatest number there is. */
static bool begin_ids(struct join *join)
{
    const struct join_request *request = join->request;
    struct join_result *result = join->result;
    const char *best = NULL;
    size_t length = 0;
    int run = 0;
    if (request->known)
        find_run(request->known, &best, &length, &run);
    for (int l = 0; l < request->lists; l++)
        find_run(request->list[l], &best, &length, &run);
    result->prefix = request->prefix ? request->prefix
                     : best          ? talloc_strndup(join->owner, best, length)
                                     : "WY";
    result->last = request->last;
    if (!result->prefix)
        return false;
    if (request->known)
        count_ids(result, request->known);
    for (int l = 0; l < request->lists; l++)
        count_ids(result, request->list[l]);
    return true;
}

/* An id for somebody who has none. A doubt takes a number as well, so that its answer does not move the
 * others'. */
static const char *next_id(struct join *join)
{
    return talloc_asprintf(join->owner, "%s%04lld", join->result->prefix, (long long)++join->result->last);
}

/* ---- who is who ---- */

enum likeness { LIKE_NO, LIKE_PERHAPS, LIKE_YES };

/* Whether the row, whose name is the person's, is the person. Two units that are both said decide. Otherwise
 * something else that both say must agree, and nothing may differ. */
static enum likeness alike(const struct person *person, const struct member *member, const char *unit)
{
    static const enum attribute telling[] = {ATTRIBUTE_SECTOR, ATTRIBUTE_WINDOW, ATTRIBUTE_COUNTY,
                                             ATTRIBUTE_PARTY};
    if (*person->unit && *unit)
        return strcmp(person->unit, unit) == 0 ? LIKE_YES : LIKE_PERHAPS;
    bool agrees = !*person->unit && !*unit;
    for (size_t i = 0; i < sizeof telling / sizeof *telling; i++) {
        const char *one = person->value[telling[i]], *other = member->value[telling[i]];
        if (!*one || !*other)
            continue;
        if (strcmp(one, other) != 0)
            return LIKE_PERHAPS;
        agrees = true;
    }
    return agrees ? LIKE_YES : LIKE_PERHAPS;
}

static const char *answer_to(const struct join *join, const char *key)
{
    for (int a = 0; a < join->request->answers; a++)
        if (strcmp(join->request->answer[a].key, key) == 0)
            return join->request->answer[a].id;
    return NULL;
}

static struct join_candidate candidate_of(const struct person *person)
{
    return (struct join_candidate){person->id, person->value[ATTRIBUTE_NAME], person->value[ATTRIBUTE_SECTOR],
                                   person->value[ATTRIBUTE_WINDOW], person->value[ATTRIBUTE_UNIT]};
}

/* What an answer is remembered under. Somebody without a unit is told by the place. */
static const char *key_of(const struct join *join, const char *file, const struct member *member)
{
    const char *slash = strrchr(file, '/'), *unit = member->value[ATTRIBUTE_UNIT];
    if (*unit)
        return talloc_asprintf(join->owner, "%s，%s", member->name, unit);
    return talloc_asprintf(join->owner, "%s，%s%s%s:%d", member->name, slash ? slash + 1 : file,
                           member->sheet ? " " : "", member->sheet ? member->sheet : "", member->row);
}

static bool add_doubt(struct join *join, const char *file, const struct member *member, const char *key,
                      const char *folded)
{
    struct join_result *result = join->result;
    struct join_doubt *grown =
        talloc_realloc(join->owner, result->doubt, struct join_doubt, (unsigned)result->doubts + 1);
    if (!grown)
        return false;
    result->doubt = grown;
    struct join_doubt *doubt = &grown[result->doubts++];
    *doubt = (struct join_doubt){.file = file,
                                 .sheet = member->sheet,
                                 .row = member->row,
                                 .name = member->name,
                                 .unit = member->value[ATTRIBUTE_UNIT],
                                 .key = key};
    for (int p = people_named(&join->people, folded, -1); p >= 0;
         p = people_named(&join->people, folded, p)) {
        doubt->candidate = talloc_realloc(join->owner, doubt->candidate, struct join_candidate,
                                          (unsigned)doubt->candidates + 1);
        if (!doubt->candidate)
            return false;
        doubt->candidate[doubt->candidates++] = candidate_of(&join->people.person[p]);
    }
    return true;
}

enum { WHO_NEW = -1, WHO_DOUBT = -2, WHO_FAILED = -3 };

/* The person that the row is; WHO_NEW, or WHO_DOUBT, which is noted. */
static int who_is(struct join *join, int list, const struct member *member, const char *folded,
                  const char *unit)
{
    int sure = -1, count = 0, sures = 0;
    if (*member->id) {
        int found = people_with_id(&join->people, member->id);
        if (found >= 0)
            return found;
    }
    for (int p = people_named(&join->people, folded, -1); p >= 0;
         p = people_named(&join->people, folded, p)) {
        const struct person *person = &join->people.person[p];
        /* Two different ids are two people. */
        if (*member->id && *person->id && person->real)
            continue;
        enum likeness like = alike(person, member, unit);
        count++;
        if (like == LIKE_YES && !(person->list == list && person->real)) {
            sure = p;
            sures++;
        }
    }
    if (count == 0)
        return WHO_NEW;
    if (sures == 1 && count == 1)
        return sure;
    if (sures == 1 && *unit && *join->people.person[sure].unit)
        return sure; /* namesakes, told apart by their units */
    const char *file = join->request->list[list]->file, *key = key_of(join, file, member);
    const char *answer = key ? answer_to(join, key) : NULL;
    int answered = answer && strcmp(answer, JOIN_NEW) != 0 ? people_with_id(&join->people, answer) : -1;
    if (answered >= 0)
        return answered;
    if (answer && strcmp(answer, JOIN_NEW) == 0)
        return WHO_NEW;
    if (!*member->id)
        join->result->last++;
    return key && add_doubt(join, file, member, key, folded) ? WHO_DOUBT : WHO_FAILED;
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

static bool holds(const char *list, const char *part_of_it, const void *owner)
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
        bool is_more = !*known || (at == ATTRIBUTE_PARTY && holds(text, known, join->owner));
        bool is_less = at == ATTRIBUTE_PARTY && holds(known, text, join->owner);
        if (is_more)
            person->value[at] = text;
        else if (at == ATTRIBUTE_ROLE)
            person->value[at] = unite(join, known, text);
        else if (is_less || at == ATTRIBUTE_UNIT)
            continue; /* who matched by id or answer may be written with another name of the unit: the first
                         stays */
        else
            contradict(join, person, at, from, member, text);
        if (!person->value[at])
            return false;
    }
    person->list = list;
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
    int who = who_is(join, list, member, folded, unit);
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

/* A list's rows in the order of its file: they are kept by id. */
static bool take_list(struct join *join, int list)
{
    const struct roster *roster = join->request->list[list];
    const struct member **row = talloc_array(NULL, const struct member *, (unsigned)roster->members + 1);
    bool done = row != NULL;
    for (int m = 0; done && m < roster->members; m++)
        row[m] = &roster->member[m];
    if (done)
        qsort(row, (size_t)roster->members, sizeof *row, by_number);
    for (int m = 0; done && m < roster->members; m++)
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
        if (!value || !folded || !unit)
            return false;
        for (int c = 0; c < join->columns; c++)
            value[c] = c < ATTRIBUTES_BUILT_IN ? member->value[c] : "";
        if (!people_add(&join->people, &(struct person){.id = member->id,
                                                        .folded = folded,
                                                        .unit = unit,
                                                        .value = value,
                                                        .file = "",
                                                        .list = -1}))
            return false;
    }
    return true;
}

/* ---- the roster ---- */

static void check_person(struct join *join, const struct person *person)
{
    const struct place place = {.file = person->file, .sheet = person->sheet, .row = person->row};
    const char *name = person->value[ATTRIBUTE_NAME];
    if (!*person->value[ATTRIBUTE_PARTY])
        error_add(join->error, STATUS_INPUT, &place,
                  _("%s: no list says the party. Fill it in in one of them."), name);
    if (!*person->value[ATTRIBUTE_WINDOW] && !*person->value[ATTRIBUTE_EXEMPT])
        error_add(
            join->error, STATUS_INPUT, &place,
            _("%s: no list says a window or a reason to be exempt. Every member joins a window unless there "
              "are "
              "special circumstances: clause 一（一）3 “无特殊情况全员参加”. Fill in the one or the other."),
            name);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool take_windows(struct roster *roster, const struct window *window, int windows)
{
    const char **name = talloc_array(roster, const char *, (unsigned)roster->members + 1);
    size_t names = 0;
    roster->window = talloc_array(roster, struct window, (unsigned)(roster->members + windows) + 1);
    if (!name || !roster->window)
        return false;
    for (int w = 0; w < windows; w++)
        roster->window[roster->windows++] = window[w];
    for (int m = 0; m < roster->members; m++)
        if (*roster->member[m].value[ATTRIBUTE_WINDOW])
            name[names++] = roster->member[m].value[ATTRIBUTE_WINDOW];
    qsort(name, names, sizeof *name, compare_names);
    for (size_t i = 0; i < names; i++) {
        bool known = i > 0 && strcmp(name[i], name[i - 1]) == 0;
        for (int w = 0; !known && w < windows; w++)
            known = strcmp(window[w].name, name[i]) == 0;
        if (!known)
            roster->window[roster->windows++] =
                (struct window){.name = name[i], .full_name = name[i], .kind = "", .order = ORDER_NONE};
    }
    return true;
}

static bool make_roster(struct join *join, const struct window *window, int windows)
{
    struct roster *roster = talloc_zero(join->owner, struct roster);
    if (!roster)
        return false;
    roster->file = join->request->list[0]->file;
    roster->columns = join->columns;
    roster->column = talloc_memdup(roster, join->column, (unsigned)join->columns * sizeof *join->column);
    roster->member = talloc_zero_array(roster, struct member, (unsigned)join->people.count + 1);
    if (!roster->column || !roster->member)
        return false;
    for (int p = 0; p < join->people.count; p++) {
        struct person *person = &join->people.person[p];
        if (!person->real)
            continue;
        check_person(join, person);
        const char *order = person->value[ATTRIBUTE_ORDER];
        person->value[ATTRIBUTE_ID] = person->id;
        roster->member[roster->members] =
            (struct member){.id = person->id,
                            .name = person->value[ATTRIBUTE_NAME],
                            .row = person->row,
                            .number = roster->members,
                            .sheet = person->sheet,
                            .window = WINDOW_NONE,
                            .exempt = *person->value[ATTRIBUTE_EXEMPT] != '\0',
                            .order = *order ? (int32_t)strtol(order, NULL, 10) : ORDER_NONE,
                            .value = person->value};
        roster->members++;
    }
    if (join->error->status != STATUS_OK)
        return true;
    if (!take_windows(roster, window, windows) || !roster_finish(roster))
        return false;
    join->result->roster = roster;
    return true;
}

static bool has_ids(const struct roster *list)
{
    for (int m = 0; m < list->members; m++)
        if (*list->member[m].id)
            return true;
    return false;
}

enum status roster_join(const void *owner, const struct join_request *request, const struct window *window,
                        int windows, struct join_result **result, struct error *error)
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
        done = make_roster(&join, window, windows);
    if (!done)
        error_add_memory(error);
    if (error->status != STATUS_OK) {
        talloc_free(made);
        return error->status;
    }
    *result = made;
    return STATUS_OK;
}
