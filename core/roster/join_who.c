/* Who is who: rows meet people by id, else by name and unit; what is in doubt is noted, never guessed. */
#include <string.h>
#include <talloc.h>

#include "roster/join_people.h"

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

int join_who(struct join *join, int list, const struct member *member, const char *folded, const char *unit)
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
