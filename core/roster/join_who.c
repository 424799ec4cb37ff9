/* Who is who: rows meet people by id, else by name and what both say; what is in doubt is noted, never
 * guessed. */
#include <string.h>
#include <talloc.h>

#include "base/text.h"
#include "roster/join_people.h"

/* What a row and a person of its name say of each other. */
enum likeness {
    LIKE_NO,   /* something contradicts */
    LIKE_OPEN, /* nothing contradicts, and nothing agrees */
    LIKE_YES,  /* something agrees, and nothing contradicts */
    LIKE_SAME, /* name and unit agree to the letter */
};

enum agreement { SAYS_NOTHING, DIFFERS, AGREES, SAME };

/* A row that looks for its person. */
struct seeker {
    struct join *join;
    int list;
    const struct member *member;
    const char *folded, *unit; /* name and unit as they compare */
};

/* What decides, in the order in which people are told. */
static const enum attribute telling[JOIN_FACTS] = {ATTRIBUTE_UNIT,   ATTRIBUTE_SECTOR, ATTRIBUTE_WINDOW,
                                                   ATTRIBUTE_COUNTY, ATTRIBUTE_PARTY,  ATTRIBUTE_GENDER};

/* 市医院 and 市医院内科: one text begins with the other. */
static bool begins(const char *one, const char *other)
{
    size_t length = strlen(one), of_other = strlen(other);
    return strncmp(one, other, length < of_other ? length : of_other) == 0;
}

static enum agreement agree(const struct seeker *seeker, const struct person *person,
                            enum attribute attribute)
{
    const char *here = seeker->member->value[attribute], *there = person->value[attribute];
    if (!*here || !*there)
        return SAYS_NOTHING;
    if (attribute == ATTRIBUTE_UNIT) {
        here = seeker->unit;
        there = person->unit;
    }
    if (strcmp(here, there) == 0)
        return SAME;
    if (attribute == ATTRIBUTE_PARTY)
        return join_holds(here, there, seeker->join->owner) || join_holds(there, here, seeker->join->owner)
                   ? AGREES
                   : DIFFERS;
    return attribute != ATTRIBUTE_GENDER && begins(here, there) ? AGREES : DIFFERS;
}

/* Two units that are both said decide, unless the genders differ. Otherwise nothing may differ, and the
 * gender alone, which half of all share, is no agreement. */
static enum likeness alike(const struct seeker *seeker, const struct person *person)
{
    enum agreement of_unit = agree(seeker, person, ATTRIBUTE_UNIT);
    if (of_unit == DIFFERS || agree(seeker, person, ATTRIBUTE_GENDER) == DIFFERS)
        return LIKE_NO;
    if (of_unit != SAYS_NOTHING)
        return of_unit == SAME ? LIKE_SAME : LIKE_YES;
    enum likeness like = LIKE_OPEN;
    for (int i = 0; i < JOIN_FACTS; i++) {
        enum agreement agreement = agree(seeker, person, telling[i]);
        if (agreement == DIFFERS)
            return LIKE_NO;
        if (agreement != SAYS_NOTHING && telling[i] != ATTRIBUTE_GENDER)
            like = LIKE_YES;
    }
    return like;
}

static const char *sheet_of(const char *sheet)
{
    return sheet ? sheet : "";
}

/* Whether the row may be that person at all. Two ids that lists say are two people; and a list names two who
 * differ in something as two. */
static bool may_be(const struct seeker *seeker, const struct person *person)
{
    if (*seeker->member->id && *person->id && !person->given)
        return false;
    bool same_table = person->list == seeker->list &&
                      strcmp(sheet_of(person->last_sheet), sheet_of(seeker->member->sheet)) == 0;
    return !same_table || alike(seeker, person) != LIKE_NO;
}

static bool is_taken(const struct seeker *seeker, const struct person *person)
{
    return person->real && person->list == seeker->list;
}

/* ---- answers and doubts ---- */

static const char *answer_to(const struct join *join, const char *key)
{
    for (int a = 0; a < join->request->answers; a++)
        if (strcmp(join->request->answer[a].key, key) == 0)
            return join->request->answer[a].id;
    return NULL;
}

