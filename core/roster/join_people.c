#include "roster/join_people.h"

#include <stdint.h>
#include <string.h>
#include <talloc.h>

#include "base/characters.h"
#include "roster/person_name.h"
#include "roster/tidy.h"

const char *people_fold(const void *owner, const char *text)
{
    char *folded = person_name_fold(owner, text);
    return folded ? tidy_key(owner, folded) : NULL;
}

/* FNV-1a. */
static unsigned hash_of(const char *text)
{
    uint32_t hash = 2166136261u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash;
}

static void enter(int *table, unsigned slots, const char *key, int p)
{
    unsigned at = hash_of(key) % slots;
    while (table[at])
        at = (at + 1) % slots;
    table[at] = p + 1;
}

static bool grow(struct people *people)
{
    int room = people->room ? 2 * people->room : 256;
    unsigned slots = 4 * (unsigned)room;
    struct person *person = talloc_realloc(people->owner, people->person, struct person, (unsigned)room);
    if (!person)
        return false;
    people->person = person;
    int *by_name = talloc_zero_array(people->owner, int, slots);
    int *by_id = talloc_zero_array(people->owner, int, slots);
    if (!by_name || !by_id)
        return false;
    talloc_free(people->by_name);
    talloc_free(people->by_id);
    people->by_name = by_name;
    people->by_id = by_id;
    people->slots = slots;
    people->room = room;
    for (int p = 0; p < people->count; p++) {
        enter(by_name, slots, people->person[p].folded, p);
        enter(by_id, slots, people->person[p].id, p);
    }
    return true;
}

static bool is_unclean(const char *id)
{
    void *scratch = talloc_new(NULL);
    bool unclean = characters_clean(scratch, id, NULL) != id;
    talloc_free(scratch);
    return unclean;
}

bool people_add(struct people *people, const struct person *person)
{
    if (people->count == people->room && !grow(people))
        return false;
    enter(people->by_name, people->slots, person->folded, people->count);
    enter(people->by_id, people->slots, person->id, people->count);
    people->person[people->count++] = *person;
    people->unseen = people->unseen || is_unclean(person->id);
    return true;
}

void people_set_id(struct people *people, int p, const char *id)
{
    people->person[p].id = id;
    enter(people->by_id, people->slots, id, p);
}

int people_named(const struct people *people, const char *folded, int after)
{
    int found = -1;
    if (people->slots == 0)
        return -1;
    for (unsigned at = hash_of(folded) % people->slots; people->by_name[at]; at = (at + 1) % people->slots) {
        int p = people->by_name[at] - 1;
        if (p > after && (found < 0 || p < found) && strcmp(people->person[p].folded, folded) == 0)
            found = p;
    }
    return found;
}

int people_with_id(const struct people *people, const char *id)
{
    if (!*id || people->slots == 0)
        return -1;
    for (unsigned at = hash_of(id) % people->slots; people->by_id[at]; at = (at + 1) % people->slots)
        if (strcmp(people->person[people->by_id[at] - 1].id, id) == 0)
            return people->by_id[at] - 1;
    for (int p = 0; people->unseen && p < people->count; p++)
        if (is_unclean(people->person[p].id) && person_name_meant(people->person[p].id, id))
            return p;
    return -1;
}