/* What an answer is remembered under. Somebody without a unit is told by the place. */
static const char *key_of(const struct seeker *seeker)
{
    const struct member *member = seeker->member;
    const char *file = seeker->join->request->list[seeker->list]->file;
    const char *slash = strrchr(file, '/'), *unit = member->value[ATTRIBUTE_UNIT];
    if (*unit)
        return talloc_asprintf(seeker->join->owner, "%s，%s", member->name, unit);
    return talloc_asprintf(seeker->join->owner, "%s，%s%s%s:%d", member->name, slash ? slash + 1 : file,
                           member->sheet ? " " : "", sheet_of(member->sheet), member->row);
}

static struct join_candidate candidate_of(const struct seeker *seeker, const struct person *person)
{
    struct join_candidate candidate = {.id = person->id,
                                       .name = person->value[ATTRIBUTE_NAME],
                                       .sector = person->value[ATTRIBUTE_SECTOR],
                                       .window = person->value[ATTRIBUTE_WINDOW],
                                       .unit = person->value[ATTRIBUTE_UNIT],
                                       .left = person->left};
    for (int i = 0; i < JOIN_FACTS; i++) {
        enum agreement agreement = agree(seeker, person, telling[i]);
        if (agreement != SAYS_NOTHING)
            candidate.fact[candidate.facts++] =
                (struct join_fact){telling[i], seeker->member->value[telling[i]], person->value[telling[i]],
                                   agreement != DIFFERS};
    }
    return candidate;
}

/* Why the one candidate is in doubt. */
static enum join_kind kind_of(const struct seeker *seeker, const struct person *person)
{
    if (is_taken(seeker, person))
        return JOIN_TWICE;
    if (agree(seeker, person, ATTRIBUTE_UNIT) == DIFFERS &&
        agree(seeker, person, ATTRIBUTE_GENDER) != DIFFERS)
        return JOIN_UNITS_DIFFER;
    return alike(seeker, person) == LIKE_NO ? JOIN_OTHERS_DIFFER : JOIN_NAME_ALONE;
}

static bool add_doubt(const struct seeker *seeker, const char *key)
{
    struct join *join = seeker->join;
    struct join_result *result = join->result;
    const struct member *member = seeker->member;
    struct join_doubt *grown =
        talloc_realloc(join->owner, result->doubt, struct join_doubt, (unsigned)result->doubts + 1);
    if (!grown)
        return false;
    result->doubt = grown;
    struct join_doubt *doubt = &grown[result->doubts++];
    *doubt = (struct join_doubt){.file = join->request->list[seeker->list]->file,
                                 .sheet = member->sheet,
                                 .row = member->row,
                                 .name = member->name,
                                 .unit = member->value[ATTRIBUTE_UNIT],
                                 .key = key};
    for (int p = people_named(&join->people, seeker->folded, -1); p >= 0;
         p = people_named(&join->people, seeker->folded, p)) {
        const struct person *person = &join->people.person[p];
        if (!may_be(seeker, person))
            continue;
        doubt->candidate = talloc_realloc(join->owner, doubt->candidate, struct join_candidate,
                                          (unsigned)doubt->candidates + 1);
        if (!doubt->candidate)
            return false;
        doubt->kind = doubt->candidates > 0 ? JOIN_SEVERAL : kind_of(seeker, person);
        doubt->candidate[doubt->candidates++] = candidate_of(seeker, person);
    }
    return true;
}

/* ---- deciding ---- */

/* The people of the row's name, by likeness. Who is in the list already is no answer, but a question. */
struct found {
    int count, same, yes, open, no, taken;
    int last_same, last_yes, last_open;
    int equal;  /* the first of the term who says all that the row says; -1: none */
    bool mixed; /* others who say so are other people than that one */
};

/* Whether the person of before says everything the row says: then it does not matter which of several the row
 * is. */
static bool is_equal(const struct seeker *seeker, const struct person *person)
{
    for (int a = ATTRIBUTE_NAME; a < ATTRIBUTES_BUILT_IN; a++)
        if (!seeker->join->request->list[seeker->list]->column[a].missing &&
            strcmp(seeker->member->value[a], person->value[a]) != 0)
            return false;
    return !person->real && !person->left;
}

static bool same_people(const struct person *one, const struct person *other)
{
    for (int a = ATTRIBUTE_NAME; a < ATTRIBUTES_BUILT_IN; a++)
        if (strcmp(one->value[a], other->value[a]) != 0)
            return false;
    return true;
}

static struct found find(const struct seeker *seeker)
{
    const struct people *people = &seeker->join->people;
    struct found found = {.equal = -1};
    for (int p = people_named(people, seeker->folded, -1); p >= 0;
         p = people_named(people, seeker->folded, p)) {
        const struct person *person = &people->person[p];
        if (!may_be(seeker, person))
            continue;
        enum likeness like = alike(seeker, person);
        found.count++;
        if (is_equal(seeker, person)) {
            found.mixed =
                found.mixed || (found.equal >= 0 && !same_people(&people->person[found.equal], person));
            found.equal = found.equal < 0 ? p : found.equal;
        }
        if (like != LIKE_NO && is_taken(seeker, person)) {
            found.taken++;
            continue;
        }
        int *const counter[] = {&found.no, &found.open, &found.yes, &found.same};
        ++*counter[like];
        if (like == LIKE_SAME)
            found.last_same = p;
        else if (like == LIKE_YES)
            found.last_yes = p;
        else if (like == LIKE_OPEN)
            found.last_open = p;
    }
    return found;
}

/* Notes that a row met somebody although their units are not written alike, or by the name alone. */
static bool note_match(const struct seeker *seeker, int p, enum join_kind how)
{
    struct join_result *result = seeker->join->result;
    const struct person *person = &seeker->join->people.person[p];
    struct join_match *grown =
        talloc_realloc(seeker->join->owner, result->match, struct join_match, (unsigned)result->matches + 1);
    if (!grown)
        return false;
    result->match = grown;
    grown[result->matches++] = (struct join_match){.how = how,
                                                   .list = seeker->list,
                                                   .sheet = seeker->member->sheet,
                                                   .row = seeker->member->row,
                                                   .name = seeker->member->name,
                                                   .id = person->id,
                                                   .here = seeker->member->value[ATTRIBUTE_UNIT],
                                                   .there = person->value[ATTRIBUTE_UNIT]};
    return true;
}

/* Who it is without asking anybody; WHO_DOUBT: that has to be asked. */
static int decide(const struct seeker *seeker)
{
    const struct people *people = &seeker->join->people;
    const struct found found = find(seeker);
    if (found.count == 0)
        return WHO_NEW;
    if (found.same == 1 && found.taken == 0)
        return found.last_same;
    if (found.equal >= 0 && !found.mixed)
        return found.equal;
    if (found.same > 0 || found.taken > 0)
        return WHO_DOUBT;
    if (found.yes == 1 && found.open == 0) {
        bool by_unit = agree(seeker, &people->person[found.last_yes], ATTRIBUTE_UNIT) == AGREES;
        return !by_unit || note_match(seeker, found.last_yes, JOIN_UNITS_DIFFER) ? found.last_yes
                                                                                 : WHO_FAILED;
    }
    bool alone = found.count == 1 && found.open == 1 && !people->person[found.last_open].left &&
                 join_times_named(seeker->join, seeker->folded) == 1;
    if (alone)
        return note_match(seeker, found.last_open, JOIN_NAME_ALONE) ? found.last_open : WHO_FAILED;
    return WHO_DOUBT;
}

int join_who(struct join *join, int list, const struct member *member, const char *folded, const char *unit)
{
    const struct seeker seeker = {join, list, member, folded, unit};
    int who = *member->id ? people_with_id(&join->people, member->id) : -1;
    if (who < 0)
        who = decide(&seeker);
    if (who != WHO_DOUBT)
        return who;
    const char *key = key_of(&seeker), *answer = key ? answer_to(join, key) : NULL;
    int answered = answer && strcmp(answer, JOIN_NEW) != 0 ? people_with_id(&join->people, answer) : -1;
    if (answered >= 0 && strcmp(join->people.person[answered].folded, folded) == 0)
        return answered;
    if (answer && strcmp(answer, JOIN_NEW) == 0)
        return WHO_NEW;
    if (!*member->id)
        join->result->last++;
    return key && add_doubt(&seeker, key) ? WHO_DOUBT : WHO_FAILED;
}
